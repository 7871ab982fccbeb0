//! Calendar files, built line by line as a person would tell them.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use storytime_types::Instant;

/// An instant in a test: `at("2026-11-23T09:00:00Z")`.
pub fn at(text: &str) -> Instant {
    Instant::parse(text).unwrap_or_else(|| panic!("{text} is not an instant"))
}

/// One event of a calendar file.
#[derive(Clone, Debug)]
pub struct EventText {
    lines: Vec<String>,
}

/// An event with this title, start and a length of half an hour; its UID is its title.
pub fn event(title: &str, start: &str) -> EventText {
    EventText {
        lines: vec![
            format!("UID:{title}"),
            format!("SUMMARY:{title}"),
            format!("DTSTART:{}", basic(at(start))),
        ],
    }
    .with("DURATION:PT30M")
}

/// An all-day event.
pub fn all_day(title: &str, date: &str) -> EventText {
    EventText {
        lines: vec![
            format!("UID:{title}"),
            format!("SUMMARY:{title}"),
            format!("DTSTART;VALUE=DATE:{}", date.replace('-', "")),
        ],
    }
}

impl EventText {
    /// With another line, or another value of a property it has already.
    pub fn with(mut self, line: &str) -> Self {
        let name = |line: &str| line.split([':', ';']).next().unwrap_or_default().to_owned();
        self.lines.retain(|known| name(known) != name(line));
        self.lines.push(line.to_owned());
        self
    }
}

/// A calendar file's text.
pub fn calendar(events: &[EventText]) -> String {
    let mut text = String::from("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//tests//EN\r\n");
    for event in events {
        let _ = write!(
            text,
            "BEGIN:VEVENT\r\nDTSTAMP:20260101T000000Z\r\n{}\r\nEND:VEVENT\r\n",
            event.lines.join("\r\n")
        );
    }
    text.push_str("END:VCALENDAR\r\n");
    text
}

/// Writes a calendar file, replacing what was there as an editor does.
pub fn write_calendar(folder: &Path, name: &str, events: &[EventText]) -> PathBuf {
    let (path, fresh) = (folder.join(name), folder.join("fresh"));
    std::fs::write(&fresh, calendar(events)).unwrap();
    std::fs::rename(&fresh, &path).unwrap();
    path
}

fn basic(at: Instant) -> String {
    at.to_string().replace(['-', ':'], "")
}
