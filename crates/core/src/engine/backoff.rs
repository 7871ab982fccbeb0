//! A source that fails is left alone for a while, longer each time: an hour of a server's trouble
//! costs a handful of questions, and heals by itself. One that says how long it wants to be left
//! alone is obeyed. Both last across a restart.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use backon::{BackoffBuilder as _, ExponentialBuilder};
use storytime_types::Instant;

use super::{ImportError, Shared, TokenError};
use crate::calendars::FetchError;
use crate::calendars::oauth::OAuthError;
use crate::store::calendars::StoredPause;

/// The shortest pause after a first failure; drawn out by less than itself, so that the next poll
/// tries again.
const FIRST_PAUSE: Duration = Duration::from_millis(150_000);
/// From here on pauses grow no more; drawn out they are an hour at most.
const LONGEST_PAUSE: Duration = Duration::from_secs(30 * 60);
/// No more than a day is taken of what a server asks for.
const MOST_ASKED_MS: i64 = Instant::DAY;

/// How a source failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trouble {
    /// It is on this computer: asking it again costs nothing.
    Here,
    /// It could not be reached: that is over when the network is back.
    Network,
    /// It answered, and not well.
    Answer {
        /// How long it wants to be left alone.
        retry_after: Option<Duration>,
    },
}

impl Trouble {
    /// What is behind a calendar that could not be imported.
    pub(super) fn behind(error: &ImportError) -> Self {
        match error {
            ImportError::Fetch(error) => Self::behind_fetch(error),
            ImportError::Read { .. } => Self::Answer { retry_after: None },
            ImportError::Of { cause, .. } => Self::behind(cause),
            ImportError::Several(all) => {
                let all = all.iter().map(Self::behind);
                all.reduce(Self::worse).unwrap_or(Self::Here)
            }
            ImportError::Token(TokenError::OAuth(OAuthError::Fetch(error))) => {
                Self::behind_fetch(error)
            }
            ImportError::Token(TokenError::OAuth(_)) => Self::Answer { retry_after: None },
            ImportError::Token(_)
            | ImportError::Address(_)
            | ImportError::Gone { .. }
            | ImportError::Secret(_)
            | ImportError::BodyCache(_)
            | ImportError::Store(_)
            | ImportError::BrokenOff(_)
            | ImportError::GaveWay => Self::Here,
        }
    }

    fn behind_fetch(error: &FetchError) -> Self {
        match error {
            FetchError::Missing { .. }
            | FetchError::Forbidden { .. }
            | FetchError::Unreadable { .. }
            | FetchError::NotAFile { .. }
            | FetchError::EmptyFolder { .. }
            | FetchError::NoClient { .. } => Self::Here,
            FetchError::UnknownHost { .. }
            | FetchError::Unreachable { .. }
            | FetchError::Interrupted { .. }
            | FetchError::TooSlow { .. } => Self::Network,
            FetchError::Throttled { retry_after, .. } => Self::Answer {
                retry_after: *retry_after,
            },
            _ => Self::Answer { retry_after: None },
        }
    }

    /// Whichever wants to be left alone for longer.
    pub(super) fn worse(self, other: Self) -> Self {
        let weight = |trouble| match trouble {
            Self::Here => (0, None),
            Self::Network => (1, None),
            Self::Answer { retry_after } => (2, retry_after),
        };
        if weight(other) > weight(self) {
            other
        } else {
            self
        }
    }
}

#[derive(Clone, Copy, Debug)]
struct Hold {
    failures: u32,
    since: Instant,
    until: Instant,
    trouble: Trouble,
}

/// Which integrations and calendars are left alone until when, by their ids.
#[derive(Debug, Default)]
pub(super) struct Backoff(Mutex<HashMap<String, Hold>>);

impl Backoff {
    /// Notes that it failed once more, in a row.
    pub(super) fn failed(&self, id: &str, trouble: Trouble, now: Instant) {
        let mut holds = self.holds();
        let failures = holds
            .get(id)
            .map_or(1, |hold| hold.failures.saturating_add(1));
        let hold = Hold {
            failures,
            since: now,
            until: now.plus_ms(pause_ms(failures, trouble, seed_of(id))),
            trouble,
        };
        holds.insert(id.to_owned(), hold);
    }

    /// Notes that it could be read.
    pub(super) fn succeeded(&self, id: &str) {
        self.holds().remove(id);
    }

    /// Whether it is to be left alone at `now`. A clock that was set back ends that.
    pub(super) fn holds_back(&self, id: &str, now: Instant) -> bool {
        let hold = self.holds().get(id).copied();
        hold.is_some_and(|hold| (hold.since..hold.until).contains(&now))
    }

    /// What has to be known of it after a restart; nothing where it was not even reached, because
    /// that may be over by then.
    pub(super) fn to_keep(&self, id: &str) -> Option<StoredPause> {
        let hold = self.holds().get(id).copied()?;
        let Trouble::Answer { retry_after } = hold.trouble else {
            return None;
        };
        Some(StoredPause {
            failures: hold.failures,
            since: hold.since,
            until: hold.until,
            asked: retry_after.is_some(),
        })
    }

    /// Takes up what was kept before a restart.
    fn take_up(&self, id: &str, kept: StoredPause) {
        let until = kept.until.min(kept.since.plus_ms(MOST_ASKED_MS));
        let asked_ms = u64::try_from(until.ms_since(kept.since)).unwrap_or_default();
        let hold = Hold {
            failures: kept.failures,
            since: kept.since,
            until,
            trouble: Trouble::Answer {
                retry_after: kept.asked.then(|| Duration::from_millis(asked_ms)),
            },
        };
        self.holds().insert(id.to_owned(), hold);
    }

