//! From content lines to events: which component a line belongs to, and what becomes of each.

use std::collections::HashMap;
use std::ops::Range;

use ical::tree::codec::mode::Escaper;
use ical::tree::line::IcalLine;

use super::lines::{self, Component, Content, Line, Lines};
use super::vevent::{Draft, Room, Whole};
use super::zone_names::ZoneNames;
use super::{Calendar, Warnings, unknown_zones, vevent, vtimezone};
use crate::events::event::Event;
use crate::events::meeting_link::OwnPatterns;
use crate::events::moment;
use crate::events::series::Series;
use crate::events::zones::Zone;

/// More VEVENTs than this are no person's calendar.
const MOST_EVENTS: usize = 150_000;

/// About how many bytes a VEVENT has.
const TYPICAL_EVENT: usize = 400;

/// How many zones of a file's own are worked out.
const MOST_OWN_ZONES: usize = 50;

/// How deep components may lie in each other within a VTIMEZONE.
const DEEPEST: u32 = 4;

/// Reads a file that begins like a calendar.
pub(super) fn read(file: &[u8], own: &OwnPatterns) -> Calendar {
    let mut reader = Reader::of(file, own);
    let mut lines = Lines::of(file);
    while let Some(mut line) = lines.next() {
        reader.line(&mut line, lines.position());
    }
    reader.finish()
}

/// What is open at the moment.
enum Within {
    Calendar,
    Event(Box<Draft>),
    Zone { begins: usize, name: Option<String> },
}

struct Reader<'a> {
    file: &'a [u8],
    own: &'a OwnPatterns,
    calendar: Calendar,
    whole: Whole,
    within: Within,
    /// How many components are open that nobody reads, such as a VTODO.
    ignored: u32,
    escaper: Escaper,
    cancelled: bool,
    own_zones: HashMap<String, Range<usize>>,
    series: HashMap<String, usize>,
    events: usize,
}

impl<'a> Reader<'a> {
    fn of(file: &'a [u8], own: &'a OwnPatterns) -> Self {
        Self {
            file,
            own,
            calendar: Calendar::default(),
            whole: Whole {
                zones: ZoneNames::default(),
                warnings: Warnings::default(),
                room: Room::FULL,
            },
            within: Within::Calendar,
            ignored: 0,
            escaper: Escaper::Modern,
            cancelled: false,
            own_zones: HashMap::new(),
            series: HashMap::with_capacity(file.len() / TYPICAL_EVENT),
            events: 0,
        }
    }

    fn line(&mut self, line: &mut Line<'_>, ends: usize) {
        match &mut line.content {
            Content::Begin(component) => self.begin(*component, line.number, line.begins),
            Content::End(component) => self.end(*component, ends, line.number),
            Content::Property(property) if self.ignored == 0 => {
                self.property(property, line.number);
            }
            Content::Property(_) => {}
            Content::Damaged => self.damaged_line(line.number),
        }
    }

    fn begin(&mut self, component: Component, number: u32, begins: usize) {
        match component {
            Component::Calendar => {
                self.abandon();
                self.escaper = Escaper::Modern;
                self.cancelled = false;
            }
            Component::Event => {
                self.abandon();
                self.within = Within::Event(Box::new(Draft::at(number)));
            }
            Component::Zone => {
                self.abandon();
                self.within = Within::Zone { begins, name: None };
            }
            Component::Alarm => self.begin_alarm(),
            Component::Other => self.ignored = self.ignored.saturating_add(1),
        }
    }

    fn end(&mut self, component: Component, ends: usize, number: u32) {
        match component {
            Component::Calendar => self.abandon(),
            Component::Event => self.end_event(),
            Component::Zone => self.end_zone(ends, number),
            Component::Alarm | Component::Other if self.ignored > 0 => self.ignored -= 1,
            Component::Alarm => self.end_alarm(),
            Component::Other => {}
        }
    }

    fn begin_alarm(&mut self) {
        match &mut self.within {
            Within::Event(draft) if self.ignored == 0 && !draft.alarms.is_open() => {
                draft.alarms.begin();
            }
            _ => self.ignored = self.ignored.saturating_add(1),
        }
    }

    fn end_alarm(&mut self) {
        if let Within::Event(draft) = &mut self.within {
            draft.alarms.end();
        }
    }

    fn property(&mut self, line: &mut IcalLine<'_>, number: u32) {
        line.value.escaper = self.escaper;
        match &mut self.within {
            Within::Calendar => self.calendar_property(line),
            Within::Event(draft) if draft.alarms.is_open() => draft.alarms.property(line),
            Within::Event(draft) => {
                draft.property(line, number, &mut self.whole);
            }
            Within::Zone { name, .. } => {
                if lines::name(line) == "TZID" {
                    *name = Some(lines::text(line));
                }
            }
        }
    }

    fn calendar_property(&mut self, line: &IcalLine<'_>) {
        match &*lines::name(line) {
            "VERSION" => self.escaper = Escaper::for_version_str(lines::raw(line).trim()),
            "METHOD" => self.cancelled = lines::raw(line).trim().eq_ignore_ascii_case("CANCEL"),
            "NAME" | "X-WR-CALNAME" if self.calendar.name.is_none() => {
                self.calendar.name = said(line);
            }
            "X-APPLE-CALENDAR-COLOR" => self.calendar.color = said(line),
            "COLOR" if self.calendar.color.is_none() => self.calendar.color = said(line),
            "X-WR-TIMEZONE" => self.calendar.zone = said(line),
            "REFRESH-INTERVAL" | "X-PUBLISHED-TTL" if self.calendar.refresh_interval.is_none() => {
                self.calendar.refresh_interval = moment::duration(&lines::raw(line))
                    .map(|(days, seconds)| (days * moment::DAY + seconds) * 1000)
                    .filter(|ms| *ms > 0);
            }
            _ => {}
        }
    }

