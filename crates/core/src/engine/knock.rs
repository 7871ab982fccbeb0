//! How a command that has changed the database from outside, as by taking a forgotten password off,
//! tells the process whose engine runs on it: it connects to a socket of that data directory. Nobody
//! has to look again and again for what hardly ever happens.

use std::io;
use std::path::{Path, PathBuf};

/// What a Unix socket's address can hold, without its closing NUL (`sun_path` is 104 bytes on
/// macOS).
#[cfg(unix)]
const LONGEST: usize = 103;

/// Hears who knocks, until it is dropped.
#[derive(Debug)]
pub struct Knocks {
    #[cfg(unix)]
    listener: tokio::net::UnixListener,
    path: PathBuf,
}

impl Knocks {
    /// Listens for a data directory. Only the process that holds its lock may, so a socket that is
    /// there already is a dead process's.
    ///
    /// # Errors
    /// When the socket cannot be made, as where its path is too long, or there are none here.
    #[cfg(unix)]
    pub fn listen(data_dir: &Path) -> io::Result<Self> {
        use std::os::unix::fs::PermissionsExt as _;
        let path = place(data_dir).ok_or(io::ErrorKind::InvalidFilename)?;
        match std::fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let listener = tokio::net::UnixListener::bind(&path)?;
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600))?;
        Ok(Self { listener, path })
    }

    /// As on Unix, where it is done.
    ///
    /// # Errors
    /// Always: there is no such socket here.
    #[cfg(not(unix))]
    pub fn listen(_data_dir: &Path) -> io::Result<Self> {
        Err(io::ErrorKind::Unsupported.into())
    }

    /// Waits for the next knock; for ever once none can be heard any more.
    pub async fn next(&mut self) {
        #[cfg(unix)]
        match self.listener.accept().await {
            Ok(_) => return,
            Err(error) => tracing::warn!(%error, "changes from outside are not noticed any more"),
        }
        std::future::pending().await
    }
}

impl Drop for Knocks {
    fn drop(&mut self) {
        if let Err(error) = std::fs::remove_file(&self.path) {
            tracing::debug!(%error, path = %self.path.display(), "it is gone already");
        }
    }
}

/// Tells the process that runs on this data directory that the database has changed. False where
/// nobody hears it.
#[must_use]
pub fn knock(data_dir: &Path) -> bool {
    #[cfg(unix)]
    return place(data_dir)
        .is_some_and(|path| std::os::unix::net::UnixStream::connect(path).is_ok());
    #[cfg(not(unix))]
    {
        let _ = data_dir;
        false
    }
}

/// In the runtime directory, which belongs to the person alone; without one, in the data directory.
#[cfg(unix)]
fn place(data_dir: &Path) -> Option<PathBuf> {
    use sha2::{Digest as _, Sha256};
    let whole = data_dir
        .canonicalize()
        .unwrap_or_else(|_| data_dir.to_owned());
    let digest = Sha256::digest(whole.as_os_str().as_encoded_bytes());
    let key = hex::encode(&digest[..8]);
    let runtime = std::env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from);
    let runtime = runtime.filter(|folder| folder.is_absolute());
    let in_runtime = runtime.map(|folder| folder.join(format!("storytime-calendar-{key}.knock")));
    let places = in_runtime
        .into_iter()
        .chain([data_dir.join("engine.knock")]);
    let mut short = places.filter(|path| path.as_os_str().len() <= LONGEST);
    short.next()
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_knock_is_heard_while_somebody_listens_and_leaves_nothing_behind() {
        let data_dir = tempfile::tempdir().unwrap();
        assert!(!knock(data_dir.path()), "nobody is there yet");
        let mut knocks = Knocks::listen(data_dir.path()).unwrap();

        assert!(knock(data_dir.path()));
        knocks.next().await;

        let path = knocks.path.clone();
        assert!(path.exists());
        drop(knocks);
        assert!(!path.exists());
        assert!(!knock(data_dir.path()));
    }

    #[tokio::test]
    async fn the_socket_of_a_process_that_was_killed_is_taken_over() {
        let data_dir = tempfile::tempdir().unwrap();
        std::fs::write(place(data_dir.path()).unwrap(), "").unwrap();

        let mut knocks = Knocks::listen(data_dir.path()).unwrap();

        assert!(knock(data_dir.path()));
        knocks.next().await;
    }
}
