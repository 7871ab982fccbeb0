//! A moment in time.

use chrono::{DateTime, SecondsFormat, Utc};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A moment in time: milliseconds since 1970-01-01T00:00:00Z.
///
/// In JSON it is RFC 3339 in UTC (`2026-01-05T08:00:00Z`), in the database an INTEGER.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(value_type = String, format = DateTime))]
pub struct Instant(i64);

impl Instant {
    /// One minute in milliseconds.
    pub const MINUTE: i64 = 60_000;
    /// One hour in milliseconds.
    pub const HOUR: i64 = 3_600_000;
    /// Twenty-four hours in milliseconds (not a calendar day: see `core::events::zones` for that).
    pub const DAY: i64 = 86_400_000;
    /// The latest moment that both RFC 3339 and SQLite's INTEGER can carry: 9999-12-31T23:59:59Z.
    pub const MAX: Self = Self(253_402_300_799_000);
    /// The earliest moment: 0000-01-01T00:00:00Z.
    pub const MIN: Self = Self(-62_167_219_200_000);

    /// From milliseconds since the epoch, held within what RFC 3339 can write.
    #[must_use]
    pub const fn from_ms(ms: i64) -> Self {
        // `clamp` is not const.
        if ms < Self::MIN.0 {
            Self::MIN
        } else if ms > Self::MAX.0 {
            Self::MAX
        } else {
            Self(ms)
        }
    }

    /// Milliseconds since the epoch.
    #[must_use]
    pub fn ms(self) -> i64 {
        self.0
    }

    /// This moment moved by `ms` milliseconds (negative: earlier), held within the bounds.
    #[must_use]
    pub fn plus_ms(self, ms: i64) -> Self {
        Self::from_ms(self.0.saturating_add(ms))
    }

    /// This moment moved earlier by so many minutes.
    #[must_use]
    pub fn minus_minutes(self, minutes: i64) -> Self {
        self.plus_ms(minutes.saturating_mul(-Self::MINUTE))
    }

    /// Milliseconds from `earlier` to this moment; negative when `earlier` lies after it.
    #[must_use]
    pub fn ms_since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }

    /// Reads RFC 3339 (`2026-01-05T08:00:00Z`, offsets are accepted and resolved).
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        DateTime::parse_from_rfc3339(text)
            .ok()
            .map(|at| Self::from_ms(at.timestamp_millis()))
    }
}

impl std::fmt::Display for Instant {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let at = DateTime::<Utc>::from_timestamp_millis(self.0).unwrap_or_default();
        f.write_str(&at.to_rfc3339_opts(SecondsFormat::AutoSi, true))
    }
}

impl Serialize for Instant {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Instant {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(from)?;
        Self::parse(&text).ok_or_else(|| {
            serde::de::Error::custom("not an instant: write it like 2026-01-05T08:00:00Z")
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_is_written_and_read_as_rfc_3339_in_utc() {
        let at = Instant::parse("2026-01-05T09:00:00+01:00").unwrap();
        assert_eq!(at.to_string(), "2026-01-05T08:00:00Z");
        assert_eq!(Instant::parse(&at.to_string()), Some(at));
    }

    #[test]
    fn milliseconds_survive_the_text() {
        let at = Instant::from_ms(1_767_600_000_123);
        assert_eq!(at.to_string(), "2026-01-05T08:00:00.123Z");
        assert_eq!(Instant::parse(&at.to_string()), Some(at));
    }

    #[test]
    fn arithmetic_stays_within_the_bounds() {
        assert_eq!(Instant::MAX.plus_ms(i64::MAX), Instant::MAX);
        assert_eq!(Instant::MIN.minus_minutes(i64::MAX), Instant::MIN);
        assert!(Instant::parse(&Instant::MAX.to_string()).is_some());
        assert!(Instant::parse(&Instant::MIN.to_string()).is_some());
    }
}
