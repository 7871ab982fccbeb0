//! Events and their stories.

use storytime_types::events::{Event, RegenerateStory, Storyline};
use storytime_types::{ApiError, EventId, Instant};

use super::{Api, answers, not_found};
use crate::engine::{write_again, zone_of};
use crate::events::zones::Zone;

/// Without `from` and `to`: the next seven days, ten events.
const DEFAULT_DAYS: i64 = 7;
const DEFAULT_EVENTS: u32 = 10;

/// Which events: dates in the profile's zone, or instants.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EventQuery {
    /// From here on; now when absent.
    pub from: Option<String>,
    /// Up to here, exclusive.
    pub to: Option<String>,
}

impl Api {
    /// The events that overlap the time asked for, in order of their start, each with its story in
    /// the profile's theme.
    ///
    /// # Errors
    /// A `VALIDATION_ERROR` for what is neither a date nor an instant.
    pub async fn events(&self, query: EventQuery) -> Result<Vec<Event>, ApiError> {
        let profile = self.me().await?;
        let (zone, now) = (zone_of(&profile), self.shared.now());
        let limit = query.to.is_none().then_some(DEFAULT_EVENTS);
        let from = moment("from", query.from.as_deref(), &zone)?.unwrap_or(now);
        let to = moment("to", query.to.as_deref(), &zone)?
            .unwrap_or_else(|| from.plus_ms(DEFAULT_DAYS * Instant::DAY));
        let found = self
            .shared
            .store
            .events_between(&self.user, from, to, limit)
            .await?;
        let ids: Vec<EventId> = found.iter().map(|event| event.id.clone()).collect();
        let stories = self
            .shared
            .store
            .stories_of(&ids, profile.selected_theme)
            .await?;
        Ok(found
            .into_iter()
            .map(|event| answers::event(event, &stories, &zone, now))
            .collect())
    }

    /// Every story of one event.
    ///
    /// # Errors
    /// When there is no such event.
    pub async fn storylines(&self, id: EventId) -> Result<Vec<Storyline>, ApiError> {
        let store = &self.shared.store;
        if store.event(&self.user, &id).await?.is_none() {
            return Err(not_found("event"));
        }
        let stories = store.storylines_of_event(&self.user, &id).await?;
        Ok(stories.into_iter().map(|story| story.storyline).collect())
    }

    /// Writes another story of an event and answers it.
    ///
    /// # Errors
    /// When there is no such event.
    pub async fn regenerate_story(
        &self,
        id: EventId,
        asked: RegenerateStory,
    ) -> Result<Storyline, ApiError> {
        let profile = self.me().await?;
        let theme = asked.theme.unwrap_or(profile.selected_theme);
        let event = self.shared.store.event(&self.user, &id).await?;
        let event = event.ok_or_else(|| not_found("event"))?;
        write_again(&self.shared, &profile, &event, theme).await?;
        let stories = self.storylines(id).await?;
        stories
            .into_iter()
            .find(|story| story.theme == theme)
            .ok_or_else(|| not_found("story"))
    }
}

/// A date in the profile's zone, or an instant.
pub(super) fn moment(
    field: &str,
    text: Option<&str>,
    zone: &Zone,
) -> Result<Option<Instant>, ApiError> {
    let Some(text) = text else { return Ok(None) };
    if let Ok(date) = text.parse() {
        return Ok(Some(zone.midnight(date)));
    }
    Instant::parse(text).map(Some).ok_or_else(|| {
        let why = "must be a date like 2026-01-05 or an instant like 2026-01-05T08:00:00Z";
        ApiError::invalid([(field, why.to_owned())])
    })
}
