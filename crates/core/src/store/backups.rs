//! Backups: copies by `VACUUM INTO`, one a day, of which the newest sound one replaces a damaged
//! database.

pub(super) mod rewriting;

use std::path::{Path, PathBuf};

use storytime_types::Instant;

use super::{DATABASE, Store, StoreError};

/// Of how many days a backup is kept.
const KEPT: usize = 7;
/// How many that were asked for are kept of those days.
const KEPT_ASKED: usize = 7;
/// Where they are, within the data directory.
const FOLDER: &str = "backups";
/// Behind the stamp of one that the person asked for.
const ASKED: &str = "-asked";

/// A backup as it is found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundBackup {
    /// Its file's name without the ending.
    pub id: String,
    /// When it was written.
    pub written_at: Instant,
    /// Whether the person asked for it.
    pub was_asked: bool,
    /// How large it is.
    pub bytes: u64,
}

impl FoundBackup {
    fn at(path: &Path) -> Option<Self> {
        Some(Self {
            id: name_of(path)?.to_owned(),
            written_at: written_at(path)?,
            was_asked: was_asked(path),
            bytes: std::fs::metadata(path).ok()?.len(),
        })
    }
}

fn name_of(path: &Path) -> Option<&str> {
    path.file_stem()?.to_str()
}

fn was_asked(path: &Path) -> bool {
    name_of(path).is_some_and(|name| name.ends_with(ASKED))
}

impl Store {
    /// Writes a copy of the whole database to `backups/`, in place of an earlier one of the same day,
    /// and drops the oldest beyond seven.
    ///
    /// # Errors
    /// When the copy cannot be written; an unfinished one is removed.
    pub async fn back_up(&self, now: Instant) -> Result<PathBuf, StoreError> {
        self.back_up_as(&file_stamp(now)).await
    }

    /// As [`Self::back_up`], because the person asked for it: no other one of the day takes its
    /// place.
    ///
    /// # Errors
    /// When the copy cannot be written; an unfinished one is removed.
    pub async fn back_up_as_asked(&self, now: Instant) -> Result<PathBuf, StoreError> {
        self.back_up_as(&format!("{}{ASKED}", file_stamp(now)))
            .await
    }

    async fn back_up_as(&self, stamp: &str) -> Result<PathBuf, StoreError> {
        let folder = self.folder.join(FOLDER);
        crate::config::make_private_folder(&folder).map_err(super::refused(&folder))?;
        let path = folder.join(format!("storytime-{stamp}.db"));
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

    /// Keeps a copy of the whole database beside it, as it is before a backup takes its place.
    ///
    /// # Errors
    /// When the copy cannot be written.
    pub(super) async fn copy_aside(&self, now: Instant) -> Result<PathBuf, StoreError> {
        let path = self
            .folder
            .join(format!("storytime-before-restore-{}.db", file_stamp(now)));
        remove_if_there(&path)?;
        self.vacuum_into(&path).await?;
        Ok(path)
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

/// Sets a damaged database aside with its `-wal` and `-shm`, and answers its new name.
///
/// # Errors
/// When a file cannot be moved.
pub(super) fn set_aside(folder: &Path, now: Instant) -> Result<PathBuf, StoreError> {
    let database = folder.join(DATABASE);
    let aside = folder.join(format!("storytime-damaged-{}.db", file_stamp(now)));
    for ending in ENDINGS {
        let from = with_ending(&database, ending);
        match std::fs::rename(&from, with_ending(&aside, ending)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(at(&from)(error));
            }
            _ => {}
        }
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
    let files = |folder: &Path| {
        let entries = std::fs::read_dir(folder).into_iter().flatten();
        entries.flatten().map(|entry| entry.path())
    };
    let aside = files(folder).filter(|path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        ["storytime-damaged-", "storytime-before-restore-"]
            .iter()
            .any(|beginning| name.starts_with(beginning))
    });
    aside.chain(files(&folder.join(FOLDER))).collect()
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

/// The reverse of [`file_stamp`], of a backup's name.
fn written_at(path: &Path) -> Option<Instant> {
    let stamp = name_of(path)?.strip_prefix("storytime-")?;
    let stamp = stamp.strip_suffix(ASKED).unwrap_or(stamp);
    let at = chrono::NaiveDateTime::parse_from_str(stamp, "%Y%m%dT%H%M%SZ").ok()?;
    Some(Instant::from_ms(at.and_utc().timestamp_millis()))
}

fn backups(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut found: Vec<_> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "db"))
        .collect();
    found.sort();
    found
}

/// Drops all but the newest of each day and the last that were asked for, and all but the last days.
fn drop_oldest(folder: &Path) -> Result<(), StoreError> {
    let mut days: Vec<String> = Vec::new();
    let mut kept: Vec<String> = Vec::new();
    let mut asked = 0;
    for path in backups(folder).iter().rev() {
        let day = day_of(path);
        let was_asked = was_asked(path);
        let is_too_old = !days.contains(&day) && days.len() == KEPT;
        let is_one_of_many = if was_asked {
            asked == KEPT_ASKED
        } else {
            kept.contains(&day)
        };
        if is_too_old || is_one_of_many {
            std::fs::remove_file(path).map_err(at(path))?;
            continue;
        }
        if was_asked {
            asked += 1;
        } else {
            kept.push(day.clone());
        }
        if !days.contains(&day) {
            days.push(day);
        }
    }
    Ok(())
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
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.chars().take(LENGTH).collect()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_each_of_seven_days_the_newest_stays_and_the_last_seven_that_were_asked_for() {
        let folder = tempfile::tempdir().unwrap();
        for day in 10..20 {
            for name in ["T080000Z", "T090000Z-asked", "T100000Z-asked", "T110000Z"] {
                let name = format!("storytime-202611{day}{name}.db");
                std::fs::write(folder.path().join(name), "").unwrap();
            }
        }

        drop_oldest(folder.path()).unwrap();

        let kept = backups(folder.path());
        let (asked, daily): (Vec<_>, Vec<_>) = kept
            .iter()
            .filter_map(|path| name_of(path))
            .partition(|name| name.ends_with(ASKED));
        assert_eq!(daily.first(), Some(&"storytime-20261113T110000Z"));
        assert_eq!(asked.first(), Some(&"storytime-20261116T100000Z-asked"));
        assert_eq!((daily.len(), asked.len()), (7, 7));
        let written: Vec<_> = kept.iter().filter_map(|path| written_at(path)).collect();
        assert_eq!(written.len(), 14);
    }
}
