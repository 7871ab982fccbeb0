//! One VEVENT, property by property (RFC 5545, 3.6.1).

use ical::tree::line::IcalLine;

use super::Warnings;
use super::lines::{capitals, name, parameter, parameter_values, raw, text};
use super::valarm::Alarms;
use super::zone_names::ZoneNames;
use crate::events::event::{
    Attendee, Event, Extra, Recurrence, Replaced, Revision, bare_address, called, quoted,
};
use crate::events::meeting_link::conference::{Conferences, Use};
use crate::events::meeting_link::{self, OwnPatterns, Places};
use crate::events::moment::{self, Clock, Length, Moment};
use crate::events::occurrence::{Certainty, OwnResponse};
use crate::events::recurrence::Rule;
use crate::events::text::{LONGEST_LINE, LONGEST_TEXT, cut, digest, identifier, one_line, some};

pub(super) const COMPONENT: &str = "VEVENT";

/// How much is kept of an ATTENDEE's address, in bytes (RFC 5321, 4.5.3.1 allows 254).
const LONGEST_ADDRESS: usize = 320;

/// How many dates and times of an event are told of that cannot be read.
const MOST_UNREAD: usize = 200;

/// How many RRULEs (and EXRULEs) an event may have; RFC 5545, 3.8.5.3 wants one at most.
const MOST_RULES: usize = 16;

/// How much the lists of a file's events may still hold: a few bytes of a file make many times as
/// many in memory.
pub(super) struct Room {
    /// ATTENDEEs kept for finding one's own answer; all are counted.
    attendees: usize,
    /// Values of RDATEs and EXDATEs.
    dates: usize,
}

impl Room {
    /// That of a whole file.
    pub const FULL: Self = Self {
        attendees: 200_000,
        dates: 500_000,
    };

    fn take(left: &mut usize) -> bool {
        *left = left.saturating_sub(1);
        *left > 0
    }
}

/// What is told about all events of a file.
pub(super) struct Whole {
    pub zones: ZoneNames,
    pub warnings: Warnings,
    pub room: Room,
}

/// A VEVENT while its lines come in.
#[derive(Default)]
pub(super) struct Draft {
    line: u32,
    uid: String,
    revision: Revision,
    start: Option<Moment>,
    end: Option<Moment>,
    duration: Option<(i64, i64)>,
    rules: Vec<(String, u32)>,
    exception_rules: Vec<(String, u32)>,
    dates: Vec<Extra>,
    exceptions: Vec<Moment>,
    replaces: Option<Replaced>,
    title: String,
    description: Option<String>,
    location: Option<String>,
    url: Option<String>,
    conferences: Conferences,
    attendee_count: u32,
    attendees: Vec<Attendee>,
    organizer: Option<String>,
    certainty: Option<Certainty>,
    free: bool,
    is_private: bool,
    /// Dates and times that cannot be read: on which line, of which property, and as they stand.
    unread: Vec<(u32, &'static str, String)>,
    /// Filled by the reader while one is open.
    pub alarms: Alarms,
}

impl Draft {
    /// One that begins on this line.
    pub fn at(line: u32) -> Self {
        Self {
            line,
            ..Self::default()
        }
    }

    /// Where it begins.
    pub fn line(&self) -> u32 {
        self.line
    }

    /// What a sentence calls it.
    pub fn called(&self) -> String {
        called(&self.title)
    }

