//! One-time codes.

use std::sync::{Mutex, PoisonError};

use sha2::{Digest as _, Sha256};
use storytime_core::accounts::new_token;
use subtle::ConstantTimeEq as _;

/// A code that signs one browser in, once.
#[derive(Default)]
pub struct OneTimeCode(Mutex<Option<[u8; 32]>>);

impl OneTimeCode {
    /// Makes a new code; the one before is void.
    ///
    /// # Errors
    /// Where the system gives no random numbers.
    pub fn issue(&self) -> std::io::Result<String> {
        let code = new_token()?;
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(digest(&code));
        Ok(code)
    }

    /// Whether this is the code; from then on it is void. What takes how long tells nothing of it.
    pub(crate) fn redeem(&self, code: &str) -> bool {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let right = kept.is_some_and(|kept| bool::from(kept.ct_eq(&digest(code))));
        if right {
            *kept = None;
        }
        right
    }
}

fn digest(text: &str) -> [u8; 32] {
    Sha256::digest(text).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_good_once_and_a_wrong_one_does_not_use_it_up() {
        let codes = OneTimeCode::default();
        assert!(!codes.redeem(""), "no code was issued yet");
        let code = codes.issue().unwrap();
        assert!(!codes.redeem("guess"));
        assert!(codes.redeem(&code));
        assert!(!codes.redeem(&code));
    }

    #[test]
    fn a_new_code_voids_the_one_before() {
        let codes = OneTimeCode::default();
        let (first, second) = (codes.issue().unwrap(), codes.issue().unwrap());
        assert_ne!(first, second);
        assert!(!codes.redeem(&first));
        assert!(codes.redeem(&second));
    }
}
