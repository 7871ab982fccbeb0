//! The ways out: `notification_channels`.

use std::collections::HashSet;

use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqliteConnection};
use storytime_types::notifications::{ChannelKind, NotificationChannel, Routing};
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

    /// Every channel of a profile with all that may be shown of it, the oldest first.
    ///
    /// # Errors
    /// When the database refuses, or a row is of a kind that no version of the app writes.
    pub async fn channels_in_full(
        &self,
        user: &UserId,
    ) -> Result<Vec<NotificationChannel>, StoreError> {
        sqlx::query(
            "SELECT id, type, identifier, name, is_active, is_primary, routing
             FROM notification_channels WHERE user_id = ? ORDER BY created_at, id",
        )
        .bind(user.as_str())
        .fetch_all(&self.read)
        .await?
        .iter()
        .map(read_channel)
        .collect()
    }

    /// The channels that are this computer's own screen.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn own_screen(&self, user: &UserId) -> Result<HashSet<ChannelId>, StoreError> {
        let ids: Vec<String> = sqlx::query_scalar(
            "SELECT id FROM notification_channels WHERE user_id = ? AND type = 'native'",
        )
        .bind(user.as_str())
        .fetch_all(&self.read)
        .await?;
        Ok(ids.into_iter().map(ChannelId).collect())
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

fn read_channel(row: &SqliteRow) -> Result<NotificationChannel, StoreError> {
    let id: String = row.try_get("id")?;
    let unreadable = |column| StoreError::Unreadable {
        table: "notification_channels",
        column,
        row: id.clone(),
    };
    let kind: &str = row.try_get("type")?;
    let routing: &str = row.try_get("routing")?;
    let name: Option<String> = row.try_get("name")?;
    Ok(NotificationChannel {
        kind: ChannelKind::parse(kind).ok_or_else(|| unreadable("type"))?,
        identifier: row.try_get("identifier")?,
        name: name.unwrap_or_else(|| kind.to_owned()),
        is_active: row.try_get("is_active")?,
        is_primary: row.try_get("is_primary")?,
        routing: Routing::parse(routing).ok_or_else(|| unreadable("routing"))?,
        id: ChannelId(id),
    })
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
