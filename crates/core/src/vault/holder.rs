//! The port to whoever keeps the master key: the keyring of the person's session.

use std::future::Future;
use std::pin::Pin;

use storytime_types::Secret;

/// What a holder answers, some time.
pub type Asked<'a, T> = Pin<Box<dyn Future<Output = Result<T, HolderError>> + Send + 'a>>;

/// Which vault: several data folders of one person have a key each.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct VaultName(pub String);

/// Why a holder did not do as asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HolderError {
    /// There is none.
    #[error("there is no keyring")]
    Absent,
    /// The person has to unlock it.
    #[error("the keyring is locked")]
    Locked,
    /// It did not answer in time, or has not answered the last question yet.
    #[error("the keyring does not answer")]
    Slow,
    /// It refused.
    #[error("the keyring refused: {0}")]
    Denied(String),
}

/// Keeps the keys of vaults. Nothing but [`Self::unlock`] may ask the person anything, or wait for
/// one.
pub trait KeyHolder: Send + Sync {
    /// Whether it is there and open.
    fn state(&self) -> Asked<'_, ()>;

    /// The keys of a vault; none where it keeps none.
    fn load<'a>(&'a self, name: &'a VaultName) -> Asked<'a, Option<Secret<String>>>;

    /// Keeps these in place of those before.
    fn store<'a>(&'a self, name: &'a VaultName, keys: Secret<String>) -> Asked<'a, ()>;

    /// Forgets a vault's keys; it is fine where there are none.
    fn delete<'a>(&'a self, name: &'a VaultName) -> Asked<'a, ()>;

    /// Has the person unlock it; waits as long as they take.
    fn unlock(&self) -> Asked<'_, ()>;
}

/// Where there is no keyring at all.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoKeyring;

impl KeyHolder for NoKeyring {
    fn state(&self) -> Asked<'_, ()> {
        Box::pin(async { Err(HolderError::Absent) })
    }

    fn load<'a>(&'a self, _: &'a VaultName) -> Asked<'a, Option<Secret<String>>> {
        Box::pin(async { Err(HolderError::Absent) })
    }

    fn store<'a>(&'a self, _: &'a VaultName, _: Secret<String>) -> Asked<'a, ()> {
        Box::pin(async { Err(HolderError::Absent) })
    }

    fn delete<'a>(&'a self, _: &'a VaultName) -> Asked<'a, ()> {
        Box::pin(async { Err(HolderError::Absent) })
    }

    fn unlock(&self) -> Asked<'_, ()> {
        Box::pin(async { Err(HolderError::Absent) })
    }
}
