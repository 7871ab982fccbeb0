//! What stands in the data directory while `storytime serve` runs: `serve.token`, by which scripts
//! of the same person sign in, and `serve.address`, where they find it.

use std::path::{Path, PathBuf};

use storytime_core::api::Api;
use storytime_core::private_file::write_whole;
use storytime_server::new_token;

use super::ServeError;

const TOKEN: &str = "serve.token";
const ADDRESS: &str = "serve.address";

/// Both files; removed when this is dropped, since they are good only for this run.
pub struct RunFiles {
    paths: [PathBuf; 2],
    token: String,
}

impl RunFiles {
    /// Opens a session of the local profile, and writes its token where nobody but the person can
    /// read it.
    pub async fn issue(folder: &Path, api: &Api, address: &str) -> Result<Self, ServeError> {
        let token = begin_session(api).await?;
        Self::write(folder, token, address)
    }

    /// Writes a new token if the session of the present one has ended: the person revoked it, signed
    /// out everywhere, chose another password or deleted everything.
    pub async fn keep_good(&mut self, api: &Api) -> Result<(), ServeError> {
        if api.is_session(&self.token).await? {
            return Ok(());
        }
        self.token = begin_session(api).await?;
        let [path, _] = &self.paths;
        write_file(path, &self.token)
    }

    fn write(folder: &Path, token: String, address: &str) -> Result<Self, ServeError> {
        let files = Self {
            paths: [TOKEN, ADDRESS].map(|name| folder.join(name)),
            token,
        };
        let [token, place] = &files.paths;
        write_file(token, &files.token)?;
        write_file(place, address)?;
        Ok(files)
    }
}

/// Readable by nobody but the person from its first moment on.
fn write_file(path: &Path, text: &str) -> Result<(), ServeError> {
    write_whole(path, text.as_bytes()).map_err(|source| ServeError::RunFile {
        path: path.to_owned(),
        source,
    })
}

async fn begin_session(api: &Api) -> Result<String, ServeError> {
    let token = new_token().map_err(ServeError::Random)?;
    api.open_session(&token, TOKEN).await?;
    Ok(token)
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

        let files =
            RunFiles::write(folder.path(), "secret".to_owned(), "http://127.0.0.1:7").unwrap();

        let found = ("http://127.0.0.1:7".to_owned(), "secret".to_owned());
        assert_eq!(running(folder.path()), Some(found));
        let mode = std::fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        drop(files);
        assert!(!path.exists());
        assert_eq!(running(folder.path()), None);
    }
}
