//! Passwords: Argon2id with the parameters that OWASP recommends (Password Storage Cheat Sheet:
//! 19 MiB, two passes, one lane).

use std::sync::{Arc, OnceLock};

use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use argon2::{Algorithm, Argon2, Params, Version};
use storytime_types::Secret;
use tokio::sync::Semaphore;

const MEMORY_KIB: u32 = 19_456;
const PASSES: u32 = 2;
const LANES: u32 = 1;
/// So many are worked on at once: each takes 19 MiB and a core.
const AT_ONCE: usize = 2;

/// What is kept of a password: a PHC string (`$argon2id$v=19$…`).
#[derive(Clone)]
pub struct PasswordHash(String);

impl PasswordHash {
    /// As it stands in the database.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<String> for PasswordHash {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl std::fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("[password hash]")
    }
}

/// Why no password could be hashed or compared.
#[derive(Debug, thiserror::Error)]
pub enum PasswordError {
    /// No random numbers for a salt.
    #[error("the system gives no random numbers: {0}")]
    Random(#[source] getrandom::Error),
    /// Argon2 refused: too little memory, say.
    #[error("the password could not be hashed: {0}")]
    Hash(#[source] argon2::password_hash::Error),
    /// The thread that worked on it is gone.
    #[error("hashing was broken off: {0}")]
    BrokenOff(#[source] tokio::task::JoinError),
}

/// Hashes and compares passwords on threads of their own, two at once.
#[derive(Clone)]
pub struct Passwords {
    turns: Arc<Semaphore>,
    /// Of a password that nobody has: comparing with it takes as long as with a real one.
    nobodys: Arc<OnceLock<PasswordHash>>,
}

impl Default for Passwords {
    fn default() -> Self {
        Self {
            turns: Arc::new(Semaphore::new(AT_ONCE)),
            nobodys: Arc::default(),
        }
    }
}

impl Passwords {
    /// What to keep of a password.
    ///
    /// # Errors
    /// When there are no random numbers, or not enough memory.
    pub async fn hash(&self, password: Secret<String>) -> Result<PasswordHash, PasswordError> {
        self.work(move || hash(password.expose())).await
    }

    /// Whether the password is the one that `kept` was made of. With nothing kept the answer is no,
    /// after the same time.
    ///
    /// # Errors
    /// When there is not enough memory.
    pub async fn is_right(
        &self,
        password: Secret<String>,
        kept: Option<PasswordHash>,
    ) -> Result<bool, PasswordError> {
        let nobodys = Arc::clone(&self.nobodys);
        self.work(move || {
            let is_known = kept.is_some();
            // Made at the first comparison, whose ever it is: what takes how long tells nothing.
            let nobodys = nobodys_hash(&nobodys)?;
            let matches = matches(password.expose(), &kept.unwrap_or(nobodys))?;
            Ok(matches && is_known)
        })
        .await
    }

    async fn work<T: Send + 'static>(
        &self,
        job: impl FnOnce() -> Result<T, PasswordError> + Send + 'static,
    ) -> Result<T, PasswordError> {
        // The semaphore is never closed, so that a turn always comes.
        let _turn = self.turns.acquire().await.ok();
        let done = tokio::task::spawn_blocking(job).await;
        done.map_err(PasswordError::BrokenOff)?
    }
}

fn nobodys_hash(kept: &OnceLock<PasswordHash>) -> Result<PasswordHash, PasswordError> {
    if let Some(hash) = kept.get() {
        return Ok(hash.clone());
    }
    let mut random = [0_u8; 32];
    getrandom::fill(&mut random).map_err(PasswordError::Random)?;
    let made = hash(&format!("{random:?}"))?;
    Ok(kept.get_or_init(|| made).clone())
}

fn argon2() -> Result<Argon2<'static>, PasswordError> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None)
        .map_err(|error| PasswordError::Hash(error.into()))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn hash(password: &str) -> Result<PasswordHash, PasswordError> {
    let mut salt = [0_u8; 16];
    getrandom::fill(&mut salt).map_err(PasswordError::Random)?;
    let hash = argon2()?.hash_password_with_salt(password.as_bytes(), &salt);
    Ok(PasswordHash(hash.map_err(PasswordError::Hash)?.to_string()))
}

fn matches(password: &str, kept: &PasswordHash) -> Result<bool, PasswordError> {
    use argon2::password_hash::Error;
    match argon2()?.verify_password(password.as_bytes(), kept.as_str()) {
        Ok(()) => Ok(true),
        Err(Error::PasswordInvalid) => Ok(false),
        Err(error) => Err(PasswordError::Hash(error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_is_kept_with_the_recommended_parameters_and_never_twice_the_same() {
        let passwords = Passwords::default();
        let one = passwords.hash(Secret::from("open sesame")).await.unwrap();
        let other = passwords.hash(Secret::from("open sesame")).await.unwrap();
        assert!(one.as_str().starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert_ne!(one.as_str(), other.as_str());
        assert!(!format!("{one:?}").contains("argon2"), "{one:?}");
    }

    #[tokio::test]
    async fn only_the_password_itself_opens() {
        let passwords = Passwords::default();
        let kept = passwords.hash(Secret::from("open sesame")).await.unwrap();
        for (tried, right) in [("open sesame", true), ("Open sesame", false), ("", false)] {
            let answer = passwords.is_right(Secret::from(tried), Some(kept.clone()));
            assert_eq!(answer.await.unwrap(), right, "{tried}");
        }
    }

    #[tokio::test]
    async fn nobody_has_no_password_that_opens() {
        let passwords = Passwords::default();
        assert!(!passwords.is_right(Secret::from(""), None).await.unwrap());
    }

    #[tokio::test]
    async fn a_damaged_hash_is_an_error_and_opens_nothing() {
        let kept = PasswordHash::from("$argon2id$nonsense".to_owned());
        let passwords = Passwords::default();
        let answer = passwords.is_right(Secret::from("x"), Some(kept)).await;
        assert!(answer.is_err());
    }
}
