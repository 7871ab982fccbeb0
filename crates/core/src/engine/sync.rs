//! A sync: every calendar of a profile in turn. One that fails never holds up the others, and what
//! is stored of it stays.

use std::collections::HashMap;
use std::sync::Arc;

use storytime_types::changes::Change;
use storytime_types::problems::ProblemKind;
use storytime_types::profile::Profile;
use storytime_types::sync::{SyncJob, SyncJobStatus, SyncJobType};
use storytime_types::{Instant, IntegrationId, SyncJobId, UserId};
use tokio::sync::MutexGuard;

use super::import::{Expansion, ImportError, expand_without_source, import_calendar};
use super::rhythm::next_full_sync;
use super::standstill::Rest;
use super::storytelling::write_all_ahead;
use super::{Shared, replan, write_ahead, zone_of};
use crate::calendars::source::FoundCalendar;
use crate::config::PLAN_AGAIN_MS;
use crate::store::calendars::{NewIntegration, SourceCalendar};
use crate::store::problems::NewProblem;
use crate::store::settings::Setting;
use crate::store::{StoreError, new_id};

/// A sync was not begun because one is running.
#[derive(Debug)]
pub(crate) struct SyncRefused;

/// Begins a sync in the background.
pub(crate) fn begin(
    shared: &Arc<Shared>,
    user: &UserId,
    job_type: SyncJobType,
) -> Result<SyncJob, SyncRefused> {
    if shared.current_sync(user).is_some() {
        return Err(SyncRefused);
    }
    let job = new_job(job_type, shared.now());
    shared.set_current_sync(user, Some(job.clone()));
    let (shared, user, begun) = (Arc::clone(shared), user.clone(), job.clone());
    tokio::spawn(async move {
        let turn = shared.sync_turn.lock().await;
        run_job(&shared, &user, begun, turn).await;
    });
    Ok(job)
}

/// Runs a sync to its end; waits for one that is running.
pub(crate) async fn run(shared: &Shared, user: &UserId, job_type: SyncJobType) {
    let turn = shared.sync_turn.lock().await;
    run_job(shared, user, new_job(job_type, shared.now()), turn).await;
}

/// Runs `work` while no sync does, as when a calendar is connected or removed.
pub(crate) async fn between_syncs<T>(shared: &Shared, work: impl Future<Output = T>) -> T {
    let _turn = shared.sync_turn.lock().await;
    work.await
}

/// Writes an integration and reads it for the first time; where that fails nothing of it is kept.
pub(crate) async fn connect(
    shared: &Shared,
    profile: &Profile,
    new: &NewIntegration,
    found: &[FoundCalendar],
) -> Result<(), ImportError> {
    shared
        .store
        .insert_integration(&profile.id, new, shared.now())
        .await?;
    match read_first(shared, profile, &new.id, found).await {
        Ok(()) => Ok(()),
        Err(error) => {
            shared
                .store
                .delete_integration(&profile.id, &new.id, shared.now())
                .await?;
            Err(error)
        }
    }
}

async fn read_first(
    shared: &Shared,
    profile: &Profile,
    id: &IntegrationId,
    found: &[FoundCalendar],
) -> Result<(), ImportError> {
    let mut calendars = shared.store.calendars_to_sync(&profile.id).await?;
    calendars.retain(|calendar| calendar.integration == *id);
    let mut failures = Failures::default();
    for calendar in &calendars {
        let here = found
            .iter()
            .find(|one| one.provider_id == calendar.provider_calendar_id);
        let Some(here) = here else { continue };
        match import_calendar(shared, profile, calendar, here, Expansion::Always).await {
            Ok(_) => failures.some_read = true,
            Err(error) => {
                note_failure(shared, calendar, &error).await?;
                failures.errors.push(error);
            }
        }
    }
    write_ahead(shared, profile).await?;
    // A folder with one damaged file among others is worth having.
    let some_read = failures.some_read;
    match failures.into_error() {
        Some(error) if !some_read => Err(error),
        failure => {
            let sentence = failure.map(|error| error.to_string());
            let (store, now) = (&shared.store, shared.now());
            store
                .mark_integration(id, sentence.as_deref(), some_read, now)
                .await?;
            Ok(())
        }
    }
}

