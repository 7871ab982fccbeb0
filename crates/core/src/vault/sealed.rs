//! A secret as it stands in the database: AES-256-GCM (NIST SP 800-38D) with a fresh nonce of 96
//! bits, bound to its place.

use aes_gcm::aead::{Aead as _, KeyInit as _, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use storytime_types::Secret;
use zeroize::Zeroize as _;

use super::{KeyId, MasterKey, VaultError};

/// The form's version, at the beginning of each sealed value.
const VERSION: &str = "st1";
/// Of a nonce, in bytes.
const NONCE_BYTES: usize = 12;

/// Where a secret stands. Sealed for one place, it does not open at another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place<'a> {
    /// The table.
    pub table: &'a str,
    /// The row's id.
    pub row: &'a str,
    /// The column.
    pub column: &'a str,
}

impl<'a> Place<'a> {
    /// Where an integration's address stands.
    #[must_use]
    pub fn address_of(integration: &'a str) -> Self {
        Self {
            table: "calendar_integrations",
            row: integration,
            column: "address",
        }
    }

    /// Where the password of an integration's account stands.
    #[must_use]
    pub fn password_of(integration: &'a str) -> Self {
        Self {
            column: "password",
            ..Self::address_of(integration)
        }
    }

    /// Where the access token of an integration stands.
    #[must_use]
    pub fn access_token_of(integration: &'a str) -> Self {
        Self {
            column: "access_token",
            ..Self::address_of(integration)
        }
    }

    /// Where the refresh token of an integration stands.
    #[must_use]
    pub fn refresh_token_of(integration: &'a str) -> Self {
        Self {
            column: "refresh_token",
            ..Self::address_of(integration)
        }
    }

    /// Where the verifier of a sign-in stands.
    #[must_use]
    pub fn verifier_of(state: &'a str) -> Self {
        Self {
            table: "oauth_states",
            row: state,
            column: "code_verifier",
        }
    }

    /// Each part with its length before it, so that no two places read the same.
    fn associated_data(self, key: &KeyId) -> Vec<u8> {
        let mut data = Vec::new();
        for part in [VERSION, key.as_str(), self.table, self.row, self.column] {
            data.extend_from_slice(&(part.len() as u64).to_le_bytes());
            data.extend_from_slice(part.as_bytes());
        }
        data
    }
}

/// A sealed secret: `st1.KEY.DATA`, with the key's id and, in base64url, nonce, ciphertext and tag.
#[derive(Clone, PartialEq, Eq)]
pub struct Sealed {
    text: String,
    key: KeyId,
}

impl std::fmt::Debug for Sealed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Sealed({})", self.key.as_str())
    }
}

impl Sealed {
    /// Reads what stands in the database; none where it is no sealed value, as an address or a path
    /// is none.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let rest = text.strip_prefix(VERSION)?.strip_prefix('.')?;
        let (key, _) = rest.split_once('.')?;
        Some(Self {
            key: KeyId::parse(key)?,
            text: text.to_owned(),
        })
    }

    /// As it stands in the database.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The key it was sealed under.
    #[must_use]
    pub fn key(&self) -> &KeyId {
        &self.key
    }

    fn data(&self) -> Option<Vec<u8>> {
        let (_, data) = self.text.rsplit_once('.')?;
        URL_SAFE_NO_PAD.decode(data).ok()
    }
}

impl MasterKey {
    /// Seals a secret for its place.
    ///
    /// # Errors
    /// Where the system gives no random numbers.
    pub fn seal(&self, place: Place<'_>, secret: &Secret<String>) -> Result<Sealed, VaultError> {
        let mut nonce = [0; NONCE_BYTES];
        getrandom::fill(&mut nonce).map_err(|_| VaultError::NoRandomness)?;
        let key = self.id();
        let payload = Payload {
            msg: secret.expose().as_bytes(),
            aad: &place.associated_data(&key),
        };
        let sealed = self.cipher().encrypt(&Nonce::from(nonce), payload);
        // It refuses only what is larger than 64 GiB.
        let sealed = sealed.map_err(|_| VaultError::TooLarge)?;
        let data = URL_SAFE_NO_PAD.encode([&nonce[..], &sealed].concat());
        Ok(Sealed {
            text: format!("{VERSION}.{}.{data}", key.as_str()),
            key,
        })
    }

    /// Opens what was sealed for this place under this key.
    ///
    /// # Errors
    /// When it was sealed under another key or for another place, or was altered since.
    pub fn open(&self, place: Place<'_>, sealed: &Sealed) -> Result<Secret<String>, VaultError> {
        let altered = || VaultError::Altered;
        let data = sealed.data().ok_or_else(altered)?;
        let (nonce, rest) = data.split_at_checked(NONCE_BYTES).ok_or_else(altered)?;
        let nonce = <[u8; NONCE_BYTES]>::try_from(nonce).map_err(|_| altered())?;
        let payload = Payload {
            msg: rest,
            aad: &place.associated_data(&sealed.key),
        };
        let opened = self.cipher().decrypt(&Nonce::from(nonce), payload);
        let opened = opened.map_err(|_| altered())?;
        String::from_utf8(opened).map(Secret::new).map_err(|error| {
            error.into_bytes().zeroize();
            altered()
        })
    }

    fn cipher(&self) -> Aes256Gcm {
        Aes256Gcm::new(self.bits().into())
    }
}

#[cfg(test)]
mod tests;
