//! Why a secret cannot be kept or read, with what to do about it.

use std::path::{Path, PathBuf};

use storytime_types::vault::{KeptIn, VaultState};

use super::HolderError;

/// What goes wrong with secrets. Each is one sentence that says what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VaultError {
    /// There is no keyring and no key file.
    #[error(
        "there is no keyring here to keep secrets in: choose a passphrase in Settings under Secrets, or start a keyring"
    )]
    Absent,
    /// The keyring is locked.
    #[error("your keyring is locked: unlock it in Settings under Secrets")]
    KeyringLocked,
    /// The key file waits for its passphrase.
    #[error(
        "your secrets wait for their passphrase: type it in Settings under Secrets, or name a file that holds it in STORYTIME_KEY_FILE"
    )]
    PassphraseWanted,
    /// The keyring did not answer in time.
    #[error(
        "your keyring does not answer: it is asked again by itself; if that lasts, restart your session"
    )]
    Slow,
    /// The keyring refused.
    #[error("your keyring refused ({0}): allow StoryTime Calendar to use it, then try again")]
    Denied(String),
    /// The key that the stored secrets need is gone.
    #[error(
        "the key to your secrets is gone: begin anew in Settings under Secrets, then connect again what asks for it"
    )]
    Lost,
    /// The passphrase does not open the key file.
    #[error("this passphrase does not open the key file: type the one that was chosen for it")]
    WrongPassphrase,
    /// The passphrase in the file does not open the key file.
    #[error(
        "the passphrase in {path} does not open the key file: write the right one there, or type it in Settings under Secrets",
        path = .0.display()
    )]
    WrongInFile(PathBuf),
    /// The passphrase's file is open to others.
    #[error(
        "{path} can be read by others, so the passphrase in it is not used: give it the mode 0600",
        path = .0.display()
    )]
    PassphraseExposed(PathBuf),
    /// The passphrase in the file will not do for a new key.
    #[error("the passphrase in {path} will not do: {fault}", path = path.display())]
    PassphraseUnfit {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        fault: String,
    },
    /// Another passphrase is chosen than the one in the file.
    #[error(
        "{path}, which STORYTIME_KEY_FILE names, holds another passphrase: write the new one into it first, so that the next start finds it",
        path = .0.display()
    )]
    OtherPassphrase(PathBuf),
    /// A file could not be read or written.
    #[error("{path} cannot be used ({why}): {advice}", path = path.display())]
    File {
        /// Which one.
        path: PathBuf,
        /// Why.
        why: String,
        /// What to do about it.
        advice: &'static str,
    },
    /// There are secrets whose key was kept in the key file, and it is not there.
    #[error(
        "{path} is missing, and the key to your secrets is in it: put it back, or begin anew in Settings under Secrets",
        path = .0.display()
    )]
    KeyFileMissing(PathBuf),
    /// The key file is none.
    #[error("{path} is no key file, or a damaged one: put back a copy of it, or begin anew in Settings under Secrets", path = .0.display())]
    KeyFileDamaged(PathBuf),
    /// A stored secret was altered from outside.
    #[error(
        "what is kept sealed for it was altered from outside and cannot be read: remove it and connect it again"
    )]
    Altered,
    /// The secret was forgotten with its key.
    #[error("its address is gone with its key: remove it and connect it again")]
    Forgotten,
    /// More than can be sealed at once.
    #[error("this is too large to be kept as a secret: shorten it")]
    TooLarge,
    /// The system gives no random numbers.
    #[error("the system gives no random numbers: restart it")]
    NoRandomness,
}

impl From<HolderError> for VaultError {
    fn from(error: HolderError) -> Self {
        match error {
            HolderError::Absent => Self::Absent,
            HolderError::Locked => Self::KeyringLocked,
            HolderError::Slow => Self::Slow,
            HolderError::Denied(why) => Self::Denied(why),
        }
    }
}

impl VaultError {
    /// The state of the vault that this tells of; none where it is about one secret only.
    #[must_use]
    pub fn state(&self) -> Option<VaultState> {
        Some(match self {
            Self::Absent => VaultState::Absent,
            Self::KeyringLocked
            | Self::PassphraseWanted
            | Self::WrongPassphrase
            | Self::WrongInFile(_) => VaultState::Locked,
            Self::Slow => VaultState::Slow,
            Self::Denied(_)
            | Self::PassphraseExposed(_)
            | Self::PassphraseUnfit { .. }
            | Self::OtherPassphrase(_)
            | Self::File { .. }
            | Self::NoRandomness => VaultState::Denied,
            Self::Lost | Self::KeyFileMissing(_) | Self::KeyFileDamaged(_) => VaultState::Lost,
            Self::Altered | Self::Forgotten | Self::TooLarge => return None,
        })
    }

    /// Whether the person has to connect anew what this keeps from working.
    #[must_use]
    pub fn wants_reconnecting(&self) -> bool {
        matches!(
            self,
            Self::Lost | Self::KeyFileDamaged(_) | Self::Altered | Self::Forgotten
        )
    }

    /// The sentence as it stands by itself.
    #[must_use]
    pub fn sentence(&self) -> String {
        let text = self.to_string();
        let mut letters = text.chars();
        match letters.next() {
            Some(first) => format!("{}{}.", first.to_uppercase(), letters.as_str()),
            None => text,
        }
    }

    /// The same about a passphrase that nobody typed.
    pub(super) fn read_from(self, file: &Path) -> Self {
        match self {
            Self::WrongPassphrase => Self::WrongInFile(file.to_owned()),
            other => other,
        }
    }

    pub(super) fn locked(kept_in: KeptIn) -> Self {
        match kept_in {
            KeptIn::Keyring => Self::KeyringLocked,
            KeptIn::Passphrase => Self::PassphraseWanted,
        }
    }
}
