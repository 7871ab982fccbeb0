//! What stands in the data directory while `storytime serve` runs: `serve.token`, by which scripts
//! of the same person sign in, and `serve.address`, where they find it.

use std::path::{Path, PathBuf};

use storytime_core::private_file::write_whole;

use super::ServeError;

const TOKEN: &str = "serve.token";
const ADDRESS: &str = "serve.address";

/// Both files; removed when this is dropped, since they are good only for this run.
pub struct RunFiles {
    paths: [PathBuf; 2],
}

impl RunFiles {
    /// Writes them, readable by nobody but the person from their first moment on.
    pub fn write(folder: &Path, token: &str, address: &str) -> Result<Self, ServeError> {
        let files = Self {
            paths: [TOKEN, ADDRESS].map(|name| folder.join(name)),
        };
        for (path, text) in files.paths.iter().zip([token, address]) {
            write_whole(path, text.as_bytes()).map_err(|source| ServeError::RunFile {
                path: path.clone(),
                source,
            })?;
        }
        Ok(files)
    }
}

impl Drop for RunFiles {
    fn drop(&mut self) {
        for path in &self.paths {
            if let Err(error) = std::fs::remove_file(path) {
                tracing::debug!(%error, path = %path.display(), "it is gone already");
            }
        }
    }
}

/// Address and token of the `storytime serve` that runs on a data directory, if one does.
pub fn running(folder: &Path) -> Option<(String, String)> {
    let read = |name| std::fs::read_to_string(folder.join(name)).ok();
    Some((read(ADDRESS)?, read(TOKEN)?))
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

        let files = RunFiles::write(folder.path(), "secret", "http://127.0.0.1:7").unwrap();

        let found = ("http://127.0.0.1:7".to_owned(), "secret".to_owned());
        assert_eq!(running(folder.path()), Some(found));
        let mode = std::fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        drop(files);
        assert!(!path.exists());
        assert_eq!(running(folder.path()), None);
    }
}
