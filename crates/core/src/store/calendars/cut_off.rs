//! What concerns all calendars of an integration.

use storytime_types::IntegrationId;

use crate::store::{Store, StoreError};

impl Store {
    /// Keeps what of an integration as a whole had to be left out, in one sentence. Where that is
    /// known already nothing is written.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn note_of_all(
        &self,
        id: &IntegrationId,
        notice: Option<&str>,
    ) -> Result<(), StoreError> {
        let known: Option<Option<String>> =
            sqlx::query_scalar("SELECT notice FROM calendar_integrations WHERE id = ?")
                .bind(id.as_str())
                .fetch_optional(&self.read)
                .await?;
        if known.flatten().as_deref() == notice {
            return Ok(());
        }
        sqlx::query("UPDATE calendar_integrations SET notice = ?2 WHERE id = ?1")
            .bind(id.as_str())
            .bind(notice)
            .execute(&self.write)
            .await?;
        Ok(())
    }
}
