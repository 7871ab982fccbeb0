//! One integration's part of a sync: its calendars are listed, new ones taken up, and each read.

use std::collections::HashMap;
use std::sync::OnceLock;

use futures_util::future::join_all;
use storytime_types::calendars::{CalendarProvider, Presence};
use storytime_types::profile::Profile;
use storytime_types::sync::SyncJobType;
use tokio::sync::Semaphore;

use super::following::{follow, replan_after};
use super::report::Report;
use crate::calendars::Validators;
use crate::calendars::source::FoundCalendar;
use crate::engine::Shared;
use crate::engine::backoff::Trouble;
use crate::engine::import::{
    Expansion, ImportError, Imported, expand_without_source, import_calendar,
};
use crate::store::StoreError;
use crate::store::calendars::SourceCalendar;

/// So many calendars of one integration are read at the same time: one that hangs keeps only itself
/// waiting.
const CALENDARS_AT_ONCE: usize = 2;

/// What became of the calendars of one integration.
#[derive(Default)]
pub(super) struct Visit {
    /// Whether one could be read.
    pub(super) some_read: bool,
    /// Whether one was left alone, because it failed before or asked for that.
    pub(super) some_left_alone: bool,
    /// Whether one was put off, because somebody else reads the integration or wants it for something
    /// else. That is no trouble, and over soon.
    pub(super) some_put_off: bool,
    /// What went wrong.
    pub(super) errors: Vec<ImportError>,
}

impl Visit {
    /// Nothing was asked, because the whole integration is to be left alone.
    fn none() -> Self {
        Self {
            some_left_alone: true,
            ..Self::default()
        }
    }

    /// All of it was put off.
    pub(super) fn put_off() -> Self {
        Self {
            some_put_off: true,
            ..Self::default()
        }
    }

    /// That nothing could be read.
    pub(super) fn failed(error: ImportError) -> Self {
        Self {
            errors: vec![error],
            ..Self::default()
        }
    }

    /// What went wrong, in one. That an account lets nobody in is all there is to say of it.
    pub(super) fn into_error(mut self) -> Option<ImportError> {
        if let Some(ended) = self.errors.iter().position(ImportError::wants_reconnecting) {
            return Some(self.errors.swap_remove(ended));
        }
        match self.errors.len() {
            0 | 1 => self.errors.pop(),
            _ => Some(ImportError::Several(self.errors)),
        }
    }
}

/// What became of one calendar.
enum Outcome {
    Read,
    /// Its next look is not due yet.
    NotDue,
    /// It failed before, or its provider asked for that.
    LeftAlone,
    /// Its account lets nobody in any longer.
    ShutOut,
    /// Its source lists it no longer, and that is known.
    Gone,
    /// Somebody wants its integration for something else.
    PutOff,
    Failed(ImportError),
}

/// Why the calendars that are left of an integration are not asked in this job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stop {
    /// One was refused for asking too often.
    Throttled,
    /// The person has to connect the account again.
    ShutOut,
}

impl Stop {
    /// What one calendar's failure means for the others.
    fn after(outcome: &Outcome) -> Option<Self> {
        match outcome {
            Outcome::Failed(error) if error.wants_reconnecting() => Some(Self::ShutOut),
            Outcome::Failed(error) if error.is_throttling() => Some(Self::Throttled),
            _ => None,
        }
    }
}

impl From<Stop> for Outcome {
    fn from(stop: Stop) -> Self {
        match stop {
            Stop::Throttled => Self::LeftAlone,
            Stop::ShutOut => Self::ShutOut,
        }
    }
}

/// One integration within a job.
pub(super) struct Part<'a> {
    pub(super) shared: &'a Shared,
    pub(super) profile: &'a Profile,
    pub(super) report: &'a Report,
    pub(super) kind: SyncJobType,
}

