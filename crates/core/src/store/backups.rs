//! Backups: copies by `VACUUM INTO`, one a day, of which the newest sound one replaces a damaged
//! database.

mod keeping;
pub(super) mod rewriting;

use std::path::{Path, PathBuf};

use storytime_types::Instant;

use super::{DATABASE, Store, StoreError};
use keeping::{drop_oldest, drop_oldest_damaged};

/// Where they are, within the data directory.
const FOLDER: &str = "backups";
/// How the name of a damaged database begins that was set aside.
const DAMAGED: &str = "storytime-damaged-";

/// Why a backup was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// The day has its backup.
    Daily,
    /// The person asked for it.
    Asked,
    /// This computer's own profile went back to another one.
    Restored,
    /// Another profile did.
    RestoredByOther,
}

impl Cause {
    const ALL: [Self; 4] = [
        Self::Daily,
        Self::Asked,
        Self::Restored,
        Self::RestoredByOther,
    ];

    /// What stands behind the stamp in its name.
    fn ending(self) -> &'static str {
        match self {
            Self::Daily => "",
            Self::Asked => "-asked",
            Self::Restored => "-restored",
            Self::RestoredByOther => "-restored-by-other",
        }
    }

    fn of(path: &Path) -> Self {
        let name = name_of(path).unwrap_or_default();
        let stands = |cause: &Self| *cause != Self::Daily && name.ends_with(cause.ending());
        Self::ALL.into_iter().find(stands).unwrap_or(Self::Daily)
    }

    /// Whether it holds what somebody has gone back from.
    #[must_use]
    pub fn is_restore(self) -> bool {
        matches!(self, Self::Restored | Self::RestoredByOther)
    }
}

/// A backup as it is found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundBackup {
    /// Its file's name without the ending.
    pub id: String,
    /// When it was written.
    pub written_at: Instant,
    /// Why it was written.
    pub cause: Cause,
    /// How large it is.
    pub bytes: u64,
}

impl FoundBackup {
    fn at(path: &Path) -> Option<Self> {
        Some(Self {
            id: name_of(path)?.to_owned(),
            written_at: written_at(path)?,
            cause: Cause::of(path),
            bytes: std::fs::metadata(path).ok()?.len(),
        })
    }
}

fn name_of(path: &Path) -> Option<&str> {
    path.file_stem()?.to_str()
}

impl Store {
    /// Writes a copy of the whole database to `backups/`, in place of an earlier one of the same day,
    /// and drops the oldest beyond seven.
    ///
    /// # Errors
    /// When the copy cannot be written; an unfinished one is removed.
    pub async fn back_up(&self, now: Instant) -> Result<PathBuf, StoreError> {
        self.back_up_as(Cause::Daily, now).await
    }

    /// As [`Self::back_up`], because the person asked for it: no other one of the day takes its
    /// place.
    ///
    /// # Errors
    /// When the copy cannot be written; an unfinished one is removed.
    pub async fn back_up_as_asked(&self, now: Instant) -> Result<PathBuf, StoreError> {
        self.back_up_as(Cause::Asked, now).await
    }

    pub(super) async fn back_up_as(
        &self,
        cause: Cause,
        now: Instant,
    ) -> Result<PathBuf, StoreError> {
        let folder = self.folder.join(FOLDER);
        crate::config::make_private_folder(&folder).map_err(super::refused(&folder))?;
        let path = place(&folder, cause, now);
        let unfinished = path.with_extension("part");
        // VACUUM INTO refuses an existing file, and one may be left from a killed process.
        remove_if_there(&unfinished)?;
        self.vacuum_into(&unfinished).await?;
        std::fs::rename(&unfinished, &path).map_err(at(&path))?;
        drop_oldest(&folder)?;
        Ok(path)
    }

    /// Every backup with its size in bytes, the newest first.
    #[must_use]
    pub fn backup_list(&self) -> Vec<FoundBackup> {
        let found = newest_first(&self.folder).into_iter();
        found.filter_map(|path| FoundBackup::at(&path)).collect()
    }

