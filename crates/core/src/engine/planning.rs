//! Joins events, rules and ledger: what the plan wants is made the ledger's, in the transaction
//! that stores the events it was made from.

use std::collections::{HashMap, HashSet};

use storytime_types::events::EventStatus;
use storytime_types::local::parse_time_of_day;
use storytime_types::notifications::{NotificationKind, NotificationStatus};
use storytime_types::profile::{LeadTime, Profile};
use storytime_types::{CalendarId, EventId, Instant};

use super::{Shared, set_back, zone_of};
use crate::config::PLAN_AHEAD_MS;
use crate::events::is_derived_uid;
use crate::events::occurrence::Certainty;
use crate::events::zones::Zone;
use crate::reminders::{
    CancelReason, Copy, Plan, PlanSpan, PlannableEvent, PlannedReminder, RowState, Rules,
    TitleFilters, copies, difference, meeting_marks, said_before, snoozes_kept,
};
use crate::store::StoreError;
use crate::store::import::{Import, PlanEvent, PlanInput, PlanReach, new_notification_id};
use crate::store::ledger::{LedgerChanges, NewRow, Timing};
use crate::store::settings::Setting;

/// Commits `import`, if there is one, with the plan that follows from it, and wakes the delivery.
pub(crate) async fn replan(
    shared: &Shared,
    profile: &Profile,
    import: Option<&Import>,
) -> Result<LedgerChanges, StoreError> {
    let now = shared.now();
    let planned_at = shared
        .store
        .instant_setting(&profile.id, Setting::PlannedAt)
        .await?;
    let reach = PlanReach {
        from: planned_at
            .map_or(now, |at| at.min(now))
            .plus_ms(-Instant::DAY),
        until: now.plus_ms(PLAN_AHEAD_MS + longest_lead_ms(shared, profile, None).await?),
    };
    let changes = shared
        .store
        .commit_plan(&profile.id, import, reach, now, |input| {
            ledger_changes(profile, input, now)
        })
        .await?;
    set_back::note(shared, &profile.id, planned_at).await?;
    if !changes.is_empty() {
        shared.announce(storytime_types::changes::Change::Ledger);
        shared.wake_delivery();
    }
    Ok(changes)
}

/// The longest lead time of a profile's events, or of those in one of its calendars, in milliseconds.
pub(crate) async fn longest_lead_ms(
    shared: &Shared,
    profile: &Profile,
    calendar: Option<&CalendarId>,
) -> Result<i64, StoreError> {
    let chosen = shared.store.longest_lead(&profile.id, calendar).await?;
    let own = profile.lead_times.iter().map(|lead| lead.as_minutes());
    Ok(i64::from(own.fold(chosen, u32::max)) * Instant::MINUTE)
}

