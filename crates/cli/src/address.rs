//! `storytime address`: an address by which another browser gets into the `storytime serve` that
//! runs, since each of them works once.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use storytime_core::calendars::client::http_client;
use storytime_core::clock::{Clock as _, SystemClock};
use storytime_core::config::data_dir;
use storytime_core::engine::knock::knock;
use storytime_types::ErrorCode;
use storytime_types::accounts::Code;
use storytime_types::error::ErrorBody;

use crate::output::print;
use crate::serve::running;

/// Of which one.
#[derive(clap::Args)]
pub struct Arguments {
    /// Where the data is kept [default: the platform's own folder, or STORYTIME_DATA_DIR]
    #[arg(long, value_name = "DIR")]
    data_dir: Option<PathBuf>,
}

/// Why there is no address.
#[derive(Debug, thiserror::Error)]
pub enum AddressError {
    #[error("no folder for the data is known here: name one with --data-dir")]
    NoDataDir,
    #[error(
        "no storytime serve runs on {}: start one, or name the folder of the one that runs with --data-dir",
        folder.display()
    )]
    NotRunning { folder: PathBuf },
    #[error("{address} does not answer: start storytime serve again")]
    NoAnswer {
        address: String,
        source: reqwest::Error,
    },
    #[error("the token in serve.token is no good any more: start storytime serve again")]
    SignedOut,
    #[error("{0}")]
    Refused(String),
    #[error("the address could not be printed: {0}")]
    Output(#[from] std::io::Error),
}

/// Prints it.
pub async fn run(asked: Arguments) -> Result<ExitCode, AddressError> {
    let folder = data_dir(asked.data_dir).ok_or(AddressError::NoDataDir)?;
    let Some((address, token)) = running(&folder) else {
        return Err(AddressError::NotRunning { folder });
    };
    let way_in = match way_in(&address, &token).await {
        Err(AddressError::SignedOut) => way_in(&address, &next_token(&folder, &token).await?).await,
        answered => answered,
    };
    print(&format!("open {address}/{}\n", way_in?))?;
    Ok(ExitCode::SUCCESS)
}

/// What takes the place of a token whose session another process has ended, once it does.
async fn next_token(folder: &Path, ended: &str) -> Result<String, AddressError> {
    const LOOKS: usize = 40;
    const BETWEEN_MS: i64 = 50;
    // Whoever ended it may have come to an end before it told anybody.
    let _ = knock(folder);
    for _ in 0..LOOKS {
        match running(folder) {
            Some((_, token)) if token != ended => return Ok(token),
            _ => {}
        }
        let later = SystemClock.now().plus_ms(BETWEEN_MS);
        SystemClock.wait_until(later).await;
    }
    Err(AddressError::SignedOut)
}

async fn way_in(address: &str, token: &str) -> Result<String, AddressError> {
    let no_answer = |source| AddressError::NoAnswer {
        address: address.to_owned(),
        source,
    };
    let client = http_client().build().map_err(no_answer)?;
    let request = client.post(format!("{address}/api/auth/codes"));
    let answer = request.bearer_auth(token).send().await.map_err(no_answer)?;
    if answer.status().is_success() {
        let made: Code = answer.json().await.map_err(no_answer)?;
        return Ok(format!("#code={}", made.code.expose()));
    }
    match answer.json().await {
        // A password is asked for instead.
        Ok(ErrorBody { error }) if error.code == ErrorCode::Conflict => Ok("#sign-in".to_owned()),
        Ok(ErrorBody { error }) if error.code == ErrorCode::Unauthenticated => {
            Err(AddressError::SignedOut)
        }
        Ok(ErrorBody { error }) => Err(AddressError::Refused(error.message)),
        Err(source) => Err(no_answer(source)),
    }
}
