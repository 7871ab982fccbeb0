//! When the calendars are looked at: a cheap poll every five minutes, everything once a day at
//! 08:00 in the profile's zone (made up for when it was missed), and at once when the machine wakes
//! up or the network comes back.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use futures_util::future::join_all;
use storytime_types::changes::Change;
use storytime_types::sync::SyncJobType;
use storytime_types::{Instant, UserId};
use tokio::sync::watch;

use super::full_sync::full_sync_is_due;
use super::{Shared, nightly, stopped, sync, upkeep, zone_of};
use crate::config::POLL_EVERY_MS;
use crate::events::zones::Zone;

/// When each profile had its last full sync, as far as that was looked up.
type LastFull = HashMap<UserId, Instant>;

/// Runs until it is told to stop.
pub(super) async fn run(shared: Arc<Shared>, mut stop: watch::Receiver<bool>) {
    let (mut last_full, mut next_night) = (LastFull::new(), None);
    loop {
        tokio::select! {
            () = async {
                look(&shared, &mut last_full).await;
                nightly::run_if_due(&shared, &mut next_night).await;
            } => {}
            () = stopped(&mut stop) => return,
        }
        let next_poll = shared.now().plus_ms(POLL_EVERY_MS);
        tokio::select! {
            // Whether the time has come or the clock was set: looking is right in both cases.
            _ = shared.clock.wait_until(next_poll) => {}
            () = shared.sync_wake.notified() => {}
            () = stopped(&mut stop) => return,
        }
    }
}

/// Looks at the calendars of every profile, as thoroughly as it is time for.
async fn look(shared: &Arc<Shared>, last_full: &mut LastFull) {
    if shared.standstill.holds_for_all_at(shared.now()).await {
        shared.tell(Change::Looked);
        return;
    }
    let users = match shared.store.active_profiles().await {
        Ok(users) => users,
        Err(error) => {
            tracing::error!(%error, "the profiles could not be read: calendars are looked at later");
            return;
        }
    };
    shared.standstill.serve(&users);
    let mut jobs = Vec::new();
    for user in &users {
        if !shared.standstill.holds_at(user, shared.now()).await {
            jobs.push((user, next_job(shared, user, last_full).await));
        }
    }
    let running = jobs
        .iter()
        .map(|(user, kind)| sync::run(shared, user, *kind));
    // One profile's calendars never wait for those of another.
    join_all(running).await;
    let was_full = jobs.iter().any(|(_, kind)| *kind == SyncJobType::DailySync);
    if shared.backup_wanted.swap(false, Ordering::Relaxed) || was_full {
        upkeep::run(shared).await;
    }
}

/// A full sync when one is due, otherwise a poll.
async fn next_job(shared: &Shared, user: &UserId, last_full: &mut LastFull) -> SyncJobType {
    let now = shared.now();
    let last = match last_full.get(user) {
        Some(at) => Some(*at),
        None => shared.store.profile_synced_at(user).await.ok().flatten(),
    };
    let zone = match shared.store.profile(user).await {
        Ok(Some(profile)) => zone_of(&profile),
        _ => Zone::utc(),
    };
    let is_due = full_sync_is_due(last, now, &zone);
    if let Some(at) = if is_due { Some(now) } else { last } {
        last_full.insert(user.clone(), at);
    }
    if is_due {
        SyncJobType::DailySync
    } else {
        SyncJobType::Poll
    }
}
