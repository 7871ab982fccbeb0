//! When the calendars are looked at: a cheap poll as often as the person wants (every five minutes
//! unless they choose otherwise), everything once a day at 08:00 in the profile's zone (made up for
//! when it was missed), and at once when the machine wakes up or the network comes back.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use futures_util::future::join_all;
use storytime_types::changes::Change;
use storytime_types::sync::SyncJobType;
use storytime_types::{Instant, UserId};
use tokio::sync::watch;

use super::full_sync::{full_sync_is_due, next_full_sync};
use super::{Shared, nightly, stopped, sync, upkeep, zone_of};
use crate::config::{LOOK_AGAIN_MS, poll_every_ms};
use crate::events::zones::Zone;

/// No look is further away than this, in milliseconds: what is was planned before the clock was set
/// back.
const LONGEST_MS: i64 = 60 * Instant::MINUTE;

/// What is known of each profile from the looks so far.
type Beats = HashMap<UserId, Beat>;

/// When a profile's calendars are looked at.
#[derive(Clone, Debug)]
struct Beat {
    /// The last full sync, as far as that was looked up.
    last_full: Option<Instant>,
    every_ms: i64,
    zone: Option<Zone>,
    /// The next look; none before the first one.
    next: Option<Instant>,
}

impl Default for Beat {
    fn default() -> Self {
        Self {
            last_full: None,
            every_ms: LOOK_AGAIN_MS,
            zone: None,
            next: None,
        }
    }
}

impl Beat {
    fn is_due(&self, now: Instant) -> bool {
        let is_ahead = |next: Instant| (1..=LONGEST_MS).contains(&next.ms_since(now));
        !self.next.is_some_and(is_ahead)
    }

    /// The calendars were looked at. The daily sync waits for no poll.
    fn was_looked_at(&mut self, now: Instant) {
        let poll = now.plus_ms(self.every_ms);
        let full = self.zone.as_ref().map(|zone| next_full_sync(now, zone));
        self.next = Some(full.map_or(poll, |full| poll.min(full)));
    }
}

/// Whose calendars are to be looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Whose {
    /// Those of everybody: something happened, or the clock was set back.
    All,
    /// Those whose time has come.
    Due,
}

/// Runs until it is told to stop.
pub(super) async fn run(shared: Arc<Shared>, mut stop: watch::Receiver<bool>) {
    let (mut beats, mut next_night) = (Beats::new(), None);
    let mut whose = Some(Whose::All);
    loop {
        tokio::select! {
            () = async {
                if let Some(whose) = whose {
                    look(&shared, &mut beats, whose).await;
                }
                nightly::run_if_due(&shared, &mut next_night).await;
            } => {}
            () = stopped(&mut stop) => return,
        }
        let begun = shared.now();
        let next = beats.values().filter_map(|beat| beat.next).min();
        let next = next.unwrap_or_else(|| begun.plus_ms(LOOK_AGAIN_MS));
        let next = next.min(begun.plus_ms(LONGEST_MS));
        whose = tokio::select! {
            _ = shared.clock.wait_until(next) => woken(begun, next, shared.now()),
            () = shared.sync_wake.notified() => Some(Whose::All),
            () = stopped(&mut stop) => return,
        };
    }
}

/// Whose calendars are looked at after a wait, which may have ended early.
fn woken(begun: Instant, until: Instant, now: Instant) -> Option<Whose> {
    if now < begun {
        Some(Whose::All)
    } else {
        (now >= until).then_some(Whose::Due)
    }
}

/// Looks at the calendars of every profile whose time has come, as thoroughly as it is time for.
async fn look(shared: &Arc<Shared>, beats: &mut Beats, whose: Whose) {
    if shared.standstill.holds_for_all_at(shared.now()).await {
        let now = shared.now();
        beats.values_mut().for_each(|beat| beat.was_looked_at(now));
        shared.tell(Change::Looked);
        return;
    }
    let users = match shared.store.active_profiles().await {
        Ok(users) => users,
        Err(error) => {
            tracing::error!(%error, "the profiles could not be read: calendars are looked at later");
            beats.clear();
            return;
        }
    };
    shared.standstill.serve(&users);
    beats.retain(|user, _| users.contains(user));
    let mut jobs = Vec::new();
    for user in &users {
        let beat = beats.entry(user.clone()).or_default();
        if whose == Whose::Due && !beat.is_due(shared.now()) {
            continue;
        }
        if !shared.standstill.holds_at(user, shared.now()).await {
            jobs.push((user, next_job(shared, user, beat).await));
        }
        beat.next = None;
    }
    let running = jobs
        .iter()
        .map(|(user, kind)| sync::run(shared, user, *kind));
    // One profile's calendars never wait for those of another.
    join_all(running).await;
    let now = shared.now();
    let looked_at = beats.values_mut().filter(|beat| beat.next.is_none());
    looked_at.for_each(|beat| beat.was_looked_at(now));
    let was_full = jobs.iter().any(|(_, kind)| *kind == SyncJobType::DailySync);
    if shared.backup_wanted.swap(false, Ordering::Relaxed) || was_full {
        upkeep::run(shared).await;
    }
}

/// A full sync when one is due, otherwise a poll.
async fn next_job(shared: &Shared, user: &UserId, beat: &mut Beat) -> SyncJobType {
    let now = shared.now();
    let last = match beat.last_full {
        Some(at) => Some(at),
        None => shared.store.profile_synced_at(user).await.ok().flatten(),
    };
    let (zone, every_ms) = match shared.store.profile(user).await {
        Ok(Some(profile)) => (zone_of(&profile), poll_every_ms(&profile)),
        _ => (Zone::utc(), LOOK_AGAIN_MS),
    };
    let is_due = full_sync_is_due(last, now, &zone);
    beat.last_full = if is_due { Some(now) } else { last };
    (beat.every_ms, beat.zone) = (every_ms, Some(zone));
    if is_due {
        SyncJobType::DailySync
    } else {
        SyncJobType::Poll
    }
}
