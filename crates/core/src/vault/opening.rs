//! Opening the vault: the key is found where it is kept, or made where there is none yet.

use storytime_types::Secret;
use storytime_types::vault::KeptIn;

use super::{
    ANSWER_WITHIN_MS, KeyRing, Marks, MasterKey, OpenKeys, State, UNLOCK_WITHIN_MS, Vault,
    VaultError, VaultName, key_file,
};

impl Vault {
    /// The keys. Asks the keyring, never the person; makes a key where nothing was sealed yet.
    ///
    /// # Errors
    /// Why they cannot be had now.
    pub async fn open(&self, marks: &Marks) -> Result<OpenKeys, VaultError> {
        if let Some(keys) = self.opened() {
            return Ok(keys);
        }
        if self.rests() {
            return Err(VaultError::Slow);
        }
        let found = self.find(marks, None).await;
        self.note(found)
    }

    /// Has the person unlock the keyring, where that keeps the keys; waits as long as they take.
    ///
    /// # Errors
    /// Why it stays locked.
    pub async fn have_unlocked(&self, marks: &Marks) -> Result<(), VaultError> {
        if self.kept_in() == KeptIn::Passphrase || marks.need_key_file() {
            return Ok(());
        }
        self.within(UNLOCK_WITHIN_MS, self.sources.holder.unlock())
            .await
    }

    /// The keys, looked for anew unless they are at hand: after the person has unlocked the keyring,
    /// or with the passphrase they typed.
    ///
    /// # Errors
    /// Why they cannot be had.
    pub async fn unlock(
        &self,
        marks: &Marks,
        passphrase: Option<Secret<String>>,
    ) -> Result<OpenKeys, VaultError> {
        if let (Some(keys), None) = (self.opened(), &passphrase) {
            return Ok(keys);
        }
        match self.find(marks, passphrase).await {
            // That says how it was typed, not how the vault is.
            Err(VaultError::WrongPassphrase) => Err(VaultError::WrongPassphrase),
            found => self.note(found),
        }
    }

    /// Puts the keys into a key file under this passphrase, in place of the keyring or of the
    /// passphrase before. Where there are none yet they are made.
    ///
    /// # Errors
    /// When there are keys that cannot be had now, or the file cannot be written.
    pub async fn choose_passphrase(
        &self,
        marks: &Marks,
        passphrase: Secret<String>,
    ) -> Result<OpenKeys, VaultError> {
        self.same_as_in_file(&passphrase)?;
        let before = self.kept_in();
        let keys = match self.opened() {
            Some(keys) => keys,
            None if marks.secrets == 0 => {
                OpenKeys::of(KeyRing::of(MasterKey::generate()?), KeptIn::Passphrase)?
            }
            None => self.open(marks).await?,
        };
        let keys = OpenKeys {
            kept_in: KeptIn::Passphrase,
            ..keys
        };
        self.file.write(keys.ring.clone(), passphrase).await?;
        if before == KeptIn::Keyring {
            let forgotten = self.sources.holder.delete(&marks.name);
            if let Err(error) = self.within(ANSWER_WITHIN_MS, forgotten).await {
                tracing::info!(%error, "the keyring keeps the key, too");
            }
        }
        self.note(Ok(keys))
    }

    /// Where the keys can be had, or would be kept. Makes none, and asks the keyring no more than it
    /// has to.
    ///
    /// # Errors
    /// Why they cannot be had now.
    pub async fn look(&self, marks: &Marks) -> Result<KeptIn, VaultError> {
        if marks.secrets > 0 || self.file.exists() {
            return Ok(self.open(marks).await?.kept_in);
        }
        if let Some(keys) = self.opened() {
            return Ok(keys.kept_in);
        }
        match self.ask_keyring().await {
            Ok(()) => Ok(KeptIn::Keyring),
            Err(VaultError::Absent) => self.fit_passphrase().map(|_| KeptIn::Passphrase),
            Err(error) => Err(error),
        }
    }

    /// Removes the key file, and the keys of this name from the keyring, after everything that was
    /// sealed under them was removed.
    ///
    /// # Errors
    /// Where they are left, as in a keyring that is locked.
    pub async fn destroy(&self, name: &VaultName) -> Result<(), VaultError> {
        let kept_in = self.kept_in();
        self.discard()?;
        match self.forget(name).await {
            Err(VaultError::Absent) if kept_in == KeptIn::Passphrase => Ok(()),
            done => done,
        }
    }

    /// Removes the keys of this name from the keyring.
    ///
    /// # Errors
    /// Where it keeps them.
    pub async fn forget(&self, name: &VaultName) -> Result<(), VaultError> {
        let forgotten = self.sources.holder.delete(name);
        self.within(ANSWER_WITHIN_MS, forgotten).await
    }

    /// Forgets the keys and removes the key file, after what was sealed under them was given up.
    /// The next opening makes a new key.
    ///
    /// # Errors
    /// When the file cannot be removed.
    pub fn discard(&self) -> Result<(), VaultError> {
        self.file.remove()?;
        *self.state() = State::default();
        Ok(())
    }

