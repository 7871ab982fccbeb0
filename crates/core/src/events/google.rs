//! Events as Google's API tells them, already expanded
//! (<https://developers.google.com/workspace/calendar/api/v3/reference/events>).
//!
//! What reminds, by `eventType`: events, also those made from mails, birthdays, focus time and time out
//! of office as what they are, busy unless they are marked free. A working location is no event at all.

use std::collections::HashSet;
use std::sync::LazyLock;

use chrono::{NaiveDate, NaiveDateTime};
use regex::Regex;
use storytime_types::Instant;
use storytime_types::profile::LeadTime;

use super::event::called;
use super::expansion::{Expansion, Window};
use super::html;
use super::ics::{ReadError, Warning, Warnings};
use super::meeting_link::{self, OwnPatterns, Places};
use super::occurrence::{Certainty, InstanceKey, Occurrence, OwnResponse, Span};
use super::text::{LONGEST_LINE, LONGEST_TEXT, cut, identifier, one_line, some};
use super::zones::Zone;
use crate::calendars::google::{Copy, Event, EventKind, Reminder, Response, Time};

/// What a warning calls an event.
const COMPONENT: &str = "event";

/// What something is called of which only the time may be seen.
const BUSY: &str = "Busy";

/// How Google makes a UID of an id.
const UID_ENDING: &str = "@google.com";

/// What HTML is told by: Google lets descriptions be either.
static MARKUP: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let tags = "a|b|br|blockquote|code|div|em|font|h[1-6]|hr|html-blob|i|img|li|ol|p|pre|s|span|\
                strong|sub|sup|table|tbody|td|th|thead|tr|u|ul";
    let pattern =
        format!(r"(?i)</?(?:{tags})(?:\s[^<>]*)?/?>|&(?:amp|lt|gt|quot|apos|nbsp|#\d{{2,5}});");
    Regex::new(&pattern).ok()
});

/// Tags that break a line.
static BREAKS: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?i)<(?:br|p|div|li|tr)\b").ok());

/// The instances in what is kept of a calendar that overlap a window. All-day dates and times
/// without a zone are read in `floating`, the zone of whoever looks.
///
/// # Errors
/// When it cannot be read at all.
pub fn read(
    bytes: &[u8],
    window: Window,
    floating: &Zone,
    own: &OwnPatterns,
) -> Result<Expansion, ReadError> {
    let copy = Copy::parse(bytes).ok_or(ReadError::DamagedCopy)?;
    let zone = copy.zone.as_deref().and_then(Zone::find);
    let reader = Reader {
        copy: &copy,
        zone: zone.as_ref().unwrap_or(floating),
        own,
    };
    let mut warnings = Warnings::default();
    let mut seen = HashSet::new();
    let mut occurrences = Vec::new();
    for (id, event) in &copy.events {
        if event.kind == EventKind::WorkingLocation {
            continue;
        }
        let Some(mut occurrence) = reader.occurrence(id, event) else {
            let title = one_line(event.title.clone().unwrap_or_default());
            let cause = format!("{} is left out: it has no start", called(&title));
            warnings.add(0, COMPONENT, cause);
            continue;
        };
        if !window.shows(&occurrence.span, floating) {
            continue;
        }
        // Of two with the same UID both are there, the second under its own id.
        if !seen.insert((occurrence.uid.clone(), occurrence.instance.clone())) {
            occurrence.uid = identifier(format!("{id}{UID_ENDING}"));
        }
        occurrences.push(occurrence);
    }
    let mut warnings = warnings.into_list();
    warnings.extend(damaged(&copy));
    Ok(Expansion {
        occurrences,
        warnings,
    })
}

/// What the person must know of events that Google sent in a form that cannot be read.
fn damaged(copy: &Copy) -> Option<Warning> {
    let cause = match copy.damaged.len() {
        0 => return None,
        1 => "An event from Google cannot be read, so its changes are missing: change it there, \
              or look there for it"
            .to_owned(),
        count => format!(
            "{count} events from Google cannot be read, so their changes are missing: look there \
             for them"
        ),
    };
    Some(Warning {
        line: 0,
        component: COMPONENT,
        cause,
        loss: true,
    })
}