    /// Takes in one property.
    pub fn property(&mut self, line: &IcalLine<'_>, number: u32, whole: &mut Whole) {
        match &*name(line) {
            "DTSTART" => self.when("DTSTART", line, number, whole),
            "DTEND" => self.when("DTEND", line, number, whole),
            "RECURRENCE-ID" => self.when("RECURRENCE-ID", line, number, whole),
            "DURATION" => self.when("DURATION", line, number, whole),
            "RDATE" => self.when("RDATE", line, number, whole),
            "EXDATE" => self.when("EXDATE", line, number, whole),
            "RRULE" if self.rules.len() < MOST_RULES => {
                self.rules
                    .push((cut(raw(line).into_owned(), LONGEST_TEXT), number));
            }
            "EXRULE" if self.exception_rules.len() < MOST_RULES => {
                let rule = cut(raw(line).into_owned(), LONGEST_TEXT);
                self.exception_rules.push((rule, number));
            }
            "SEQUENCE" => self.revision.sequence = raw(line).trim().parse().unwrap_or(0),
            "DTSTAMP" => {
                self.revision.stamp =
                    Moment::parse(&raw(line), Clock::Utc).map_or(0, |stamp| stamp.seconds);
            }
            "ATTENDEE" => self.attendee(line, &mut whole.room),
            "ORGANIZER" => self.organizer = Some(bare_address(&raw(line)).to_ascii_lowercase()),
            "STATUS" => self.certainty = certainty(raw(line).trim()),
            "TRANSP" => self.free = raw(line).trim().eq_ignore_ascii_case("TRANSPARENT"),
            "CLASS" => self.is_private = is_private(raw(line).trim()),
            property => self.words(property, line),
        }
    }

    /// Properties made of text.
    fn words(&mut self, property: &str, line: &IcalLine<'_>) {
        match property {
            "UID" => self.uid = identifier(one_line(text(line))),
            "SUMMARY" => self.title = cut(one_line(text(line)), LONGEST_LINE),
            "DESCRIPTION" => self.description = some(cut(text(line), LONGEST_TEXT)),
            "LOCATION" => self.location = some(cut(one_line(text(line)), LONGEST_LINE)),
            "URL" => self.url = some(cut(text(line), LONGEST_LINE)),
            "CONFERENCE" => {
                let used = Use::of(parameter_values(line, "FEATURE"));
                self.conferences.take(used, cut(text(line), LONGEST_LINE));
            }
            "X-GOOGLE-CONFERENCE"
            | "X-MICROSOFT-SKYPETEAMSMEETINGURL"
            | "X-MICROSOFT-ONLINEMEETINGEXTERNALLINK" => {
                let link = cut(text(line), LONGEST_LINE);
                self.conferences.take(Use::Video, link);
            }
            _ => {}
        }
    }

    /// Properties made of dates and times. Which event it is of that one cannot be read is known at
    /// its end.
    fn when(
        &mut self,
        property: &'static str,
        line: &IcalLine<'_>,
        number: u32,
        whole: &mut Whole,
    ) {
        if !self.time(property, line, number, whole) && self.unread.len() < MOST_UNREAD {
            self.unread.push((number, property, quoted(&raw(line))));
        }
    }

    /// Says which of its dates and times cannot be read.
    pub fn tell_unread(&mut self, warnings: &mut Warnings) {
        for (number, property, value) in std::mem::take(&mut self.unread) {
            let what = in_words(property, &self.called());
            let cause =
                format!("cannot read {property} {value}, {what}: set it again in the calendar");
            warnings.add(number, COMPONENT, cause);
        }
    }

    /// False where the value cannot be read.
    fn time(
        &mut self,
        property: &str,
        line: &IcalLine<'_>,
        number: u32,
        whole: &mut Whole,
    ) -> bool {
        let value = raw(line);
        if property == "DURATION" {
            self.duration = moment::duration(&value);
            return self.duration.is_some();
        }
        let clock = match parameter(line, "TZID") {
            Some(tzid) if !tzid.is_empty() => Clock::Zone(whole.zones.number(tzid, number)),
            _ => Clock::Floating,
        };
        match property {
            "RDATE" => take_all(&value, &mut self.dates, &mut whole.room, |item| {
                extra(item, clock)
            }),
            "EXDATE" => take_all(&value, &mut self.exceptions, &mut whole.room, |item| {
                Moment::parse(item, clock)
            }),
            _ => self.moment(property, Moment::parse(&value, clock), line),
        }
    }

