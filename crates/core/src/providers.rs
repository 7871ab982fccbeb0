//! `providers.toml` in the data directory: whose name the app signs in under at a provider, and where
//! the provider is, for those who have a client of their own, a gateway or a test server.
//!
//! It is read anew whenever it is needed, so that what somebody writes into it counts at once.

mod writing;

use std::path::{Path, PathBuf};

use serde::Deserialize;
use storytime_types::Secret;

use crate::io_words::in_words;
pub use writing::NewClient;

/// The file's name.
const FILE: &str = "providers.toml";
/// Far more than anybody writes into it, in bytes.
const SIZE_LIMIT: u64 = 256 * 1024;

/// Where it is.
#[must_use]
pub fn path_in(data_dir: &Path) -> PathBuf {
    data_dir.join(FILE)
}

/// What was chosen for providers. What is not said stands as the provider has it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Providers {
    /// `[google]`
    pub google: SignInChoice,
    /// `[microsoft]`
    pub microsoft: SignInChoice,
}

/// What was chosen for a provider that one signs in at. Empty values are none.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SignInChoice {
    /// The client's id.
    pub client_id: String,
    /// Its secret, which of a program on a desktop is none (RFC 8252, 8.5).
    pub client_secret: Secret<String>,
    /// Where one signs in.
    pub auth_url: String,
    /// Where tokens come from.
    pub token_url: String,
    /// Where tokens are given back.
    pub revoke_url: String,
    /// Where the calendars are, with the version.
    pub api_url: String,
}

/// Why `providers.toml` is not read. What is in it may be secret, so none of it is shown.
#[derive(Debug, thiserror::Error)]
pub enum ProvidersError {
    /// The system does not let us.
    #[error("{path} cannot be read ({why}): look whether you may read it", path = path.display(), why = in_words(source))]
    File {
        /// Where it is.
        path: PathBuf,
        /// The system's answer.
        source: std::io::Error,
    },
    /// The system does not let us write it.
    #[error("{path} cannot be written ({why}): look whether you may write it, and whether the disk is full", path = path.display(), why = in_words(source))]
    Unwritable {
        /// Where it is.
        path: PathBuf,
        /// The system's answer.
        source: std::io::Error,
    },
    /// It is too large to be one.
    #[error("{path} is too large: it holds a few lines only", path = path.display())]
    TooLarge {
        /// Where it is.
        path: PathBuf,
    },
    /// It is not written as TOML is, or names something unknown.
    #[error("{path} cannot be understood in line {line} ({why}): write it as TOML", path = path.display())]
    Toml {
        /// Where it is.
        path: PathBuf,
        /// The line, from 1 on.
        line: usize,
        /// What is wrong there.
        why: String,
    },
}

impl Providers {
    /// Reads the file of a data directory; without one nothing is chosen.
    ///
    /// # Errors
    /// When it is there and cannot be read or understood.
    pub async fn in_folder(data_dir: &Path) -> Result<Self, ProvidersError> {
        let path = path_in(data_dir);
        let text = text_of(&path).await?;
        Self::parse(&path, &text)
    }

    fn parse(path: &Path, text: &str) -> Result<Self, ProvidersError> {
        toml::from_str(text).map_err(|error| {
            let at = error.span().map(|span| span.start);
            not_toml(path, text, at, error.message())
        })
    }
}

/// What stands in the file; nothing where there is none.
async fn text_of(path: &Path) -> Result<String, ProvidersError> {
    let path = path.to_owned();
    match tokio::fs::metadata(&path).await {
        Ok(found) if found.len() > SIZE_LIMIT => return Err(ProvidersError::TooLarge { path }),
        _ => {}
    }
    match tokio::fs::read_to_string(&path).await {
        Ok(text) => Ok(text),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(String::new()),
        Err(source) => Err(ProvidersError::File { path, source }),
    }
}

fn not_toml(path: &Path, text: &str, at: Option<usize>, message: &str) -> ProvidersError {
    let before = at.and_then(|at| text.get(..at));
    ProvidersError::Toml {
        path: path.to_owned(),
        line: before.unwrap_or_default().matches('\n').count() + 1,
        why: first_line(message),
    }
}

fn first_line(message: &str) -> String {
    message.lines().next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> Result<Providers, ProvidersError> {
        Providers::parse(Path::new("/data/providers.toml"), text)
    }

    #[test]
    fn what_is_not_said_is_empty_and_other_providers_are_left_alone() {
        let text = "[google]\nclient_id = \"abc\"\nclient_secret = \"shared\"\n[slack]\nx = 1\n";
        let read = parsed(text).unwrap();
        assert_eq!(read.google.client_id, "abc");
        assert_eq!(read.google.client_secret.expose(), "shared");
        assert_eq!(read.google.token_url, "");
        assert_eq!(read.microsoft.client_id, "");
    }

    #[test]
    fn a_slip_is_named_by_its_line_and_nothing_of_the_file_is_shown() {
        let typo = "[google]\nclient_id = \"abc\"\nclient_sceret = \"hush-hush\"\n";
        let error = parsed(typo).unwrap_err().to_string();
        assert!(
            error.starts_with(
                "/data/providers.toml cannot be understood in line 3 (unknown field `client_sceret`"
            ),
            "{error}"
        );
        let broken = "[google]\nclient_secret = hush-hush\n";
        let error = parsed(broken).unwrap_err().to_string();
        assert!(error.contains("in line 2"), "{error}");
        assert!(!error.contains("hush"), "{error}");
    }

    #[tokio::test]
    async fn without_a_file_nothing_is_chosen() {
        let folder = tempfile::tempdir().unwrap();
        let read = Providers::in_folder(folder.path()).await.unwrap();
        assert_eq!(read.google.client_id, "");
    }
}
