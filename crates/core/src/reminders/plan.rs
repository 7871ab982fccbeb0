//! The plan: which reminders are wanted, and when each is due.

use std::collections::BTreeSet;

use storytime_types::notifications::NotificationKind;
use storytime_types::profile::LeadTime;
use storytime_types::{ChannelId, EventId, Instant, UserId};

use super::idempotency_key::{IdempotencyKey, Identity, Turn};
use crate::events::occurrence::{Certainty, OwnResponse};

/// How long after its start a reminder of an event without length is still of use: long enough for
/// a retry or a machine that just woke, too short to call anyone to what is long over.
pub const LEAST_USE_MS: i64 = 5 * Instant::MINUTE;

/// An event instance as far as reminding goes, its local times already resolved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannableEvent {
    /// The stored event.
    pub id: EventId,
    /// Which instance of it, as `InstanceKey::to_text` writes it.
    pub instance: String,
    /// Its start; midnight in the profile's zone for an all-day event.
    pub start: Instant,
    /// Its end, exclusive.
    pub end: Instant,
    /// For an all-day event: the moment of its one reminder (09:00 local by default).
    pub all_day_at: Option<Instant>,
    /// Whether it takes place.
    pub certainty: Certainty,
    /// False where it is marked free.
    pub busy: bool,
    /// What the person answered.
    pub response: OwnResponse,
    /// The same meeting in another calendar reminds in its place.
    pub is_copy: bool,
    /// The person muted it.
    pub is_muted: bool,
    /// A title filter leaves it out.
    pub is_filtered: bool,
    /// How long before its start it reminds, where its calendar, and not [`Rules::lead_times`] or
    /// `all_day_at`, says so; before the first midnight of an all-day event. Empty where it says that
    /// it does not remind.
    pub lead_times: Option<Vec<LeadTime>>,
    /// When it became what it is as far as reminding goes: first seen, moved to this start, or
    /// accepted again. What was due before that moment could not have been known.
    pub found_at: Instant,
}

/// The person's choices about reminders.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rules {
    /// How long before a timed event; one reminder each.
    pub lead_times: Vec<LeadTime>,
    /// Whether timed events marked free remind.
    pub remind_of_free: bool,
    /// Whether events remind that are tentative, or that the person accepted as such.
    pub remind_of_tentative: bool,
}

/// The part of time whose reminders enter the ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlanSpan {
    /// Exclusive: up to here the plan was already made. What was due earlier and is not in the
    /// ledger was not wanted then, and is not sent late now.
    pub after: Instant,
    /// Inclusive: how far ahead rows are written.
    pub until: Instant,
}

impl PlanSpan {
    /// Whether a reminder due then belongs to it.
    #[must_use]
    pub fn contains(self, due: Instant) -> bool {
        self.after < due && due <= self.until
    }
}

/// One wanted reminder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedReminder {
    /// Its identity in the ledger.
    pub key: IdempotencyKey,
    /// The event it is about.
    pub event_id: EventId,
    /// Always [`NotificationKind::Reminder`].
    pub kind: NotificationKind,
    /// How long before the start; zero for an all-day event.
    pub lead: LeadTime,
    /// When it is to be sent.
    pub due: Instant,
    /// The event's start.
    pub start: Instant,
    /// From this moment on it is of no use any more: the event's end, and for an event shorter
    /// than [`LEAST_USE_MS`] that long after its start.
    pub useless_after: Instant,
    /// Where it goes.
    pub channel: ChannelId,
}

/// Every reminder that the events, the rules and the routing ask for, whenever it is due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    wanted: Vec<PlannedReminder>,
    span: PlanSpan,
    reminds_of_tentative: bool,
}

impl Plan {
    /// Plans. `channels` is the routing's result; the order of no argument matters.
    #[must_use]
    pub fn make(
        profile: &UserId,
        events: &[PlannableEvent],
        rules: &Rules,
        channels: &[ChannelId],
        span: PlanSpan,
    ) -> Self {
        let channels: BTreeSet<&ChannelId> = channels.iter().collect();
        let mut wanted: Vec<_> = events
            .iter()
            .flat_map(|event| {
                due_moments(event, rules)
                    .into_iter()
                    .map(move |(lead, due)| (event, lead, due))
            })
            .flat_map(|(event, lead, due)| {
                channels
                    .iter()
                    .map(move |channel| reminder(profile, event, lead, due, channel))
            })
            .collect();
        wanted.sort_by(|a, b| (a.due, &a.key).cmp(&(b.due, &b.key)));
        wanted.dedup_by(|a, b| a.key == b.key);
        Self {
            wanted,
            span,
            reminds_of_tentative: rules.remind_of_tentative,
        }
    }