impl Part<'_> {
    /// Syncs the calendars of one integration.
    pub(super) async fn sync(&self, calendars: &[SourceCalendar]) -> Result<Visit, ImportError> {
        let Some(one) = calendars.first() else {
            return Ok(Visit::default());
        };
        let (shared, id) = (self.shared, &one.integration);
        if self.is_left_alone(id.as_str()) {
            self.pass_by(calendars).await?;
            return Ok(Visit::none());
        }
        let before = shared.backoff.to_keep(id.as_str());
        let visit = self.ask(one, calendars).await?;
        let after = shared.backoff.to_keep(id.as_str());
        if after != before {
            shared.store.keep_pause(id, after).await?;
        }
        Ok(visit)
    }

    /// Asks the source of one integration.
    async fn ask(
        &self,
        one: &SourceCalendar,
        calendars: &[SourceCalendar],
    ) -> Result<Visit, ImportError> {
        let (shared, id) = (self.shared, one.integration.as_str());
        let listing = match shared.list(one).await {
            Ok(listing) => listing,
            Err(ImportError::GaveWay) => return Ok(self.put_off(calendars.len())),
            Err(error) => {
                shared
                    .backoff
                    .failed(id, Trouble::behind(&error), shared.now());
                // What was wrong with one of its calendars is no longer known.
                shared.store.forget_failures(&one.integration).await?;
                self.pass_by(calendars).await?;
                return Ok(Visit::failed(error));
            }
        };
        let known = calendars.len();
        let (calendars, followed) = follow(shared, one, calendars, &listing).await?;
        replan_after(shared, self.profile, followed).await?;
        let found = by_provider_id(listing.calendars);
        self.report.advance(|job| {
            job.calendars_total += count(calendars.len().saturating_sub(known));
        });
        self.read(one, &calendars, &found).await
    }

    /// Reads calendars of one integration, which were found there.
    pub(super) async fn read(
        &self,
        one: &SourceCalendar,
        calendars: &[SourceCalendar],
        found: &HashMap<String, FoundCalendar>,
    ) -> Result<Visit, ImportError> {
        let outcomes = self.visit_all(calendars, found).await?;
        Ok(self.settle(one, calendars, outcomes))
    }

    /// Shows that so many calendars are done with, of an integration that is put off.
    pub(super) fn put_off(&self, calendars: usize) -> Visit {
        self.report
            .advance(|job| job.calendars_done += count(calendars));
        Visit::put_off()
    }

    /// Looks at the calendars, two at a time.
    async fn visit_all(
        &self,
        calendars: &[SourceCalendar],
        found: &HashMap<String, FoundCalendar>,
    ) -> Result<Vec<Outcome>, ImportError> {
        let turns = Semaphore::new(CALENDARS_AT_ONCE);
        let stop = OnceLock::new();
        let outcomes = join_all(calendars.iter().map(async |calendar| {
            let _turn = turns.acquire().await;
            let outcome = match stop.get() {
                Some(stop) => {
                    self.pass_by(std::slice::from_ref(calendar)).await?;
                    Outcome::from(*stop)
                }
                None => {
                    let found = found.get(&calendar.provider_calendar_id);
                    self.visit(calendar, found).await?
                }
            };
            if let Some(found) = Stop::after(&outcome) {
                stop.get_or_init(|| found);
            }
            Ok(outcome)
        }));
        outcomes.await.into_iter().collect()
    }

    /// Remembers who is to be left alone from now on. Where some calendars can be read, the others
    /// wait for themselves; otherwise, or where the account or its provider refuses, all of them do.
    fn settle(
        &self,
        one: &SourceCalendar,
        calendars: &[SourceCalendar],
        outcomes: Vec<Outcome>,
    ) -> Visit {
        let (backoff, now) = (&self.shared.backoff, self.shared.now());
        let mut visit = Visit {
            some_read: is_read(&outcomes),
            ..Visit::default()
        };
        for (calendar, outcome) in calendars.iter().zip(outcomes) {
            match outcome {
                Outcome::Read | Outcome::Gone => backoff.succeeded(calendar.id.as_str()),
                Outcome::NotDue | Outcome::ShutOut => {}
                Outcome::LeftAlone => visit.some_left_alone = true,
                Outcome::PutOff => visit.some_put_off = true,
                Outcome::Failed(error) => {
                    if visit.some_read && !error.concerns_all() {
                        backoff.failed(calendar.id.as_str(), Trouble::behind(&error), now);
                    }
                    let is_one_of_several =
                        calendars.len() > 1 && calendar.provider != CalendarProvider::Ics;
                    visit.errors.push(match is_one_of_several {
                        true => error.of(&calendar.name),
                        // A file says which one it is.
                        false => error,
                    });
                }
            }
        }
        let worst = visit.errors.iter().map(Trouble::behind);
        let concerns_all = visit.errors.iter().any(ImportError::concerns_all);
        match worst.reduce(Trouble::worse) {
            Some(trouble) if concerns_all || !visit.some_read => {
                backoff.failed(one.integration.as_str(), trouble, now);
            }
            _ if visit.some_read => backoff.succeeded(one.integration.as_str()),
            _ => {}
        }
        visit
    }

    /// Looks at one calendar.
    async fn visit(
        &self,
        calendar: &SourceCalendar,
        found: Option<&FoundCalendar>,
    ) -> Result<Outcome, ImportError> {
        if found.is_none() && calendar.presence == Presence::Gone {
            self.done_with(&Imported::default()).await?;
            return Ok(Outcome::Gone);
        }
        let waits = self.kind == SyncJobType::Poll && !is_due(self.shared, calendar);
        if waits || self.is_left_alone(calendar.id.as_str()) {
            self.pass_by(std::slice::from_ref(calendar)).await?;
            return Ok(if waits {
                Outcome::NotDue
            } else {
                Outcome::LeftAlone
            });
        }
        let (shared, profile, expansion) = (self.shared, self.profile, self.expansion());
        let outcome = match found {
            Some(found) => import_calendar(shared, profile, calendar, found, expansion).await,
            None => Err(ImportError::Gone {
                name: calendar.name.clone(),
                place: calendar.provider.into(),
            }),
        };
        let (imported, outcome) = match outcome {
            Ok(imported) => (imported, Outcome::Read),
            Err(ImportError::GaveWay) => (Imported::default(), Outcome::PutOff),
            Err(error) => {
                // That the account lets nobody in is kept with the account, once.
                if !error.wants_reconnecting() {
                    note_failure(shared, calendar, &error).await?;
                }
                (Imported::default(), Outcome::Failed(error))
            }
        };
        self.done_with(&imported).await?;
        Ok(outcome)
    }

    /// Whether a source is not asked now. The person, who asks for it, may try.
    fn is_left_alone(&self, id: &str) -> bool {
        self.kind != SyncJobType::ManualSync
            && self.shared.backoff.holds_back(id, self.shared.now())
    }

    /// Whether what has not changed is expanded all the same.
    fn expansion(&self) -> Expansion {
        match self.kind {
            SyncJobType::DailySync => Expansion::Always,
            SyncJobType::ManualSync | SyncJobType::Poll => Expansion::WhenDue,
        }
    }

    /// Does for calendars that are not asked what can be done without: no reminder depends on a
    /// server that is down, or on a keyring.
    async fn pass_by(&self, calendars: &[SourceCalendar]) -> Result<(), ImportError> {
        let (shared, profile, expansion) = (self.shared, self.profile, self.expansion());
        for calendar in calendars {
            let expanded = match calendar.presence {
                Presence::Gone => Imported::default(),
                Presence::Listed | Presence::Missing => {
                    expand_without_source(shared, profile, calendar, expansion).await?
                }
            };
            self.done_with(&expanded).await?;
        }
        Ok(())
    }

    /// Shows that one calendar more is done.
    async fn done_with(&self, imported: &Imported) -> Result<(), StoreError> {
        let events = imported.events.unwrap_or(0);
        self.report.done(events, imported.changed).await
    }
}

