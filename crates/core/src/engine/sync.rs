//! A sync: every calendar of a profile, several integrations at the same time. One that fails or
//! hangs never holds up the others, neither now nor at their next look, and what is stored of it stays.

mod attendance;
mod first_read;
mod following;
mod integration;
mod repeats;
mod report;
mod resting;
mod shown;
mod turns;
mod under_way;
mod unread;
mod visits;

use std::sync::Arc;

use futures_util::future::join_all;
use storytime_types::changes::Change;
use storytime_types::problems::ProblemKind;
use storytime_types::profile::Profile;
use storytime_types::sync::{SyncJob, SyncJobStatus, SyncJobType};
use storytime_types::{Instant, IntegrationId, SyncJobId, UserId};
use tokio::sync::MutexGuard;

use super::full_sync::next_full_sync;
use super::standstill::Rest;
use super::storytelling::write_all_ahead;
use super::{Shared, reading_times, replan, staleness, zone_of};
use crate::config::PLAN_AGAIN_MS;
use crate::store::calendars::SourceCalendar;
use crate::store::problems::NewProblem;
use crate::store::settings::Setting;
use crate::store::{StoreError, new_id};
use attendance::{Round, attend};
use integration::{Visit, count};
use shown::Place;
use turns::{HeldBack, Turn};
use under_way::{Outcome, Running};
use unread::Unread;

pub(crate) use first_read::{FirstRead, InVain, connect};
pub(super) use repeats::Repeats;
pub(super) use shown::ShownSyncs;
pub(super) use turns::Turns;
pub(super) use under_way::close_abandoned;

/// A sync was not begun because one is running.
#[derive(Debug)]
pub(crate) struct SyncRefused;

/// Begins a sync in the background.
pub(crate) fn begin(
    shared: &Arc<Shared>,
    user: &UserId,
    job_type: SyncJobType,
) -> Result<SyncJob, SyncRefused> {
    if shared.syncs.has_turn(user) {
        return Err(SyncRefused);
    }
    let job = new_job(job_type, shared.now());
    shared.show_sync(user, &Place::InTurn, &job);
    let (shared, user, begun) = (Arc::clone(shared), user.clone(), job.clone());
    tokio::spawn(async move {
        let turn = shared.turns.of(&user).await;
        run_job(&shared, &user, begun, turn).await;
    });
    Ok(job)
}

/// Runs a sync to its end; waits for one of this profile that is running.
pub(crate) async fn run(shared: &Arc<Shared>, user: &UserId, job_type: SyncJobType) {
    let turn = shared.turns.of(user).await;
    run_job(shared, user, new_job(job_type, shared.now()), turn).await;
}

/// Runs `work` while no sync does, as when everything is removed or restored. What is being read is
/// broken off for it.
pub(crate) async fn between_syncs<T>(shared: &Shared, work: impl Future<Output = T>) -> T {
    let _alone = shared.turns.alone().await;
    work.await
}

/// Breaks off what is read of one integration, as when it is removed, and lets nobody read it while
/// the answer lives. Others are read meanwhile.
pub(crate) async fn hold_back<'a>(shared: &'a Shared, id: &IntegrationId) -> HeldBack<'a> {
    shared.turns.hold_back(id).await
}

/// Waits until nobody else is about to connect anything. While the answer lives, what is not
/// connected stays so.
pub(crate) async fn to_connect(shared: &Shared) -> MutexGuard<'_, ()> {
    shared.turns.to_connect().await
}

