//! Going back to a backup while the engine runs: what a profile keeps is taken from the copy in one
//! transaction, so that nobody ever sees half of it.
//!
//! What was sent since stays in the ledger, whatever the copy says, and what would be late by now is
//! never sent because of it: nobody is reminded twice. Events are as the calendars told them last.
//! Who may come in (password, sessions) stays as it is now.

use std::path::{Path, PathBuf};

use sqlx::SqliteConnection;
use storytime_types::{Instant, UserId};

use super::backups::Cause;
use super::secrets::{Reopened, reopen_all};
use super::settings::{Setting, set_instant};
use super::{Store, StoreError, backups};
use crate::vault::{Place, VaultError};

/// Why a backup was not restored; nothing is changed then.
#[derive(Debug, thiserror::Error)]
pub enum RestoreError {
    /// There is none of this name.
    #[error("there is no such backup")]
    Absent,
    /// SQLite's quick check found damage in it, or it is no database.
    #[error("this backup is damaged")]
    Damaged,
    /// The profile was not in it yet.
    #[error("this backup was written before there was this profile")]
    WithoutProfile,
    /// Secrets in it need a key that cannot be had now.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// It could not be read, copied or taken over.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What was restored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TakenOver {
    /// The backup in which the whole database is kept as it was before.
    pub set_aside: PathBuf,
    /// How many secrets could not be opened, because their key is gone.
    pub secrets_gone: u32,
}

impl From<sqlx::Error> for RestoreError {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error.into())
    }
}

/// What is taken from the copy, in this order, and which rows of the present stay beside it: those
/// that fulfil the condition win over the copy's.
const TABLES: [(&str, &str); 6] = [
    ("notification_channels", "FALSE"),
    ("calendar_integrations", "FALSE"),
    ("calendars", "FALSE"),
    ("mutes", "FALSE"),
    // The calendars are the copy's by now, and the events the copy's and the present ones.
    ("events", "calendar_id IN (SELECT id FROM main.calendars)"),
    ("storylines", "event_id IN (SELECT id FROM main.events)"),
];

/// Columns that say who may come in: they stay as they are.
const ACCESS: [&str; 7] = [
    "id",
    "email",
    "password_hash",
    "is_owner",
    "is_invited",
    "is_active",
    "created_at",
];

