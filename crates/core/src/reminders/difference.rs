//! The difference between the ledger and the plan: what to change so that both say the same.

use std::collections::{BTreeMap, BTreeSet};

use storytime_types::notifications::{NotificationKind, NotificationStatus};
use storytime_types::{EventId, Instant};

use super::idempotency_key::IdempotencyKey;
use super::plan::{Plan, PlannableEvent, PlannedReminder};
use crate::events::occurrence::{Certainty, OwnResponse};

/// A ledger row as far as planning goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowState {
    /// Its identity.
    pub key: IdempotencyKey,
    /// What it is; only planned reminders and snoozes follow their event.
    pub kind: NotificationKind,
    /// The event it is about.
    pub event_id: Option<EventId>,
    /// The event's start when the row was written.
    pub start: Option<Instant>,
    /// When it is, or was, due.
    pub due: Instant,
    /// From when on it is of no use.
    pub useless_after: Instant,
    /// What has become of it.
    pub status: NotificationStatus,
    /// Attempts begun so far.
    pub attempts: u32,
    /// Whether an attempt is being made right now.
    pub in_flight: bool,
    /// Why it is CANCELLED, where it is.
    pub reason: Option<CancelReason>,
}

/// Why a reminder is not wanted any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CancelReason {
    /// The organiser called the event off.
    EventCancelled,
    /// The event has another start now.
    EventMoved,
    /// The event is no longer in its calendar.
    EventGone,
    /// Its source lists its calendar no longer.
    CalendarGone,
    /// Its calendar, or the whole account, is switched off.
    SwitchedOff,
    /// The person declined.
    Declined,
    /// Lead times, channels or the like are different now.
    SettingsChanged,
    /// Another message said it: a reminder nearer to the start, or a digest.
    Covered,
    /// The person was done with the event.
    Dismissed,
    /// The same meeting in another calendar reminds.
    SameMeeting,
    /// The person muted the event or its series.
    Muted,
    /// A title filter leaves the event out.
    TitleFilter,
    /// The event is tentative, and the person wants no reminders of such.
    Tentative,
    /// Its calendar says that it does not remind, and the person wants what it says.
    NoneWanted,
}

impl CancelReason {
    const ALL: [Self; 14] = [
        Self::EventCancelled,
        Self::EventMoved,
        Self::EventGone,
        Self::CalendarGone,
        Self::SwitchedOff,
        Self::Declined,
        Self::SettingsChanged,
        Self::Covered,
        Self::Dismissed,
        Self::SameMeeting,
        Self::Muted,
        Self::TitleFilter,
        Self::Tentative,
        Self::NoneWanted,
    ];

    /// As a person reads it in the ledger; also as it stands in the database.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::EventCancelled => "The event was cancelled.",
            Self::EventMoved => "The event was moved.",
            Self::EventGone => "The event is no longer in its calendar.",
            Self::CalendarGone => "Its calendar is no longer there.",
            Self::SwitchedOff => "You switched its calendar off.",
            Self::Declined => "You declined the event.",
            Self::SettingsChanged => "The settings no longer ask for this reminder.",
            Self::Covered => "Another message already said it.",
            Self::Dismissed => "You were done with this event.",
            Self::SameMeeting => "The same meeting in another calendar reminds.",
            Self::Muted => "You muted the event.",
            Self::TitleFilter => "One of your title filters leaves the event out.",
            Self::Tentative => "The event is tentative, and you chose not to be reminded of such.",
            Self::NoneWanted => "In its calendar the event has no reminder.",
        }
    }

    /// The reverse of [`Self::as_str`].
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.as_str() == text)
    }

    /// Whether a row cancelled for this reason may come back when the plan wants it again. What
    /// was said elsewhere or dismissed stays so. A reminder that the settings bring back after its
    /// time is not sent late: nobody asked for it when it was due.
    fn allows_reopening(self, due: Instant, now: Instant) -> bool {
        match self {
            Self::EventCancelled
            | Self::EventMoved
            | Self::EventGone
            | Self::CalendarGone
            | Self::Declined => true,
            Self::SettingsChanged
            | Self::SwitchedOff
            | Self::SameMeeting
            | Self::Muted
            | Self::TitleFilter
            | Self::Tentative
            | Self::NoneWanted => due > now,
            Self::Covered | Self::Dismissed => false,
        }
    }
}

/// What to change in the ledger; committed together with the events it follows from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Difference {
    /// New PENDING rows.
    pub insert: Vec<PlannedReminder>,
    /// PENDING rows that become CANCELLED.
    pub cancel: Vec<Cancellation>,
    /// CANCELLED rows that become PENDING again, with the due moment and end of use given here.
    pub reopen: Vec<PlannedReminder>,
    /// PENDING rows whose due moment or end of use is another now.
    pub amend: Vec<PlannedReminder>,
}

/// A row to cancel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cancellation {
    /// Which row.
    pub key: IdempotencyKey,
    /// Why.
    pub reason: CancelReason,
}

