//! `serve.token` in the data directory: what scripts of the same person sign in with.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use super::ServeError;

/// The file; removed when it is dropped, since its token is good only for this run.
pub struct TokenFile {
    path: PathBuf,
}

impl TokenFile {
    /// Writes it, readable by nobody but the person from its first moment on.
    pub fn write(folder: &Path, token: &str) -> Result<Self, ServeError> {
        let path = folder.join("serve.token");
        let written = tempfile::NamedTempFile::new_in(folder).and_then(|mut file| {
            file.write_all(token.as_bytes())?;
            file.persist(&path).map_err(std::io::Error::from)
        });
        match written {
            Ok(_) => Ok(Self { path }),
            Err(source) => Err(ServeError::Token { path, source }),
        }
    }
}

impl Drop for TokenFile {
    fn drop(&mut self) {
        if let Err(error) = std::fs::remove_file(&self.path) {
            tracing::debug!(%error, "serve.token is gone already");
        }
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt as _;

    #[test]
    fn the_token_is_its_owners_alone_and_gone_in_the_end() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("serve.token");
        std::fs::write(&path, "of an earlier run").unwrap();

        let file = TokenFile::write(folder.path(), "secret").unwrap();

        assert_eq!(std::fs::read_to_string(&path).unwrap(), "secret");
        let mode = std::fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        drop(file);
        assert!(!path.exists());
    }
}
