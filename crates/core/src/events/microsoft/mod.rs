//! Events of a calendar at Microsoft: instances already, since Graph expands series itself
//! (<https://learn.microsoft.com/graph/api/resources/event>).
//!
//! - `time`: when they take place
//! - `identity`: which meeting and which instance they are

mod identity;
mod time;

use std::collections::{BTreeMap, HashSet};

use storytime_types::Instant;
use storytime_types::profile::LeadTime;

use super::event::{called, quoted};
use super::expansion::{Expansion, Window};
use super::html;
use super::ics::{ReadError, Warning, Warnings};
use super::meeting_link::{self, OwnPatterns, Places};
use super::occurrence::{Certainty, InstanceKey, Occurrence, OwnResponse, Span};
use super::text::{LONGEST_LINE, LONGEST_TEXT, cut, one_line, some};
use super::zones::Zone;
use crate::calendars::microsoft::Copy;
use crate::calendars::microsoft::event::{Body, Event, Kind};
use time::{Resolved, Zones};

/// What a sentence is about.
const COMPONENT: &str = "event";

/// The instances in what is kept of a calendar that overlap a window. All-day dates and times in
/// zones that nobody knows are read in `home`, the zone of whoever looks.
///
/// # Errors
/// When it cannot be read at all.
pub fn read(
    bytes: &[u8],
    window: Window,
    home: &Zone,
    own: &OwnPatterns,
) -> Result<Expansion, ReadError> {
    let copy = Copy::parse(bytes).ok_or(ReadError::DamagedCopy)?;
    let mut reader = Reader {
        zones: Zones::new(home),
        own,
        warnings: Warnings::default(),
        unknown: BTreeMap::new(),
    };
    let mut seen = HashSet::with_capacity(copy.events.len());
    let mut occurrences = Vec::with_capacity(copy.events.len());
    for event in copy.events {
        let id = event.id.clone();
        let Some(mut occurrence) = reader.occurrence(event) else {
            continue;
        };
        if !window.shows(&occurrence.span, home) {
            continue;
        }
        let key = (occurrence.uid.clone(), occurrence.instance.clone());
        if !seen.insert(key) {
            // A copy in the same calendar is an event of its own.
            occurrence.uid = id;
        }
        occurrences.push(occurrence);
    }
    Ok(Expansion {
        occurrences,
        warnings: reader.told(),
    })
}

struct Reader<'a> {
    zones: Zones<'a>,
    own: &'a OwnPatterns,
    warnings: Warnings,
    /// The first event in each zone that nobody knows, and how many there are.
    unknown: BTreeMap<String, (String, usize)>,
}

