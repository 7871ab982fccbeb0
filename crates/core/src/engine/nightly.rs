//! Maintenance, once a night at 03:30 in the owner's zone; when the machine slept or was off then,
//! at the next look. Every step is made of short transactions, so no reminder waits for it.

use storytime_types::{Instant, UserId};

use super::{Shared, zone_of};
use crate::events::zones::Zone;
use crate::store::maintenance::Step;
use crate::store::settings::Setting;

/// When it is quiet: hour and minute of the owner's clock.
const QUIET: (u32, u32) = (3, 30);

/// The whole app's own settings belong to nobody.
static NOBODY: UserId = UserId(String::new());

/// Tidies up if the night's hour has passed since the last time.
pub(super) async fn run_if_due(shared: &Shared, next: &mut Option<Instant>) {
    let now = shared.now();
    if next.is_some_and(|at| now < at) {
        return;
    }
    let zone = match shared.store.local_profile().await {
        Ok(Some(profile)) => zone_of(&profile),
        _ => Zone::utc(),
    };
    if next.is_none() {
        *next = Some(first(shared, now, &zone).await);
    }
    if next.is_some_and(|at| now < at) {
        return;
    }
    run(shared, now).await;
    *next = Some(after(now, &zone));
    let done = shared
        .store
        .set_instant_setting(&NOBODY, Setting::MaintainedAt, Some(now));
    if let Err(error) = done.await {
        tracing::warn!(%error, "it is not kept when the database was last tidied up");
    }
}

/// After a start: the night after the last time. At once where there was none, so that a machine
/// which is off every night has its turn too, or where it lies in the future because the clock was
/// set back.
async fn first(shared: &Shared, now: Instant, zone: &Zone) -> Instant {
    let last = shared
        .store
        .instant_setting(&NOBODY, Setting::MaintainedAt)
        .await;
    let last = last.ok().flatten().filter(|last| *last <= now);
    last.map_or(now, |last| after(last, zone))
}

/// The next 03:30.
fn after(at: Instant, zone: &Zone) -> Instant {
    let today = zone.date(at);
    let tonight = zone.at(today, QUIET.0, QUIET.1);
    match today.succ_opt() {
        Some(tomorrow) if tonight <= at => zone.at(tomorrow, QUIET.0, QUIET.1),
        _ => tonight,
    }
}

/// Every step to its end. One that fails does not keep the others from theirs.
async fn run(shared: &Shared, now: Instant) {
    for step in Step::ALL {
        match to_the_end(shared, step, now).await {
            Ok(0) => {}
            Ok(rows) => tracing::info!(?step, rows, "tidied up"),
            Err(error) => tracing::warn!(?step, %error, "could not be tidied up"),
        }
    }
    if let Err(error) = shared.store.drop_old_backups() {
        tracing::warn!(%error, "old backups could not be removed");
    }
    if let Err(error) = shared.store.forget_what_is_left().await {
        tracing::warn!(%error, "what was removed can still be found in the database's file");
    }
    if let Err(error) = shared.drop_unneeded_keys().await {
        tracing::info!(%error, "keys that nothing needs are kept for now");
    }
}

async fn to_the_end(
    shared: &Shared,
    step: Step,
    now: Instant,
) -> Result<u64, crate::store::StoreError> {
    let mut all = 0;
    loop {
        match shared.store.tidy(step, now).await? {
            0 => return Ok(all),
            rows => all += rows,
        }
        // What is due has its turn at the one writing connection.
        tokio::task::yield_now().await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn next(at: &str) -> String {
        let zone = Zone::find("Europe/Berlin").unwrap();
        after(Instant::parse(at).unwrap(), &zone).to_string()
    }

    #[test]
    fn the_next_night_is_half_past_three_on_the_profile_s_clock() {
        assert_eq!(next("2026-11-22T12:00:00Z"), "2026-11-23T02:30:00Z");
        assert_eq!(next("2026-11-23T02:29:59Z"), "2026-11-23T02:30:00Z");
        assert_eq!(next("2026-11-23T02:30:00Z"), "2026-11-24T02:30:00Z");
    }
}
