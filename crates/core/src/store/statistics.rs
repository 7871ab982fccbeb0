//! Figures over the tables of one profile. Each is counted from an index.

use sqlx::{QueryBuilder, Row as _, Sqlite};
use storytime_types::dashboard::{Outcomes, SentBy, Stats, StoriesIn};
use storytime_types::profile::Theme;
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
                      WHERE c.user_id = ?1 AND c.counts = 1 AND i.status <> 'INACTIVE')
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

    /// How many events of calendars that are read begin within each of these spans (`from..to`), in
    /// their order. A meeting in several calendars is one.
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
        let mut query = over(spans);
        query.push(
            "SELECT (SELECT count(*) FROM events e WHERE e.start_time >= a AND e.start_time < b
                   AND e.status <> 'CANCELLED' AND e.copy_of IS NULL AND e.calendar_id IN
                       (SELECT c.id FROM calendars c
                        JOIN calendar_integrations i ON i.id = c.integration_id
                        WHERE c.counts = 1 AND i.status <> 'INACTIVE') AND e.user_id = ",
        );
        query.push_bind(user.as_str());
        query.push(") FROM spans ORDER BY place");
        Ok(query.build_query_scalar().fetch_all(&self.read).await?)
    }

    /// What became of the reminders that were due within each of these spans (`from..to`), in their
    /// order.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn reminders_within(
        &self,
        user: &UserId,
        spans: &[(Instant, Instant)],
    ) -> Result<Vec<Outcomes>, StoreError> {
        if spans.is_empty() {
            return Ok(Vec::new());
        }
        let mut query = over(spans);
        query.push(
            "SELECT count(*) FILTER (WHERE status = 'SENT') AS sent,
                 count(*) FILTER (WHERE status = 'SENT' AND sent_at <= scheduled_for + ",
        );
        query.push_bind(ON_TIME_MS);
        query.push(
            ") AS on_time,
                 count(*) FILTER (WHERE status = 'MISSED') AS missed,
                 count(*) FILTER (WHERE status = 'FAILED') AS failed
             FROM spans LEFT JOIN notification_logs n
                 ON n.scheduled_for >= a AND n.scheduled_for < b AND n.kind <> 'test'
                 AND n.user_id = ",
        );
        query.push_bind(user.as_str());
        query.push(" GROUP BY place ORDER BY place");
        let rows = query.build().fetch_all(&self.read).await?;
        rows.iter()
            .map(|row| {
                Ok(Outcomes {
                    sent: row.try_get("sent")?,
                    on_time: row.try_get("on_time")?,
                    missed: row.try_get("missed")?,
                    failed: row.try_get("failed")?,
                })
            })
            .collect()
    }

    /// Which ways the reminders that were due within `from..to` went, the busiest first.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn sent_by_channel(
        &self,
        user: &UserId,
        from: Instant,
        to: Instant,
    ) -> Result<Vec<SentBy>, StoreError> {
        let rows = sqlx::query(
            "SELECT c.name, count(*) AS reminders
             FROM notification_logs n LEFT JOIN notification_channels c ON c.id = n.channel_id
             WHERE n.user_id = ?1 AND n.scheduled_for >= ?2 AND n.scheduled_for < ?3
                 AND n.status = 'SENT' AND n.kind <> 'test'
             GROUP BY c.id ORDER BY reminders DESC, c.name",
        )
        .bind(user.as_str())
        .bind(from.ms())
        .bind(to.ms())
        .fetch_all(&self.read)
        .await?;
        rows.iter()
            .map(|row| {
                Ok(SentBy {
                    channel_name: row.try_get("name")?,
                    reminders: row.try_get("reminders")?,
                })
            })
            .collect()
    }

    /// How many stories are kept in each style.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn stories_by_theme(&self, user: &UserId) -> Result<Vec<StoriesIn>, StoreError> {
        let counts: Vec<(String, u32)> = sqlx::query_as(
            "SELECT theme, count(*) FROM storylines WHERE user_id = ? GROUP BY theme",
        )
        .bind(user.as_str())
        .fetch_all(&self.read)
        .await?;
        let of = |theme: Theme| {
            let found = counts.iter().find(|(name, _)| name == theme.as_str());
            found.map_or(0, |(_, stories)| *stories)
        };
        Ok(Theme::ALL
            .map(|theme| StoriesIn {
                theme,
                stories: of(theme),
            })
            .into())
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

/// The beginning of a query over the table `spans`: each one's place, where it begins (`a`) and where
/// it ends (`b`).
fn over(spans: &[(Instant, Instant)]) -> QueryBuilder<Sqlite> {
    let mut query = QueryBuilder::new("WITH spans (place, a, b) AS (");
    query.push_values(spans.iter().enumerate(), |mut row, (place, (from, to))| {
        row.push_bind(i64::try_from(place).unwrap_or(i64::MAX));
        row.push_bind(from.ms()).push_bind(to.ms());
    });
    query.push(") ");
    query
}
