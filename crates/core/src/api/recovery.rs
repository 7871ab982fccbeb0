//! A forgotten password. Whoever can write the data folder can read the database in it, so this asks
//! for nothing else; an engine may run beside it.

use std::path::Path;

use storytime_types::changes::Change;
use storytime_types::{Instant, Secret, email};

use super::Api;
use crate::accounts::{PasswordError, Passwords, new_token};
use crate::store::credentials::Credentials;
use crate::store::{Store, StoreError};

/// So much of a token makes a password that nobody guesses: 120 bits.
const CHARACTERS: usize = 20;

/// What is in a forgotten password's place.
#[derive(Clone, Debug)]
pub enum Recovered {
    /// Nothing: the profile of this computer is open until its person sets another password.
    Unlocked,
    /// This password. Every other profile needs one, since nobody could enter it without.
    Password(Secret<String>),
}

/// Why the password is as it was.
#[derive(Debug, thiserror::Error)]
pub enum RecoveryError {
    /// The app was never started with this data folder.
    #[error("there is no database in this folder: name another one with --data-dir")]
    NoDatabase,
    /// There is no such profile.
    #[error("no profile here has this e-mail address")]
    Unknown,
    /// The profile of this computer is open.
    #[error("the profile of this computer has no password: it opens without one")]
    NoPassword,
    /// Somebody else changed it at the same moment.
    #[error("the password was changed elsewhere meanwhile: look again")]
    Changed,
    /// No new one could be made.
    #[error(transparent)]
    Password(#[from] PasswordError),
    /// The system gives no random numbers.
    #[error("the system gives no random numbers: {0}")]
    Random(#[source] std::io::Error),
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Api {
    /// Another process has changed the database, as [`reset_password`] does: whoever shows or keeps
    /// something of it looks again.
    pub fn changed_from_outside(&self) {
        self.shared.announce(Change::Settings);
    }
}

/// Takes the password off the profile of this computer, or gives the one with this address a new
/// one, and ends all its sessions. An engine that runs beside is told by
/// [`crate::engine::knock::knock`].
///
/// # Errors
/// When there is no such profile, or the database refuses; nothing is changed then.
pub async fn reset_password(
    data_dir: &Path,
    address: Option<&str>,
    now: Instant,
) -> Result<Recovered, RecoveryError> {
    let store = Store::open_to_mend(data_dir).await?;
    let store = store.ok_or(RecoveryError::NoDatabase)?;
    let done = reset(&store, address, now).await;
    store.close().await;
    if done.is_ok() {
        tracing::info!("a forgotten password was reset: every session of the profile has ended");
    }
    done
}

async fn reset(
    store: &Store,
    address: Option<&str>,
    now: Instant,
) -> Result<Recovered, RecoveryError> {
    let owner = store.local_profile().await?.map(|owner| owner.id);
    let before = match (address, &owner) {
        (Some(address), _) => store.credentials(Some(&email::kept_form(address))).await?,
        (None, Some(owner)) => store.credentials_of(owner).await?,
        (None, None) => None,
    };
    let before = before.ok_or(RecoveryError::Unknown)?;
    if owner.as_ref() != Some(&before.user) {
        return new_password(store, &before, now).await;
    }
    if before.password.is_none() {
        return Err(RecoveryError::NoPassword);
    }
    let is_set = store.set_password(&before, None, None, now).await?;
    is_set
        .then_some(Recovered::Unlocked)
        .ok_or(RecoveryError::Changed)
}

async fn new_password(
    store: &Store,
    before: &Credentials,
    now: Instant,
) -> Result<Recovered, RecoveryError> {
    let random = new_token().map_err(RecoveryError::Random)?;
    let password = Secret::new(random.chars().take(CHARACTERS).collect::<String>());
    let hash = Passwords::default().hash(password.clone()).await?;
    let is_set = store.set_password(before, Some(&hash), None, now).await?;
    is_set
        .then_some(Recovered::Password(password))
        .ok_or(RecoveryError::Changed)
}
