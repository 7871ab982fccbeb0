//! Changing the key, in three steps of which each may be the last before a crash:
//!
//! 1. the new key is kept beside the old one;
//! 2. one transaction seals everything anew and names the new key (the store does that);
//! 3. the keys that neither the database nor a backup needs are dropped, then and each night.
//!
//! After a crash the database says which key it needs, and both are there until it is known.

use storytime_types::Secret;
use storytime_types::vault::KeptIn;

use super::{KeyId, KeyRing, Marks, MasterKey, OpenKeys, Vault, VaultError, key_file};

/// A change of the key that has begun: both keys are kept.
#[derive(Debug)]
pub struct Rotation {
    /// What everything is sealed under.
    pub old: OpenKeys,
    /// What everything is to be sealed under.
    pub new: MasterKey,
    passphrase: Option<Secret<String>>,
}

impl Vault {
    /// Makes a new key and keeps it beside the old one. A key file wants its passphrase for that,
    /// typed or in the file that is named for it.
    ///
    /// # Errors
    /// When the vault cannot be opened, or the keys cannot be kept.
    pub async fn begin_rotation(
        &self,
        marks: &Marks,
        passphrase: Option<Secret<String>>,
    ) -> Result<Rotation, VaultError> {
        let old = match passphrase.clone() {
            // That it is the right one shows by its opening the file.
            Some(typed) => self.unlock(marks, Some(typed)).await?,
            None => self.open(marks).await?,
        };
        let passphrase = match (old.kept_in, passphrase, &self.sources.passphrase_file) {
            (KeptIn::Keyring, _, _) => None,
            (KeptIn::Passphrase, Some(typed), _) => Some(typed),
            (KeptIn::Passphrase, None, Some(file)) => Some(key_file::passphrase_in(file)?),
            (KeptIn::Passphrase, None, None) => return Err(VaultError::PassphraseWanted),
        };
        let new = MasterKey::generate()?;
        let both = old.ring.with(new.clone());
        self.keep(marks, &both, passphrase.clone()).await?;
        Ok(Rotation {
            old,
            new,
            passphrase,
        })
    }

    /// Goes on with the key that the database names now, and keeps beside it only those that are
    /// `needed`: the old one is dropped after the commit, the new one where there was none.
    ///
    /// # Errors
    /// When they cannot be kept; a key too many is then dropped in a later night.
    pub async fn end_rotation(
        &self,
        rotation: Rotation,
        marks: &Marks,
        needed: &[KeyId],
    ) -> Result<OpenKeys, VaultError> {
        let is_committed = marks.key.as_ref() == Some(&rotation.new.id());
        let both = rotation.old.ring.with(rotation.new.clone());
        let current = if is_committed {
            rotation.new
        } else {
            rotation.old.current
        };
        let ring = both.only(&[&[current.id()], needed].concat());
        let keys = OpenKeys {
            ring: ring.clone(),
            current,
            kept_in: rotation.old.kept_in,
        };
        // The database is as it is: the keys are those, whether the holder can be tidied or not.
        let keys = self.note(Ok(keys))?;
        self.keep(marks, &ring, rotation.passphrase).await?;
        Ok(keys)
    }

    /// Drops the keys that nothing needs any more, if the vault is open and nobody has to be asked:
    /// a key file whose passphrase is nowhere to be read waits for the next change of the key.
    ///
    /// # Errors
    /// When those that stay cannot be kept.
    pub async fn drop_unneeded(&self, marks: &Marks, needed: &[KeyId]) -> Result<(), VaultError> {
        let Some(keys) = self.opened() else {
            return Ok(());
        };
        let ring = keys.ring.only(&[&[keys.current.id()], needed].concat());
        if ring.count() == keys.ring.count() {
            return Ok(());
        }
        let passphrase = match (keys.kept_in, &self.sources.passphrase_file) {
            (KeptIn::Keyring, _) => None,
            (KeptIn::Passphrase, Some(file)) => Some(key_file::passphrase_in(file)?),
            (KeptIn::Passphrase, None) => return Ok(()),
        };
        self.keep(marks, &ring, passphrase).await?;
        self.note(Ok(OpenKeys { ring, ..keys })).map(drop)
    }

    async fn keep(
        &self,
        marks: &Marks,
        ring: &KeyRing,
        passphrase: Option<Secret<String>>,
    ) -> Result<(), VaultError> {
        match passphrase {
            Some(passphrase) => self.file.write(ring.clone(), passphrase).await,
            None => self.keep_in_keyring(marks, ring).await,
        }
    }
}
