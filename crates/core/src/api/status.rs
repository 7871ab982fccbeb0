//! What tray and Today page show at a glance, the pause, and the sync.

use chrono::NaiveDate;
use storytime_types::calendars::Integration;
use storytime_types::changes::Change;
use storytime_types::events::Event;
use storytime_types::status::{Pause, Present, Problem, Status};
use storytime_types::sync::{SyncJobType, SyncStarted, SyncStatus};
use storytime_types::{
    ApiError, ErrorCode, Instant, IntegrationId, LocalMoment, Page, Place, Section,
};

use super::event_answers::Answering;
use super::{Api, answers, not_found, troubles};
use crate::config::keep_ahead_ms;
use crate::engine::{begin_sync, clock_sentence, few, zone_of};
use crate::store::settings::Setting;

const LAST_JOBS: u32 = 10;

impl Api {
    /// What tray and Today page show at a glance.
    ///
    /// # Errors
    /// When the store refuses.
    pub async fn status(&self) -> Result<Status, ApiError> {
        let (store, now) = (&self.shared.store, self.shared.now());
        let profile = self.me().await?;
        let zone = zone_of(&profile);
        let mut integrations = store.integrations(&self.user, now).await?;
        integrations.iter_mut().for_each(answers::made_readable);
        let paused_until = store
            .instant_setting(&self.user, Setting::PausedUntil)
            .await?;
        let paused_until = paused_until.filter(|until| *until > now);
        let last_sync_at = self.all_read_at().await?;
        let shut = self.shared.vault_trouble().await?;
        // What waits for the vault is told once, not for each calendar.
        let told_once = shut.as_ref().map(ToString::to_string);
        let mut problems: Vec<Problem> = integrations
            .iter()
            .flat_map(|one| of_calendars(one, told_once.as_deref()))
            .collect();
        let of_the_database = [self.shared.trouble(), self.store_notice(now).await?];
        let of_the_database = of_the_database.into_iter().flatten();
        let (data, secrets) = (
            Place::Section(Section::Data),
            Place::Section(Section::Secrets),
        );
        problems.extend(of_the_database.map(|text| Problem::at(text, &data)));
        problems.extend(shut.map(|shut| Problem::at(shut.sentence(), &secrets)));
        let clock = clock_sentence(store, &self.user, &zone, now).await?;
        problems.extend(clock.map(|text| Problem::at(text, &Place::Page(Page::Today))));
        if store
            .count_failed(&self.user, now.plus_ms(-Instant::DAY))
            .await?
            > 0
        {
            let text = "A reminder could not be delivered: see Reminders.".to_owned();
            problems.push(Problem::at(text, &Place::Page(Page::Reminders)));
        }
        Ok(Status {
            first_run: integrations.is_empty(),
            now,
            today: long_day(zone.date(now)),
            today_date: zone.date_text(now),
            today_ends_at: zone.next_midnight(now),
            next_event: self.next_event().await?,
            paused_until_local: paused_until.map(|until| answers::moment(until, &zone)),
            paused_until,
            last_sync_local: last_sync_at.map(|at| answers::moment(at, &zone)),
            last_sync_at,
            hours: self.shared.hours_of(&profile),
            usual_hours: self.shared.usual_hours(),
            presenting: store.is_presenting(&self.user).await?,
            problems,
        })
    }

    /// What happened to the database lately.
    async fn store_notice(&self, now: Instant) -> Result<Option<String>, ApiError> {
        let store = &self.shared.store;
        let until = store.app_setting(Setting::StoreNoticeUntil).await?;
        let until = until.and_then(|until| until.parse().ok());
        if until.is_some_and(|until| now.ms() > until) {
            return Ok(None);
        }
        Ok(store.app_setting(Setting::StoreNotice).await?)
    }

    /// The next timed event that has not begun, or else the one that runs now.
    async fn next_event(&self) -> Result<Option<Event>, ApiError> {
        let profile = self.me().await?;
        let now = self.shared.now();
        let until = now.plus_ms(keep_ahead_ms(&profile));
        let mut found = self
            .shared
            .store
            .events_between(&self.user, now, until, Some(50))
            .await?;
        found.retain(|event| event.content.all_day.is_none() && event.copy_of.is_none());
        let ahead = found.iter().position(|event| event.content.start >= now);
        let Some(index) = ahead.or(found.len().checked_sub(1)) else {
            return Ok(None);
        };
        let event = self.whole_meetings(vec![found.swap_remove(index)]).await?;
        let ids: Vec<_> = event.iter().map(|event| event.id.clone()).collect();
        let stories = self
            .shared
            .store
            .stories_of(&self.user, &ids, profile.selected_theme)
            .await?;
        let all = Answering::new(&profile, now).all(event, &stories);
        Ok(all.into_iter().next())
    }

