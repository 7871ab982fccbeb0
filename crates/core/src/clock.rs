//! The one way to ask for the time and to wait.

use std::future::Future;
use std::pin::Pin;

use storytime_types::Instant;

/// Why a wait ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Woken {
    /// The moment has come.
    Reached,
    /// The wall clock was set, or the machine slept: look at the clock again.
    ClockChanged,
}

/// The time, and waiting for it. Only this port's implementations look at the system's clock.
pub trait Clock: Send + Sync {
    /// The present moment by the wall clock.
    fn now(&self) -> Instant;

    /// Waits until the wall clock shows `until`, or until it was set or the machine woke up.
    fn wait_until(&self, until: Instant) -> Pin<Box<dyn Future<Output = Woken> + Send + '_>>;
}
