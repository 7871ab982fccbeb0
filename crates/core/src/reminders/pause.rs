//! Holding reminders back while the person asked for quiet.
//!
//! A reminder that falls due during a pause is held, not dropped: it stays PENDING, and when the
//! pause is over catch-up hands it over as it would after a sleep: what still runs is delivered
//! at once, several become one digest, and what is over is MISSED and listed.

use storytime_types::Instant;
use storytime_types::notifications::NotificationKind;

/// Until when reminders are held, exclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pause {
    /// From this moment on they go out again.
    pub until: Instant,
}

impl Pause {
    /// Whether a message of this kind has to wait at `now`. A test was asked for by hand just
    /// now, so it never waits.
    #[must_use]
    pub fn holds(self, kind: NotificationKind, now: Instant) -> bool {
        kind != NotificationKind::Test && now < self.until
    }

    /// The moment at which what is due at `due` may go out.
    #[must_use]
    pub fn release(self, due: Instant) -> Instant {
        due.max(self.until)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: i64 = 1_767_614_400_000;

    #[test]
    fn reminders_wait_until_the_pause_is_over_and_not_a_moment_longer() {
        let until = Instant::from_ms(NOON);
        let pause = Pause { until };
        let kind = NotificationKind::Reminder;
        assert!(pause.holds(kind, until.plus_ms(-1)));
        assert!(!pause.holds(kind, until));
    }

    #[test]
    fn a_test_that_was_asked_for_by_hand_does_not_wait() {
        let until = Instant::from_ms(NOON);
        assert!(!Pause { until }.holds(NotificationKind::Test, until.plus_ms(-1)));
    }

    #[test]
    fn what_is_due_in_a_pause_goes_out_at_its_end_and_the_rest_at_its_own_time() {
        let until = Instant::from_ms(NOON);
        let (earlier, later) = (until.minus_minutes(5), until.plus_ms(5));
        assert_eq!(Pause { until }.release(earlier), until);
        assert_eq!(Pause { until }.release(later), later);
    }
}
