//! `storytime doctor`: what works on this computer, and what to do about what does not.

mod check;
mod data;
mod desktop;

use std::path::PathBuf;
use std::process::ExitCode;

use check::{Check, State};
use serde::Serialize;
use storytime_core::api::examination::examine;
use storytime_core::clock::{Clock as _, SystemClock};
use storytime_core::config::data_dir;
use storytime_core::vault::passphrase_file_of_system;

use crate::output::{json_line, print};

/// What to look at.
#[derive(clap::Args)]
pub struct Arguments {
    /// Where the data is kept [default: the platform's own folder, or STORYTIME_DATA_DIR]
    #[arg(long, value_name = "DIR")]
    data_dir: Option<PathBuf>,
    /// JSON instead of a list
    #[arg(long)]
    json: bool,
}

/// Why nothing could be looked at.
#[derive(Debug, thiserror::Error)]
pub enum DoctorError {
    #[error("no folder for the data is known here: name one with --data-dir")]
    NoDataDir,
    #[error("the answer could not be printed: {0}")]
    Output(#[from] std::io::Error),
    #[error("the answer could not be written as JSON: {0}")]
    Json(#[from] serde_json::Error),
}

#[derive(Serialize)]
struct Answer {
    ok: bool,
    checks: Vec<Check>,
}

/// Looks, and says so. Exits with 1 where something is wrong.
pub async fn run(asked: Arguments) -> Result<ExitCode, DoctorError> {
    let folder = data_dir(asked.data_dir).ok_or(DoctorError::NoDataDir)?;
    let passphrase_file = passphrase_file_of_system();
    let seen = examine(&folder, passphrase_file.as_deref(), SystemClock.now()).await;
    let key_file = seen.key_file.clone();
    let mut checks = data::checks(&folder, seen);
    checks.extend(desktop::checks(key_file).await);
    let ok = checks.iter().all(|check| check.state != State::Problem);
    let text = if asked.json {
        json_line(&Answer { ok, checks })?
    } else {
        checks.iter().map(Check::line).collect()
    };
    print(&text)?;
    Ok(if ok {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
