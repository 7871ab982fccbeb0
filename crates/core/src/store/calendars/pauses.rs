//! Which integrations are left alone until when, across restarts.

use serde::{Deserialize, Serialize};
use storytime_types::{Instant, IntegrationId};

use crate::store::{Store, StoreError};

/// A pause in asking a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredPause {
    /// How often it failed in a row.
    pub failures: u32,
    /// Since when it is left alone.
    pub since: Instant,
    /// Until when.
    pub until: Instant,
    /// Whether it asked for that itself (Retry-After).
    pub asked: bool,
}

impl Store {
    /// All pauses; one that cannot be read is none.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn pauses(&self) -> Result<Vec<(IntegrationId, StoredPause)>, StoreError> {
        let rows: Vec<(String, String)> = sqlx::query_as(
            "SELECT id, backoff FROM calendar_integrations WHERE backoff IS NOT NULL",
        )
        .fetch_all(&self.read)
        .await?;
        let read = rows.into_iter().filter_map(|(id, text)| {
            let pause = serde_json::from_str(&text).ok()?;
            Some((IntegrationId(id), pause))
        });
        Ok(read.collect())
    }

    /// Keeps the pause of an integration, or that there is none.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn keep_pause(
        &self,
        id: &IntegrationId,
        pause: Option<StoredPause>,
    ) -> Result<(), StoreError> {
        let text = pause.map(|pause| serde_json::json!(pause).to_string());
        sqlx::query("UPDATE calendar_integrations SET backoff = ?2 WHERE id = ?1")
            .bind(id.as_str())
            .bind(text)
            .execute(&self.write)
            .await?;
        Ok(())
    }
}
