//! One calendar: fetched, read, expanded, compared with what is stored, and committed together with
//! the plan that follows from it.

mod failure;
mod itself;

use std::collections::{HashMap, HashSet};

use bytes::Bytes;
use storytime_types::calendars::CalendarProvider;
use storytime_types::events::EventStatus;
use storytime_types::profile::{LeadTime, Profile};
use storytime_types::{CalendarId, Instant};

use super::losses::{self, Lines};
use super::planning::{longest_lead_ms, replan};
use super::{Shared, zone_of};
use crate::calendars::caldav::Copy;
use crate::calendars::found::{Look, Wanted};
use crate::calendars::source::{FoundCalendar, Location};
use crate::calendars::{Fetched, Validators};
use crate::config::keep_ahead_ms;
use crate::events::meeting_link::OwnPatterns;
use crate::events::occurrence::{Certainty, Occurrence, OwnResponse, Span};
use crate::events::zones::Zone;
use crate::events::{self, ContentHash, ReadError, Window};
use crate::store::StoreError;
use crate::store::calendars::SourceCalendar;
use crate::store::events::{EventChanges, EventContent, Found, KnownEvent};
use crate::store::import::Import;

pub(crate) use failure::ImportError;
pub(super) use failure::in_time;
pub(crate) use failure::while_waited_for;
use itself::OfItself;

/// The longest lead time that can be chosen, in milliseconds.
const LONGEST_LEAD_MS: i64 = LeadTime::MAX_MINUTES as i64 * Instant::MINUTE;

/// What an import found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Imported {
    /// How many instances the calendar has within the window; none where it was not read again.
    pub(crate) events: Option<u32>,
    /// Whether anything stored changed.
    pub(crate) changed: bool,
}

/// Whether a calendar that says "unchanged" is expanded all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Expansion {
    /// Only when its window has to roll on.
    WhenDue,
    /// In any case, as once a day.
    Always,
}

impl From<Expansion> for Look {
    fn from(expansion: Expansion) -> Self {
        match expansion {
            Expansion::WhenDue => Self::Quick,
            Expansion::Always => Self::Thorough,
        }
    }
}

/// Imports one calendar.
///
/// When its window has to roll on and the source cannot be read, the last good body is expanded
/// before the source's error is reported: no reminder depends on a server that is down.
pub(crate) async fn import_calendar(
    shared: &Shared,
    profile: &Profile,
    calendar: &SourceCalendar,
    found: &FoundCalendar,
    expansion: Expansion,
) -> Result<Imported, ImportError> {
    let job = Job::new(shared, profile, calendar, Some(found)).await?;
    let rolls = job.rolls(expansion);
    let imported = match job.fetch(&found.location, rolls, expansion.into()).await {
        Ok(Some((bytes, validators))) => job.commit(bytes, Some(validators)).await?,
        Ok(None) => {
            let (store, now) = (&shared.store, shared.now());
            store.mark_calendar_well(&calendar.id, now).await?;
            match rolls {
                true => job.expand_last_body().await?,
                false => Imported::default(),
            }
        }
        Err(error) => {
            if rolls && !matches!(error, ImportError::GaveWay) {
                job.expand_last_body().await?;
            }
            return Err(error);
        }
    };
    let times = &shared.reading_times;
    times.note_calendar(&calendar.id, shared.now());
    Ok(imported)
}

/// Expands the last good body of a calendar whose place cannot be known now, as while the vault is
/// shut: no reminder depends on a keyring.
pub(crate) async fn expand_without_source(
    shared: &Shared,
    profile: &Profile,
    calendar: &SourceCalendar,
    expansion: Expansion,
) -> Result<Imported, ImportError> {
    let job = Job::new(shared, profile, calendar, None).await?;
    if job.rolls(expansion) {
        job.expand_last_body().await
    } else {
        Ok(Imported::default())
    }
}

/// What of a calendar is of interest now. As far as it was read once it is read until that is past:
/// what vanished there would stay for ever otherwise.
async fn window(
    shared: &Shared,
    profile: &Profile,
    calendar: &SourceCalendar,
) -> Result<Window, StoreError> {
    let now = shared.now();
    let wanted = now.plus_ms(wanted_ms(shared, profile, &calendar.id).await?);
    let known = match calendar.window_until {
        Some(until) => until,
        None => shared.store.known_until(&calendar.id).await?.unwrap_or(now),
    };
    // A clock that was wrong must not make the window endless.
    let longest = now.plus_ms(keep_ahead_ms(profile).max(LONGEST_LEAD_MS + 3 * Instant::DAY));
    Ok(Window {
        from: now,
        to: wanted.max(known.min(longest)),
    })
}

/// How far ahead a calendar is wanted, in milliseconds: as far as the person wants, and as its
/// longest lead time needs.
pub(super) async fn wanted_ms(
    shared: &Shared,
    profile: &Profile,
    calendar: &CalendarId,
) -> Result<i64, StoreError> {
    let lead_ms = longest_lead_ms(shared, profile, Some(calendar)).await?;
    Ok(keep_ahead_ms(profile).max(lead_ms + 3 * Instant::DAY))
}

