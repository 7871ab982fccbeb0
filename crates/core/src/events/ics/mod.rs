//! iCalendar files (RFC 5545): bytes in, a [`Calendar`] out.
//!
//! Reading is forgiving: what is damaged is left out with a warning each, and the rest goes on.
//! Only a file that is no calendar at all is refused.

mod encoding;
mod lines;
mod reader;
mod unknown_zones;
mod valarm;
mod vevent;
mod vtimezone;
mod zone_names;

use std::fmt;

pub use vevent::is_derived_uid;

use super::meeting_link::OwnPatterns;
use super::series::Series;
use super::zones::Zone;

/// Why a file is not a calendar.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum ReadError {
    /// Nothing in it.
    #[error("line 1: there is nothing in it: export the calendar again")]
    Empty,
    /// A web page: often a login form in the calendar's place.
    #[error(
        "line 1: this is a web page, not a calendar: copy the address that the calendar offers as \
         iCal or ICS"
    )]
    HtmlPage,
    /// Something that is no text at all.
    #[error(
        "line 1: a calendar is text that begins with BEGIN:VCALENDAR, this is something else, such \
         as a picture or an archive: choose a file that ends in .ics"
    )]
    NotText,
    /// Some other text.
    #[error(
        "line {line}: a calendar begins with BEGIN:VCALENDAR, this begins with \"{found}\": choose \
         a file that ends in .ics"
    )]
    NotACalendar {
        /// The first line with something on it.
        line: u32,
        /// Its beginning.
        found: String,
    },
    /// It has events, and not one that can be used.
    #[error("{}none of its events can be read: {cause}", line.map_or_else(String::new, |line| format!("line {line}: ")))]
    NoReadableEvent {
        /// Where the first one breaks, in a text that its owner can look at.
        line: Option<u32>,
        /// What is wrong there.
        cause: String,
    },
    /// What was kept of an account's calendar is damaged.
    #[error("what is kept of it here is damaged: it is fetched anew by itself within a day")]
    DamagedCopy,
    /// It claims an encoding and breaks it.
    #[error("line 1: this begins as {encoding} text and is not valid in it: export it as UTF-8")]
    Encoding {
        /// The encoding's name.
        encoding: &'static str,
    },
}

impl ReadError {
    /// Of a text that was put together here of many: its lines say nothing to anybody.
    #[must_use]
    pub fn of_our_copy(self) -> Self {
        match self {
            Self::NoReadableEvent { cause, .. } => Self::NoReadableEvent { line: None, cause },
            other => other,
        }
    }
}

/// Something in a calendar that could not be used as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// Where, counted from 1; 0 where it concerns the file as a whole.
    pub line: u32,
    /// The component, such as `VEVENT`.
    pub component: &'static str,
    /// What is wrong and what was done about it.
    pub cause: String,
    /// Whether the person misses something by it, or sees it at another time.
    pub loss: bool,
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, {}: {}", self.line, self.component, self.cause)
    }
}

/// Warnings so far. A broken file of a million lines must not make a million of them.
#[derive(Debug, Default)]
pub(super) struct Warnings(Vec<Warning>);

impl Warnings {
    const MOST: usize = 200;

    /// Something that the person misses, or sees at another time than was meant.
    pub fn add(&mut self, line: u32, component: &'static str, cause: impl Into<String>) {
        self.push(line, component, cause.into(), true);
    }

    /// Something odd that costs nothing.
    pub fn note(&mut self, line: u32, component: &'static str, cause: impl Into<String>) {
        self.push(line, component, cause.into(), false);
    }

    fn push(&mut self, line: u32, component: &'static str, cause: String, loss: bool) {
        if self.0.len() < Self::MOST {
            self.0.push(Warning {
                line,
                component,
                cause: one_line(&cause),
                loss,
            });
        } else if self.0.len() == Self::MOST {
            self.0.push(Warning {
                line: 0,
                component: "VCALENDAR",
                cause: "more of the kind follow and are not listed".to_owned(),
                loss,
            });
        }
    }

    /// Where the last one is of the same component, that one is enough.
    pub fn add_once(&mut self, line: u32, component: &'static str, cause: impl Into<String>) {
        if !self.has_just_said(line, component) {
            self.add(line, component, cause);
        }
    }

    /// As [`Self::add_once`], of something odd that costs nothing.
    pub fn note_once(&mut self, line: u32, component: &'static str, cause: impl Into<String>) {
        if !self.has_just_said(line, component) {
            self.note(line, component, cause);
        }
    }