/// What went wrong with the calendars of one integration.
#[derive(Default)]
struct Failures {
    /// Whether another one could be read.
    some_read: bool,
    errors: Vec<ImportError>,
}

impl Failures {
    fn into_error(mut self) -> Option<ImportError> {
        match self.errors.len() {
            0 | 1 => self.errors.pop(),
            _ => Some(ImportError::Several(self.errors)),
        }
    }
}

/// While it lives a sync is running; however it ends, another one may begin.
struct Running<'a> {
    shared: &'a Shared,
    user: &'a UserId,
}

impl Drop for Running<'_> {
    fn drop(&mut self) {
        self.shared.set_current_sync(self.user, None);
    }
}

async fn run_job(shared: &Shared, user: &UserId, mut job: SyncJob, turn: MutexGuard<'_, ()>) {
    shared.set_current_sync(user, Some(job.clone()));
    let running = Running { shared, user };
    match sync_all(shared, user, &mut job).await {
        Ok(changed) => {
            job.status = match job.error_message {
                None => SyncJobStatus::Completed,
                Some(_) => SyncJobStatus::Failed,
            };
            job.completed_at = Some(shared.now());
            // A poll that found nothing is not worth a write to the disk every five minutes.
            let silent = job.job_type == SyncJobType::Poll
                && !changed
                && job.status == SyncJobStatus::Completed;
            shared.tell_trouble(None);
            note_problem(shared, user, &job).await;
            if !silent && let Err(error) = shared.store.record_sync_job(user, &job).await {
                tracing::error!(%error, "the sync could not be recorded");
                shared.tell_trouble(Some(&error));
            }
        }
        Err(error) => {
            tracing::error!(%error, "the sync was broken off");
            shared.tell_trouble(Some(&error));
        }
    }
    drop(running);
    drop(turn);
}

/// What could not be read is told for days, also once it can be read again.
async fn note_problem(shared: &Shared, user: &UserId, job: &SyncJob) {
    let Some(text) = job.error_message.clone() else {
        return;
    };
    let problem = NewProblem {
        kind: ProblemKind::Sync,
        text,
        advice: "StoryTime tries again by itself every few minutes.",
    };
    let noted = shared
        .store
        .record_problem(Some(user), &problem, shared.now());
    if let Err(error) = noted.await {
        tracing::warn!(%error, "a problem could not be noted");
    }
}

/// Syncs every calendar and answers whether anything changed.
async fn sync_all(shared: &Shared, user: &UserId, job: &mut SyncJob) -> Result<bool, StoreError> {
    let mut beginning = shared.standstill.begin();
    let Some(profile) = shared.store.profile(user).await? else {
        return Ok(false);
    };
    let expansion = match job.job_type {
        SyncJobType::DailySync => Expansion::Always,
        SyncJobType::ManualSync | SyncJobType::Poll => Expansion::WhenDue,
    };
    if let Err(error) = shared.seal_plain_addresses().await {
        tracing::info!(%error, "addresses stay in plain text until the vault opens");
    }
    let calendars = shared.store.calendars_to_sync(user).await?;
    let addresses = calendars.iter().map(|calendar| calendar.address.as_str());
    beginning.look_at(addresses).await;
    job.calendars_total = u32::try_from(calendars.len()).unwrap_or(u32::MAX);
    let mut changed = false;
    let mut failures: Vec<String> = Vec::new();
    for (integration, calendars) in by_integration(calendars) {
        let outcome =
            sync_integration(shared, &profile, &calendars, expansion, job, &mut changed).await;
        let outcome = outcome.unwrap_or_else(|error| (false, Some(error)));
        failures.extend(note_outcome(shared, &integration, outcome).await?);
        shared.tell(Change::Sync);
    }
    let planned_at = roll_plan_on(shared, &profile).await?;
    write_all_ahead(shared, &profile).await?;
    if failures.is_empty() {
        shared.store.mark_profile_synced(user, shared.now()).await?;
        let rest = rest_after(planned_at, &profile, shared.now());
        shared.standstill.keep(user, beginning, rest);
    } else {
        shared.standstill.end_for(user);
        job.error_message = Some(failures.join(". "));
    }
    if changed {
        shared.tell(Change::Events);
    }
    Ok(changed)
}