    async fn find(
        &self,
        marks: &Marks,
        passphrase: Option<Secret<String>>,
    ) -> Result<OpenKeys, VaultError> {
        if self.file.exists() {
            let ring = self.ring_in_file(passphrase).await?;
            return chosen(ring, marks, KeptIn::Passphrase)?.ok_or(VaultError::Lost);
        }
        if marks.need_key_file() {
            return Err(self.file.missing());
        }
        match self.ask_keyring().await {
            Err(VaultError::Absent) if marks.secrets == 0 => return self.make_key_file().await,
            answered => answered?,
        }
        let holder = &self.sources.holder;
        let kept = self
            .within(ANSWER_WITHIN_MS, holder.load(&marks.name))
            .await?;
        let ring = kept.as_ref().and_then(KeyRing::parse);
        let keys = match ring {
            Some(ring) => chosen(ring, marks, KeptIn::Keyring)?,
            None => None,
        };
        match keys {
            Some(keys) => Ok(keys),
            None if marks.secrets > 0 => Err(VaultError::Lost),
            None => {
                let fresh = KeyRing::of(MasterKey::generate()?);
                self.keep_in_keyring(marks, &fresh).await?;
                OpenKeys::of(fresh, KeptIn::Keyring)
            }
        }
    }

    /// Opens the key file with what was typed, or with what the file that is named for it holds.
    async fn ring_in_file(&self, typed: Option<Secret<String>>) -> Result<KeyRing, VaultError> {
        match (typed, &self.sources.passphrase_file) {
            (Some(typed), _) => self.file.open(typed).await,
            (None, Some(named)) => {
                let opened = self.file.open(key_file::passphrase_in(named)?).await;
                opened.map_err(|error| error.read_from(named))
            }
            (None, None) => Err(VaultError::locked(KeptIn::Passphrase)),
        }
    }

    async fn ask_keyring(&self) -> Result<(), VaultError> {
        self.within(ANSWER_WITHIN_MS, self.sources.holder.state())
            .await
    }

    /// Where there is no keyring, the first key is kept under the passphrase in the file that is
    /// named for it.
    async fn make_key_file(&self) -> Result<OpenKeys, VaultError> {
        let passphrase = self.fit_passphrase()?;
        let fresh = KeyRing::of(MasterKey::generate()?);
        self.file.write(fresh.clone(), passphrase).await?;
        OpenKeys::of(fresh, KeptIn::Passphrase)
    }

    /// The passphrase in the file that is named for it, if a key may be kept under it.
    fn fit_passphrase(&self) -> Result<Secret<String>, VaultError> {
        let file = self.sources.passphrase_file.as_ref();
        key_file::fit_passphrase_in(file.ok_or(VaultError::Absent)?)
    }

    /// A file that is named for the passphrase has to hold the same one: it is what opens the vault
    /// at the next start.
    fn same_as_in_file(&self, passphrase: &Secret<String>) -> Result<(), VaultError> {
        let Some(file) = &self.sources.passphrase_file else {
            return Ok(());
        };
        if key_file::passphrase_in(file)?.expose() == passphrase.expose() {
            return Ok(());
        }
        Err(VaultError::OtherPassphrase(file.clone()))
    }

    /// Keeps a ring in the keyring, and looks whether it really does: some say so and do not.
    pub(super) async fn keep_in_keyring(
        &self,
        marks: &Marks,
        ring: &KeyRing,
    ) -> Result<(), VaultError> {
        let holder = &self.sources.holder;
        self.within(ANSWER_WITHIN_MS, holder.store(&marks.name, ring.to_text()))
            .await?;
        let kept = self
            .within(ANSWER_WITHIN_MS, holder.load(&marks.name))
            .await?;
        match kept {
            Some(kept) if kept.expose() == ring.to_text().expose() => Ok(()),
            _ => Err(VaultError::Denied("it did not keep the key".into())),
        }
    }
}

impl OpenKeys {
    /// With the newest key as the current one.
    pub(super) fn of(ring: KeyRing, kept_in: KeptIn) -> Result<Self, VaultError> {
        let current = ring.newest().cloned().ok_or(VaultError::Lost)?;
        Ok(Self {
            ring,
            current,
            kept_in,
        })
    }

    /// Where they are kept.
    #[must_use]
    pub fn kept_in(&self) -> KeptIn {
        self.kept_in
    }
}

/// The ring with the key that the database names; the newest where it names none, or where nothing
/// is sealed. None where the key that is needed is not on the ring.
fn chosen(ring: KeyRing, marks: &Marks, kept_in: KeptIn) -> Result<Option<OpenKeys>, VaultError> {
    let named = marks.key.as_ref().and_then(|id| ring.find(id)).cloned();
    match named {
        Some(current) => Ok(Some(OpenKeys {
            ring,
            current,
            kept_in,
        })),
        None if marks.key.is_none() || marks.secrets == 0 => OpenKeys::of(ring, kept_in).map(Some),
        None => Ok(None),
    }
}
