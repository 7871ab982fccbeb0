//! What a new plan changes in the ledger.

use sqlx::SqliteConnection;
use storytime_types::{EventId, Instant, UserId};

use super::{CHUNK, NewRow, insert_chunk};
use crate::reminders::{CancelReason, IdempotencyKey};
use crate::store::StoreError;

/// What a new plan changes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LedgerChanges {
    /// New rows.
    pub insert: Vec<NewRow>,
    /// Waiting rows that are not wanted any more, and why.
    pub cancel: Vec<(IdempotencyKey, CancelReason)>,
    /// Cancelled rows, never tried, that are wanted again.
    pub reopen: Vec<Timing>,
    /// Waiting rows that are due at another moment now.
    pub amend: Vec<Timing>,
    /// Events that another one stands for from now on, or none any more.
    pub copies: Vec<(EventId, Option<EventId>)>,
}

/// When a row is due, and until when it is of use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timing {
    /// Which row.
    pub key: IdempotencyKey,
    /// When it is due.
    pub due: Instant,
    /// From when on it is of no use.
    pub useless_after: Instant,
}

impl LedgerChanges {
    /// Whether nothing changes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

pub(in crate::store) async fn apply(
    connection: &mut SqliteConnection,
    user: &UserId,
    changes: &LedgerChanges,
    now: Instant,
) -> Result<(), StoreError> {
    for chunk in changes.insert.chunks(CHUNK) {
        insert_chunk(connection, user, chunk, now).await?;
    }
    for (key, reason) in &changes.cancel {
        sqlx::query(
            "UPDATE notification_logs SET status = 'CANCELLED', error_message = ?2, updated_at = ?3
             WHERE idempotency_key = ?1 AND status = 'PENDING' AND attempt_begun IS NULL",
        )
        .bind(key.as_str())
        .bind(reason.as_str())
        .bind(now.ms())
        .execute(&mut *connection)
        .await?;
    }
    for timing in &changes.reopen {
        sqlx::query(
            "UPDATE notification_logs
             SET status = 'PENDING', error_message = NULL, scheduled_for = ?2, next_attempt_at = ?2,
                 useless_after = ?3, updated_at = ?4
             WHERE idempotency_key = ?1 AND status = 'CANCELLED' AND attempts = 0",
        )
        .bind(timing.key.as_str())
        .bind(timing.due.ms())
        .bind(timing.useless_after.ms())
        .bind(now.ms())
        .execute(&mut *connection)
        .await?;
    }
    for timing in &changes.amend {
        sqlx::query(
            "UPDATE notification_logs
             SET scheduled_for = ?2, useless_after = ?3, updated_at = ?4,
                 next_attempt_at = CASE WHEN attempts = 0 THEN ?2 ELSE next_attempt_at END
             WHERE idempotency_key = ?1 AND status = 'PENDING'",
        )
        .bind(timing.key.as_str())
        .bind(timing.due.ms())
        .bind(timing.useless_after.ms())
        .bind(now.ms())
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}
