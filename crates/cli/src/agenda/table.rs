//! The agenda for people: a heading a day, a line an instance.
//!
//! ```text
//! Mon 5 Jan 2026
//!   09:00–09:30  Standup, Room 4  https://meet.example/x
//!   all day      Budget week (tentative)
//! ```

use std::collections::BTreeMap;
use std::fmt::Write as _;

use chrono::{Days, NaiveDate};
use storytime_core::events::occurrence::Span;
use storytime_core::events::zones::{Zone, day_text};

use super::entry::Entry;
use crate::output::one_line;

/// The table; entries come in their order.
pub fn of(entries: &[Entry], zone: &Zone, from: NaiveDate, to: NaiveDate) -> String {
    if entries.is_empty() {
        return format!("Nothing from {from} up to {to}.\n");
    }
    let times: Vec<String> = entries.iter().map(|entry| time(entry, zone)).collect();
    let widths = times.iter().map(|time| time.chars().count());
    let width = widths.max().unwrap_or(0);
    let mut table = String::new();
    let mut rows = entries.iter().zip(times).peekable();
    while let Some((entry, time)) = rows.next() {
        let day = first_day(entry, zone);
        let gap = if table.is_empty() { "" } else { "\n" };
        // Writing into a String cannot fail.
        let _ = writeln!(table, "{gap}{}", day.format("%a %-d %b %Y"));
        let mut shown = Shown::default();
        shown.row(&mut table, entry, &time, width);
        while let Some((entry, time)) = rows.next_if(|(next, _)| first_day(next, zone) == day) {
            shown.row(&mut table, entry, &time, width);
        }
        shown.rest(&mut table, width);
    }
    table
}

/// How often each event has been shown on one day. Nobody reads a thousand lines of one; JSON has
/// them all.
#[derive(Default)]
struct Shown<'e>(BTreeMap<&'e str, (&'e Entry, usize)>);

impl<'e> Shown<'e> {
    /// As often as every half hour of a day.
    const MOST: usize = 48;

    fn row(&mut self, table: &mut String, entry: &'e Entry, time: &str, width: usize) {
        let (_, times) = self.0.entry(&entry.uid).or_insert((entry, 0));
        *times += 1;
        if *times <= Self::MOST {
            let _ = writeln!(table, "  {time:<width$}  {}", what(entry));
        }
    }

    fn rest(&self, table: &mut String, width: usize) {
        for (entry, times) in self.0.values() {
            if let Some(more @ 1..) = times.checked_sub(Self::MOST) {
                let _ = writeln!(table, "  {:width$}  … {more} more of {}", "", what(entry));
            }
        }
    }
}

fn first_day(entry: &Entry, zone: &Zone) -> NaiveDate {
    match entry.span {
        Span::Timed { start, .. } => zone.date(start),
        Span::AllDay { first, .. } => first,
    }
}

fn time(entry: &Entry, zone: &Zone) -> String {
    match entry.span {
        Span::Timed { start, end } if start == end => zone.time_text(start),
        Span::Timed { start, end } => {
            let until = if zone.date(start) == zone.date(end) {
                zone.time_text(end)
            } else {
                format!("{} {}", zone.day_text(end), zone.time_text(end))
            };
            format!("{}–{until}", zone.time_text(start))
        }
        Span::AllDay { first, end } => {
            let last = end.checked_sub_days(Days::new(1)).unwrap_or(first);
            if last <= first {
                "all day".to_owned()
            } else {
                format!("to {}", day_text(last))
            }
        }
    }
}

fn what(entry: &Entry) -> String {
    let title = one_line(&entry.title);
    let mut what = if title.is_empty() {
        "(no title)".to_owned()
    } else {
        title
    };
    if entry.status != "CONFIRMED" {
        let _ = write!(what, " ({})", entry.status.to_lowercase());
    }
    if let Some(place) = entry.location.as_deref().map(one_line) {
        let _ = write!(what, ", {place}");
    }
    if let Some(link) = &entry.meeting_link {
        let _ = write!(what, "  {}", one_line(link));
    }
    what
}
