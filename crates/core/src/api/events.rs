//! Events and their stories.

use storytime_types::changes::Change;
use storytime_types::choices::Mute;
use storytime_types::events::{ChooseTheme, Event, RegenerateStory, Storyline};
use storytime_types::profile::{Profile, Theme};
use storytime_types::{ApiError, EventId, Instant};

use super::event_answers::{Answering, first_of};
use super::{Api, not_found};
use crate::engine::{Lenders, replan, theme_of, write_again, write_missing, zone_of};
use crate::events::zones::Zone;
use crate::store::events::StoredEvent;
use crate::store::mutes::KnownAs;

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
    /// So many at most; all of them when absent and `to` is given.
    pub limit: Option<u32>,
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
        let usual = query.to.is_none().then_some(DEFAULT_EVENTS);
        let limit = query.limit.or(usual);
        let from = moment("from", query.from.as_deref(), &zone)?.unwrap_or(now);
        let to = moment("to", query.to.as_deref(), &zone)?
            .unwrap_or_else(|| from.plus_ms(DEFAULT_DAYS * Instant::DAY));
        if to < from {
            let why = "is before from: give a later date or moment".to_owned();
            return Err(ApiError::invalid([("to", why)]));
        }
        let found = self
            .shared
            .store
            .events_between(&self.user, from, to, limit)
            .await?;
        let found = self.whole_meetings(found).await?;
        let ids: Vec<EventId> = found.iter().map(|event| event.id.clone()).collect();
        let stories = self
            .shared
            .store
            .stories_of(&self.user, &ids, profile.selected_theme)
            .await?;
        Ok(Answering::new(&profile, now).all(found, &stories))
    }

    /// Every story of one event that is written, in the order of the themes.
    ///
    /// # Errors
    /// When there is no such event.
    pub async fn storylines(&self, id: EventId) -> Result<Vec<Storyline>, ApiError> {
        let event = self.stored_event(&id).await?;
        self.storylines_of(&event).await
    }

    /// A story of one event in every theme, in their order; those that are missing are written.
    ///
    /// # Errors
    /// When there is no such event.
    pub async fn storylines_in_all_themes(&self, id: EventId) -> Result<Vec<Storyline>, ApiError> {
        let event = self.stored_event(&id).await?;
        let profile = self.me().await?;
        write_missing(&self.shared, &profile, &event, &Theme::ALL).await?;
        self.storylines_of(&event).await
    }

    /// Gives one event a style of its own, or the profile's again; its story follows at once.
    ///
    /// # Errors
    /// When there is no such event.
    pub async fn choose_theme(&self, id: EventId, asked: ChooseTheme) -> Result<Event, ApiError> {
        let store = &self.shared.store;
        if !store.set_event_theme(&self.user, &id, asked.theme).await? {
            return Err(not_found("event"));
        }
        let (profile, event) = (self.me().await?, self.stored_event(&id).await?);
        let theme = theme_of(&event, &profile);
        write_missing(&self.shared, &profile, &event, &[theme]).await?;
        for change in [Change::Events, Change::Stories] {
            self.shared.announce(change);
        }
        self.event_answer(&profile, event).await
    }

    /// Mutes an event or its series, or lets both remind again; the plan follows.
    ///
    /// # Errors
    /// When there is no such event.
    pub async fn mute(&self, id: EventId, asked: Mute) -> Result<Event, ApiError> {
        let (store, now) = (&self.shared.store, self.shared.now());
        let (profile, event) = (self.me().await?, self.stored_event(&id).await?);
        for one in self.meeting(&event).await? {
            // Taken away is what was muted of any copy; given it is to the one that was asked for.
            let scope = asked.scope.filter(|_| one.id == id);
            let one = KnownAs {
                calendar: &one.calendar,
                uid: &one.content.uid,
                instance: &one.content.instance,
            };
            store.mute(&self.user, one, scope, now).await?;
        }
        replan(&self.shared, &profile, None).await?;
        for change in [Change::Events, Change::Ledger] {
            self.shared.announce(change);
        }
        let event = self.stored_event(&id).await?;
        self.event_answer(&profile, event).await
    }

    /// An event and its copies in other calendars.
    async fn meeting(&self, event: &StoredEvent) -> Result<Vec<StoredEvent>, ApiError> {
        let (from, to) = (event.content.start, event.content.start.plus_ms(1));
        let store = &self.shared.store;
        let mut all = store
            .events_between(&self.user, from.plus_ms(-1), to, None)
            .await?;
        let first = first_of(event);
        all.retain(|one| one.id == event.id || first_of(one) == first);
        if all.iter().all(|one| one.id != event.id) {
            all.push(event.clone());
        }
        Ok(all)
    }

    /// These events, those that stand for copies with what these know of link and place.
    pub(super) async fn whole_meetings(
        &self,
        mut events: Vec<StoredEvent>,
    ) -> Result<Vec<StoredEvent>, ApiError> {
        let lenders = Lenders::of(&self.shared, &self.user, &events).await?;
        for event in &mut events {
            *event = lenders.on_own_screen(event);
        }
        Ok(events)
    }

    /// One event, as a list of all would have it.
    async fn event_answer(&self, profile: &Profile, event: StoredEvent) -> Result<Event, ApiError> {
        let (id, theme) = (event.id.clone(), profile.selected_theme);
        let meeting = self.meeting(&event).await?;
        let meeting = self.whole_meetings(meeting).await?;
        let ids = std::slice::from_ref(&id);
        let stories = self.shared.store.stories_of(&self.user, ids, theme).await?;
        let all = Answering::new(profile, self.shared.now()).all(meeting, &stories);
        let found = all.into_iter().find(|one| one.id == id);
        found.ok_or_else(|| not_found("event"))
    }

    async fn stored_event(&self, id: &EventId) -> Result<StoredEvent, ApiError> {
        let event = self.shared.store.event(&self.user, id).await?;
        event.ok_or_else(|| not_found("event"))
    }

    async fn storylines_of(&self, event: &StoredEvent) -> Result<Vec<Storyline>, ApiError> {
        let store = &self.shared.store;
        let stories = store.storylines_of_event(&self.user, &event.id).await?;
        let mut stories: Vec<Storyline> =
            stories.into_iter().map(|story| story.storyline).collect();
        stories.sort_by_key(|story| Theme::ALL.iter().position(|theme| *theme == story.theme));
        Ok(stories)
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
        let event = self.stored_event(&id).await?;
        let theme = asked.theme.unwrap_or_else(|| theme_of(&event, &profile));
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
