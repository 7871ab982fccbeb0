//! What follows a failed attempt.

use std::time::Duration;

use storytime_types::Instant;

/// The pauses before the first, second and third retry, in milliseconds.
const PAUSES_MS: [i64; 3] = [5_000, 30_000, 120_000];
/// A pause is drawn out or shortened by up to one of so many parts of itself, so that reminders
/// that failed together do not come back together.
const JITTER_PARTS: i64 = 5;
/// When to look again for somebody to take the message, in milliseconds.
const UNREACHABLE_MS: i64 = 30_000;

/// How an attempt failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// Another attempt may succeed.
    Transient {
        /// How long the receiver asked us to wait, from now.
        retry_after: Option<Duration>,
    },
    /// There is nobody to take it at all (no network, no notification daemon).
    Unreachable,
    /// No attempt will ever succeed.
    Permanent,
    /// The process ended between the attempt's beginning and its end: whether it succeeded is not
    /// known. The next attempt carries the same key, so that a receiver can drop a repeat.
    Interrupted,
}

/// What to do now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// Try again then, or as soon as the receiver is reachable again if it was not.
    At(Instant),
    /// The row is FAILED and the person is told.
    Fail(FailReason),
    /// The row is MISSED: the event was over before anybody could take it.
    Missed,
}

/// Why there is no further attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FailReason {
    /// The receiver said that no attempt will ever succeed.
    Permanent,
    /// The first attempt and all three retries failed.
    RetriesUsedUp,
    /// The next attempt would come after the event's end.
    TooLateForAnother,
}

impl Failure {
    /// Whether the attempt counts as one of the four.
    #[must_use]
    pub fn costs_an_attempt(self) -> bool {
        self != Self::Unreachable
    }
}

/// What follows a failure at `now`.
///
/// `attempts` is how many attempts were made that count, this one included if it does;
/// `seed` chooses the jitter.
#[must_use]
pub fn next(
    failure: Failure,
    attempts: u32,
    now: Instant,
    useless_after: Instant,
    seed: u64,
) -> Next {
    let retry_pause = usize::try_from(attempts.saturating_sub(1))
        .ok()
        .and_then(|retry| PAUSES_MS.get(retry));
    let wait_ms = match (failure, retry_pause) {
        (Failure::Permanent, _) => return Next::Fail(FailReason::Permanent),
        (Failure::Unreachable, _) => UNREACHABLE_MS,
        (Failure::Transient { .. } | Failure::Interrupted, None) => {
            return Next::Fail(FailReason::RetriesUsedUp);
        }
        (Failure::Interrupted, Some(_)) => 0,
        (Failure::Transient { retry_after }, Some(pause)) => {
            let least_ms = retry_after.map_or(0, |asked| {
                i64::try_from(asked.as_millis()).unwrap_or(i64::MAX)
            });
            jittered_ms(*pause, least_ms, seed)
        }
    };
    let at = now.plus_ms(wait_ms);
    if at < useless_after {
        Next::At(at)
    } else if now < useless_after && failure.costs_an_attempt() {
        Next::Fail(FailReason::TooLateForAnother)
    } else {
        Next::Missed
    }
}

