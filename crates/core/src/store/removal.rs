//! Removing everything that a profile owns. Without foreign keys the tables are asked which of them
//! have an owner, so that a later one cannot be forgotten.

use sqlx::SqliteConnection;
use storytime_types::{Instant, SessionId, UserId};

use super::backups::copies;
use super::backups::rewriting::{RewriteError, Rewriting, rewrite};
use super::profiles::NewProfile;
use super::secrets::leave_vaults;
use super::settings::Setting;
use super::{Store, StoreError, channels};

/// The one table of which a row may stay.
const SESSIONS: &str = "sessions";

/// Nobody's settings are the whole app's.
pub(super) static NOBODY: UserId = UserId(String::new());

/// Whether somebody else keeps data in the same database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Others {
    /// Nobody does: the app's own settings went, too.
    None,
    /// Somebody does.
    Some,
}

impl Store {
    /// Removes every row of a profile in one transaction. With `anew` the owner's profile begins
    /// again as at the first run, under the same id, and whoever asked through the session `keep`
    /// stays signed in; without it the profile is gone, too.
    ///
    /// # Errors
    /// When the database refuses; nothing is removed then.
    pub async fn remove_all_of(
        &self,
        user: &UserId,
        anew: Option<&NewProfile>,
        keep: Option<&SessionId>,
        now: Instant,
    ) -> Result<Others, StoreError> {
        let mut transaction = self.write.begin().await?;
        let keep = keep.filter(|_| anew.is_some()).map(SessionId::as_str);
        for table in owned_tables(&mut transaction).await? {
            let stays = if table == SESSIONS {
                "id IS ?2"
            } else {
                "?2 IS NULL AND FALSE"
            };
            let statement = format!("DELETE FROM {table} WHERE user_id = ?1 AND NOT ({stays})");
            sqlx::query(sqlx::AssertSqlSafe(statement))
                .bind(user.as_str())
                .bind(keep)
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
            forget_the_app(&mut transaction).await?;
        }
        if let Some(new) = anew {
            begin_anew(&mut transaction, user, new, now).await?;
        }
        transaction.commit().await?;
        Ok(if others == 0 {
            Others::None
        } else {
            Others::Some
        })
    }

    /// Removes every row of a profile from the backups, which others go back to. Those that cannot be
    /// read are left as they are: they could not be restored either.
    ///
    /// # Errors
    /// When a copy cannot be written.
    pub async fn remove_from_backups(&self, user: &UserId) -> Result<(), StoreError> {
        for backup in copies(&self.folder) {
            rewrite(&backup, &Leaving(user)).await?;
        }
        Ok(())
    }

    /// Writes the database anew, so that what was removed is in its file no longer. Deleted rows stay
    /// readable in free pages, in the unused part of used ones, and in the write-ahead log.
    ///
    /// That is done when something is removed, and not by `PRAGMA secure_delete` with every write: that
    /// would overwrite neither what was deleted before it was set, nor what SQLite leaves behind when it
    /// moves rows between pages, nor the log; and every import and attempt would pay for it. A removal
    /// is rare, and this takes about as long as copying the file.
    ///
    /// # Errors
    /// When the database refuses, as where the disk is full. It is tried again at night then.
    pub async fn forget_what_was_removed(&self) -> Result<(), StoreError> {
        sqlx::query("VACUUM").execute(&self.write).await?;
        let is_held_up: bool = sqlx::query_scalar("PRAGMA wal_checkpoint(TRUNCATE)")
            .fetch_one(&self.write)
            .await?;
        if is_held_up {
            tracing::info!("somebody reads the log for long: it is emptied at night");
            return Ok(());
        }
        self.set_instant_setting(&NOBODY, Setting::RemovedAt, None)
            .await
    }

    /// As [`Self::forget_what_was_removed`], if something was removed since.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn forget_what_is_left(&self) -> Result<(), StoreError> {
        let removed_at = self.instant_setting(&NOBODY, Setting::RemovedAt).await?;
        match removed_at {
            Some(_) => self.forget_what_was_removed().await,
            None => Ok(()),
        }
    }
}

/// A profile that leaves a backup.
struct Leaving<'u>(&'u UserId);

impl Rewriting for Leaving<'_> {
    type Refusal = StoreError;

    async fn rewrite(
        &self,
        connection: &mut SqliteConnection,
    ) -> Result<bool, RewriteError<StoreError>> {
        let mut removed = 0;
        let tables = owned_tables(&mut *connection).await?;
        let tables = tables.iter().map(|table| (table.as_str(), "user_id"));
        for (table, column) in tables.chain([("users", "id")]) {
            let statement = format!("DELETE FROM {table} WHERE {column} = ?");
            removed += sqlx::query(sqlx::AssertSqlSafe(statement))
                .bind(self.0.as_str())
                .execute(&mut *connection)
                .await?
                .rows_affected();
        }
        Ok(removed > 0)
    }
}

/// Removes the app's own settings; of the vault only its name stays, until its keys are removed.
async fn forget_the_app(connection: &mut SqliteConnection) -> Result<(), StoreError> {
    let vaults: Vec<String> = sqlx::query_scalar(
        "SELECT value FROM settings WHERE user_id = '' AND name IN (?1, ?2) ORDER BY name",
    )
    .bind(Setting::VaultName.name())
    .bind(Setting::VaultsLeft.name())
    .fetch_all(&mut *connection)
    .await?;
    sqlx::query("DELETE FROM settings WHERE user_id = ''")
        .execute(&mut *connection)
        .await?;
    leave_vaults(connection, &vaults).await
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
    now: Instant,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO users (id, name, timezone, is_owner, created_at, updated_at)
         VALUES (?1, ?2, ?3, 1, ?4, ?4)",
    )
    .bind(user.as_str())
    .bind(&new.name)
    .bind(&new.timezone)
    .bind(now.ms())
    .execute(&mut *connection)
    .await?;
    channels::insert_native(connection, user, now).await
}

#[cfg(test)]
mod tests;