struct Job<'a> {
    shared: &'a Shared,
    profile: &'a Profile,
    calendar: &'a SourceCalendar,
    location: Option<&'a Location>,
    window: Window,
}

impl<'a> Job<'a> {
    async fn new(
        shared: &'a Shared,
        profile: &'a Profile,
        calendar: &'a SourceCalendar,
        found: Option<&'a FoundCalendar>,
    ) -> Result<Self, StoreError> {
        Ok(Self {
            shared,
            profile,
            calendar,
            location: found.map(|found| &found.location),
            window: window(shared, profile, calendar).await?,
        })
    }

    /// Whether its events have to be expanded again, though nothing may have changed.
    fn rolls(&self, expansion: Expansion) -> bool {
        let far_enough = self.window.to.plus_ms(-Instant::DAY);
        let until = self.calendar.window_until;
        expansion == Expansion::Always || until.is_none_or(|until| until < far_enough)
    }

    /// The body, or none where it has not changed and a copy of it is at hand.
    async fn fetch(
        &self,
        location: &Location,
        rolls: bool,
        look: Look,
    ) -> Result<Option<(Bytes, Validators)>, ImportError> {
        let known = self
            .calendar
            .sync_token
            .as_deref()
            .and_then(Validators::parse);
        // A file is read again to be expanded again; of an address we keep the last body.
        let known = known.filter(|_| !rolls || location.keeps_body());
        let last = self.shared.bodies.last_of(&self.calendar.id);
        let wanted = Wanted {
            known: known.as_ref(),
            last,
            look,
            from: self.window.from,
            to: self.window.to,
        };
        match self.shared.fetch(self.calendar, location, wanted).await? {
            Fetched::Unchanged => Ok(None),
            Fetched::Body { bytes, validators } => Ok(Some((bytes, validators))),
        }
    }

    async fn expand_last_body(&self) -> Result<Imported, ImportError> {
        match self.shared.bodies.find(&self.calendar.id).await? {
            Some(bytes) => self.commit(bytes, None).await,
            None => Ok(Imported::default()),
        }
    }

    async fn commit(
        &self,
        bytes: Bytes,
        validators: Option<Validators>,
    ) -> Result<Imported, ImportError> {
        let _alone = self.shared.turns.reading.lock().await;
        // As it is now: a slow source may have taken minutes to answer.
        let profile = self.shared.store.profile(&self.profile.id).await?;
        let profile = profile.as_ref().unwrap_or(self.profile);
        let Window { from, to } = self.window;
        let known = self
            .shared
            .store
            .known_events(&self.calendar.id, from, to)
            .await?;
        let zone = zone_of(profile);
        let place = self.location.map(ToString::to_string);
        let (window, place) = (self.window, place.unwrap_or(self.calendar.name.clone()));
        let own = profile.own_addresses.iter().cloned();
        let whose = Whose {
            zone,
            addresses: own.chain(self.calendar.own_addresses()).collect(),
            patterns: OwnPatterns::readable(&profile.meeting_patterns),
        };
        let was_read = validators.is_some();
        let fresh = was_read && self.location.is_some_and(Location::keeps_body);
        let kept = fresh.then(|| bytes.clone());
        let provider = self.calendar.provider;
        let read = tokio::task::spawn_blocking(move || {
            let (expansion, losses, told) = expand(provider, bytes, window, &whose)?;
            let (events, changes, notice) = changes(expansion, losses, &whose.zone, known);
            Ok((events, changes, notice, told))
        });
        let (events, changes, notice, told) = read
            .await?
            .map_err(|cause| ImportError::Read { place, cause })?;
        // Only what could be read takes the place of the last good body.
        if let Some(body) = kept {
            self.shared.bodies.keep(&self.calendar.id, body).await?;
        }
        let told_anew = told.keep(self.shared, self.calendar, self.location).await?;
        let changed = !changes.is_empty() || told_anew;
        let import = Import {
            calendar: self.calendar.id.clone(),
            changes,
            notice,
            sync_token: match validators {
                Some(validators) => Some(validators.to_text()),
                None => self.calendar.sync_token.clone(),
            },
            window_until: window.to,
            was_read,
        };
        replan(self.shared, profile, Some(&import)).await?;
        Ok(Imported {
            events: Some(events),
            changed,
        })
    }
}

/// What of a profile decides how a calendar is read.
struct Whose {
    zone: Zone,
    addresses: Vec<String>,
    patterns: OwnPatterns,
}

