//! `storytime export`: everything the person owns, without secrets, as one JSON file.

use std::path::PathBuf;
use std::process::ExitCode;

use storytime_core::api::export::{ExportError, export_folder};
use storytime_core::clock::{Clock as _, SystemClock};
use storytime_core::config::data_dir;
use storytime_core::private_file::{self, WriteError};
use storytime_core::store::StoreError;

use crate::output::print;

/// What to write where.
#[derive(clap::Args)]
pub struct Arguments {
    /// Where the data is kept [default: the platform's own folder, or STORYTIME_DATA_DIR]
    #[arg(long, value_name = "DIR")]
    data_dir: Option<PathBuf>,
    /// The file to write; one that is there already is replaced
    file: PathBuf,
}

/// Why nothing was exported.
#[derive(Debug, thiserror::Error)]
pub enum CommandError {
    #[error("no folder for the data is known here: name one with --data-dir")]
    NoDataDir,
    #[error(transparent)]
    Export(#[from] ExportError),
    #[error("{file} cannot be written ({why}): choose another file", file = file.display())]
    File { file: PathBuf, why: String },
    #[error("the database cannot be read to its end: {0}")]
    Store(#[source] StoreError),
    #[error("the answer could not be printed: {0}")]
    Output(#[from] std::io::Error),
}

/// Writes it. The app may run beside.
pub async fn run(asked: Arguments) -> Result<ExitCode, CommandError> {
    let folder = data_dir(asked.data_dir).ok_or(CommandError::NoDataDir)?;
    let pieces = export_folder(&folder, SystemClock.now()).await?;
    let written = private_file::write(&asked.file, pieces).await;
    written.map_err(|error| match error {
        WriteError::File { why } => CommandError::File {
            file: asked.file.clone(),
            why,
        },
        WriteError::Source(error) => CommandError::Store(error),
    })?;
    print(&format!("exported to {}\n", asked.file.display()))?;
    Ok(ExitCode::SUCCESS)
}
