//! macOS and Windows: the keyring is part of the system, open as long as the person is signed in,
//! and asks by itself where it has to.

use keyring::Entry;
use storytime_core::vault::HolderError;

use super::SERVICE;

pub(super) fn entry(name: &str) -> keyring::Result<Entry> {
    Entry::new(SERVICE, name)
}

pub(super) async fn state() -> Result<(), HolderError> {
    Ok(())
}

pub(super) async fn unlock() -> Result<(), HolderError> {
    Ok(())
}
