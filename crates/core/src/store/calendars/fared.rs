//! How integrations and calendars fared when they were last looked at.

use std::collections::HashMap;

use serde_json::{Map, Value};
use sqlx::SqliteConnection;
use storytime_types::{CalendarId, Instant, IntegrationId, UserId};

use crate::store::{Store, StoreError};

/// When what was last read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReadAt {
    /// Calendars.
    pub calendars: HashMap<CalendarId, Instant>,
    /// Integrations: one of its calendars at least.
    pub integrations: HashMap<IntegrationId, Instant>,
    /// Profiles: all of their calendars.
    pub profiles: HashMap<UserId, Instant>,
}

impl Store {
    /// When each integration of a profile that is on was last read, as far as it is stored.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn reading_times(
        &self,
        user: &UserId,
    ) -> Result<Vec<(IntegrationId, Option<Instant>)>, StoreError> {
        let times: Vec<(String, Option<i64>)> = sqlx::query_as(
            "SELECT id, last_sync_at FROM calendar_integrations i
             WHERE user_id = ? AND status != 'INACTIVE' AND EXISTS
                 (SELECT 1 FROM calendars WHERE integration_id = i.id AND is_active = 1)",
        )
        .bind(user.as_str())
        .fetch_all(&self.read)
        .await?;
        let times = times.into_iter();
        Ok(times
            .map(|(id, at)| (IntegrationId(id), at.map(Instant::from_ms)))
            .collect())
    }

    /// Keeps when what was last read; what is gone by now is left out.
    ///
    /// # Errors
    /// When the database refuses; nothing is changed then.
    pub async fn keep_reading_times(&self, read_at: &ReadAt) -> Result<(), StoreError> {
        let mut transaction = self.write.begin().await?;
        let ids = read_at.calendars.iter();
        let calendars = ids.map(|(id, at)| (id.as_str(), *at));
        keep(&mut transaction, "calendars", calendars).await?;
        let ids = read_at.integrations.iter();
        let integrations = ids.map(|(id, at)| (id.as_str(), *at));
        keep(&mut transaction, "calendar_integrations", integrations).await?;
        let ids = read_at.profiles.iter();
        let profiles = ids.map(|(id, at)| (id.as_str(), *at));
        keep(&mut transaction, "users", profiles).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Notes that an integration cannot be read until the person connects it anew, and why.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn mark_expired(
        &self,
        id: &IntegrationId,
        sentence: &str,
        now: Instant,
    ) -> Result<(), StoreError> {
        sqlx::query(
            "UPDATE calendar_integrations
             SET status = 'EXPIRED', error_message = ?2, updated_at = ?3
             WHERE id = ?1 AND status != 'INACTIVE'
                 AND (status != 'EXPIRED' OR error_message IS NOT ?2)",
        )
        .bind(id.as_str())
        .bind(sentence)
        .bind(now.ms())
        .execute(&self.write)
        .await?;
        Ok(())
    }

    /// Notes that an integration could be read. Where nothing was wrong with it before, nothing is
    /// written: when it was read, [`Self::keep_reading_times`] keeps.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn mark_integration_well(
        &self,
        id: &IntegrationId,
        now: Instant,
    ) -> Result<(), StoreError> {
        sqlx::query(
            "UPDATE calendar_integrations
             SET status = 'ACTIVE', error_message = NULL, last_sync_at = ?2, updated_at = ?2
             WHERE id = ?1 AND status != 'INACTIVE'
                 AND (status != 'ACTIVE' OR error_message IS NOT NULL OR last_sync_at IS NULL)",
        )
        .bind(id.as_str())
        .bind(now.ms())
        .execute(&self.write)
        .await?;
        Ok(())
    }

    /// Notes why an integration, or not all of it, could be read; it stays active as long as some of
    /// its calendars can be. Where that is known already, nothing is written.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn mark_integration_failed(
        &self,
        id: &IntegrationId,
        sentence: &str,
        some_read: bool,
        now: Instant,
    ) -> Result<(), StoreError> {
        sqlx::query(
            "UPDATE calendar_integrations
             SET status = CASE WHEN ?4 THEN 'ACTIVE' ELSE 'ERROR' END, error_message = ?3,
                 last_sync_at = CASE WHEN ?4 THEN ?2 ELSE last_sync_at END, updated_at = ?2
             WHERE id = ?1 AND status != 'INACTIVE'
                 AND (status != CASE WHEN ?4 THEN 'ACTIVE' ELSE 'ERROR' END
                     OR error_message IS NOT ?3)",
        )
        .bind(id.as_str())
        .bind(now.ms())
        .bind(sentence)
        .bind(some_read)
        .execute(&self.write)
        .await?;
        Ok(())
    }

    /// Notes that a calendar could be read, and nothing in it changed. As
    /// [`Self::mark_integration_well`], where nothing was wrong nothing is written.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn mark_calendar_well(
        &self,
        calendar: &CalendarId,
        now: Instant,
    ) -> Result<(), StoreError> {
        sqlx::query(
            "UPDATE calendars SET last_sync_at = ?2, error_message = NULL
             WHERE id = ?1 AND (error_message IS NOT NULL OR last_sync_at IS NULL)",
        )
        .bind(calendar.as_str())
        .bind(now.ms())
        .execute(&self.write)
        .await?;
        Ok(())
    }

    /// Notes why a calendar could not be read; what is known of it stays.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn mark_calendar_failed(
        &self,
        calendar: &CalendarId,
        sentence: &str,
    ) -> Result<(), StoreError> {
        sqlx::query(
            "UPDATE calendars SET error_message = ?2 WHERE id = ?1 AND error_message IS NOT ?2",
        )
        .bind(calendar.as_str())
        .bind(sentence)
        .execute(&self.write)
        .await?;
        Ok(())
    }

    /// Forgets why the calendars of an integration could not be read, as when it cannot be known of
    /// any of them.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn forget_failures(&self, integration: &IntegrationId) -> Result<(), StoreError> {
        sqlx::query(
            "UPDATE calendars SET error_message = NULL
             WHERE integration_id = ? AND error_message IS NOT NULL",
        )
        .bind(integration.as_str())
        .execute(&self.write)
        .await?;
        Ok(())
    }
}

/// Writes when rows of a table were last read, as one statement.
async fn keep<'a>(
    connection: &mut SqliteConnection,
    table: &'static str,
    read_at: impl Iterator<Item = (&'a str, Instant)>,
) -> Result<(), StoreError> {
    let times: Map<String, Value> = read_at
        .map(|(id, at)| (id.to_owned(), at.ms().into()))
        .collect();
    let mut query = sqlx::QueryBuilder::new("UPDATE ");
    query
        .push(table)
        .push(" AS one SET last_sync_at = read.value FROM json_each(");
    query.push_bind(Value::Object(times).to_string());
    query.push(") AS read WHERE one.id = read.key");
    query.build().execute(connection).await?;
    Ok(())
}
