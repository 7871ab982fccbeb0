//! When what was last read. A look that finds nothing new is worth no write to the disk, so this
//! process knows it to the minute and the database to the hour: the times are written when a sync
//! writes something anyway, when the oldest of them is an hour old, and at the end.

use std::sync::{Mutex, MutexGuard, PoisonError};

use storytime_types::calendars::{Integration, IntegrationStatus};
use storytime_types::{CalendarId, Instant, IntegrationId, UserId};

use super::Shared;
use crate::store::StoreError;
use crate::store::calendars::ReadAt;

/// So far behind may be what the database knows, in milliseconds. The plan rolls on as often, which
/// is a write.
const KEPT_EVERY_MS: i64 = Instant::HOUR;

/// When calendars, integrations and all of a profile were last read by this process.
#[derive(Debug, Default)]
pub(super) struct ReadingTimes(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    read_at: ReadAt,
    /// The oldest that the database does not know.
    waiting_since: Option<Instant>,
}

impl ReadingTimes {
    /// A calendar was read, or is known to be as it was.
    pub(super) fn note_calendar(&self, id: &CalendarId, now: Instant) {
        let mut state = self.state();
        state.read_at.calendars.insert(id.clone(), now);
        state.wait(now);
    }

    /// Some of an integration's calendars were.
    pub(super) fn note_integration(&self, id: &IntegrationId, now: Instant) {
        let mut state = self.state();
        state.read_at.integrations.insert(id.clone(), now);
        state.wait(now);
    }

    /// All calendars of a profile were.
    pub(super) fn note_profile(&self, id: &UserId, now: Instant) {
        let mut state = self.state();
        state.read_at.profiles.insert(id.clone(), now);
        state.wait(now);
    }

    /// When a calendar was last read, given what is stored of it.
    pub(super) fn of_calendar(&self, id: &CalendarId, stored: Option<Instant>) -> Option<Instant> {
        let known = self.state().read_at.calendars.get(id).copied();
        known.or(stored)
    }

    /// As [`Self::of_calendar`], of an integration.
    pub(super) fn of_integration(
        &self,
        id: &IntegrationId,
        stored: Option<Instant>,
    ) -> Option<Instant> {
        let known = self.state().read_at.integrations.get(id).copied();
        known.or(stored)
    }

    /// As [`Self::of_calendar`], of all calendars of a profile.
    pub(super) fn of_profile(&self, id: &UserId, stored: Option<Instant>) -> Option<Instant> {
        let known = self.state().read_at.profiles.get(id).copied();
        known.or(stored)
    }

    /// Whether the database is so far behind that it is told.
    pub(super) fn are_overdue(&self, now: Instant) -> bool {
        let since = self.state().waiting_since;
        since.is_some_and(|since| !(0..KEPT_EVERY_MS).contains(&now.ms_since(since)))
    }

    /// What the database does not know, which from now on it does.
    fn take(&self) -> Option<ReadAt> {
        let mut state = self.state();
        state.waiting_since.take()?;
        Some(state.read_at.clone())
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn wait(&mut self, now: Instant) {
        self.waiting_since.get_or_insert(now);
    }
}

/// Writes the times that are not in the database yet.
pub(super) async fn keep(shared: &Shared) -> Result<(), StoreError> {
    match shared.reading_times.take() {
        Some(read_at) => shared.store.keep_reading_times(&read_at).await,
        None => Ok(()),
    }
}

/// As [`keep`], with those of the polls that rested on a glance at the files: at the end.
pub(super) async fn keep_all(shared: &Shared) {
    for (user, at) in shared.standstill.all_looked_at() {
        shared.reading_times.note_profile(&user, at);
    }
    if let Err(error) = keep(shared).await {
        tracing::warn!(%error, "when the calendars were last looked at is not kept");
    }
}

impl Shared {
    /// When all calendars of a profile were last looked at, given what is stored of it.
    pub(crate) fn looked_at(&self, user: &UserId, stored: Option<Instant>) -> Option<Instant> {
        let read = self.reading_times.of_profile(user, stored);
        read.max(self.standstill.looked_at(user))
    }

    /// When an integration was last read, given what is stored of it.
    pub(crate) fn read_at(
        &self,
        user: &UserId,
        id: &IntegrationId,
        stored: Option<Instant>,
    ) -> Option<Instant> {
        let read = self.reading_times.of_integration(id, stored);
        read.max(self.standstill.looked_at(user))
    }

    /// Puts the times at which an integration and its calendars were last read in the place of those
    /// that are stored.
    pub(crate) fn tell_reading_times(&self, user: &UserId, integration: &mut Integration) {
        let (id, stored) = (&integration.id, integration.last_sync_at);
        integration.last_sync_at = match integration.status {
            IntegrationStatus::Active => self.read_at(user, id, stored),
            _ => self.reading_times.of_integration(id, stored),
        };
        for calendar in &mut integration.calendars {
            let (id, stored) = (&calendar.id, calendar.last_sync_at);
            calendar.last_sync_at = self.reading_times.of_calendar(id, stored);
            // With its integration all was read that nothing is wrong with.
            if calendar.is_active && calendar.error_message.is_none() {
                calendar.last_sync_at = calendar.last_sync_at.max(integration.last_sync_at);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minute: i64) -> Instant {
        Instant::from_ms(minute * Instant::MINUTE)
    }

    #[test]
    fn the_database_is_an_hour_behind_at_most() {
        let times = ReadingTimes::default();
        let team = CalendarId("team".into());
        assert!(!times.are_overdue(at(0)));
        times.note_calendar(&team, at(0));
        times.note_calendar(&team, at(55));

        assert!(!times.are_overdue(at(59)));
        assert!(times.are_overdue(at(60)));

        assert_eq!(times.take().unwrap().calendars[&team], at(55));
        assert!(times.take().is_none(), "nothing is written twice");
        assert!(!times.are_overdue(at(600)));
    }

    #[test]
    fn what_this_process_knows_counts_more_than_what_is_stored() {
        let times = ReadingTimes::default();
        let team = CalendarId("team".into());
        assert_eq!(times.of_calendar(&team, Some(at(9))), Some(at(9)));
        times.note_calendar(&team, at(5));
        assert_eq!(times.of_calendar(&team, Some(at(9))), Some(at(5)));
    }

    #[test]
    fn a_clock_that_was_set_back_makes_no_time_wait_for_ever() {
        let times = ReadingTimes::default();
        times.note_profile(&UserId("ann".into()), at(600));
        assert!(times.are_overdue(at(0)));
    }
}
