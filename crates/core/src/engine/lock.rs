//! One engine a data directory: a lock on `engine.lock`, which also says which process holds it.

use std::fs::{File, OpenOptions};
use std::io::{Read as _, Seek as _, Write as _};
use std::path::Path;

/// The held lock; the system releases it when the process ends, however it ends.
#[derive(Debug)]
pub struct EngineLock {
    _file: File,
}

/// Why the lock could not be had.
#[derive(Debug, thiserror::Error)]
pub enum LockError {
    /// Another engine runs on this data directory.
    #[error("the process {pid} already runs on this data directory")]
    Held {
        /// Its process id, or `unknown`.
        pid: String,
    },
    /// The file cannot be opened or written.
    #[error("engine.lock cannot be written: {0}")]
    File(#[from] std::io::Error),
}

impl EngineLock {
    /// Takes the lock of a data directory.
    ///
    /// # Errors
    /// When another process holds it, or the directory cannot be written.
    pub fn take(folder: &Path) -> Result<Self, LockError> {
        let mut file = OpenOptions::new()
            .create(true)
            .read(true)
            .write(true)
            .truncate(false)
            .open(folder.join("engine.lock"))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(std::fs::TryLockError::WouldBlock) => {
                return Err(LockError::Held {
                    pid: holder(&mut file),
                });
            }
            Err(std::fs::TryLockError::Error(error)) => return Err(error.into()),
        }
        file.set_len(0)?;
        file.rewind()?;
        write!(file, "{}", std::process::id())?;
        file.flush()?;
        Ok(Self { _file: file })
    }

    /// The process that holds the lock of a data directory; none where nobody does.
    #[must_use]
    pub fn holder(folder: &Path) -> Option<String> {
        let mut file = File::open(folder.join("engine.lock")).ok()?;
        match file.try_lock_shared() {
            Err(std::fs::TryLockError::WouldBlock) => Some(holder(&mut file)),
            Ok(()) | Err(std::fs::TryLockError::Error(_)) => None,
        }
    }
}

fn holder(file: &mut File) -> String {
    let mut pid = String::new();
    match file.read_to_string(&mut pid) {
        Ok(_) if !pid.trim().is_empty() => pid.trim().to_owned(),
        _ => "unknown".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_engine_learns_which_process_holds_the_first() {
        let folder = tempfile::tempdir().unwrap();
        let first = EngineLock::take(folder.path()).unwrap();

        let second = EngineLock::take(folder.path());

        let pid = std::process::id().to_string();
        assert!(matches!(second, Err(LockError::Held { pid: holder }) if holder == pid));
        drop(first);
        EngineLock::take(folder.path()).unwrap();
    }
}