/// What the ledger must change so that it says what the plan wants.
fn ledger_changes(profile: &Profile, input: &PlanInput, now: Instant) -> LedgerChanges {
    let zone = zone_of(profile);
    let takes_place = input
        .events
        .iter()
        .filter(|event| event.is_live && event.status != EventStatus::Cancelled);
    let takes_place: Vec<_> = takes_place.map(|event| identity(event, false)).collect();
    let before = said_before(&takes_place, input.said.clone());
    let mut reminded = reminded_events(&input.rows);
    let said_before = takes_place.iter().filter(|event| before.knows(event.id));
    reminded.extend(said_before.map(|event| (event.id, event.start)));
    let filters = TitleFilters::readable(&profile.title_filters);
    let mut events: Vec<PlannableEvent> = input
        .events
        .iter()
        .filter(|event| event.is_live)
        .map(|event| {
            let knew = reminded.contains(&(&event.id, event.start));
            // New rules count for an event that nobody was reminded of yet, as if it was found now.
            let rules_from = input.rules_changed_at.filter(|_| !knew);
            let found_at = rules_from.map_or(event.found_at, |from| from.max(event.found_at));
            // A clock that was set back must not make everything look as if found in the future.
            let is_filtered = filters.leave_out(&event.title);
            PlannableEvent {
                is_filtered,
                ..plannable(event, profile, &zone, found_at.min(now))
            }
        })
        .collect();
    let span = PlanSpan {
        after: input
            .planned_at
            .map_or(Instant::MIN, |at| at.min(now).plus_ms(-1)),
        until: now.plus_ms(PLAN_AHEAD_MS),
    };
    let rules = Rules {
        lead_times: profile.lead_times.clone(),
        remind_of_free: profile.remind_of_free,
        remind_of_tentative: profile.remind_of_tentative,
    };
    let copies = mark_copies(&mut events, input, &rules, &reminded);
    let channels: Vec<_> = input.channel.iter().cloned().collect();
    let plan = Plan::make(&profile.id, &events, &rules, &channels, span);
    let off = input.events.iter().filter(|event| !event.is_live);
    let off = off.map(|event| (&event.id, why_off(event))).collect();
    let mut difference = difference(&input.rows, &events, &off, &plan, now);
    difference.insert.retain(|planned| !before.covers(planned));
    difference.reopen.retain(|planned| !before.covers(planned));
    let reminding = events.iter().filter(|event| event.reminds(&rules));
    let reminding: HashMap<_, _> = reminding.map(|event| (&event.id, event.start)).collect();
    let kept = snoozes_kept(&input.rows, &before, &reminding, now);
    difference
        .cancel
        .retain(|row| !kept.iter().any(|kept| kept.key == row.key));
    let woken = kept
        .into_iter()
        .filter(|row| row.status == NotificationStatus::Cancelled);
    let woken = woken.map(|row| Timing {
        key: row.key.clone(),
        due: row.due,
        useless_after: row.useless_after,
    });
    let stored: HashMap<_, _> = input.events.iter().map(|one| (&one.id, one)).collect();
    let new_row = |planned| new_row(planned, stored.get(&planned.event_id).copied());
    LedgerChanges {
        insert: difference.insert.iter().map(new_row).collect(),
        cancel: difference
            .cancel
            .into_iter()
            .map(|row| (row.key, row.reason))
            .collect(),
        reopen: difference
            .reopen
            .into_iter()
            .map(timing)
            .chain(woken)
            .collect(),
        amend: difference.amend.into_iter().map(timing).collect(),
        copies: changed_copies(&input.events, copies),
    }
}

/// Why an event does not count.
fn why_off(event: &PlanEvent) -> CancelReason {
    if event.is_gone {
        CancelReason::CalendarGone
    } else {
        CancelReason::SwitchedOff
    }
}

/// Marks the events that another calendar's copy reminds of, and answers which that is.
fn mark_copies(
    events: &mut [PlannableEvent],
    input: &PlanInput,
    rules: &Rules,
    reminded: &HashSet<(&EventId, Instant)>,
) -> HashMap<EventId, EventId> {
    let remind: HashSet<&EventId> = events
        .iter()
        .filter(|event| event.concerns(rules))
        .map(|event| &event.id)
        .collect();
    let candidates: Vec<Copy<'_>> = input
        .events
        .iter()
        .filter(|event| remind.contains(&event.id))
        .map(|event| identity(event, reminded.contains(&(&event.id, event.start))))
        .collect();
    let copies = copies(&candidates);
    for event in &mut *events {
        event.is_copy = copies.contains_key(&event.id);
    }
    mute_whole_meetings(events, &copies);
    copies
}

fn identity(event: &PlanEvent, reminded: bool) -> Copy<'_> {
    Copy {
        id: &event.id,
        calendar: &event.calendar,
        uid: Some(event.uid.as_str()).filter(|uid| !is_derived_uid(uid)),
        start: event.start,
        end: event.end,
        all_day: event.first_day.is_some(),
        title: &event.title,
        organizer: event.organizer.as_deref(),
        reminded,
    }
}