/// Notes how an integration fared, and answers what went wrong in one sentence.
async fn note_outcome(
    shared: &Shared,
    integration: &IntegrationId,
    (some_read, failure): (bool, Option<ImportError>),
) -> Result<Option<String>, StoreError> {
    let (store, now) = (&shared.store, shared.now());
    let sentence = failure.as_ref().map(ToString::to_string);
    match (&failure, &sentence) {
        (Some(error), Some(sentence)) if error.wants_reconnecting() => {
            store.mark_expired(integration, sentence, now).await?;
        }
        _ => {
            store
                .mark_integration(integration, sentence.as_deref(), some_read, now)
                .await?;
        }
    }
    Ok(sentence)
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

/// Syncs the calendars of one integration: whether any could be read, and what went wrong.
async fn sync_integration(
    shared: &Shared,
    profile: &Profile,
    calendars: &[SourceCalendar],
    expansion: Expansion,
    job: &mut SyncJob,
    changed: &mut bool,
) -> Result<(bool, Option<ImportError>), ImportError> {
    let mut failures = Failures::default();
    let Some(one) = calendars.first() else {
        return Ok((false, None));
    };
    let found = match list(shared, one).await {
        Ok(found) => found,
        Err(error) => {
            // What was wrong with one of its calendars is no longer known.
            shared.store.forget_failures(&one.integration).await?;
            if matches!(error, ImportError::Secret(_)) {
                for calendar in calendars {
                    expand_without_source(shared, profile, calendar, expansion).await?;
                }
            }
            return Err(error);
        }
    };
    let calendars = adopt_new(shared, one, calendars, &found).await?;
    job.calendars_total = job
        .calendars_total
        .max(u32::try_from(calendars.len()).unwrap_or(0));
    for calendar in &calendars {
        let outcome = match found.get(&calendar.provider_calendar_id) {
            Some(found) => import_calendar(shared, profile, calendar, found, expansion).await,
            None => Err(ImportError::Gone {
                name: calendar.name.clone(),
                place: one.provider.into(),
            }),
        };
        match outcome {
            Ok(imported) => {
                failures.some_read = true;
                *changed |= imported.changed;
                job.events_processed += imported.events.unwrap_or(0);
            }
            Err(error) => {
                note_failure(shared, calendar, &error).await?;
                failures.errors.push(error);
            }
        }
        job.calendars_done += 1;
        shared.set_current_sync(&profile.id, Some(job.clone()));
    }
    Ok((failures.some_read, failures.into_error()))
}

async fn note_failure(
    shared: &Shared,
    calendar: &SourceCalendar,
    error: &ImportError,
) -> Result<(), StoreError> {
    let sentence = error.to_string();
    shared
        .store
        .mark_calendar_failed(&calendar.id, &sentence)
        .await
}

/// Takes up calendars that have appeared behind an integration, such as new files in a folder.
async fn adopt_new(
    shared: &Shared,
    one: &SourceCalendar,
    calendars: &[SourceCalendar],
    found: &HashMap<String, FoundCalendar>,
) -> Result<Vec<SourceCalendar>, StoreError> {
    let names = found
        .values()
        .map(|found| (found.provider_id.clone(), found.name.clone()));
    let names: Vec<_> = names.collect();
    let now = shared.now();
    if shared
        .store
        .adopt_calendars(&one.user, &one.integration, &names, now)
        .await?
        == 0
    {
        return Ok(calendars.to_vec());
    }
    let mut all = shared.store.calendars_to_sync(&one.user).await?;
    all.retain(|calendar| calendar.integration == one.integration);
    Ok(all)
}

/// Where the calendars of an integration are, by the provider's id.
async fn list(
    shared: &Shared,
    calendar: &SourceCalendar,
) -> Result<HashMap<String, FoundCalendar>, ImportError> {
    let address = shared.source_of(calendar).await?;
    let found = shared.source.list(&address).await?;
    Ok(found
        .into_iter()
        .map(|found| (found.provider_id.clone(), found))
        .collect())
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
    }
}
