//! The vault: what is secret is sealed before it is stored.
//!
//! ```text
//! Secret ──► MasterKey::seal(Place) ──► Sealed, as TEXT in the database
//!                 ▲
//!            KeyRing ◄── KeyHolder (the session's keyring) or vault.key under a passphrase
//! ```
//! - [`key`](MasterKey): the master key and the ring of keys that a holder keeps
//! - [`sealed`](Sealed): AES-256-GCM, bound to table, row and column
//! - [`holder`](KeyHolder): the port to the keyring; [`memory`] stands in for one in tests
//! - `key_file`: the fallback under a passphrase
//! - [`Vault`]: which of them there is, and in which state
//!
//! Nothing here is on a reminder's path: whoever delivers never opens the vault.

mod breakdown;
mod error;
mod holder;
mod key;
mod key_file;
mod looking_at;
pub mod memory;
mod opening;
mod rotation;
mod sealed;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use storytime_types::Instant;
pub use storytime_types::Secret;
use storytime_types::vault::{KeptIn, VaultState};

use crate::clock::{Clock, Woken};
use crate::io_words::{in_words, what_to_do};
pub use breakdown::leave_no_core_dump;
pub use error::VaultError;
pub use holder::{Asked, HolderError, KeyHolder, NoKeyring, VaultName};
pub use key::{KeyId, KeyRing, MasterKey};
use key_file::KeyFile;
pub use looking_at::{KeyFileSeen, look_at_key_file};
pub use rotation::Rotation;
pub use sealed::{Place, Sealed};

/// How long a keyring may take to answer, in milliseconds.
pub const ANSWER_WITHIN_MS: i64 = 5_000;
/// How long the person may take to unlock it, in milliseconds.
const UNLOCK_WITHIN_MS: i64 = 2 * Instant::MINUTE;
/// A keyring that did not answer is left alone for so long, in milliseconds.
const SLOW_RESTS_MS: i64 = 30_000;

/// Where keys come from.
#[derive(Clone)]
pub struct KeySources {
    /// The keyring.
    pub holder: Arc<dyn KeyHolder>,
    /// The file that `STORYTIME_KEY_FILE` names: it holds the passphrase of the key file.
    pub passphrase_file: Option<PathBuf>,
}

impl KeySources {
    /// This keyring, and the file that `STORYTIME_KEY_FILE` names.
    #[must_use]
    pub fn of_system(holder: Arc<dyn KeyHolder>) -> Self {
        Self {
            holder,
            passphrase_file: passphrase_file_of_system(),
        }
    }

    /// With no keyring and no passphrase: nothing secret can be kept.
    #[must_use]
    pub fn none() -> Self {
        Self {
            holder: Arc::new(NoKeyring),
            passphrase_file: None,
        }
    }
}

/// What the database knows of its vault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marks {
    /// Under which name its keys are kept.
    pub name: VaultName,
    /// The key under which everything is sealed; none before there was one.
    pub key: Option<KeyId>,
    /// Where that key was kept the last time; none before anybody noted it.
    pub kept_in: Option<KeptIn>,
    /// How many sealed values there are.
    pub secrets: u32,
}

impl Marks {
    /// Whether there are secrets whose key is in the key file and nowhere else.
    #[must_use]
    pub fn need_key_file(&self) -> bool {
        self.secrets > 0 && self.kept_in == Some(KeptIn::Passphrase)
    }
}

/// The keys of an open vault.
#[derive(Clone, Debug)]
pub struct OpenKeys {
    ring: KeyRing,
    current: MasterKey,
    kept_in: KeptIn,
}

impl OpenKeys {
    /// The key under which everything is sealed.
    #[must_use]
    pub fn current(&self) -> &MasterKey {
        &self.current
    }

    /// Which keys there are.
    #[must_use]
    pub fn ids(&self) -> Vec<KeyId> {
        self.ring.ids()
    }

    /// Opens a sealed value.
    ///
    /// # Errors
    /// When it was altered, stands at another place, or needs a key that is gone.
    pub fn open(&self, place: Place<'_>, sealed: &Sealed) -> Result<Secret<String>, VaultError> {
        let key = self.ring.find(sealed.key()).ok_or(VaultError::Altered)?;
        key.open(place, sealed)
    }
}

