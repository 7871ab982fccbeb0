//! Backups: a copy a day by `VACUUM INTO`, the newest of which replaces a damaged database.

use std::path::{Path, PathBuf};

use storytime_types::Instant;

use super::{Opened, Store, StoreError};

/// How many backups are kept.
const KEPT: usize = 7;

impl Store {
    /// Writes a copy of the whole database to `backups/` and drops the oldest beyond seven.
    ///
    /// # Errors
    /// When the copy cannot be written; an unfinished one is removed.
    pub async fn back_up(&self, now: Instant) -> Result<PathBuf, StoreError> {
        let folder = self.folder.join("backups");
        crate::config::make_private_folder(&folder).map_err(super::refused(&folder))?;
        let path = folder.join(format!("storytime-{}.db", file_stamp(now)));
        let unfinished = path.with_extension("part");
        // VACUUM INTO refuses an existing file, and one may be left from a killed process.
        remove_if_there(&unfinished)?;
        let target = unfinished.to_string_lossy().into_owned();
        if let Err(error) = sqlx::query("VACUUM INTO ?")
            .bind(target)
            .execute(&self.write)
            .await
        {
            remove_if_there(&unfinished)?;
            return Err(error.into());
        }
        std::fs::rename(&unfinished, &path).map_err(at(&path))?;
        drop_oldest(&folder)?;
        Ok(path)
    }

    /// When the newest backup was written, by its name.
    #[must_use]
    pub fn newest_backup(&self) -> Option<PathBuf> {
        newest(&self.folder.join("backups"))
    }
}

/// Sets a damaged database aside with its `-wal` and `-shm`, and puts the newest backup in its
/// place. Without a backup the next open makes a new database.
///
/// # Errors
/// When a file cannot be moved or copied.
pub fn set_aside_and_restore(folder: &Path, now: Instant) -> Result<Opened, StoreError> {
    let database = folder.join("storytime.db");
    let aside = folder.join(format!("storytime-damaged-{}.db", file_stamp(now)));
    for ending in ["", "-wal", "-shm"] {
        let from = with_ending(&database, ending);
        if from.exists() {
            std::fs::rename(&from, with_ending(&aside, ending)).map_err(at(&from))?;
        }
    }
    let restored = newest(&folder.join("backups"));
    if let Some(backup) = &restored {
        std::fs::copy(backup, &database).map_err(at(backup))?;
    }
    Ok(Opened {
        set_aside: Some(aside),
        restored,
    })
}

/// `20261122T101500Z`: sorts by time and is a file name everywhere.
fn file_stamp(now: Instant) -> String {
    now.plus_ms(-now.ms().rem_euclid(1000))
        .to_string()
        .replace(['-', ':'], "")
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

fn newest(folder: &Path) -> Option<PathBuf> {
    backups(folder).pop()
}

fn drop_oldest(folder: &Path) -> Result<(), StoreError> {
    let found = backups(folder);
    let surplus = found.len().saturating_sub(KEPT);
    for path in &found[..surplus] {
        std::fs::remove_file(path).map_err(at(path))?;
    }
    Ok(())
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
