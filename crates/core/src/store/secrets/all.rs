//! Every sealed value at once: sealed anew, or given up.

use sqlx::sqlite::SqliteRow;
use sqlx::{AssertSqlSafe, Row as _, SqliteConnection};
use storytime_types::Instant;

use super::{COLUMNS, Column};
use crate::store::settings::{Setting, put_text};
use crate::store::{Store, StoreError};
use crate::vault::{KeyId, Place};

impl Store {
    /// Puts `anew` of each sealed value in its place, where there is one, and names the key under
    /// which they are sealed from then on: all of it, or nothing. Answers how many values stayed as
    /// they were.
    ///
    /// # Errors
    /// When `anew` or the database refuses.
    pub async fn reseal<E: From<StoreError>>(
        &self,
        key: &KeyId,
        anew: &(impl Fn(Place<'_>, &str) -> Result<Option<String>, E> + Sync),
    ) -> Result<u32, E> {
        let mut transaction = self.write.begin().await.map_err(StoreError::from)?;
        let mut left = 0;
        for column in COLUMNS {
            left += reseal_column(&mut transaction, column, anew).await?;
        }
        put_text(&mut transaction, Setting::VaultKey, key.as_str()).await?;
        transaction.commit().await.map_err(StoreError::from)?;
        Ok(left)
    }

    /// Removes every sealed value. What cannot be read without says so, with this sentence.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn forget_sealed(&self, sentence: &str, now: Instant) -> Result<(), StoreError> {
        let mut transaction = self.write.begin().await?;
        sqlx::query(
            "UPDATE calendar_integrations
             SET status = CASE status WHEN 'INACTIVE' THEN status ELSE 'EXPIRED' END,
                 error_message = ?1, updated_at = ?2
             WHERE address GLOB 'st1.*' OR password GLOB 'st1.*' OR access_token GLOB 'st1.*' OR refresh_token GLOB 'st1.*'",
        )
        .bind(sentence)
        .bind(now.ms())
        .execute(&mut *transaction)
        .await?;
        sqlx::query("DELETE FROM oauth_states WHERE code_verifier GLOB 'st1.*'")
            .execute(&mut *transaction)
            .await?;
        for (table, _, column) in COLUMNS {
            let sql = format!("UPDATE {table} SET {column} = NULL WHERE {column} GLOB 'st1.*'");
            sqlx::query(AssertSqlSafe(sql))
                .execute(&mut *transaction)
                .await?;
        }
        transaction.commit().await?;
        Ok(())
    }
}

async fn reseal_column<E: From<StoreError>>(
    connection: &mut SqliteConnection,
    column: Column,
    anew: &(impl Fn(Place<'_>, &str) -> Result<Option<String>, E> + Sync),
) -> Result<u32, E> {
    let mut left = 0;
    for (row, text) in sealed_in(connection, column).await? {
        match anew(place_of(column, &row), &text)? {
            Some(text) => put(connection, column, &row, Some(&text)).await?,
            None => left += 1,
        }
    }
    Ok(left)
}

/// Each sealed value of a column, with the id of its row.
pub(super) async fn sealed_in(
    connection: &mut SqliteConnection,
    (table, id, column): Column,
) -> Result<Vec<(String, String)>, StoreError> {
    let sql =
        format!("SELECT {id} AS id, {column} AS sealed FROM {table} WHERE {column} GLOB 'st1.*'");
    let rows = sqlx::query(AssertSqlSafe(sql))
        .fetch_all(connection)
        .await?;
    let pair = |row: SqliteRow| Ok((row.try_get("id")?, row.try_get("sealed")?));
    rows.into_iter().map(pair).collect()
}

/// Where the value of a row lies.
pub(super) fn place_of((table, _, column): Column, row: &str) -> Place<'_> {
    Place { table, row, column }
}

/// Puts a value, or nothing, in the place of another.
pub(super) async fn put(
    connection: &mut SqliteConnection,
    (table, id, column): Column,
    row: &str,
    text: Option<&str>,
) -> Result<(), StoreError> {
    let sql = format!("UPDATE {table} SET {column} = ?2 WHERE {id} = ?1");
    let update = sqlx::query(AssertSqlSafe(sql)).bind(row).bind(text);
    update.execute(connection).await?;
    Ok(())
}