impl Store {
    /// Takes everything that `user` keeps from a backup, each sealed value as `reopen` makes it.
    ///
    /// # Errors
    /// When there is no such backup, it is damaged, written by a newer version, or without the
    /// profile, or `reopen` refuses; nothing is changed then.
    pub async fn restore_backup(
        &self,
        id: &str,
        user: &UserId,
        reopen: &(impl Fn(Place<'_>, &str) -> Result<Reopened, VaultError> + Sync),
        now: Instant,
    ) -> Result<TakenOver, RestoreError> {
        let backup = self.backup_named(id).ok_or(RestoreError::Absent)?;
        let folder = tempfile::Builder::new()
            .prefix("restore-")
            .tempdir_in(&self.folder)
            .map_err(super::refused(&self.folder))?;
        let copy = self.checked_copy(&backup, folder.path(), user, now).await?;
        let secrets_gone = reopen_all::<RestoreError>(&copy, reopen).await?;
        let set_aside = self.copy_aside(user, now).await?;
        let mut connection = self.write.acquire().await?;
        sqlx::query("ATTACH DATABASE ? AS old")
            .bind(copy.to_string_lossy().into_owned())
            .execute(&mut *connection)
            .await?;
        let taken = take_over(&mut connection, user, now).await;
        // Whatever became of it, the copy must not stay attached to the one writing connection.
        let detached = sqlx::query("DETACH DATABASE old")
            .execute(&mut *connection)
            .await;
        if let Err(error) = detached {
            tracing::warn!(%error, "the copy of a backup stays attached: the connection is closed");
            drop(connection.close().await);
        }
        taken?;
        Ok(TakenOver {
            set_aside,
            secrets_gone,
        })
    }

    /// A backup of how things are before `user` goes back to another one.
    async fn copy_aside(&self, user: &UserId, now: Instant) -> Result<PathBuf, StoreError> {
        let owner = self.local_profile().await?;
        let cause = if owner.is_some_and(|owner| owner.id == *user) {
            Cause::Restored
        } else {
            Cause::RestoredByOther
        };
        self.back_up_as(cause, now).await
    }

    /// A copy of the backup that is sound, has all tables of today, and knows the profile.
    async fn checked_copy(
        &self,
        backup: &Path,
        folder: &Path,
        user: &UserId,
        now: Instant,
    ) -> Result<PathBuf, RestoreError> {
        backups::put_in_place(backup, folder)?;
        let opened = Self::open_file(folder, now).await;
        let copy = opened.map_err(|error| match error {
            StoreError::Damaged(_) => RestoreError::Damaged,
            error => RestoreError::Store(error),
        })?;
        let is_sound = copy.is_sound().await;
        let profile = copy.profile(user).await;
        copy.close().await;
        match (is_sound, profile) {
            (Ok(true), Ok(Some(_))) => Ok(folder.join(super::DATABASE)),
            (Ok(true), Ok(None)) => Err(RestoreError::WithoutProfile),
            (Ok(true), Err(error)) => Err(error.into()),
            _ => Err(RestoreError::Damaged),
        }
    }

    /// What was due before `until` and is still waiting is listed as missed instead of being sent:
    /// the ledger is an older one, and it may have been sent already. Answers how many these are.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn pass_over_what_was_due(
        &self,
        until: Instant,
        now: Instant,
    ) -> Result<u64, StoreError> {
        let mut transaction = self.write.begin().await?;
        let passed = pass_over(&mut transaction, "main", until, now).await?;
        let users: Vec<String> = sqlx::query_scalar("SELECT id FROM users")
            .fetch_all(&mut *transaction)
            .await?;
        for user in users {
            let user = UserId(user);
            set_instant(&mut transaction, &user, Setting::PlannedAt, Some(until)).await?;
        }
        transaction.commit().await?;
        Ok(passed)
    }
}

async fn take_over(
    connection: &mut SqliteConnection,
    user: &UserId,
    now: Instant,
) -> Result<(), StoreError> {
    use sqlx::Connection as _;
    let mut transaction = connection.begin().await?;
    take_profile(&mut transaction, user).await?;
    for (table, stays) in TABLES {
        take_table(&mut transaction, table, stays, user).await?;
    }
    take_ledger(&mut transaction, user, now).await?;
    // The copy's marks are of another state of the source: everything is read whole once.
    sqlx::query("UPDATE calendars SET sync_token = NULL, window_until = NULL WHERE user_id = ?")
        .bind(user.as_str())
        .execute(&mut *transaction)
        .await?;
    set_instant(&mut transaction, user, Setting::PlannedAt, Some(now)).await?;
    transaction.commit().await?;
    Ok(())
}

/// The columns of a table, in a list for statements. Their order may differ between two databases.
async fn columns(
    connection: &mut SqliteConnection,
    table: &str,
    without: &[&str],
) -> Result<Vec<String>, sqlx::Error> {
    let all: Vec<String> = sqlx::query_scalar("SELECT name FROM pragma_table_info(?)")
        .bind(table)
        .fetch_all(connection)
        .await?;
    let wanted = all
        .into_iter()
        .filter(|name| !without.contains(&name.as_str()));
    Ok(wanted.collect())
}

async fn run(
    connection: &mut SqliteConnection,
    statement: String,
    user: &UserId,
) -> Result<(), sqlx::Error> {
    sqlx::query(sqlx::AssertSqlSafe(statement))
        .bind(user.as_str())
        .execute(connection)
        .await
        .map(drop)
}

async fn take_profile(connection: &mut SqliteConnection, user: &UserId) -> Result<(), sqlx::Error> {
    let columns = columns(connection, "users", &ACCESS).await?.join(", ");
    let statement = format!(
        "UPDATE main.users SET ({columns}) = (SELECT {columns} FROM old.users WHERE id = ?1)
         WHERE id = ?1"
    );
    run(connection, statement, user).await
}

async fn take_table(
    connection: &mut SqliteConnection,
    table: &str,
    stays: &str,
    user: &UserId,
) -> Result<(), sqlx::Error> {
    let columns = columns(connection, table, &[]).await?.join(", ");
    let statements = [
        format!("DELETE FROM main.{table} WHERE user_id = ?1 AND NOT ({stays})"),
        format!(
            "INSERT OR IGNORE INTO main.{table} ({columns})
             SELECT {columns} FROM old.{table} WHERE user_id = ?1"
        ),
    ];
    for statement in statements {
        run(connection, statement, user).await?;
    }
    Ok(())
}

/// Of a reminder that both know, what has become of it by now counts; only what was cancelled
/// because its calendar went is as it was in the copy.
async fn take_ledger(
    connection: &mut SqliteConnection,
    user: &UserId,
    now: Instant,
) -> Result<(), sqlx::Error> {
    pass_over(connection, "old", now, now).await?;
    let columns = columns(connection, "notification_logs", &[])
        .await?
        .join(", ");
    let statements = [
        "DELETE FROM main.notification_logs
         WHERE user_id = ?1 AND status = 'CANCELLED' AND error_message = 'its calendar was removed'
             AND idempotency_key IN (SELECT idempotency_key FROM old.notification_logs)"
            .to_owned(),
        format!(
            "INSERT OR IGNORE INTO main.notification_logs ({columns})
             SELECT {columns} FROM old.notification_logs WHERE user_id = ?1"
        ),
    ];
    for statement in statements {
        run(connection, statement, user).await?;
    }
    Ok(())
}

/// Lists as missed what an older ledger still holds for waiting though it was due.
async fn pass_over(
    connection: &mut SqliteConnection,
    database: &str,
    until: Instant,
    now: Instant,
) -> Result<u64, sqlx::Error> {
    let statement = format!(
        "UPDATE {database}.notification_logs
         SET status = 'MISSED', attempt_begun = NULL, updated_at = ?2,
             error_message = 'a backup was restored after this was due; it may have come before'
         WHERE status = 'PENDING' AND (next_attempt_at <= ?1 OR attempt_begun IS NOT NULL)"
    );
    let passed = sqlx::query(sqlx::AssertSqlSafe(statement))
        .bind(until.ms())
        .bind(now.ms())
        .execute(connection)
        .await?;
    Ok(passed.rows_affected())
}
