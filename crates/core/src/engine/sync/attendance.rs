//! An integration's turn within a job: it is read by a task of its own. A job waits a minute for it;
//! what takes longer goes on without the job, and tells itself what came of it.

use std::pin::pin;
use std::sync::Arc;

use storytime_types::IntegrationId;
use storytime_types::changes::Change;
use storytime_types::profile::Profile;
use storytime_types::sync::SyncJobType;
use tokio::sync::oneshot;
use tokio::task::JoinError;

use super::integration::{Part, Visit};
use super::report::Report;
use super::shown::Place;
use super::turns::BesideOthers;
use super::under_way::{Outcome, Running, UnderWay};
use super::{Went, new_job, note_problems, note_visit, unread};
use crate::clock::Clock;
use crate::engine::import::ImportError;
use crate::engine::storytelling::write_all_ahead;
use crate::engine::{Shared, reading_times, staleness};
use crate::store::StoreError;

/// A job waits so many times so long for an integration from when it is begun to be read, which is a
/// minute. That the machine slept meanwhile, and the server had no time to answer, counts as once.
const WAITED_TIMES: u32 = 6;
/// How long that is each time, in milliseconds.
const WAITED_MS: i64 = 10_000;

/// Waits as long as a job waits for one integration.
pub(super) async fn waited_for_long(clock: &dyn Clock) {
    for _ in 0..WAITED_TIMES {
        clock.limit(clock.now().plus_ms(WAITED_MS)).await;
    }
}

/// What the visits of a job have in common.
#[derive(Clone)]
pub(super) struct Round {
    pub(super) shared: Arc<Shared>,
    pub(super) profile: Arc<Profile>,
    pub(super) job: Arc<UnderWay>,
    pub(super) kind: SyncJobType,
    pub(super) beside: BesideOthers,
}

/// Has an integration read, of which so many calendars were listed, and answers how that went, or
/// that it goes on.
pub(super) async fn attend(
    round: &Round,
    id: &IntegrationId,
    listed: usize,
) -> Result<Went, StoreError> {
    let shared = &round.shared;
    let mut own = new_job(round.kind, shared.now());
    own.calendars_total = super::integration::count(listed);
    let attendance = Attendance {
        round: round.clone(),
        id: id.clone(),
        listed,
        report: Report::to(&round.job, own),
    };
    let (tell, told) = oneshot::channel();
    let (of_task, beside) = (Arc::clone(shared), Arc::clone(&round.beside));
    let task = tokio::spawn(async move {
        let (turns, clock) = (&of_task.turns, &*of_task.clock);
        turns.at_a_place(clock, attendance.run(tell)).await;
        drop(beside);
    });
    let went = match told.await {
        Ok(went) => went,
        Err(_) => match task.await {
            Ok(()) => Ok(Went::default()),
            Err(defect) => broken_down(shared, id, defect).await,
        },
    };
    shared.tell(Change::Sync);
    went
}

/// A defect of ours that one integration brings to light costs the others nothing.
async fn broken_down(
    shared: &Shared,
    id: &IntegrationId,
    defect: JoinError,
) -> Result<Went, StoreError> {
    let visit = Visit::failed(ImportError::BrokenOff(defect));
    Ok(Went {
        unread: note_visit(shared, id, visit).await?.into_iter().collect(),
        ..Went::default()
    })
}

struct Attendance {
    round: Round,
    id: IntegrationId,
    listed: usize,
    report: Report,
}

impl Attendance {
    /// Reads it, and tells how that went once it has ended or has taken too long.
    async fn run(self, tell: oneshot::Sender<Result<Went, StoreError>>) {
        let shared = &self.round.shared;
        let mut visit = pin!(self.visit());
        tokio::select! {
            biased;
            went = &mut visit => {
                // The job may be no more, as when its loop broke down.
                if let Err(went) = tell.send(went) {
                    self.conclude(self.go_on_alone(), went).await;
                }
            }
            () = waited_for_long(&*shared.clock) => {
                let own = self.go_on_alone();
                let _ = tell.send(Ok(Went {
                    changed: self.report.take_changed(),
                    still_read: vec![self.id.clone()],
                    ..Went::default()
                }));
                let went = visit.await;
                self.conclude(own, went).await;
            }
        }
    }

