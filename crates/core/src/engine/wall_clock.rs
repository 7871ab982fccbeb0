//! The clock on the person's wall: its zone, and how it writes the time of day.

use storytime_types::Instant;
use storytime_types::local::Hours;
use storytime_types::profile::Profile;

use super::{Shared, zone_of};
use crate::events::zones::Zone;

/// Zone and hours of a profile.
#[derive(Clone, Debug)]
pub(super) struct WallClock {
    pub(super) zone: Zone,
    hours: Hours,
}

impl WallClock {
    pub(super) fn of(shared: &Shared, profile: &Profile) -> Self {
        Self {
            zone: zone_of(profile),
            hours: shared.hours_of(profile),
        }
    }

    /// `14:30`, or `2:30 PM`.
    pub(super) fn time(&self, at: Instant) -> String {
        self.hours.write(&self.zone.time_text(at))
    }
}
