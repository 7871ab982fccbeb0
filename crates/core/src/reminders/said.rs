//! A meeting that goes on as another event: it moved to another calendar of the person, or its account
//! was connected anew. What was said of it is not said again. In doubt it is another meeting.

use std::collections::{BTreeSet, HashMap, HashSet};

use storytime_types::notifications::{NotificationKind, NotificationStatus};
use storytime_types::profile::LeadTime;
use storytime_types::{CalendarId, ChannelId, EventId, Instant};

use super::difference::{CancelReason, RowState};
use super::idempotency_key::Fields;
use super::one_meeting::Copy;
use super::plan::PlannedReminder;

/// A planned reminder that was said, by itself or by another message in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// The event it was about; it may be stored no longer.
    pub event: EventId,
    /// The start it reminded of.
    pub start: Instant,
    /// How long before it.
    pub lead: LeadTime,
    /// Where it went.
    pub channel: ChannelId,
    /// The event's calendar, where the event is still stored.
    pub calendar: Option<CalendarId>,
    /// What told the meeting when the reminder was planned.
    pub meeting: Vec<MeetingMark>,
}

/// A hash of what makes two events at the same moment one meeting, by the same rules as
/// [`super::copies`]; each event has up to two.
#[derive(
    Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
)]
pub struct MeetingMark(String);

/// What was said of the events of a plan while they were others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SaidBefore(HashMap<EventId, Vec<Said>>);

impl SaidBefore {
    /// Whether a reminder was said: the same, or one nearer to the start.
    #[must_use]
    pub fn covers(&self, planned: &PlannedReminder) -> bool {
        let said = self.0.get(&planned.event_id).into_iter().flatten();
        let mut same = said.filter(|said| said.start == planned.start);
        same.any(|said| said.channel == planned.channel && said.lead <= planned.lead)
    }

    /// The events as which one goes on that something was said of.
    fn heirs<'a>(
        &'a self,
        event: &'a EventId,
        start: Instant,
    ) -> impl Iterator<Item = &'a EventId> {
        let known = self.0.iter().filter(move |(_, said)| {
            let mut said = said.iter();
            said.any(|said| said.event == *event && said.start == start)
        });
        known.map(|(heir, _)| heir)
    }

    /// Whether anything was said of an event.
    #[must_use]
    pub fn knows(&self, event: &EventId) -> bool {
        self.0.contains_key(event)
    }
}

/// The snoozes whose meeting goes on, as another event or as theirs again, by `reminding`: the events
/// that remind and their starts. They wait on, or again.
#[must_use]
pub fn snoozes_kept<'r>(
    rows: &'r [RowState],
    before: &SaidBefore,
    reminding: &HashMap<&EventId, Instant>,
    now: Instant,
) -> Vec<&'r RowState> {
    let goes_on = |row: &RowState| {
        let (event, start) = row.event_id.as_ref().zip(row.start)?;
        let is_back = || reminding.get(event) == Some(&start);
        let mut heirs = before.heirs(event, start);
        Some(heirs.any(|heir| reminding.contains_key(heir)) || is_back())
    };
    rows.iter()
        .filter(|row| row.kind == NotificationKind::Snooze && row.useless_after > now)
        .filter(|row| row.status == NotificationStatus::Pending || went_with_its_event(row))
        .filter(|row| goes_on(row).unwrap_or(false))
        .collect()
}

fn went_with_its_event(row: &RowState) -> bool {
    let gone = [CancelReason::EventGone, CancelReason::EventCancelled];
    row.status == NotificationStatus::Cancelled
        && row.attempts == 0
        && row.reason.is_some_and(|reason| gone.contains(&reason))
}

/// What tells the meeting that an event is: its UID, and its look where it has a title and an organiser.
#[must_use]
pub fn meeting_marks(event: &Copy<'_>) -> Vec<MeetingMark> {
    let all_day = if event.all_day { "all day" } else { "timed" };
    let by_uid = event.uid.map(|uid| mark(&["uid", all_day, uid]));
    let by_look = event.look().map(|(title, organizer)| {
        let end = event.end.ms().to_string();
        mark(&["look", all_day, &end, title, organizer])
    });
    by_uid.into_iter().chain(by_look).collect()
}

fn mark(fields: &[&str]) -> MeetingMark {
    let mut hash = Fields::default();
    for field in fields {
        hash.add(field);
    }
    MeetingMark(hash.into_hex())
}

/// What was said of `events`, which are all that take place, while they were others. Only what was said
/// of an event that takes place no longer, or not then, counts, and only in another calendar; where it
/// would count for two events of one calendar, it counts for none.
#[must_use]
pub fn said_before(events: &[Copy<'_>], said: Vec<Said>) -> SaidBefore {
    let goes_on: HashSet<_> = events.iter().map(|one| (one.id, one.start)).collect();
    let gone = said
        .into_iter()
        .filter(|said| !goes_on.contains(&(&said.event, said.start)));
    let gone: Vec<Said> = gone.collect();
    let starts: HashSet<Instant> = gone.iter().map(|said| said.start).collect();
    let mut alike: HashMap<(Instant, MeetingMark), Vec<&Copy<'_>>> = HashMap::new();
    for event in events.iter().filter(|one| starts.contains(&one.start)) {
        for mark in meeting_marks(event) {
            alike.entry((event.start, mark)).or_default().push(event);
        }
    }
    let mut before = SaidBefore::default();
    for said in gone {
        for event in continued(&said, &alike) {
            let known = before.0.entry(event.id.clone()).or_default();
            known.push(said.clone());
        }
    }
    before
}

/// The events as which the meeting goes on that something was said of.
fn continued<'a, 'e>(
    said: &'a Said,
    alike: &'a HashMap<(Instant, MeetingMark), Vec<&'a Copy<'e>>>,
) -> impl Iterator<Item = &'a Copy<'e>> {
    let groups = said
        .meeting
        .iter()
        .filter_map(|mark| alike.get(&(said.start, mark.clone())));
    let believed = groups.filter(|group| {
        let calendars: BTreeSet<_> = group.iter().map(|one| one.calendar).collect();
        calendars.len() == group.len()
    });
    believed
        .flatten()
        .copied()
        .filter(|one| said.calendar.as_ref() != Some(one.calendar))
}

#[cfg(test)]
mod tests;
