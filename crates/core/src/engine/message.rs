//! Makes a message of a ledger row: the story, and the plain facts that are rendered by us.

use std::collections::{HashMap, HashSet};

use storytime_types::choices::Privacy;
use storytime_types::notifications::NotificationKind;
use storytime_types::profile::Profile;
use storytime_types::{ChannelId, EventId, Instant, StorylineId};

use super::Shared;
use super::privacy;
use super::storytelling::{self, Tellers, TellingMoment};
use super::wall_clock::WallClock;
use super::whole_meeting::Lenders;
use crate::channels::{Action, Message};
use crate::reminders::lateness;
use crate::store::StoreError;
use crate::store::events::{EventContent, StoredEvent};
use crate::store::ledger::{AttemptBegin, LedgerRow};
use crate::store::storylines::StoredStoryline;
use crate::stories::surroundings::Surroundings;
use crate::stories::{guard, plain};

/// A due row, and how its event stands when it is late (`started 12 min ago`).
pub(super) struct Ready {
    pub(super) row: LedgerRow,
    pub(super) late: Option<String>,
}

/// What the attempts at these rows will send. A row that was tried before, or that brought its own
/// text, keeps it.
pub(super) async fn compose(
    shared: &Shared,
    profile: &Profile,
    ready: &[Ready],
) -> Result<Vec<AttemptBegin>, StoreError> {
    let ids: Vec<EventId> = ready
        .iter()
        .filter(|ready| ready.row.message.is_none())
        .filter_map(|ready| ready.row.event.clone())
        .collect();
    let (clock, theme) = (WallClock::of(shared, profile), profile.selected_theme);
    let mut stories = shared.store.stories_of(&profile.id, &ids, theme).await?;
    let events = shared.store.events_by_id(&profile.id, &ids).await?;
    let now = shared.now();
    stories.retain(|id, story| {
        let mut events = events.iter();
        let event = events.find(|event| event.id == *id);
        event.is_some_and(|event| {
            let text = &story.storyline.story_text;
            event.content.data_hash == story.data_hash
                && !leaves_the_day_open(event, text, &clock, now)
        })
    });
    let sources = Sources {
        now,
        at_need: told_at_need(shared, profile, &events, &stories, &clock).await?,
        reduced: reduced(shared, profile, &events, &clock).await?,
        own_screen: shared.store.own_screen(&profile.id).await?,
        lenders: Lenders::of(shared, &profile.id, &events).await?,
        clock,
        events: events
            .into_iter()
            .map(|event| (event.id.clone(), event))
            .collect(),
        stories,
    };
    Ok(ready.iter().map(|ready| sources.attempt(ready)).collect())
}

/// Whether a story that was written ahead names the time of day of an event that is not today: the
/// window shows it below the event's day, and a message stands alone.
fn leaves_the_day_open(event: &StoredEvent, story: &str, clock: &WallClock, now: Instant) -> bool {
    let is_ahead = event.content.start > now && event.content.all_day.is_none();
    is_ahead && clock.other_day(event.content.start, now).is_some() && guard::names_a_time(story)
}

/// Stories for the events that none was written ahead for, or none that can stand alone.
async fn told_at_need(
    shared: &Shared,
    profile: &Profile,
    events: &[StoredEvent],
    kept: &HashMap<EventId, StoredStoryline>,
    clock: &WallClock,
) -> Result<HashMap<EventId, String>, StoreError> {
    let without: Vec<&StoredEvent> = events
        .iter()
        .filter(|event| !kept.contains_key(&event.id))
        .collect();
    if without.is_empty() {
        return Ok(HashMap::new());
    }
    let mut tellers = Tellers::new(shared, profile);
    let mut told = HashMap::with_capacity(without.len());
    for event in without {
        let teller = tellers.of(storytelling::theme_of(event, profile)).await?;
        let nothing_known = Surroundings::default();
        let moment = TellingMoment::Reminder(shared.now());
        let story = storytelling::tell(teller, event, clock, (nothing_known, moment), 0);
        told.insert(event.id.clone(), story.story_text);
    }
    Ok(told)
}

/// The events of which less than everything may leave this computer, each as it may, with a story
/// that is made of no more. That somebody is busy is no story.
async fn reduced(
    shared: &Shared,
    profile: &Profile,
    events: &[StoredEvent],
    clock: &WallClock,
) -> Result<HashMap<EventId, (StoredEvent, String)>, StoreError> {
    let mut tellers = Tellers::new(shared, profile);
    let mut told = HashMap::new();
    for seen in events.iter().filter_map(privacy::reduced) {
        let story = if seen.privacy == Privacy::BusyOnly {
            String::new()
        } else {
            let teller = tellers.of(storytelling::theme_of(&seen, profile)).await?;
            let known = (
                Surroundings::default(),
                TellingMoment::Reminder(shared.now()),
            );
            storytelling::tell(teller, &seen, clock, known, 0).story_text
        };
        told.insert(seen.id.clone(), (seen, story));
    }
    Ok(told)
}

