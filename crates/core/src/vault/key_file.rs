//! The key file, where there is no keyring: the ring of keys sealed under a passphrase, which
//! Argon2id (RFC 9106) makes slow to guess.

use std::path::{Path, PathBuf};

use argon2::{Algorithm, Argon2, Params, Version};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use storytime_types::Secret;
use storytime_types::vault::ChoosePassphrase;
use zeroize::Zeroizing;

use super::key::{KEY_BYTES, KeyRing, MasterKey};
use super::sealed::{Place, Sealed};
use super::{VaultError, unreadable, unwritable};
use crate::private_file;

/// Its name within the data folder.
const NAME: &str = "vault.key";
/// The form's version.
const VERSION: u32 = 1;
const SALT_BYTES: usize = 16;
/// RFC 9106, section 4, second recommended option: 64 MiB, 3 passes, 4 lanes.
const MEMORY_KIB: u32 = 64 * 1024;
const PASSES: u32 = 3;
const LANES: u32 = 4;
/// What a key file may ask for at most: it may come from somebody else.
const MOST_MEMORY_KIB: u32 = 1024 * 1024;
const MOST_PASSES: u32 = 64;
const MOST_LANES: u32 = 16;
/// A key file is far smaller.
const MOST_BYTES: u64 = 64 * 1024;
/// Where the ring stands, as far as sealing goes.
const RING: Place<'static> = Place {
    table: NAME,
    row: "",
    column: "keys",
};

/// The key file of a data folder, whether it is there or not.
#[derive(Clone, Debug)]
pub(super) struct KeyFile {
    path: PathBuf,
}

#[derive(Serialize, Deserialize)]
struct Content {
    version: u32,
    kdf: String,
    memory_kib: u32,
    passes: u32,
    lanes: u32,
    salt: String,
    keys: String,
}

impl KeyFile {
    pub(super) fn in_folder(data_dir: &Path) -> Self {
        Self {
            path: data_dir.join(NAME),
        }
    }

    pub(super) fn exists(&self) -> bool {
        self.path.exists()
    }

    /// That it is missed.
    pub(super) fn missing(&self) -> VaultError {
        VaultError::KeyFileMissing(self.path.clone())
    }

    /// Opens it. Takes a good part of a second and 64 MB.
    pub(super) async fn open(&self, passphrase: Secret<String>) -> Result<KeyRing, VaultError> {
        let path = self.path.clone();
        off_the_loops(move || read(&path, &passphrase)).await
    }

    /// Writes it anew under this passphrase. Whatever kills the process, the old file or the new one
    /// is there in full afterwards.
    pub(super) async fn write(
        &self,
        ring: KeyRing,
        passphrase: Secret<String>,
    ) -> Result<(), VaultError> {
        let path = self.path.clone();
        off_the_loops(move || write(&path, &ring, &passphrase)).await
    }

    pub(super) fn remove(&self) -> Result<(), VaultError> {
        match std::fs::remove_file(&self.path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                Err(unwritable(&self.path, &error))
            }
            _ => Ok(()),
        }
    }
}

async fn off_the_loops<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, VaultError> + Send + 'static,
) -> Result<T, VaultError> {
    let done = tokio::task::spawn_blocking(work).await;
    done.unwrap_or_else(|stopped| Err(VaultError::Denied(stopped.to_string())))
}

fn read(path: &Path, passphrase: &Secret<String>) -> Result<KeyRing, VaultError> {
    let damaged = || VaultError::KeyFileDamaged(path.to_owned());
    let length = std::fs::metadata(path).map_err(|error| unreadable(path, &error))?;
    if length.len() > MOST_BYTES {
        return Err(damaged());
    }
    let text = std::fs::read(path).map_err(|error| unreadable(path, &error))?;
    let content: Content = serde_json::from_slice(&text).map_err(|_| damaged())?;
    let (key, sealed) = content.wrapping_key(passphrase).ok_or_else(damaged)?;
    // Whether the passphrase is wrong or the file altered is not to be told apart.
    let text = key
        .open(RING, &sealed)
        .map_err(|_| VaultError::WrongPassphrase)?;
    KeyRing::parse(&text).ok_or_else(damaged)
}

fn write(path: &Path, ring: &KeyRing, passphrase: &Secret<String>) -> Result<(), VaultError> {
    let mut salt = [0; SALT_BYTES];
    getrandom::fill(&mut salt).map_err(|_| VaultError::NoRandomness)?;
    let mut content = Content {
        version: VERSION,
        kdf: "argon2id".to_owned(),
        memory_kib: MEMORY_KIB,
        passes: PASSES,
        lanes: LANES,
        salt: STANDARD.encode(salt),
        keys: String::new(),
    };
    let key = content.derive(passphrase).ok_or(VaultError::TooLarge)?;
    content.keys = key.seal(RING, &ring.to_text())?.as_str().to_owned();
    let text = serde_json::to_vec_pretty(&content).map_err(|_| VaultError::TooLarge)?;
    private_file::write_whole(path, &text).map_err(|error| unwritable(path, &error))
}