    /// Reads the integration, unless somebody else does or wants it for something else, and notes
    /// how it fared.
    async fn visit(&self) -> Result<Went, StoreError> {
        let (round, id) = (&self.round, &self.id);
        let shared = &*round.shared;
        let part = Part {
            shared,
            profile: &round.profile,
            report: &self.report,
            kind: round.kind,
        };
        let Some(_turn) = shared.turns.visits.try_begin(id) else {
            return Ok(self.left_to_others(&part));
        };
        // What was removed or switched off since the job began is of no interest any more.
        let calendars = shared.store.calendars_of(id).await?;
        let visit = part.sync(&calendars).await.unwrap_or_else(Visit::failed);
        Ok(Went {
            some_left_alone: visit.some_left_alone,
            some_put_off: visit.some_put_off,
            unread: note_visit(shared, id, visit).await?.into_iter().collect(),
            changed: self.report.take_changed(),
            still_read: Vec::new(),
        })
    }

    /// Somebody has the integration: another visit that takes long, or who wants to remove it.
    fn left_to_others(&self, part: &Part<'_>) -> Went {
        if self.round.shared.turns.visits.is_wanted(&self.id) {
            return Went {
                some_put_off: part.put_off(self.listed).some_put_off,
                ..Went::default()
            };
        }
        Went {
            still_read: vec![self.id.clone()],
            ..Went::default()
        }
    }

    /// The job ends without it: what is left to do is a job of its own, for which nobody waits.
    fn go_on_alone(&self) -> Running {
        let (round, place) = (&self.round, Place::Left(self.id.clone()));
        self.report.turn_to(|so_far| {
            let own = Running::begin(&round.shared, &round.profile.id, place, so_far);
            let job = Arc::clone(&own);
            (own, job)
        })
    }

    /// Does what the job does with those that it waited for.
    async fn conclude(&self, own: Running, went: Result<Went, StoreError>) {
        let shared = &*self.round.shared;
        let told = match went {
            Ok(went) => self.tell(own, went).await,
            Err(error) => Err(error),
        };
        if let Err(error) = told {
            tracing::error!(%error, "what a slow calendar brought could not be recorded");
            shared.tell_trouble(Some(&error));
        }
        shared.tell(Change::Sync);
    }

    async fn tell(&self, own: Running, went: Went) -> Result<(), StoreError> {
        let (round, shared) = (&self.round, &*self.round.shared);
        let user = &round.profile.id;
        if went.changed {
            write_all_ahead(shared, &round.profile).await?;
            shared.tell(Change::Events);
        }
        let is_poll = round.kind == SyncJobType::Poll;
        if went.changed || !is_poll {
            reading_times::keep(shared).await?;
        }
        let (changed, gave_way) = (went.changed, went.some_put_off);
        if !went.unread.is_empty() {
            staleness::tell(shared, &round.profile).await?;
        }
        let problems = went.problems(shared, user, round.kind).await?;
        let failure = unread::in_one(&problems);
        let whose = (user, Some(&self.id));
        let telling =
            shared
                .repeats
                .telling(whose, &own.snapshot(), failure.as_deref(), shared.now());
        if telling.is_told() || !is_poll {
            note_problems(shared, user, &problems).await;
        }
        let failed_anew = failure.is_some() && telling.is_told();
        own.end(Outcome {
            is_worth_a_row: changed || failed_anew || !is_poll && !gave_way,
            goes_on_in: telling.row().filter(|_| !changed),
            problems,
            notice: None,
        })
        .await
    }
}
