//! How the rooms' errors become the API's: a code that programs act on, one sentence for people.

use storytime_types::{ApiError, ErrorCode};

use crate::store::StoreError;
use crate::vault::VaultError;

impl From<VaultError> for ApiError {
    fn from(error: VaultError) -> Self {
        // It says how the passphrase was typed, and nothing of the vault, which may be open.
        if error == VaultError::WrongPassphrase {
            return Self::invalid([("passphrase", error.sentence())]);
        }
        let mut refusal = Self::new(ErrorCode::VaultLocked, error.sentence());
        if let Some(Ok(state)) = error.state().map(serde_json::to_value) {
            refusal.details.insert("state".into(), state);
        }
        refusal
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        tracing::error!(%error, "the store refused");
        match error {
            StoreError::Full(_) => Self::new(
                ErrorCode::Unavailable,
                "The disk is full, so nothing can be saved: free some space and try again.",
            ),
            StoreError::Disk(_) => Self::new(
                ErrorCode::Unavailable,
                "The disk refuses to be written, so nothing can be saved: free some space, and look \
                 whether you may write there.",
            ),
            StoreError::Damaged(_) => Self::new(
                ErrorCode::Unavailable,
                "The database is damaged: restart the app, and it restores the newest backup.",
            ),
            _ => Self::new(
                ErrorCode::Internal,
                "The database refused; the log says why. Try again, or restart the app.",
            ),
        }
    }
}
