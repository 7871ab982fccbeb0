//! How often passwords may be guessed: per account, and all together. The time is passed in.
//!
//! An attempt counts when it begins, so that many at once do not slip through together, and is taken
//! back when the password was right.
//!
//! Whoever guesses must not be able to keep out who knows their password: each door counts for
//! itself, and what all accounts together have to wait holds up nobody who has hardly typed a wrong
//! one. That one's password is compared all the same; a wrong one is answered with the wait, so that
//! nothing is learnt from it.

use std::collections::{HashMap, VecDeque};

use sha2::{Digest as _, Sha256};
use storytime_types::Instant;

/// So many wrong passwords of one account cost no waiting.
const FREE: u32 = 5;
/// So many of all accounts together cost none.
const FREE_OVERALL: u32 = 30;
/// The longest wait for one account, in milliseconds: 15 minutes.
const LONGEST_MS: i64 = 15 * Instant::MINUTE;
/// The longest wait for all together, in milliseconds.
const LONGEST_OVERALL_MS: i64 = 30 * 1000;
/// [`Attempt::most`] is for so long, in milliseconds: 15 minutes.
const STRETCH_MS: i64 = 15 * Instant::MINUTE;
/// After so long without a wrong one, all are forgotten, in milliseconds: an hour.
const FORGOTTEN_MS: i64 = Instant::HOUR;
/// So many accounts are remembered at most.
const MOST_ACCOUNTS: usize = 1_000;

/// Where a password is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Door {
    /// The window's socket, which nobody but the person can open.
    Window,
    /// 127.0.0.1, which every program on this computer can reach.
    Loopback,
    /// Anywhere, by who is signed in already and is asked for the password so far.
    Inside,
    /// Where the vault is unlocked: its passphrase, by the person whose computer this is.
    Vault,
}

/// Somebody types a password.
#[derive(Clone, Copy, Debug)]
pub struct Attempt<'a> {
    /// Where.
    pub door: Door,
    /// For which account.
    pub account: &'a str,
    /// Whether there is such an account.
    pub is_known: bool,
    /// So many wrong ones of it are taken in 15 minutes, where that is limited.
    pub most: Option<u32>,
}

/// An attempt that may be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Admitted {
    /// What a wrong password is answered with in place of its being wrong.
    pub unless_right: Option<TooOften>,
}

/// No attempt now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooOften {
    /// After how many seconds the next one may be made, at least 1.
    pub retry_after_seconds: u32,
}

impl TooOften {
    fn after_ms(wait_ms: i64) -> Self {
        let seconds = u32::try_from(wait_ms.saturating_add(999) / 1_000);
        Self {
            retry_after_seconds: seconds.unwrap_or(u32::MAX),
        }
    }
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

/// Wrong passwords of one account.
#[derive(Clone, Debug, Default)]
struct OfAccount {
    tries: Tries,
    /// When, the oldest first, within the last stretch. The doubled waits keep them few.
    lately: VecDeque<Instant>,
}

impl OfAccount {
    /// What is left of them at `now`.
    fn at(mut self, now: Instant) -> Self {
        self.tries = self.tries.at(now);
        self.lately.retain(|at| now.ms_since(*at) < STRETCH_MS);
        self
    }

    fn wait_ms(&self, now: Instant, most: Option<u32>) -> i64 {
        let doubled = self.tries.wait_ms(now, FREE, LONGEST_MS);
        let most = most.and_then(|most| usize::try_from(most).ok());
        // Once the oldest of the last so many is out of the stretch.
        let makes_room = most.and_then(|most| self.lately.len().checked_sub(most));
        let oldest = makes_room.and_then(|index| self.lately.get(index));
        let until_room = oldest.map_or(0, |at| STRETCH_MS - now.ms_since(*at).max(0));
        doubled.max(until_room)
    }

    fn count(&mut self, now: Instant) {
        self.tries.count(now);
        self.lately.push_back(now);
    }
}

/// An account at a door, without its address: a key of the same size for each.
type Key = (Door, [u8; 32]);

/// Remembers wrong passwords, in memory and within bounds.
#[derive(Debug, Default)]
pub struct Throttle {
    accounts: HashMap<Key, OfAccount>,
    overall: HashMap<Door, Tries>,
}

impl Throttle {
    /// An attempt begins, if it may.
    ///
    /// # Errors
    /// When it has to wait; nothing is counted then.
    pub fn begin(&mut self, attempt: Attempt<'_>, now: Instant) -> Result<Admitted, TooOften> {
        let key = key(attempt.door, attempt.account);
        let known = self.accounts.get(&key).cloned().unwrap_or_default();
        let mut account = known.at(now);
        let overall = self.overall.entry(attempt.door).or_default();
        *overall = overall.at(now);
        let own_ms = account.wait_ms(now, attempt.most);
        let overall_ms = overall.wait_ms(now, FREE_OVERALL, LONGEST_OVERALL_MS);
        let waits_for_others = !attempt.is_known || account.tries.wrong >= FREE;
        if own_ms > 0 || (overall_ms > 0 && waits_for_others) {
            return Err(TooOften::after_ms(own_ms.max(overall_ms)));
        }
        let unless_right = (overall_ms > 0).then(|| TooOften::after_ms(overall_ms));
        account.count(now);
        // That such an attempt was made must show to nobody else.
        if unless_right.is_none() {
            overall.count(now);
        }
        let (wrong, overall) = (account.tries.wrong, overall.wrong);
        self.make_room(&key, now);
        self.accounts.insert(key, account);
        if wrong > FREE || overall > FREE_OVERALL {
            // Once for each attempt that had to wait, so not once for each that is refused.
            tracing::warn!(wrong, overall, "wrong passwords are slowed down");
        }
        Ok(Admitted { unless_right })
    }

    /// The password of this attempt was right.
    pub fn was_right(&mut self, attempt: Attempt<'_>, admitted: Admitted) {
        self.accounts.remove(&key(attempt.door, attempt.account));
        let overall = self.overall.get_mut(&attempt.door);
        if let Some(overall) = overall.filter(|_| admitted.unless_right.is_none()) {
            overall.wrong = overall.wrong.saturating_sub(1);
        }
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
        self.accounts
            .retain(|_, account| account.tries.at(now).wrong > 0);
        if self.accounts.len() >= MOST_ACCOUNTS {
            let oldest = self
                .accounts
                .iter()
                .min_by_key(|(_, account)| account.tries.last);
            if let Some(oldest) = oldest.map(|(key, _)| *key) {
                self.accounts.remove(&oldest);
            }
        }
    }
}

fn key(door: Door, account: &str) -> Key {
    (door, Sha256::digest(account).into())
}

#[cfg(test)]
mod tests;
