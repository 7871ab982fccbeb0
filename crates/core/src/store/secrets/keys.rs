//! Which keys are still needed, and which vaults wait for their keys to be removed.

use std::path::Path;

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions as _, Connection as _, SqliteConnection};

use crate::store::backups::newest_first;
use crate::store::settings::{Setting, put_text};
use crate::store::{Store, StoreError};
use crate::vault::{KeyId, VaultName};

impl Store {
    /// The keys under which the secrets in the backups are sealed.
    ///
    /// # Errors
    /// When a backup cannot be read: which key it needs is not known then.
    pub async fn keys_of_backups(&self) -> Result<Vec<KeyId>, StoreError> {
        let mut keys = Vec::new();
        for backup in newest_first(&self.folder) {
            keys.extend(key_of(&backup).await?);
        }
        Ok(keys)
    }

    /// The vaults whose keys are to be removed, because everything in them was.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn left_vaults(&self) -> Result<Vec<VaultName>, StoreError> {
        let kept = self.app_setting(Setting::VaultsLeft).await?;
        Ok(names(&kept.unwrap_or_default()))
    }

    /// The keys of this vault were removed.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn forget_left_vault(&self, gone: &VaultName) -> Result<(), StoreError> {
        let mut left = self.left_vaults().await?;
        left.retain(|name| name != gone);
        self.set_app_setting(Setting::VaultsLeft, &text(&left))
            .await
    }
}

/// Notes before a vault's name is forgotten that its keys are still to be removed.
pub(in crate::store) async fn leave_vaults(
    connection: &mut SqliteConnection,
    left: &[String],
) -> Result<(), StoreError> {
    let left: Vec<_> = left.iter().flat_map(|kept| names(kept)).collect();
    if left.is_empty() {
        return Ok(());
    }
    put_text(connection, Setting::VaultsLeft, &text(&left)).await
}

fn names(text: &str) -> Vec<VaultName> {
    let names = text.split_whitespace();
    names.map(|name| VaultName(name.to_owned())).collect()
}

fn text(names: &[VaultName]) -> String {
    let names: Vec<_> = names.iter().map(|name| name.0.as_str()).collect();
    names.join(" ")
}

async fn key_of(backup: &Path) -> Result<Option<KeyId>, StoreError> {
    let mut connection = SqliteConnectOptions::new()
        .filename(backup)
        .read_only(true)
        // It is whole and nobody writes it, so SQLite needs no files of its own beside it.
        .immutable(true)
        .connect()
        .await?;
    let key: Result<Option<String>, _> =
        sqlx::query_scalar("SELECT value FROM settings WHERE user_id = '' AND name = ?")
            .bind(Setting::VaultKey.name())
            .fetch_optional(&mut connection)
            .await;
    connection.close().await?;
    Ok(key?.as_deref().and_then(KeyId::parse))
}
