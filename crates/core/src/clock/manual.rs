//! A clock that is moved by hand, so that tests need no real waiting.

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;

use storytime_types::Instant;
use tokio::sync::watch;

use super::{Clock, Woken};

/// A clock that stands still until it is moved.
#[derive(Clone, Debug)]
pub struct ManualClock {
    now: watch::Sender<Instant>,
    waits: watch::Sender<Waits>,
}

/// Who waits until when.
#[derive(Debug, Default)]
struct Waits {
    begun: u64,
    pending: BTreeMap<u64, Instant>,
    /// Waits up to this number were begun before the clock was last set back, and end by it.
    ended_by_setting_back: u64,
}

impl ManualClock {
    /// A clock that shows `now`.
    #[must_use]
    pub fn at(now: Instant) -> Self {
        Self {
            now: watch::Sender::new(now),
            waits: watch::Sender::new(Waits::default()),
        }
    }

    /// Moves the clock, forwards or back; whoever waits looks at it.
    pub fn set(&self, now: Instant) {
        if now < *self.now.borrow() {
            self.waits
                .send_modify(|waits| waits.ended_by_setting_back = waits.begun);
        }
        self.now.send_replace(now);
    }

    /// Moves the clock forwards.
    pub fn advance_ms(&self, ms: i64) {
        self.now.send_modify(|now| *now = now.plus_ms(ms));
    }

    /// Ends when so many wait for a moment that has not come: nobody has anything to do any more
    /// at the present time.
    pub async fn settled(&self, waiters: usize) {
        let mut waits = self.waits.subscribe();
        let now = *self.now.borrow();
        let all_ahead = |waits: &Waits| {
            let lasting = waits
                .pending
                .iter()
                .filter(|(number, until)| **number > waits.ended_by_setting_back && **until > now);
            lasting.count() >= waiters
        };
        // The sender lives as long as this clock does.
        let _ = waits.wait_for(all_ahead).await;
    }

    fn begin_wait(&self, until: Instant) -> Wait {
        let mut number = 0;
        self.waits.send_modify(|waits| {
            waits.begun += 1;
            number = waits.begun;
            waits.pending.insert(number, until);
        });
        Wait {
            number,
            waits: self.waits.clone(),
        }
    }
}

/// A wait that is under way, and ends when it is dropped.
struct Wait {
    number: u64,
    waits: watch::Sender<Waits>,
}

impl Drop for Wait {
    fn drop(&mut self) {
        self.waits.send_modify(|waits| {
            waits.pending.remove(&self.number);
        });
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Instant {
        *self.now.borrow()
    }

    fn wait_until(&self, until: Instant) -> Pin<Box<dyn Future<Output = Woken> + Send + '_>> {
        let mut shown = self.now.subscribe();
        Box::pin(async move {
            let before = *shown.borrow_and_update();
            if before >= until {
                return Woken::Reached;
            }
            let _wait = self.begin_wait(until);
            shows(shown, before, until).await
        })
    }

    /// What waits beside something else does not count for [`ManualClock::settled`].
    fn limit(&self, until: Instant) -> Pin<Box<dyn Future<Output = Woken> + Send + '_>> {
        let mut shown = self.now.subscribe();
        Box::pin(async move {
            let before = *shown.borrow_and_update();
            if before >= until {
                return Woken::Reached;
            }
            shows(shown, before, until).await
        })
    }
}

/// Waits until the clock shows `until`, or less than `before`.
async fn shows(mut shown: watch::Receiver<Instant>, before: Instant, until: Instant) -> Woken {
    loop {
        if shown.changed().await.is_err() {
            return std::future::pending().await;
        }
        let now = *shown.borrow_and_update();
        if now >= until {
            return Woken::Reached;
        }
        if now < before {
            return Woken::ClockChanged;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_wait_ends_when_the_clock_reaches_it_or_is_set_back() {
        let clock = ManualClock::at(Instant::from_ms(1_000));
        let reached = tokio::spawn({
            let clock = clock.clone();
            async move { clock.wait_until(Instant::from_ms(2_000)).await }
        });
        clock.settled(1).await;
        clock.set(Instant::from_ms(2_000));
        assert_eq!(reached.await.unwrap(), Woken::Reached);

        let set_back = tokio::spawn({
            let clock = clock.clone();
            async move { clock.wait_until(Instant::from_ms(9_000)).await }
        });
        clock.settled(1).await;
        clock.set(Instant::from_ms(500));
        assert_eq!(set_back.await.unwrap(), Woken::ClockChanged);
    }
}
