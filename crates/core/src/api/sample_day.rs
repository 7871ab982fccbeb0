//! A sample day around the present moment, so that a new user sees a reminder within a minute.

use std::fmt::Write as _;
use std::ops::Range;

use chrono::{Days, NaiveDateTime, Timelike as _};
use storytime_types::calendars::Connected;
use storytime_types::{ApiError, ErrorCode, Instant};

use super::Api;
use crate::calendars::ics::IcsAddress;
use crate::config::sample_day_path;
use crate::engine::zone_of;
use crate::events::zones::Zone;

/// What the day holds, the first of it about now.
const EVENTS: [SampleEvent; 5] = [
    SampleEvent {
        title: "Team standup",
        minutes: 15,
        after_first: 0,
        once_awake: None,
        place: "",
        link: "https://meet.jit.si/storytime-sample-standup",
    },
    SampleEvent {
        title: "Budget planning",
        minutes: 60,
        after_first: 45,
        once_awake: Some((9, 30)),
        place: "Room 4",
        link: "",
    },
    SampleEvent {
        title: "Lunch with Robin",
        minutes: 45,
        after_first: 150,
        once_awake: Some((12, 30)),
        place: "Corner café",
        link: "",
    },
    SampleEvent {
        title: "Design review",
        minutes: 30,
        after_first: 240,
        once_awake: Some((15, 0)),
        place: "",
        link: "https://meet.jit.si/storytime-sample-review",
    },
    SampleEvent {
        title: "Gym",
        minutes: 60,
        after_first: 360,
        once_awake: Some((18, 0)),
        place: "",
        link: "",
    },
];

/// The hours at which somebody who tries the app by night would find an event believable.
const WAKING_HOURS: Range<u32> = 6..22;

struct SampleEvent {
    title: &'static str,
    minutes: i64,
    /// How many minutes after the first one it begins.
    after_first: i64,
    /// When it begins instead, by the profile's clock, where that would be in the night; what has
    /// none begins all the same.
    once_awake: Option<(u32, u32)>,
    place: &'static str,
    link: &'static str,
}

impl SampleEvent {
    /// When it begins on a day whose first event begins at `first`. What would fall into the night
    /// waits for the morning, so that a late evening has a day worth seeing ahead, too.
    fn start(&self, first: Instant, zone: &Zone) -> Instant {
        let start = first.plus_ms(self.after_first * Instant::MINUTE);
        let (begun, local) = (zone.local(first), zone.local(start));
        let by_day = |at: NaiveDateTime| WAKING_HOURS.contains(&at.hour());
        let in_one_day = by_day(begun) && by_day(local) && begun.date() == local.date();
        match self.once_awake {
            Some((hour, minute)) if !in_one_day => {
                let nights = u64::from(begun.hour() >= WAKING_HOURS.start);
                let morning = begun.date().checked_add_days(Days::new(nights));
                morning.map_or(start, |date| zone.at(date, hour, minute))
            }
            _ => start,
        }
    }
}

impl Api {
    /// Writes a calendar file with a sample day into the data directory and connects it. Its first
    /// event begins so that the main lead time is over within a minute.
    ///
    /// # Errors
    /// When the file cannot be written, or the sample day is connected already.
    pub async fn sample_day(&self) -> Result<Connected, ApiError> {
        let profile = self.me().await?;
        let lead_ms = i64::from(profile.notification_minutes) * Instant::MINUTE;
        let now = self.shared.now();
        let next_minute = now.ms() - now.ms().rem_euclid(Instant::MINUTE) + Instant::MINUTE;
        let first = Instant::from_ms(next_minute).plus_ms(lead_ms);
        let calendar = calendar_text(first, &zone_of(&profile));
        let path = sample_day_path(
            &self.shared.data_dir,
            (!profile.is_owner).then_some(&self.user),
        );
        tokio::fs::write(&path, calendar).await.map_err(|error| {
            ApiError::new(
                ErrorCode::Unavailable,
                format!(
                    "The sample day could not be written to {}: {error}.",
                    path.display()
                ),
            )
        })?;
        self.connect_address(&IcsAddress::at_path(path), "Sample day".to_owned())
            .await
    }
}

fn calendar_text(first: Instant, zone: &Zone) -> String {
    let mut text = String::from(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//StoryTime Calendar//Sample day//EN\r\n\
         X-WR-CALNAME:Sample day\r\n",
    );
    for (index, event) in EVENTS.iter().enumerate() {
        let SampleEvent {
            title, place, link, ..
        } = event;
        let start = event.start(first, zone);
        let end = start.plus_ms(event.minutes * Instant::MINUTE);
        // Writing into a String cannot fail.
        let _ = write!(
            text,
            "BEGIN:VEVENT\r\nUID:sample-{index}@storytime\r\nDTSTAMP:{stamp}\r\nDTSTART:{stamp}\r\n\
             DTEND:{end}\r\nSUMMARY:{title}\r\n",
            stamp = basic(start),
            end = basic(end),
        );
        if !place.is_empty() {
            let _ = write!(text, "LOCATION:{place}\r\n");
        }
        if !link.is_empty() {
            let _ = write!(text, "URL:{link}\r\n");
        }
        text.push_str("END:VEVENT\r\n");
    }
    text.push_str("END:VCALENDAR\r\n");
    text
}

/// `20260105T080000Z` (RFC 5545, 3.3.5, form 2).
fn basic(at: Instant) -> String {
    at.plus_ms(-at.ms().rem_euclid(1000))
        .to_string()
        .replace(['-', ':'], "")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The starts by the clock of Edmonton, six hours behind UTC.
    fn starts(first: &str) -> [String; 5] {
        let zone = Zone::find("America/Edmonton").unwrap();
        let first = Instant::parse(first).unwrap();
        EVENTS.map(|event| {
            let local = zone.local(event.start(first, &zone));
            local.format("%-d %H:%M").to_string()
        })
    }

    #[test]
    fn a_day_begun_in_the_morning_runs_through_it() {
        assert_eq!(
            starts("2026-11-23T15:16:00Z"),
            ["23 09:16", "23 10:01", "23 11:46", "23 13:16", "23 15:16"]
        );
    }

    #[test]
    fn what_is_left_of_a_day_begun_in_the_evening_comes_on_the_next_one() {
        assert_eq!(
            starts("2026-11-24T02:16:00Z"),
            ["23 20:16", "23 21:01", "24 12:30", "24 15:00", "24 18:00"]
        );
        assert_eq!(
            starts("2026-11-24T05:46:00Z"),
            ["23 23:46", "24 09:30", "24 12:30", "24 15:00", "24 18:00"]
        );
    }

    #[test]
    fn a_day_begun_in_the_night_goes_on_in_the_morning() {
        assert_eq!(
            starts("2026-11-24T06:06:00Z"),
            ["24 00:06", "24 09:30", "24 12:30", "24 15:00", "24 18:00"]
        );
        assert_eq!(
            starts("2026-11-24T10:00:00Z"),
            ["24 04:00", "24 09:30", "24 12:30", "24 15:00", "24 18:00"]
        );
    }
}