    fn end_event(&mut self) {
        self.ignored = 0;
        let Within::Event(draft) = std::mem::replace(&mut self.within, Within::Calendar) else {
            return;
        };
        self.events += 1;
        if self.events > MOST_EVENTS {
            if self.events == MOST_EVENTS + 1 {
                let cause = "only the first 150,000 events of a file are read";
                self.whole.warnings.add(draft.line(), "VCALENDAR", cause);
            }
            return;
        }
        let warnings = &mut self.whole.warnings;
        if let Some(event) = draft.finish(self.cancelled, self.own, warnings) {
            self.keep(event);
        }
    }

    /// Files an event under its UID. Of two for the same instance the later revision stays.
    fn keep(&mut self, event: Box<Event>) {
        let at = *self.series.entry(event.uid.clone()).or_insert_with(|| {
            self.calendar.series.push(Series::default());
            self.calendar.series.len() - 1
        });
        let series = &mut self.calendar.series[at];
        if event.replaces.is_some() {
            series.overrides.push(*event);
            return;
        }
        if let Some(known) = &mut series.base {
            let line = known.line.min(event.line);
            let cause = format!(
                "UID {} is there twice; the later revision counts",
                event.uid
            );
            self.whole.warnings.note(line, "VEVENT", cause);
            if event.revision >= known.revision {
                *known = event;
            }
            return;
        }
        series.base = Some(event);
    }

    fn end_zone(&mut self, ends: usize, number: u32) {
        self.ignored = 0;
        if let Within::Zone { begins, name } = std::mem::replace(&mut self.within, Within::Calendar)
        {
            match name {
                Some(name) => {
                    self.own_zones.entry(name).or_insert(begins..ends);
                }
                None => self
                    .whole
                    .warnings
                    .note(number, "VTIMEZONE", "left out: it has no TZID"),
            }
        }
    }

    /// Gives up what was never closed.
    fn abandon(&mut self) {
        self.ignored = 0;
        match std::mem::replace(&mut self.within, Within::Calendar) {
            Within::Calendar => {}
            Within::Event(mut draft) => {
                draft.tell_unread(&mut self.whole.warnings);
                let cause = format!("{} is left out: its end is missing", draft.called());
                self.whole.warnings.add(draft.line(), "VEVENT", cause);
            }
            Within::Zone { name, .. } => {
                let cause = format!("left out: {} is never closed", name.unwrap_or_default());
                self.whole.warnings.note(0, "VTIMEZONE", cause);
            }
        }
    }

    fn damaged_line(&mut self, number: u32) {
        let component = match &self.within {
            _ if self.ignored > 0 => return,
            Within::Event(draft) if draft.alarms.is_open() => return,
            Within::Calendar => "VCALENDAR",
            Within::Event(_) => "VEVENT",
            Within::Zone { .. } => "VTIMEZONE",
        };
        self.whole
            .warnings
            .note(number, component, "left out a line that is no property");
    }

    fn finish(mut self) -> Calendar {
        self.abandon();
        self.resolve_zones();
        for series in &mut self.calendar.series {
            series.settle();
        }
        self.calendar.warnings = self.whole.warnings.into_list();
        self.calendar
    }

    fn resolve_zones(&mut self) {
        let names = self.whole.zones.take_all();
        let mut own_left = MOST_OWN_ZONES;
        let (mut unknown, mut lines) = (Vec::new(), Vec::new());
        for (number, (name, line)) in names.into_iter().enumerate() {
            let zone = Zone::iana(&name)
                .or_else(|| self.own_zone(&name, &mut own_left))
                .or_else(|| Zone::windows(&name));
            if zone.is_none() {
                unknown.push((number, name));
                lines.push(line);
            }
            self.calendar.zones.push(zone);
        }
        if unknown.is_empty() {
            return;
        }
        let causes = unknown_zones::sentences(&self.calendar, &unknown);
        for (line, cause) in lines.into_iter().zip(causes) {
            self.whole.warnings.add(line, vevent::COMPONENT, cause);
        }
    }

    fn own_zone(&self, name: &str, left: &mut usize) -> Option<Zone> {
        let bytes = self.file.get(self.own_zones.get(name)?.clone())?;
        *left = left.checked_sub(1)?;
        if is_too_deep(bytes) {
            return None;
        }
        vtimezone::read(name, bytes).map(Zone::of_file)
    }
}

/// The most characters that are kept of what a calendar says of itself.
const MOST_SAID: usize = 200;

/// The text of a line, where it has any.
fn said(line: &IcalLine<'_>) -> Option<String> {
    let text: String = lines::text(line).trim().chars().take(MOST_SAID).collect();
    (!text.is_empty()).then_some(text)
}

/// The library reads components in each other by recursion: one that is too deep would end the
/// process.
fn is_too_deep(bytes: &[u8]) -> bool {
    let mut depth = 0_u32;
    Lines::of(bytes).any(|line| {
        match line.content {
            Content::Begin(_) => depth = depth.saturating_add(1),
            Content::End(_) => depth = depth.saturating_sub(1),
            Content::Property(_) | Content::Damaged => {}
        }
        depth > DEEPEST
    })
}
