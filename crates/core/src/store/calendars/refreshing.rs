//! How often integrations are looked at.

use std::collections::HashMap;

use storytime_types::{IntegrationId, UserId};

use crate::calendars::Validators;
use crate::store::{Store, StoreError};

impl Store {
    /// How often each integration is worth a look that is not at every poll, in milliseconds.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn refresh_intervals(
        &self,
        user: &UserId,
    ) -> Result<HashMap<IntegrationId, i64>, StoreError> {
        let tokens: Vec<(String, String)> = sqlx::query_as(
            r#"SELECT integration_id, sync_token FROM calendars
               WHERE user_id = ? AND is_active = 1 AND sync_token LIKE '{"http"%'"#,
        )
        .bind(user.as_str())
        .fetch_all(&self.read)
        .await?;
        let stated = tokens.into_iter().filter_map(|(integration, token)| {
            let every_ms = Validators::parse(&token)?.refresh_ms()?;
            Some((IntegrationId(integration), every_ms))
        });
        Ok(stated.collect())
    }
}
