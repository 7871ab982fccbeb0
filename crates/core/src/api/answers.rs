//! What answers carry beside the stored values: local texts, because the window converts nothing.

use std::collections::HashMap;

use storytime_types::calendars::Integration;
use storytime_types::events::{Event, LocalTimes, When};
use storytime_types::notifications::{Notification, NotificationStatus};
use storytime_types::profile::Profile;
use storytime_types::sync::SyncJob;
use storytime_types::{ChannelId, EventId, Instant, LocalMoment};

use crate::engine::theme_of;
use crate::events::zones::{self, Zone};
use crate::store::events::StoredEvent;
use crate::store::ledger::LedgerRow;
use crate::store::storylines::StoredStoryline;
use crate::stories::guard;

/// An event with its story, in the profile's zone.
pub(super) fn event(
    stored: StoredEvent,
    stories: &HashMap<EventId, StoredStoryline>,
    profile: &Profile,
    zone: &Zone,
    now: Instant,
) -> Event {
    let theme = theme_of(&stored, profile);
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
        title: guard::text(&content.title),
        description: content.description.as_deref().map(guard::text),
        start_time,
        end_time,
        is_all_day: content.all_day.is_some(),
        location: content.location.as_deref().map(guard::text),
        meeting_link: content.meeting_link,
        attendee_count: content.attendee_count,
        status: content.status,
        starts_at: content.start,
        ends_at: content.end,
        local,
        copy_of: stored.copy_of,
        theme,
        theme_override: stored.theme,
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
    let last = match content.all_day {
        Some((first, end)) => end.pred_opt().map_or(first, |last| last.max(first)),
        None => zone.date(content.end),
    };
    let timed = content.all_day.is_none();
    LocalTimes {
        date: first.to_string(),
        day,
        start: timed.then(|| zone.time_text(content.start)),
        end: timed.then(|| zone.time_text(content.end)),
        end_date: last.to_string(),
    }
}

/// What calendar and clock show then.
pub(super) fn moment(at: Instant, zone: &Zone) -> LocalMoment {
    LocalMoment {
        date: zone.date_text(at),
        time: zone.time_text(at),
    }
}

/// A run of the sync.
pub(super) fn sync_job(mut job: SyncJob, zone: &Zone) -> SyncJob {
    job.started_local = Some(moment(job.started_at, zone));
    job.completed_local = job.completed_at.map(|at| moment(at, zone));
    job
}

/// What a calendar, a file or a server calls itself, as it may be shown.
pub(super) fn made_readable(integration: &mut Integration) {
    let names = integration.calendars.iter_mut().flat_map(|calendar| {
        [
            Some(&mut calendar.name),
            calendar.error_message.as_mut(),
            calendar.notice.as_mut(),
        ]
    });
    let own = [
        Some(&mut integration.name),
        integration.error_message.as_mut(),
    ];
    for shown in own.into_iter().chain(names).flatten() {
        *shown = guard::text(shown);
    }
}

/// A row of the ledger; `channels` are the names of those that exist.
pub(super) fn notification(
    row: LedgerRow,
    channels: &HashMap<ChannelId, String>,
    zone: &Zone,
) -> Notification {
    let reason = match row.status {
        NotificationStatus::Pending | NotificationStatus::Sent => None,
        NotificationStatus::Failed | NotificationStatus::Missed | NotificationStatus::Cancelled => {
            row.error_message.as_deref().map(sentence)
        }
    };
    let channel_name = row.channel.as_ref().and_then(|id| channels.get(id));
    Notification {
        id: row.id,
        kind: row.kind,
        event_id: row.event,
        title: guard::text(&row.title),
        storyline_id: row.storyline,
        channel_name: channel_name.cloned(),
        channel_id: row.channel,
        lead_minutes: row.lead_minutes,
        scheduled_for: row.due,
        scheduled_local: moment(row.due, zone),
        sent_at: row.sent_at,
        sent_local: row.sent_at.map(|at| moment(at, zone)),
        status: row.status,
        message_text: row.message_text,
        error_message: row.error_message,
        reason,
        retry_count: row.retry_count,
        idempotency_key: row.key.as_str().to_owned(),
    }
}

/// With a capital letter at its beginning and a full stop at its end.
fn sentence(text: &str) -> String {
    let mut rest = text.trim().chars();
    let mut whole: String = rest
        .next()
        .into_iter()
        .flat_map(char::to_uppercase)
        .collect();
    whole.extend(rest);
    if !whole.is_empty() && !whole.ends_with(['.', '!', '?']) {
        whole.push('.');
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_is_told_as_a_sentence() {
        assert_eq!(
            sentence("its calendar was removed"),
            "Its calendar was removed."
        );
        assert_eq!(sentence("The event was moved."), "The event was moved.");
        assert_eq!(sentence(" "), "");
    }
}
