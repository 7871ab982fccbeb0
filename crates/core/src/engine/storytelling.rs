//! Stories are written ahead and kept, so that a reminder never waits for one.

use std::collections::{BTreeSet, HashMap};

use chrono::{Datelike as _, NaiveDate, Timelike as _};
use storytime_types::changes::Change;
use storytime_types::profile::{Profile, Theme};
use storytime_types::{EventId, Instant};

use super::Shared;
use super::privacy;
use super::wall_clock::WallClock;
use crate::config::PLAN_AHEAD_MS;
use crate::events::zones::Zone;
use crate::store::StoreError;
use crate::store::events::StoredEvent;
use crate::store::storylines::{NewStoryline, StoredStoryline, Told, ToldSlot};
use crate::stories::surroundings::{Day, Rhythm, Slot, Surroundings};
use crate::stories::template::{REMEMBERED, Storyteller};
use crate::stories::{Facts, guard, plain};

/// So many stories are written at once, the nearest first, and the others when the calendars are
/// looked at next: a large import must not be held up. A reminder that is due has one told at need.
const AT_ONCE: usize = 250;

/// More batches than this are not written in a row, should a story never fit its event.
const BATCHES: usize = 40;

/// Writes the stories that are missing for the next two days, or that speak of surroundings which
/// have changed: the nearest ones, so that nobody waits for the rest.
pub(crate) async fn write_ahead(shared: &Shared, profile: &Profile) -> Result<(), StoreError> {
    if write_batch(shared, profile).await? == Left::More {
        // The next poll must not rest.
        shared.standstill.end();
    }
    Ok(())
}

/// As [`write_ahead`], batch by batch to the last one.
pub(super) async fn write_all_ahead(shared: &Shared, profile: &Profile) -> Result<(), StoreError> {
    for _ in 0..BATCHES {
        if write_batch(shared, profile).await? == Left::Nothing {
            break;
        }
    }
    Ok(())
}

/// What a batch leaves to be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Left {
    Nothing,
    More,
}

async fn write_batch(shared: &Shared, profile: &Profile) -> Result<Left, StoreError> {
    let now = shared.now();
    let theme = profile.selected_theme;
    let around = Around::load(shared, profile, theme, now).await?;
    let wanted = around.without_story(now);
    if wanted.is_empty() {
        return Ok(Left::Nothing);
    }
    let mut events = shared.store.events_by_id(&profile.id, &wanted).await?;
    events.sort_by_key(|event| event.content.start);
    let rhythms = rhythms(shared, &events, &around.clock.zone).await?;
    let mut tellers = Tellers::new(shared, profile);
    let mut stories = Vec::with_capacity(events.len());
    for event in &events {
        let teller = tellers.of(theme_of(event, profile)).await?;
        let surroundings = around.of(event, &rhythms);
        stories.push(tell(
            teller,
            event,
            &around.clock,
            (surroundings, TellingMoment::Ahead),
            0,
        ));
    }
    shared
        .store
        .upsert_storylines(&profile.id, &stories, now)
        .await?;
    shared.announce(Change::Stories);
    Ok(if wanted.len() == AT_ONCE {
        Left::More
    } else {
        Left::Nothing
    })
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
    let now = shared.now();
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
    let missing: Vec<Theme> = themes
        .iter()
        .copied()
        .filter(|theme| !fits(*theme))
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let around = Around::load(shared, profile, profile.selected_theme, now).await?;
    let rhythms = rhythms(shared, std::slice::from_ref(event), &around.clock.zone).await?;
    let mut tellers = Tellers::new(shared, profile);
    let mut stories = Vec::with_capacity(missing.len());
    for theme in missing {
        let surroundings = around.of(event, &rhythms);
        let teller = tellers.of(theme).await?;
        stories.push(tell(
            teller,
            event,
            &around.clock,
            (surroundings, TellingMoment::Ahead),
            0,
        ));
    }
    shared
        .store
        .upsert_storylines(&profile.id, &stories, now)
        .await?;
    shared.announce(Change::Stories);
    Ok(())
}