/// Where the keys are, whether they can be had, and the keys once they were.
pub struct Vault {
    sources: KeySources,
    file: KeyFile,
    clock: Arc<dyn Clock>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    open: Option<OpenKeys>,
    failed: Option<(VaultError, Instant)>,
}

impl Vault {
    /// Of a data folder. Nothing is asked of anybody yet.
    #[must_use]
    pub fn new(sources: KeySources, data_dir: &Path, clock: Arc<dyn Clock>) -> Self {
        Self {
            sources,
            file: KeyFile::in_folder(data_dir),
            clock,
            state: Mutex::default(),
        }
    }

    /// The keys, if the vault is open already.
    #[must_use]
    pub fn opened(&self) -> Option<OpenKeys> {
        self.state().open.clone()
    }

    /// Why it could not be opened the last time; none where it could, or nobody tried.
    #[must_use]
    pub fn failure(&self) -> Option<VaultError> {
        self.state().failed.as_ref().map(|(error, _)| error.clone())
    }

    /// Where the keys are, or would be.
    #[must_use]
    pub fn kept_in(&self) -> KeptIn {
        if self.file.exists() {
            KeptIn::Passphrase
        } else {
            KeptIn::Keyring
        }
    }

    /// Forgets the keys, so that they are looked for again.
    pub fn close(&self) {
        self.state().open = None;
    }

    fn note(&self, outcome: Result<OpenKeys, VaultError>) -> Result<OpenKeys, VaultError> {
        let now = self.clock.now();
        let mut state = self.state();
        match &outcome {
            Ok(keys) => {
                state.open = Some(keys.clone());
                state.failed = None;
            }
            // An open vault stays open whatever becomes of the keyring.
            Err(_) if state.open.is_some() => {}
            Err(error) => state.failed = Some((error.clone(), now)),
        }
        outcome
    }

    /// Slow lately: not asked again yet.
    fn rests(&self) -> bool {
        let now = self.clock.now();
        let failed = self.state().failed.clone();
        failed.is_some_and(|(error, at)| {
            error.state() == Some(VaultState::Slow)
                && (0..SLOW_RESTS_MS).contains(&now.ms_since(at))
        })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The holder's answer, if it comes in time.
    async fn within<T>(&self, limit_ms: i64, asked: Asked<'_, T>) -> Result<T, VaultError> {
        let mut asked = asked;
        let mut until = self.clock.now().plus_ms(limit_ms);
        loop {
            tokio::select! {
                biased;
                answer = &mut asked => return answer.map_err(VaultError::from),
                woken = self.clock.wait_until(until) => match woken {
                    Woken::Reached => return Err(VaultError::Slow),
                    // It was set back, or the machine slept: the same patience from here.
                    Woken::ClockChanged => until = self.clock.now().plus_ms(limit_ms),
                }
            }
        }
    }
}

/// The file that `STORYTIME_KEY_FILE` names; none where nobody set it.
#[must_use]
pub fn passphrase_file_of_system() -> Option<PathBuf> {
    std::env::var_os("STORYTIME_KEY_FILE").map(PathBuf::from)
}

/// A file that cannot be written.
fn unwritable(path: &Path, error: &std::io::Error) -> VaultError {
    file_error(path, error, what_to_do(error))
}

/// A file that cannot be read.
fn unreadable(path: &Path, error: &std::io::Error) -> VaultError {
    let advice = match error.kind() {
        std::io::ErrorKind::NotFound => "put it there, or name another one",
        std::io::ErrorKind::PermissionDenied => "give yourself permission to read it",
        _ => "look whether its disk is there, and whether it is a text file",
    };
    file_error(path, error, advice)
}

fn file_error(path: &Path, error: &std::io::Error, advice: &'static str) -> VaultError {
    VaultError::File {
        path: path.to_owned(),
        why: in_words(error),
        advice,
    }
}

#[cfg(test)]
mod tests;
