//! Session tokens: 256 random bits, of which only the hash is kept.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};

/// A new secret of 256 random bits, safe in addresses and headers.
///
/// # Errors
/// Where the system gives no random numbers.
pub fn new_token() -> std::io::Result<String> {
    let mut bits = [0_u8; 32];
    getrandom::fill(&mut bits).map_err(std::io::Error::other)?;
    Ok(URL_SAFE_NO_PAD.encode(bits))
}

/// What is kept of a token, as hexadecimal digits. A fast hash is enough for 256 random bits: there
/// is nothing to guess.
#[must_use]
pub fn token_hash(token: &str) -> String {
    hex::encode(Sha256::digest(token))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_256_bits_and_never_the_same() {
        let (one, other) = (new_token().unwrap(), new_token().unwrap());
        assert_eq!(URL_SAFE_NO_PAD.decode(&one).unwrap().len(), 32);
        assert_ne!(one, other);
        assert_ne!(token_hash(&one), token_hash(&other));
        assert_eq!(token_hash(&one).len(), 64);
    }
}
