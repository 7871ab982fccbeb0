//! How things stand, in a few figures.

use chrono::Days;
use storytime_types::dashboard::{Dashboard, DashboardUser, DayAhead, DayBehind, Stats};
use storytime_types::events::Event;
use storytime_types::profile::Profile;
use storytime_types::{ApiError, EventId, Instant};

use super::event_answers::Answering;
use super::{Api, answers};
use crate::config::keep_ahead_ms;
use crate::engine::zone_of;
use crate::events::zones::Zone;

/// How many days ahead are counted, and how many behind.
const DAYS: i64 = 7;
/// How many events are named.
const EVENTS: u32 = 5;
/// In so many calendars a meeting may be, and they are still named.
const COPIES: u32 = 4;

impl Api {
    /// How things stand: what is connected, what lies ahead, what became of the reminders.
    ///
    /// # Errors
    /// When the store refuses.
    pub async fn dashboard(&self) -> Result<Dashboard, ApiError> {
        let (store, now) = (&self.shared.store, self.shared.now());
        let profile = self.me().await?;
        let zone = zone_of(&profile);
        let days = self.days_ahead(&zone, now).await?;
        let stats = Stats {
            upcoming_events: days.iter().map(|day| day.events).sum(),
            ..store.stats(&self.user).await?
        };
        let behind = spans_behind(&zone, now);
        let days_behind = self.days_behind(&zone, &behind).await?;
        let first_day = behind.first().map_or(now, |(from, _)| *from);
        let last_sync = self.all_read_at().await?;
        let ai_provider = store.ai_provider(&self.user).await?.unwrap_or_default();
        Ok(Dashboard {
            recent_events: self.next_events(&profile, now).await?,
            user: DashboardUser {
                id: profile.id,
                name: profile.name,
                selected_theme: profile.selected_theme,
                ai_provider,
            },
            stats,
            days,
            last_week: days_behind.iter().map(|day| day.reminders).sum(),
            days_behind,
            by_channel: store.sent_by_channel(&self.user, first_day, now).await?,
            by_theme: store.stories_by_theme(&self.user).await?,
            last_sync_local: last_sync.map(|at| answers::moment(at, &zone)),
            last_sync,
            today: zone.date_text(now),
        })
    }

    async fn days_ahead(&self, zone: &Zone, now: Instant) -> Result<Vec<DayAhead>, ApiError> {
        let mut spans = Vec::new();
        let mut from = now;
        for _ in 0..DAYS {
            let to = zone.next_midnight(from);
            spans.push((from, to));
            from = to;
        }
        let counts = self
            .shared
            .store
            .events_begun_within(&self.user, &spans)
            .await?;
        let days = spans
            .iter()
            .zip(counts)
            .map(|((from, _), events)| DayAhead {
                date: zone.date_text(*from),
                events,
            });
        Ok(days.collect())
    }

    async fn days_behind(
        &self,
        zone: &Zone,
        spans: &[(Instant, Instant)],
    ) -> Result<Vec<DayBehind>, ApiError> {
        let store = &self.shared.store;
        let outcomes = store.reminders_within(&self.user, spans).await?;
        let days = spans
            .iter()
            .zip(outcomes)
            .map(|((from, _), reminders)| DayBehind {
                date: zone.date_text(*from),
                reminders,
            });
        Ok(days.collect())
    }

    async fn next_events(&self, profile: &Profile, now: Instant) -> Result<Vec<Event>, ApiError> {
        let store = &self.shared.store;
        let until = now.plus_ms(keep_ahead_ms(profile));
        let mut found = store
            .events_between(&self.user, now, until, Some(EVENTS * COPIES))
            .await?;
        found.retain(|event| event.copy_of.is_none());
        found.truncate(EVENTS as usize);
        let found = self.whole_meetings(found).await?;
        let ids: Vec<EventId> = found.iter().map(|event| event.id.clone()).collect();
        let stories = store
            .stories_of(&self.user, &ids, profile.selected_theme)
            .await?;
        Ok(Answering::new(profile, now).all(found, &stories))
    }
}

/// The last days up to now, each from its midnight on.
fn spans_behind(zone: &Zone, now: Instant) -> Vec<(Instant, Instant)> {
    let today = zone.date(now);
    let starts: Vec<Instant> = (0..DAYS)
        .rev()
        .filter_map(|days| today.checked_sub_days(Days::new(days.unsigned_abs())))
        .map(|date| zone.midnight(date))
        .collect();
    let ends = starts.iter().skip(1).copied().chain([now]);
    starts.iter().copied().zip(ends).collect()
}
