//! What is seen from outside of the jobs that run.

use std::sync::{Mutex, MutexGuard, PoisonError};

use storytime_types::UserId;
use storytime_types::changes::Change;
use storytime_types::sync::SyncJob;

use crate::engine::Shared;

/// Whether other jobs of the same profile wait for one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// They do: it reads all calendars.
    InTurn,
    /// They do not: it reads an integration that has just been connected.
    Beside,
}

/// The jobs that run or wait for their turn, in the order in which they were begun.
#[derive(Debug, Default)]
pub(in crate::engine) struct ShownSyncs(Mutex<Vec<(UserId, Place, SyncJob)>>);

impl ShownSyncs {
    fn all(&self) -> MutexGuard<'_, Vec<(UserId, Place, SyncJob)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether a job of the profile runs in its turn, or waits for it.
    pub(super) fn has_turn(&self, user: &UserId) -> bool {
        let all = self.all();
        all.iter()
            .any(|(whose, place, _)| whose == user && *place == Place::InTurn)
    }
}

impl Shared {
    /// The sync of a profile that runs now; of several the one that reads all calendars.
    pub(crate) fn current_sync(&self, user: &UserId) -> Option<SyncJob> {
        let all = self.syncs.all();
        let mut own: Vec<_> = all.iter().filter(|(whose, ..)| whose == user).collect();
        own.sort_by_key(|(_, place, _)| *place != Place::InTurn);
        own.first().map(|(.., job)| job.clone())
    }

    /// Shows a job, or how far it is.
    pub(super) fn show_sync(&self, user: &UserId, place: Place, job: &SyncJob) {
        {
            let mut all = self.syncs.all();
            match all.iter_mut().find(|(.., shown)| shown.id == job.id) {
                Some((.., shown)) => *shown = job.clone(),
                None => all.push((user.clone(), place, job.clone())),
            }
        }
        self.tell(Change::Sync);
    }

    /// A job has ended.
    pub(super) fn hide_sync(&self, job: &SyncJob) {
        self.syncs.all().retain(|(.., shown)| shown.id != job.id);
        self.tell(Change::Sync);
    }
}
