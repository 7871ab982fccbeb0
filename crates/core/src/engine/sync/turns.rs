//! Who may sync when: one job at a time of each profile, one visit at a time of each integration, few
//! visits that are young, and nobody at all while the key is changed, or everything is removed or
//! restored.

use std::collections::HashMap;
use std::pin::pin;
use std::sync::{Arc, Mutex, PoisonError};

use storytime_types::{IntegrationId, UserId};
use tokio::sync::{
    MutexGuard, OwnedMutexGuard, OwnedRwLockReadGuard, RwLock, RwLockWriteGuard, Semaphore,
};

use super::visits::{Ended, Visits};
use crate::clock::Clock;

/// So many integrations are begun to be read at the same time, of all profiles together.
const PLACES: usize = 4;
/// So long a visit keeps its place, in milliseconds. What takes longer mostly waits for a server, and
/// goes on beside the others: four slow ones must not keep the quick ones waiting.
const YOUNG_MS: i64 = 10_000;

/// Who may sync when.
#[derive(Debug)]
pub(in crate::engine) struct Turns {
    everybody: Arc<RwLock<()>>,
    of_profiles: Mutex<HashMap<UserId, Arc<tokio::sync::Mutex<()>>>>,
    places: Semaphore,
    pub(in crate::engine) visits: Visits,
    /// One at a time looks whether something is connected already, and writes it if not.
    connecting: tokio::sync::Mutex<()>,
    /// One calendar at a time is read into the store: that takes memory, and there is one writer.
    pub(in crate::engine) reading: tokio::sync::Mutex<()>,
}

impl Default for Turns {
    fn default() -> Self {
        Self {
            everybody: Arc::default(),
            of_profiles: Mutex::default(),
            places: Semaphore::new(PLACES),
            visits: Visits::default(),
            connecting: tokio::sync::Mutex::default(),
            reading: tokio::sync::Mutex::default(),
        }
    }
}

/// While it lives nobody is alone.
pub(super) type BesideOthers = Arc<OwnedRwLockReadGuard<()>>;

/// While it lives its profile has no other job.
pub(super) struct Turn {
    _own: OwnedMutexGuard<()>,
    /// Also for what goes on when the job has ended.
    pub(super) beside: BesideOthers,
}

/// While it lives nobody reads the integration, and others are.
pub(crate) struct HeldBack<'a> {
    _ended: Ended<'a>,
    _beside: BesideOthers,
}

impl Turns {
    /// Waits for the profile's last job to end.
    pub(super) async fn of(&self, user: &UserId) -> Turn {
        let own = {
            let mut known = self
                .of_profiles
                .lock()
                .unwrap_or_else(PoisonError::into_inner);
            Arc::clone(known.entry(user.clone()).or_default())
        };
        Turn {
            _own: own.lock_owned().await,
            beside: self.beside_others().await,
        }
    }

    /// Waits until nobody is alone.
    pub(super) async fn beside_others(&self) -> BesideOthers {
        Arc::new(Arc::clone(&self.everybody).read_owned().await)
    }

    /// Begins a visit once there is a place, which it gives up to others when it is no longer young.
    pub(super) async fn at_a_place<T>(
        &self,
        clock: &dyn Clock,
        visit: impl Future<Output = T>,
    ) -> T {
        let place = self.places.acquire().await;
        let young_until = clock.now().plus_ms(YOUNG_MS);
        let mut visit = pin!(visit);
        tokio::select! {
            biased;
            ended = &mut visit => return ended,
            _ = clock.limit(young_until) => drop(place),
        }
        visit.await
    }

    /// Has what is read of one integration end, and lets nobody read it.
    pub(super) async fn hold_back(&self, id: &IntegrationId) -> HeldBack<'_> {
        let beside = self.beside_others().await;
        HeldBack {
            _ended: self.visits.end(id).await,
            _beside: beside,
        }
    }

    /// Has every visit end and every job with them, and lets none begin.
    pub(super) async fn alone(&self) -> RwLockWriteGuard<'_, ()> {
        let _want = self.visits.end_all();
        self.everybody.write().await
    }

    /// Waits until nobody else is about to write an integration.
    pub(super) async fn to_connect(&self) -> MutexGuard<'_, ()> {
        self.connecting.lock().await
    }
}