    /// How often it failed in a row.
    pub(super) fn failures(&self, id: &str) -> u32 {
        self.holds().get(id).map_or(0, |hold| hold.failures)
    }

    /// The network may be back: what could not be reached is worth a try.
    pub(super) fn network_is_back(&self) {
        self.end_where(|trouble| trouble == Trouble::Network);
    }

    /// The person changed something: everything is worth a try that did not ask to be left alone.
    pub(super) fn try_again(&self) {
        self.end_where(|trouble| {
            !matches!(
                trouble,
                Trouble::Answer {
                    retry_after: Some(_)
                }
            )
        });
    }

    fn end_where(&self, is_over: impl Fn(Trouble) -> bool) {
        for hold in self.holds().values_mut() {
            if is_over(hold.trouble) {
                hold.until = hold.since;
            }
        }
    }

    fn holds(&self) -> MutexGuard<'_, HashMap<String, Hold>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Leaves alone whoever was left alone when the last engine ended.
pub(super) async fn take_up(shared: &Shared) {
    match shared.store.pauses().await {
        Ok(pauses) => {
            for (id, kept) in pauses {
                shared.backoff.take_up(id.as_str(), kept);
            }
        }
        Err(error) => tracing::error!(%error, "all sources are asked, also those left alone"),
    }
}

/// The pause after so many failures in a row, in milliseconds.
fn pause_ms(failures: u32, trouble: Trouble, seed: u64) -> i64 {
    let asked_ms = match trouble {
        Trouble::Here => return 0,
        Trouble::Network | Trouble::Answer { retry_after: None } => 0,
        Trouble::Answer {
            retry_after: Some(asked),
        } => ms(asked).min(MOST_ASKED_MS),
    };
    let mut pauses = ExponentialBuilder::new()
        .with_min_delay(FIRST_PAUSE)
        .with_max_delay(LONGEST_PAUSE)
        .without_max_times()
        .with_jitter()
        .with_jitter_seed(seed)
        .build();
    // Beyond the tenth they are all the longest.
    let nth = usize::try_from(failures.clamp(1, 10) - 1).unwrap_or_default();
    let ours_ms = ms(pauses.nth(nth).unwrap_or(LONGEST_PAUSE));
    ours_ms.max(asked_ms)
}

fn ms(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

/// Sources that failed together do not come back together; the same one always has the same pauses.
fn seed_of(id: &str) -> u64 {
    // FNV-1a: <https://www.rfc-editor.org/rfc/rfc9923>.
    id.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const BUSY: Trouble = Trouble::Answer { retry_after: None };

    fn at(minutes: i64) -> Instant {
        Instant::from_ms(1_767_600_000_000).plus_ms(minutes * Instant::MINUTE)
    }

    fn asked(seconds: u64) -> Trouble {
        Trouble::Answer {
            retry_after: Some(Duration::from_secs(seconds)),
        }
    }

    #[test]
    fn an_hour_of_failures_at_polls_of_five_minutes_costs_a_handful_of_questions() {
        for id in ["one", "another", "0192f7a0-7d3c-7000-8000-3f1de1f0c9aa"] {
            let backoff = Backoff::default();
            let mut asked = Vec::new();
            for minute in (0..60).step_by(5) {
                if !backoff.holds_back(id, at(minute)) {
                    asked.push(minute);
                    backoff.failed(id, BUSY, at(minute));
                }
            }
            assert_eq!(asked[..2], [0, 5], "the next poll tries again");
            assert!((4..=5).contains(&asked.len()), "{asked:?}");
        }
    }

    #[test]
    fn after_days_of_failures_it_is_tried_again_at_least_once_an_hour() {
        for seed in 0..100 {
            let pause = pause_ms(900, BUSY, seed);
            assert!((Instant::HOUR / 2..=Instant::HOUR).contains(&pause));
        }
    }

    #[test]
    fn what_asks_for_two_hours_is_left_alone_for_two_hours_whatever_the_person_does() {
        let backoff = Backoff::default();
        backoff.failed("a", asked(7_200), at(0));

        backoff.network_is_back();
        backoff.try_again();

        assert!(backoff.holds_back("a", at(119)));
        assert!(!backoff.holds_back("a", at(120)));
    }

    #[test]
    fn what_asks_for_a_month_is_tried_again_after_a_day() {
        assert_eq!(pause_ms(1, asked(2_592_000), 1), Instant::DAY);
    }

    #[test]
    fn what_could_not_be_reached_is_tried_when_the_network_is_back_and_a_server_in_trouble_is_not()
    {
        let backoff = Backoff::default();
        backoff.failed("gone", Trouble::Network, at(0));
        backoff.failed("busy", BUSY, at(0));

        backoff.network_is_back();
        assert!(!backoff.holds_back("gone", at(1)));
        assert!(backoff.holds_back("busy", at(1)));

        backoff.try_again();
        assert!(!backoff.holds_back("busy", at(1)));
        assert_eq!(backoff.failures("busy"), 1);
    }

    #[test]
    fn a_success_forgets_what_was_before() {
        let backoff = Backoff::default();
        for minute in 0..5 {
            backoff.failed("a", BUSY, at(minute));
        }
        backoff.succeeded("a");
        assert_eq!(backoff.failures("a"), 0);
        backoff.failed("a", BUSY, at(10));
        assert!(!backoff.holds_back("a", at(15)));
    }

    #[test]
    fn a_clock_that_is_set_back_holds_nothing_back() {
        let backoff = Backoff::default();
        backoff.failed("a", BUSY, at(100));
        assert!(!backoff.holds_back("a", at(0)));
    }
}
