//! Removing everything that a profile owns. Without foreign keys the tables are asked which of them
//! have an owner, so that a later one cannot be forgotten.

use sqlx::SqliteConnection;
use storytime_types::{Instant, UserId};

use super::profiles::NewProfile;
use super::{Store, StoreError, channels};

/// Whether somebody else keeps data in the same database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Others {
    /// Nobody does: the app's own settings went, too.
    None,
    /// Somebody does.
    Some,
}

impl Store {
    /// Removes every row of a profile in one transaction. With `anew` the profile itself begins
    /// again as at the first run, under the same id and as the same oldest profile; without it is
    /// gone, too.
    ///
    /// # Errors
    /// When the database refuses; nothing is removed then.
    pub async fn remove_all_of(
        &self,
        user: &UserId,
        anew: Option<&NewProfile>,
        now: Instant,
    ) -> Result<Others, StoreError> {
        let mut transaction = self.write.begin().await?;
        let created_at: Option<i64> =
            sqlx::query_scalar("SELECT created_at FROM users WHERE id = ?")
                .bind(user.as_str())
                .fetch_optional(&mut *transaction)
                .await?;
        for table in owned_tables(&mut transaction).await? {
            sqlx::query(sqlx::AssertSqlSafe(format!(
                "DELETE FROM {table} WHERE user_id = ?"
            )))
            .bind(user.as_str())
            .execute(&mut *transaction)
            .await?;
        }
        sqlx::query("DELETE FROM users WHERE id = ?")
            .bind(user.as_str())
            .execute(&mut *transaction)
            .await?;
        let others: i64 = sqlx::query_scalar("SELECT count(*) FROM users")
            .fetch_one(&mut *transaction)
            .await?;
        if others == 0 {
            sqlx::query("DELETE FROM settings WHERE user_id = ''")
                .execute(&mut *transaction)
                .await?;
        }
        if let Some(new) = anew {
            // The oldest profile owns the tray; it must not become the youngest of several.
            let since = created_at.filter(|_| others > 0).unwrap_or(now.ms());
            begin_anew(&mut transaction, user, new, since, now).await?;
        }
        transaction.commit().await?;
        Ok(if others == 0 {
            Others::None
        } else {
            Others::Some
        })
    }

    /// Writes the database anew, so that what was removed is not in its file any longer.
    ///
    /// # Errors
    /// When the database refuses, as where the disk is full.
    pub async fn forget_what_was_removed(&self) -> Result<(), StoreError> {
        sqlx::query("VACUUM").execute(&self.write).await?;
        sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)")
            .execute(&self.write)
            .await?;
        Ok(())
    }
}

/// The tables whose rows have an owner.
pub(super) async fn owned_tables(
    connection: &mut SqliteConnection,
) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar(
        "SELECT t.name FROM sqlite_schema t, pragma_table_info(t.name) c
         WHERE t.type = 'table' AND c.name = 'user_id' ORDER BY t.name",
    )
    .fetch_all(connection)
    .await
}

async fn begin_anew(
    connection: &mut SqliteConnection,
    user: &UserId,
    new: &NewProfile,
    since: i64,
    now: Instant,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO users (id, name, timezone, created_at, updated_at) VALUES (?, ?, ?, ?, ?)",
    )
    .bind(user.as_str())
    .bind(&new.name)
    .bind(&new.timezone)
    .bind(since)
    .bind(now.ms())
    .execute(&mut *connection)
    .await?;
    channels::insert_native(connection, user, now).await
}
