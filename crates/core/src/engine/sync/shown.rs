//! What is seen from outside of the jobs that run.

use std::sync::{Mutex, MutexGuard, PoisonError};

use storytime_types::changes::Change;
use storytime_types::sync::SyncJob;
use storytime_types::{Instant, IntegrationId, UserId};

use crate::engine::Shared;

/// Whether other jobs of the same profile wait for one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// They do: it reads all calendars.
    InTurn,
    /// They do not: it reads an integration that has just been connected.
    Beside,
    /// They do not: it is what is left of a job that ended without waiting for this integration.
    Left(IntegrationId),
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
    /// The sync of a profile that runs now and that somebody waits for; of several the one that reads
    /// all calendars.
    pub(crate) fn current_sync(&self, user: &UserId) -> Option<SyncJob> {
        let all = self.syncs.all();
        let mut own: Vec<_> = all
            .iter()
            .filter(|(whose, place, _)| whose == user && !matches!(place, Place::Left(_)))
            .collect();
        own.sort_by_key(|(_, place, _)| *place != Place::InTurn);
        own.first().map(|(.., job)| job.clone())
    }

    /// Since when an integration is being read that no sync waits for any longer.
    pub(crate) fn still_read_since(&self, id: &IntegrationId) -> Option<Instant> {
        let all = self.syncs.all();
        let left = all
            .iter()
            .find(|(_, place, _)| matches!(place, Place::Left(left) if left == id));
        left.map(|(.., job)| job.started_at)
    }

    /// Shows a job, or how far it is.
    pub(super) fn show_sync(&self, user: &UserId, place: &Place, job: &SyncJob) {
        {
            let mut all = self.syncs.all();
            match all.iter_mut().find(|(.., shown)| shown.id == job.id) {
                Some((.., shown)) => *shown = job.clone(),
                None => all.push((user.clone(), place.clone(), job.clone())),
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
