//! Changing what is in a backup. It is done on a copy that takes the backup's place when it is
//! finished: whatever kills the process, the backup is whole.

use std::path::Path;

use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode};
use sqlx::{ConnectOptions as _, Connection as _, SqliteConnection};

use crate::store::{StoreError, refused};

/// What is changed.
pub(in crate::store) trait Rewriting: Sync {
    /// Why it may not be.
    type Refusal: From<StoreError>;

    /// Changes the rows, and answers whether there was anything to change.
    fn rewrite(
        &self,
        connection: &mut SqliteConnection,
    ) -> impl Future<Output = Result<bool, RewriteError<Self::Refusal>>> + Send;
}

/// Why a backup was not changed.
pub(in crate::store) enum RewriteError<E> {
    /// It cannot be read, so it could not be restored either.
    Unreadable(sqlx::Error),
    /// It may not be.
    Refused(E),
}

impl<E> From<sqlx::Error> for RewriteError<E> {
    fn from(error: sqlx::Error) -> Self {
        Self::Unreadable(error)
    }
}

impl<E> RewriteError<E> {
    /// The tables cannot be brought to those of today.
    pub(in crate::store) fn of_another_version(error: sqlx::migrate::MigrateError) -> Self {
        Self::Unreadable(sqlx::Error::Migrate(Box::new(error)))
    }
}

/// What became of a backup.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::store) enum Rewritten {
    /// It is as it was wanted, changed or not.
    Whole,
    /// It cannot be read, and was left as it is.
    Unreadable,
}

/// Changes a backup; one that cannot be read is left as it is.
pub(in crate::store) async fn rewrite<R: Rewriting>(
    backup: &Path,
    rewriting: &R,
) -> Result<Rewritten, R::Refusal> {
    let copy = backup.with_extension("part");
    std::fs::copy(backup, &copy).map_err(refused(&copy))?;
    match rewritten(&copy, rewriting).await {
        Ok(true) => std::fs::rename(&copy, backup).map_err(refused(backup))?,
        Ok(false) => std::fs::remove_file(&copy).map_err(refused(&copy))?,
        Err(RewriteError::Unreadable(error)) => {
            tracing::warn!(%error, "a backup cannot be read, so it is left as it is");
            std::fs::remove_file(&copy).map_err(refused(&copy))?;
            return Ok(Rewritten::Unreadable);
        }
        Err(RewriteError::Refused(error)) => {
            std::fs::remove_file(&copy).map_err(refused(&copy))?;
            return Err(error);
        }
    }
    Ok(Rewritten::Whole)
}

async fn rewritten<R: Rewriting>(
    copy: &Path,
    rewriting: &R,
) -> Result<bool, RewriteError<R::Refusal>> {
    let mut connection = SqliteConnectOptions::new()
        .filename(copy)
        .journal_mode(SqliteJournalMode::Memory)
        .connect()
        .await?;
    let done = rewriting.rewrite(&mut connection).await;
    if matches!(done, Ok(true)) {
        // What was removed or replaced stays readable in the file otherwise.
        sqlx::query("VACUUM").execute(&mut connection).await?;
    }
    connection.close().await?;
    done
}
