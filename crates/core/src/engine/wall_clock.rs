//! The clock on the person's wall: its zone, and how it writes the time of day.

use storytime_types::Instant;
use storytime_types::local::Hours;
use storytime_types::profile::Profile;

use super::{Shared, zone_of};
use crate::events::zones::Zone;
use crate::stories::OtherDay;

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

    /// The day of a moment, where that is not the day of `now`.
    pub(super) fn other_day(&self, at: Instant, now: Instant) -> Option<OtherDay> {
        let (date, today) = (self.zone.date(at), self.zone.date(now));
        if date == today {
            None
        } else if today.succ_opt() == Some(date) {
            Some(OtherDay::Tomorrow)
        } else {
            Some(OtherDay::On(self.zone.day_text_seen(at, now)))
        }
    }

    /// `14:30`, and of another day `Tomorrow, 14:30` or `Wed 9 Dec, 14:30`.
    pub(super) fn moment(&self, at: Instant, now: Instant) -> String {
        let time = self.time(at);
        match self.other_day(at, now) {
            None => time,
            Some(OtherDay::Tomorrow) => format!("Tomorrow, {time}"),
            Some(OtherDay::On(date)) => format!("{date}, {time}"),
        }
    }

    /// `14:30`, or `2:30 PM`.
    pub(super) fn time(&self, at: Instant) -> String {
        self.hours.write(&self.zone.time_text(at))
    }
}
