//! Why a command ended without having done its work.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitStatus;

/// Everything that can go wrong here; each is shown to a person as one line or a short list.
#[derive(Debug)]
pub enum Failure {
    /// The command line was not understood.
    Usage(&'static str),
    /// A program could not be started.
    NotStarted { command: String, cause: io::Error },
    /// A program ran and reported a failure.
    Ended { command: String, status: ExitStatus },
    /// A file or folder could not be read or written.
    File { path: PathBuf, cause: io::Error },
    /// The machine lacks something that only a person can provide.
    Missing(String),
    /// Some steps failed; the summary above has named them.
    Steps(usize),
}

impl Failure {
    /// For `map_err` after a file operation.
    pub fn file(path: &Path) -> impl FnOnce(io::Error) -> Self + '_ {
        move |cause| Self::File {
            path: path.to_owned(),
            cause,
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Usage(usage) => write!(out, "{usage}"),
            Self::NotStarted { command, cause } => {
                write!(out, "could not start `{command}`: {cause}")
            }
            Self::Ended { command, status } => write!(out, "`{command}` ended with {status}"),
            Self::File { path, cause } => write!(out, "{}: {cause}", path.display()),
            Self::Missing(what) => write!(out, "{what}"),
            Self::Steps(1) => write!(out, "one step failed"),
            Self::Steps(count) => write!(out, "{count} steps failed"),
        }
    }
}

impl std::error::Error for Failure {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::NotStarted { cause, .. } | Self::File { cause, .. } => Some(cause),
            _ => None,
        }
    }
}
