//! What is dropped at night: what belongs to nothing any more, and what is too old to matter. Each
//! call is one short transaction, and does nothing the second time.

use storytime_types::Instant;

use super::{Store, StoreError};

/// The ledger and the events in it are kept for so long, in milliseconds: 90 days.
pub const LEDGER_KEPT_MS: i64 = 90 * Instant::DAY;
/// Ended runs of the sync are kept for so long, in milliseconds: 30 days.
const JOBS_KEPT_MS: i64 = 30 * Instant::DAY;
/// What the use of an AI cost is kept for so long, in milliseconds: 400 days, so that a month can be
/// compared with the same one of the year before.
const USAGE_KEPT_MS: i64 = 400 * Instant::DAY;
/// Problems are told for so long, in milliseconds: 30 days.
const PROBLEMS_KEPT_MS: i64 = 30 * Instant::DAY;
/// Rows a transaction: a reminder that is due waits no longer than these take.
const CHUNK: i64 = 500;

/// One kind of thing that is dropped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Rows of profiles that are gone.
    Ownerless,
    /// Calendars without their integration.
    Calendars,
    /// Events without their calendar.
    Events,
    /// Mutes without their calendar, and of single events that are gone.
    Mutes,
    /// Stories without their event.
    Stories,
    /// Waiting reminders without their event: they are cancelled, not dropped.
    Reminders,
    /// Sessions whose time is over.
    Sessions,
    /// Logins at a provider that were never finished.
    Logins,
    /// Old runs of the sync.
    Jobs,
    /// Old figures on the use of an AI.
    Usage,
    /// Ended reminders older than [`LEDGER_KEPT_MS`].
    Ledger,
    /// Events over for as long, of which no reminder is left.
    PastEvents,
    /// Stories that have expired.
    ExpiredStories,
    /// Problems told for long enough.
    Problems,
}

impl Step {
    /// In this order: what loses its owner in one step goes in the next.
    pub const ALL: [Self; 14] = [
        Self::Ownerless,
        Self::Calendars,
        Self::Ledger,
        Self::PastEvents,
        Self::Events,
        Self::Mutes,
        Self::Stories,
        Self::ExpiredStories,
        Self::Reminders,
        Self::Sessions,
        Self::Logins,
        Self::Jobs,
        Self::Usage,
        Self::Problems,
    ];

    /// The statement: `?1` is now, `?2` how many rows at most.
    fn statement(self) -> &'static str {
        match self {
            // One table at a time: see `drop_ownerless`.
            Self::Ownerless => "",
            Self::Calendars => {
                "DELETE FROM calendars WHERE rowid IN (SELECT rowid FROM calendars WHERE
                     integration_id NOT IN (SELECT id FROM calendar_integrations) LIMIT ?2)"
            }
            Self::Events => {
                "DELETE FROM events WHERE rowid IN (SELECT rowid FROM events WHERE
                     calendar_id NOT IN (SELECT id FROM calendars) LIMIT ?2)"
            }
            Self::Mutes => {
                "DELETE FROM mutes WHERE rowid IN (SELECT rowid FROM mutes m WHERE
                     calendar_id NOT IN (SELECT id FROM calendars)
                     OR instance != '*' AND NOT EXISTS (SELECT 1 FROM events e
                         WHERE e.calendar_id = m.calendar_id
                             AND e.provider_event_id = m.provider_event_id
                             AND e.instance = m.instance) LIMIT ?2)"
            }
            Self::Stories => {
                "DELETE FROM storylines WHERE rowid IN (SELECT rowid FROM storylines WHERE
                     event_id NOT IN (SELECT id FROM events) LIMIT ?2)"
            }
            Self::ExpiredStories => {
                "DELETE FROM storylines WHERE rowid IN
                     (SELECT rowid FROM storylines WHERE expires_at <= ?1 LIMIT ?2)"
            }
            Self::Reminders => {
                "UPDATE notification_logs
                 SET status = 'CANCELLED', error_message = 'The event is no longer in its calendar.',
                     updated_at = ?1
                 WHERE rowid IN (SELECT rowid FROM notification_logs WHERE status = 'PENDING'
                     AND attempt_begun IS NULL AND event_id IS NOT NULL
                     AND event_id NOT IN (SELECT id FROM events) LIMIT ?2)"
            }
            Self::Sessions => {
                "DELETE FROM sessions WHERE rowid IN
                     (SELECT rowid FROM sessions WHERE expires_at <= ?1 LIMIT ?2)"
            }
            Self::Logins => {
                "DELETE FROM oauth_states WHERE rowid IN
                     (SELECT rowid FROM oauth_states WHERE expires_at <= ?1 LIMIT ?2)"
            }
            Self::Jobs => {
                "DELETE FROM sync_jobs WHERE rowid IN
                     (SELECT rowid FROM sync_jobs WHERE started_at < ?1 LIMIT ?2)"
            }
            Self::Usage => {
                "DELETE FROM ai_usage_logs WHERE rowid IN (SELECT rowid FROM ai_usage_logs WHERE
                     date < strftime('%Y-%m-%d', ?1 / 1000, 'unixepoch') LIMIT ?2)"
            }
            Self::Ledger => {
                "DELETE FROM notification_logs WHERE rowid IN (SELECT rowid FROM notification_logs
                     WHERE status <> 'PENDING' AND scheduled_for < ?1 LIMIT ?2)"
            }
            Self::PastEvents => {
                "DELETE FROM events WHERE rowid IN (SELECT rowid FROM events e WHERE end_time < ?1
                     AND NOT EXISTS (SELECT 1 FROM notification_logs n WHERE n.event_id = e.id)
                     LIMIT ?2)"
            }
            Self::Problems => {
                "DELETE FROM problems WHERE rowid IN
                     (SELECT rowid FROM problems WHERE last_at < ?1 LIMIT ?2)"
            }
        }
    }

    /// How old something must be, in milliseconds.
    fn age_ms(self) -> i64 {
        match self {
            Self::Jobs => JOBS_KEPT_MS,
            Self::Usage => USAGE_KEPT_MS,
            Self::Problems => PROBLEMS_KEPT_MS,
            Self::Ledger | Self::PastEvents => LEDGER_KEPT_MS,
            _ => 0,
        }
    }
}

impl Store {
    /// Takes some rows of a step and answers how many; 0 once there are none left.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn tidy(&self, step: Step, now: Instant) -> Result<u64, StoreError> {
        if step == Step::Ownerless {
            return self.drop_ownerless().await;
        }
        let done = sqlx::query(step.statement())
            .bind(now.plus_ms(-step.age_ms()).ms())
            .bind(CHUNK)
            .execute(&self.write)
            .await?;
        Ok(done.rows_affected())
    }

    async fn drop_ownerless(&self) -> Result<u64, StoreError> {
        let mut connection = self.write.acquire().await?;
        let mut dropped = 0;
        for table in super::removal::owned_tables(&mut connection).await? {
            // Settings of nobody are the app's.
            let statement = format!(
                "DELETE FROM {table} WHERE rowid IN (SELECT rowid FROM {table}
                     WHERE user_id <> '' AND user_id NOT IN (SELECT id FROM users) LIMIT {CHUNK})"
            );
            let done = sqlx::query(sqlx::AssertSqlSafe(statement));
            dropped += done.execute(&mut *connection).await?.rows_affected();
        }
        Ok(dropped)
    }
}

#[cfg(test)]
mod tests;