    /// Holds reminders back for a while, or lets them go again.
    ///
    /// # Errors
    /// When the store refuses.
    pub async fn pause(&self, asked: Pause) -> Result<Status, ApiError> {
        let now = self.shared.now();
        let until = match asked {
            Pause::Hour => Some(now.plus_ms(Instant::HOUR)),
            Pause::UntilTomorrow => Some(self.zone().await?.next_midnight(now)),
            Pause::Resume => None,
        };
        self.shared
            .store
            .set_instant_setting(&self.user, Setting::PausedUntil, until)
            .await?;
        self.shared.wake_delivery();
        self.shared.announce(Change::Settings);
        self.status().await
    }

    /// Hides titles and the like on the screen, or shows them again.
    ///
    /// # Errors
    /// When the store refuses.
    pub async fn present(&self, asked: Present) -> Result<Status, ApiError> {
        let (store, now) = (&self.shared.store, self.shared.now());
        let since = asked.on.then_some(now);
        store
            .set_instant_setting(&self.user, Setting::Presenting, since)
            .await?;
        self.shared.announce(Change::Settings);
        self.status().await
    }

    /// Begins a sync of every calendar.
    ///
    /// # Errors
    /// `SYNC_IN_PROGRESS` while one runs.
    pub async fn sync_now(&self) -> Result<SyncStarted, ApiError> {
        match begin_sync(&self.shared, &self.user, SyncJobType::ManualSync) {
            Ok(job) => Ok(SyncStarted {
                job: answers::sync_job(job, &self.zone().await?),
            }),
            Err(_) => Err(ApiError::new(
                ErrorCode::SyncInProgress,
                "A sync is running already; its result appears here in a moment.",
            )),
        }
    }

    /// Begins a sync because of one integration. The others are looked at, too: asking a source
    /// that has not changed costs next to nothing.
    ///
    /// # Errors
    /// When there is no such integration, or a sync is running.
    pub async fn sync_integration(&self, id: IntegrationId) -> Result<SyncStarted, ApiError> {
        let known = self
            .shared
            .store
            .integrations(&self.user, self.shared.now())
            .await?;
        if !known.iter().any(|integration| integration.id == id) {
            return Err(not_found("integration"));
        }
        self.sync_now().await
    }

    /// Since when every calendar that is on is known to be as it is shown; of none at all, when they
    /// were last looked for.
    pub(super) async fn all_read_at(&self) -> Result<Option<Instant>, ApiError> {
        let store = &self.shared.store;
        let stored = store.profile_synced_at(&self.user).await?;
        let all = self.shared.looked_at(&self.user, stored);
        let read = store.reading_times(&self.user).await?;
        // One that was connected since was read when it was.
        let read = read
            .into_iter()
            .map(|(id, stored)| self.shared.read_at(&self.user, &id, stored));
        let oldest = read.map(|at| at.max(all)).min();
        Ok(oldest.unwrap_or(all))
    }

    /// As [`Self::all_read_at`], in the profile's zone.
    ///
    /// # Errors
    /// When the store refuses.
    pub async fn last_read(&self) -> Result<Option<LocalMoment>, ApiError> {
        let (at, zone) = (self.all_read_at().await?, self.zone().await?);
        Ok(at.map(|at| answers::moment(at, &zone)))
    }

    /// The sync that runs, and the last ones.
    ///
    /// # Errors
    /// When the store refuses.
    pub async fn sync_status(&self) -> Result<SyncStatus, ApiError> {
        let (store, zone) = (&self.shared.store, self.zone().await?);
        let local = |job| answers::sync_job(job, &zone);
        let last = store.last_sync_jobs(&self.user, LAST_JOBS).await?;
        Ok(SyncStatus {
            current: self.shared.current_sync(&self.user).map(local),
            last: last.into_iter().map(local).collect(),
        })
    }
}

/// The first three of its calendars that have trouble, each in full, and how many more there are.
fn of_calendars(integration: &Integration, told_already: Option<&str>) -> Vec<Problem> {
    let mut troubles = troubles::of(integration);
    troubles.retain(|why| told_already != Some(why));
    let troubles = few(troubles);
    let texts = troubles
        .iter()
        .map(|why| format!("{}: {why}", integration.called()));
    let card = Place::Integration(integration.id.clone());
    texts.map(|text| Problem::at(text, &card)).collect()
}

/// `Sunday 22 November`.
fn long_day(date: NaiveDate) -> String {
    date.format("%A %-d %B").to_string()
}
