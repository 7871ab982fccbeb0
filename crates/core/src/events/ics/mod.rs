//! iCalendar files (RFC 5545): bytes in, a [`Calendar`] out.
//!
//! Reading is forgiving: what is damaged is left out with a warning each, and the rest goes on.
//! Only a file that is no calendar at all is refused.

mod encoding;
mod lines;
mod reader;
mod vevent;
mod vtimezone;

use std::fmt;

use super::series::Series;
use super::zones::Zone;

/// Why a file is not a calendar.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum ReadError {
    /// Nothing in it.
    #[error("the file is empty")]
    Empty,
    /// A web page: often a login form in the calendar's place.
    #[error("line 1: this is a web page, not a calendar; the address may ask for a login")]
    HtmlPage,
    /// Something else.
    #[error("line {line}: a calendar begins with BEGIN:VCALENDAR, this begins with \"{found}\"")]
    NotACalendar {
        /// The first line with something on it.
        line: u32,
        /// Its beginning.
        found: String,
    },
    /// It claims an encoding and breaks it.
    #[error("line 1: the file looks like {encoding} text, but is not valid in it")]
    Encoding {
        /// The encoding's name.
        encoding: &'static str,
    },
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

    pub fn add(&mut self, line: u32, component: &'static str, cause: impl Into<String>) {
        if self.0.len() < Self::MOST {
            self.0.push(Warning {
                line,
                component,
                cause: cause.into(),
            });
        } else if self.0.len() == Self::MOST {
            self.0.push(Warning {
                line: 0,
                component: "VCALENDAR",
                cause: "more of the kind follow and are not listed".to_owned(),
            });
        }
    }

    /// Where the last one is of the same component, that one is enough.
    pub fn add_once(&mut self, line: u32, component: &'static str, cause: impl Into<String>) {
        let said = |last: &Warning| last.line == line && last.component == component;
        if !self.0.last().is_some_and(said) {
            self.add(line, component, cause);
        }
    }

    pub fn into_list(self) -> Vec<Warning> {
        self.0
    }
}

/// What a calendar file says, ready to be expanded.
#[derive(Debug, Default)]
pub struct Calendar {
    pub(super) name: Option<String>,
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
/// Only where the file is no calendar at all; damage within one is a warning.
pub fn read(bytes: &[u8]) -> Result<Calendar, ReadError> {
    let bytes = encoding::readable(bytes)?;
    check_beginning(&bytes)?;
    Ok(reader::read(&bytes))
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
    let first = text.split(|byte| *byte == b'\n').next().unwrap_or(text);
    let found = String::from_utf8_lossy(&first[..first.len().min(160)]);
    Err(ReadError::NotACalendar {
        line: u32::try_from(line).unwrap_or(u32::MAX),
        found: found.chars().take(40).filter(|c| !c.is_control()).collect(),
    })
}

#[cfg(test)]
mod tests;
