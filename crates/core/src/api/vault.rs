//! Where secrets are kept, and what the person does about it.

use storytime_types::changes::Change;
use storytime_types::vault::{ChoosePassphrase, KeptIn, UnlockVault, VaultState, VaultStatus};
use storytime_types::{ApiError, ErrorCode};

use super::Api;
use crate::accounts::{Attempt, Door};
use crate::engine::SecretError;
use crate::vault::VaultError;

impl Api {
    /// The state of the vault. The keyring is asked, never the person.
    ///
    /// # Errors
    /// When the store refuses.
    pub async fn vault(&self) -> Result<VaultStatus, ApiError> {
        let seen = self.look_at_vault().await?;
        self.vault_status(seen).await
    }

    /// Has the person unlock the keyring, or opens the key file with its passphrase. What waited
    /// for that goes on.
    ///
    /// # Errors
    /// Why it stays shut; `RATE_LIMITED` after too many wrong passphrases; `FORBIDDEN` to a script's
    /// token and to other profiles.
    pub async fn unlock_vault(&self, asked: UnlockVault) -> Result<VaultStatus, ApiError> {
        self.may_change_vault().await?;
        let is_typed = asked.passphrase.is_some();
        let unlocking = self.shared.unlock_vault(asked.passphrase);
        self.with_passphrase(is_typed, unlocking).await?;
        self.vault_changed().await
    }

    /// Seals everything anew under a new key.
    ///
    /// # Errors
    /// Why that was not done; everything is as it was then. Otherwise as [`Self::unlock_vault`].
    pub async fn change_vault_key(&self, asked: UnlockVault) -> Result<VaultStatus, ApiError> {
        self.may_change_vault().await?;
        let is_typed = asked.passphrase.is_some();
        let changing = self.shared.change_key(asked.passphrase);
        match self.with_passphrase(is_typed, changing).await? {
            0 => tracing::info!("the vault's key was changed: every secret is sealed anew"),
            left => tracing::warn!(
                left,
                "the vault's key was changed: what could not be opened stays as it was"
            ),
        }
        self.vault_changed().await
    }

    /// Keeps the key in a file of the data folder under this passphrase from now on.
    ///
    /// # Errors
    /// When the passphrase will not do, or there are secrets whose key cannot be had now; `FORBIDDEN`
    /// to a script's token and to other profiles.
    pub async fn choose_passphrase(
        &self,
        asked: ChoosePassphrase,
    ) -> Result<VaultStatus, ApiError> {
        self.may_change_vault().await?;
        if let Some(fault) = asked.fault() {
            return Err(ApiError::invalid([("passphrase", fault)]));
        }
        self.shared.choose_passphrase(asked.passphrase).await?;
        tracing::info!("the vault's key is in a file under a passphrase from now on");
        self.vault_changed().await
    }

    /// Gives up what is sealed under a key that cannot be had any more.
    ///
    /// # Errors
    /// `CONFLICT` while it can be had; `FORBIDDEN` to a script's token and to other profiles.
    pub async fn begin_vault_anew(&self) -> Result<VaultStatus, ApiError> {
        self.may_change_vault().await?;
        if self.look_at_vault().await?.is_ok() {
            return Err(ApiError::new(
                ErrorCode::Conflict,
                "Your secrets can be read: nothing has to be given up.",
            ));
        }
        self.shared.begin_vault_anew().await?;
        tracing::info!("the secrets of a lost key were given up: the vault begins anew");
        self.shared.announce(Change::Sync);
        self.vault_changed().await
    }

    /// The key is everybody's; the person whose computer this is decides about it.
    async fn may_change_vault(&self) -> Result<(), ApiError> {
        let otherwise = "Only the profile of this computer can unlock the secrets or change where \
                         they are kept.";
        self.owner_in_person(otherwise).await
    }

    /// Does `opening`, for which a passphrase may have been typed: wrong ones are slowed down as
    /// wrong passwords are.
    async fn with_passphrase<T>(
        &self,
        is_typed: bool,
        opening: impl Future<Output = Result<T, SecretError>>,
    ) -> Result<T, ApiError> {
        if !is_typed {
            return Ok(opening.await?);
        }
        let attempt = Attempt {
            door: Door::Vault,
            account: self.user.as_str(),
            is_known: true,
            most: None,
        };
        let admitted = self.begin_attempt(attempt)?;
        let opened = opening.await;
        match &opened {
            Ok(_) => self.throttle().was_right(attempt, admitted),
            Err(SecretError::Vault(VaultError::WrongPassphrase)) => {
                tracing::warn!("a wrong passphrase was typed");
            }
            Err(_) => {}
        }
        Ok(opened?)
    }

    /// Where the keys are; or why they cannot be had.
    async fn look_at_vault(&self) -> Result<Result<KeptIn, VaultError>, ApiError> {
        match self.shared.look_at_vault().await {
            Ok(kept_in) => Ok(Ok(kept_in)),
            Err(SecretError::Vault(shut)) => Ok(Err(shut)),
            Err(error) => Err(error.into()),
        }
    }

    /// The tray, the window and the sync look again.
    async fn vault_changed(&self) -> Result<VaultStatus, ApiError> {
        self.shared.announce(Change::Settings);
        self.shared.look_at_calendars();
        self.vault().await
    }

    async fn vault_status(
        &self,
        seen: Result<KeptIn, VaultError>,
    ) -> Result<VaultStatus, ApiError> {
        let secrets = self.shared.store.count_sealed().await?;
        Ok(match seen {
            Ok(kept_in) => VaultStatus {
                state: VaultState::Open,
                kept_in,
                sentence: None,
                secrets,
            },
            Err(shut) => VaultStatus {
                state: shut.state().unwrap_or(VaultState::Denied),
                kept_in: match shut {
                    VaultError::KeyFileMissing(_) => KeptIn::Passphrase,
                    _ => self.shared.secrets.vault.kept_in(),
                },
                sentence: Some(shut.sentence()),
                secrets,
            },
        })
    }
}
