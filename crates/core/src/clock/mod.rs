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

    /// As [`Self::wait_until`], beside something that is under way and may take so long: whoever
    /// waits so is not at rest.
    fn limit(&self, until: Instant) -> Pin<Box<dyn Future<Output = Woken> + Send + '_>> {
        self.wait_until(until)
    }
}

#[cfg(not(target_os = "linux"))]
mod elsewhere;
#[cfg(target_os = "linux")]
mod linux;
pub mod manual;

#[cfg(not(target_os = "linux"))]
use elsewhere as platform;
#[cfg(target_os = "linux")]
use linux as platform;

/// The machine's wall clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Instant {
        let since_epoch = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        // A clock before 1970 reads as 1970: nothing is due there.
        let ms = since_epoch.map_or(0, |since| since.as_millis());
        Instant::from_ms(i64::try_from(ms).unwrap_or(i64::MAX))
    }

    fn wait_until(&self, until: Instant) -> Pin<Box<dyn Future<Output = Woken> + Send + '_>> {
        Box::pin(platform::wait_until(self.now(), until))
    }
}