impl Reader<'_> {
    fn occurrence(&mut self, event: Event) -> Option<Occurrence> {
        if event.kind == Kind::SeriesMaster {
            return None;
        }
        let title = cut(
            one_line(event.subject.clone().unwrap_or_default()),
            LONGEST_LINE,
        );
        let Some((span, instance)) = self.when(&event, &title) else {
            let cause = format!(
                "{} is left out: it has no start that can be read",
                called(&title)
            );
            self.warnings.add(0, COMPONENT, cause);
            return None;
        };
        let location = event
            .location
            .as_ref()
            .and_then(|place| place.display_name.clone());
        let location = some(cut(one_line(location.unwrap_or_default()), LONGEST_LINE));
        Some(Occurrence {
            uid: identity::uid(&event),
            instance,
            span,
            meeting_link: self.meeting_link(&event, location.as_deref()),
            title,
            description: event.body.as_ref().and_then(description),
            location,
            attendee_count: event.attendee_count,
            organizer: organizer(&event),
            certainty: certainty(&event),
            busy: event.show_as.as_deref() != Some("free"),
            response: response(&event),
            is_private: is_private(&event),
            reminders: reminders(&event),
        })
    }

    fn when(&mut self, event: &Event, title: &str) -> Option<(Span, InstanceKey)> {
        let written = event.start.as_ref()?;
        let start = time::resolve(written, &mut self.zones)?;
        let start = self.moment(start, title);
        let span = if event.is_all_day {
            let first = time::day(written)?;
            let next = first.succ_opt()?;
            let end = event.end.as_ref().and_then(time::day);
            let end = end.map_or(next, |end| end.max(next));
            Span::AllDay { first, end }
        } else {
            let end = event.end.as_ref();
            let end = end.and_then(|end| time::resolve(end, &mut self.zones));
            let end = end.map_or(start, |end| end.at);
            if end < start {
                let cause = "it ends before it starts; its end is taken to be its start";
                self.warnings.note(0, COMPONENT, cause);
            }
            Span::Timed {
                start,
                end: end.max(start),
            }
        };
        Some((span, identity::instance(event, start, &mut self.zones)))
    }

    /// The moment, noted down where it is a guess.
    fn moment(&mut self, resolved: Resolved, title: &str) -> Instant {
        if let Some(zone) = resolved.unknown_zone {
            let first = || (title.to_owned(), 0);
            self.unknown.entry(zone).or_insert_with(first).1 += 1;
        }
        resolved.at
    }

    fn meeting_link(&self, event: &Event, location: Option<&str>) -> Option<String> {
        let meeting = event.online_meeting.as_ref();
        let join = meeting.and_then(|meeting| meeting.join_url.clone());
        let structured: Vec<String> = join
            .into_iter()
            .chain(event.online_meeting_url.clone())
            .filter(|url| !url.trim().is_empty())
            .collect();
        let places = Places {
            structured: &structured,
            beside: &[],
            url: None,
            location,
            description: event.body.as_ref().and_then(|body| body.content.as_deref()),
        };
        meeting_link::find(&places, self.own)
    }

    /// What the person has to know, zones that nobody knows last.
    fn told(mut self) -> Vec<Warning> {
        for (zone, (title, count)) in self.unknown {
            let (whose, whom) = match count {
                1 => (called(&title), "it"),
                2 => (format!("{} and one other event", called(&title)), "them"),
                _ => (
                    format!("{} and {} other events", called(&title), count - 1),
                    "them",
                ),
            };
            let cause = format!(
                "nobody knows the time zone {} of {whose}: the times are read as local. Choose \
                 another zone for {whom} in the calendar",
                quoted(&zone)
            );
            self.warnings.add(0, COMPONENT, cause);
        }
        self.warnings.into_list()
    }
}

fn description(body: &Body) -> Option<String> {
    let content = body.content.as_deref()?;
    let is_html = body
        .content_type
        .as_deref()
        .is_some_and(|kind| kind.eq_ignore_ascii_case("html"));
    let text = if is_html {
        html::to_text(content)
    } else {
        content.replace("\r\n", "\n").trim().to_owned()
    };
    some(cut(text, LONGEST_TEXT))
}

/// An address in small letters; an Exchange server's own names for its people are none.
fn organizer(event: &Event) -> Option<String> {
    let address = event
        .organizer
        .as_ref()?
        .email_address
        .as_ref()?
        .address
        .as_deref()?;
    let address = address.trim().to_ascii_lowercase();
    address.contains('@').then(|| cut(address, LONGEST_LINE))
}

/// Exchange shows an invitation as tentative until it is answered; that is no doubt of the
/// organiser's.
fn certainty(event: &Event) -> Certainty {
    let is_own = event.is_organizer || answer(event).is_none_or(|answer| answer == "none");
    match event.show_as.as_deref() {
        _ if event.is_cancelled => Certainty::Cancelled,
        Some("tentative") if is_own => Certainty::Tentative,
        _ => Certainty::Confirmed,
    }
}

fn response(event: &Event) -> OwnResponse {
    match answer(event) {
        _ if event.is_organizer => OwnResponse::Attending,
        Some("tentativelyAccepted") => OwnResponse::Tentative,
        Some("declined") => OwnResponse::Declined,
        Some("notResponded") => OwnResponse::NeedsAction,
        _ => OwnResponse::Attending,
    }
}

fn answer(event: &Event) -> Option<&str> {
    event.response_status.as_ref()?.response.as_deref()
}

/// `personal` is a label that hides nothing.
fn is_private(event: &Event) -> bool {
    matches!(
        event.sensitivity.as_deref(),
        Some("private" | "confidential")
    )
}

/// Empty where the event's reminder is switched off.
fn reminders(event: &Event) -> Option<Vec<u32>> {
    if !event.is_reminder_on? {
        return Some(Vec::new());
    }
    let minutes = u32::try_from(event.reminder_minutes_before_start?).ok()?;
    (minutes <= LeadTime::MAX_MINUTES).then(|| vec![minutes])
}

#[cfg(test)]
mod tests;
