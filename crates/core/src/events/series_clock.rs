//! The clock that a series runs on.

use super::moment::{self, Moment};
use super::occurrence::InstanceKey;
use super::zones::{Steady, Zone};

/// The clock that a series runs on. Its starts are instants (seconds); of all-day ones the date's
/// midnight in UTC.
#[derive(Clone, Copy)]
pub(super) struct SeriesClock<'c> {
    /// None where it has dates.
    pub zone: Option<&'c Zone>,
    /// The series' DTSTART.
    pub first: Moment,
}

impl SeriesClock<'_> {
    /// The original start of a local time.
    pub fn start(self, local: i64, steady: &mut Steady) -> i64 {
        self.zone
            .map_or(local, |zone| zone.to_utc_near(local, steady))
    }

    /// The local time of an original start.
    pub fn local(self, start: i64) -> i64 {
        self.zone.map_or(start, |zone| zone.to_local(start))
    }

    /// The key of the instance with this original start.
    pub fn key(self, start: i64) -> InstanceKey {
        match self.zone {
            Some(_) => InstanceKey::At(moment::instant(start)),
            None => InstanceKey::On(moment::date(start)),
        }
    }
}
