//! Time zones: the one place where `jiff`, `chrono` and `chrono-tz` meet.
//!
//! `jiff`'s bundled database resolves every instant (it is newer than what operating systems and
//! `chrono-tz` carry), `chrono-tz` is the catalogue of names, `chrono` the types everyone else uses.
//! A zone that only a calendar file defines (its own VTIMEZONE) behaves like any other.

mod names;
mod text;

use std::sync::{Arc, LazyLock};

use chrono::{DateTime, Days, NaiveDate, NaiveDateTime, NaiveTime};
use jiff::Timestamp;
use jiff::tz::{Offset, TimeZone, TimeZoneDatabase};
use storytime_types::Instant;

pub use names::names;
pub use text::day_text;

/// The time-zone database inside this program; never the operating system's.
static DATABASE: LazyLock<TimeZoneDatabase> = LazyLock::new(TimeZoneDatabase::bundled);

/// A time zone: local times to instants and back.
///
/// Local times that the clock jumps over or shows twice are decided as RFC 5545, 3.3.5 says: in a
/// gap the offset before it counts (02:30 becomes 03:30), in a fold the first of the two.
#[derive(Clone, Debug)]
pub struct Zone(Source);

#[derive(Clone, Debug)]
enum Source {
    Database(TimeZone),
    File(Arc<FileZone>),
}

/// A zone that a calendar file defines itself.
#[derive(Debug)]
pub(super) struct FileZone {
    /// Its TZID.
    pub name: String,
    /// In order of time.
    pub transitions: Vec<Transition>,
}

/// One change of a zone's offset. Offsets are seconds east of UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Transition {
    /// Seconds since the epoch, UTC.
    pub at: i64,
    /// In force until then.
    pub before: i32,
    /// In force from then on.
    pub after: i32,
}

/// A stretch of local time with one offset and neither gap nor fold within.
#[derive(Clone, Copy, Debug)]
pub(super) struct Steady {
    from: i64,
    to: i64,
    offset: i32,
}

impl Zone {
    /// Coordinated Universal Time.
    #[must_use]
    pub fn utc() -> Self {
        Self(Source::Database(TimeZone::UTC))
    }

    /// The zone that this name means: an IANA name in any letter case, one behind a vendor's
    /// prefix (`/example.org/20260101/Europe/Berlin`), or a Windows name (CLDR's mapping).
    #[must_use]
    pub fn find(name: &str) -> Option<Self> {
        Self::iana(name).or_else(|| Self::windows(name))
    }

    /// The zone of this IANA name; a vendor's prefix is skipped.
    #[must_use]
    pub fn iana(name: &str) -> Option<Self> {
        names::without_prefix(name)
            .find_map(|name| DATABASE.get(name).ok())
            .map(|zone| Self(Source::Database(zone)))
    }

    /// The zone of this Windows name, as CLDR maps it where no territory is given.
    #[must_use]
    pub fn windows(name: &str) -> Option<Self> {
        Self::iana(names::iana_of_windows(name)?)
    }

    pub(super) fn of_file(zone: FileZone) -> Self {
        Self(Source::File(Arc::new(zone)))
    }

    /// Its IANA name, or the TZID of a zone that only a file defines.
    #[must_use]
    pub fn name(&self) -> &str {
        match &self.0 {
            Source::Database(zone) => zone.iana_name().unwrap_or("UTC"),
            Source::File(zone) => &zone.name,
        }
    }

    /// What a clock in this zone shows at that moment.
    #[must_use]
    pub fn local(&self, at: Instant) -> NaiveDateTime {
        let offset = i64::from(self.offset_at(at.ms().div_euclid(1000)));
        DateTime::from_timestamp_millis(at.ms() + offset * 1000)
            .unwrap_or_default()
            .naive_utc()
    }

    /// The date in this zone at that moment.
    #[must_use]
    pub fn date(&self, at: Instant) -> NaiveDate {
        self.local(at).date()
    }

    /// The moment when a clock in this zone shows that time; gaps and folds as the type says.
    #[must_use]
    pub fn resolve(&self, local: NaiveDateTime) -> Instant {
        let seconds = local.and_utc().timestamp();
        let ms = i64::from(local.and_utc().timestamp_subsec_millis());
        Instant::from_ms(self.to_utc(seconds) * 1000 + ms)
    }

    /// When a day begins: midnight, or the first moment after it where the clock jumps over it.
    #[must_use]
    pub fn midnight(&self, date: NaiveDate) -> Instant {
        self.resolve(date.and_time(NaiveTime::MIN))
    }

    /// When the next day begins.
    #[must_use]
    pub fn next_midnight(&self, at: Instant) -> Instant {
        let today = self.date(at);
        (1..=2)
            .filter_map(|days| today.checked_add_days(Days::new(days)))
            .map(|date| self.midnight(date))
            .find(|midnight| *midnight > at)
            .unwrap_or(Instant::MAX)
    }

