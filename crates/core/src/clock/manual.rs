//! A clock that is moved by hand, so that tests need no real waiting.

use std::future::Future;
use std::pin::Pin;

use storytime_types::Instant;
use tokio::sync::watch;

use super::{Clock, Woken};

/// A clock that stands still until it is moved.
#[derive(Clone, Debug)]
pub struct ManualClock {
    now: watch::Sender<Instant>,
}

impl ManualClock {
    /// A clock that shows `now`.
    #[must_use]
    pub fn at(now: Instant) -> Self {
        Self { now: watch::Sender::new(now) }
    }

    /// Moves the clock, forwards or back; whoever waits looks at it.
    pub fn set(&self, now: Instant) {
        self.now.send_replace(now);
    }

    /// Moves the clock forwards.
    pub fn advance_ms(&self, ms: i64) {
        self.now.send_modify(|now| *now = now.plus_ms(ms));
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
        })
    }
}
