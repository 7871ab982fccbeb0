//! The store: all the SQL there is, one file per table.
//!
//! SQLite in WAL mode with synchronous FULL: one writing connection, so that a write never meets
//! another one, and a small pool of readers. Ids are TEXT, instants INTEGER milliseconds in UTC.

pub mod backups;
pub mod calendars;
pub mod channels;
pub mod credentials;
pub mod events;
#[cfg(test)]
mod examples;
pub mod export;
pub mod import;
pub mod ledger;
pub mod maintenance;
mod many;
pub mod mutes;
pub mod oauth;
pub mod problems;
pub mod profiles;
mod reading;
pub mod removal;
pub mod restoring;
pub mod secrets;
pub mod sessions;
pub mod settings;
mod statistics;
pub mod storylines;
pub mod sync_jobs;

use std::path::{Path, PathBuf};
use std::time::Duration;

use sqlx::migrate::Migrator;
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{Connection as _, SqliteConnection};
use storytime_types::Instant;

/// The database's file within the data directory.
const DATABASE: &str = "storytime.db";

/// The tray holds what a connection holds all day: its pages (negative: in KiB), its statements and
/// its thread. The system keeps the file's pages anyway.
const WRITER_CACHE: &str = "-1024";
const READER_CACHE: &str = "-256";
const READERS: u32 = 2;
const STATEMENTS_KEPT: usize = 32;

static MIGRATIONS: Migrator = sqlx::migrate!("./migrations");

/// What the store can fail with.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The disk is full. Nothing already stored is lost.
    #[error("the disk is full: free some space, and what waits will be written")]
    Full(#[source] sqlx::Error),
    /// The disk takes nothing, for another reason than being full: a quota, or a fault of its own.
    #[error(
        "the disk refuses to be written: free some space, and look whether you may write there"
    )]
    Disk(#[source] sqlx::Error),
    /// The database file is damaged.
    #[error("the database is damaged")]
    Damaged(#[source] sqlx::Error),
    /// Anything else that SQLite reports.
    #[error("the database refused: {0}")]
    Database(#[source] sqlx::Error),
    /// The database was written by a newer version of the app.
    #[error("the database was written by a newer version of the app: install that one again")]
    Migration(#[source] sqlx::migrate::MigrateError),
    /// The data directory or a file in it could not be read or written.
    #[error(
        "{path} cannot be used ({why}): {todo}, or choose another data directory",
        path = path.display(),
        why = crate::io_words::in_words(source),
        todo = crate::io_words::what_to_do(source)
    )]
    File {
        /// Which one.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A value in a row that no version of the app writes.
    #[error("the {column} of row {row} in {table} is not readable")]
    Unreadable {
        /// The table.
        table: &'static str,
        /// The column.
        column: &'static str,
        /// The row's id.
        row: String,
    },
    /// As [`Self::Unreadable`], where many rows were read at once.
    #[error("the rows of {table} are not readable: {source}")]
    UnreadableRows {
        /// The table.
        table: &'static str,
        /// Where in them, and why.
        source: serde_json::Error,
    },
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        // SQLite's primary result codes, https://www.sqlite.org/rescode.html
        const READ_ONLY: i32 = 8;
        const IO_ERROR: i32 = 10;
        const CORRUPT: i32 = 11;
        const CANNOT_OPEN: i32 = 14;
        const FULL: i32 = 13;
        const NOT_A_DATABASE: i32 = 26;
        let code = error
            .as_database_error()
            .and_then(|error| error.code())
            .and_then(|code| code.parse::<i32>().ok())
            .map(|extended| extended & 0xff);
        match code {
            Some(FULL) => Self::Full(error),
            Some(IO_ERROR | READ_ONLY | CANNOT_OPEN) => Self::Disk(error),
            Some(CORRUPT | NOT_A_DATABASE) => Self::Damaged(error),
            _ => Self::Database(error),
        }
    }
}

impl From<sqlx::migrate::MigrateError> for StoreError {
    fn from(error: sqlx::migrate::MigrateError) -> Self {
        use sqlx::migrate::MigrateError;
        match error {
            MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => error.into(),
            error => Self::Migration(error),
        }
    }
}

impl StoreError {
    /// Whether writing may succeed once there is room on the disk.
    #[must_use]
    pub fn wants_room(&self) -> bool {
        matches!(self, Self::Full(_) | Self::Disk(_))
    }
}

/// The database: one writer and a pool of readers.
#[derive(Clone, Debug)]
pub struct Store {
    write: SqlitePool,
    read: SqlitePool,
    folder: PathBuf,
}

/// What was done to open the store, where it was more than opening it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Opened {
    /// A damaged database was set aside under this name.
    pub set_aside: Option<PathBuf>,
    /// And this backup took its place; a new database did where there was none.
    pub restored: Option<PathBuf>,
    /// When the damaged database was last written.
    pub last_written: Option<Instant>,
}

impl Store {
    /// Opens `storytime.db` in `folder`, brings its tables up to date (after a backup copy), and
    /// sets a damaged file aside for the newest backup.
    ///
    /// # Errors
    /// When the folder cannot be written, or the database belongs to a newer version.
    pub async fn open(folder: &Path, now: Instant) -> Result<(Self, Opened), StoreError> {
        crate::config::make_private_folder(folder).map_err(refused(folder))?;
        let last_written = backups::last_written(folder);
        let cause = match Self::open_sound(folder, now).await {
            Ok(Some(store)) => return Ok((store, Opened::default())),
            Ok(None) => "the quick check found damage, or nothing in it".to_owned(),
            Err(StoreError::Damaged(cause)) => cause.to_string(),
            Err(error) => return Err(error),
        };
        tracing::error!(
            cause,
            "the database is damaged: restoring the newest backup"
        );
        let aside = backups::set_aside(folder, now)?;
        let (store, restored) = Self::restore(folder, now).await?;
        let set_aside = Some(aside);
        Ok((
            store,
            Opened {
                set_aside,
                restored,
                last_written,
            },
        ))
    }

