//! What a visit tells of how far it is: to the job that waits for it, and once nobody waits any
//! longer to a job of its own.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use storytime_types::sync::SyncJob;

use super::under_way::UnderWay;
use crate::store::StoreError;

/// The report of one visit.
pub(super) struct Report {
    told: Mutex<Told>,
    changed: AtomicBool,
}

struct Told {
    job: Arc<UnderWay>,
    /// This visit alone.
    own: SyncJob,
}

impl Report {
    /// To this job; `own` is what the visit would be by itself.
    pub(super) fn to(job: &Arc<UnderWay>, own: SyncJob) -> Self {
        let job = Arc::clone(job);
        Self {
            told: Mutex::new(Told { job, own }),
            changed: AtomicBool::new(false),
        }
    }

    /// From now on it goes to another job, which is begun with how far this visit is.
    pub(super) fn turn_to<J>(&self, begin: impl FnOnce(SyncJob) -> (J, Arc<UnderWay>)) -> J {
        let mut told = self.told();
        let (begun, job) = begin(told.own.clone());
        told.job = job;
        begun
    }

    /// Shows that it is further.
    pub(super) fn advance(&self, change: impl Fn(&mut SyncJob)) {
        let mut told = self.told();
        change(&mut told.own);
        told.job.advance(change);
    }

    /// One calendar more is done, with so many events.
    pub(super) async fn done(&self, events: u32, changed: bool) -> Result<(), StoreError> {
        let job = Arc::clone(&self.told().job);
        if changed {
            self.changed.store(true, Ordering::Relaxed);
            job.keep_row().await?;
        } else {
            job.renew().await?;
        }
        self.advance(|job| {
            job.events_processed += events;
            job.calendars_done += 1;
        });
        Ok(())
    }

    /// Whether anything stored changed since this was last asked.
    pub(super) fn take_changed(&self) -> bool {
        self.changed.swap(false, Ordering::Relaxed)
    }

    fn told(&self) -> MutexGuard<'_, Told> {
        self.told.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