async fn run_job(shared: &Arc<Shared>, user: &UserId, job: SyncJob, turn: Turn) {
    let job = Running::begin(shared, user, Place::InTurn, job);
    let outcome = match job.open().await {
        Ok(()) => sync_all(shared, user, &job, &turn).await,
        Err(error) => Err(error),
    };
    shared.tell_trouble(outcome.as_ref().err());
    let (problems, notice) = match outcome {
        Ok(told) => told,
        Err(error) => {
            tracing::error!(%error, "the sync was broken off");
            let problem = tried_again(format!("The sync was broken off: {error}"));
            (vec![problem], None)
        }
    };
    let (failure, now) = (unread::in_one(&problems), shared.now());
    let snapshot = job.snapshot();
    let telling = shared
        .repeats
        .telling((user, None), &snapshot, failure.as_deref(), now);
    if telling.is_told() || snapshot.job_type != SyncJobType::Poll {
        note_problems(shared, user, &problems).await;
    }
    let outcome = Outcome {
        is_worth_a_row: telling.is_told() && failure.is_some(),
        goes_on_in: telling.row(),
        problems,
        notice,
    };
    if let Err(error) = job.end(outcome).await {
        tracing::error!(%error, "the sync could not be recorded");
        shared.tell_trouble(Some(&error));
    }
    drop(turn);
}

fn tried_again(text: String) -> NewProblem {
    NewProblem {
        integration: None,
        kind: ProblemKind::Sync,
        text,
        advice: "StoryTime tries again by itself every few minutes.",
    }
}

/// What could not be read is told for days, also once it can be read again.
async fn note_problems(shared: &Shared, user: &UserId, problems: &[NewProblem]) {
    for problem in problems {
        let noted = shared
            .store
            .record_problem(Some(user), problem, shared.now());
        if let Err(error) = noted.await {
            tracing::warn!(%error, "a problem could not be noted");
        }
    }
}

/// Syncs every calendar and answers what could not be read, and what was not waited for.
async fn sync_all(
    shared: &Arc<Shared>,
    user: &UserId,
    job: &Running,
    turn: &Turn,
) -> Result<(Vec<NewProblem>, Option<String>), StoreError> {
    let mut beginning = shared.standstill.begin();
    let Some(profile) = shared.store.profile(user).await? else {
        return Ok((Vec::new(), None));
    };
    seal_plain_addresses(shared).await;
    let calendars = shared.store.calendars_to_sync(user).await?;
    let addresses = calendars.iter().map(|calendar| calendar.address.as_str());
    beginning.look_at(addresses).await;
    job.advance(|job| job.calendars_total = count(calendars.len()));
    let kind = job.snapshot().job_type;
    let profile = Arc::new(profile);
    let round = Round {
        shared: Arc::clone(shared),
        profile: Arc::clone(&profile),
        job: Arc::clone(job),
        kind,
        beside: Arc::clone(&turn.beside),
    };
    let (went, ()) = tokio::join!(
        sync_integrations(&round, calendars),
        resting::take_up_new(shared, user, kind, &turn.beside)
    );
    let went = went?;
    let planned_at = roll_plan_on(shared, &profile).await?;
    write_all_ahead(shared, &profile).await?;
    if went.changed {
        shared.tell(Change::Events);
    }
    if went.is_well() {
        shared.reading_times.note_profile(user, shared.now());
    }
    // While nothing could be written, somebody has to find out that it can be again.
    let is_worth_a_write = kind != SyncJobType::Poll || went.changed || shared.trouble().is_some();
    if is_worth_a_write || shared.reading_times.are_overdue(shared.now()) {
        reading_times::keep(shared).await?;
    }
    if went.is_well() {
        let rest = rest_after(planned_at, &profile, shared.now());
        shared.standstill.keep(user, beginning, rest);
    } else {
        shared.standstill.end_for(user);
        staleness::tell(shared, &profile).await?;
    }
    let notice = unread::still_read(shared, user, &went.still_read).await?;
    Ok((went.problems(shared, user, kind).await?, notice))
}

/// How all integrations fared.
#[derive(Default)]
struct Went {
    unread: Vec<Unread>,
    some_left_alone: bool,
    some_put_off: bool,
    /// Whether anything stored changed.
    changed: bool,
    /// Those that are still being read.
    still_read: Vec<IntegrationId>,
}

impl Went {
    fn is_well(&self) -> bool {
        self.unread.is_empty()
            && !self.some_left_alone
            && !self.some_put_off
            && self.still_read.is_empty()
    }

    fn add(&mut self, one: Self) {
        self.unread.extend(one.unread);
        self.some_left_alone |= one.some_left_alone;
        self.some_put_off |= one.some_put_off;
        self.changed |= one.changed;
        self.still_read.extend(one.still_read);
    }

