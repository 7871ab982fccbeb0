//! Stories are written ahead and kept, so that a reminder never waits for one.

use chrono::{Datelike as _, Timelike as _};
use storytime_types::Instant;
use storytime_types::changes::Change;
use storytime_types::profile::{Profile, Theme};

use super::{Shared, zone_of};
use crate::config::PLAN_AHEAD_MS;
use crate::events::zones::Zone;
use crate::store::StoreError;
use crate::store::events::StoredEvent;
use crate::store::storylines::{NewStoryline, StoredStoryline};
use crate::stories::{Facts, plain, template};

/// A story does not begin like one of so many before it.
const RECENT: u32 = 20;

/// Writes the stories that are missing for the next two days.
pub(crate) async fn write_ahead(shared: &Shared, profile: &Profile) -> Result<(), StoreError> {
    let now = shared.now();
    let theme = profile.selected_theme;
    let until = now.plus_ms(PLAN_AHEAD_MS);
    let events = shared
        .store
        .events_without_story(&profile.id, theme, now, until)
        .await?;
    if events.is_empty() {
        return Ok(());
    }
    let mut recent = shared
        .store
        .last_story_texts(&profile.id, theme, RECENT)
        .await?;
    let zone = zone_of(profile);
    let mut stories = Vec::with_capacity(events.len());
    for event in &events {
        let story = tell(event, theme_of(event, profile), &zone, 0, &recent);
        recent.insert(0, story.story_text.clone());
        recent.truncate(RECENT as usize);
        stories.push(story);
    }
    shared
        .store
        .upsert_storylines(&profile.id, &stories, now)
        .await?;
    shared.announce(Change::Stories);
    Ok(())
}

/// The style of an event's story: its own, or the profile's.
pub(crate) fn theme_of(event: &StoredEvent, profile: &Profile) -> Theme {
    event.theme.unwrap_or(profile.selected_theme)
}

/// Writes those of an event's stories in `themes` that are missing, or that do not fit it any more.
pub(crate) async fn write_missing(
    shared: &Shared,
    profile: &Profile,
    event: &StoredEvent,
    themes: &[Theme],
) -> Result<(), StoreError> {
    let known = shared
        .store
        .storylines_of_event(&profile.id, &event.id)
        .await?;
    let fits = |theme| {
        let hash = &event.content.data_hash;
        let fitting = |story: &StoredStoryline| {
            story.storyline.theme == theme && story.storyline.is_active && story.data_hash == *hash
        };
        known.iter().any(fitting)
    };
    let zone = zone_of(profile);
    let mut stories = Vec::new();
    for theme in themes.iter().copied().filter(|theme| !fits(*theme)) {
        let recent = shared
            .store
            .last_story_texts(&profile.id, theme, RECENT)
            .await?;
        stories.push(tell(event, theme, &zone, 0, &recent));
    }
    if !stories.is_empty() {
        let now = shared.now();
        shared
            .store
            .upsert_storylines(&profile.id, &stories, now)
            .await?;
        shared.announce(Change::Stories);
    }
    Ok(())
}

/// Writes another story in place of the present one.
pub(crate) async fn write_again(
    shared: &Shared,
    profile: &Profile,
    event: &StoredEvent,
    theme: Theme,
) -> Result<(), StoreError> {
    let known = shared
        .store
        .storylines_of_event(&profile.id, &event.id)
        .await?;
    let rewrites = known
        .iter()
        .find(|story| story.storyline.theme == theme)
        .map_or(0, |story| story.rewrites + 1);
    let recent = shared
        .store
        .last_story_texts(&profile.id, theme, RECENT)
        .await?;
    let story = tell(event, theme, &zone_of(profile), rewrites, &recent);
    shared
        .store
        .upsert_storylines(&profile.id, &[story], shared.now())
        .await?;
    shared.announce(Change::Stories);
    Ok(())
}

/// A story about one event, by the template storyteller.
pub(super) fn tell(
    event: &StoredEvent,
    theme: Theme,
    zone: &Zone,
    rewrites: u32,
    recent: &[String],
) -> NewStoryline {
    let facts = facts(event, zone);
    let story = template::tell(theme, &facts, seed(event, rewrites), recent);
    NewStoryline {
        event: event.id.clone(),
        theme,
        story_text: story.text,
        plain_text: plain::text(&facts),
        emoji: story.emoji,
        data_hash: event.content.data_hash.clone(),
        rewrites,
        expires_at: event.content.end.plus_ms(Instant::DAY),
    }
}

/// The same event gets the same story on every machine, until it changes or another one is asked
/// for: its content's SHA-256 is the seed.
fn seed(event: &StoredEvent, rewrites: u32) -> u64 {
    let head = event.content.data_hash.get(..16).unwrap_or_default();
    let seed = u64::from_str_radix(head, 16).unwrap_or_default();
    seed.wrapping_add(u64::from(rewrites))
}

fn facts(event: &StoredEvent, zone: &Zone) -> Facts {
    const WEEKDAYS: [&str; 7] = [
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
    ];
    let content = &event.content;
    let local = zone.local(content.start);
    let timed = content.all_day.is_none();
    let date = content.all_day.map_or(local.date(), |(first, _)| first);
    Facts {
        title: content.title.clone(),
        starts: timed.then(|| zone.time_text(content.start)),
        hour: timed.then(|| u8::try_from(local.hour()).unwrap_or(0)),
        weekday: WEEKDAYS[date.weekday().num_days_from_monday() as usize % 7],
        location: content.location.clone(),
        attendee_count: content.attendee_count,
        recurring: !content.instance.is_empty(),
    }
}
