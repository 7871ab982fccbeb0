//! Catch-up: what to do with everything that is due, however late it is.
//!
//! Every due row gets exactly one [`Decision`]. On an ordinary day that is one row, delivered on
//! time; after a sleep, a crash or days off it is what keeps the person from a storm.

use std::collections::BTreeMap;

use storytime_types::notifications::NotificationKind;
use storytime_types::{ChannelId, EventId, Instant, UserId};

use super::idempotency_key::{IdempotencyKey, Identity, Turn};
use super::lateness;
use super::pause::Pause;

/// Below this a reminder is on time and needs no words about when its event starts.
pub const ON_TIME_MS: i64 = Instant::MINUTE;
/// Reminders later than this, of more than one event, become one digest.
pub const DIGEST_FROM_MS: i64 = 2 * Instant::MINUTE;

/// A PENDING row that is due and not in flight.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DueRow {
    /// Its identity.
    pub key: IdempotencyKey,
    /// What it is.
    pub kind: NotificationKind,
    /// The event it is about; none for a digest or a test.
    pub event: Option<DueEvent>,
    /// When it was due.
    pub due: Instant,
    /// From when on it is of no use.
    pub useless_after: Instant,
    /// Attempts made so far that count.
    pub attempts: u32,
    /// When to try again, if it was tried before.
    pub next_attempt_at: Option<Instant>,
    /// Where it goes.
    pub channel: ChannelId,
}

/// What catch-up needs to know about a row's event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DueEvent {
    /// The stored event.
    pub id: EventId,
    /// Its start.
    pub start: Instant,
    /// Whether it has dates instead of times: then no words tell how far its start is.
    pub all_day: bool,
}

type Decided<'a> = BTreeMap<&'a IdempotencyKey, Decision>;
type Group<'a> = (&'a EventId, &'a ChannelId);

/// What to do with a due row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// Send it now. When it is late, `late` says how its event stands: `started 12 min ago`.
    Deliver {
        /// Words to set beside the facts; none when on time.
        late: Option<String>,
    },
    /// Another row says it: the one of the same event nearest to the start, or the digest.
    CoveredBy(IdempotencyKey),
    /// Not yet: the next attempt or the end of the pause is then.
    Wait {
        /// When to look again.
        until: Instant,
    },
    /// Its event is over: list it, never send it.
    Missed,
}

/// One message in place of several late ones.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Digest {
    /// Its own identity: made from its members', so that it is the same after a crash.
    pub key: IdempotencyKey,
    /// Where it goes.
    pub channel: ChannelId,
    /// The rows it stands for, by their events' start.
    pub members: Vec<IdempotencyKey>,
    /// When the last of its events is over.
    pub useless_after: Instant,
}

/// What to do with all rows that are due.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CatchUp {
    /// One decision a row, in the order in which they were due.
    pub decisions: Vec<(IdempotencyKey, Decision)>,
    /// The digests to make and send; their members are decided as covered by them.
    pub digests: Vec<Digest>,
}

/// Decides about all rows that are due at `now`. The order of `rows` does not matter.
#[must_use]
pub fn catch_up(profile: &UserId, rows: &[DueRow], pause: Option<Pause>, now: Instant) -> CatchUp {
    let mut rows: Vec<&DueRow> = rows.iter().collect();
    rows.sort_by_key(|row| (row.due, &row.key));
    let mut decided = Decided::new();
    let mut ready = Vec::new();
    for row in &rows {
        match before_sending(row, pause, now) {
            Some(decision) => drop(decided.insert(&row.key, decision)),
            None => ready.push(*row),
        }
    }
    let nearest = nearest_of_each_event(&ready);
    cover_by_nearest(&rows, &nearest, &mut decided);
    ready.retain(|row| !decided.contains_key(&row.key));
    let digests = digests(profile, &ready, now);
    let members = digests.iter().flat_map(|digest| {
        let by = || Decision::CoveredBy(digest.key.clone());
        digest.members.iter().map(move |member| (member, by()))
    });
    decided.extend(members);
    for row in ready {
        decided
            .entry(&row.key)
            .or_insert_with(|| Decision::Deliver {
                late: late_words(row, now),
            });
    }
    let decisions = rows
        .iter()
        .filter_map(|row| Some((row.key.clone(), decided.remove(&row.key)?)))
        .collect();
    CatchUp { decisions, digests }
}

