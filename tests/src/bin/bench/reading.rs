//! Parsing and expanding a calendar file, beside the libraries that others use.

use std::collections::HashSet;
use std::path::Path;
use std::time::Instant as Stopwatch;

use storytime_core::events::{Calendar, Window, Zone, read};
use storytime_types::Instant;

use crate::calendar::{EVENTS, INSTANCES, YEAR};
use crate::failure::Failure;
use crate::peers::{Answer, Peers};
use crate::report::{Peer, Report, Row, Target, Unit};

/// The best of so many runs counts, as with the peers that are fast enough to run more than once.
const RUNS: usize = 10;
/// The design's figures, beside libical in the same run.
const PARSE_TIMES_LIBICAL: f64 = 4.0;
const EXPAND_TIMES_LIBICAL: f64 = 12.0;

/// Adds the rows of parsing and of expanding.
pub fn measure(file: &Path, peers: &Peers, report: &mut Report) -> Result<(), Failure> {
    let bytes = std::fs::read(file).map_err(Failure::file(file))?;
    let ours = Reading::best_of(RUNS, &bytes)?;
    check("ours", ours.events, ours.instances)?;
    let answers = peers.read(file)?;
    for (name, answer) in &answers {
        check(name, answer.events, answer.instances)?;
    }
    let size = bytes.len() as f64 / 1e6;
    let parse = Row::new(
        format!("parse {EVENTS} events, {size:.1} MB"),
        Unit::Milliseconds,
        ours.parse_ms,
    );
    let what = format!("expand them over a year, {INSTANCES} instances");
    let expand = Row::new(what, Unit::Milliseconds, ours.expand_ms);
    report.add(beside(&parse, &answers, PARSE_TIMES_LIBICAL, |answer| {
        answer.parse_seconds
    }));
    report.add(beside(&expand, &answers, EXPAND_TIMES_LIBICAL, |answer| {
        answer.expand_seconds
    }));
    let what = "the same, each instance with its texts".to_owned();
    report.add([Row::new(what, Unit::Milliseconds, ours.copy_ms)]);
    Ok(())
}

fn check(name: &str, events: usize, instances: usize) -> Result<(), Failure> {
    Failure::unless_equal(format!("events that {name} read"), EVENTS, events)?;
    Failure::unless_equal(format!("instances that {name} found"), INSTANCES, instances)
}

/// A row for each peer, or one of its own without any.
fn beside(
    row: &Row,
    answers: &[(&'static str, Answer)],
    times_libical: f64,
    seconds: impl Fn(&Answer) -> f64,
) -> Vec<Row> {
    let with = |(name, answer): &(&'static str, Answer)| Row {
        peer: Some(Peer {
            name,
            figure: seconds(answer) * 1e3,
        }),
        target: (*name == "libical").then_some(Target::TimesPeer(times_libical)),
        ..row.clone()
    };
    if answers.is_empty() {
        return vec![row.clone()];
    }
    answers.iter().map(with).collect()
}

/// What we made of the file.
struct Reading {
    events: usize,
    instances: usize,
    parse_ms: f64,
    expand_ms: f64,
    copy_ms: f64,
}

impl Reading {
    fn best_of(runs: usize, bytes: &[u8]) -> Result<Self, Failure> {
        let mut best = Self::once(bytes)?;
        for _ in 1..runs {
            let next = Self::once(bytes)?;
            best.parse_ms = best.parse_ms.min(next.parse_ms);
            best.expand_ms = best.expand_ms.min(next.expand_ms);
            best.copy_ms = best.copy_ms.min(next.copy_ms);
        }
        Ok(best)
    }

    fn once(bytes: &[u8]) -> Result<Self, Failure> {
        let (utc, year) = (Zone::utc(), window(YEAR.0, YEAR.1));
        let (parse_ms, calendar) = timed(|| read(bytes));
        let calendar = calendar?;
        let (expand_ms, (instances, _)) = timed(|| calendar.instances(year, &utc));
        let (copy_ms, copied) = timed(|| calendar.expand(year, &utc, &[]));
        let instances = instances.len();
        Failure::unless_equal(
            "instances with their texts",
            instances,
            copied.occurrences.len(),
        )?;
        Ok(Self {
            events: events_of(&calendar),
            instances,
            parse_ms,
            expand_ms,
            copy_ms,
        })
    }
}

/// How many events the calendar has: each has its first instance in 2025.
fn events_of(calendar: &Calendar) -> usize {
    let (utc, all) = (Zone::utc(), window("2025-01-01T00:00:00Z", YEAR.0));
    let (instances, _) = calendar.instances(all, &utc);
    let uids: HashSet<_> = instances.iter().map(|instance| instance.uid()).collect();
    uids.len()
}

fn window(from: &str, to: &str) -> Window {
    let instant = |text: &str| Instant::parse(text).unwrap_or(Instant::MIN);
    Window {
        from: instant(from),
        to: instant(to),
    }
}

fn timed<T>(work: impl FnOnce() -> T) -> (f64, T) {
    let watch = Stopwatch::now();
    let made = work();
    (watch.elapsed().as_secs_f64() * 1e3, made)
}