struct Sources {
    now: Instant,
    clock: WallClock,
    events: HashMap<EventId, StoredEvent>,
    /// Those that fit their events.
    stories: HashMap<EventId, StoredStoryline>,
    /// Of events without one.
    at_need: HashMap<EventId, String>,
    /// Those of which less than everything may leave this computer, each as it may, with its story.
    reduced: HashMap<EventId, (StoredEvent, String)>,
    /// The channels that are this computer's screen.
    own_screen: HashSet<ChannelId>,
    /// Their copies in other calendars.
    lenders: Lenders,
}

impl Sources {
    fn attempt(&self, ready: &Ready) -> AttemptBegin {
        let row = &ready.row;
        if let Some(message) = &row.message {
            return AttemptBegin {
                id: row.id.clone(),
                message: message.clone(),
                storyline: row.storyline.clone(),
            };
        }
        let (message, storyline) = self.made(ready);
        AttemptBegin {
            id: row.id.clone(),
            message,
            storyline,
        }
    }

    fn made(&self, ready: &Ready) -> (Message, Option<StorylineId>) {
        let row = &ready.row;
        let stays = row
            .channel
            .as_ref()
            .is_some_and(|id| self.own_screen.contains(id));
        let event = row.event.as_ref().and_then(|id| self.events.get(id));
        let Some(event) = event else {
            return (bare(row), None);
        };
        match self.reduced.get(&event.id).filter(|_| !stays) {
            Some((seen, story)) => (self.about(seen, story.clone(), ready), None),
            None => {
                let kept = self.stories.get(&event.id);
                let story = kept
                    .map(|kept| &kept.storyline.story_text)
                    .or_else(|| self.at_need.get(&event.id));
                let story = story.cloned().unwrap_or_default();
                let whole = if stays {
                    self.lenders.on_own_screen(event)
                } else {
                    self.lenders.elsewhere(event)
                };
                (
                    self.about(&whole, story, ready),
                    kept.map(|kept| kept.id.clone()),
                )
            }
        }
    }

    /// `starts in 15 min`; an all-day event has no such words.
    fn stands(&self, event: &StoredEvent, ready: &Ready) -> Option<String> {
        let timed = event.content.all_day.is_none();
        let words = || lateness::words(event.content.start, self.now);
        ready.late.clone().or_else(|| timed.then(words))
    }

    fn about(&self, event: &StoredEvent, story: String, ready: &Ready) -> Message {
        let content = &event.content;
        let mut actions = vec![Action::Open];
        if content.meeting_link.is_some() {
            actions.push(Action::Join);
        }
        actions.extend([Action::Snooze, Action::Done]);
        Message {
            title: plain::title(&content.title),
            story,
            facts: self.facts(event, self.stands(event, ready).as_deref()),
            join_link: content.meeting_link.clone(),
            actions,
            ..bare(&ready.row)
        }
    }

    /// Local time and place, one a line; a place that is the link to join, also as it was typed
    /// without `https://`, says nothing more.
    fn facts(&self, event: &StoredEvent, stands: Option<&str>) -> Vec<String> {
        let content = &event.content;
        let mut when = self.when(content);
        if let Some(stands) = stands {
            when = format!("{when} · {stands}");
        }
        let place = content
            .location
            .as_deref()
            .map(guard::line)
            .filter(|place| {
                let link = content.meeting_link.as_deref();
                let typed = link.map(|link| link.trim_start_matches("https://"));
                let is_link = [link, typed].contains(&Some(place.as_str()));
                !place.is_empty() && !is_link
            });
        std::iter::once(when).chain(place).collect()
    }

    /// `14:30–15:00`, `14:30`, `All day, Sun 22 Nov`; of another day `Tomorrow, 14:30–15:00` or
    /// `Wed 9 Dec, 14:30–15:00`.
    fn when(&self, content: &EventContent) -> String {
        let (clock, now) = (&self.clock, self.now);
        let starts = || clock.moment(content.start, now);
        match content.all_day {
            Some(_) => format!("All day, {}", clock.zone.day_text_seen(content.start, now)),
            None if content.end == content.start => starts(),
            // The time of day alone would be taken for that of the first day.
            None if content.end.ms_since(content.start) >= Instant::DAY => {
                let (day, time) = (
                    clock.zone.day_text_seen(content.end, now),
                    clock.time(content.end),
                );
                format!("{} – {day}, {time}", starts())
            }
            None => format!("{}–{}", starts(), clock.time(content.end)),
        }
    }
}

/// A message of a row whose event is gone, or that never had one.
fn bare(row: &LedgerRow) -> Message {
    let actions = match row.kind {
        NotificationKind::Digest | NotificationKind::Nudge | NotificationKind::Test => {
            vec![Action::Open]
        }
        _ => vec![Action::Open, Action::Done],
    };
    Message {
        id: row.id.clone(),
        idempotency_key: row.key.as_str().to_owned(),
        title: plain::title(&row.title),
        story: String::new(),
        facts: Vec::new(),
        join_link: None,
        integration: None,
        actions,
        due: row.due,
        useless_after: row.useless_after,
    }
}
