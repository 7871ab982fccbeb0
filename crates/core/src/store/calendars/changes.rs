//! What a person does to integrations and calendars: switching them, and removing them.

use storytime_types::calendars::IntegrationStatus;
use storytime_types::{CalendarId, Instant, IntegrationId, UserId};

use super::StoredLogin;
use crate::store::{Store, StoreError};

impl Store {
    /// Switches an integration on or off. Answers whether there is such an integration.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn switch_integration(
        &self,
        user: &UserId,
        id: &IntegrationId,
        on: bool,
        now: Instant,
    ) -> Result<bool, StoreError> {
        let status = if on {
            IntegrationStatus::Active
        } else {
            IntegrationStatus::Inactive
        };
        let done = sqlx::query(
            "UPDATE calendar_integrations SET status = ?3, updated_at = ?4
             WHERE id = ?1 AND user_id = ?2",
        )
        .bind(id.as_str())
        .bind(user.as_str())
        .bind(status.as_str())
        .bind(now.ms())
        .execute(&self.write)
        .await?;
        Ok(done.rows_affected() == 1)
    }

    /// Puts another address and login in the place of an integration's, which can be read again
    /// then. Answers whether there is such an integration.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn replace_login(
        &self,
        user: &UserId,
        id: &IntegrationId,
        address: &str,
        login: &StoredLogin,
        now: Instant,
    ) -> Result<bool, StoreError> {
        let done = sqlx::query(
            "UPDATE calendar_integrations
             SET address = ?3, username = ?4, password = ?5, status = 'ACTIVE',
                 error_message = NULL, updated_at = ?6
             WHERE id = ?1 AND user_id = ?2",
        )
        .bind(id.as_str())
        .bind(user.as_str())
        .bind(address)
        .bind(&login.username)
        .bind(&login.password)
        .bind(now.ms())
        .execute(&self.write)
        .await?;
        Ok(done.rows_affected() == 1)
    }

    /// Makes every calendar of the profile be expanded anew at the next sync, as when the zone in
    /// which floating and all-day times are read has changed.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn forget_windows(&self, user: &UserId) -> Result<(), StoreError> {
        sqlx::query("UPDATE calendars SET window_until = NULL WHERE user_id = ?")
            .bind(user.as_str())
            .execute(&self.write)
            .await?;
        Ok(())
    }

    /// Removes an integration with its calendars, events and stories in one transaction; its
    /// waiting reminders are cancelled, the ledger's other rows stay. Answers the ids of the
    /// calendars that went, or nothing where there is no such integration.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn delete_integration(
        &self,
        user: &UserId,
        id: &IntegrationId,
        now: Instant,
    ) -> Result<Option<Vec<CalendarId>>, StoreError> {
        let mut transaction = self.write.begin().await?;
        let calendars: Vec<String> =
            sqlx::query_scalar("SELECT id FROM calendars WHERE integration_id = ? AND user_id = ?")
                .bind(id.as_str())
                .bind(user.as_str())
                .fetch_all(&mut *transaction)
                .await?;
        for calendar in &calendars {
            sqlx::query(
                "UPDATE notification_logs
                 SET status = 'CANCELLED', error_message = 'its calendar was removed', updated_at = ?2
                 WHERE status = 'PENDING' AND event_id IN
                     (SELECT id FROM events WHERE calendar_id = ?1)",
            )
            .bind(calendar)
            .bind(now.ms())
            .execute(&mut *transaction)
            .await?;
            sqlx::query(
                "DELETE FROM storylines WHERE event_id IN
                     (SELECT id FROM events WHERE calendar_id = ?)",
            )
            .bind(calendar)
            .execute(&mut *transaction)
            .await?;
            sqlx::query("DELETE FROM events WHERE calendar_id = ?")
                .bind(calendar)
                .execute(&mut *transaction)
                .await?;
        }
        sqlx::query(
            "DELETE FROM mutes WHERE calendar_id IN
                 (SELECT id FROM calendars WHERE integration_id = ? AND user_id = ?)",
        )
        .bind(id.as_str())
        .bind(user.as_str())
        .execute(&mut *transaction)
        .await?;
        sqlx::query("DELETE FROM calendars WHERE integration_id = ? AND user_id = ?")
            .bind(id.as_str())
            .bind(user.as_str())
            .execute(&mut *transaction)
            .await?;
        let gone = sqlx::query("DELETE FROM calendar_integrations WHERE id = ? AND user_id = ?")
            .bind(id.as_str())
            .bind(user.as_str())
            .execute(&mut *transaction)
            .await?
            .rows_affected();
        transaction.commit().await?;
        Ok((gone == 1).then(|| calendars.into_iter().map(CalendarId).collect()))
    }
}