/// Whoever muted one copy of a meeting meant the meeting.
fn mute_whole_meetings(events: &mut [PlannableEvent], copies: &HashMap<EventId, EventId>) {
    let first = |event: &PlannableEvent| copies.get(&event.id).unwrap_or(&event.id).clone();
    let muted = events.iter().filter(|event| event.is_muted);
    let muted: HashSet<EventId> = muted.map(first).collect();
    for event in events {
        event.is_muted |= muted.contains(&first(event));
    }
}

/// What has to be written so that each event says which other one stands for it.
fn changed_copies(
    events: &[PlanEvent],
    mut copies: HashMap<EventId, EventId>,
) -> Vec<(EventId, Option<EventId>)> {
    let now = events.iter().map(|event| (event, copies.remove(&event.id)));
    now.filter(|(event, copy_of)| event.copy_of != *copy_of)
        .map(|(event, copy_of)| (event.id.clone(), copy_of))
        .collect()
}

fn reminded_events(rows: &[RowState]) -> HashSet<(&EventId, Instant)> {
    rows.iter()
        .filter(|row| row.status == NotificationStatus::Sent)
        .filter(|row| row.kind == NotificationKind::Reminder)
        .filter_map(|row| Some((row.event_id.as_ref()?, row.start?)))
        .collect()
}

fn plannable(
    event: &PlanEvent,
    profile: &Profile,
    zone: &Zone,
    found_at: Instant,
) -> PlannableEvent {
    let (hour, minute) = parse_time_of_day(&profile.all_day_time).unwrap_or((9, 0));
    PlannableEvent {
        id: event.id.clone(),
        instance: event.instance.clone(),
        start: event.start,
        end: event.end,
        all_day_at: event
            .first_day
            .map(|first| zone.at(first, u32::from(hour), u32::from(minute))),
        certainty: match event.status {
            EventStatus::Cancelled => Certainty::Cancelled,
            EventStatus::Active | EventStatus::Rescheduled if event.tentative => {
                Certainty::Tentative
            }
            EventStatus::Active | EventStatus::Rescheduled => Certainty::Confirmed,
        },
        busy: event.busy,
        response: event.response,
        is_copy: false,
        is_muted: event.muted.is_some(),
        is_filtered: false,
        lead_times: own_lead_times(event),
        found_at,
    }
}

/// When an event reminds by its calendar: at the reminders that it brings, where the person wants
/// those, never where it says that it brings none, else at the lead times chosen for the calendar,
/// which are for timed events only.
fn own_lead_times(event: &PlanEvent) -> Option<Vec<LeadTime>> {
    let brought = event.reminders.as_ref().filter(|_| event.uses_reminders);
    let brought: Option<Vec<LeadTime>> = brought.map(|all| {
        let leads = all.iter().map(|minutes| LeadTime::minutes(*minutes));
        leads.filter_map(Result::ok).collect()
    });
    match event.first_day {
        _ if brought.is_some() => brought,
        Some(_) => None,
        None => event.lead_times.clone(),
    }
}

fn new_row(planned: &PlannedReminder, event: Option<&PlanEvent>) -> NewRow {
    NewRow {
        id: new_notification_id(),
        kind: planned.kind,
        event: Some(planned.event_id.clone()),
        event_start: Some(planned.start),
        channel: planned.channel.clone(),
        key: planned.key.clone(),
        title: event.map(|event| event.title.clone()).unwrap_or_default(),
        meeting: event.map_or_else(Vec::new, |event| meeting_marks(&identity(event, false))),
        due: planned.due,
        useless_after: planned.useless_after,
        lead_minutes: planned.lead.as_minutes(),
        message: None,
    }
}

fn timing(planned: PlannedReminder) -> Timing {
    Timing {
        key: planned.key,
        due: planned.due,
        useless_after: planned.useless_after,
    }
}
