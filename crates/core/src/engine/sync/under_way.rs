//! A job while it runs: what is seen of it from outside, and its row with a lease.

use std::sync::{Mutex, MutexGuard, PoisonError};

use storytime_types::sync::{SyncJob, SyncJobStatus, SyncJobType};
use storytime_types::{Instant, UserId};

use super::shown::Place;
use crate::engine::Shared;
use crate::store::StoreError;

/// How long the row of a job counts without being renewed, in milliseconds. Longer than any one step
/// of a job may take.
const LEASE_MS: i64 = 15 * Instant::MINUTE;
/// What is said of a job whose process ended within it.
const ABANDONED: &str =
    "StoryTime was ended in the middle of it; the calendars were looked at again afterwards";

/// A job while it runs; however it ends, another one may begin.
pub(super) struct UnderWay<'a> {
    shared: &'a Shared,
    user: &'a UserId,
    place: Place,
    job: Mutex<SyncJob>,
    /// Until when its row counts; none before it is written.
    lease: tokio::sync::Mutex<Option<Instant>>,
}

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        self.shared.hide_sync(&self.job());
    }
}

impl<'a> UnderWay<'a> {
    /// From now on the job is seen from outside.
    pub(super) fn begin(shared: &'a Shared, user: &'a UserId, place: Place, job: SyncJob) -> Self {
        shared.show_sync(user, place, &job);
        Self {
            shared,
            user,
            place,
            job: Mutex::new(job),
            lease: tokio::sync::Mutex::default(),
        }
    }

    /// Closes what is left of a job that broke down, and has its own row written. A poll has none
    /// until it finds something.
    pub(super) async fn open(&self) -> Result<(), StoreError> {
        let (store, now) = (&self.shared.store, self.shared.now());
        store
            .close_abandoned_syncs(Some(self.user), ABANDONED, now)
            .await?;
        match self.job().job_type {
            SyncJobType::Poll => return Ok(()),
            SyncJobType::DailySync | SyncJobType::ManualSync => {}
        }
        self.keep_row().await
    }

    /// Has the job's row written if it is not there yet, else as [`Self::renew`]. One beside others
    /// has none: it is begun and ended with the integration that it reads.
    pub(super) async fn keep_row(&self) -> Result<(), StoreError> {
        if self.place == Place::Beside {
            return Ok(());
        }
        let mut lease = self.lease.lock().await;
        if lease.is_none() {
            let until = self.shared.now().plus_ms(LEASE_MS);
            let (store, job) = (&self.shared.store, self.snapshot());
            store.begin_sync_job(self.user, &job, until).await?;
            *lease = Some(until);
        }
        drop(lease);
        self.renew().await
    }

    /// Has the lease of its row renewed when half of it is over.
    pub(super) async fn renew(&self) -> Result<(), StoreError> {
        let mut lease = self.lease.lock().await;
        let now = self.shared.now();
        if lease.is_some_and(|until| until.ms_since(now) < LEASE_MS / 2) {
            let until = now.plus_ms(LEASE_MS);
            let store = &self.shared.store;
            store.renew_sync_job(&self.snapshot(), until).await?;
            *lease = Some(until);
        }
        Ok(())
    }

    /// How far it is.
    pub(super) fn snapshot(&self) -> SyncJob {
        self.job().clone()
    }

    /// Shows that it is further.
    pub(super) fn advance(&self, change: impl FnOnce(&mut SyncJob)) {
        let now = {
            let mut job = self.job();
            change(&mut job);
            job.clone()
        };
        self.shared.show_sync(self.user, self.place, &now);
    }

    /// Ends it, with what failed in one sentence, and whether that is news. A poll that found nothing
    /// leaves no row: that is not worth a write to the disk every five minutes.
    pub(super) async fn end(
        self,
        failure: Option<String>,
        is_news: bool,
    ) -> Result<SyncJob, StoreError> {
        let job = {
            let mut job = self.job();
            job.status = match failure {
                None => SyncJobStatus::Completed,
                Some(_) => SyncJobStatus::Failed,
            };
            job.error_message = failure;
            job.completed_at = Some(self.shared.now());
            job.clone()
        };
        let has_row = self.lease.lock().await.is_some();
        if has_row || (is_news && job.status == SyncJobStatus::Failed) {
            self.shared.store.end_sync_job(self.user, &job).await?;
        }
        Ok(job)
    }

    fn job(&self) -> MutexGuard<'_, SyncJob> {
        self.job.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Closes the jobs of a process that ended within them.
pub(in crate::engine) async fn close_abandoned(shared: &Shared) -> Result<(), StoreError> {
    let (store, now) = (&shared.store, shared.now());
    let closed = store.close_abandoned_syncs(None, ABANDONED, now).await?;
    if closed > 0 {
        tracing::info!(closed, "a sync was broken off by the end of the process");
    }
    Ok(())
}
