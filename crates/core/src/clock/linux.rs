//! Waiting by a timerfd on the wall clock, which goes on counting while the machine sleeps and ends
//! the wait when the clock is set (timerfd_create(2), TFD_TIMER_CANCEL_ON_SET). tokio's own timers
//! stop during sleep.

use std::os::fd::OwnedFd;
use std::time::Duration;

use rustix::io::Errno;
use rustix::time::{
    Itimerspec, TimerfdClockId, TimerfdFlags, TimerfdTimerFlags, Timespec, timerfd_create,
    timerfd_settime,
};
use storytime_types::Instant;
use tokio::io::unix::AsyncFd;

use super::Woken;

/// The longest single wait: a timer far ahead is set anew this often, so that no kernel's or
/// hypervisor's mistake about the clock lasts longer.
const LONGEST_MS: i64 = 10 * Instant::MINUTE;

pub(super) async fn wait_until(now: Instant, until: Instant) -> Woken {
    if until <= now {
        return Woken::Reached;
    }
    let (at, last) = match now.plus_ms(LONGEST_MS) {
        cap if cap < until => (cap, false),
        _ => (until, true),
    };
    match timer(at).and_then(register) {
        Ok(timer) => match expire(&timer).await {
            Ok(()) if last => Woken::Reached,
            Ok(()) | Err(_) => Woken::ClockChanged,
        },
        Err(error) => {
            // Out of file descriptors: wait as well as tokio can, and look at the clock often.
            tracing::warn!(%error, "no timer from the system");
            let ms = at.ms_since(now).clamp(0, 30_000).unsigned_abs();
            tokio::time::sleep(Duration::from_millis(ms)).await;
            Woken::ClockChanged
        }
    }
}

fn timer(at: Instant) -> std::io::Result<OwnedFd> {
    let timer = timerfd_create(
        TimerfdClockId::Realtime,
        TimerfdFlags::NONBLOCK | TimerfdFlags::CLOEXEC,
    )?;
    let none = Timespec {
        tv_sec: 0,
        tv_nsec: 0,
    };
    let value = Timespec {
        tv_sec: at.ms().div_euclid(1000),
        tv_nsec: at.ms().rem_euclid(1000) * 1_000_000,
    };
    timerfd_settime(
        &timer,
        TimerfdTimerFlags::ABSTIME | TimerfdTimerFlags::CANCEL_ON_SET,
        &Itimerspec {
            it_interval: none,
            it_value: value,
        },
    )?;
    Ok(timer)
}

/// Registers a timer with tokio.
#[allow(unsafe_code)]
fn register(timer: OwnedFd) -> std::io::Result<AsyncFd<OwnedFd>> {
    // SAFETY: an OwnedFd keeps its descriptor open until it is dropped, and always answers the same
    // one; nothing else here closes or replaces it.
    unsafe { AsyncFd::register(timer) }.map_err(Into::into)
}

async fn expire(timer: &AsyncFd<OwnedFd>) -> std::io::Result<()> {
    loop {
        let mut guard = timer.readable().await?;
        let mut expirations = [0_u8; 8];
        match rustix::io::read(timer.get_ref(), &mut expirations) {
            Ok(_) => return Ok(()),
            Err(Errno::AGAIN) => guard.clear_ready(),
            Err(error) => return Err(error.into()),
        }
    }
}