    /// What went wrong. That a poll leaves somebody alone is no news.
    async fn problems(
        self,
        shared: &Shared,
        user: &UserId,
        kind: SyncJobType,
    ) -> Result<Vec<NewProblem>, StoreError> {
        let mut problems = unread::problems(shared, user, self.unread).await?;
        if self.some_left_alone && kind != SyncJobType::Poll {
            problems.push(tried_again(
                "A calendar is left alone for a while, because its server has trouble.".to_owned(),
            ));
        }
        Ok(problems)
    }
}

async fn seal_plain_addresses(shared: &Shared) {
    // Those of all profiles, whose jobs may run now, too.
    let _alone = shared.turns.reading.lock().await;
    if let Err(error) = shared.seal_plain_addresses().await {
        tracing::info!(%error, "addresses stay in plain text until the vault opens");
    }
}

/// Syncs the integrations, several at the same time.
async fn sync_integrations(
    round: &Round,
    calendars: Vec<SourceCalendar>,
) -> Result<Went, StoreError> {
    let groups = by_integration(calendars);
    let attended = groups
        .iter()
        .map(|(integration, calendars)| attend(round, integration, calendars.len()));
    let mut went = Went::default();
    for of_one in join_all(attended).await {
        went.add(of_one?);
    }
    Ok(went)
}

/// Notes how an integration fared, and answers what could not be read of it. Of one that was not
/// asked there is nothing to note.
async fn note_visit(
    shared: &Shared,
    integration: &IntegrationId,
    visit: Visit,
) -> Result<Option<Unread>, StoreError> {
    let (store, now) = (&shared.store, shared.now());
    let some_read = visit.some_read;
    if some_read {
        shared.reading_times.note_integration(integration, now);
    }
    let Some(error) = visit.into_error() else {
        if some_read {
            store.mark_integration_well(integration, now).await?;
        }
        return Ok(None);
    };
    let sentence = error.to_string();
    if error.wants_reconnecting() {
        store.mark_expired(integration, &sentence, now).await?;
    } else {
        store
            .mark_integration_failed(integration, &sentence, some_read, now)
            .await?;
    }
    Ok(Some(Unread::new(integration, &error)))
}

/// Polls may rest until the plan rolls on or the daily sync is due.
fn rest_after(planned_at: Instant, profile: &Profile, now: Instant) -> Rest {
    Rest {
        from: now,
        until: planned_at
            .plus_ms(PLAN_AGAIN_MS)
            .min(next_full_sync(now, &zone_of(profile))),
    }
}

/// The plan rolls on with time, also when no calendar changed; an import has made it anew already.
/// Answers when it was made.
async fn roll_plan_on(shared: &Shared, profile: &Profile) -> Result<Instant, StoreError> {
    let now = shared.now();
    let planned_at = shared
        .store
        .instant_setting(&profile.id, Setting::PlannedAt)
        .await?;
    match planned_at.filter(|at| (0..PLAN_AGAIN_MS).contains(&now.ms_since(*at))) {
        Some(fresh) => Ok(fresh),
        None => replan(shared, profile, None).await.map(|_| now),
    }
}

fn by_integration(calendars: Vec<SourceCalendar>) -> Vec<(IntegrationId, Vec<SourceCalendar>)> {
    let mut groups: Vec<(IntegrationId, Vec<SourceCalendar>)> = Vec::new();
    for calendar in calendars {
        match groups
            .iter_mut()
            .find(|(id, _)| *id == calendar.integration)
        {
            Some((_, group)) => group.push(calendar),
            None => groups.push((calendar.integration.clone(), vec![calendar])),
        }
    }
    groups
}

fn new_job(job_type: SyncJobType, now: Instant) -> SyncJob {
    SyncJob {
        id: SyncJobId(new_id()),
        job_type,
        status: SyncJobStatus::Running,
        events_processed: 0,
        calendars_done: 0,
        calendars_total: 0,
        started_at: now,
        started_local: None,
        completed_local: None,
        completed_at: None,
        error_message: None,
        notice: None,
    }
}
