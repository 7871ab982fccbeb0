//! What a message says while titles are hidden (present mode): that something happens and when, and
//! nothing else of it. The ledger keeps the true text; only what goes to the screen is veiled, also
//! of a row that was frozen before the mode was switched on.

use std::collections::HashMap;

use storytime_types::notifications::NotificationKind;
use storytime_types::profile::Profile;
use storytime_types::{EventId, Instant};

use super::Shared;
use super::message::Ready;
use super::wall_clock::WallClock;
use crate::channels::{Action, Message};
use crate::reminders::lateness;
use crate::store::StoreError;
use crate::store::events::StoredEvent;
use crate::store::ledger::{AttemptBegin, LedgerRow};

/// What stands where an event's title would.
const TITLE: &str = "A reminder";

/// What the channel on the screen is handed for these attempts at these rows, in their order.
pub(super) async fn shown(
    shared: &Shared,
    profile: &Profile,
    ready: &[Ready],
    attempts: &[AttemptBegin],
) -> Result<Vec<Message>, StoreError> {
    if !shared.store.is_presenting(&profile.id).await? {
        return Ok(attempts.iter().map(|one| one.message.clone()).collect());
    }
    let ids: Vec<EventId> = ready
        .iter()
        .filter_map(|ready| ready.row.event.clone())
        .collect();
    let events = shared.store.events_by_id(&profile.id, &ids).await?;
    let events = events.into_iter().map(|event| (event.id.clone(), event));
    let veil = Veil {
        now: shared.now(),
        clock: WallClock::of(shared, profile),
        events: events.collect(),
    };
    Ok(ready
        .iter()
        .zip(attempts)
        .map(|(ready, attempt)| veil.over(&attempt.message, &ready.row))
        .collect())
}

struct Veil {
    now: Instant,
    clock: WallClock,
    events: HashMap<EventId, StoredEvent>,
}

impl Veil {
    /// The link stays, because the Join button leads there without showing it.
    fn over(&self, message: &Message, row: &LedgerRow) -> Message {
        let fact = match row.kind {
            NotificationKind::Reminder | NotificationKind::Snooze => self.starts(row),
            NotificationKind::Twist => "An event has changed".to_owned(),
            // `3 events while you were away`: the lines behind it have the titles.
            NotificationKind::Digest => message.title.clone(),
            NotificationKind::Nudge if message.actions.contains(&Action::Reconnect) => {
                "A calendar wants to be connected again".to_owned()
            }
            NotificationKind::Nudge => "A calendar is out of date".to_owned(),
            NotificationKind::Test => "This is a test".to_owned(),
        };
        Message {
            title: TITLE.to_owned(),
            story: String::new(),
            facts: vec![fact],
            ..message.clone()
        }
    }

    /// `An event starts in 5 min · 14:30`.
    fn starts(&self, row: &LedgerRow) -> String {
        let event = row.event.as_ref().and_then(|id| self.events.get(id));
        if event.is_some_and(|event| event.content.all_day.is_some()) {
            return "An event that lasts all day".to_owned();
        }
        let Some(start) = row.event_start else {
            return "An event".to_owned();
        };
        let stands = lateness::words(start, self.now);
        format!("An event {stands} · {}", self.clock.time(start))
    }
}
