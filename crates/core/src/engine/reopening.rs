//! What was sealed when a backup was written: opened with the key of then, sealed under today's.

use super::Shared;
use super::secrets::{OpenVault, SecretError};
use crate::store::StoreError;
use crate::store::secrets::Reopened;
use crate::vault::{KeyId, Place, Sealed, VaultError};

/// The vault, as far as it opens, and the key that the database names. As long as this lives the key
/// does not change.
pub(crate) struct Reopening {
    current: Option<KeyId>,
    vault: Result<OpenVault, VaultError>,
}

impl Shared {
    /// Gets ready to open what is sealed in a backup.
    pub(crate) async fn reopening(&self) -> Result<Reopening, StoreError> {
        let marks = self.store.vault_marks().await?;
        if marks.key.is_none() && marks.secrets == 0 {
            // There is no key yet, and none is made for what it could not open.
            return Ok(Reopening {
                current: None,
                vault: Err(VaultError::Lost),
            });
        }
        let vault = match self.open_vault().await {
            Ok(vault) => Ok(vault),
            Err(SecretError::Vault(shut)) => Err(shut),
            Err(SecretError::Store(error)) => return Err(error),
            Err(SecretError::Address(_)) => Err(VaultError::Altered),
        };
        let current = self.store.vault_marks().await?.key;
        Ok(Reopening { current, vault })
    }
}

impl Reopening {
    /// What becomes of a sealed value.
    ///
    /// # Errors
    /// When its key is another one than today's and the vault does not open now.
    pub(crate) fn reopen(&self, place: Place<'_>, text: &str) -> Result<Reopened, VaultError> {
        let Some(sealed) = Sealed::parse(text) else {
            return Ok(Reopened::AsItIs);
        };
        if self.current.as_ref() == Some(sealed.key()) {
            return Ok(Reopened::AsItIs);
        }
        match &self.vault {
            Ok(vault) => match vault.open(place, &sealed) {
                Ok(secret) => {
                    let anew = vault.seal(place, &secret)?;
                    Ok(Reopened::Anew(anew.as_str().to_owned()))
                }
                Err(_) => Ok(Reopened::Gone),
            },
            Err(shut) if shut.wants_reconnecting() => Ok(Reopened::Gone),
            Err(shut) => Err(shut.clone()),
        }
    }
}
