//! Who may sync when: one job at a time of each profile, and none at all while calendars are
//! connected, removed or restored.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use storytime_types::UserId;
use tokio::sync::{OwnedMutexGuard, RwLock, RwLockReadGuard, RwLockWriteGuard, Semaphore};

/// So many integrations are read at the same time, of all profiles together.
const INTEGRATIONS_AT_ONCE: usize = 4;

/// Who may sync when.
#[derive(Debug)]
pub(in crate::engine) struct Turns {
    everybody: RwLock<()>,
    of_profiles: Mutex<HashMap<UserId, Arc<tokio::sync::Mutex<()>>>>,
    pub(super) integrations: Semaphore,
    /// One calendar at a time is read into the store: that takes memory, and there is one writer.
    pub(in crate::engine) reading: tokio::sync::Mutex<()>,
}

impl Default for Turns {
    fn default() -> Self {
        Self {
            everybody: RwLock::default(),
            of_profiles: Mutex::default(),
            integrations: Semaphore::new(INTEGRATIONS_AT_ONCE),
            reading: tokio::sync::Mutex::default(),
        }
    }
}

/// While it lives its profile has no other job.
pub(super) struct Turn<'a> {
    _own: OwnedMutexGuard<()>,
    _with_others: RwLockReadGuard<'a, ()>,
}

impl Turns {
    /// Waits for the profile's last job to end.
    pub(super) async fn of(&self, user: &UserId) -> Turn<'_> {
        let own = {
            let mut known = self
                .of_profiles
                .lock()
                .unwrap_or_else(PoisonError::into_inner);
            Arc::clone(known.entry(user.clone()).or_default())
        };
        Turn {
            _own: own.lock_owned().await,
            _with_others: self.everybody.read().await,
        }
    }

    /// Waits for every job to end, and lets none begin.
    pub(super) async fn alone(&self) -> RwLockWriteGuard<'_, ()> {
        self.everybody.write().await
    }
}
