//! When everything is looked at: once a day at 08:00 in the profile's zone, made up for when it was
//! missed.

use storytime_types::Instant;

use crate::config::{FULL_SYNC_HOUR, FULL_SYNC_OVERDUE_MS};
use crate::events::zones::Zone;

/// The next 08:00 in a zone.
pub(super) fn next_full_sync(now: Instant, zone: &Zone) -> Instant {
    let today = zone.date(now);
    let at_eight = zone.at(today, FULL_SYNC_HOUR, 0);
    match today.succ_opt() {
        Some(tomorrow) if at_eight <= now => zone.at(tomorrow, FULL_SYNC_HOUR, 0),
        _ => at_eight,
    }
}

/// Whether 08:00 has passed since the last full sync, or that is 20 hours ago, or lies in the
/// future because the clock was set back.
pub(super) fn full_sync_is_due(last_full: Option<Instant>, now: Instant, zone: &Zone) -> bool {
    let Some(last) = last_full else { return true };
    let at_eight = zone.at(zone.date(now), FULL_SYNC_HOUR, 0);
    let passed_eight = last < at_eight && at_eight <= now;
    passed_eight || now.ms_since(last) > FULL_SYNC_OVERDUE_MS || last > now
}

#[cfg(test)]
mod tests {
    use super::*;

    fn due(last: Option<&str>, now: &str) -> bool {
        let zone = Zone::find("Europe/Berlin").unwrap();
        full_sync_is_due(
            last.map(|at| Instant::parse(at).unwrap()),
            Instant::parse(now).unwrap(),
            &zone,
        )
    }

    #[test]
    fn the_first_sync_is_a_full_one() {
        assert!(due(None, "2026-11-22T12:00:00Z"));
    }

    #[test]
    fn eight_o_clock_in_the_profile_s_zone_is_when_a_full_sync_is_due() {
        assert!(!due(Some("2026-11-21T20:00:00Z"), "2026-11-22T06:59:59Z"));
        assert!(due(Some("2026-11-21T20:00:00Z"), "2026-11-22T07:00:00Z"));
        assert!(!due(Some("2026-11-22T07:00:00Z"), "2026-11-22T15:00:00Z"));
    }

    #[test]
    fn one_that_was_missed_or_lies_in_the_future_is_made_up_for() {
        assert!(due(Some("2026-11-20T09:00:00Z"), "2026-11-21T05:30:00Z"));
        assert!(due(Some("2027-11-20T09:00:00Z"), "2026-11-21T05:30:00Z"));
    }
}
