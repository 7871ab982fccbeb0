//! The ledger: `notification_logs`. Every planned reminder ends here as SENT, as FAILED and told,
//! as MISSED and listed, or as CANCELLED for a reason.

mod attempts;
mod frozen;
mod plan;
mod said;

use sqlx::sqlite::SqliteRow;
use sqlx::{QueryBuilder, Row, Sqlite, SqliteConnection};
use storytime_types::notifications::{NotificationKind, NotificationStatus};
use storytime_types::{ChannelId, EventId, Instant, NotificationId, StorylineId, UserId};

use super::{Store, StoreError};
use crate::channels::Message;
use crate::reminders::{IdempotencyKey, MeetingMark};

pub use attempts::{AttemptBegin, Outcome};
pub(super) use frozen::{thaw_calendar, thaw_private};
pub(super) use plan::apply;
pub use plan::{LedgerChanges, Timing};
pub(super) use said::said_of_meetings;

/// Rows per statement: 17 values each, under SQLite's 32,766 for one statement.
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
    /// What tells the meeting that a planned reminder is about; empty for others.
    pub meeting: Vec<MeetingMark>,
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

/// In which order rows are read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RowOrder {
    /// The one due last first.
    #[default]
    LatestFirst,
    /// The one due first first.
    SoonestFirst,
}

/// Which rows are read.
#[derive(Clone, Debug)]
pub struct RowsAsked {
    /// Due from here on.
    pub from: Instant,
    /// Due before here.
    pub to: Instant,
    /// In one of these states; in any, when empty.
    pub statuses: Vec<NotificationStatus>,
    /// Behind the row that was due then and has this id.
    pub before: Option<(Instant, NotificationId)>,
    /// At most so many.
    pub limit: u32,
    /// In which order; `before` is behind that row in this order, too.
    pub order: RowOrder,
}

/// The rows of a profile within bounds, in some states.
macro_rules! rows_asked {
    () => {
        "SELECT * FROM notification_logs
         WHERE user_id = ?1 AND scheduled_for >= ?2 AND scheduled_for < ?3
             AND (?4 = '[]' OR status IN (SELECT value FROM json_each(?4))) "
    };
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

    /// The profile's rows asked for.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn ledger_rows(
        &self,
        user: &UserId,
        asked: &RowsAsked,
    ) -> Result<Vec<LedgerRow>, StoreError> {
        let statuses: Vec<&str> = asked.statuses.iter().map(|one| one.as_str()).collect();
        let (before, before_id) = match &asked.before {
            Some((at, id)) => (Some(at.ms()), id.as_str()),
            None => (None, ""),
        };
        let statement = match asked.order {
            RowOrder::LatestFirst => concat!(
                rows_asked!(),
                "AND (?5 IS NULL OR scheduled_for < ?5 OR scheduled_for = ?5 AND id < ?6)
                 ORDER BY scheduled_for DESC, id DESC LIMIT ?7"
            ),
            RowOrder::SoonestFirst => concat!(
                rows_asked!(),
                "AND (?5 IS NULL OR scheduled_for > ?5 OR scheduled_for = ?5 AND id > ?6)
                 ORDER BY scheduled_for, id LIMIT ?7"
            ),
        };
        sqlx::query(statement)
            .bind(user.as_str())
            .bind(asked.from.ms())
            .bind(asked.to.ms())
            .bind(serde_json::json!(statuses).to_string())
            .bind(before)
            .bind(before_id)
            .bind(asked.limit)
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

async fn insert_chunk(
    connection: &mut SqliteConnection,
    user: &UserId,
    rows: &[NewRow],
    now: Instant,
) -> Result<u64, StoreError> {
    let mut query = QueryBuilder::<Sqlite>::new(
        "INSERT INTO notification_logs (id, user_id, kind, event_id, event_start, channel_id,
             idempotency_key, title, scheduled_for, useless_after, lead_minutes, next_attempt_at,
             message, message_text, meeting, created_at, updated_at) ",
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
            .push_bind(said::marks_text(&row.meeting))
            .push_bind(now.ms())
            .push_bind(now.ms());
    });
    query.push(" ON CONFLICT (idempotency_key) DO NOTHING");
    // As long as its chunk: no statement to keep for the next time.
    let done = query.build().persistent(false).execute(connection).await?;
    Ok(done.rows_affected())
}

fn read_row(row: &SqliteRow) -> Result<LedgerRow, StoreError> {
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
