//! The ledger: `notification_logs`. Every planned reminder ends here as SENT, as FAILED and told,
//! as MISSED and listed, or as CANCELLED for a reason.

use std::collections::HashSet;

use sqlx::sqlite::SqliteRow;
use sqlx::{QueryBuilder, Row, Sqlite, SqliteConnection};
use storytime_types::notifications::{NotificationKind, NotificationStatus};
use storytime_types::{ChannelId, EventId, Instant, NotificationId, StorylineId, UserId};

use super::{Store, StoreError};
use crate::channels::Message;
use crate::reminders::{CancelReason, IdempotencyKey};

/// Rows per statement: 15 values each, under SQLite's 32,766 for one statement.
const CHUNK: usize = 500;

/// A row as it is about to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRow {
    /// Its id.
    pub id: NotificationId,
    /// What it is.
    pub kind: NotificationKind,
    /// The event it is about.
    pub event: Option<EventId>,
    /// The start it reminds of.
    pub event_start: Option<Instant>,
    /// Where it goes.
    pub channel: ChannelId,
    /// Its identity.
    pub key: IdempotencyKey,
    /// What it is called in lists.
    pub title: String,
    /// When it is due.
    pub due: Instant,
    /// From when on it is of no use.
    pub useless_after: Instant,
    /// How long before the start, in minutes.
    pub lead_minutes: u32,
    /// A text that does not come from a story: a digest, a test, a plot twist.
    pub message: Option<Message>,
}

/// A stored row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LedgerRow {
    /// Its id.
    pub id: NotificationId,
    /// Whose it is.
    pub user: UserId,
    /// What it is.
    pub kind: NotificationKind,
    /// The event it is about.
    pub event: Option<EventId>,
    /// The start it reminds of.
    pub event_start: Option<Instant>,
    /// The story it carried.
    pub storyline: Option<StorylineId>,
    /// Where it goes.
    pub channel: Option<ChannelId>,
    /// Its identity.
    pub key: IdempotencyKey,
    /// What it is called in lists.
    pub title: String,
    /// When it is due.
    pub due: Instant,
    /// From when on it is of no use.
    pub useless_after: Instant,
    /// How long before the start, in minutes.
    pub lead_minutes: u32,
    /// When the delivery looks at it next.
    pub next_attempt_at: Instant,
    /// Since when an attempt is in flight.
    pub attempt_begun: Option<Instant>,
    /// Attempts that were begun.
    pub attempts: u32,
    /// Attempts after the first that counted.
    pub retry_count: u32,
    /// What has become of it.
    pub status: NotificationStatus,
    /// The message, frozen from the first attempt on.
    pub message: Option<Message>,
    /// The message's text.
    pub message_text: String,
    /// Why it was not sent, or what is doubtful about it.
    pub error_message: Option<String>,
    /// When the channel accepted it.
    pub sent_at: Option<Instant>,
}

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
    /// Writes one row that no plan makes: a snooze, a digest, a test. Answers false where a row of
    /// this key exists.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn insert_row(
        &self,
        user: &UserId,
        row: &NewRow,
        now: Instant,
    ) -> Result<bool, StoreError> {
        let mut connection = self.write.acquire().await?;
        Ok(insert_chunk(&mut connection, user, std::slice::from_ref(row), now).await? == 1)
    }

    /// The rows of all profiles that are due at `now` and not in flight, oldest first.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn due_rows(&self, now: Instant) -> Result<Vec<LedgerRow>, StoreError> {
        sqlx::query(
            "SELECT * FROM notification_logs
             WHERE status = 'PENDING' AND attempt_begun IS NULL AND next_attempt_at <= ?
             ORDER BY next_attempt_at, scheduled_for, id LIMIT 1000",
        )
        .bind(now.ms())
        .fetch_all(&self.read)
        .await?
        .iter()
        .map(read_row)
        .collect()
    }

    /// When the next row after `now` is due that is not in flight.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn next_due_after(&self, now: Instant) -> Result<Option<Instant>, StoreError> {
        let at: Option<i64> = sqlx::query_scalar(
            "SELECT min(next_attempt_at) FROM notification_logs
             WHERE status = 'PENDING' AND attempt_begun IS NULL AND next_attempt_at > ?",
        )
        .bind(now.ms())
        .fetch_one(&self.read)
        .await?;
        Ok(at.map(Instant::from_ms))
    }

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

    /// One row of the profile.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn ledger_row(
        &self,
        user: &UserId,
        id: &NotificationId,
    ) -> Result<Option<LedgerRow>, StoreError> {
        sqlx::query("SELECT * FROM notification_logs WHERE id = ? AND user_id = ?")
            .bind(id.as_str())
            .bind(user.as_str())
            .fetch_optional(&self.read)
            .await?
            .map(|row| read_row(&row))
            .transpose()
    }

    /// The profile's rows due within `from`..`to`, newest first.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn ledger_between(
        &self,
        user: &UserId,
        from: Instant,
        to: Instant,
        status: Option<NotificationStatus>,
        limit: u32,
    ) -> Result<Vec<LedgerRow>, StoreError> {
        sqlx::query(
            "SELECT * FROM notification_logs
             WHERE user_id = ?1 AND scheduled_for >= ?2 AND scheduled_for < ?3
                 AND (?4 IS NULL OR status = ?4)
             ORDER BY scheduled_for DESC, id DESC LIMIT ?5",
        )
        .bind(user.as_str())
        .bind(from.ms())
        .bind(to.ms())
        .bind(status.map(NotificationStatus::as_str))
        .bind(limit)
        .fetch_all(&self.read)
        .await?
        .iter()
        .map(read_row)
        .collect()
    }

    /// How many rows of this kind an event has: the sequence number of the next one.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn count_rows(
        &self,
        user: &UserId,
        event: Option<&EventId>,
        kind: NotificationKind,
    ) -> Result<u32, StoreError> {
        Ok(sqlx::query_scalar(
            "SELECT count(*) FROM notification_logs
             WHERE user_id = ? AND event_id IS ? AND kind = ?",
        )
        .bind(user.as_str())
        .bind(event.map(EventId::as_str))
        .bind(kind.as_str())
        .fetch_one(&self.read)
        .await?)
    }

    /// The waiting rows of one event.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn waiting_rows(
        &self,
        user: &UserId,
        event: &EventId,
    ) -> Result<Vec<NotificationId>, StoreError> {
        let ids: Vec<String> = sqlx::query_scalar(
            "SELECT id FROM notification_logs
             WHERE user_id = ? AND event_id = ? AND status = 'PENDING' AND attempt_begun IS NULL",
        )
        .bind(user.as_str())
        .bind(event.as_str())
        .fetch_all(&self.read)
        .await?;
        Ok(ids.into_iter().map(NotificationId).collect())
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

    /// How many rows FAILED since `from`.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn count_failed(&self, user: &UserId, from: Instant) -> Result<u32, StoreError> {
        Ok(sqlx::query_scalar(
            "SELECT count(*) FROM notification_logs
             WHERE user_id = ? AND status = 'FAILED' AND scheduled_for >= ?",
        )
        .bind(user.as_str())
        .bind(from.ms())
        .fetch_one(&self.read)
        .await?)
    }
}

