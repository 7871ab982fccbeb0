//! Local time as text, so that a window needs no zones of its own.

use chrono::{Datelike as _, NaiveDate};
use storytime_types::Instant;

use super::Zone;

impl Zone {
    /// The local date as `2026-11-22`.
    #[must_use]
    pub fn date_text(&self, at: Instant) -> String {
        self.date(at).to_string()
    }

    /// The local time as `09:05`.
    #[must_use]
    pub fn time_text(&self, at: Instant) -> String {
        self.local(at).format("%H:%M").to_string()
    }

    /// The local day as `Sun 22 Nov`.
    #[must_use]
    pub fn day_text(&self, at: Instant) -> String {
        day_text(self.date(at))
    }

    /// The local day as [`Self::day_text`], with the year where it is not that of `now`:
    /// `Fri 1 Jan 2027`.
    #[must_use]
    pub fn day_text_seen(&self, at: Instant, now: Instant) -> String {
        let (date, today) = (self.date(at), self.date(now));
        if date.year() == today.year() {
            day_text(date)
        } else {
            format!("{} {}", day_text(date), date.year())
        }
    }

    /// The offset in force as `UTC+01:00`.
    #[must_use]
    pub fn offset_text(&self, at: Instant) -> String {
        let seconds = self.offset_at(at.ms().div_euclid(1000));
        let sign = if seconds < 0 { '-' } else { '+' };
        let minutes = seconds.unsigned_abs() / 60;
        format!("UTC{sign}{:02}:{:02}", minutes / 60, minutes % 60)
    }
}

/// A date as `Sun 22 Nov`.
#[must_use]
pub fn day_text(date: NaiveDate) -> String {
    date.format("%a %-d %b").to_string()
}
