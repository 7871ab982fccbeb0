//! The master key, and the ring of keys that a holder keeps.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};
use storytime_types::Secret;
use zeroize::{Zeroize as _, Zeroizing};

use super::VaultError;

/// The size of a key in bytes: AES-256.
pub(super) const KEY_BYTES: usize = 32;
/// So many keys stay on a ring: a keyring may hold no more than 2.5 KB (Windows), and seven days of
/// backups need no more unless the key is changed several times a day.
const MOST_KEYS: usize = 32;
/// How a ring begins as text.
const RING: &str = "storytime1:";

/// Tells keys apart, and nothing else of them: 64 bits of a hash, as 16 hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct KeyId(String);

impl KeyId {
    /// As it stands in a sealed value and in the database.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Reads it again.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let is_hex = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        let is_id = text.len() == 16 && text.bytes().all(is_hex);
        is_id.then(|| Self(text.to_owned()))
    }
}

/// 256 random bits under which secrets are sealed.
#[derive(Clone)]
pub struct MasterKey(Zeroizing<[u8; KEY_BYTES]>);

impl std::fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "MasterKey({})", self.id().as_str())
    }
}

impl MasterKey {
    /// A new one.
    ///
    /// # Errors
    /// Where the system gives no random numbers.
    pub fn generate() -> Result<Self, VaultError> {
        let mut bits = Zeroizing::new([0; KEY_BYTES]);
        getrandom::fill(bits.as_mut()).map_err(|_| VaultError::NoRandomness)?;
        Ok(Self(bits))
    }

    pub(super) fn from_bits(bits: Zeroizing<[u8; KEY_BYTES]>) -> Self {
        Self(bits)
    }

    pub(super) fn bits(&self) -> &[u8; KEY_BYTES] {
        &self.0
    }

    /// Which one it is.
    #[must_use]
    pub fn id(&self) -> KeyId {
        let mut hash = Sha256::new();
        hash.update(b"storytime key id\0");
        hash.update(self.bits());
        let hash = hash.finalize();
        KeyId(hex::encode(&hash[..8]))
    }
}

/// Every key of a vault that may still be needed, the newest last: the one under which everything is
/// sealed, and those before it as long as a backup needs them.
#[derive(Clone, Debug)]
pub struct KeyRing(Vec<MasterKey>);

impl KeyRing {
    /// A ring of one key.
    #[must_use]
    pub fn of(key: MasterKey) -> Self {
        Self(vec![key])
    }

    /// The same ring with a newer key; the oldest goes where there are too many.
    #[must_use]
    pub fn with(&self, newer: MasterKey) -> Self {
        let too_many = (self.0.len() + 1).saturating_sub(MOST_KEYS);
        let mut keys: Vec<_> = self.0.iter().skip(too_many).cloned().collect();
        keys.push(newer);
        Self(keys)
    }

    /// The same ring without the keys that are not among these.
    #[must_use]
    pub fn only(&self, needed: &[KeyId]) -> Self {
        let is_needed = |key: &&MasterKey| needed.contains(&key.id());
        Self(self.0.iter().filter(is_needed).cloned().collect())
    }

    /// Which keys are on it.
    #[must_use]
    pub fn ids(&self) -> Vec<KeyId> {
        self.0.iter().map(MasterKey::id).collect()
    }

    /// The key of this id.
    #[must_use]
    pub fn find(&self, id: &KeyId) -> Option<&MasterKey> {
        self.0.iter().find(|key| key.id() == *id)
    }

    /// The key that was made last.
    #[must_use]
    pub fn newest(&self) -> Option<&MasterKey> {
        self.0.last()
    }

    /// How many keys there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// As a holder keeps it: in base64, because keyrings want text.
    #[must_use]
    pub fn to_text(&self) -> Secret<String> {
        let keys: Vec<_> = self
            .0
            .iter()
            .map(|key| Zeroizing::new(STANDARD.encode(key.bits())))
            .collect();
        let keys: Vec<&str> = keys.iter().map(|key| key.as_str()).collect();
        let mut joined = keys.join(",");
        let text = Secret::new(format!("{RING}{joined}"));
        joined.zeroize();
        text
    }

    /// Reads it again; none where it is no ring.
    #[must_use]
    pub fn parse(text: &Secret<String>) -> Option<Self> {
        let keys = text.expose().strip_prefix(RING)?.split(',');
        let keys: Option<Vec<_>> = keys.map(read_key).collect();
        keys.map(Self)
    }
}

fn read_key(text: &str) -> Option<MasterKey> {
    let bytes = Zeroizing::new(STANDARD.decode(text).ok()?);
    let bits = <[u8; KEY_BYTES]>::try_from(bytes.as_slice()).ok()?;
    Some(MasterKey::from_bits(Zeroizing::new(bits)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ring_is_read_as_it_was_written() {
        let old = MasterKey::generate().unwrap();
        let new = MasterKey::generate().unwrap();
        let ring = KeyRing::of(old.clone()).with(new.clone());

        let read = KeyRing::parse(&ring.to_text()).unwrap();

        assert_eq!(read.count(), 2);
        assert_eq!(read.newest().unwrap().id(), new.id());
        assert_eq!(read.find(&old.id()).unwrap().bits(), old.bits());
    }

    #[test]
    fn a_ring_keeps_what_is_needed_and_never_too_many_keys() {
        let first = MasterKey::generate().unwrap();
        let mut ring = KeyRing::of(first.clone());
        for _ in 1..MOST_KEYS {
            ring = ring.with(MasterKey::generate().unwrap());
        }
        assert!(ring.find(&first.id()).is_some());
        assert!(ring.to_text().expose().len() < 2_500);
        let last = MasterKey::generate().unwrap();
        let ring = ring.with(last.clone());
        assert_eq!(ring.count(), MOST_KEYS);
        assert!(ring.find(&first.id()).is_none(), "the oldest goes first");

        let only = ring.only(&[last.id(), first.id()]);

        assert_eq!(only.ids(), [last.id()]);
    }

    #[test]
    fn a_text_that_is_no_ring_is_not_read() {
        for text in ["", "storytime1:", "storytime1:AAAA", "storytime2:AAAA", "x"] {
            assert!(KeyRing::parse(&Secret::from(text)).is_none(), "{text}");
        }
    }

    #[test]
    fn a_key_shows_only_its_id() {
        let key = MasterKey::generate().unwrap();
        assert_eq!(
            format!("{key:?}"),
            format!("MasterKey({})", key.id().as_str())
        );
        assert_eq!(KeyId::parse(key.id().as_str()), Some(key.id()));
        assert_eq!(KeyId::parse("ABCDEF0123456789"), None);
    }
}
