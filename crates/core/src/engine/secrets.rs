//! The vault, joined with the store: it opens when a secret is kept or read, and never before.

use std::sync::Arc;

use storytime_types::vault::KeptIn;
use storytime_types::{ApiError, ErrorCode, IntegrationId};
use tokio::sync::{Mutex, OwnedRwLockReadGuard, RwLock};

use super::Shared;
use crate::calendars::caldav::Account;
use crate::calendars::ics::{AddressError, IcsAddress};
use crate::calendars::source::SourceAddress;
use crate::store::StoreError;
use crate::store::calendars::{SourceCalendar, StoredLogin};
use crate::store::secrets::SealedAddress;
use crate::vault::{Marks, OpenKeys, Place, Sealed, Secret, Vault, VaultError};

/// Why a secret could not be kept or read.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SecretError {
    #[error(transparent)]
    Vault(#[from] VaultError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Address(#[from] AddressError),
}

impl From<SecretError> for ApiError {
    fn from(error: SecretError) -> Self {
        match error {
            SecretError::Vault(error) => error.into(),
            SecretError::Store(error) => error.into(),
            SecretError::Address(error) => Self::new(ErrorCode::Internal, error.to_string()),
        }
    }
}

/// The vault and who may use it when.
pub(crate) struct Secrets {
    pub(crate) vault: Vault,
    /// One opening at a time.
    pub(super) opening: Mutex<()>,
    /// Taken for reading by whoever seals something and stores it; for writing by a change of the
    /// key.
    pub(super) key_change: Arc<RwLock<()>>,
}

impl Secrets {
    pub(super) fn new(vault: Vault) -> Self {
        Self {
            vault,
            opening: Mutex::default(),
            key_change: Arc::default(),
        }
    }
}

/// The vault, open. As long as this lives the key does not change, so what is sealed is to be
/// stored before it goes. Whoever needs the sync's turn as well takes that first.
pub(crate) struct OpenVault {
    keys: OpenKeys,
    _unchanged: OwnedRwLockReadGuard<()>,
}

impl OpenVault {
    pub(crate) fn seal(
        &self,
        place: Place<'_>,
        secret: &Secret<String>,
    ) -> Result<Sealed, VaultError> {
        self.keys.current().seal(place, secret)
    }

    pub(crate) fn open(
        &self,
        place: Place<'_>,
        sealed: &Sealed,
    ) -> Result<Secret<String>, VaultError> {
        self.keys.open(place, sealed)
    }
}

/// An account on its way into the database: all of it sealed but the name.
pub(crate) struct AccountToStore {
    pub(crate) address: String,
    pub(crate) login: StoredLogin,
    _vault: OpenVault,
}

/// An address on its way into the database.
pub(crate) struct AddressToStore {
    /// In plain text, or sealed.
    pub(crate) text: String,
    /// As much of a sealed one as may be shown.
    pub(crate) shown: Option<String>,
    _vault: Option<OpenVault>,
}

impl Shared {
    /// Opens the vault, if it can be without asking the person.
    pub(crate) async fn open_vault(&self) -> Result<OpenVault, SecretError> {
        let unchanged = Arc::clone(&self.secrets.key_change).read_owned().await;
        let keys = self.open_keys().await?;
        Ok(OpenVault {
            keys,
            _unchanged: unchanged,
        })
    }

    async fn open_keys(&self) -> Result<OpenKeys, SecretError> {
        let vault = &self.secrets.vault;
        if let Some(keys) = vault.opened() {
            return Ok(keys);
        }
        let _turn = self.secrets.opening.lock().await;
        let marks = self.store.vault_marks().await?;
        let keys = vault.open(&marks).await?;
        self.mark_key(&marks, &keys).await?;
        Ok(keys)
    }

    /// Where the keys of the vault are if it opens, or would be: no key is made for that.
    pub(crate) async fn look_at_vault(&self) -> Result<KeptIn, SecretError> {
        let _turn = self.secrets.opening.lock().await;
        let marks = self.store.vault_marks().await?;
        Ok(self.secrets.vault.look(&marks).await?)
    }

    /// Opens the vault with the person's help.
    pub(crate) async fn unlock_vault(
        &self,
        passphrase: Option<Secret<String>>,
    ) -> Result<(), SecretError> {
        let marks = self.store.vault_marks().await?;
        // Nobody else waits while they do.
        self.secrets.vault.have_unlocked(&marks).await?;
        let _turn = self.secrets.opening.lock().await;
        let marks = self.store.vault_marks().await?;
        let keys = self.secrets.vault.unlock(&marks, passphrase).await?;
        self.mark_key(&marks, &keys).await?;
        Ok(())
    }

    /// Why the vault cannot be opened, where something waits for it.
    pub(crate) async fn vault_trouble(&self) -> Result<Option<VaultError>, StoreError> {
        let Some(shut) = self.secrets.vault.failure() else {
            return Ok(None);
        };
        let is_missed = self.store.count_sealed().await? > 0;
        Ok(is_missed.then_some(shut))
    }

    /// The database names the key before anything is sealed under it.
    pub(super) async fn mark_key(&self, marks: &Marks, keys: &OpenKeys) -> Result<(), StoreError> {
        let key = keys.current().id();
        let kept_in = keys.kept_in();
        if marks.key.as_ref() == Some(&key) && marks.kept_in == Some(kept_in) {
            return Ok(());
        }
        let marked = self.store.mark_vault_key(&key, kept_in).await;
        if marked.is_err() {
            self.secrets.vault.close();
        }
        marked
    }