    /// The moment of an hour and minute on a date; hours past 23 and minutes past 59 count as the
    /// last ones.
    #[must_use]
    pub fn at(&self, date: NaiveDate, hour: u32, minute: u32) -> Instant {
        let time = NaiveTime::from_hms_opt(hour.min(23), minute.min(59), 0).unwrap_or_default();
        self.resolve(date.and_time(time))
    }

    /// The offset in force at that moment, seconds east of UTC; `utc` is seconds since the epoch.
    pub(super) fn offset_at(&self, utc: i64) -> i32 {
        match &self.0 {
            Source::Database(zone) => zone.to_offset(timestamp(utc)).seconds(),
            Source::File(zone) => zone.offset_at(utc),
        }
    }

    /// The instant (seconds since the epoch) of a local time (seconds likewise, on the wall clock).
    pub(super) fn to_utc(&self, local: i64) -> i64 {
        match &self.0 {
            Source::Database(zone) => {
                let civil = Offset::UTC.to_datetime(timestamp(local));
                zone.to_ambiguous_timestamp(civil)
                    .compatible()
                    .map_or(local, Timestamp::as_second)
            }
            Source::File(zone) => zone.to_utc(local),
        }
    }

    /// The local time, on the wall clock, of an instant; both in seconds.
    pub(super) fn to_local(&self, utc: i64) -> i64 {
        utc + i64::from(self.offset_at(utc))
    }

    /// As [`Zone::to_utc`], remembering the stretch in `steady` for the next call.
    pub(super) fn to_utc_near(&self, local: i64, steady: &mut Steady) -> i64 {
        if local < steady.from || local >= steady.to {
            let utc = self.to_utc(local);
            *steady = self.steady(utc);
            return utc;
        }
        local - i64::from(steady.offset)
    }

    /// The stretch of local time around an instant.
    fn steady(&self, utc: i64) -> Steady {
        let offset = self.offset_at(utc);
        let (before, after) = self.neighbours(utc);
        Steady {
            from: before.map_or(i64::MIN, |change| {
                change.at + i64::from(change.before.max(offset))
            }),
            to: after.map_or(i64::MAX, |change| change.at + i64::from(offset)),
            offset,
        }
    }

    /// The last change at or before an instant, and the first after it.
    fn neighbours(&self, utc: i64) -> (Option<Transition>, Option<Transition>) {
        match &self.0 {
            Source::Database(zone) => {
                let change = |at: i64| Transition {
                    at,
                    before: zone.to_offset(timestamp(at - 1)).seconds(),
                    after: zone.to_offset(timestamp(at)).seconds(),
                };
                let before = zone.preceding(timestamp(utc + 1)).next();
                let after = zone.following(timestamp(utc)).next();
                (
                    before.map(|change_at| change(change_at.timestamp().as_second())),
                    after.map(|change_at| change(change_at.timestamp().as_second())),
                )
            }
            Source::File(zone) => zone.neighbours(utc),
        }
    }
}

impl PartialEq for Zone {
    fn eq(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Source::Database(one), Source::Database(two)) => one == two,
            (Source::File(one), Source::File(two)) => Arc::ptr_eq(one, two),
            _ => false,
        }
    }
}

impl Steady {
    /// Nothing known yet.
    pub(super) fn unknown() -> Self {
        Self {
            from: 0,
            to: 0,
            offset: 0,
        }
    }
}

impl FileZone {
    fn neighbours(&self, utc: i64) -> (Option<Transition>, Option<Transition>) {
        let next = self.transitions.partition_point(|change| change.at <= utc);
        let before = next.checked_sub(1).and_then(|i| self.transitions.get(i));
        (before.copied(), self.transitions.get(next).copied())
    }

    fn offset_at(&self, utc: i64) -> i32 {
        match self.neighbours(utc) {
            (Some(before), _) => before.after,
            (None, Some(next)) => next.before,
            (None, None) => 0,
        }
    }

    /// The first change whose local time, by the offset before it, lies after `local` tells which
    /// offset `local` is read with: that covers gaps (offset before) and folds (first pass) alike.
    fn to_utc(&self, local: i64) -> i64 {
        let passed = self.transitions.partition_point(|change| {
            change.at + i64::from(change.before.max(change.after)) <= local
        });
        let offset = match (passed.checked_sub(1), self.transitions.get(passed)) {
            (_, Some(next)) => next.before,
            (Some(last), None) => self.transitions[last].after,
            (None, None) => 0,
        };
        local - i64::from(offset)
    }
}

/// Held within what the database can answer for.
fn timestamp(seconds: i64) -> Timestamp {
    let held = seconds.clamp(Timestamp::MIN.as_second(), Timestamp::MAX.as_second());
    Timestamp::from_second(held).unwrap_or(Timestamp::UNIX_EPOCH)
}

#[cfg(test)]
mod tests;
