//! Events as answers carry them: with their story, in the profile's zone, and with what the calendars
//! and the person's choices make of them.

use std::collections::{HashMap, HashSet};

use storytime_types::choices::{MuteScope, Quiet};
use storytime_types::events::{Event, LocalTimes, When};
use storytime_types::profile::Profile;
use storytime_types::{EventId, Instant};

use crate::engine::{theme_of, zone_of};
use crate::events::occurrence::OwnResponse;
use crate::events::zones::{self, Zone};
use crate::reminders::TitleFilters;
use crate::store::events::StoredEvent;
use crate::store::storylines::StoredStoryline;
use crate::stories::{guard, plain};

/// The event that stands for a meeting: the one that reminds in its place, or itself.
pub(super) fn first_of(event: &StoredEvent) -> &EventId {
    event.copy_of.as_ref().unwrap_or(&event.id)
}

/// What the answers of one call have in common.
pub(super) struct Answering<'a> {
    profile: &'a Profile,
    zone: Zone,
    filters: TitleFilters,
    now: Instant,
}

impl<'a> Answering<'a> {
    pub(super) fn new(profile: &'a Profile, now: Instant) -> Self {
        Self {
            profile,
            zone: zone_of(profile),
            filters: TitleFilters::readable(&profile.title_filters),
            now,
        }
    }

    /// These events in their order, each knowing its copies among them.
    pub(super) fn all(
        &self,
        events: Vec<StoredEvent>,
        stories: &HashMap<EventId, StoredStoryline>,
    ) -> Vec<Event> {
        let meetings = Meetings::of(&events);
        let one = |event| self.one(event, &meetings, stories);
        events.into_iter().map(one).collect()
    }

    fn one(
        &self,
        stored: StoredEvent,
        meetings: &Meetings,
        stories: &HashMap<EventId, StoredStoryline>,
    ) -> Event {
        let story = stories
            .get(&stored.id)
            .filter(|story| story.data_hash == stored.content.data_hash)
            .map(|story| story.storyline.clone());
        let (reminds_from, also_in) = (meetings.reminds_from(&stored), meetings.also_in(&stored));
        let quiet = self.quiet(&stored, meetings);
        let theme = theme_of(&stored, self.profile);
        let local = local_times(&stored, &self.zone, self.now);
        let content = stored.content;
        let (start_time, end_time) = match content.all_day {
            Some((first, end)) => (When::On(first.to_string()), When::On(end.to_string())),
            None => (When::At(content.start), When::At(content.end)),
        };
        Event {
            id: stored.id,
            calendar_id: stored.calendar,
            calendar_name: guard::text(&stored.calendar_name),
            calendar_color: stored.calendar_color,
            provider_event_id: content.uid,
            title: plain::title(&content.title),
            description: content.description.as_deref().map(guard::text),
            start_time,
            end_time,
            is_all_day: content.all_day.is_some(),
            location: content.location.as_deref().map(guard::text),
            meeting_link: content.meeting_link,
            attendee_count: content.attendee_count,
            status: content.status,
            starts_at: content.start,
            ends_at: content.end,
            local,
            copy_of: stored.copy_of,
            reminds_from,
            also_in,
            is_recurring: !content.instance.is_empty(),
            quiet,
            theme,
            theme_override: stored.theme,
            storyline: story,
        }
    }

    /// Why an event does not remind, in the order in which the plan asks.
    fn quiet(&self, event: &StoredEvent, meetings: &Meetings) -> Option<Quiet> {
        let (content, profile) = (&event.content, self.profile);
        let tentative = content.tentative || content.response == OwnResponse::Tentative;
        if content.response == OwnResponse::Declined {
            Some(Quiet::Declined)
        } else if let Some(scope) = meetings.muted(event) {
            Some(match scope {
                MuteScope::Event => Quiet::MutedEvent,
                MuteScope::Series => Quiet::MutedSeries,
            })
        } else if self.filters.leave_out(&content.title) {
            Some(Quiet::TitleFilter)
        } else if event.uses_reminders && content.reminders.as_ref().is_some_and(Vec::is_empty) {
            Some(Quiet::NoReminder)
        } else if tentative && !profile.remind_of_tentative {
            Some(Quiet::Tentative)
        } else if !content.busy && content.all_day.is_none() && !profile.remind_of_free {
            Some(Quiet::Free)
        } else {
            None
        }
    }
}

/// Which of some events are copies of one another, by the one that stands for them.
struct Meetings(HashMap<EventId, Vec<Copy>>);

struct Copy {
    id: EventId,
    calendar: String,
    account: String,
    muted: Option<MuteScope>,
}

impl Meetings {
    fn of(events: &[StoredEvent]) -> Self {
        let copies = events.iter().filter_map(|event| event.copy_of.as_ref());
        let firsts: HashSet<&EventId> = copies.collect();
        let mut meetings: HashMap<EventId, Vec<Copy>> = HashMap::new();
        for event in events
            .iter()
            .filter(|event| firsts.contains(first_of(event)))
        {
            let copies = meetings.entry(first_of(event).clone()).or_default();
            copies.push(Copy {
                id: event.id.clone(),
                calendar: guard::text(&event.calendar_name),
                account: guard::text(&event.account_name),
                muted: event.muted,
            });
        }
        Self(meetings)
    }

    fn of_event(&self, event: &StoredEvent) -> &[Copy] {
        self.0.get(first_of(event)).map_or(&[], Vec::as_slice)
    }

    /// Which calendar's copy stands for the others.
    fn reminds_from(&self, event: &StoredEvent) -> Option<String> {
        let copies = self.of_event(event);
        let first = copies.iter().find(|copy| copy.id == *first_of(event))?;
        (copies.len() > 1).then(|| named(first))
    }

    fn also_in(&self, event: &StoredEvent) -> Vec<String> {
        let copies = self.of_event(event).iter();
        let others = copies.filter(|copy| copy.id != event.id);
        others.map(named).collect()
    }

    /// Whoever muted one copy of a meeting meant the meeting.
    fn muted(&self, event: &StoredEvent) -> Option<MuteScope> {
        let copies = self.of_event(event).iter();
        event
            .muted
            .or_else(|| copies.filter_map(|copy| copy.muted).next())
    }
}

/// A calendar's name with that of what it comes through: `Work (ann@example.org at Microsoft)`. Several
/// have calendars of the same name.
fn named(one: &Copy) -> String {
    match &one.account {
        account if account.contains(&one.calendar) => account.clone(),
        account => format!("{} ({account})", one.calendar),
    }
}

fn local_times(event: &StoredEvent, zone: &Zone, now: Instant) -> LocalTimes {
    let content = &event.content;
    let first = content
        .all_day
        .map_or_else(|| zone.date(content.start), |(first, _)| first);
    let today = zone.date(now);
    let day = match first.signed_duration_since(today).num_days() {
        0 => "Today".to_owned(),
        1 => "Tomorrow".to_owned(),
        _ => zones::day_text(first),
    };
    let last = match content.all_day {
        Some((first, end)) => end.pred_opt().map_or(first, |last| last.max(first)),
        None => zone.date(content.end),
    };
    let timed = content.all_day.is_none();
    LocalTimes {
        date: first.to_string(),
        day,
        start: timed.then(|| zone.time_text(content.start)),
        end: timed.then(|| zone.time_text(content.end)),
        end_date: last.to_string(),
    }
}
