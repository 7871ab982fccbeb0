//! What a person does to the key: changing it, keeping it under a passphrase, beginning anew.

use std::sync::Arc;

use tokio::sync::OwnedRwLockWriteGuard;

use super::{SecretError, Shared, between_syncs};
use crate::store::StoreError;
use crate::store::removal::Others;
use crate::vault::{Place, Rotation, Sealed, Secret, VaultError};

impl Shared {
    /// Seals everything anew under a new key. A value that cannot be opened stays as it is; whoever
    /// needs it says so. Answers how many those are.
    pub(crate) async fn change_key(
        &self,
        passphrase: Option<Secret<String>>,
    ) -> Result<u32, SecretError> {
        let left = between_syncs(self, async {
            let _alone = self.alone_with_the_vault().await;
            let _opening = self.secrets.opening.lock().await;
            self.rotate(passphrase).await
        })
        .await?;
        self.want_backup();
        Ok(left)
    }

    async fn rotate(&self, passphrase: Option<Secret<String>>) -> Result<u32, SecretError> {
        let vault = &self.secrets.vault;
        let marks = self.store.vault_marks().await?;
        let rotation = vault.begin_rotation(&marks, passphrase).await?;
        let under_new = |place: Place<'_>, text: &str| anew(&rotation, place, text);
        let resealed = self.store.reseal(&rotation.new.id(), &under_new).await;
        // Whether it was committed is for the database to say: an error may come after the commit.
        let marks = self.store.vault_marks().await?;
        let needed = self.store.keys_of_backups().await;
        let needed = needed.unwrap_or_else(|error| {
            tracing::info!(%error, "which keys the backups need is not known: all stay");
            rotation.old.ids()
        });
        let ended = vault.end_rotation(rotation, &marks, &needed).await;
        let left = resealed?;
        if let Err(error) = ended {
            tracing::warn!(%error, "the old key stays for now");
        }
        Ok(left)
    }

    /// Drops the keys that neither the database nor a backup needs, and those of vaults of which
    /// nothing is left.
    pub(crate) async fn drop_unneeded_keys(&self) -> Result<(), SecretError> {
        let vault = &self.secrets.vault;
        let has_many = vault.opened().is_some_and(|keys| keys.ids().len() > 1);
        if !has_many && self.store.left_vaults().await?.is_empty() {
            return Ok(());
        }
        let _alone = self.alone_with_the_vault().await;
        let _opening = self.secrets.opening.lock().await;
        for name in self.store.left_vaults().await? {
            vault.forget(&name).await?;
            self.store.forget_left_vault(&name).await?;
        }
        let marks = self.store.vault_marks().await?;
        let needed = self.store.keys_of_backups().await?;
        vault.drop_unneeded(&marks, &needed).await?;
        Ok(())
    }

    /// Does `removing`, while nothing is sealed; where nobody's data is left after it, the keys go,
    /// too. A keyring that does not answer or is locked keeps nothing from being removed: it is asked
    /// again each night.
    pub(crate) async fn removing_with_keys<E: From<StoreError>>(
        &self,
        removing: impl Future<Output = Result<Others, E>>,
    ) -> Result<Others, E> {
        let _alone = self.alone_with_the_vault().await;
        let _opening = self.secrets.opening.lock().await;
        let others = removing.await?;
        if others == Others::Some {
            return Ok(others);
        }
        for name in self.store.left_vaults().await? {
            match self.secrets.vault.destroy(&name).await {
                Ok(()) => self.store.forget_left_vault(&name).await?,
                Err(error) => tracing::warn!(%error, "a key that opens nothing any more is left"),
            }
        }
        Ok(others)
    }

    /// Keeps the key in a file under this passphrase from now on.
    pub(crate) async fn choose_passphrase(
        &self,
        passphrase: Secret<String>,
    ) -> Result<(), SecretError> {
        let _alone = self.alone_with_the_vault().await;
        let _opening = self.secrets.opening.lock().await;
        let marks = self.store.vault_marks().await?;
        let vault = &self.secrets.vault;
        let keys = vault.choose_passphrase(&marks, passphrase).await?;
        self.mark_key(&marks, &keys).await?;
        Ok(())
    }

    /// Gives up what is sealed under a key that cannot be had. Everything else stays, and the person
    /// connects again what asks for it; a new key is made when it is needed.
    pub(crate) async fn begin_vault_anew(&self) -> Result<(), SecretError> {
        between_syncs(self, async {
            let _alone = self.alone_with_the_vault().await;
            let _opening = self.secrets.opening.lock().await;
            let sentence = VaultError::Forgotten.to_string();
            self.store.forget_sealed(&sentence, self.now()).await?;
            self.secrets.vault.discard()?;
            Ok(())
        })
        .await
    }

    async fn alone_with_the_vault(&self) -> OwnedRwLockWriteGuard<()> {
        Arc::clone(&self.secrets.key_change).write_owned().await
    }
}

/// Opened under the old key, sealed under the new one; none where it cannot be opened.
fn anew(rotation: &Rotation, place: Place<'_>, text: &str) -> Result<Option<String>, SecretError> {
    let opened = Sealed::parse(text).map(|sealed| rotation.old.open(place, &sealed));
    let Some(Ok(secret)) = opened else {
        return Ok(None);
    };
    let sealed = rotation.new.seal(place, &secret)?;
    Ok(Some(sealed.as_str().to_owned()))
}
