//! The ways out: `notification_channels`.

use sqlx::SqliteConnection;
use storytime_types::{ChannelId, Instant, UserId};

use super::{Store, StoreError, new_id};

/// A way out, as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredChannel {
    /// Its id.
    pub id: ChannelId,
    /// `native`, and later `slack`, `email`, `teams`, `webhook`.
    pub kind: String,
    /// What to call it.
    pub name: String,
    /// Whether it is used.
    pub active: bool,
}

impl Store {
    /// Every channel of a profile, the oldest first.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn channels(&self, user: &UserId) -> Result<Vec<StoredChannel>, StoreError> {
        let rows: Vec<(String, String, Option<String>, bool)> = sqlx::query_as(
            "SELECT id, type, name, is_active FROM notification_channels WHERE user_id = ?
             ORDER BY created_at, id",
        )
        .bind(user.as_str())
        .fetch_all(&self.read)
        .await?;
        let channel = |(id, kind, name, active): (String, String, Option<String>, bool)| {
            let name = name.unwrap_or_else(|| kind.clone());
            StoredChannel {
                id: ChannelId(id),
                kind,
                name,
                active,
            }
        };
        Ok(rows.into_iter().map(channel).collect())
    }

    /// The channel that reminders go to: the primary one, without one the oldest active.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn primary_channel(&self, user: &UserId) -> Result<Option<ChannelId>, StoreError> {
        let mut connection = self.read.acquire().await?;
        primary(&mut connection, user).await
    }
}

pub(super) async fn primary(
    connection: &mut SqliteConnection,
    user: &UserId,
) -> Result<Option<ChannelId>, StoreError> {
    let id: Option<String> = sqlx::query_scalar(
        "SELECT id FROM notification_channels WHERE user_id = ? AND is_active = 1
         ORDER BY is_primary DESC, created_at, id LIMIT 1",
    )
    .bind(user.as_str())
    .fetch_optional(connection)
    .await?;
    Ok(id.map(ChannelId))
}

pub(super) async fn insert_native(
    connection: &mut SqliteConnection,
    user: &UserId,
    now: Instant,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO notification_channels (id, user_id, type, name, is_primary, created_at, updated_at)
         VALUES (?1, ?2, 'native', 'This computer', 1, ?3, ?3)",
    )
    .bind(new_id())
    .bind(user.as_str())
    .bind(now.ms())
    .execute(connection)
    .await?;
    Ok(())
}
