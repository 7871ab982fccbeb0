//! What the tests of components show.

use storytime_types::calendars::{
    Calendar, CalendarProvider, Freshness, Integration, IntegrationStatus, Presence, SourceKind,
};
use storytime_types::choices::Privacy;
use storytime_types::events::{Event, EventStatus, LocalTimes, When};
use storytime_types::profile::Theme;
use storytime_types::{CalendarId, EventId, Instant, IntegrationId};

/// An event from second 1 to second 2, titled like its id, on this date.
pub fn event(id: &str, date: &str) -> Event {
    let (start, end) = (Instant::from_ms(1_000), Instant::from_ms(2_000));
    Event {
        id: EventId(id.to_owned()),
        calendar_id: CalendarId("c".to_owned()),
        calendar_name: "work".to_owned(),
        calendar_color: None,
        provider_event_id: id.to_owned(),
        title: id.to_owned(),
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
            date: date.to_owned(),
            day: date.to_owned(),
            start: None,
            end: None,
            end_date: date.to_owned(),
        },
        storyline: None,
        theme: Theme::Fantasy,
        copy_of: None,
        also_in: Vec::new(),
        reminds_from: None,
        is_recurring: false,
        quiet: None,
        theme_override: None,
    }
}

/// A file that was read just now, with one calendar of the same name.
pub fn integration(name: &str) -> Integration {
    Integration {
        id: IntegrationId("i".to_owned()),
        provider: CalendarProvider::Ics,
        username: None,
        status: IntegrationStatus::Active,
        kind: SourceKind::File,
        name: name.to_owned(),
        address: Some("/home/robin/work.ics".to_owned()),
        last_sync_at: Some(Instant::from_ms(1_000)),
        last_sync_local: None,
        still_read_since: None,
        stale: Freshness::Fresh,
        error_message: None,
        notice: None,
        calendars: vec![Calendar {
            id: CalendarId("c".to_owned()),
            name: name.to_owned(),
            color: None,
            timezone: None,
            is_primary: false,
            is_active: true,
            privacy: Privacy::Full,
            private_as_others: false,
            lead_times: None,
            use_provider_reminders: false,
            upcoming_events: 1,
            added_at: Instant::from_ms(0),
            last_sync_at: None,
            last_sync_local: None,
            error_message: None,
            notice: None,
            presence: Presence::Listed,
            missing_since: None,
            missing_since_local: None,
        }],
    }
}