    /// An address as it is to be stored: one of the network sealed, if the vault opens. If not, it
    /// is kept in plain text, unless it visibly carries a secret.
    pub(crate) async fn address_to_store(
        &self,
        integration: &IntegrationId,
        address: &IcsAddress,
    ) -> Result<AddressToStore, SecretError> {
        let text = address.to_text();
        let plain = |text| AddressToStore {
            text,
            shown: None,
            _vault: None,
        };
        if !matches!(address, IcsAddress::Url(_)) {
            return Ok(plain(text));
        }
        match self.open_vault().await {
            Ok(vault) => {
                let place = Place::address_of(integration.as_str());
                let sealed = vault.seal(place, &Secret::new(text))?;
                Ok(AddressToStore {
                    text: sealed.as_str().to_owned(),
                    shown: Some(address.to_string()),
                    _vault: Some(vault),
                })
            }
            Err(SecretError::Vault(shut)) if !address.carries_secret() => {
                tracing::info!(%shut, "the address is kept in plain text until the vault opens");
                Ok(plain(text))
            }
            Err(error) => Err(error),
        }
    }

    /// An account as it is to be stored.
    pub(crate) async fn account_to_store(
        &self,
        integration: &IntegrationId,
        account: &Account,
    ) -> Result<AccountToStore, SecretError> {
        let vault = self.open_vault().await?;
        let homes = Secret::new(account.homes_to_text());
        let address = vault.seal(Place::address_of(integration.as_str()), &homes)?;
        let place = Place::password_of(integration.as_str());
        let password = vault.seal(place, account.login.password())?;
        Ok(AccountToStore {
            address: address.as_str().to_owned(),
            login: StoredLogin {
                username: account.login.username().to_owned(),
                password: password.as_str().to_owned(),
                addresses: account.addresses.clone(),
            },
            _vault: vault,
        })
    }

    /// A stored address, opened if it is sealed.
    pub(crate) async fn stored_address(
        &self,
        integration: &IntegrationId,
        stored: &str,
    ) -> Result<IcsAddress, SecretError> {
        if stored.is_empty() {
            return Err(VaultError::Forgotten.into());
        }
        let Some(sealed) = Sealed::parse(stored) else {
            return Ok(IcsAddress::parse(stored)?);
        };
        let vault = self.open_vault().await?;
        let place = Place::address_of(integration.as_str());
        let text = vault.open(place, &sealed)?;
        Ok(IcsAddress::parse(text.expose())?)
    }

    /// What an integration reads that is no account at Google or Microsoft, its secrets opened.
    pub(super) async fn stored_source(
        &self,
        calendar: &SourceCalendar,
    ) -> Result<SourceAddress, SecretError> {
        let id = &calendar.integration;
        let Some(login) = &calendar.login else {
            let address = self.stored_address(id, &calendar.address).await?;
            return Ok(SourceAddress::Ics(address));
        };
        let sealed = |text| Sealed::parse(text).ok_or(VaultError::Forgotten);
        let (homes, password) = (sealed(&calendar.address)?, sealed(&login.password)?);
        let vault = self.open_vault().await?;
        let homes = vault.open(Place::address_of(id.as_str()), &homes)?;
        let password = vault.open(Place::password_of(id.as_str()), &password)?;
        let account = Account::stored(homes.expose(), login.username.clone(), password);
        account
            .map(SourceAddress::CalDav)
            .ok_or_else(|| VaultError::Altered.into())
    }

    /// A stored account on a CalDAV server, signed in to with another password.
    pub(crate) async fn account_with(
        &self,
        integration: &IntegrationId,
        address: &str,
        username: String,
        password: Secret<String>,
    ) -> Result<Account, SecretError> {
        let sealed = Sealed::parse(address).ok_or(VaultError::Forgotten)?;
        let vault = self.open_vault().await?;
        let homes = vault.open(Place::address_of(integration.as_str()), &sealed)?;
        let account = Account::stored(homes.expose(), username, password);
        account.ok_or_else(|| VaultError::Altered.into())
    }

    /// Seals the addresses that were stored before there was a vault, if it opens: those in backups
    /// first, because the stored ones say that there is something to do. Nothing else may change
    /// addresses meanwhile.
    pub(super) async fn seal_plain_addresses(&self) -> Result<(), SecretError> {
        let mut plain = self.store.addresses(None).await?;
        plain.retain(|one| is_of_the_network(&one.address));
        if plain.is_empty() {
            return Ok(());
        }
        let vault = self.open_vault().await?;
        let seal = |integration: &str, address: &str| {
            let sealed = vault.seal(Place::address_of(integration), &Secret::from(address))?;
            Ok::<_, SecretError>(sealed.as_str().to_owned())
        };
        self.store.seal_backups(&seal).await?;
        let mut sealed = Vec::new();
        for one in plain {
            let shown = IcsAddress::parse(&one.address)?.to_string();
            sealed.push(SealedAddress {
                sealed: seal(one.integration.as_str(), &one.address)?,
                integration: one.integration.clone(),
                before: one.address,
                shown,
            });
        }
        self.store.seal_addresses(&sealed).await?;
        Ok(())
    }
}

fn is_of_the_network(address: &str) -> bool {
    address.starts_with("http://") || address.starts_with("https://")
}

#[cfg(test)]
mod tests;
