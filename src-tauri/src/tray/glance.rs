//! What the tray knows at one moment, read once and good for a while. No I/O but [`Glance::read`].

use storytime_core::api::{Api, EventQuery};
use storytime_core::stories::{guard, plain};
use storytime_server::LocalApiSwitch;
use storytime_types::events::Event;
use storytime_types::profile::{Profile, Theme};
use storytime_types::status::Status;
use storytime_types::{ApiError, Instant};

/// An event is soon when it starts within so many minutes, or within the longest lead time.
const SOON_MINUTES: i64 = 15;
/// However early a person is reminded, an hour ahead is not soon yet.
const SOON_AT_MOST_MINUTES: i64 = 60;
/// What an event is called while titles are hidden.
const HIDDEN: &str = "An event";
/// Longer titles are cut, so that the menu keeps its width.
const TITLE_GRAPHEMES: usize = 40;

/// What is next, what is left of today, and how the switches stand.
#[derive(Clone, Debug, PartialEq)]
pub struct Glance {
    /// The next event, the pause, what is wrong, whether titles are hidden.
    pub status: Status,
    /// Whether the window would have to sign in: then the tray does not tell either what the
    /// password is there to keep.
    pub is_locked: bool,
    /// What overlaps the rest of today, in the order of the starts.
    pub today: Vec<Event>,
    /// The style of the stories.
    pub theme: Theme,
    /// From so many minutes before its start on, an event is soon.
    pub soon_minutes: i64,
}

impl Glance {
    /// Asks for everything that the tray shows.
    ///
    /// # Errors
    /// When the store refuses.
    pub async fn read(api: &Api, lock: &LocalApiSwitch) -> Result<Self, ApiError> {
        let is_locked = lock.is_locked().await?;
        let status = api.status().await?;
        let rest_of_today = EventQuery {
            from: Some(status.now.to_string()),
            to: Some(status.today_ends_at.to_string()),
            limit: None,
        };
        let today = api.events(rest_of_today).await?;
        let profile = api.profile().await?;
        Ok(Self {
            status,
            is_locked,
            today,
            theme: profile.selected_theme,
            soon_minutes: soon_minutes(&profile),
        })
    }

    /// The same a while later.
    #[must_use]
    pub fn at(mut self, now: Instant) -> Self {
        self.status.now = now;
        self
    }

    /// Whether a glance taken earlier is still right but for its time: no event has begun that was
    /// the next one, no pause has ended, and today is still today.
    pub fn holds_until(&self, now: Instant) -> bool {
        let status = &self.status;
        let next = status.next_event.as_ref();
        now < status.today_ends_at
            && next.is_none_or(|event| now < event.starts_at)
            && status.paused_until.is_none_or(|until| now < until)
    }

    /// What is left of today, in the order of the starts.
    pub fn rest_of_today(&self) -> impl Iterator<Item = &Event> {
        let (now, end) = (self.status.now, self.status.today_ends_at);
        self.today
            .iter()
            .filter(move |event| event.ends_at > now && event.starts_at < end)
    }

    /// Whether only times are told: while the person presents, and while the window is locked.
    pub fn hides_titles(&self) -> bool {
        self.status.presenting || self.is_locked
    }

    /// An event's title as a menu shows it.
    pub fn title(&self, event: &Event) -> String {
        if self.hides_titles() {
            return HIDDEN.into();
        }
        guard::shortened(&plain::title(&event.title), TITLE_GRAPHEMES)
    }
}

fn soon_minutes(profile: &Profile) -> i64 {
    let longest = profile
        .lead_times
        .iter()
        .map(|lead| lead.as_minutes())
        .max();
    i64::from(longest.unwrap_or_default()).clamp(SOON_MINUTES, SOON_AT_MOST_MINUTES)
}

#[cfg(test)]
pub(super) mod tests {
    use storytime_types::events::{EventStatus, LocalTimes, When};
    use storytime_types::local::Hours;
    use storytime_types::status::Problem;
    use storytime_types::{Page, Place};

    use super::*;

    /// The present of the tray's tests: 10:00, fourteen hours before midnight.
    pub fn now() -> Instant {
        Instant::from_ms(1_800_000_000_000)
    }

    /// A day without events.
    pub fn quiet() -> Glance {
        Glance {
            status: Status {
                first_run: false,
                now: now(),
                today: "Sunday 22 November".into(),
                today_date: "2026-11-22".into(),
                today_ends_at: now().plus_ms(14 * Instant::HOUR),
                next_event: None,
                paused_until: None,
                paused_until_local: None,
                last_sync_at: None,
                last_sync_local: None,
                hours: Hours::TwentyFour,
                usual_hours: Hours::TwentyFour,
                presenting: false,
                problems: Vec::new(),
            },
            is_locked: false,
            today: Vec::new(),
            theme: Theme::Fantasy,
            soon_minutes: SOON_MINUTES,
        }
    }

    /// A quarter of an hour called Standup.
    pub fn event_at(start: Instant) -> Event {
        let end = start.plus_ms(15 * Instant::MINUTE);
        Event {
            id: "e1".to_owned().into(),
            calendar_id: "c1".to_owned().into(),
            calendar_name: "work".into(),
            calendar_color: None,
            provider_event_id: "uid-1".into(),
            title: "Standup".into(),
            description: None,
            start_time: When::At(start),
            end_time: When::At(end),
            is_all_day: false,
            location: None,
            meeting_link: None,
            attendee_count: 0,
            status: EventStatus::Active,
            starts_at: start,
            ends_at: end,
            local: LocalTimes {
                date: "2026-11-22".into(),
                day: "Today".into(),
                start: Some("10:00".into()),
                end: Some("10:15".into()),
                end_date: "2026-11-22".into(),
            },
            theme: Theme::Fantasy,
            theme_override: None,
            storyline: None,
            copy_of: None,
            also_in: Vec::new(),
            reminds_from: None,
            is_recurring: false,
            quiet: None,
        }
    }

    /// Something about the calendars.
    pub fn problem(text: &str) -> Problem {
        Problem::at(text.into(), &Place::Page(Page::Calendars))
    }

    #[test]
    fn a_title_is_one_short_line_and_never_empty() {
        let titled = |title: &str| {
            let event = Event {
                title: title.into(),
                ..event_at(now())
            };
            quiet().title(&event)
        };
        assert_eq!(titled("\u{202e}R&D_x\n\u{7}"), "R&D_x");
        assert_eq!(titled("\u{200b}"), "Untitled event");
        assert!(titled(&"x".repeat(500)).ends_with("x…"));
        assert!(titled(&"x".repeat(500)).chars().count() <= TITLE_GRAPHEMES);
    }
}
