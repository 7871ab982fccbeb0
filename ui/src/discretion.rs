//! Present mode: while the screen is shared, the window says of an event only when it is.

use storytime_types::Page;
use storytime_types::calendars::Integration;
use storytime_types::events::Event;
use storytime_types::notifications::Notification;
use yew::prelude::*;

/// What an event is called while titles are hidden.
pub const HIDDEN_TITLE: &str = "An event";

/// What a calendar is called meanwhile.
const HIDDEN_NAME: &str = "A calendar";

/// Whether titles, places, people, links and stories are hidden.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Discretion {
    /// Everything is shown.
    #[default]
    Off,
    /// Only times are shown.
    On,
}

impl Discretion {
    /// On while the person presents.
    pub fn of(presenting: bool) -> Self {
        if presenting { Self::On } else { Self::Off }
    }

    /// Whether anything is hidden.
    pub fn hides(self) -> bool {
        self == Self::On
    }

    /// The event as it may be shown.
    pub fn event(self, event: &Event) -> Event {
        let mut shown = event.clone();
        if self.hides() {
            HIDDEN_TITLE.clone_into(&mut shown.title);
            shown.description = None;
            shown.location = None;
            shown.meeting_link = None;
            shown.attendee_count = 0;
            shown.storyline = None;
            shown.also_in.clear();
            shown.reminds_from = None;
            HIDDEN_NAME.clone_into(&mut shown.calendar_name);
        }
        shown
    }

    /// The events as they may be shown.
    pub fn events(self, events: &[Event]) -> Vec<Event> {
        events.iter().map(|event| self.event(event)).collect()
    }

    /// What is connected as it may be shown: a calendar's name can tell as much as a title.
    pub fn integration(self, integration: &Integration) -> Integration {
        let mut shown = integration.clone();
        if self.hides() {
            HIDDEN_NAME.clone_into(&mut shown.name);
            shown.address = None;
            veil(&mut shown.error_message);
            for calendar in &mut shown.calendars {
                HIDDEN_NAME.clone_into(&mut calendar.name);
                veil(&mut calendar.error_message);
                veil(&mut calendar.notice);
            }
        }
        shown
    }

    /// A sentence about something that is wrong and mended on `page`, as it may be shown.
    pub fn problem(self, text: &str, page: Page) -> &str {
        if self.hides() {
            page.veiled_problem()
        } else {
            text
        }
    }

    /// A reminder as it may be shown.
    pub fn reminder(self, reminder: &Notification) -> Notification {
        let mut shown = reminder.clone();
        if self.hides() {
            HIDDEN_TITLE.clone_into(&mut shown.title);
            shown.message_text.clear();
        }
        shown
    }
}

/// Why something failed may name what it is about.
fn veil(error: &mut Option<String>) {
    if let Some(error) = error {
        Page::Calendars.veiled_problem().clone_into(error);
    }
}

/// What the nearest provider says; nothing is hidden outside of one.
#[hook]
pub fn use_discretion() -> Discretion {
    use_context::<Discretion>().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::components::examples;

    #[test]
    fn while_a_person_presents_nothing_of_an_event_is_left_but_its_time() {
        let mut event = examples::event("Layoffs", "Today");
        event.location = Some("Room of secrets".into());
        event.description = Some("Not yet public".into());
        event.meeting_link = Some("https://meet.example.org/secret".into());
        let shown = Discretion::of(true).event(&event);
        assert_eq!(shown.title, HIDDEN_TITLE);
        assert_eq!(shown.starts_at, event.starts_at);
        let text = format!("{shown:?}");
        for secret in ["Room", "Not yet", "meet.example"] {
            assert!(!text.contains(secret), "{text}");
        }
        assert_eq!(Discretion::of(false).event(&event), event);
    }

    #[test]
    fn while_a_person_presents_no_calendar_is_named_and_no_path_is_told() {
        let mut one = examples::integration("Clinic");
        one.address = Some("/home/robin/clinic.ics".into());
        one.error_message = Some("Clinic: line 9: no such day.".into());
        one.calendars[0].error_message = Some("Clinic cannot be read.".into());
        one.calendars[0].notice = Some("Clinic takes place too often.".into());

        let text = format!("{:?}", Discretion::of(true).integration(&one));

        assert!(!text.to_lowercase().contains("clinic"), "{text}");
        assert_eq!(Discretion::of(false).integration(&one), one);
    }

    #[test]
    fn while_a_person_presents_a_problem_says_only_where_it_is_mended() {
        let said = |discretion: Discretion| discretion.problem("Clinic is gone.", Page::Calendars);
        assert_eq!(said(Discretion::On), "A calendar needs a look.");
        assert_eq!(said(Discretion::Off), "Clinic is gone.");
    }
}
