//! Attempts at rows of the ledger: recorded as begun, and as ended.

use std::collections::HashSet;

use sqlx::SqliteConnection;
use storytime_types::notifications::NotificationStatus;
use storytime_types::{Instant, NotificationId, StorylineId, UserId};

use crate::channels::Message;
use crate::store::{Store, StoreError};

/// An attempt that is about to be made.
#[derive(Clone, Debug)]
pub struct AttemptBegin {
    /// Of which row.
    pub id: NotificationId,
    /// What will be sent; written once, at the first attempt.
    pub message: Message,
    /// The story in it.
    pub storyline: Option<StorylineId>,
}

/// How a row goes on after an attempt, or without one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The channel accepted it.
    Sent,
    /// It is tried again.
    Again {
        /// When.
        at: Instant,
        /// Why it did not succeed.
        reason: String,
        /// Whether this attempt counts as one of the four.
        counts: bool,
    },
    /// It was given up.
    Failed(String),
    /// It is of no use any more.
    Missed(String),
    /// It is not wanted any more.
    Cancelled(String),
}

impl Store {
    /// Records that attempts begin, in one transaction, and freezes their text. Answers which did: a
    /// row that was cancelled in the meantime does not.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn begin_attempts(
        &self,
        attempts: &[AttemptBegin],
        now: Instant,
    ) -> Result<HashSet<NotificationId>, StoreError> {
        let mut begun = HashSet::with_capacity(attempts.len());
        let mut transaction = self.write.begin().await?;
        for attempt in attempts {
            let done = sqlx::query(
                "UPDATE notification_logs
                 SET attempt_begun = ?2, attempts = attempts + 1, message = ?3, message_text = ?4,
                     storyline_id = ?5, updated_at = ?2
                 WHERE id = ?1 AND status = 'PENDING'",
            )
            .bind(attempt.id.as_str())
            .bind(now.ms())
            .bind(serde_json::json!(attempt.message).to_string())
            .bind(attempt.message.text())
            .bind(attempt.storyline.as_ref().map(StorylineId::as_str))
            .execute(&mut *transaction)
            .await?;
            if done.rows_affected() == 1 {
                begun.insert(attempt.id.clone());
            }
        }
        transaction.commit().await?;
        Ok(begun)
    }

    /// Records how rows go on.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn record_outcomes(
        &self,
        outcomes: &[(NotificationId, Outcome)],
        now: Instant,
    ) -> Result<(), StoreError> {
        let mut transaction = self.write.begin().await?;
        for (id, outcome) in outcomes {
            record(&mut transaction, id, outcome, now).await?;
        }
        transaction.commit().await?;
        Ok(())
    }

    /// Attempts that were in flight when the last engine ended: whether they arrived is unknown.
    /// They are tried again, each of them counts, and the row says so.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn reopen_interrupted(&self, now: Instant) -> Result<u64, StoreError> {
        let reopened = sqlx::query(
            "UPDATE notification_logs
             SET attempt_begun = NULL, next_attempt_at = ?1, updated_at = ?1,
                 retry_count = retry_count + 1,
                 error_message = 'the app was ended during an attempt, which may have arrived'
             WHERE status = 'PENDING' AND attempt_begun IS NOT NULL",
        )
        .bind(now.ms())
        .execute(&self.write)
        .await?;
        Ok(reopened.rows_affected())
    }

    /// A FAILED row is wanted again: it waits, with all its attempts before it.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn reopen_failed(
        &self,
        user: &UserId,
        id: &NotificationId,
        now: Instant,
    ) -> Result<bool, StoreError> {
        let done = sqlx::query(
            "UPDATE notification_logs
             SET status = 'PENDING', next_attempt_at = ?3, retry_count = 0, error_message = NULL,
                 updated_at = ?3
             WHERE id = ?1 AND user_id = ?2 AND status = 'FAILED'",
        )
        .bind(id.as_str())
        .bind(user.as_str())
        .bind(now.ms())
        .execute(&self.write)
        .await?;
        Ok(done.rows_affected() == 1)
    }
}

async fn record(
    connection: &mut SqliteConnection,
    id: &NotificationId,
    outcome: &Outcome,
    now: Instant,
) -> Result<(), StoreError> {
    let (status, reason, next, counts) = match outcome {
        Outcome::Sent => (NotificationStatus::Sent, None, None, false),
        Outcome::Again { at, reason, counts } => (
            NotificationStatus::Pending,
            Some(reason),
            Some(*at),
            *counts,
        ),
        Outcome::Failed(reason) => (NotificationStatus::Failed, Some(reason), None, false),
        Outcome::Missed(reason) => (NotificationStatus::Missed, Some(reason), None, false),
        Outcome::Cancelled(reason) => (NotificationStatus::Cancelled, Some(reason), None, false),
    };
    // A sent row keeps what was doubtful about an earlier, interrupted attempt.
    sqlx::query(
        "UPDATE notification_logs
         SET status = ?2, error_message = coalesce(?3, error_message),
             next_attempt_at = coalesce(?4, next_attempt_at), retry_count = retry_count + ?5,
             sent_at = CASE WHEN ?2 = 'SENT' THEN ?6 ELSE sent_at END,
             attempt_begun = NULL, updated_at = ?6
         WHERE id = ?1 AND status = 'PENDING'",
    )
    .bind(id.as_str())
    .bind(status.as_str())
    .bind(reason)
    .bind(next.map(Instant::ms))
    .bind(counts)
    .bind(now.ms())
    .execute(connection)
    .await?;
    Ok(())
}