/// Whether a poll asks for it: a subscription may say how often that makes sense.
fn is_due(shared: &Shared, calendar: &SourceCalendar) -> bool {
    let known = calendar.sync_token.as_deref().and_then(Validators::parse);
    let every_ms = known.as_ref().and_then(Validators::refresh_ms);
    let times = &shared.reading_times;
    let last = times.of_calendar(&calendar.id, calendar.last_sync_at);
    match (every_ms, last) {
        (Some(every_ms), Some(last)) => !(0..every_ms).contains(&shared.now().ms_since(last)),
        _ => true,
    }
}

/// Whether anything could be read. Where all there was is gone, its source said so.
fn is_read(outcomes: &[Outcome]) -> bool {
    let is = |one: &Outcome| matches!(one, Outcome::Read);
    let is_gone = |one: &Outcome| matches!(one, Outcome::Gone);
    outcomes.iter().any(is) || !outcomes.is_empty() && outcomes.iter().all(is_gone)
}

/// Calendars by the provider's id.
pub(super) fn by_provider_id(found: Vec<FoundCalendar>) -> HashMap<String, FoundCalendar> {
    let found = found.into_iter();
    found.map(|one| (one.provider_id.clone(), one)).collect()
}

/// Keeps why a calendar could not be read.
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

pub(super) fn count(calendars: usize) -> u32 {
    u32::try_from(calendars).unwrap_or(u32::MAX)
}
