//! What the database knows of the vault, and the sealed values in it. To the store they are text.

mod all;
mod backups;
mod keys;
mod older;

pub(super) use keys::leave_vaults;
pub use older::Reopened;
pub(super) use older::reopen_all;

use sqlx::{Row, SqliteConnection};
use storytime_types::vault::KeptIn;
use storytime_types::{IntegrationId, UserId};

use super::settings::{Setting, put_text};
use super::{Store, StoreError, new_id};
use crate::vault::{KeyId, Marks, VaultName};

/// A table, the name of its id, and a column with sealed values.
type Column = (&'static str, &'static str, &'static str);

/// Every column that holds sealed values, with its table and that table's id.
const COLUMNS: [Column; 6] = [
    ("calendar_integrations", "id", "address"),
    ("calendar_integrations", "id", "password"),
    ("calendar_integrations", "id", "access_token"),
    ("calendar_integrations", "id", "refresh_token"),
    ("users", "id", "ai_api_key"),
    ("oauth_states", "state", "code_verifier"),
];

/// An integration's address as it is stored.
#[derive(Clone, Debug)]
pub struct StoredAddress {
    /// Whose.
    pub integration: IntegrationId,
    /// Sealed, or in plain text.
    pub address: String,
}

/// What is put in an address' place.
#[derive(Clone, Debug)]
pub struct SealedAddress {
    /// Whose.
    pub integration: IntegrationId,
    /// As it was.
    pub before: String,
    /// As it is from now on.
    pub sealed: String,
    /// As much of it as may be shown.
    pub shown: String,
}

impl Store {
    /// What is known of the vault. Its name is made up at the first time.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn vault_marks(&self) -> Result<Marks, StoreError> {
        let name = match self.app_setting(Setting::VaultName).await? {
            Some(name) => name,
            None => {
                let name = new_id();
                self.set_app_setting(Setting::VaultName, &name).await?;
                name
            }
        };
        let key = self.app_setting(Setting::VaultKey).await?;
        Ok(Marks {
            name: VaultName(name),
            key: key.as_deref().and_then(KeyId::parse),
            kept_in: self.vault_kept_in().await?,
            secrets: self.count_sealed().await?,
        })
    }

    /// Where the key was kept when the vault was last opened; none where nobody noted it.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn vault_kept_in(&self) -> Result<Option<KeptIn>, StoreError> {
        let noted = self.app_setting(Setting::VaultKeptIn).await?;
        Ok(noted.as_deref().and_then(KeptIn::parse))
    }

    /// Notes the key under which everything is sealed from now on, and where it is kept.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn mark_vault_key(&self, key: &KeyId, kept_in: KeptIn) -> Result<(), StoreError> {
        let mut transaction = self.write.begin().await?;
        put_text(&mut transaction, Setting::VaultKey, key.as_str()).await?;
        put_text(&mut transaction, Setting::VaultKeptIn, kept_in.as_str()).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// How many sealed values there are.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn count_sealed(&self) -> Result<u32, StoreError> {
        let mut connection = self.read.acquire().await?;
        let mut count = 0;
        for (table, _, column) in COLUMNS {
            let sql = format!("SELECT count(*) FROM {table} WHERE {column} GLOB 'st1.*'");
            count += sqlx::query_scalar::<_, u32>(sqlx::AssertSqlSafe(sql))
                .fetch_one(&mut *connection)
                .await?;
        }
        Ok(count)
    }

    /// Every stored address, of one profile or of all.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn addresses(&self, user: Option<&UserId>) -> Result<Vec<StoredAddress>, StoreError> {
        let rows = sqlx::query(
            "SELECT id, address FROM calendar_integrations
             WHERE address IS NOT NULL AND (?1 IS NULL OR user_id = ?1)",
        )
        .bind(user.map(UserId::as_str))
        .fetch_all(&self.read)
        .await?;
        let read = rows.iter().map(|row| {
            Ok(StoredAddress {
                integration: IntegrationId(row.try_get("id")?),
                address: row.try_get("address")?,
            })
        });
        read.collect()
    }

    /// Puts sealed addresses in the place of plain ones, and wipes what was there from the file.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn seal_addresses(&self, sealed: &[SealedAddress]) -> Result<(), StoreError> {
        let mut transaction = self.write.begin().await?;
        put_sealed(&mut transaction, sealed).await?;
        transaction.commit().await?;
        self.wipe().await
    }

    /// Writes the file anew without what was deleted from it, and empties its log.
    async fn wipe(&self) -> Result<(), StoreError> {
        let mut connection = self.write.acquire().await?;
        sqlx::query("VACUUM").execute(&mut *connection).await?;
        sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)")
            .fetch_all(&mut *connection)
            .await?;
        Ok(())
    }
}

async fn put_sealed(
    connection: &mut SqliteConnection,
    sealed: &[SealedAddress],
) -> Result<(), StoreError> {
    for one in sealed {
        sqlx::query(
            "UPDATE calendar_integrations SET address = ?3, shown_address = ?4
             WHERE id = ?1 AND address = ?2",
        )
        .bind(one.integration.as_str())
        .bind(&one.before)
        .bind(&one.sealed)
        .bind(&one.shown)
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}