impl Difference {
    /// Whether ledger and plan agree.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// What to change so that the ledger follows the plan.
///
/// `rows` holds every row whose key the plan may name and every PENDING one; `events` every event
/// that the plan was made from; `off` those that it was not made from, and why not: their
/// calendars are switched off, or gone. A row that is SENT, FAILED, MISSED, in flight, or of no use any
/// more at `now` is never touched: the past stays, and what was missed is for catch-up to say.
#[must_use]
pub fn difference(
    rows: &[RowState],
    events: &[PlannableEvent],
    off: &BTreeMap<&EventId, CancelReason>,
    plan: &Plan,
    now: Instant,
) -> Difference {
    let wanted: BTreeMap<_, _> = plan.wanted().iter().map(|r| (&r.key, r)).collect();
    let events: BTreeMap<_, _> = events.iter().map(|event| (&event.id, event)).collect();
    let known: BTreeSet<_> = rows.iter().map(|row| &row.key).collect();
    let mut difference = Difference {
        insert: plan
            .reminders()
            .filter(|reminder| !known.contains(&reminder.key))
            .cloned()
            .collect(),
        ..Difference::default()
    };
    let open = rows
        .iter()
        .filter(|row| !row.in_flight && row.event_id.is_some());
    for row in open {
        let id = row.event_id.as_ref();
        let event = match id.and_then(|id| events.get(id).copied()) {
            Some(event) => Ok(event),
            None => Err(id
                .and_then(|id| off.get(id).copied())
                .unwrap_or(CancelReason::EventGone)),
        };
        match wanted.get(&row.key) {
            Some(reminder) => follow(row, reminder, now, &mut difference),
            None => cancel(row, event, plan, now, &mut difference),
        }
    }
    difference
}

/// Brings a row in line with the reminder that the plan wants.
fn follow(row: &RowState, reminder: &PlannedReminder, now: Instant, into: &mut Difference) {
    let still_of_use = now < reminder.useless_after;
    match (row.status, row.reason) {
        (NotificationStatus::Cancelled, Some(reason))
            if row.attempts == 0 && still_of_use && reason.allows_reopening(reminder.due, now) =>
        {
            into.reopen.push(reminder.clone());
        }
        (NotificationStatus::Pending, _) => {
            // Once tried, the moment at which it was due is history.
            let due = if row.attempts == 0 {
                reminder.due
            } else {
                row.due
            };
            if (due, reminder.useless_after) != (row.due, row.useless_after) {
                into.amend.push(PlannedReminder {
                    due,
                    ..reminder.clone()
                });
            }
        }
        _ => {}
    }
}

fn cancel(
    row: &RowState,
    event: Result<&PlannableEvent, CancelReason>,
    plan: &Plan,
    now: Instant,
    into: &mut Difference,
) {
    if row.status != NotificationStatus::Pending || row.useless_after <= now {
        return;
    }
    let reason = match (row.kind, event) {
        (NotificationKind::Reminder | NotificationKind::Snooze, Err(gone)) => Some(gone),
        (NotificationKind::Reminder, Ok(event)) => Some(why_not_wanted(row, event, plan)),
        (NotificationKind::Snooze, Ok(event)) => what_happened(row, event),
        (
            NotificationKind::Twist
            | NotificationKind::Digest
            | NotificationKind::Nudge
            | NotificationKind::Test,
            _,
        ) => None,
    };
    if let Some(reason) = reason {
        into.cancel.push(Cancellation {
            key: row.key.clone(),
            reason,
        });
    }
}

/// Why the plan does not want a planned reminder: the event, or else the settings.
fn why_not_wanted(row: &RowState, event: &PlannableEvent, plan: &Plan) -> CancelReason {
    let why = what_happened(row, event).or_else(|| chosen(event, plan));
    why.unwrap_or(if row.due < event.found_at {
        // The event was found anew after this reminder was due: one reminder stands for all that
        // were past by then.
        CancelReason::Covered
    } else {
        CancelReason::SettingsChanged
    })
}

/// Which of the person's choices keeps an event from reminding.
fn chosen(event: &PlannableEvent, plan: &Plan) -> Option<CancelReason> {
    if event.is_copy {
        Some(CancelReason::SameMeeting)
    } else if event.is_filtered {
        Some(CancelReason::TitleFilter)
    } else if event.wants_none() {
        Some(CancelReason::NoneWanted)
    } else if event.is_tentative() && !plan.reminds_of_tentative() {
        Some(CancelReason::Tentative)
    } else {
        None
    }
}

/// What happened to a row's event that makes the row moot, whatever the settings say.
fn what_happened(row: &RowState, event: &PlannableEvent) -> Option<CancelReason> {
    if event.certainty == Certainty::Cancelled {
        Some(CancelReason::EventCancelled)
    } else if event.response == OwnResponse::Declined {
        Some(CancelReason::Declined)
    } else if row.start.is_some_and(|start| start != event.start) {
        Some(CancelReason::EventMoved)
    } else if event.is_muted {
        Some(CancelReason::Muted)
    } else {
        None
    }
}

#[cfg(test)]
mod tests;
