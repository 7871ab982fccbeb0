//! A data folder from before, or copied from elsewhere: other users of the computer may look into it
//! until this closes it.

use std::fs::{self, Permissions};
use std::io;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

/// How the names begin of what the app keeps in its data folder. Whatever else lies there is none of
/// its business.
const OURS: [&str; 13] = [
    "storytime.db",
    "vault.key",
    "serve.token",
    "serve.address",
    "providers.toml",
    "sample-day",
    "engine.lock",
    "reserve",
    "icon.png",
    "backups",
    "cache",
    "themes",
    "logs",
];
/// What others may do.
const OTHERS: u32 = 0o077;
/// Of a folder that everybody may use, like the one for temporary files.
const SHARED: u32 = 0o1000;

/// Takes from everybody but the owner what they may do with the data folder and what the app keeps in
/// it. That is logged where they could get into the folder.
pub fn close_to_others(data_dir: &Path) {
    match close(data_dir) {
        Ok(0) => {}
        Ok(closed) => tracing::info!(
            closed,
            "other users of this computer could look into the data folder: it is closed to them now"
        ),
        Err(error) => tracing::warn!(
            %error,
            "other users of this computer may be able to look into the data folder"
        ),
    }
}

/// How many files and folders others could get at.
fn close(data_dir: &Path) -> io::Result<usize> {
    let mut closed = 0;
    let was_open = mode_of(data_dir)? & OTHERS != 0;
    if is_for_the_app(data_dir)? {
        closed += usize::from(close_one(data_dir)?);
    }
    for entry in fs::read_dir(data_dir)? {
        let entry = entry?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if OURS.iter().any(|ours| name.starts_with(ours)) {
            closed += close_all(entry.path())?;
        }
    }
    Ok(if was_open { closed } else { 0 })
}

/// Whether the folder itself may be closed: not one that others need as well.
fn is_for_the_app(folder: &Path) -> io::Result<bool> {
    let is_above_home = std::env::home_dir().is_some_and(|home| home.starts_with(folder));
    let is_shared = mode_of(folder)? & SHARED != 0;
    Ok(!is_above_home && !is_shared)
}

/// Closes what is there and in it, and says how many were open.
fn close_all(path: PathBuf) -> io::Result<usize> {
    let mut closed = 0;
    let mut left = vec![path];
    while let Some(path) = left.pop() {
        let found = fs::symlink_metadata(&path)?.file_type();
        // Where a link leads is not ours to close.
        if !found.is_file() && !found.is_dir() {
            continue;
        }
        closed += usize::from(close_one(&path)?);
        if found.is_dir() {
            for entry in fs::read_dir(&path)? {
                left.push(entry?.path());
            }
        }
    }
    Ok(closed)
}

fn mode_of(path: &Path) -> io::Result<u32> {
    Ok(fs::metadata(path)?.permissions().mode())
}

fn close_one(path: &Path) -> io::Result<bool> {
    let mode = mode_of(path)?;
    if mode & OTHERS == 0 {
        return Ok(false);
    }
    fs::set_permissions(path, Permissions::from_mode(mode & 0o700))?;
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    /// A data folder that everybody can look into, with a file of the person's own beside it all.
    fn open_folder() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path();
        for name in ["backups", "logs"] {
            fs::create_dir(path.join(name)).unwrap();
            fs::set_permissions(path.join(name), Permissions::from_mode(0o755)).unwrap();
        }
        for name in [
            "storytime.db",
            "storytime.db-wal",
            "backups/one.db",
            "logs/one.log",
            "notes.txt",
        ] {
            fs::write(path.join(name), "text").unwrap();
            fs::set_permissions(path.join(name), Permissions::from_mode(0o644)).unwrap();
        }
        fs::set_permissions(path, Permissions::from_mode(0o755)).unwrap();
        folder
    }

    #[test]
    fn what_the_app_keeps_is_closed_to_others_once_and_the_persons_own_files_stay() {
        let folder = open_folder();
        let path = folder.path();

        assert_eq!(close(path).unwrap(), 7);

        for folder in ["", "backups", "logs"] {
            assert_eq!(mode(&path.join(folder)), 0o700, "{folder}");
        }
        for file in [
            "storytime.db",
            "storytime.db-wal",
            "backups/one.db",
            "logs/one.log",
        ] {
            assert_eq!(mode(&path.join(file)), 0o600, "{file}");
        }
        assert_eq!(mode(&path.join("notes.txt")), 0o644);
        assert_eq!(close(path).unwrap(), 0);
    }

    #[test]
    fn a_folder_that_others_need_stays_open_and_a_link_is_not_followed() {
        let folder = open_folder();
        let path = folder.path();
        fs::set_permissions(path, Permissions::from_mode(0o1777)).unwrap();
        std::os::unix::fs::symlink(path.join("notes.txt"), path.join("cache")).unwrap();

        close(path).unwrap();

        assert_eq!(mode(path), 0o777);
        assert_eq!(mode(&path.join("storytime.db")), 0o600);
        assert_eq!(mode(&path.join("notes.txt")), 0o644);
    }

    #[test]
    fn a_folder_that_only_its_owner_may_read_and_not_write_stays_so() {
        let folder = open_folder();
        let path = folder.path().join("backups");
        fs::set_permissions(&path, Permissions::from_mode(0o555)).unwrap();
        close(folder.path()).unwrap();
        assert_eq!(mode(&path), 0o500);
    }
}
