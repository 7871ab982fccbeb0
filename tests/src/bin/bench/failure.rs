//! Why there are no figures.

use std::path::{Path, PathBuf};

use storytime_core::engine::EngineError;
use storytime_core::events::ReadError;
use storytime_types::ApiError;

/// Why the bench broke off.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    #[error("{what}: {expected} must come out, {found} did")]
    Gate {
        what: String,
        expected: usize,
        found: usize,
    },
    #[error("{path}: {cause}", path = path.display())]
    File {
        path: PathBuf,
        cause: std::io::Error,
    },
    #[error("{name} did not answer: {cause}")]
    Peer { name: &'static str, cause: String },
    #[error("the asynchronous runtime did not start: {0}")]
    Runtime(#[source] std::io::Error),
    #[error("{name} could not be run: {cause}")]
    Program { name: String, cause: std::io::Error },
    #[error("{what} did not appear on the session bus")]
    Absent { what: String },
    #[error("the alarms were stored only after the first was due: this machine is too busy")]
    TooSlow,
    #[cfg(target_os = "linux")]
    #[error("the session bus refused: {0}")]
    Bus(#[from] zbus::Error),
    #[error("the calendar could not be read: {0}")]
    Read(#[from] ReadError),
    #[error(transparent)]
    Engine(#[from] EngineError),
    #[error("{0}")]
    Refused(#[from] ApiError),
}

impl Failure {
    /// For `map_err` around what is done with a file.
    pub fn file(path: impl AsRef<Path>) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.as_ref().to_owned();
        move |cause| Self::File { path, cause }
    }

    /// Whether as many came out as must.
    pub fn unless_equal(
        what: impl Into<String>,
        expected: usize,
        found: usize,
    ) -> Result<(), Self> {
        if expected == found {
            return Ok(());
        }
        Err(Self::Gate {
            what: what.into(),
            expected,
            found,
        })
    }
}