    fn moment(&mut self, property: &str, moment: Option<Moment>, line: &IcalLine<'_>) -> bool {
        match property {
            "DTSTART" => self.start = moment,
            "DTEND" => self.end = moment,
            _ => {
                let and_future = parameter(line, "RANGE")
                    .is_some_and(|range| range.eq_ignore_ascii_case("THISANDFUTURE"));
                self.replaces = moment.map(|instance| Replaced {
                    instance,
                    and_future,
                });
            }
        }
        moment.is_some()
    }

    fn attendee(&mut self, line: &IcalLine<'_>, room: &mut Room) {
        self.attendee_count = self.attendee_count.saturating_add(1);
        if !Room::take(&mut room.attendees) {
            return;
        }
        // Some servers put a path in the value and the address in EMAIL (RFC 7986, 6.2).
        let value = raw(line);
        let address = parameter(line, "EMAIL").unwrap_or(&value);
        self.attendees.push(Attendee {
            address: cut(bare_address(address).to_ascii_lowercase(), LONGEST_ADDRESS),
            response: response(parameter(line, "PARTSTAT")),
        });
    }

    /// The event, or nothing (with a warning) where it has no usable start.
    pub fn finish(
        mut self,
        cancelled: bool,
        own: &OwnPatterns,
        warnings: &mut Warnings,
    ) -> Option<Box<Event>> {
        self.tell_unread(warnings);
        let Some(start) = self.start else {
            let cause = format!("{} is left out: it has no start", called(&self.title));
            warnings.add(self.line, COMPONENT, cause);
            return None;
        };
        if self.uid.is_empty() {
            self.uid = derived_uid(start, &self.title);
            warnings.note(self.line, COMPONENT, "it has no UID; one was derived");
        }
        let length = self.length(start, warnings);
        let recurrence = self.recurrence(start, warnings);
        let (conferences, beside) = self.conferences.into_places();
        let places = Places {
            structured: &conferences,
            beside: &beside,
            url: self.url.as_deref(),
            location: self.location.as_deref(),
            description: self.description.as_deref(),
        };
        Some(Box::new(Event {
            meeting_link: meeting_link::find(&places, own),
            line: self.line,
            uid: self.uid,
            revision: self.revision,
            start,
            length,
            recurrence,
            replaces: self.replaces,
            title: self.title,
            description: self.description,
            location: self.location,
            attendee_count: self.attendee_count,
            attendees: self.attendees,
            organizer: self.organizer,
            certainty: match self.certainty {
                _ if cancelled => Certainty::Cancelled,
                said => said.unwrap_or(Certainty::Confirmed),
            },
            busy: !self.free,
            is_private: self.is_private,
            alarms: self.alarms.into_triggers(),
        }))
    }

    fn length(&self, start: Moment, warnings: &mut Warnings) -> Length {
        match (self.end, self.duration) {
            (Some(end), _) => {
                if end.clock == start.clock && end.seconds < start.seconds {
                    let cause = "it ends before it starts; its end is taken to be its start";
                    warnings.note(self.line, COMPONENT, cause);
                    return Length::Unsaid;
                }
                Length::Until(end)
            }
            (None, Some((days, seconds))) if days < 0 || seconds < 0 => {
                let cause = "its DURATION is negative; its end is taken to be its start";
                warnings.note(self.line, COMPONENT, cause);
                Length::Unsaid
            }
            (None, Some((days, seconds))) => Length::For { days, seconds },
            (None, None) => Length::Unsaid,
        }
    }