    /// The newest backup that is sound, in the database's place; a new database where none is.
    async fn restore(folder: &Path, now: Instant) -> Result<(Self, Option<PathBuf>), StoreError> {
        for backup in backups::best_first(folder) {
            backups::put_in_place(&backup, folder)?;
            match Self::open_sound(folder, now).await {
                Ok(Some(store)) => return Ok((store, Some(backup))),
                Ok(None) | Err(StoreError::Damaged(_)) => {
                    tracing::error!(backup = %backup.display(), "this backup is damaged, too");
                }
                Err(error) => return Err(error),
            }
        }
        backups::remove_database(folder)?;
        Ok((Self::open_file(folder, now).await?, None))
    }

    /// The database, or none where SQLite's quick check finds damage in it. A file without a single
    /// byte is what a power cut leaves of one: it is damage as soon as there is a backup.
    async fn open_sound(folder: &Path, now: Instant) -> Result<Option<Self>, StoreError> {
        let emptied = std::fs::metadata(folder.join(DATABASE)).is_ok_and(|file| file.len() == 0);
        if emptied && !backups::newest_first(folder).is_empty() {
            return Ok(None);
        }
        let store = Self::open_file(folder, now).await?;
        match store.is_sound().await {
            Ok(true) => Ok(Some(store)),
            Ok(false) => {
                store.close().await;
                Ok(None)
            }
            Err(error) => {
                store.close().await;
                Err(error)
            }
        }
    }

    async fn open_file(folder: &Path, now: Instant) -> Result<Self, StoreError> {
        let path = folder.join(DATABASE);
        make_private_file(&path).map_err(refused(&path))?;
        let options = SqliteConnectOptions::new()
            .filename(path)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(false)
            .busy_timeout(Duration::from_secs(5))
            .statement_cache_capacity(STATEMENTS_KEPT);
        let write = SqlitePoolOptions::new()
            .max_connections(1)
            .min_connections(1)
            .idle_timeout(None)
            .max_lifetime(None)
            .after_release(|connection, _| Box::pin(is_between_transactions(connection)))
            .connect_with(options.clone().pragma("cache_size", WRITER_CACHE))
            .await?;
        let read = SqlitePoolOptions::new()
            .max_connections(READERS)
            // With a limit the pool would look after its idle connections every 30 s, for ever.
            .idle_timeout(None)
            .max_lifetime(None)
            .connect_lazy_with(options.pragma("cache_size", READER_CACHE).read_only(true));
        let store = Self {
            write,
            read,
            folder: folder.to_owned(),
        };
        if let Err(error) = store.migrate(now).await {
            // A connection that closes later removes its -wal by name, which may be another file's by
            // then.
            store.close().await;
            return Err(error);
        }
        Ok(store)
    }

    async fn migrate(&self, now: Instant) -> Result<(), StoreError> {
        let applied = self.applied_migrations().await?;
        let known = MIGRATIONS.iter().count();
        if applied > 0 && applied < known {
            self.back_up(now).await?;
        }
        if applied != known {
            MIGRATIONS.run(&self.write).await?;
        }
        Ok(())
    }

    /// How many migrations the file has seen; reading the schema also finds a damaged file.
    async fn applied_migrations(&self) -> Result<usize, StoreError> {
        let seen: i64 = sqlx::query_scalar(
            "SELECT count(*) FROM sqlite_schema WHERE name = '_sqlx_migrations'",
        )
        .fetch_one(&self.write)
        .await?;
        if seen == 0 {
            return Ok(0);
        }
        let applied: i64 = sqlx::query_scalar("SELECT count(*) FROM _sqlx_migrations")
            .fetch_one(&self.write)
            .await?;
        Ok(usize::try_from(applied).unwrap_or(0))
    }

    /// Closes every connection; what was committed is on the disk.
    pub async fn close(&self) {
        self.read.close().await;
        self.write.close().await;
    }

    /// Whether the file is sound, by SQLite's own quick check.
    ///
    /// # Errors
    /// When the check cannot be run.
    pub async fn is_sound(&self) -> Result<bool, StoreError> {
        let answer: String = sqlx::query_scalar("PRAGMA quick_check(1)")
            .fetch_one(&self.read)
            .await?;
        Ok(answer == "ok")
    }
}

/// A new id: UUIDv7, so that ids sort by the time they were made.
#[must_use]
pub fn new_id() -> String {
    uuid::Uuid::now_v7().to_string()
}

/// Whether a connection that comes back to its pool may be used again; one that may not is closed.
///
/// When a COMMIT fails on a full disk, SQLite rolls back by itself. sqlx's own ROLLBACK then fails, it
/// still counts a transaction as open, and opens the next ones as savepoints within one that nobody
/// ever commits: everything written from then on would be lost when the process ends.
async fn is_between_transactions(connection: &mut SqliteConnection) -> Result<bool, sqlx::Error> {
    // A rollback that was only asked for is done by then.
    connection.ping().await?;
    Ok(!connection.is_in_transaction())
}

/// Makes an empty file that only its owner can read, unless there is one. SQLite takes it for a new
/// database and gives its own files beside it the same mode.
fn make_private_file(path: &Path) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop)
}

fn refused(path: &Path) -> impl FnOnce(std::io::Error) -> StoreError {
    let path = path.to_owned();
    |source| StoreError::File { path, source }
}
