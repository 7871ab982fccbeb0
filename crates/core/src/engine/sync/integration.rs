//! One integration's part of a sync: its calendars are listed, new ones taken up, and each read.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};

use futures_util::future::join_all;
use storytime_types::profile::Profile;
use tokio::sync::Semaphore;

use super::under_way::UnderWay;
use crate::calendars::source::FoundCalendar;
use crate::engine::Shared;
use crate::engine::import::{
    Expansion, ImportError, Imported, expand_without_source, import_calendar, in_time,
};
use crate::store::StoreError;
use crate::store::calendars::SourceCalendar;

/// So many calendars of one integration are read at the same time: one that hangs keeps only itself
/// waiting.
const CALENDARS_AT_ONCE: usize = 2;

/// What went wrong with the calendars of one integration.
#[derive(Default)]
pub(super) struct Failures {
    /// Whether another one could be read.
    pub(super) some_read: bool,
    pub(super) errors: Vec<ImportError>,
}

impl Failures {
    pub(super) fn into_error(mut self) -> Option<ImportError> {
        match self.errors.len() {
            0 | 1 => self.errors.pop(),
            _ => Some(ImportError::Several(self.errors)),
        }
    }
}

/// One integration within a job.
pub(super) struct Part<'a> {
    pub(super) shared: &'a Shared,
    pub(super) profile: &'a Profile,
    pub(super) job: &'a UnderWay<'a>,
    pub(super) expansion: Expansion,
    /// Whether anything stored changed, in any of the job's calendars.
    pub(super) changed: &'a AtomicBool,
}

impl Part<'_> {
    /// Syncs the calendars of one integration.
    pub(super) async fn sync(&self, calendars: &[SourceCalendar]) -> Result<Failures, ImportError> {
        let Some(one) = calendars.first() else {
            return Ok(Failures::default());
        };
        let found = match list(self.shared, one).await {
            Ok(found) => found,
            Err(error) => {
                self.none_found(one, calendars, &error).await?;
                return Err(error);
            }
        };
        let known = calendars.len();
        let calendars = adopt_new(self.shared, one, calendars, &found).await?;
        self.job.advance(|job| {
            job.calendars_total += count(calendars.len().saturating_sub(known));
        });
        let turns = Semaphore::new(CALENDARS_AT_ONCE);
        let outcomes = join_all(calendars.iter().map(async |calendar| {
            let _turn = turns.acquire().await;
            let found = found.get(&calendar.provider_calendar_id);
            self.import(calendar, found).await
        }));
        let mut failures = Failures::default();
        for outcome in outcomes.await {
            match outcome? {
                None => failures.some_read = true,
                Some(error) => failures.errors.push(error),
            }
        }
        Ok(failures)
    }

    /// Reads one calendar, and answers why it could not be read.
    async fn import(
        &self,
        calendar: &SourceCalendar,
        found: Option<&FoundCalendar>,
    ) -> Result<Option<ImportError>, StoreError> {
        let (shared, profile) = (self.shared, self.profile);
        let outcome = match found {
            Some(found) => import_calendar(shared, profile, calendar, found, self.expansion).await,
            None => Err(ImportError::Gone {
                name: calendar.name.clone(),
                place: calendar.provider.into(),
            }),
        };
        let (imported, error) = match outcome {
            Ok(imported) => (imported, None),
            Err(error) => (Imported::default(), Some(error)),
        };
        if let Some(error) = &error {
            note_failure(shared, calendar, error).await?;
        }
        if imported.changed {
            self.changed.store(true, Ordering::Relaxed);
            self.job.keep_row().await?;
        }
        self.job.advance(|job| {
            job.events_processed += imported.events.unwrap_or(0);
            job.calendars_done += 1;
        });
        Ok(error)
    }

    /// Where the calendars lie could not be told.
    async fn none_found(
        &self,
        one: &SourceCalendar,
        calendars: &[SourceCalendar],
        error: &ImportError,
    ) -> Result<(), ImportError> {
        // What was wrong with one of its calendars is no longer known.
        self.shared.store.forget_failures(&one.integration).await?;
        if matches!(error, ImportError::Secret(_)) {
            self.expand_all(calendars).await?;
        }
        self.job
            .advance(|job| job.calendars_done += count(calendars.len()));
        Ok(())
    }

    /// Expands what is known of calendars whose source is not asked.
    async fn expand_all(&self, calendars: &[SourceCalendar]) -> Result<(), ImportError> {
        for calendar in calendars {
            expand_without_source(self.shared, self.profile, calendar, self.expansion).await?;
        }
        Ok(())
    }
}

/// Where the calendars of an integration are, by the provider's id.
async fn list(
    shared: &Shared,
    calendar: &SourceCalendar,
) -> Result<HashMap<String, FoundCalendar>, ImportError> {
    let address = shared.source_of(calendar).await?;
    let found = in_time(&address, shared.source.list(&address)).await?;
    Ok(found
        .into_iter()
        .map(|found| (found.provider_id.clone(), found))
        .collect())
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

/// Keeps why a calendar could not be read.
pub(super) async fn note_failure(
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

pub(super) fn count(calendars: usize) -> u32 {
    u32::try_from(calendars).unwrap_or(u32::MAX)
}
