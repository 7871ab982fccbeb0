//! What answers carry beside the stored values: local texts, because the window converts nothing.

use std::collections::HashMap;

use storytime_types::events::{Event, LocalTimes, When};
use storytime_types::notifications::Notification;
use storytime_types::{EventId, Instant};

use crate::events::zones::{self, Zone};
use crate::store::events::StoredEvent;
use crate::store::ledger::LedgerRow;
use crate::store::storylines::StoredStoryline;

/// An event with its story, in the profile's zone.
pub(super) fn event(
    stored: StoredEvent,
    stories: &HashMap<EventId, StoredStoryline>,
    zone: &Zone,
    now: Instant,
) -> Event {
    let story = stories
        .get(&stored.id)
        .filter(|story| story.data_hash == stored.content.data_hash)
        .map(|story| story.storyline.clone());
    let local = local_times(&stored, zone, now);
    let content = stored.content;
    let (start_time, end_time) = match content.all_day {
        Some((first, end)) => (When::On(first.to_string()), When::On(end.to_string())),
        None => (When::At(content.start), When::At(content.end)),
    };
    Event {
        id: stored.id,
        calendar_id: stored.calendar,
        provider_event_id: content.uid,
        title: content.title,
        description: content.description,
        start_time,
        end_time,
        is_all_day: content.all_day.is_some(),
        location: content.location,
        meeting_link: content.meeting_link,
        attendee_count: content.attendee_count,
        status: content.status,
        starts_at: content.start,
        ends_at: content.end,
        local,
        storyline: story,
    }
}

fn local_times(event: &StoredEvent, zone: &Zone, now: Instant) -> LocalTimes {
    let content = &event.content;
    let first = content
        .all_day
        .map_or_else(|| zone.date(content.start), |(first, _)| first);
    let today = zone.date(now);
    let day = match first.signed_duration_since(today).num_days() {
        0 => "Today".to_owned(),
        1 => "Tomorrow".to_owned(),
        _ => zones::day_text(first),
    };
    let timed = content.all_day.is_none();
    LocalTimes {
        date: first.to_string(),
        day,
        start: timed.then(|| zone.time_text(content.start)),
        end: timed.then(|| zone.time_text(content.end)),
    }
}

/// `14:05` today, `Sun 22 Nov 14:05` on another day.
pub(super) fn moment(at: Instant, zone: &Zone, now: Instant) -> String {
    if zone.date(at) == zone.date(now) {
        zone.time_text(at)
    } else {
        format!("{} {}", zone.day_text(at), zone.time_text(at))
    }
}

/// A row of the ledger.
pub(super) fn notification(row: LedgerRow, zone: &Zone, now: Instant) -> Notification {
    Notification {
        id: row.id,
        kind: row.kind,
        event_id: row.event,
        title: row.title,
        storyline_id: row.storyline,
        channel_id: row.channel,
        scheduled_for: row.due,
        scheduled_local: moment(row.due, zone, now),
        sent_at: row.sent_at,
        status: row.status,
        message_text: row.message_text,
        error_message: row.error_message,
        retry_count: row.retry_count,
        idempotency_key: row.key.as_str().to_owned(),
    }
}