/// Writes another story in place of the present one.
pub(crate) async fn write_again(
    shared: &Shared,
    profile: &Profile,
    event: &StoredEvent,
    theme: Theme,
) -> Result<(), StoreError> {
    let now = shared.now();
    let known = shared
        .store
        .storylines_of_event(&profile.id, &event.id)
        .await?;
    let present = known
        .into_iter()
        .find(|story| story.storyline.theme == theme);
    let mut recent = recent_texts(shared, profile, theme).await?;
    let mut rewrites = 0;
    if let Some(present) = present {
        rewrites = present.rewrites + 1;
        recent.insert(0, present.storyline.story_text);
    }
    let around = Around::load(shared, profile, theme, now).await?;
    let rhythms = rhythms(shared, std::slice::from_ref(event), &around.clock.zone).await?;
    let surroundings = around.of(event, &rhythms);
    let mut teller = Storyteller::new(theme, &recent);
    let known = (surroundings, TellingMoment::Ahead);
    let story = tell(&mut teller, event, &around.clock, known, rewrites);
    shared
        .store
        .upsert_storylines(&profile.id, &[story], now)
        .await?;
    shared.announce(Change::Stories);
    Ok(())
}

/// A profile's storytellers, one a theme, who know what was told last.
pub(super) struct Tellers<'a> {
    shared: &'a Shared,
    profile: &'a Profile,
    tellers: Vec<(Theme, Storyteller)>,
}

impl<'a> Tellers<'a> {
    pub(super) fn new(shared: &'a Shared, profile: &'a Profile) -> Self {
        Self {
            shared,
            profile,
            tellers: Vec::new(),
        }
    }

    pub(super) async fn of(&mut self, theme: Theme) -> Result<&mut Storyteller, StoreError> {
        let known = self.tellers.iter().position(|(of, _)| *of == theme);
        let at = match known {
            Some(at) => at,
            None => {
                let recent = recent_texts(self.shared, self.profile, theme).await?;
                self.tellers.push((theme, Storyteller::new(theme, &recent)));
                self.tellers.len() - 1
            }
        };
        Ok(&mut self.tellers[at].1)
    }
}

async fn recent_texts(
    shared: &Shared,
    profile: &Profile,
    theme: Theme,
) -> Result<Vec<String>, StoreError> {
    let count = u32::try_from(REMEMBERED).unwrap_or(u32::MAX);
    shared
        .store
        .last_story_texts(&profile.id, theme, count)
        .await
}

/// The days ahead and what is on them.
struct Around {
    clock: WallClock,
    known_since: Instant,
    until: Instant,
    told: Vec<ToldSlot>,
    days: HashMap<NaiveDate, Vec<Slot>>,
}

impl Around {
    async fn load(
        shared: &Shared,
        profile: &Profile,
        theme: Theme,
        now: Instant,
    ) -> Result<Self, StoreError> {
        let clock = WallClock::of(shared, profile);
        let zone = &clock.zone;
        let until = now.plus_ms(PLAN_AHEAD_MS);
        let whole_days = (zone.midnight(zone.date(now)), zone.next_midnight(until));
        let told = shared
            .store
            .told_slots(&profile.id, theme, whole_days, now)
            .await?;
        let known_since = told.iter().map(|told| told.known_since).max();
        let mut days: HashMap<NaiveDate, Vec<Slot>> = HashMap::new();
        for told in told.iter().filter(|told| !told.declined) {
            let Slot { start, end, .. } = told.slot;
            // Of an event that takes many days, only the days in view.
            let (first, last) = (start.max(whole_days.0), end.min(whole_days.1));
            let mut day = zone.date(first);
            loop {
                days.entry(day).or_default().push(privacy::neighbour(told));
                day = day.succ_opt().unwrap_or(NaiveDate::MAX);
                if zone.midnight(day) >= last {
                    break;
                }
            }
        }
        Ok(Self {
            known_since: known_since.unwrap_or(now),
            clock,
            until,
            told,
            days,
        })
    }

    /// The nearest events that need a story.
    fn without_story(&self, now: Instant) -> Vec<EventId> {
        let ahead = |told: &&ToldSlot| told.slot.end > now && told.slot.start < self.until;
        let is_stale = |told: &&ToldSlot| match &told.told {
            Told::Not => true,
            Told::Of(None) => false,
            Told::Of(Some(key)) => self.of_slot(&told.slot).key() != *key,
        };
        let wanted = self.told.iter().filter(ahead).filter(is_stale);
        wanted
            .map(|told| told.slot.event.clone())
            .take(AT_ONCE)
            .collect()
    }

