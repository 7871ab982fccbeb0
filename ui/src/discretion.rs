//! Present mode: while the screen is shared, the window says of an event only when it is.

use storytime_types::events::Event;
use storytime_types::notifications::Notification;
use yew::prelude::*;

/// What an event is called while titles are hidden.
pub const HIDDEN_TITLE: &str = "An event";

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
        }
        shown
    }

    /// The events as they may be shown.
    pub fn events(self, events: &[Event]) -> Vec<Event> {
        events.iter().map(|event| self.event(event)).collect()
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
}
