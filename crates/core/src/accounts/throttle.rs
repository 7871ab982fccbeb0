//! How often passwords may be guessed: per account, and all together. The time is passed in.
//!
//! An attempt counts when it begins, so that many at once do not slip through together, and is taken
//! back when the password was right.

use std::collections::HashMap;

use sha2::{Digest as _, Sha256};
use storytime_types::Instant;

/// So many wrong passwords of one account cost no waiting.
const FREE: u32 = 5;
/// So many of all accounts together cost none.
const FREE_OVERALL: u32 = 30;
/// The longest wait for one account, in milliseconds: 15 minutes.
const LONGEST_MS: i64 = 15 * Instant::MINUTE;
/// The longest wait for everybody: short, because it keeps out those who know theirs, too.
const LONGEST_OVERALL_MS: i64 = 30 * 1000;
/// After so long without a wrong one, all are forgotten, in milliseconds: an hour.
const FORGOTTEN_MS: i64 = Instant::HOUR;
/// So many accounts are remembered at most.
const MOST_ACCOUNTS: usize = 1_000;

/// No attempt now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooOften {
    /// After how many seconds the next one may be made, at least 1.
    pub retry_after_seconds: u32,
}

/// Wrong passwords so far.
#[derive(Clone, Copy, Debug, Default)]
struct Tries {
    wrong: u32,
    last: Option<Instant>,
}

impl Tries {
    /// What is left of them at `now`.
    fn at(self, now: Instant) -> Self {
        let forgotten = self
            .last
            .is_none_or(|last| now.ms_since(last) >= FORGOTTEN_MS);
        if forgotten { Self::default() } else { self }
    }

    /// How long the next attempt has to wait, in milliseconds. A clock that was set back starts the
    /// wait anew and makes it no longer.
    fn wait_ms(self, now: Instant, free: u32, longest_ms: i64) -> i64 {
        let (Some(last), Some(doublings)) = (self.last, self.wrong.checked_sub(free)) else {
            return 0;
        };
        let whole = 1_000_i64
            .checked_shl(doublings)
            .filter(|ms| doublings < 32 && *ms < longest_ms)
            .unwrap_or(longest_ms);
        (whole - now.ms_since(last).max(0)).max(0)
    }

    fn count(&mut self, now: Instant) {
        self.wrong = self.wrong.saturating_add(1);
        self.last = Some(now);
    }
}

/// An account, without its address: a key of the same size for each.
type Key = [u8; 32];

/// Remembers wrong passwords, in memory and within bounds.
#[derive(Debug, Default)]
pub struct Throttle {
    accounts: HashMap<Key, Tries>,
    overall: Tries,
}

impl Throttle {
    /// An attempt at `account` begins, if it may.
    ///
    /// # Errors
    /// When it has to wait; nothing is counted then.
    pub fn begin(&mut self, account: &str, now: Instant) -> Result<(), TooOften> {
        let key = key(account);
        let known = self.accounts.get(&key).copied().unwrap_or_default().at(now);
        self.overall = self.overall.at(now);
        let wait_ms = known
            .wait_ms(now, FREE, LONGEST_MS)
            .max(self.overall.wait_ms(now, FREE_OVERALL, LONGEST_OVERALL_MS));
        if wait_ms > 0 {
            let seconds = u32::try_from(wait_ms.saturating_add(999) / 1_000);
            return Err(TooOften {
                retry_after_seconds: seconds.unwrap_or(u32::MAX),
            });
        }
        self.make_room(&key, now);
        let tries = self.accounts.entry(key).or_default();
        *tries = known;
        tries.count(now);
        self.overall.count(now);
        let (wrong, overall) = (tries.wrong, self.overall.wrong);
        if wrong > FREE || overall > FREE_OVERALL {
            // Once for each attempt that had to wait, so not once for each that is refused.
            tracing::warn!(wrong, overall, "wrong passwords are slowed down");
        }
        Ok(())
    }

    /// The attempt that began last at `account` was right.
    pub fn was_right(&mut self, account: &str) {
        self.accounts.remove(&key(account));
        self.overall.wrong = self.overall.wrong.saturating_sub(1);
    }

