//! Secrets in the copy of a backup that is about to be restored: they may be sealed under a key of
//! that time.

use std::path::Path;

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _, Row, SqliteConnection};

use super::COLUMNS;
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
    (table, id, column): (&str, &str, &str),
    reopen: &(impl Fn(Place<'_>, &str) -> Result<Reopened, VaultError> + Sync),
) -> Result<u32, E>
where
    E: From<StoreError> + From<VaultError>,
{
    let sql =
        format!("SELECT {id} AS id, {column} AS sealed FROM {table} WHERE {column} GLOB 'st1.*'");
    let rows = sqlx::query(AssertSqlSafe(sql)).fetch_all(&mut *connection);
    let rows = rows.await.map_err(StoreError::from)?;
    let mut gone = 0;
    for row in rows {
        let row_id: String = row.try_get("id").map_err(StoreError::from)?;
        let text: String = row.try_get("sealed").map_err(StoreError::from)?;
        let place = Place {
            table,
            row: &row_id,
            column,
        };
        let put = match reopen(place, &text)? {
            Reopened::AsItIs => continue,
            Reopened::Anew(text) => Some(text),
            Reopened::Gone => {
                gone += 1;
                None
            }
        };
        let sql = format!("UPDATE {table} SET {column} = ?2 WHERE {id} = ?1");
        let update = sqlx::query(AssertSqlSafe(sql)).bind(&row_id).bind(&put);
        let done = update.execute(&mut *connection).await;
        done.map_err(StoreError::from)?;
        if put.is_none() && table == "calendar_integrations" {
            expire(connection, &row_id).await?;
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