struct Reader<'c> {
    copy: &'c Copy,
    /// That of times without an offset.
    zone: &'c Zone,
    own: &'c OwnPatterns,
}

impl Reader<'_> {
    fn occurrence(&self, id: &str, event: &Event) -> Option<Occurrence> {
        let (uid, instance) = self.identity(id, event);
        let span = self.span(&event.start, &event.end)?;
        let line = |text: &Option<String>| {
            let text = text.as_ref().map(|text| one_line(text.clone()));
            text.and_then(some).map(|text| cut(text, LONGEST_LINE))
        };
        let places = Places {
            structured: &event.conference,
            beside: &[],
            url: None,
            location: event.location.as_deref(),
            description: event.description.as_deref(),
        };
        Some(Occurrence {
            uid,
            instance,
            title: line(&event.title).unwrap_or_else(|| self.untitled(event)),
            description: event.description.as_deref().and_then(plain),
            location: line(&event.location),
            meeting_link: meeting_link::find(&places, self.own),
            attendee_count: event.attendees,
            organizer: event.organizer.as_deref().map(str::to_ascii_lowercase),
            certainty: if event.is_tentative {
                Certainty::Tentative
            } else {
                Certainty::Confirmed
            },
            busy: !event.is_free,
            response: response(event.response),
            is_private: event.is_private,
            reminders: self.reminders(event, &span),
            span,
        })
    }

    fn untitled(&self, event: &Event) -> String {
        let is_hidden = self.copy.is_busy_only || event.is_private;
        if is_hidden {
            BUSY.to_owned()
        } else {
            String::new()
        }
    }

    /// The UID, the same in every calendar, and the original start of an instance.
    fn identity(&self, id: &str, event: &Event) -> (String, InstanceKey) {
        let Some(series) = &event.series else {
            return (uid(event, id), InstanceKey::Single);
        };
        let said = event.original_start.as_ref().and_then(|at| self.key(at));
        match said.or_else(|| key_in(id)) {
            Some(key) => (uid(event, series), key),
            // Under the series' UID it could not be told from the other instances.
            None => (identifier(format!("{id}{UID_ENDING}")), InstanceKey::Single),
        }
    }

    fn key(&self, at: &Time) -> Option<InstanceKey> {
        match date(at) {
            Some(date) => Some(InstanceKey::On(date)),
            None => self.instant(at).map(InstanceKey::At),
        }
    }

    fn span(&self, start: &Time, end: &Time) -> Option<Span> {
        if let Some(first) = date(start) {
            let next = first.succ_opt()?;
            let end = date(end).map_or(next, |end| end.max(next));
            return Some(Span::AllDay { first, end });
        }
        let start = self.instant(start)?;
        let end = self.instant(end).map_or(start, |end| end.max(start));
        Some(Span::Timed { start, end })
    }

    fn instant(&self, at: &Time) -> Option<Instant> {
        let text = at.date_time.as_deref()?;
        if let Some(instant) = Instant::parse(text) {
            return Some(instant);
        }
        let local: NaiveDateTime = text.parse().ok()?;
        let own = at.time_zone.as_deref().and_then(Zone::find);
        Some(own.as_ref().unwrap_or(self.zone).resolve(local))
    }

    /// What Google would show on a screen; empty where the person took all reminders of the event
    /// away. What a calendar's own reminders are for all-day events it does not tell.
    fn reminders(&self, event: &Event, span: &Span) -> Option<Vec<u32>> {
        let reminders = match (&event.reminders, span) {
            (Some(own), _) if own.is_empty() => return Some(Vec::new()),
            (Some(own), _) => own,
            (None, Span::Timed { .. }) => &self.copy.default_reminders,
            (None, Span::AllDay { .. }) => return None,
        };
        let shown = |one: &&Reminder| one.method == "popup" && one.minutes <= LeadTime::MAX_MINUTES;
        let mut minutes: Vec<u32> = reminders
            .iter()
            .filter(shown)
            .map(|one| one.minutes)
            .collect();
        minutes.sort_unstable();
        minutes.dedup();
        minutes.truncate(LeadTime::MOST);
        // One that comes as a mail only says nothing of screens.
        some_of(minutes)
    }
}

