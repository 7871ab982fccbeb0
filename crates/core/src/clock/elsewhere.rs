//! Waiting where there is no timer on the wall clock: in steps of at most 30 s, after each of which
//! the caller looks at the clock again.

use std::time::Duration;

use storytime_types::Instant;

use super::Woken;

const LONGEST_MS: i64 = 30_000;

pub(super) async fn wait_until(now: Instant, until: Instant) -> Woken {
    let left = until.ms_since(now);
    let step = left.clamp(0, LONGEST_MS);
    tokio::time::sleep(Duration::from_millis(step.unsigned_abs())).await;
    if left <= LONGEST_MS {
        Woken::Reached
    } else {
        Woken::ClockChanged
    }
}