    fn of(&self, event: &StoredEvent, rhythms: &HashMap<EventId, Rhythm>) -> Surroundings {
        let in_view = self.told.iter().find(|told| told.slot.event == event.id);
        Surroundings {
            rhythm: rhythms.get(&event.id).copied(),
            // Of other days nothing is known here.
            ..in_view.map_or_else(Surroundings::default, |told| self.of_slot(&told.slot))
        }
    }

    fn of_slot(&self, slot: &Slot) -> Surroundings {
        let date = self.clock.zone.date(slot.start);
        let from = self.clock.zone.midnight(date);
        let day = Day {
            from,
            until: self.clock.zone.next_midnight(slot.start),
            whole: self.known_since <= from,
            slots: self.days.get(&date).map_or(&[], Vec::as_slice),
        };
        Surroundings::on(day, &slot.event, slot.start, slot.end)
    }
}

/// How often each of these events comes, where that can be told from what is known of its series.
async fn rhythms(
    shared: &Shared,
    events: &[StoredEvent],
    zone: &Zone,
) -> Result<HashMap<EventId, Rhythm>, StoreError> {
    let of_series: Vec<&StoredEvent> = events
        .iter()
        .filter(|event| !event.content.instance.is_empty())
        .collect();
    let ids: Vec<EventId> = of_series.iter().map(|event| event.id.clone()).collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let series = shared.store.series_starts(&ids).await?;
    let rhythms: HashMap<_, _> = series
        .into_iter()
        .filter_map(|(key, starts)| {
            let dates: BTreeSet<_> = starts.into_iter().map(|start| zone.date(start)).collect();
            Some((key, Rhythm::of(&dates)?))
        })
        .collect();
    let of_event = |event: &&StoredEvent| {
        let series = (event.calendar.clone(), event.content.uid.clone());
        Some((event.id.clone(), *rhythms.get(&series)?))
    };
    Ok(of_series.iter().filter_map(of_event).collect())
}

/// When a story is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TellingMoment {
    /// Ahead, to be shown below the event's day.
    Ahead,
    /// With the reminder that goes out now, and that may be of another day.
    Reminder(Instant),
}

/// A story about one event, by the template storyteller. One that the guard refuses is never shown:
/// the plain facts stand in its place.
pub(super) fn tell(
    teller: &mut Storyteller,
    event: &StoredEvent,
    clock: &WallClock,
    (surroundings, moment): (Surroundings, TellingMoment),
    rewrites: u32,
) -> NewStoryline {
    let facts = facts(event, clock, surroundings, moment);
    let plain_text = plain::text(&facts);
    let story = teller.tell(&facts, seed(event, rewrites));
    let story_text = match guard::check_story(&story.text, &facts) {
        Ok(()) => story.text,
        Err(reason) => {
            tracing::warn!(%reason, event = event.id.as_str(), "a story was refused");
            guard::words(&plain_text, guard::STORY_GRAPHEMES)
        }
    };
    NewStoryline {
        event: event.id.clone(),
        theme: story.theme,
        story_text,
        plain_text,
        emoji: story.emoji,
        data_hash: event.content.data_hash.clone(),
        rewrites,
        surroundings: story.surroundings,
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

/// What a story may say of an event.
fn facts(
    event: &StoredEvent,
    clock: &WallClock,
    surroundings: Surroundings,
    moment: TellingMoment,
) -> Facts {
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
    let local = clock.zone.local(content.start);
    let timed = content.all_day.is_none();
    let date = content.all_day.map_or(local.date(), |(first, _)| first);
    let other_day = match moment {
        // What began yesterday goes on today.
        TellingMoment::Reminder(now) if timed && content.start > now => {
            clock.other_day(content.start, now)
        }
        TellingMoment::Reminder(_) | TellingMoment::Ahead => None,
    };
    Facts {
        other_day,
        title: content.title.clone(),
        starts: timed.then(|| clock.time(content.start)),
        hour: timed.then(|| u8::try_from(local.hour()).unwrap_or(0)),
        weekday: WEEKDAYS[date.weekday().num_days_from_monday() as usize % 7],
        location: content.location.clone(),
        attendee_count: content.attendee_count,
        recurring: !content.instance.is_empty(),
        surroundings,
        may_go_to_ai: event.privacy.allows_ai(),
    }
}