fn some_of(minutes: Vec<u32>) -> Option<Vec<u32>> {
    (!minutes.is_empty()).then_some(minutes)
}

fn uid(event: &Event, id: &str) -> String {
    let said = event.uid.clone().and_then(some);
    identifier(said.unwrap_or_else(|| format!("{id}{UID_ENDING}")))
}

fn date(at: &Time) -> Option<NaiveDate> {
    at.date.as_deref()?.parse().ok()
}

/// The original start that the id of an instance ends with: `…_20261123T090000Z` or `…_20261123`.
fn key_in(id: &str) -> Option<InstanceKey> {
    let (_, start) = id.rsplit_once('_')?;
    if let Ok(date) = NaiveDate::parse_from_str(start, "%Y%m%d") {
        return Some(InstanceKey::On(date));
    }
    let at = NaiveDateTime::parse_from_str(start, "%Y%m%dT%H%M%SZ").ok()?;
    Some(InstanceKey::At(Zone::utc().resolve(at)))
}

fn response(answered: Option<Response>) -> OwnResponse {
    match answered {
        None | Some(Response::Accepted) => OwnResponse::Attending,
        Some(Response::Tentative) => OwnResponse::Tentative,
        Some(Response::NeedsAction) => OwnResponse::NeedsAction,
        Some(Response::Declined) => OwnResponse::Declined,
    }
}

/// A description as text. In HTML that breaks no line itself the breaks are those of the text.
fn plain(text: &str) -> Option<String> {
    let has = |pattern: &LazyLock<Option<Regex>>| {
        pattern
            .as_ref()
            .is_some_and(|pattern| pattern.is_match(text))
    };
    let text = if !has(&MARKUP) {
        text.to_owned()
    } else if has(&BREAKS) {
        html::to_text(text)
    } else {
        html::to_text(&text.replace('\n', "<br>"))
    };
    some(cut(text, LONGEST_TEXT))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("a plain text\nof two lines", "a plain text\nof two lines")]
    #[case("1 < 2 and <ann@example.org>", "1 < 2 and <ann@example.org>")]
    #[case("List<String> & more", "List<String> & more")]
    #[case("Bring <b>cake</b>\nand tea", "Bring cake\nand tea")]
    #[case("Bring<br>cake\nand tea", "Bring\ncake and tea")]
    #[case("<p>One</p><p>Two &amp; three</p>", "One\n\nTwo & three")]
    #[case("<html-blob><u></u>Agenda</html-blob>", "Agenda")]
    fn a_description_is_read_as_the_text_or_the_html_that_it_is(
        #[case] said: &str,
        #[case] read: &str,
    ) {
        assert_eq!(plain(said).as_deref(), Some(read));
    }

    #[test]
    fn a_description_that_says_nothing_is_none() {
        assert_eq!(plain("<p>&nbsp;</p>"), None);
        assert_eq!(plain(" \n"), None);
    }

    #[rstest]
    #[case("abc_20261123T090000Z", Some("2026-11-23T09:00:00Z"))]
    #[case("a_b_20261123", Some("2026-11-23"))]
    #[case("abc_R20261123T090000", None)]
    #[case("abc", None)]
    fn the_id_of_an_instance_ends_with_its_original_start(
        #[case] id: &str,
        #[case] key: Option<&str>,
    ) {
        assert_eq!(key_in(id).map(|key| key.to_text()).as_deref(), key);
    }
}
