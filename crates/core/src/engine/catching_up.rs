//! Joins the ledger and the rules of catch-up: what becomes of every row that is due.

use std::collections::{HashMap, HashSet};

use storytime_types::notifications::NotificationKind;
use storytime_types::profile::Profile;
use storytime_types::{ChannelId, EventId, Instant, NotificationId};

use super::Shared;
use super::message::Ready;
use super::privacy;
use super::wall_clock::WallClock;
use crate::channels::{Action, Message};
use crate::reminders::{
    CancelReason, Decision, Digest, DueEvent, DueRow, IdempotencyKey, Pause, catch_up,
};
use crate::store::StoreError;
use crate::store::events::StoredEvent;
use crate::store::import::new_notification_id;
use crate::store::ledger::{LedgerRow, NewRow, Outcome};
use crate::store::settings::Setting;
use crate::stories::plain::{self, DigestEntry};

/// The first attempt and three retries: an attempt that was interrupted counts as one.
const ATTEMPTS: u32 = 4;

/// What becomes of the rows that are due.
#[derive(Default)]
pub(super) struct Decided {
    /// To be sent now.
    pub(super) ready: Vec<Ready>,
    /// Settled without being sent.
    pub(super) outcomes: Vec<(NotificationId, Outcome)>,
    /// When to look at the others again.
    pub(super) look_again: Option<Instant>,
}

/// Decides about the rows of one profile. A digest's own row is written before its members are
/// settled, so that a crash in between loses nothing.
pub(super) async fn decide(
    shared: &Shared,
    profile: &Profile,
    rows: Vec<LedgerRow>,
    now: Instant,
) -> Result<Decided, StoreError> {
    let mut decided = Decided::default();
    let rows = give_up_interrupted(rows, &mut decided);
    let events = events_of(shared, profile, &rows).await?;
    let pause = shared
        .store
        .instant_setting(&profile.id, Setting::PausedUntil)
        .await?;
    let due: Vec<DueRow> = rows
        .iter()
        .filter_map(|row| due_row(row, &events))
        .collect();
    let answer = catch_up(&profile.id, &due, pause.map(|until| Pause { until }), now);
    let own_screen = if answer.digests.is_empty() {
        HashSet::new()
    } else {
        shared.store.own_screen(&profile.id).await?
    };
    let mut written = HashSet::new();
    for digest in &answer.digests {
        let row = digest_row(shared, digest, profile, &rows, (&events, &own_screen));
        shared.store.insert_row(&profile.id, &row, now).await?;
        written.insert(digest.key.clone());
    }
    if !written.is_empty() {
        decided.look_again = Some(now);
    }
    let mut by_key: HashMap<IdempotencyKey, LedgerRow> =
        rows.into_iter().map(|row| (row.key.clone(), row)).collect();
    for (key, decision) in answer.decisions {
        let Some(row) = by_key.remove(&key) else {
            continue;
        };
        settle(row, decision, &mut decided);
    }
    Ok(decided)
}

fn settle(row: LedgerRow, decision: Decision, decided: &mut Decided) {
    match decision {
        Decision::Deliver { late } => decided.ready.push(Ready { row, late }),
        Decision::CoveredBy(_) => {
            let reason = CancelReason::Covered.as_str().to_owned();
            decided.outcomes.push((row.id, Outcome::Cancelled(reason)));
        }
        Decision::Missed => {
            let reason = row.error_message.map_or_else(
                || "The event was over before it could be sent.".to_owned(),
                |why| format!("The event was over before it could be sent: {why}"),
            );
            decided.outcomes.push((row.id, Outcome::Missed(reason)));
        }
        Decision::Wait { until } => {
            decided.look_again = Some(decided.look_again.map_or(until, |at| at.min(until)));
        }
    }
}

/// A row during each of whose attempts the app was ended is not tried for ever.
fn give_up_interrupted(rows: Vec<LedgerRow>, decided: &mut Decided) -> Vec<LedgerRow> {
    let (given_up, rows): (Vec<_>, Vec<_>) = rows
        .into_iter()
        .partition(|row| row.retry_count >= ATTEMPTS);
    decided.outcomes.extend(given_up.into_iter().map(|row| {
        (
            row.id,
            Outcome::Failed("The app was ended during every attempt.".to_owned()),
        )
    }));
    rows
}

async fn events_of(
    shared: &Shared,
    profile: &Profile,
    rows: &[LedgerRow],
) -> Result<HashMap<EventId, StoredEvent>, StoreError> {
    let ids: Vec<EventId> = rows.iter().filter_map(|row| row.event.clone()).collect();
    let events = shared.store.events_by_id(&profile.id, &ids).await?;
    Ok(events
        .into_iter()
        .map(|event| (event.id.clone(), event))
        .collect())
}

fn due_row(row: &LedgerRow, events: &HashMap<EventId, StoredEvent>) -> Option<DueRow> {
    let event = row.event.as_ref().map(|id| DueEvent {
        id: id.clone(),
        start: row.event_start.unwrap_or(row.due),
        all_day: events
            .get(id)
            .is_some_and(|event| event.content.all_day.is_some()),
    });
    Some(DueRow {
        key: row.key.clone(),
        kind: row.kind,
        event,
        due: row.due,
        useless_after: row.useless_after,
        // What nobody was there to take cost no attempt: such rows still become one digest.
        attempts: row.retry_count,
        next_attempt_at: (row.attempts > 0).then_some(row.next_attempt_at),
        channel: row.channel.clone()?,
    })
}

fn digest_row(
    shared: &Shared,
    digest: &Digest,
    profile: &Profile,
    rows: &[LedgerRow],
    (events, own_screen): (&HashMap<EventId, StoredEvent>, &HashSet<ChannelId>),
) -> NewRow {
    let (clock, now) = (WallClock::of(shared, profile), shared.now());
    let id = new_notification_id();
    let members: Vec<&LedgerRow> = digest
        .members
        .iter()
        .filter_map(|key| rows.iter().find(|row| row.key == *key))
        .collect();
    let stays = own_screen.contains(&digest.channel);
    let entries: Vec<DigestEntry> = members
        .iter()
        .map(|row| {
            let event = row.event.as_ref().and_then(|id| events.get(id));
            let timed = event.is_none_or(|event| event.content.all_day.is_none());
            DigestEntry {
                starts: timed.then(|| {
                    let start = row.event_start.unwrap_or(row.due);
                    clock.moment(start, now)
                }),
                title: event
                    .filter(|_| !stays)
                    .and_then(privacy::reduced_title)
                    .map_or_else(|| row.title.clone(), str::to_owned),
            }
        })
        .collect();
    let plain::Digest { title, lines } = plain::digest(&entries);
    NewRow {
        kind: NotificationKind::Digest,
        event: None,
        event_start: None,
        channel: digest.channel.clone(),
        key: digest.key.clone(),
        title: title.clone(),
        due: now,
        useless_after: digest.useless_after,
        lead_minutes: 0,
        meeting: Vec::new(),
        message: Some(Message {
            id: id.clone(),
            idempotency_key: digest.key.as_str().to_owned(),
            title,
            story: String::new(),
            facts: lines,
            join_link: None,
            integration: None,
            actions: vec![Action::Open],
            due: now,
            useless_after: digest.useless_after,
        }),
        id,
    }
}