    /// The reminders due within the span, by due moment.
    pub fn reminders(&self) -> impl Iterator<Item = &PlannedReminder> {
        self.wanted
            .iter()
            .filter(|reminder| self.span.contains(reminder.due))
    }

    /// All wanted reminders, those outside the span too, by due moment.
    #[must_use]
    pub fn wanted(&self) -> &[PlannedReminder] {
        &self.wanted
    }

    /// Whether tentative events remind.
    #[must_use]
    pub fn reminds_of_tentative(&self) -> bool {
        self.reminds_of_tentative
    }

    /// The span it was made for.
    #[must_use]
    pub fn span(&self) -> PlanSpan {
        self.span
    }
}

impl PlannableEvent {
    /// Whether it reminds at all: never when muted or a copy.
    #[must_use]
    pub fn reminds(&self, rules: &Rules) -> bool {
        !self.is_copy && !self.is_muted && self.concerns(rules)
    }

    /// Whether it is one to be reminded of, by itself or by a copy of it: never when cancelled,
    /// declined, left out by its title or said not to remind; marked free only if it lasts all day or
    /// the person asked for it, tentative only if they asked.
    #[must_use]
    pub fn concerns(&self, rules: &Rules) -> bool {
        self.certainty != Certainty::Cancelled
            && self.response != OwnResponse::Declined
            && !self.is_filtered
            && !self.wants_none()
            && (rules.remind_of_tentative || !self.is_tentative())
            && (self.busy || self.all_day_at.is_some() || rules.remind_of_free)
    }

    /// Whether its calendar says that it does not remind.
    #[must_use]
    pub fn wants_none(&self) -> bool {
        self.lead_times.as_ref().is_some_and(Vec::is_empty)
    }

    /// Whether the organiser, or the person, is not sure yet.
    #[must_use]
    pub fn is_tentative(&self) -> bool {
        self.certainty == Certainty::Tentative || self.response == OwnResponse::Tentative
    }

    fn useless_after(&self) -> Instant {
        let from = self.all_day_at.unwrap_or(self.start).max(self.start);
        self.end.max(from.plus_ms(LEAST_USE_MS))
    }
}

/// The lead times of an event and when each is due.
///
/// Leads that were past when the event was found become one, the nearest to the start, due at once.
fn due_moments(event: &PlannableEvent, rules: &Rules) -> Vec<(LeadTime, Instant)> {
    if !event.reminds(rules) {
        return Vec::new();
    }
    let moments = match (&event.lead_times, event.all_day_at) {
        (Some(own), _) => before_start(event.start, own),
        (None, Some(at)) => vec![(LeadTime::AT_START, at)],
        (None, None) => before_start(event.start, &rules.lead_times),
    };
    let (past, mut to_come): (Vec<_>, Vec<_>) = moments
        .into_iter()
        .partition(|(_, due)| *due <= event.found_at);
    let nearest = past.into_iter().min_by_key(|(lead, _)| *lead);
    if let Some((lead, _)) = nearest.filter(|_| event.found_at < event.useless_after()) {
        to_come.push((lead, event.found_at));
    }
    to_come
}

fn before_start(start: Instant, leads: &[LeadTime]) -> Vec<(LeadTime, Instant)> {
    let leads: BTreeSet<LeadTime> = leads.iter().copied().collect();
    leads
        .into_iter()
        .map(|lead| (lead, start.minus_minutes(lead.as_minutes().into())))
        .collect()
}

fn reminder(
    profile: &UserId,
    event: &PlannableEvent,
    lead: LeadTime,
    due: Instant,
    channel: &ChannelId,
) -> PlannedReminder {
    let kind = NotificationKind::Reminder;
    PlannedReminder {
        key: IdempotencyKey::of(&Identity {
            profile,
            kind,
            event: Some(&event.id),
            instance: &event.instance,
            start: Some(event.start),
            turn: Turn::Lead(lead),
            channel,
        }),
        event_id: event.id.clone(),
        kind,
        lead,
        due,
        start: event.start,
        useless_after: event.useless_after(),
        channel: channel.clone(),
    }
}

#[cfg(test)]
mod tests;