    /// The backup of this id.
    pub(super) fn backup_named(&self, id: &str) -> Option<PathBuf> {
        let found = newest_first(&self.folder);
        found.into_iter().find(|path| name_of(path) == Some(id))
    }

    /// Drops the backups beyond the last seven days.
    ///
    /// # Errors
    /// When one cannot be removed.
    pub fn drop_old_backups(&self) -> Result<(), StoreError> {
        drop_oldest(&self.folder.join(FOLDER))
    }

    /// Removes every backup, and every database that was set aside.
    ///
    /// # Errors
    /// When one cannot be removed.
    pub fn remove_backups(&self) -> Result<(), StoreError> {
        copies(&self.folder)
            .iter()
            .try_for_each(|path| remove_if_there(path))
    }

    /// How many backups there are, and when the newest was written.
    #[must_use]
    pub fn backups(&self) -> (usize, Option<Instant>) {
        let found = backups(&self.folder.join(FOLDER));
        (found.len(), found.last().and_then(|path| written_at(path)))
    }

    async fn vacuum_into(&self, path: &Path) -> Result<(), StoreError> {
        let target = path.to_string_lossy().into_owned();
        if let Err(error) = sqlx::query("VACUUM INTO ?")
            .bind(target)
            .execute(&self.write)
            .await
        {
            remove_if_there(path)?;
            return Err(error.into());
        }
        Ok(())
    }

    /// The size of the database with what is not merged into it yet, in bytes.
    #[must_use]
    pub fn size(&self) -> u64 {
        let database = self.folder.join(DATABASE);
        ["", "-wal"]
            .into_iter()
            .filter_map(|ending| std::fs::metadata(with_ending(&database, ending)).ok())
            .map(|file| file.len())
            .sum()
    }
}

/// What belongs to a database: the file, and what SQLite puts beside it.
const ENDINGS: [&str; 3] = ["", "-wal", "-shm"];

/// Sets a damaged database aside with its `-wal` and `-shm`, and answers its new name. Of earlier
/// ones the last stays.
///
/// # Errors
/// When a file cannot be moved.
pub(super) fn set_aside(folder: &Path, now: Instant) -> Result<PathBuf, StoreError> {
    let database = folder.join(DATABASE);
    let aside = folder.join(format!("{DAMAGED}{}.db", file_stamp(now)));
    for ending in ENDINGS {
        let from = with_ending(&database, ending);
        match std::fs::rename(&from, with_ending(&aside, ending)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(at(&from)(error));
            }
            _ => {}
        }
    }
    if let Err(error) = drop_oldest_damaged(folder) {
        tracing::warn!(%error, "a damaged database of before could not be removed");
    }
    Ok(aside)
}

/// When the database was last written, by its files; none where that cannot be told.
pub(super) fn last_written(folder: &Path) -> Option<Instant> {
    let database = folder.join(DATABASE);
    let written = ["", "-wal"].into_iter().filter_map(|ending| {
        let file = std::fs::metadata(with_ending(&database, ending)).ok()?;
        let since = file.modified().ok()?.duration_since(std::time::UNIX_EPOCH);
        i64::try_from(since.ok()?.as_millis()).ok()
    });
    written.max().map(Instant::from_ms)
}

/// Puts a copy of a backup in the database's place.
///
/// # Errors
/// When it cannot be copied.
pub(super) fn put_in_place(backup: &Path, folder: &Path) -> Result<(), StoreError> {
    remove_database(folder)?;
    let copied = std::fs::copy(backup, folder.join(DATABASE));
    copied.map(drop).map_err(at(backup))
}

/// Removes the database with its `-wal` and `-shm`.
///
/// # Errors
/// When a file cannot be removed.
pub(super) fn remove_database(folder: &Path) -> Result<(), StoreError> {
    let database = folder.join(DATABASE);
    ENDINGS
        .iter()
        .try_for_each(|ending| remove_if_there(&with_ending(&database, ending)))
}

