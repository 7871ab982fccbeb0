//! Series around every change of the clocks in six zones, held against what Python makes of them with
//! an up-to-date time-zone database. `cargo xtask test` runs it.

// All of this crate is tests.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use chrono::{DateTime, Duration, NaiveDateTime, Utc};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use storytime_core::events::occurrence::Span;
use storytime_core::events::{self, Window, Zone};
use storytime_types::Instant;

/// Half an hour's change, changes at midnight, a year with two unusual ones, one that ended for good.
const ZONES: [&str; 6] = [
    "Africa/Casablanca",
    "America/Edmonton",
    "America/New_York",
    "America/Santiago",
    "Australia/Lord_Howe",
    "Europe/Berlin",
];
const FROM: &str = "20260101T000000Z";
const TO: &str = "20280101T000000Z";
/// Where an event starts by the old clock, in minutes after the moment at which it changes.
const AROUND: [i64; 11] = [-90, -60, -31, -30, -15, 0, 15, 29, 30, 59, 90];

#[derive(Debug, Deserialize)]
struct Change {
    zone: String,
    at: DateTime<Utc>,
    before: i64,
    after: i64,
}

/// An event's UID and when an instance of it starts.
#[derive(Debug, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
struct Start {
    uid: String,
    start: DateTime<Utc>,
}

#[test]
#[ignore = "needs recurring-ical-events: `cargo xtask test` runs it"]
fn every_instance_around_every_change_of_the_clocks_starts_when_python_says() {
    let changes: Vec<Change> = python("changes", &ZONES);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("changes.ics");
    std::fs::write(&file, series_around(&changes)).unwrap();

    let theirs: BTreeSet<Start> = python("instances", &[file.to_str().unwrap()]);
    let ours = starts_in(&file);

    println!("{} changes, {} instances", changes.len(), ours.len());
    let only = |these: &BTreeSet<Start>, those: &BTreeSet<Start>| {
        let only = these.difference(those).map(|one| format!("{one:?}"));
        only.collect::<Vec<_>>().join("\n")
    };
    let (only_ours, only_theirs) = (only(&ours, &theirs), only(&theirs, &ours));
    assert!(
        ours == theirs,
        "only ours:\n{only_ours}\nonly theirs:\n{only_theirs}"
    );
    assert!(ours.len() >= 500, "only {} instances", ours.len());
    for zone in ZONES {
        assert!(changes.iter().any(|one| one.zone == zone), "{zone}");
    }
}

#[test]
#[ignore = "needs recurring-ical-events: `cargo xtask test` runs it"]
fn the_zones_are_those_of_today_whatever_the_machine_has() {
    let changes: Vec<Change> = python("changes", &ZONES);
    let last = |zone: &str| {
        let of_zone = changes.iter().filter(|one| one.zone == zone);
        let last = of_zone.max_by_key(|one| one.at).unwrap();
        (last.at.date_naive().to_string(), last.after)
    };
    // Both stay as they are from then on.
    assert_eq!(last("America/Edmonton"), ("2026-03-08".into(), -6 * 3600));
    assert_eq!(last("Africa/Casablanca"), ("2026-09-20".into(), 0));
    for (name, at, local) in [
        (
            "America/Edmonton",
            "2026-12-01T15:00:00Z",
            "2026-12-01T09:00:00",
        ),
        (
            "America/Edmonton",
            "2027-07-01T15:00:00Z",
            "2027-07-01T09:00:00",
        ),
        (
            "Africa/Casablanca",
            "2026-09-21T09:00:00Z",
            "2026-09-21T09:00:00",
        ),
        (
            "Africa/Casablanca",
            "2027-07-01T09:00:00Z",
            "2027-07-01T09:00:00",
        ),
    ] {
        let zone = Zone::find(name).unwrap();
        let local: NaiveDateTime = local.parse().unwrap();
        assert_eq!(
            zone.local(Instant::parse(at).unwrap()),
            local,
            "{name} at {at}"
        );
    }
}

/// Around each change a daily series that passes it, and an event that starts then, for each of the
/// times around it.
fn series_around(changes: &[Change]) -> String {
    let mut text = String::from("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//tests//EN\r\n");
    for (number, change) in changes.iter().enumerate() {
        let by_old_clock = change.at.naive_utc() + Duration::seconds(change.before);
        for minutes in AROUND {
            let local = by_old_clock + Duration::minutes(minutes);
            let uid = format!("{} {number} {minutes}", change.zone);
            let day_before = local - Duration::days(1);
            add(
                &mut text,
                &format!("{uid} daily"),
                &change.zone,
                day_before,
                "RRULE:FREQ=DAILY;COUNT=3",
            );
            add(
                &mut text,
                &format!("{uid} once"),
                &change.zone,
                local,
                "TRANSP:OPAQUE",
            );
        }
    }
    text + "END:VCALENDAR\r\n"
}

fn add(text: &mut String, uid: &str, zone: &str, local: NaiveDateTime, more: &str) {
    let local = local.format("%Y%m%dT%H%M%S");
    write!(
        text,
        "BEGIN:VEVENT\r\nUID:{uid}\r\nDTSTAMP:20260101T000000Z\r\nSUMMARY:{uid}\r\n\
         DTSTART;TZID={zone}:{local}\r\nDURATION:PT10M\r\n{more}\r\nEND:VEVENT\r\n"
    )
    .unwrap();
}

fn starts_in(file: &Path) -> BTreeSet<Start> {
    let calendar = events::read(&std::fs::read(file).unwrap()).unwrap();
    let at = |text: &str| NaiveDateTime::parse_from_str(text, "%Y%m%dT%H%M%SZ").unwrap();
    let at = |text| Instant::from_ms(at(text).and_utc().timestamp_millis());
    let window = Window {
        from: at(FROM),
        to: at(TO),
    };
    let expansion = calendar.expand(window, &Zone::utc(), &[]);
    let starts = expansion.occurrences.into_iter().map(|one| {
        let Span::Timed { start, .. } = one.span else {
            panic!("{one:?} lasts all day")
        };
        Start {
            uid: one.uid,
            start: DateTime::from_timestamp_millis(start.ms()).unwrap(),
        }
    });
    starts.collect()
}

/// What Python answers, with the zones of its package.
fn python<T: DeserializeOwned>(what: &str, more: &[&str]) -> T {
    let python = std::env::var_os("STORYTIME_PYTHON").expect("STORYTIME_PYTHON");
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("peers/clock_changes.py");
    let mut command = Command::new(python);
    command.arg(script).args([what, FROM, TO]).args(more);
    let output = command.env("PYTHONTZPATH", "").output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    serde_json::from_slice(&output.stdout).unwrap()
}
