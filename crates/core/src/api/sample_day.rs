//! A sample day around the present moment, so that a new user sees a reminder within a minute.

use std::fmt::Write as _;

use storytime_types::calendars::Connected;
use storytime_types::{ApiError, ErrorCode, Instant};

use super::Api;
use crate::calendars::ics::IcsAddress;
use crate::config::sample_day_path;

/// Minutes from the first event, length in minutes, title, place, link.
const EVENTS: [(i64, i64, &str, &str, &str); 5] = [
    (
        0,
        15,
        "Team standup",
        "",
        "https://meet.jit.si/storytime-sample-standup",
    ),
    (45, 60, "Budget planning", "Room 4", ""),
    (150, 45, "Lunch with Robin", "Corner café", ""),
    (
        240,
        30,
        "Design review",
        "",
        "https://meet.jit.si/storytime-sample-review",
    ),
    (360, 60, "Gym", "", ""),
];

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
        let calendar = calendar_text(Instant::from_ms(next_minute).plus_ms(lead_ms));
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

fn calendar_text(first: Instant) -> String {
    let mut text = String::from(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//StoryTime Calendar//Sample day//EN\r\n\
         X-WR-CALNAME:Sample day\r\n",
    );
    for (index, (after, length, title, place, link)) in EVENTS.into_iter().enumerate() {
        let start = first.plus_ms(after * Instant::MINUTE);
        let end = start.plus_ms(length * Instant::MINUTE);
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