impl Content {
    fn derive(&self, passphrase: &Secret<String>) -> Option<MasterKey> {
        let is_bounded = self.memory_kib <= MOST_MEMORY_KIB
            && self.passes <= MOST_PASSES
            && self.lanes <= MOST_LANES;
        if self.version != VERSION || self.kdf != "argon2id" || !is_bounded {
            return None;
        }
        let salt = STANDARD.decode(&self.salt).ok()?;
        let params = Params::new(self.memory_kib, self.passes, self.lanes, Some(KEY_BYTES)).ok()?;
        let mut bits = Zeroizing::new([0; KEY_BYTES]);
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(passphrase.expose().as_bytes(), &salt, bits.as_mut())
            .ok()?;
        Some(MasterKey::from_bits(bits))
    }

    fn wrapping_key(&self, passphrase: &Secret<String>) -> Option<(MasterKey, Sealed)> {
        let sealed = Sealed::parse(&self.keys)?;
        Some((self.derive(passphrase)?, sealed))
    }
}

/// The passphrase in a file that only its owner can read; a line's end after it does not count.
pub(super) fn passphrase_in(path: &Path) -> Result<Secret<String>, VaultError> {
    let failed = |error: &std::io::Error| unreadable(path, error);
    let about = std::fs::metadata(path).map_err(|error| failed(&error))?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        if about.permissions().mode() & 0o077 != 0 {
            return Err(VaultError::PassphraseExposed(path.to_owned()));
        }
    }
    if about.len() > MOST_BYTES {
        return Err(VaultError::WrongPassphrase);
    }
    let text = Secret::new(std::fs::read_to_string(path).map_err(|error| failed(&error))?);
    Ok(Secret::from(text.expose().trim_end_matches(['\r', '\n'])))
}

/// The same, if a new key may be kept under it.
pub(super) fn fit_passphrase_in(path: &Path) -> Result<Secret<String>, VaultError> {
    let passphrase = passphrase_in(path)?;
    let chosen = ChoosePassphrase { passphrase };
    match chosen.fault() {
        None => Ok(chosen.passphrase),
        Some(fault) => Err(VaultError::PassphraseUnfit {
            path: path.to_owned(),
            fault,
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ring() -> KeyRing {
        KeyRing::of(MasterKey::generate().unwrap())
    }

    #[tokio::test]
    async fn a_key_file_opens_with_its_passphrase_and_no_other() {
        let folder = tempfile::tempdir().unwrap();
        let file = KeyFile::in_folder(folder.path());
        assert!(!file.exists());
        let ring = ring();

        file.write(ring.clone(), Secret::from("correct horse battery"))
            .await
            .unwrap();

        let opened = file.open(Secret::from("correct horse battery")).await;
        let (opened, kept) = (opened.unwrap(), ring.newest().unwrap().id());
        assert_eq!(opened.newest().unwrap().id(), kept);
        let wrong = file.open(Secret::from("correct horse batterie")).await;
        assert_eq!(wrong.unwrap_err(), VaultError::WrongPassphrase);
        let text = std::fs::read_to_string(folder.path().join(NAME)).unwrap();
        let in_the_open = ring.to_text().expose().replace("storytime1:", "");
        assert!(!text.contains(&in_the_open), "the key stands in the open");
    }

    #[tokio::test]
    async fn a_damaged_or_greedy_key_file_is_refused_at_once() {
        let folder = tempfile::tempdir().unwrap();
        let file = KeyFile::in_folder(folder.path());
        file.write(ring(), Secret::from("correct horse battery"))
            .await
            .unwrap();
        let path = folder.path().join(NAME);
        let good = std::fs::read_to_string(&path).unwrap();
        let greedy = good.replace(&MEMORY_KIB.to_string(), "4000000000");
        let large = " ".repeat(100_000);
        for bad in [
            "",
            "{}",
            "no key file",
            &good[..good.len() / 2],
            &greedy,
            &large,
        ] {
            std::fs::write(&path, bad).unwrap();
            let opened = file.open(Secret::from("correct horse battery")).await;
            let told = opened.unwrap_err();
            assert_eq!(told, VaultError::KeyFileDamaged(path.clone()), "{bad:.40}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_passphrase_that_others_can_read_is_refused() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("passphrase");
        std::fs::write(&path, "correct horse battery\n").unwrap();
        let mode = |mode| {
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
        };

        mode(0o640);
        let refused = passphrase_in(&path).unwrap_err();
        assert_eq!(refused, VaultError::PassphraseExposed(path.clone()));
        assert!(refused.to_string().contains("0600"));

        mode(0o600);
        let read = passphrase_in(&path).unwrap();
        assert_eq!(read.expose(), "correct horse battery");
    }
}