    /// How many accounts are remembered.
    #[must_use]
    pub fn remembered(&self) -> usize {
        self.accounts.len()
    }

    /// Forgets what is over, and where that is not enough the account that was tried longest ago.
    fn make_room(&mut self, key: &Key, now: Instant) {
        if self.accounts.len() < MOST_ACCOUNTS || self.accounts.contains_key(key) {
            return;
        }
        self.accounts.retain(|_, tries| tries.at(now).wrong > 0);
        if self.accounts.len() >= MOST_ACCOUNTS {
            let oldest = self.accounts.iter().min_by_key(|(_, tries)| tries.last);
            if let Some(oldest) = oldest.map(|(key, _)| *key) {
                self.accounts.remove(&oldest);
            }
        }
    }
}

fn key(account: &str) -> Key {
    Sha256::digest(account).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn start() -> Instant {
        Instant::from_ms(1_800_000_000_000)
    }

    fn after_s(seconds: i64) -> Instant {
        start().plus_ms(seconds * 1_000)
    }

    fn seconds(answer: Result<(), TooOften>) -> u32 {
        answer.map_or_else(|wait| wait.retry_after_seconds, |()| 0)
    }

    #[test]
    fn the_first_five_cost_nothing_and_then_each_wait_is_twice_the_last() {
        let mut throttle = Throttle::default();
        for _ in 0..5 {
            assert_eq!(seconds(throttle.begin("ada", start())), 0);
        }
        let mut at = start();
        for wait in [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900] {
            assert_eq!(seconds(throttle.begin("ada", at)), wait);
            at = at.plus_ms(i64::from(wait) * 1_000);
            assert_eq!(seconds(throttle.begin("ada", at)), 0, "after {wait} s");
        }
    }

    #[test]
    fn another_account_does_not_wait_for_the_first_one() {
        let mut throttle = Throttle::default();
        for _ in 0..5 {
            throttle.begin("ada", start()).unwrap();
        }
        assert!(throttle.begin("ada", start()).is_err());
        assert_eq!(throttle.begin("grace", start()), Ok(()));
    }

    #[test]
    fn guessing_at_many_accounts_waits_too_but_not_long() {
        let mut throttle = Throttle::default();
        for one in 0..30 {
            throttle.begin(&format!("a{one}"), start()).unwrap();
        }
        assert_eq!(seconds(throttle.begin("other", start())), 1);
        let mut at = start();
        for one in 0..20 {
            at = at.plus_ms(LONGEST_OVERALL_MS);
            assert_eq!(throttle.begin(&format!("b{one}"), at), Ok(()));
        }
    }

    #[test]
    fn a_right_password_clears_the_account() {
        let mut throttle = Throttle::default();
        for _ in 0..5 {
            throttle.begin("ada", start()).unwrap();
        }
        throttle.was_right("ada");
        assert_eq!(throttle.begin("ada", start()), Ok(()));
    }

    #[test]
    fn an_hour_without_a_guess_is_forgotten() {
        let mut throttle = Throttle::default();
        for _ in 0..5 {
            throttle.begin("ada", start()).unwrap();
        }
        assert_eq!(throttle.begin("ada", after_s(3_600)), Ok(()));
        assert_eq!(throttle.begin("ada", after_s(3_600)), Ok(()));
    }

    #[test]
    fn a_clock_set_back_makes_no_wait_longer_than_the_longest() {
        let mut throttle = Throttle::default();
        for _ in 0..5 {
            throttle.begin("ada", start()).unwrap();
        }
        assert_eq!(seconds(throttle.begin("ada", after_s(-86_400))), 1);
    }

    #[test]
    fn ten_thousand_accounts_take_no_more_memory_than_a_thousand() {
        let mut throttle = Throttle::default();
        let mut at = start();
        for one in 0..10_000 {
            at = at.plus_ms(LONGEST_OVERALL_MS);
            throttle.begin(&format!("guess{one}"), at).unwrap();
            assert!(throttle.remembered() <= MOST_ACCOUNTS);
        }
    }
}
