//! The log: a file a day in the data directory for the tray, standard error for both.

use std::path::Path;

use tracing_appender::rolling::{RollingFileAppender, Rotation};
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{EnvFilter, Layer as _, fmt};

/// How many days of logs are kept.
const DAYS: usize = 7;
/// Which variable asks for more, in tracing's own words, like `debug` or `storytime_core=trace`.
const VARIABLE: &str = "STORYTIME_LOG";
/// What is logged unless asked otherwise: libraries only when something is wrong.
const DEFAULT: &str = "warn,storytime=info,storytime_core=info,storytime_server=info,\
    storytime_desktop=info,storytime_calendar=info";

/// Logs to standard error, and to `logs/` in the data directory if one is given. A directory that
/// cannot be written costs the file and nothing else.
pub fn start(data_dir: Option<&Path>) {
    let filter = || EnvFilter::try_from_env(VARIABLE).unwrap_or_else(|_| EnvFilter::new(DEFAULT));
    // What cannot be written, as on a full disk, is lost: the layers' own complaint about it would go
    // to standard error, and panic where that is a file on the same disk.
    let to_screen = fmt::layer()
        .with_writer(std::io::stderr)
        .log_internal_errors(false)
        .with_filter(filter());
    let to_file = data_dir
        .and_then(|folder| file(&folder.join("logs")))
        .map(|file| {
            fmt::layer()
                .with_ansi(false)
                .log_internal_errors(false)
                .with_writer(std::sync::Mutex::new(file))
                .with_filter(filter())
        });
    // It is started once a process; a second time would change nothing.
    drop(
        tracing_subscriber::registry()
            .with(to_screen)
            .with(to_file)
            .try_init(),
    );
}

fn file(folder: &Path) -> Option<RollingFileAppender> {
    storytime_core::config::make_private_folder(folder).ok()?;
    RollingFileAppender::builder()
        .rotation(Rotation::DAILY)
        .filename_prefix("storytime")
        .filename_suffix("log")
        .max_log_files(DAYS)
        .build(folder)
        .ok()
}
