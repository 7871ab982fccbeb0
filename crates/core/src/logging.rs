//! The log of both programs: standard error, and a file a day in the data directory's `logs/`.
//!
//! What a log says at its usual level names no event, person, address or secret: ids do. A disk that
//! takes nothing costs the file and nothing else.

use std::path::{Path, PathBuf};

use tracing_appender::rolling::{RollingFileAppender, Rotation};
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{EnvFilter, Layer as _, fmt};

/// How many days of logs are kept.
const DAYS: usize = 14;
/// Which variable asks for more or less, in tracing's own words, like `debug` or
/// `storytime_core=trace`.
const VARIABLE: &str = "RUST_LOG";
/// What is logged unless asked otherwise: libraries only when something is wrong.
const USUAL: &str = "warn,storytime=info,storytime_cli=info,storytime_core=info,\
    storytime_server=info,storytime_desktop=info,storytime_calendar=info";
const PREFIX: &str = "storytime";
const SUFFIX: &str = "log";

/// What standard error is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Console {
    /// As much as the file.
    Usual,
    /// Only what is wrong: somebody reads the program's answers there.
    Warnings,
}

/// Logs to standard error, and to `logs/` in the data directory if one is given. It is begun once a
/// process; a second time changes nothing.
pub fn start(console: Console, data_dir: Option<&Path>) {
    // What cannot be written, as on a full disk, is lost: the layers' own complaint about it would go
    // to standard error, and panic where that is a file on the same disk.
    let to_screen = fmt::layer()
        .with_writer(std::io::stderr)
        .log_internal_errors(false)
        .with_filter(filter(match console {
            Console::Usual => USUAL,
            Console::Warnings => "warn",
        }));
    let to_file = data_dir.and_then(file).map(|file| {
        fmt::layer()
            .with_ansi(false)
            .log_internal_errors(false)
            .with_writer(std::sync::Mutex::new(file))
            .with_filter(filter(USUAL))
    });
    drop(
        tracing_subscriber::registry()
            .with(to_screen)
            .with(to_file)
            .try_init(),
    );
}

/// Where the logs of a data directory are.
#[must_use]
pub fn folder(data_dir: &Path) -> PathBuf {
    data_dir.join("logs")
}

/// Removes what was logged so far: the file being written is emptied, earlier ones go.
pub fn forget(data_dir: &Path) {
    let Ok(entries) = std::fs::read_dir(folder(data_dir)) else {
        return;
    };
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    files.sort();
    let newest = files.pop();
    for file in files {
        if let Err(error) = std::fs::remove_file(&file) {
            tracing::warn!(%error, file = %file.display(), "an old log stays");
        }
    }
    let emptied = newest.map(|file| {
        let opened = std::fs::OpenOptions::new().write(true).open(file);
        opened.and_then(|file| file.set_len(0))
    });
    if let Some(Err(error)) = emptied {
        tracing::warn!(%error, "the log could not be emptied");
    }
}

fn filter(usual: &str) -> EnvFilter {
    EnvFilter::try_from_env(VARIABLE).unwrap_or_else(|_| EnvFilter::new(usual))
}

fn file(data_dir: &Path) -> Option<RollingFileAppender> {
    let folder = folder(data_dir);
    crate::config::make_private_folder(&folder).ok()?;
    RollingFileAppender::builder()
        .rotation(Rotation::DAILY)
        .filename_prefix(PREFIX)
        .filename_suffix(SUFFIX)
        .max_log_files(DAYS)
        .build(folder)
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_that_cannot_be_made_costs_the_file_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("logs"), "in the way").unwrap();
        assert!(file(folder.path()).is_none());
    }

    #[test]
    fn what_was_logged_is_forgotten_while_the_log_is_being_written() {
        use std::io::Write as _;
        let data = tempfile::tempdir().unwrap();
        let mut log = file(data.path()).unwrap();
        std::fs::write(folder(data.path()).join("storytime.2020-01-01.log"), "old").unwrap();
        writeln!(log, "secret").unwrap();

        forget(data.path());

        writeln!(log, "after").unwrap();
        let files: Vec<_> = std::fs::read_dir(folder(data.path())).unwrap().collect();
        assert_eq!(files.len(), 1);
        let text = std::fs::read_to_string(files[0].as_ref().unwrap().path()).unwrap();
        assert_eq!(text, "after\n");
    }
}
