//! Figures over the tables of one profile. Each is counted from an index.

use sqlx::{QueryBuilder, Row as _, Sqlite};
use storytime_types::dashboard::{LastWeek, Stats};
use storytime_types::{Instant, UserId};

use super::{Store, StoreError};

/// A reminder that was sent so many milliseconds after it was due came on time.
const ON_TIME_MS: i64 = Instant::MINUTE;

impl Store {
    /// How much there is of what a profile keeps, without what lies ahead.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn stats(&self, user: &UserId) -> Result<Stats, StoreError> {
        let row = sqlx::query(
            "SELECT
                 (SELECT count(*) FROM calendars c
                      JOIN calendar_integrations i ON i.id = c.integration_id
                      WHERE c.user_id = ?1 AND c.is_active = 1 AND i.status <> 'INACTIVE')
                     AS calendars,
                 (SELECT count(*) FROM notification_channels
                      WHERE user_id = ?1 AND is_active = 1) AS channels,
                 (SELECT count(*) FROM storylines WHERE user_id = ?1) AS stories",
        )
        .bind(user.as_str())
        .fetch_one(&self.read)
        .await?;
        Ok(Stats {
            connected_calendars: row.try_get("calendars")?,
            active_channels: row.try_get("channels")?,
            upcoming_events: 0,
            stories_generated: row.try_get("stories")?,
        })
    }

    /// How many events of active calendars begin within each of these spans (`from..to`), in their
    /// order.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn events_begun_within(
        &self,
        user: &UserId,
        spans: &[(Instant, Instant)],
    ) -> Result<Vec<u32>, StoreError> {
        if spans.is_empty() {
            return Ok(Vec::new());
        }
        let mut query = QueryBuilder::<Sqlite>::new("WITH spans (place, a, b) AS (");
        query.push_values(spans.iter().enumerate(), |mut row, (place, (from, to))| {
            row.push_bind(i64::try_from(place).unwrap_or(i64::MAX));
            row.push_bind(from.ms()).push_bind(to.ms());
        });
        query.push(
            ") SELECT (SELECT count(*) FROM events e WHERE e.start_time >= a AND e.start_time < b
                   AND e.status <> 'CANCELLED' AND e.calendar_id IN
                       (SELECT id FROM calendars WHERE is_active = 1) AND e.user_id = ",
        );
        query.push_bind(user.as_str());
        query.push(") FROM spans ORDER BY place");
        Ok(query.build_query_scalar().fetch_all(&self.read).await?)
    }

    /// What became of the reminders that were due within `from..to`.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn reminders_within(
        &self,
        user: &UserId,
        from: Instant,
        to: Instant,
    ) -> Result<LastWeek, StoreError> {
        let row = sqlx::query(
            "SELECT count(*) FILTER (WHERE status = 'SENT') AS sent,
                 count(*) FILTER (WHERE status = 'SENT' AND sent_at <= scheduled_for + ?4) AS on_time,
                 count(*) FILTER (WHERE status = 'MISSED') AS missed,
                 count(*) FILTER (WHERE status = 'FAILED') AS failed
             FROM notification_logs
             WHERE user_id = ?1 AND scheduled_for >= ?2 AND scheduled_for < ?3 AND kind <> 'test'",
        )
        .bind(user.as_str())
        .bind(from.ms())
        .bind(to.ms())
        .bind(ON_TIME_MS)
        .fetch_one(&self.read)
        .await?;
        Ok(LastWeek {
            sent: row.try_get("sent")?,
            on_time: row.try_get("on_time")?,
            missed: row.try_get("missed")?,
            failed: row.try_get("failed")?,
        })
    }

    /// Whose model writes for a profile once there is a key.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn ai_provider(&self, user: &UserId) -> Result<Option<String>, StoreError> {
        Ok(
            sqlx::query_scalar("SELECT ai_provider FROM users WHERE id = ?")
                .bind(user.as_str())
                .fetch_optional(&self.read)
                .await?,
        )
    }
}
