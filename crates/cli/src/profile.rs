//! `storytime profile`: what is done to a profile from outside of it.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Subcommand;
use storytime_core::api::recovery::{Recovered, RecoveryError, reset_password};
use storytime_core::clock::{Clock as _, SystemClock};
use storytime_core::config::data_dir;
use storytime_core::engine::knock::knock;

use crate::output::print;
use crate::serve::running;

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
    let beside = Beside::told(&folder);
    print(&match recovered {
        Recovered::Unlocked => format!(
            "The password is off, and everybody is signed out.\n{}, and choose another one in \
             Settings.\n",
            beside.way_in(&folder)
        ),
        Recovered::Password(password) => format!(
            "The password is now {}\nEverybody who used the old one is signed out. Choose another \
             one in Settings after signing in.\n",
            password.expose()
        ),
    })?;
    Ok(ExitCode::SUCCESS)
}

/// What runs on the same data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Beside {
    Serve,
    App,
    Nothing,
}

impl Beside {
    /// Tells it that something has changed.
    fn told(folder: &Path) -> Self {
        match (knock(folder), running(folder)) {
            (false, _) => Self::Nothing,
            (true, Some(_)) => Self::Serve,
            (true, None) => Self::App,
        }
    }

    /// How the person gets in now.
    fn way_in(self, folder: &Path) -> String {
        let folder = folder.display();
        match self {
            Self::Serve => {
                format!("Open what `storytime address --data-dir '{folder}'` prints")
            }
            Self::App => "Go back to the window of the app".to_owned(),
            Self::Nothing => format!(
                "Start the app, or `storytime serve --data-dir '{folder}'` and open what it prints"
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use storytime_core::engine::knock::Knocks;

    #[test]
    fn what_to_do_next_is_told_for_what_runs() {
        let folder = Path::new("/home/ada/data");
        let of = |beside: Beside| beside.way_in(folder);
        assert!(of(Beside::Serve).contains("storytime address --data-dir '/home/ada/data'"));
        assert!(of(Beside::App).contains("window"));
        assert!(of(Beside::Nothing).contains("storytime serve"));
    }

    #[tokio::test]
    async fn an_engine_without_an_address_is_the_apps() {
        let data_dir = tempfile::tempdir().unwrap();
        assert_eq!(Beside::told(data_dir.path()), Beside::Nothing);
        let listening = Knocks::listen(data_dir.path());
        if let Ok(mut knocks) = listening {
            assert_eq!(Beside::told(data_dir.path()), Beside::App);
            knocks.next().await;
        }
    }
}
