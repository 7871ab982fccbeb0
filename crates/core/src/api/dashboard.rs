//! How things stand, in a few figures.

use storytime_types::dashboard::{Dashboard, DashboardUser, DayAhead, Stats};
use storytime_types::events::Event;
use storytime_types::profile::Profile;
use storytime_types::{ApiError, EventId, Instant};

use super::{Api, answers};
use crate::config::KEEP_AHEAD_MS;
use crate::engine::zone_of;
use crate::events::zones::Zone;

/// How many days ahead are counted, and how many behind.
const DAYS: i64 = 7;
/// How many events are named.
const EVENTS: u32 = 5;

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
        let week_ago = now.plus_ms(-DAYS * Instant::DAY);
        let last_week = store.reminders_within(&self.user, week_ago, now).await?;
        let last_sync = store.profile_synced_at(&self.user).await?;
        let last_sync = self.shared.looked_at(&self.user, last_sync);
        let ai_provider = store.ai_provider(&self.user).await?.unwrap_or_default();
        Ok(Dashboard {
            recent_events: self.next_events(&profile, &zone, now).await?,
            user: DashboardUser {
                id: profile.id,
                name: profile.name,
                selected_theme: profile.selected_theme,
                ai_provider,
            },
            stats,
            days,
            last_week,
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

    async fn next_events(
        &self,
        profile: &Profile,
        zone: &Zone,
        now: Instant,
    ) -> Result<Vec<Event>, ApiError> {
        let store = &self.shared.store;
        let until = now.plus_ms(KEEP_AHEAD_MS);
        let found = store
            .events_between(&self.user, now, until, Some(EVENTS))
            .await?;
        let ids: Vec<EventId> = found.iter().map(|event| event.id.clone()).collect();
        let stories = store
            .stories_of(&self.user, &ids, profile.selected_theme)
            .await?;
        Ok(found
            .into_iter()
            .map(|event| answers::event(event, &stories, profile, zone, now))
            .collect())
    }
}