pub(super) async fn apply(
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

async fn insert_chunk(
    connection: &mut SqliteConnection,
    user: &UserId,
    rows: &[NewRow],
    now: Instant,
) -> Result<u64, StoreError> {
    let mut query = QueryBuilder::<Sqlite>::new(
        "INSERT INTO notification_logs (id, user_id, kind, event_id, event_start, channel_id,
             idempotency_key, title, scheduled_for, useless_after, lead_minutes, next_attempt_at,
             message, message_text, created_at, updated_at) ",
    );
    query.push_values(rows, |mut values, row| {
        values
            .push_bind(row.id.as_str())
            .push_bind(user.as_str())
            .push_bind(row.kind.as_str())
            .push_bind(row.event.as_ref().map(EventId::as_str))
            .push_bind(row.event_start.map(Instant::ms))
            .push_bind(row.channel.as_str())
            .push_bind(row.key.as_str())
            .push_bind(&row.title)
            .push_bind(row.due.ms())
            .push_bind(row.useless_after.ms())
            .push_bind(row.lead_minutes)
            .push_bind(row.due.ms())
            .push_bind(
                row.message
                    .as_ref()
                    .map(|message| serde_json::json!(message).to_string()),
            )
            .push_bind(row.message.as_ref().map(Message::text).unwrap_or_default())
            .push_bind(now.ms())
            .push_bind(now.ms());
    });
    query.push(" ON CONFLICT (idempotency_key) DO NOTHING");
    Ok(query.build().execute(connection).await?.rows_affected())
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

pub(super) fn read_row(row: &SqliteRow) -> Result<LedgerRow, StoreError> {
    let id: String = row.try_get("id")?;
    let unreadable = |column| StoreError::Unreadable {
        table: "notification_logs",
        column,
        row: id.clone(),
    };
    let instant = |column: &str| -> Result<Option<Instant>, sqlx::Error> {
        Ok(row.try_get::<Option<i64>, _>(column)?.map(Instant::from_ms))
    };
    let kind: &str = row.try_get("kind")?;
    let status: &str = row.try_get("status")?;
    let message: Option<&str> = row.try_get("message")?;
    Ok(LedgerRow {
        user: UserId(row.try_get("user_id")?),
        kind: NotificationKind::parse(kind).ok_or_else(|| unreadable("kind"))?,
        event: row.try_get::<Option<String>, _>("event_id")?.map(EventId),
        event_start: instant("event_start")?,
        storyline: row
            .try_get::<Option<String>, _>("storyline_id")?
            .map(StorylineId),
        channel: row
            .try_get::<Option<String>, _>("channel_id")?
            .map(ChannelId),
        key: IdempotencyKey::from_stored(row.try_get("idempotency_key")?),
        title: row.try_get("title")?,
        due: Instant::from_ms(row.try_get("scheduled_for")?),
        useless_after: Instant::from_ms(row.try_get("useless_after")?),
        lead_minutes: row.try_get("lead_minutes")?,
        next_attempt_at: Instant::from_ms(row.try_get("next_attempt_at")?),
        attempt_begun: instant("attempt_begun")?,
        attempts: row.try_get("attempts")?,
        retry_count: row.try_get("retry_count")?,
        status: NotificationStatus::parse(status).ok_or_else(|| unreadable("status"))?,
        message: message
            .map(|json| serde_json::from_str(json).map_err(|_| unreadable("message")))
            .transpose()?,
        message_text: row.try_get("message_text")?,
        error_message: row.try_get("error_message")?,
        sent_at: instant("sent_at")?,
        id: NotificationId(id),
    })
}
