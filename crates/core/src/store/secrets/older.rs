//! Secrets in the copy of a backup that is about to be restored: they may be sealed under a key of
//! that time.

use std::path::Path;

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions as _, Connection as _, SqliteConnection};

use super::all::{place_of, put, sealed_in};
use super::{COLUMNS, Column};
use crate::store::StoreError;
use crate::vault::{Place, VaultError};

/// What becomes of a sealed value of a backup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reopened {
    /// It is sealed under today's key.
    AsItIs,
    /// Sealed anew, under today's key.
    Anew(String),
    /// The key that it needs is gone.
    Gone,
}

/// Puts what `reopen` makes of each sealed value in its place, and answers how many are gone.
pub(in crate::store) async fn reopen_all<E>(
    copy: &Path,
    reopen: &(impl Fn(Place<'_>, &str) -> Result<Reopened, VaultError> + Sync),
) -> Result<u32, E>
where
    E: From<StoreError> + From<VaultError>,
{
    let options = SqliteConnectOptions::new().filename(copy);
    let mut connection = options.connect().await.map_err(StoreError::from)?;
    let mut gone = 0;
    for column in COLUMNS {
        gone += reopen_column::<E>(&mut connection, column, reopen).await?;
    }
    connection.close().await.map_err(StoreError::from)?;
    Ok(gone)
}

async fn reopen_column<E>(
    connection: &mut SqliteConnection,
    column: Column,
    reopen: &(impl Fn(Place<'_>, &str) -> Result<Reopened, VaultError> + Sync),
) -> Result<u32, E>
where
    E: From<StoreError> + From<VaultError>,
{
    let mut gone = 0;
    for (row, text) in sealed_in(connection, column).await? {
        match reopen(place_of(column, &row), &text)? {
            Reopened::AsItIs => {}
            Reopened::Anew(text) => put(connection, column, &row, Some(&text)).await?,
            Reopened::Gone => {
                gone += 1;
                put(connection, column, &row, None).await?;
                if column.0 == "calendar_integrations" {
                    expire(connection, &row).await?;
                }
            }
        }
    }
    Ok(gone)
}

async fn expire(connection: &mut SqliteConnection, integration: &str) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE calendar_integrations
         SET status = CASE status WHEN 'INACTIVE' THEN status ELSE 'EXPIRED' END,
             error_message = ?2
         WHERE id = ?1",
    )
    .bind(integration)
    .bind(VaultError::Forgotten.to_string())
    .execute(connection)
    .await?;
    Ok(())
}
