mod all_day;
mod changed_instances;
mod clock_changes;
mod limits;
mod people;
mod rfc_examples;
mod windows;
mod zones;

use super::*;
use crate::events::ics::read;

fn instant(text: &str) -> Instant {
    Instant::parse(text).unwrap()
}

fn window(from: &str, to: &str) -> Window {
    Window {
        from: instant(from),
        to: instant(to),
    }
}

fn year_2026() -> Window {
    window("2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z")
}

fn berlin() -> Zone {
    Zone::find("Europe/Berlin").unwrap()
}

/// A calendar with these lines in it.
fn calendar(lines: &str) -> Calendar {
    let lines: Vec<_> = lines.lines().map(str::trim).collect();
    let text = format!(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\n{}\r\nEND:VCALENDAR\r\n",
        lines.join("\r\n")
    );
    read(text.as_bytes()).unwrap()
}

/// A calendar with one event of these lines.
fn event(lines: &str) -> Calendar {
    calendar(&format!("BEGIN:VEVENT\nUID:a\n{lines}\nEND:VEVENT"))
}

/// `start/end` of every instance in 2026, for someone in Berlin.
fn spans(calendar: &Calendar) -> Vec<String> {
    let expansion = calendar.expand(year_2026(), &berlin(), &[]);
    assert_eq!(expansion.warnings, []);
    expansion.occurrences.iter().map(span).collect()
}

fn span(occurrence: &Occurrence) -> String {
    match &occurrence.span {
        Span::Timed { start, end } => format!("{start}/{end}"),
        Span::AllDay { first, end } => format!("{first}/{end}"),
    }
}

/// `key title` of every instance in 2026.
fn keys(calendar: &Calendar) -> Vec<String> {
    let expansion = calendar.expand(year_2026(), &berlin(), &[]);
    let key = |one: &Occurrence| format!("{} {}", one.instance.to_text(), one.title);
    expansion.occurrences.iter().map(key).collect()
}
