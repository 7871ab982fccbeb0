//! The window's way in: one local socket a data directory, for this person alone.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

/// What a Unix socket's address can hold, without its closing NUL (`sun_path` is 104 bytes on
/// macOS, 108 on Linux).
const LONGEST: usize = 103;

/// Why there is no way in.
#[derive(Debug, thiserror::Error)]
pub enum DoorError {
    /// Neither the runtime directory nor the data directory is short enough.
    #[error(
        "the path {} is too long for a socket; choose a shorter one with --data-dir", .0.display()
    )]
    TooLong(PathBuf),
}

/// Where the tray process listens for the window of the same data directory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Door {
    data_dir: PathBuf,
    path: PathBuf,
    key: String,
}

impl Door {
    /// The door of a data directory.
    ///
    /// # Errors
    /// When every path is too long for a socket.
    pub fn of(data_dir: &Path) -> Result<Self, DoorError> {
        Self::within(data_dir, std::env::var_os("XDG_RUNTIME_DIR"))
    }

    fn within(data_dir: &Path, runtime_dir: Option<OsString>) -> Result<Self, DoorError> {
        let key = key(data_dir);
        let path = if cfg!(windows) {
            PathBuf::from(format!(r"\\.\pipe\storytime-calendar-{key}"))
        } else {
            socket_path(data_dir, runtime_dir, &key)?
        };
        let data_dir = data_dir.to_owned();
        Ok(Self {
            data_dir,
            path,
            key,
        })
    }

    /// The socket, or on Windows the named pipe.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The data directory behind it.
    pub fn data_dir(&self) -> &Path {
        &self.data_dir
    }

    /// Names this data directory among others: 16 hexadecimal digits.
    pub fn key(&self) -> &str {
        &self.key
    }
}

/// A runtime directory belongs to the person alone and is emptied at logout; without one, the data
/// directory serves.
fn socket_path(
    data_dir: &Path,
    runtime_dir: Option<OsString>,
    key: &str,
) -> Result<PathBuf, DoorError> {
    let in_runtime_dir = runtime_dir
        .map(PathBuf::from)
        .filter(|folder| folder.is_absolute())
        .map(|folder| folder.join(format!("storytime-calendar-{key}.sock")));
    let in_data_dir = data_dir.join("door.sock");
    in_runtime_dir
        .filter(|path| fits(path))
        .or_else(|| fits(&in_data_dir).then(|| in_data_dir.clone()))
        .ok_or(DoorError::TooLong(in_data_dir))
}

fn fits(path: &Path) -> bool {
    path.as_os_str().len() <= LONGEST
}

/// The same for every spelling of the same directory.
fn key(data_dir: &Path) -> String {
    let whole = data_dir
        .canonicalize()
        .unwrap_or_else(|_| data_dir.to_owned());
    let digest = Sha256::digest(whole.as_os_str().as_encoded_bytes());
    hex::encode(&digest[..8])
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn door(data_dir: &str, runtime_dir: Option<&str>) -> Result<Door, DoorError> {
        Door::within(Path::new(data_dir), runtime_dir.map(OsString::from))
    }

    #[test]
    fn the_socket_is_in_the_runtime_directory_and_named_after_the_data() {
        let home = door("/home/ada/data", Some("/run/user/1000")).unwrap();
        let other = door("/home/ada/other", Some("/run/user/1000")).unwrap();
        assert!(home.path().starts_with("/run/user/1000"));
        assert_ne!(home.path(), other.path());
    }

    #[test]
    fn without_a_runtime_directory_it_is_beside_the_data() {
        let beside = Path::new("/home/ada/data/door.sock");
        assert_eq!(door("/home/ada/data", None).unwrap().path(), beside);
        assert_eq!(
            door("/home/ada/data", Some("relative")).unwrap().path(),
            beside
        );
        let long = format!("/run/{}", "x".repeat(100));
        assert_eq!(door("/home/ada/data", Some(&long)).unwrap().path(), beside);
    }

    #[test]
    fn a_path_that_no_socket_can_have_is_refused_in_words() {
        let long = format!("/home/{}", "x".repeat(100));
        let refused = door(&long, None).unwrap_err();
        assert!(refused.to_string().contains("--data-dir"), "{refused}");
    }

    #[test]
    fn two_spellings_of_a_directory_have_one_door() {
        let folder = std::env::temp_dir();
        let other = folder
            .join(".")
            .join("..")
            .join(folder.file_name().unwrap_or_default());
        if folder.file_name().is_some() {
            assert_eq!(
                Door::of(&folder).unwrap().key(),
                Door::of(&other).unwrap().key()
            );
        }
    }
}