/// The pause, a fifth shorter to a fifth longer, and never shorter than the receiver asked for.
fn jittered_ms(pause_ms: i64, least_ms: i64, seed: u64) -> i64 {
    let jitter = pause_ms / JITTER_PARTS;
    let shift = fastrand::Rng::with_seed(seed).i64(-jitter..=jitter);
    (pause_ms + shift).max(least_ms.saturating_add(shift.abs()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    const SECOND: i64 = 1_000;

    fn now() -> Instant {
        Instant::from_ms(1_767_600_000_000)
    }

    fn in_an_hour() -> Instant {
        now().plus_ms(Instant::HOUR)
    }

    const BUSY: Failure = Failure::Transient { retry_after: None };

    #[rstest]
    #[case::first(1, 5)]
    #[case::second(2, 30)]
    #[case::third(3, 120)]
    fn a_retry_comes_after_about_so_many_seconds(#[case] attempts: u32, #[case] seconds: i64) {
        for seed in 0..50 {
            let Next::At(at) = next(BUSY, attempts, now(), in_an_hour(), seed) else {
                panic!("a retry was due");
            };
            let wait = at.ms_since(now());
            assert!(
                (seconds * 800..=seconds * 1_200).contains(&wait),
                "{wait} ms"
            );
        }
    }

    #[test]
    fn reminders_that_failed_together_do_not_come_back_together() {
        let moments: std::collections::HashSet<_> = (0..50)
            .map(|seed| match next(BUSY, 3, now(), in_an_hour(), seed) {
                Next::At(at) => at,
                other => panic!("{other:?}"),
            })
            .collect();
        assert!(moments.len() > 40);
    }

    #[test]
    fn after_three_retries_it_has_failed() {
        let decided = next(BUSY, 4, now(), in_an_hour(), 1);
        assert_eq!(decided, Next::Fail(FailReason::RetriesUsedUp));
    }

    #[test]
    fn a_receiver_that_asks_for_a_minute_gets_at_least_a_minute() {
        let busy = Failure::Transient {
            retry_after: Some(Duration::from_secs(60)),
        };
        let Next::At(at) = next(busy, 1, now(), in_an_hour(), 9) else {
            panic!("a retry was due");
        };
        let wait = at.ms_since(now());
        assert!((60 * SECOND..=61 * SECOND).contains(&wait), "{wait} ms");
    }

    #[test]
    fn a_receiver_that_asks_for_a_moment_still_gets_our_own_pause() {
        let busy = Failure::Transient {
            retry_after: Some(Duration::ZERO),
        };
        assert_eq!(
            next(busy, 2, now(), in_an_hour(), 9),
            next(BUSY, 2, now(), in_an_hour(), 9)
        );
    }

    #[test]
    fn what_cannot_heal_fails_at_once() {
        let decided = next(Failure::Permanent, 1, now(), in_an_hour(), 1);
        assert_eq!(decided, Next::Fail(FailReason::Permanent));
    }

    #[test]
    fn nobody_there_costs_no_attempt_and_is_asked_again_in_half_a_minute() {
        assert!(!Failure::Unreachable.costs_an_attempt());
        for attempts in [0, 4, 400] {
            assert_eq!(
                next(Failure::Unreachable, attempts, now(), in_an_hour(), 1),
                Next::At(now().plus_ms(30 * SECOND))
            );
        }
    }

    #[test]
    fn an_interrupted_attempt_is_made_again_at_once_but_counts() {
        assert!(Failure::Interrupted.costs_an_attempt());
        assert_eq!(
            next(Failure::Interrupted, 1, now(), in_an_hour(), 1),
            Next::At(now())
        );
        assert_eq!(
            next(Failure::Interrupted, 4, now(), in_an_hour(), 1),
            Next::Fail(FailReason::RetriesUsedUp)
        );
    }

    #[test]
    fn a_retry_that_would_come_too_late_fails_now_so_that_the_person_can_still_be_told() {
        let ends = now().plus_ms(10 * SECOND);
        assert_eq!(
            next(BUSY, 2, now(), ends, 1),
            Next::Fail(FailReason::TooLateForAnother)
        );
    }

    #[rstest]
    #[case(BUSY)]
    #[case(Failure::Unreachable)]
    #[case(Failure::Interrupted)]
    fn once_the_event_is_over_it_is_missed(#[case] failure: Failure) {
        assert_eq!(next(failure, 1, now(), now(), 1), Next::Missed);
    }

    #[test]
    fn nobody_there_until_the_event_is_over_is_missed() {
        let ends = now().plus_ms(20 * SECOND);
        assert_eq!(next(Failure::Unreachable, 0, now(), ends, 1), Next::Missed);
    }

    fn any_failure() -> impl Strategy<Value = Failure> {
        prop_oneof![
            proptest::option::of(any::<u64>().prop_map(Duration::from_millis))
                .prop_map(|retry_after| Failure::Transient { retry_after }),
            Just(Failure::Interrupted),
            Just(Failure::Permanent),
            Just(Failure::Unreachable),
        ]
    }

    proptest! {
        #[test]
        fn a_row_is_never_tried_more_than_four_times_nor_after_its_event(
            failures in proptest::collection::vec((any_failure(), any::<u64>()), 1..12),
            length in 0i64..Instant::HOUR,
        ) {
            let useless_after = now().plus_ms(length);
            let (mut at, mut attempts) = (now(), 0);
            for (failure, seed) in failures {
                attempts += u32::from(failure.costs_an_attempt());
                prop_assert!(attempts <= 4);
                match next(failure, attempts, at, useless_after, seed) {
                    Next::At(next_at) => {
                        prop_assert!(at <= next_at && next_at < useless_after);
                        at = next_at;
                    }
                    Next::Fail(_) | Next::Missed => break,
                }
            }
        }
    }
}
