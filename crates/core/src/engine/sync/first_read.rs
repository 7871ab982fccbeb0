//! The first time that an integration is read. The person waits for it a while; what takes longer
//! goes on by itself, beside every other sync.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use storytime_types::IntegrationId;
use storytime_types::calendars::IntegrationStatus;
use storytime_types::changes::Change;
use storytime_types::profile::Profile;
use storytime_types::sync::SyncJobType;
use tokio::task::JoinHandle;

use super::following::tell_cut_off;
use super::integration::{Part, Visit, by_provider_id, count};
use super::report::Report;
use super::shown::Place;
use super::under_way::{Outcome, Running};
use super::unread::{self, Unread};
use super::{new_job, note_visit};
use crate::calendars::client::IDLE_LIMIT;
use crate::calendars::source::FoundCalendar;
use crate::engine::import::ImportError;
use crate::engine::{Shared, write_ahead};
use crate::store::StoreError;
use crate::store::calendars::NewIntegration;
use crate::store::calendars::removal::History;

/// How long somebody waits for a first reading, in milliseconds. A server that never answers has been
/// given up by then: it is refused, and not kept as one that is only slow.
const WAITED_MS: i64 = 12_000;
const _: () = assert!(WAITED_MS as u128 > IDLE_LIMIT.as_millis());

/// An integration that was written, and is being read.
pub(crate) struct FirstRead {
    shared: Arc<Shared>,
    reading: JoinHandle<Result<IntegrationStatus, ImportError>>,
    is_waited_for: Arc<AtomicBool>,
}

/// What becomes of an integration of which nothing can be read at first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum InVain {
    /// It is removed again, while somebody waits who is told why.
    Removed,
    /// It stays with the reason, and is tried again like any other: nobody has to sign in twice for a
    /// server's bad minute, and no token is kept for what is not shown.
    Kept,
}

/// Writes an integration and begins to read it. That goes on, whoever waits for it.
pub(crate) async fn connect(
    shared: &Arc<Shared>,
    profile: Profile,
    new: &NewIntegration,
    found: Vec<FoundCalendar>,
    in_vain: InVain,
) -> Result<FirstRead, StoreError> {
    let beside = shared.turns.beside_others().await;
    // Taken before anybody else can know of it.
    let turn = shared.turns.visits.try_begin(&new.id);
    let store = &shared.store;
    store
        .insert_integration(&profile.id, new, shared.now())
        .await?;
    tell_cut_off(shared, &new.id, new.provider, &found).await?;
    let is_waited_for = Arc::new(AtomicBool::new(true));
    let reading = Reading {
        shared: Arc::clone(shared),
        profile,
        id: new.id.clone(),
        found: by_provider_id(found),
        in_vain,
        is_waited_for: Arc::clone(&is_waited_for),
    };
    let reading = tokio::spawn(async move {
        let _turns = (turn, beside);
        reading.run().await
    });
    Ok(FirstRead {
        shared: Arc::clone(shared),
        reading,
        is_waited_for,
    })
}

impl FirstRead {
    /// How the integration fares, as far as that is known after a while. What goes on for longer is
    /// kept in any case, and says itself how it fares.
    ///
    /// # Errors
    /// Why nothing could be read; the integration is gone again then.
    pub(crate) async fn outcome(mut self) -> Result<IntegrationStatus, ImportError> {
        let until = self.shared.now().plus_ms(WAITED_MS);
        tokio::select! {
            outcome = &mut self.reading => return outcome?,
            _ = self.shared.clock.wait_until(until) => {}
        }
        if self.is_waited_for.swap(false, Ordering::SeqCst) {
            return Ok(IntegrationStatus::Active);
        }
        self.reading.await?
    }
}

struct Reading {
    shared: Arc<Shared>,
    profile: Profile,
    id: IntegrationId,
    found: HashMap<String, FoundCalendar>,
    in_vain: InVain,
    is_waited_for: Arc<AtomicBool>,
}

impl Reading {
    async fn run(self) -> Result<IntegrationStatus, ImportError> {
        let shared = &*self.shared;
        let job = new_job(SyncJobType::ManualSync, shared.now());
        let running = Running::begin(&self.shared, &self.profile.id, Place::Beside, job.clone());
        let visit = self
            .visit(&Report::to(&running, job))
            .await
            .unwrap_or_else(Visit::failed);
        // A folder with one damaged file among others is worth having.
        let is_in_vain = !visit.some_read && !visit.some_put_off && !visit.errors.is_empty();
        if is_in_vain && self.is_refused() {
            let (store, now) = (&shared.store, shared.now());
            store
                .delete_integration(&self.profile.id, &self.id, History::Stays, now)
                .await?;
            return visit
                .into_error()
                .map_or(Ok(IntegrationStatus::Active), Err);
        }
        let status = match is_in_vain {
            false => IntegrationStatus::Active,
            true if visit.errors.iter().any(ImportError::wants_reconnecting) => {
                IntegrationStatus::Expired
            }
            true => IntegrationStatus::Error,
        };
        let unread = note_visit(shared, &self.id, visit).await?;
        self.keep_in_history(running, unread).await?;
        shared.want_backup();
        for change in [Change::Sync, Change::Events] {
            shared.announce(change);
        }
        Ok(status)
    }

    /// What was read first is in the history like any other sync.
    async fn keep_in_history(
        &self,
        running: Running,
        unread: Option<Unread>,
    ) -> Result<(), StoreError> {
        let unread = unread.into_iter().collect();
        let outcome = Outcome {
            problems: unread::problems(&self.shared, &self.profile.id, unread).await?,
            is_worth_a_row: true,
            ..Outcome::default()
        };
        running.end(outcome).await
    }

    /// Whether somebody is about to be told that it is not connected.
    fn is_refused(&self) -> bool {
        match self.in_vain {
            InVain::Kept => false,
            InVain::Removed => self.is_waited_for.swap(false, Ordering::SeqCst),
        }
    }

    async fn visit(&self, report: &Report) -> Result<Visit, ImportError> {
        let shared = &*self.shared;
        let calendars = shared.store.calendars_of(&self.id).await?;
        let Some(one) = calendars.first() else {
            // Its list was read, and nothing of it is switched on.
            return Ok(Visit {
                some_read: true,
                ..Visit::default()
            });
        };
        report.advance(|job| job.calendars_total = count(calendars.len()));
        let part = Part {
            shared,
            profile: &self.profile,
            report,
            kind: SyncJobType::ManualSync,
        };
        let visit = part.read(one, &calendars, &self.found).await?;
        write_ahead(shared, &self.profile).await?;
        Ok(visit)
    }
}
