//! One VEVENT, read but not yet expanded.

use super::moment::{Length, Moment};
use super::occurrence::{Certainty, OwnResponse};
use super::recurrence::Rule;
use super::triggers::Triggers;

/// A VEVENT.
#[derive(Debug)]
pub(super) struct Event {
    /// Where its BEGIN stands.
    pub line: u32,
    pub uid: String,
    pub revision: Revision,
    pub start: Moment,
    pub length: Length,
    pub recurrence: Option<Box<Recurrence>>,
    /// Which instance of its series it replaces.
    pub replaces: Option<Replaced>,
    pub title: String,
    pub description: Option<String>,
    pub location: Option<String>,
    pub meeting_link: Option<String>,
    pub attendee_count: u32,
    pub attendees: Vec<Attendee>,
    pub organizer: Option<String>,
    pub certainty: Certainty,
    pub busy: bool,
    pub is_private: bool,
    /// When its calendar reminds; none where it says nothing of that.
    pub alarms: Option<Box<Triggers>>,
}

/// Tells the later of two VEVENTs for the same thing: SEQUENCE, then DTSTAMP.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Revision {
    pub sequence: i64,
    pub stamp: i64,
}

/// RRULE, EXRULE, RDATE and EXDATE.
#[derive(Debug, Default)]
pub(super) struct Recurrence {
    pub rules: Vec<Rule>,
    pub exception_rules: Vec<Rule>,
    pub dates: Vec<Extra>,
    pub exceptions: Vec<Moment>,
}

/// One value of an RDATE; a PERIOD brings its own length.
#[derive(Clone, Copy, Debug)]
pub(super) struct Extra {
    pub start: Moment,
    pub length: Option<Length>,
}

/// RECURRENCE-ID.
#[derive(Clone, Copy, Debug)]
pub(super) struct Replaced {
    /// The instance's original start.
    pub instance: Moment,
    /// RANGE=THISANDFUTURE: it and all after it.
    pub and_future: bool,
}

/// An ATTENDEE: the address without `mailto:`, in small letters.
#[derive(Debug)]
pub(super) struct Attendee {
    pub address: String,
    pub response: OwnResponse,
}

impl Event {
    /// What a sentence calls it.
    pub fn called(&self) -> String {
        called(&self.title)
    }

    /// What the person with these addresses answered.
    pub fn response(&self, own_addresses: &[String]) -> OwnResponse {
        let own = |address: &str| own_addresses.iter().any(|own| is_address(own, address));
        if self.organizer.as_deref().is_some_and(own) {
            return OwnResponse::Attending;
        }
        self.attendees
            .iter()
            .find(|attendee| own(&attendee.address))
            .map_or(OwnResponse::Attending, |attendee| attendee.response)
    }
}

/// What a sentence calls an event with this title.
pub(super) fn called(title: &str) -> String {
    if title.is_empty() {
        "an event without a title".to_owned()
    } else {
        quoted(title)
    }
}

/// A file's own words within a sentence, without what is no letter in any encoding.
pub(super) fn quoted(text: &str) -> String {
    const MOST: usize = 40;
    let is_letter = |c: &char| !c.is_control() && *c != char::REPLACEMENT_CHARACTER;
    let letters: String = text.chars().take(2 * MOST).filter(is_letter).collect();
    let lost = text.chars().take(2 * MOST).count() - letters.chars().count();
    if lost > letters.chars().filter(|c| c.is_alphanumeric()).count() {
        return "(not text)".to_owned();
    }
    let text = if lost == 0 { text } else { &letters };
    if text.chars().nth(MOST).is_none() {
        return format!("\"{text}\"");
    }
    let head: String = text.chars().take(MOST - 1).collect();
    format!("\"{head}…\"")
}

fn is_address(own: &str, address: &str) -> bool {
    bare_address(own).eq_ignore_ascii_case(address)
}

/// An address without `mailto:`.
pub(super) fn bare_address(text: &str) -> &str {
    let text = text.trim();
    match text.get(..7) {
        Some(scheme) if scheme.eq_ignore_ascii_case("mailto:") => text[7..].trim(),
        _ => text,
    }
}