/// The instances of a calendar within the window, and what of it was left out. Takes as long as the
/// calendar is large: not for an async thread.
fn expand(
    provider: CalendarProvider,
    bytes: Bytes,
    window: Window,
    whose: &Whose,
) -> Result<(events::Expansion, Vec<String>, OfItself), ReadError> {
    let (zone, own) = (&whose.zone, &whose.patterns);
    let (text, lines, mut losses) = match provider {
        CalendarProvider::Ics => (bytes.clone(), Lines::OfItsFile, Vec::new()),
        CalendarProvider::CalDav => {
            let damaged = Copy::faults_in(&bytes);
            (Copy::calendar_in(&bytes), Lines::OfOurCopy, damaged)
        }
        CalendarProvider::Google => {
            let read = events::google::read(&bytes, window, zone, own)?;
            let (expansion, losses) = losses::beside(read);
            return Ok((expansion, losses, OfItself::default()));
        }
        CalendarProvider::Microsoft => {
            let read = events::microsoft::read(&bytes, window, zone, own)?;
            let (expansion, losses) = losses::beside(read);
            return Ok((expansion, losses, OfItself::default()));
        }
    };
    let calendar = events::read_with(&text, own).map_err(|error| match lines {
        Lines::OfItsFile => error,
        Lines::OfOurCopy => error.of_our_copy(),
    })?;
    // Of a large calendar each form is let go as soon as the next one is there.
    drop((bytes, text));
    let expansion = calendar.expand(window, zone, &whose.addresses);
    let warnings = calendar.warnings().iter().chain(&expansion.warnings);
    losses.extend(losses::told(warnings, lines));
    Ok((expansion, losses, OfItself::from(&calendar)))
}

/// How many instances there are, what of them is not as it is stored, and what the person must know
/// of what was left out.
fn changes(
    mut expansion: events::Expansion,
    losses: Vec<String>,
    zone: &Zone,
    known: HashMap<(String, String), KnownEvent>,
) -> (u32, EventChanges, Option<String>) {
    let mut told = losses::too_frequent(&mut expansion.occurrences);
    told.extend(losses);
    let count = u32::try_from(expansion.occurrences.len()).unwrap_or(u32::MAX);
    let changes = compare(expansion.occurrences, zone, known);
    (count, changes, losses::notice(&told))
}

/// What differs between a complete listing and what is stored.
fn compare(
    occurrences: Vec<Occurrence>,
    zone: &Zone,
    mut known: HashMap<(String, String), KnownEvent>,
) -> EventChanges {
    let mut changes = EventChanges::default();
    let mut seen = HashSet::with_capacity(occurrences.len());
    for occurrence in occurrences {
        let content = content_of(occurrence, zone);
        let key = (content.uid.clone(), content.instance.clone());
        let stored = known.remove(&key);
        if !seen.insert(key) {
            continue;
        }
        match (stored, content.status) {
            (None, EventStatus::Cancelled) => {}
            (None, _) => changes.insert.push(content),
            (Some(event), EventStatus::Cancelled) => cancel(event, &mut changes),
            (Some(event), _) => update(event, content, &mut changes),
        }
    }
    known
        .into_values()
        .for_each(|event| cancel(event, &mut changes));
    changes
}

fn cancel(event: KnownEvent, changes: &mut EventChanges) {
    if event.status != EventStatus::Cancelled {
        changes.cancel.push(event.id);
    }
}

fn update(event: KnownEvent, mut content: EventContent, changes: &mut EventChanges) {
    let moved = event.start != content.start;
    let revived = event.status == EventStatus::Cancelled;
    let accepted =
        event.response == OwnResponse::Declined && content.response != OwnResponse::Declined;
    if moved || event.status == EventStatus::Rescheduled {
        content.status = EventStatus::Rescheduled;
    }
    // The hash leaves out what the zone of the person makes of a date or a floating time, and what
    // no story shows.
    let same = event.data_hash == content.data_hash
        && event.end == content.end
        && event.busy == content.busy
        && event.response == content.response
        && event.is_private == content.is_private
        && event.reminders == content.reminders;
    if !same || moved || revived {
        let reminds_anew = moved || accepted || (content.busy && !event.busy);
        let found = if reminds_anew {
            Found::Now
        } else {
            Found::AsBefore
        };
        changes.update.push((event.id, content, found));
    }
}

fn content_of(occurrence: Occurrence, zone: &Zone) -> EventContent {
    let data_hash = ContentHash::of(&occurrence).to_string();
    let (start, end, all_day) = match occurrence.span {
        Span::Timed { start, end } => (start, end, None),
        Span::AllDay { first, end } => {
            (zone.midnight(first), zone.midnight(end), Some((first, end)))
        }
    };
    EventContent {
        uid: occurrence.uid,
        instance: occurrence.instance.to_text(),
        title: occurrence.title,
        description: occurrence.description,
        start,
        end,
        all_day,
        location: occurrence.location,
        meeting_link: occurrence.meeting_link,
        attendee_count: occurrence.attendee_count,
        organizer: occurrence.organizer,
        status: match occurrence.certainty {
            Certainty::Cancelled => EventStatus::Cancelled,
            Certainty::Confirmed | Certainty::Tentative => EventStatus::Active,
        },
        tentative: occurrence.certainty == Certainty::Tentative,
        busy: occurrence.busy,
        response: occurrence.response,
        is_private: occurrence.is_private,
        reminders: occurrence.reminders,
        data_hash,
    }
}