    fn recurrence(&mut self, start: Moment, warnings: &mut Warnings) -> Option<Box<Recurrence>> {
        let title = &self.title;
        let mut read = |texts: &[(String, u32)]| -> Vec<Rule> {
            texts
                .iter()
                .filter_map(|(text, line)| match Rule::parse(text, start) {
                    Ok(rule) => Some(rule),
                    Err(error) => {
                        let (event, rule) = (called(title), quoted(text));
                        let cause = format!(
                            "{event} is shown once only, because of its repetition {rule}: \
                             {error}. Set how it repeats again in the calendar"
                        );
                        warnings.add(*line, COMPONENT, cause);
                        None
                    }
                })
                .collect()
        };
        let recurrence = Recurrence {
            rules: read(&self.rules),
            exception_rules: read(&self.exception_rules),
            dates: std::mem::take(&mut self.dates),
            exceptions: std::mem::take(&mut self.exceptions),
        };
        let recurs = !recurrence.rules.is_empty() || !recurrence.dates.is_empty();
        // A rule that cannot be read still makes it a series: its key must not change once it can.
        (recurs || !self.rules.is_empty()).then(|| Box::new(recurrence))
    }
}

/// What a property of dates and times is for, of this event.
fn in_words(property: &str, event: &str) -> String {
    match property {
        "DTSTART" => format!("the start of {event}"),
        "DTEND" => format!("the end of {event}"),
        "DURATION" => format!("the length of {event}"),
        "RECURRENCE-ID" => format!("the day that {event} replaces"),
        "EXDATE" => format!("the days on which {event} is left out"),
        _ => format!("the further days of {event}"),
    }
}

/// Adds every item of a list, as far as there is room. False where one cannot be read; the others
/// are taken all the same.
fn take_all<T>(
    list: &str,
    into: &mut Vec<T>,
    room: &mut Room,
    read: impl Fn(&str) -> Option<T>,
) -> bool {
    let mut all = true;
    for item in list.split(',').filter(|item| !item.trim().is_empty()) {
        if !Room::take(&mut room.dates) {
            return false;
        }
        match read(item) {
            Some(value) => into.push(value),
            None => all = false,
        }
    }
    all
}

/// One value of an RDATE: a date, a time, or a PERIOD (RFC 5545, 3.3.9).
fn extra(item: &str, clock: Clock) -> Option<Extra> {
    let (start, end) = match item.split_once('/') {
        Some((start, end)) => (start, Some(end.trim())),
        None => (item, None),
    };
    let start = Moment::parse(start, clock)?;
    let length = match end {
        None => None,
        Some(length) if length.starts_with(['P', 'p', '+']) => {
            let (days, seconds) = moment::duration(length)?;
            Some(Length::For { days, seconds })
        }
        Some(end) => Some(Length::Until(Moment::parse(end, clock)?)),
    };
    Some(Extra { start, length })
}

fn response(partstat: Option<&str>) -> OwnResponse {
    match partstat.map(capitals).as_deref() {
        Some("ACCEPTED" | "DELEGATED") => OwnResponse::Attending,
        Some("TENTATIVE") => OwnResponse::Tentative,
        Some("DECLINED") => OwnResponse::Declined,
        // NEEDS-ACTION, and the default (RFC 5545, 3.2.12).
        _ => OwnResponse::NeedsAction,
    }
}

fn certainty(status: &str) -> Option<Certainty> {
    match &*capitals(status) {
        "CONFIRMED" => Some(Certainty::Confirmed),
        "TENTATIVE" => Some(Certainty::Tentative),
        "CANCELLED" | "CANCELED" => Some(Certainty::Cancelled),
        _ => None,
    }
}

/// What nobody knows counts as private (RFC 5545, 3.8.1.3).
fn is_private(class: &str) -> bool {
    !class.is_empty() && !class.eq_ignore_ascii_case("PUBLIC")
}

/// How UIDs begin that we make up.
const DERIVED_UID: &str = "without-uid-";

/// For an event without a UID: the same as long as its start and title stay.
fn derived_uid(start: Moment, title: &str) -> String {
    let hex = digest(&format!("{} {title}", start.seconds));
    format!("{DERIVED_UID}{hex}")
}

/// Whether a UID is one that we made up for an event without.
#[must_use]
pub fn is_derived_uid(uid: &str) -> bool {
    uid.starts_with(DERIVED_UID)
}
