//! A clock on which the tests' day has just begun, whenever they run.

use storytime_core::clock::{Clock as _, SystemClock};
use storytime_types::Instant;

/// Zones without summer time, by their offset from UTC: the first is 11 hours behind.
const ZONES: [&str; 24] = [
    "Pacific/Pago_Pago",
    "Pacific/Honolulu",
    "Pacific/Gambier",
    "Pacific/Pitcairn",
    "America/Phoenix",
    "America/Costa_Rica",
    "America/Bogota",
    "America/La_Paz",
    "America/Montevideo",
    "America/Noronha",
    "Atlantic/Cape_Verde",
    "Africa/Accra",
    "Africa/Lagos",
    "Africa/Maputo",
    "Africa/Nairobi",
    "Asia/Dubai",
    "Asia/Tashkent",
    "Asia/Dhaka",
    "Asia/Bangkok",
    "Asia/Singapore",
    "Asia/Tokyo",
    "Australia/Brisbane",
    "Pacific/Guadalcanal",
    "Pacific/Tarawa",
];
const FIRST_OFFSET: i64 = -11;
const MORNING: i64 = 9;

/// A zone in which it is between nine and ten in the morning.
pub fn zone() -> &'static str {
    zone_at(SystemClock.now())
}

fn zone_at(now: Instant) -> &'static str {
    let hour_in_utc = now.ms().div_euclid(Instant::HOUR);
    let index = (MORNING - hour_in_utc - FIRST_OFFSET).rem_euclid(24);
    ZONES[usize::try_from(index).unwrap_or_default()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_morning_somewhere_at_every_hour() {
        let at = |hour: i64| zone_at(Instant::from_ms(hour * Instant::HOUR + 1));
        assert_eq!(at(9), "Africa/Accra");
        assert_eq!(at(0), "Asia/Tokyo");
        assert_eq!(at(20), "Pacific/Pago_Pago");
        assert_eq!(at(21), "Pacific/Tarawa");
        assert_eq!(at(23), "Australia/Brisbane");
    }
}
