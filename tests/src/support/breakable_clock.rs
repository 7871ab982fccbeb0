//! A clock that is moved by hand, and breaks down whoever waits by it when a test wants that.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use storytime_core::clock::manual::ManualClock;
use storytime_core::clock::{Clock, Woken};
use storytime_types::Instant;

/// How many of the next waits panic.
#[derive(Clone, Debug, Default)]
pub struct Defects(Arc<AtomicUsize>);

impl Defects {
    /// One wait more panics.
    pub fn add(&self) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }

    /// Whether this one does.
    pub fn take(&self) -> bool {
        self.0
            .fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| {
                left.checked_sub(1)
            })
            .is_ok()
    }
}

/// A [`ManualClock`] with [`Defects`].
pub struct BreakableClock {
    clock: ManualClock,
    defects: Defects,
}

impl BreakableClock {
    pub fn new(clock: &ManualClock, defects: &Defects) -> Self {
        Self {
            clock: clock.clone(),
            defects: defects.clone(),
        }
    }
}

impl Clock for BreakableClock {
    fn now(&self) -> Instant {
        self.clock.now()
    }

    fn wait_until(&self, until: Instant) -> Pin<Box<dyn Future<Output = Woken> + Send + '_>> {
        assert!(!self.defects.take(), "a defect, planted by the test");
        self.clock.wait_until(until)
    }

    fn limit(&self, until: Instant) -> Pin<Box<dyn Future<Output = Woken> + Send + '_>> {
        self.clock.limit(until)
    }
}
