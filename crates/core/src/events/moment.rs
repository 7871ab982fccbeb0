//! When something happens, as a calendar writes it (RFC 5545, 3.3.4 to 3.3.6).

use chrono::NaiveDate;
use ical::recur::IcalRecurDateTime;
use ical::value::duration::IcalDuration;
use storytime_types::Instant;

/// Seconds of a day.
pub(super) const DAY: i64 = 86_400;

/// A DATE or DATE-TIME. Its number counts seconds since 1970-01-01T00:00:00 on the clock it is
/// told on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Moment {
    pub seconds: i64,
    pub clock: Clock,
}

/// The clock that a time is told on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Clock {
    /// None: a date, the same day everywhere.
    Date,
    /// UTC.
    Utc,
    /// Whatever zone the reader is in.
    Floating,
    /// The calendar's zone of this number.
    Zone(usize),
}

impl Moment {
    /// Reads `20261122`, `20261122T090500` or `20261122T090500Z`; a local time is told on `local`.
    pub fn parse(text: &str, local: Clock) -> Option<Self> {
        let text = text.trim();
        let seconds = IcalRecurDateTime::parse(text).ok()?.seconds();
        let clock = match text.len() {
            8 => Clock::Date,
            16 => Clock::Utc,
            _ => local,
        };
        Some(Self { seconds, clock })
    }

    /// Whether it is a DATE.
    pub fn is_date(self) -> bool {
        self.clock == Clock::Date
    }

    /// Midnight of its day, on its own clock.
    pub fn day(self) -> i64 {
        day(self.seconds)
    }
}

/// Midnight of the day that a local time is in.
pub(super) fn day(local: i64) -> i64 {
    local - local.rem_euclid(DAY)
}

/// The instant so many seconds after 1970.
pub(super) fn instant(seconds: i64) -> Instant {
    Instant::from_ms(seconds.saturating_mul(1000))
}

/// The date of a local time.
pub(super) fn date(local: i64) -> NaiveDate {
    chrono::DateTime::from_timestamp(local, 0)
        .unwrap_or_default()
        .date_naive()
}

/// How long something takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Length {
    /// Until a DTEND.
    Until(Moment),
    /// A DURATION: days by the calendar, then seconds (RFC 5545, 3.3.6).
    For { days: i64, seconds: i64 },
    /// Not said: a day for a DATE, no time for a DATE-TIME (RFC 5545, 3.6.1).
    Unsaid,
}

/// Reads a DURATION as days and seconds.
pub(super) fn duration(text: &str) -> Option<(i64, i64)> {
    let text = text.trim();
    let total = IcalDuration::from(text).seconds()?;
    let date_part = text.split(['T', 't']).next().unwrap_or(text);
    let dated = IcalDuration::from(date_part).seconds().unwrap_or(0);
    let days = dated / DAY;
    // Past a hundred years it is a mistake, and arithmetic stays in bounds.
    (total.abs() < 36_525 * DAY).then_some((days, total - days * DAY))
}