    fn has_just_said(&self, line: u32, component: &'static str) -> bool {
        let last = self.0.last();
        last.is_some_and(|last| last.line == line && last.component == component)
    }

    pub fn into_list(self) -> Vec<Warning> {
        self.0
    }
}

/// What a file's own words make of a sentence about it: short enough to be read, and on one line.
fn one_line(sentence: &str) -> String {
    const MOST: usize = 300;
    let seen = sentence.chars().filter(|c| !c.is_control());
    if seen.clone().nth(MOST).is_none() {
        return seen.collect();
    }
    seen.take(MOST - 1).chain(['…']).collect()
}

/// What a calendar file says, ready to be expanded.
#[derive(Debug, Default)]
pub struct Calendar {
    pub(super) name: Option<String>,
    pub(super) color: Option<String>,
    pub(super) zone: Option<String>,
    pub(super) refresh_interval: Option<i64>,
    pub(super) warnings: Vec<Warning>,
    /// The zones that times refer to by number; none where a TZID is unknown: such times float.
    pub(super) zones: Vec<Option<Zone>>,
    pub(super) series: Vec<Series>,
}

impl Calendar {
    /// The calendar's name: NAME (RFC 7986, 5.1) or X-WR-CALNAME.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// What its publisher says of its colour: X-APPLE-CALENDAR-COLOR, or COLOR (RFC 7986, 5.9).
    #[must_use]
    pub fn color(&self) -> Option<&str> {
        self.color.as_deref()
    }

    /// What its publisher says of its zone: X-WR-TIMEZONE.
    #[must_use]
    pub fn zone(&self) -> Option<&str> {
        self.zone.as_deref()
    }

    /// How often its publisher wants it fetched, in milliseconds: REFRESH-INTERVAL (RFC 7986, 5.7)
    /// or X-PUBLISHED-TTL.
    #[must_use]
    pub fn refresh_interval(&self) -> Option<i64> {
        self.refresh_interval
    }

    /// What could not be used.
    #[must_use]
    pub fn warnings(&self) -> &[Warning] {
        &self.warnings
    }
}

/// Reads a calendar file.
///
/// # Errors
/// Only where the file is no calendar at all, or damage leaves not one of its events; other damage
/// is a warning.
pub fn read(bytes: &[u8]) -> Result<Calendar, ReadError> {
    read_with(bytes, &OwnPatterns::default())
}

/// As [`read`], for somebody who calls more links meetings than everybody does.
///
/// # Errors
/// As [`read`].
pub fn read_with(bytes: &[u8], own: &OwnPatterns) -> Result<Calendar, ReadError> {
    let bytes = encoding::readable(bytes)?;
    check_beginning(&bytes)?;
    let calendar = reader::read(&bytes, own);
    let lost = |warning: &&Warning| warning.loss && warning.component == vevent::COMPONENT;
    match calendar.warnings.iter().find(lost) {
        Some(first) if calendar.series.is_empty() => Err(ReadError::NoReadableEvent {
            line: Some(first.line),
            cause: first.cause.clone(),
        }),
        _ => Ok(calendar),
    }
}

fn check_beginning(bytes: &[u8]) -> Result<(), ReadError> {
    let text = bytes.trim_ascii_start();
    if text.is_empty() {
        return Err(ReadError::Empty);
    }
    let begins_with = |start: &[u8]| {
        text.get(..start.len())
            .is_some_and(|head| head.eq_ignore_ascii_case(start))
    };
    if begins_with(b"BEGIN:VCALENDAR") {
        return Ok(());
    }
    if ["<!doctype", "<html", "<head", "<body", "<?xml", "<!--"]
        .iter()
        .any(|tag| begins_with(tag.as_bytes()))
    {
        return Err(ReadError::HtmlPage);
    }
    let blank = &bytes[..bytes.len() - text.len()];
    let line = blank.iter().filter(|byte| **byte == b'\n').count() + 1;
    let Some(head) = encoding::beginning(text, 160) else {
        return Err(ReadError::NotText);
    };
    let found = head.lines().next().unwrap_or_default().trim();
    Err(ReadError::NotACalendar {
        line: u32::try_from(line).unwrap_or(u32::MAX),
        found: one_line(found).chars().take(40).collect(),
    })
}

#[cfg(test)]
mod tests;
