//! Texts that were frozen while more of them might leave this computer.

use sqlx::SqliteConnection;
use storytime_types::notifications::NotificationKind;
use storytime_types::{CalendarId, EventId, UserId};

use crate::store::StoreError;

/// Takes the frozen texts off what is or may be sent again elsewhere of a calendar's events, of those
/// that stand for one of them and may have its link and place, and off digests, which may name them:
/// they are composed anew. What was sent stays as it was, and so does
/// what goes to the person's own screen.
pub(in crate::store) async fn thaw_calendar(
    connection: &mut SqliteConnection,
    user: &UserId,
    calendar: &CalendarId,
) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE notification_logs SET message = NULL
         WHERE user_id = ?1 AND message IS NOT NULL AND status != 'SENT'
             AND (kind = ?3 OR event_id IN
                 (SELECT id FROM events WHERE calendar_id = ?2
                  UNION SELECT copy_of FROM events WHERE calendar_id = ?2 AND copy_of IS NOT NULL))
             AND channel_id IN (SELECT id FROM notification_channels WHERE type != 'native')",
    )
    .bind(user.as_str())
    .bind(calendar.as_str())
    .bind(NotificationKind::Digest.as_str())
    .execute(connection)
    .await?;
    Ok(())
}

/// As [`thaw_calendar`], of an event that becomes private now.
pub(in crate::store) async fn thaw_private(
    connection: &mut SqliteConnection,
    event: &EventId,
) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE notification_logs SET message = NULL
         WHERE message IS NOT NULL AND status != 'SENT'
             AND event_id IN
                 (SELECT id FROM events WHERE id = ?1 AND is_private = 0
                  UNION SELECT copy_of FROM events
                  WHERE id = ?1 AND is_private = 0 AND copy_of IS NOT NULL)
             AND channel_id IN (SELECT id FROM notification_channels WHERE type != 'native')",
    )
    .bind(event.as_str())
    .execute(connection)
    .await?;
    Ok(())
}
