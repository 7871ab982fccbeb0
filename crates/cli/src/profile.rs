//! `storytime profile`: what is done to a profile from outside of it.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Subcommand;
use storytime_core::api::recovery::{Recovered, RecoveryError, reset_password};
use storytime_core::clock::{Clock as _, SystemClock};
use storytime_core::config::data_dir;

use crate::output::print;

/// What to do.
#[derive(clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Takes a forgotten password off, and signs out everywhere. Whoever can write the data folder
    /// may do this; the app may run beside.
    ResetPassword(Reset),
}

#[derive(clap::Args)]
struct Reset {
    /// Where the data is kept [default: the platform's own folder, or STORYTIME_DATA_DIR]
    #[arg(long, value_name = "DIR")]
    data_dir: Option<PathBuf>,
    /// Whose password; it gets a new one [default: the profile of this computer, which opens
    /// without one afterwards]
    #[arg(long, value_name = "ADDRESS")]
    email: Option<String>,
}

impl Arguments {
    /// The data folder, where there is one: what is done to a profile stands in its log.
    pub fn logged_in(&self) -> Option<PathBuf> {
        let Command::ResetPassword(asked) = &self.command;
        data_dir(asked.data_dir.clone()).filter(|folder| folder.is_dir())
    }
}

/// Why nothing was done.
#[derive(Debug, thiserror::Error)]
pub enum CommandError {
    #[error("no folder for the data is known here: name one with --data-dir")]
    NoDataDir,
    #[error(transparent)]
    Recovery(#[from] RecoveryError),
    #[error("the answer could not be printed: {0}")]
    Output(#[from] std::io::Error),
}

/// Does it.
pub async fn run(asked: Arguments) -> Result<ExitCode, CommandError> {
    let Command::ResetPassword(asked) = asked.command;
    let folder = data_dir(asked.data_dir).ok_or(CommandError::NoDataDir)?;
    let recovered = reset_password(&folder, asked.email.as_deref(), SystemClock.now()).await?;
    print(&match recovered {
        Recovered::Unlocked => {
            "The password is off, and everybody is signed out. Open the window, \
             and choose another one in Settings.\n"
                .to_owned()
        }
        Recovered::Password(password) => format!(
            "The password is now {}\nEverybody who used the old one is signed out. Choose another \
             one in Settings after signing in.\n",
            password.expose()
        ),
    })?;
    Ok(ExitCode::SUCCESS)
}
