//! Runs a file of recurrence vectors through the calendar reader: `vectors FILE`.
//!
//! A case is a block of lines: `RRULE:`, a floating `DTSTART:`, and `INSTANCES:` with every start
//! that must come out (`*** …` where the rule must be refused). A case passes when exactly those
//! come out, DTSTART always being one (RFC 5545, 3.8.5.3).

use std::collections::BTreeSet;
use std::process::ExitCode;

use storytime_core::events::occurrence::Span;
use storytime_core::events::{Window, Zone, read};
use storytime_types::Instant;

/// Fewer than this and something broke.
const ENOUGH: usize = 123;

fn main() -> ExitCode {
    let Some(path) = std::env::args().nth(1) else {
        eprintln!("usage: vectors FILE");
        return ExitCode::FAILURE;
    };
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) => {
            eprintln!("{path}: {error}");
            return ExitCode::FAILURE;
        }
    };
    let cases: Vec<Case> = text.split("\n\n").filter_map(Case::parse).collect();
    let passed = cases.iter().filter(|case| case.passes()).count();
    println!("{passed} of {}", cases.len());
    if passed < ENOUGH {
        eprintln!("at least {ENOUGH} were expected");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

/// One case of the file.
struct Case {
    rule: String,
    start: String,
    expected: Expected,
}

enum Expected {
    Refused,
    Starts(BTreeSet<String>),
}

impl Case {
    fn parse(block: &str) -> Option<Self> {
        let value = |name: &str| {
            block
                .lines()
                .find_map(|line| line.trim().strip_prefix(name)?.strip_prefix(':'))
                .map(str::trim)
        };
        let start = value("DTSTART").unwrap_or_default().to_owned();
        let instances = value("INSTANCES")?;
        let expected = if instances.starts_with("***") {
            Expected::Refused
        } else {
            let listed = instances.split(',').filter(|one| !one.is_empty());
            let mut starts: BTreeSet<String> = listed.map(str::to_owned).collect();
            starts.insert(start.clone());
            Expected::Starts(starts)
        };
        Some(Self {
            rule: value("RRULE")?.to_owned(),
            start,
            expected,
        })
    }

    fn passes(&self) -> bool {
        let (starts, refused) = self.expand();
        match &self.expected {
            Expected::Refused if refused => true,
            Expected::Refused => self.fail("it should be refused"),
            Expected::Starts(expected) if *expected == starts => true,
            Expected::Starts(expected) => {
                let missing: Vec<_> = expected.difference(&starts).take(3).collect();
                let surplus: Vec<_> = starts.difference(expected).take(3).collect();
                self.fail(&format!("missing {missing:?}, surplus {surplus:?}"))
            }
        }
    }

    fn fail(&self, cause: &str) -> bool {
        println!("RRULE:{} DTSTART:{}: {cause}", self.rule, self.start);
        false
    }

    /// Thirty years after the last start there should be: far enough to see one too many.
    fn long_after(&self) -> Instant {
        let last = match &self.expected {
            Expected::Refused => Some(&self.start),
            Expected::Starts(starts) => starts.last(),
        };
        let year = last.and_then(|last| last.get(..4)?.parse::<u32>().ok());
        let until = year.map(|year| format!("{:04}-01-01T00:00:00Z", (year + 30).min(9999)));
        until
            .and_then(|until| Instant::parse(&until))
            .unwrap_or(Instant::MAX)
    }

    /// The starts that come out, and whether the rule was refused.
    fn expand(&self) -> (BTreeSet<String>, bool) {
        let value = if self.start.len() == 8 {
            ";VALUE=DATE"
        } else {
            ""
        };
        let file = format!(
            "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//vectors//EN\r\nBEGIN:VEVENT\r\n\
             UID:vector@example.com\r\nDTSTAMP:20260101T000000Z\r\nDTSTART{value}:{}\r\n\
             RRULE:{}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
            self.start, self.rule
        );
        let Ok(calendar) = read(file.as_bytes()) else {
            return (BTreeSet::new(), true);
        };
        let window = Window {
            from: Instant::MIN,
            to: self.long_after(),
        };
        let expansion = calendar.expand(window, &Zone::utc(), &[]);
        let utc = self.start.ends_with('Z');
        let starts = expansion.occurrences.iter().map(|one| match &one.span {
            Span::Timed { start, .. } => {
                let text = start.to_string().replace(['-', ':'], "");
                let local = text.trim_end_matches('Z').to_owned();
                if utc { text } else { local }
            }
            Span::AllDay { first, .. } => first.to_string().replace('-', ""),
        });
        (starts.collect(), !calendar.warnings().is_empty())
    }
}
