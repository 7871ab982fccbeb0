//! What a person changes of an integration: on or off, and how to sign in.

use storytime_types::calendars::IntegrationStatus;
use storytime_types::{Instant, IntegrationId, UserId};

use super::{StoredLogin, addresses_text};
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
    /// then, by the addresses of whoever signs in; where none are said, those that were known stay.
    /// Answers whether there is such an integration.
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
                 error_message = NULL, updated_at = ?6,
                 own_addresses = CASE ?7 WHEN '[]' THEN own_addresses ELSE ?7 END
             WHERE id = ?1 AND user_id = ?2",
        )
        .bind(id.as_str())
        .bind(user.as_str())
        .bind(address)
        .bind(&login.username)
        .bind(&login.password)
        .bind(now.ms())
        .bind(addresses_text(Some(login)))
        .execute(&self.write)
        .await?;
        sqlx::query("UPDATE calendars SET window_until = NULL WHERE integration_id = ?")
            .bind(id.as_str())
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
}
