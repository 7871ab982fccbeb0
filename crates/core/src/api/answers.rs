//! What answers carry beside the stored values: local texts, because the window converts nothing.

use std::collections::HashMap;

use storytime_types::calendars::Integration;
use storytime_types::notifications::{Notification, NotificationStatus};
use storytime_types::sync::SyncJob;
use storytime_types::{ChannelId, Instant, LocalMoment};

use crate::events::zones::Zone;
use crate::store::ledger::LedgerRow;
use crate::stories::{guard, plain};

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
        title: plain::title(&row.title),
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
