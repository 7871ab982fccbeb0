//! How integrations and calendars fared when they were last looked at.

use storytime_types::{CalendarId, Instant, IntegrationId, UserId};

use crate::store::{Store, StoreError};

impl Store {
    /// When each integration of a profile that is on was last read.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn reading_times(&self, user: &UserId) -> Result<Vec<Option<Instant>>, StoreError> {
        let times: Vec<Option<i64>> = sqlx::query_scalar(
            "SELECT last_sync_at FROM calendar_integrations i
             WHERE user_id = ? AND status != 'INACTIVE' AND EXISTS
                 (SELECT 1 FROM calendars WHERE integration_id = i.id AND is_active = 1)",
        )
        .bind(user.as_str())
        .fetch_all(&self.read)
        .await?;
        let times = times.into_iter().map(|at| at.map(Instant::from_ms));
        Ok(times.collect())
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
             WHERE id = ?1 AND status != 'INACTIVE'",
        )
        .bind(id.as_str())
        .bind(sentence)
        .bind(now.ms())
        .execute(&self.write)
        .await?;
        Ok(())
    }

    /// Notes how the last sync of an integration ended: well (`None`), or with this sentence; it
    /// stays active as long as some of its calendars can be read.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn mark_integration(
        &self,
        id: &IntegrationId,
        failure: Option<&str>,
        some_read: bool,
        now: Instant,
    ) -> Result<(), StoreError> {
        let query = match failure {
            None => sqlx::query(
                "UPDATE calendar_integrations
                 SET status = 'ACTIVE', error_message = NULL, last_sync_at = ?2, updated_at = ?2
                 WHERE id = ?1 AND status != 'INACTIVE'",
            )
            .bind(id.as_str())
            .bind(now.ms()),
            Some(sentence) if some_read => sqlx::query(
                "UPDATE calendar_integrations
                 SET status = 'ACTIVE', error_message = ?3, last_sync_at = ?2, updated_at = ?2
                 WHERE id = ?1 AND status != 'INACTIVE'",
            )
            .bind(id.as_str())
            .bind(now.ms())
            .bind(sentence),
            Some(sentence) => sqlx::query(
                "UPDATE calendar_integrations
                 SET status = 'ERROR', error_message = ?3, updated_at = ?2
                 WHERE id = ?1 AND status != 'INACTIVE'",
            )
            .bind(id.as_str())
            .bind(now.ms())
            .bind(sentence),
        };
        query.execute(&self.write).await?;
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
