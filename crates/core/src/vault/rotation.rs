//! Changing the key, in three steps of which each may be the last before a crash:
//!
//! 1. the new key is kept beside the old one;
//! 2. one transaction seals everything anew and names the new key (the store does that);
//! 3. the old key is dropped.
//!
//! After a crash the database says which key it needs, and both are there until it is known.

use storytime_types::Secret;
use storytime_types::vault::KeptIn;

use super::{KeyRing, Marks, MasterKey, OpenKeys, Vault, VaultError, key_file};

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
        let both = KeyRing::of(old.current.clone()).with(new.clone());
        self.keep(marks, &both, passphrase.clone()).await?;
        Ok(Rotation {
            old,
            new,
            passphrase,
        })
    }

    /// Keeps only the key that the database names now: the old one is dropped after the commit, the
    /// new one where there was none.
    ///
    /// # Errors
    /// When they cannot be kept; a key too many is then dropped at the next opening.
    pub async fn end_rotation(
        &self,
        rotation: Rotation,
        marks: &Marks,
    ) -> Result<OpenKeys, VaultError> {
        let is_committed = marks.key.as_ref() == Some(&rotation.new.id());
        let key = if is_committed {
            rotation.new
        } else {
            rotation.old.current
        };
        let only = KeyRing::of(key);
        let keys = OpenKeys::of(only.clone(), rotation.old.kept_in)?;
        // The database is as it is: the keys are those, whether the holder can be tidied or not.
        let keys = self.note(Ok(keys))?;
        self.keep(marks, &only, rotation.passphrase).await?;
        Ok(keys)
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
