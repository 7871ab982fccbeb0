//! Where secrets are kept, and what a person does about it.

use serde::{Deserialize, Serialize};

use crate::secret::{self, Secret};

/// The fewest characters of a passphrase.
pub const PASSPHRASE_MIN: usize = 12;
/// The most characters of a passphrase.
pub const PASSPHRASE_MAX: usize = 1024;

/// Whether secrets can be kept and read.
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum VaultState {
    /// They can.
    Open,
    /// There is no keyring, and no passphrase was chosen.
    Absent,
    /// The keyring has to be unlocked, or the passphrase typed.
    Locked,
    /// The keyring does not answer.
    Slow,
    /// The keyring answers, and refuses.
    Denied,
    /// The key is gone, and with it what was sealed under it.
    Lost,
}

/// Where the key is.
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum KeptIn {
    /// In the keyring of the person's session.
    Keyring,
    /// In a file of the data folder, under a passphrase.
    Passphrase,
}

impl KeptIn {
    /// As it stands in the database.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Keyring => "KEYRING",
            Self::Passphrase => "PASSPHRASE",
        }
    }

    /// The reverse of [`Self::as_str`].
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Keyring, Self::Passphrase]
            .into_iter()
            .find(|kept_in| kept_in.as_str() == text)
    }
}

/// `GET /api/vault`, and the answer to all that is done there.
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct VaultStatus {
    /// Whether secrets can be kept and read.
    pub state: VaultState,
    /// Where the key is, or would be.
    pub kept_in: KeptIn,
    /// What is wrong and what to do, in one sentence; absent when it is open.
    pub sentence: Option<String>,
    /// How many secrets are kept.
    pub secrets: u32,
}

/// `POST /api/vault/unlock`: for a keyring without anything, for a key file with its passphrase.
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UnlockVault {
    /// The passphrase of the key file.
    #[serde(
        default,
        serialize_with = "passphrase_if_any",
        skip_serializing_if = "Option::is_none"
    )]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub passphrase: Option<Secret<String>>,
}

/// `PUT /api/vault/passphrase`: from then on the key is in a file under it.
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ChoosePassphrase {
    /// The new passphrase, [`PASSPHRASE_MIN`] to [`PASSPHRASE_MAX`] characters.
    #[serde(serialize_with = "secret::sent")]
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub passphrase: Secret<String>,
}

impl ChoosePassphrase {
    /// What is wrong with it, if anything.
    #[must_use]
    pub fn fault(&self) -> Option<String> {
        let length = self.passphrase.expose().chars().count();
        if (PASSPHRASE_MIN..=PASSPHRASE_MAX).contains(&length) {
            return None;
        }
        Some(format!(
            "a passphrase has {PASSPHRASE_MIN} to {PASSPHRASE_MAX} characters: several words are easy to remember"
        ))
    }
}

fn passphrase_if_any<S: serde::Serializer>(
    passphrase: &Option<Secret<String>>,
    output: S,
) -> Result<S::Ok, S::Error> {
    match passphrase {
        Some(passphrase) => secret::sent(passphrase, output),
        None => output.serialize_none(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_passphrase_is_counted_in_characters() {
        let fault = |text: String| {
            let passphrase = Secret::new(text);
            ChoosePassphrase { passphrase }.fault()
        };
        assert!(fault("ä".repeat(PASSPHRASE_MIN - 1)).is_some());
        assert_eq!(fault("ä".repeat(PASSPHRASE_MIN)), None);
        assert_eq!(fault("ä".repeat(PASSPHRASE_MAX)), None);
        assert!(fault("ä".repeat(PASSPHRASE_MAX + 1)).is_some());
    }

    #[test]
    fn unlocking_a_keyring_needs_no_passphrase() {
        let asked = serde_json::to_string(&UnlockVault::default()).unwrap();
        assert_eq!(asked, "{}");
        let asked: UnlockVault = serde_json::from_str("{}").unwrap();
        assert!(asked.passphrase.is_none());
    }
}