/// Every file that holds the database or a part of it, but the one in use.
pub(super) fn copies(folder: &Path) -> Vec<PathBuf> {
    let aside = files(folder).filter(|path| file_name(path).starts_with(DAMAGED));
    aside.chain(files(&folder.join(FOLDER))).collect()
}

fn files(folder: &Path) -> impl Iterator<Item = PathBuf> + use<> {
    let entries = std::fs::read_dir(folder).into_iter().flatten();
    entries.flatten().map(|entry| entry.path())
}

fn file_name(path: &Path) -> std::borrow::Cow<'_, str> {
    path.file_name().unwrap_or_default().to_string_lossy()
}

/// How many damaged databases are set aside.
pub(super) fn damaged(folder: &Path) -> u32 {
    u32::try_from(databases(folder, DAMAGED).len()).unwrap_or(u32::MAX)
}

/// Every backup in the order in which they are tried in a damaged database's place: what somebody
/// has gone back from is the last resort, whatever its age.
pub(super) fn best_first(folder: &Path) -> Vec<PathBuf> {
    let mut found = newest_first(folder);
    found.sort_by_key(|path| Cause::of(path).is_restore());
    found
}

/// Every backup, the newest first.
pub(super) fn newest_first(folder: &Path) -> Vec<PathBuf> {
    let mut found = backups(&folder.join(FOLDER));
    found.reverse();
    found
}

/// `20261122T101500Z`: sorts by time and is a file name everywhere.
fn file_stamp(now: Instant) -> String {
    now.plus_ms(-now.ms().rem_euclid(1000))
        .to_string()
        .replace(['-', ':'], "")
}

/// Where a backup of this moment stands. Two restores within a second must not cost what the first
/// one replaced, so the second one's stands for the next.
fn place(folder: &Path, cause: Cause, now: Instant) -> PathBuf {
    let (stamp, ending) = (file_stamp(now), cause.ending());
    let path = folder.join(format!("storytime-{stamp}{ending}.db"));
    if cause.is_restore() && path.exists() {
        return place(folder, cause, now.plus_ms(1_000));
    }
    path
}

/// The reverse of [`file_stamp`], of a backup's name.
fn written_at(path: &Path) -> Option<Instant> {
    let stamp = name_of(path)?.strip_prefix("storytime-")?;
    let stamp = stamp.strip_suffix(Cause::of(path).ending())?;
    let at = chrono::NaiveDateTime::parse_from_str(stamp, "%Y%m%dT%H%M%SZ").ok()?;
    Some(Instant::from_ms(at.and_utc().timestamp_millis()))
}

fn backups(folder: &Path) -> Vec<PathBuf> {
    databases(folder, "storytime-")
}

/// The databases whose names begin like this, in their order.
fn databases(folder: &Path, beginning: &str) -> Vec<PathBuf> {
    let mut found: Vec<_> = files(folder)
        .filter(|path| path.extension().is_some_and(|ending| ending == "db"))
        .filter(|path| file_name(path).starts_with(beginning))
        .collect();
    found.sort();
    found
}

/// The day of a backup, `2026-11-22`, by its name; none where it is no backup's.
#[must_use]
pub fn backup_day(backup: &Path) -> Option<String> {
    let name = day_of(backup);
    let digits = name.strip_prefix("storytime-")?;
    let (year, rest) = digits.split_at_checked(4)?;
    let (month, day) = rest.split_at_checked(2)?;
    Some(format!("{year}-{month}-{day}"))
}

/// The day in a backup's name, `storytime-20261122`.
fn day_of(path: &Path) -> String {
    const LENGTH: usize = "storytime-20261122".len();
    file_name(path).chars().take(LENGTH).collect()
}

fn remove_if_there(path: &Path) -> Result<(), StoreError> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(at(path)(error)),
        _ => Ok(()),
    }
}

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

fn at(path: &Path) -> impl Fn(std::io::Error) -> StoreError + '_ {
    |source| StoreError::File {
        path: path.to_owned(),
        source,
    }
}
