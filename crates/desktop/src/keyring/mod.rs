//! The keyring of the person's session, which keeps the vault's master key: the Secret Service on
//! Linux, the Keychain on macOS, the Credential Manager on Windows.
//!
//! Whoever asks it says how long they wait. A question that was given up goes on in its own thread;
//! until it ends, the next ones are answered at once with "slow", so that they cannot pile up.

#[cfg(target_os = "linux")]
#[path = "linux.rs"]
mod platform;
#[cfg(any(target_os = "macos", target_os = "windows"))]
#[path = "other.rs"]
mod platform;
#[cfg(target_os = "linux")]
mod prompt;
mod thread;

use storytime_core::vault::{Asked, HolderError, KeyHolder, Secret, VaultName};
use thread::Throwaway;

/// Under which name the keyring's own program lists the key.
const SERVICE: &str = "storytime-calendar";

/// The session's keyring.
#[derive(Clone, Debug, Default)]
pub struct Keyring {
    throwaway: Throwaway,
}

impl KeyHolder for Keyring {
    fn state(&self) -> Asked<'_, ()> {
        Box::pin(platform::state())
    }

    fn load<'a>(&'a self, name: &'a VaultName) -> Asked<'a, Option<Secret<String>>> {
        Box::pin(async move {
            platform::state().await?;
            let name = name.0.clone();
            let found = self
                .throwaway
                .run(move || platform::entry(&name)?.get_secret());
            match found.await {
                Ok(bytes) => text_of(bytes).map(Some),
                Err(fault) => fault.or_nothing(),
            }
        })
    }

    fn store<'a>(&'a self, name: &'a VaultName, keys: Secret<String>) -> Asked<'a, ()> {
        Box::pin(async move {
            platform::state().await?;
            let name = name.0.clone();
            let kept = self
                .throwaway
                .run(move || platform::entry(&name)?.set_secret(keys.expose().as_bytes()));
            kept.await.map_err(HolderError::from)
        })
    }

    fn delete<'a>(&'a self, name: &'a VaultName) -> Asked<'a, ()> {
        Box::pin(async move {
            platform::state().await?;
            let name = name.0.clone();
            let gone = self
                .throwaway
                .run(move || platform::entry(&name)?.delete_credential());
            match gone.await {
                Ok(()) => Ok(()),
                Err(fault) => fault.or_nothing::<()>().map(drop),
            }
        })
    }

    fn unlock(&self) -> Asked<'_, ()> {
        Box::pin(platform::unlock())
    }
}

fn text_of(bytes: Vec<u8>) -> Result<Secret<String>, HolderError> {
    match String::from_utf8(bytes) {
        Ok(text) => Ok(Secret::new(text)),
        Err(other) => {
            // Wiped when it is dropped.
            drop(Secret::new(other.into_bytes()));
            Err(HolderError::Denied("what it keeps is not a key".into()))
        }
    }
}
