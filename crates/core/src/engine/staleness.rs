//! A calendar never goes stale in silence: it says how old it is, and once it is too old, or wants to
//! be connected again, one notification says so.

use storytime_types::calendars::{Freshness, Integration, IntegrationStatus, SourceKind};
use storytime_types::changes::Change;
use storytime_types::notifications::NotificationKind;
use storytime_types::profile::Profile;
use storytime_types::{ChannelId, Instant};

use super::wall_clock::WallClock;
use super::{Shared, reading_times};
use crate::channels::{Action, Message};
use crate::config::POLL_EVERY_MS;
use crate::reminders::{IdempotencyKey, Identity, Turn};
use crate::store::StoreError;
use crate::store::import::new_notification_id;
use crate::store::ledger::NewRow;

/// A machine that was off for days, and whose network is not there yet, is no news: only what failed
/// so often in a row is told of.
const TOLD_AFTER_FAILURES: u32 = 2;
/// How long the notification is of use, in milliseconds.
const USEFUL_MS: i64 = Instant::DAY;

/// How old what is known of an integration is. Two looks in a row that brought nothing make it amber,
/// a day without one red. What is switched off is not looked at.
pub(crate) fn freshness(integration: &Integration, refresh_ms: i64, now: Instant) -> Freshness {
    let amber_ms = 2 * POLL_EVERY_MS.max(refresh_ms) + Instant::MINUTE;
    let is_off = integration.status == IntegrationStatus::Inactive
        || !integration.calendars.iter().any(|one| one.is_active);
    let age_ms = integration.last_sync_at.map_or(0, |at| now.ms_since(at));
    if is_off {
        Freshness::Fresh
    } else if age_ms >= Instant::DAY {
        Freshness::Red
    } else if age_ms >= amber_ms {
        Freshness::Amber
    } else {
        Freshness::Fresh
    }
}

/// Tells of each calendar that is too old or wants to be connected again, once for each time that it
/// became so.
pub(super) async fn tell(shared: &Shared, profile: &Profile) -> Result<(), StoreError> {
    let (store, now) = (&shared.store, shared.now());
    let mut stale = store.integrations(&profile.id, now).await?;
    for one in &mut stale {
        shared.tell_reading_times(&profile.id, one);
    }
    stale.retain(|one| is_worth_telling(shared, one, now));
    if stale.is_empty() {
        return Ok(());
    }
    let Some(channel) = store.primary_channel(&profile.id).await? else {
        return Ok(());
    };
    let mut told = false;
    for one in &stale {
        let row = nudge(profile, one, &channel, &WallClock::of(shared, profile), now);
        told |= store.insert_row(&profile.id, &row, now).await?;
    }
    if told {
        // The key holds when it was last read: that must not be forgotten.
        reading_times::keep(shared).await?;
        shared.tell(Change::Ledger);
        shared.wake_delivery();
    }
    Ok(())
}

fn is_worth_telling(shared: &Shared, one: &Integration, now: Instant) -> bool {
    match one.status {
        _ if one.kind == SourceKind::Sample => false,
        IntegrationStatus::Inactive => false,
        IntegrationStatus::Expired => true,
        IntegrationStatus::Active | IntegrationStatus::Error => {
            let failures = shared.backoff.failures(one.id.as_str());
            freshness(one, 0, now) == Freshness::Red && failures >= TOLD_AFTER_FAILURES
        }
    }
}

/// The key holds when it was last read: until it can be read again there is one such row.
fn nudge(
    profile: &Profile,
    one: &Integration,
    channel: &ChannelId,
    clock: &WallClock,
    now: Instant,
) -> NewRow {
    let (id, kind) = (new_notification_id(), NotificationKind::Nudge);
    let key = IdempotencyKey::of(&Identity {
        profile: &profile.id,
        kind,
        event: None,
        instance: one.id.as_str(),
        start: one.last_sync_at,
        turn: Turn::Sequence(0),
        channel,
    });
    let title = match one.status {
        IntegrationStatus::Expired => format!("{} wants to be connected again", one.called()),
        _ => format!("{} is out of date", one.called()),
    };
    let useless_after = now.plus_ms(USEFUL_MS);
    let message = Message {
        id: id.clone(),
        idempotency_key: key.as_str().to_owned(),
        title: title.clone(),
        story: String::new(),
        facts: facts(one, clock),
        join_link: None,
        actions: vec![Action::Open],
        due: now,
        useless_after,
    };
    NewRow {
        id,
        kind,
        event: None,
        event_start: None,
        channel: channel.clone(),
        key,
        title,
        due: now,
        useless_after,
        lead_minutes: 0,
        message: Some(message),
    }
}

/// When it was last read, and what is wrong.
fn facts(one: &Integration, clock: &WallClock) -> Vec<String> {
    let last = one.last_sync_at.map(|at| {
        let (day, time) = (clock.zone.day_text(at), clock.time(at));
        format!("Last read: {day}, {time}")
    });
    last.into_iter().chain(one.error_message.clone()).collect()
}
