//! Backups from before there was a vault hold addresses in plain text.

use std::path::Path;

use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode};
use sqlx::{ConnectOptions as _, Connection as _, Row, SqliteConnection};

use crate::store::backups::newest_first;
use crate::store::{Store, StoreError, refused};

impl Store {
    /// Puts `seal` of each address of the network, given with its integration's id, in its place in
    /// every backup. A backup that cannot be read is left as it is: it could not be restored either.
    ///
    /// # Errors
    /// When `seal` refuses, or a copy cannot be written.
    pub async fn seal_backups<E: From<StoreError>>(
        &self,
        seal: &(impl Fn(&str, &str) -> Result<String, E> + Sync),
    ) -> Result<(), E> {
        for backup in newest_first(&self.folder) {
            seal_backup(&backup, seal).await?;
        }
        Ok(())
    }
}

/// Works on a copy that takes the backup's place when it is done: whatever kills the process, the
/// backup is whole.
async fn seal_backup<E: From<StoreError>>(
    backup: &Path,
    seal: &(impl Fn(&str, &str) -> Result<String, E> + Sync),
) -> Result<(), E> {
    let copy = backup.with_extension("part");
    std::fs::copy(backup, &copy).map_err(refused(&copy))?;
    let sealed = seal_copy(&copy, seal).await;
    match sealed {
        Ok(true) => std::fs::rename(&copy, backup).map_err(refused(backup))?,
        Ok(false) | Err(Failure::Database) => {
            std::fs::remove_file(&copy).map_err(refused(&copy))?;
        }
        Err(Failure::Sealing(error)) => {
            std::fs::remove_file(&copy).map_err(refused(&copy))?;
            return Err(error);
        }
    }
    Ok(())
}

enum Failure<E> {
    Database,
    Sealing(E),
}

impl<E> From<sqlx::Error> for Failure<E> {
    fn from(error: sqlx::Error) -> Self {
        tracing::warn!(%error, "a backup cannot be read, so its addresses are left alone");
        Self::Database
    }
}

/// Answers whether there was anything to seal.
async fn seal_copy<E>(
    copy: &Path,
    seal: &(impl Fn(&str, &str) -> Result<String, E> + Sync),
) -> Result<bool, Failure<E>> {
    let mut connection = SqliteConnectOptions::new()
        .filename(copy)
        .journal_mode(SqliteJournalMode::Memory)
        .connect()
        .await?;
    let done = seal_rows(&mut connection, seal).await;
    connection.close().await?;
    done
}

async fn seal_rows<E>(
    connection: &mut SqliteConnection,
    seal: &(impl Fn(&str, &str) -> Result<String, E> + Sync),
) -> Result<bool, Failure<E>> {
    let rows = sqlx::query(
        "SELECT id, address FROM calendar_integrations
         WHERE address GLOB 'http://*' OR address GLOB 'https://*'",
    )
    .fetch_all(&mut *connection)
    .await?;
    for row in &rows {
        let (id, address): (String, String) = (row.try_get("id")?, row.try_get("address")?);
        let sealed = seal(&id, &address).map_err(Failure::Sealing)?;
        sqlx::query("UPDATE calendar_integrations SET address = ?2 WHERE id = ?1")
            .bind(&id)
            .bind(sealed)
            .execute(&mut *connection)
            .await?;
    }
    if !rows.is_empty() {
        sqlx::query("VACUUM").execute(connection).await?;
    }
    Ok(!rows.is_empty())
}