/// What is decided about a row without looking at the others: over, held, or not to be tried yet.
fn before_sending(row: &DueRow, pause: Option<Pause>, now: Instant) -> Option<Decision> {
    if row.useless_after <= now {
        return Some(Decision::Missed);
    }
    let due = row.next_attempt_at.unwrap_or(row.due);
    let held = pause.filter(|pause| pause.holds(row.kind, now));
    let until = held.map_or(due, |pause| pause.release(due));
    (now < until).then_some(Decision::Wait { until })
}

/// The row that speaks for each event on each channel: of those ready to go, the one nearest to
/// the start, which is the one due last. Rows come in the order of their due moments.
fn nearest_of_each_event<'a>(ready: &[&'a DueRow]) -> BTreeMap<Group<'a>, &'a DueRow> {
    ready
        .iter()
        .filter_map(|row| Some((group(row)?, *row)))
        .collect()
}

/// Decides about the other rows of those events, those that wait for another attempt too: once the
/// nearer reminder is out, an earlier one would only repeat it.
fn cover_by_nearest<'a>(
    rows: &[&'a DueRow],
    nearest: &BTreeMap<Group<'a>, &'a DueRow>,
    decided: &mut Decided<'a>,
) {
    for row in rows {
        let by = group(row).and_then(|group| nearest.get(&group));
        let over = decided.get(&row.key) == Some(&Decision::Missed);
        if let Some(by) = by.filter(|by| by.key != row.key && row.due <= by.due && !over) {
            decided.insert(&row.key, Decision::CoveredBy(by.key.clone()));
        }
    }
}

/// What a reminder or a snooze says about an event can be said by another one; anything else
/// stands for itself.
fn group(row: &DueRow) -> Option<Group<'_>> {
    match row.kind {
        NotificationKind::Reminder | NotificationKind::Snooze => {
            row.event.as_ref().map(|event| (&event.id, &row.channel))
        }
        NotificationKind::Twist
        | NotificationKind::Digest
        | NotificationKind::Nudge
        | NotificationKind::Test => None,
    }
}

/// One digest for each channel with late rows of more than one event. A row that was tried before
/// is left out: its text is frozen, and the receiver may have it already.
fn digests(profile: &UserId, ready: &[&DueRow], now: Instant) -> Vec<Digest> {
    let mut late: BTreeMap<&ChannelId, Vec<&DueRow>> = BTreeMap::new();
    for row in ready {
        let fresh = row.attempts == 0 && group(row).is_some();
        if fresh && now.ms_since(row.due) > DIGEST_FROM_MS {
            late.entry(&row.channel).or_default().push(row);
        }
    }
    late.into_iter()
        .filter(|(_, rows)| rows.len() > 1)
        .map(|(channel, rows)| digest(profile, channel, rows))
        .collect()
}

fn digest(profile: &UserId, channel: &ChannelId, mut rows: Vec<&DueRow>) -> Digest {
    rows.sort_by_key(|row| (row.event.as_ref().map(|event| event.start), &row.key));
    let members: Vec<_> = rows.iter().map(|row| row.key.clone()).collect();
    let mut sorted: Vec<&str> = members.iter().map(IdempotencyKey::as_str).collect();
    sorted.sort_unstable();
    Digest {
        key: IdempotencyKey::of(&Identity {
            profile,
            kind: NotificationKind::Digest,
            event: None,
            instance: &sorted.join(" "),
            start: None,
            turn: Turn::Sequence(0),
            channel,
        }),
        channel: channel.clone(),
        members,
        useless_after: rows
            .iter()
            .map(|row| row.useless_after)
            .max()
            .unwrap_or_default(),
    }
}

/// How its event stands, for a row that is late.
fn late_words(row: &DueRow, now: Instant) -> Option<String> {
    let event = row.event.as_ref().filter(|event| !event.all_day)?;
    (now.ms_since(row.due) >= ON_TIME_MS).then(|| lateness::words(event.start, now))
}

#[cfg(test)]
mod tests;
