//! A job while it runs: what is seen of it from outside, and its row with a lease.

use std::ops::Deref;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use storytime_types::sync::{SyncJob, SyncJobStatus, SyncJobType};
use storytime_types::{Instant, SyncJobId, UserId};

use super::shown::Place;
use super::unread;
use crate::engine::Shared;
use crate::store::StoreError;
use crate::store::problems::NewProblem;

/// How long the row of a job counts without being renewed, in milliseconds. Longer than any one step
/// of a job may take.
const LEASE_MS: i64 = 15 * Instant::MINUTE;
/// What is said of a job whose process ended within it.
const ABANDONED: &str =
    "StoryTime was ended in the middle of it; the calendars were looked at again afterwards";

/// A job while it runs, for those who do its work. Once it has ended they change nothing of it.
pub(super) struct UnderWay {
    shared: Arc<Shared>,
    user: UserId,
    place: Place,
    job: Mutex<SyncJob>,
    row: tokio::sync::Mutex<Row>,
}

/// What is written of a job.
enum Row {
    /// Nothing yet.
    Absent,
    /// That it is under way, which counts until then.
    Leased(Instant),
    /// How it ended.
    Closed,
}

/// The job of whoever ends it; however that comes about, another one may begin.
pub(super) struct Running(Arc<UnderWay>);

/// What came of a job.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    /// What failed.
    pub(super) problems: Vec<NewProblem>,
    /// What it did not wait for, in one sentence.
    pub(super) notice: Option<String>,
    /// Whether that is worth a row of its own, where none is written yet.
    pub(super) is_worth_a_row: bool,
    /// The row of an earlier job that failed with the same, in which that goes on.
    pub(super) goes_on_in: Option<SyncJobId>,
}

impl Drop for Running {
    fn drop(&mut self) {
        let mut job = self.0.job();
        if job.status == SyncJobStatus::Running {
            job.status = SyncJobStatus::Failed;
        }
        self.0.shared.hide_sync(&job);
    }
}

impl Deref for Running {
    type Target = Arc<UnderWay>;

    fn deref(&self) -> &Arc<UnderWay> {
        &self.0
    }
}

impl Running {
    /// From now on the job is seen from outside.
    pub(super) fn begin(shared: &Arc<Shared>, user: &UserId, place: Place, job: SyncJob) -> Self {
        shared.show_sync(user, &place, &job);
        Self(Arc::new(UnderWay {
            shared: Arc::clone(shared),
            user: user.clone(),
            place,
            job: Mutex::new(job),
            row: tokio::sync::Mutex::new(Row::Absent),
        }))
    }

    /// Ends it. A poll that found nothing leaves no row: that is not worth a write to the disk every
    /// five minutes.
    pub(super) async fn end(self, outcome: Outcome) -> Result<(), StoreError> {
        let failure = unread::in_one(&outcome.problems);
        let mut ended = {
            let mut job = self.job();
            job.status = match failure {
                None => SyncJobStatus::Completed,
                Some(_) => SyncJobStatus::Failed,
            };
            job.error_message = failure;
            job.notice = outcome.notice;
            job.completed_at = Some(self.shared.now());
            job.clone()
        };
        let mut row = self.row.lock().await;
        let has_row = matches!(*row, Row::Leased(_));
        *row = Row::Closed;
        if let Some(before) = outcome.goes_on_in.filter(|_| !has_row) {
            ended.id = before;
        }
        if has_row || outcome.is_worth_a_row {
            let store = &self.shared.store;
            let kept = store.end_sync_job(&self.user, &ended, &outcome.problems);
            kept.await?;
        }
        Ok(())
    }
}

impl UnderWay {
    /// Closes what is left of a job that broke down, and has its own row written. A poll has none
    /// until it finds something.
    pub(super) async fn open(&self) -> Result<(), StoreError> {
        let (store, now) = (&self.shared.store, self.shared.now());
        store
            .close_abandoned_syncs(Some(&self.user), ABANDONED, now)
            .await?;
        match self.job().job_type {
            SyncJobType::Poll => return Ok(()),
            SyncJobType::DailySync | SyncJobType::ManualSync => {}
        }
        self.keep_row().await
    }

    /// Has the job's row written if it is not there yet, else as [`Self::renew`]. One beside others
    /// has none while it runs: what it reads is written as it comes, and nobody waits for it.
    pub(super) async fn keep_row(&self) -> Result<(), StoreError> {
        if self.place != Place::InTurn {
            return Ok(());
        }
        let mut row = self.row.lock().await;
        if let Row::Absent = *row {
            let until = self.shared.now().plus_ms(LEASE_MS);
            let (store, job) = (&self.shared.store, self.snapshot());
            store.begin_sync_job(&self.user, &job, until).await?;
            *row = Row::Leased(until);
        }
        drop(row);
        self.renew().await
    }

    /// Has the lease of its row renewed when half of it is over.
    pub(super) async fn renew(&self) -> Result<(), StoreError> {
        let mut row = self.row.lock().await;
        let now = self.shared.now();
        if matches!(*row, Row::Leased(until) if until.ms_since(now) < LEASE_MS / 2) {
            let until = now.plus_ms(LEASE_MS);
            let store = &self.shared.store;
            store.renew_sync_job(&self.snapshot(), until).await?;
            *row = Row::Leased(until);
        }
        Ok(())
    }

    /// How far it is.
    pub(super) fn snapshot(&self) -> SyncJob {
        self.job().clone()
    }

    /// Shows that it is further.
    pub(super) fn advance(&self, change: impl FnOnce(&mut SyncJob)) {
        let mut job = self.job();
        if job.status == SyncJobStatus::Running {
            change(&mut job);
            self.shared.show_sync(&self.user, &self.place, &job);
        }
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
