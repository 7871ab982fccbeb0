//! `storytime agenda`, as scripts rely on it.

use std::path::Path;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::calendar::{all_day, event, write_calendar};
use crate::support::command::{run, text};

/// The agenda as JSON, where all is well.
fn agenda(home: &Path, source: &str, more: &[&str]) -> Value {
    let first = [
        "agenda",
        source,
        "--from",
        "2026-01-05",
        "--to",
        "2026-01-08",
        "--json",
    ];
    let output = run(home, &[&first, more].concat());
    assert!(output.status.success(), "{}", text(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// One value of every entry.
fn all(agenda: &Value, key: &str) -> Vec<String> {
    let entries = agenda.as_array().unwrap().iter();
    entries
        .map(|entry| entry[key].as_str().unwrap_or("null").to_owned())
        .collect()
}

fn refused(home: &Path, source: &str) -> String {
    let output = run(
        home,
        &[
            "agenda",
            source,
            "--from",
            "2026-01-05",
            "--to",
            "2026-01-08",
        ],
    );
    assert_eq!(output.status.code(), Some(1));
    assert!(output.stdout.is_empty());
    let said = text(&output.stderr).to_owned();
    assert_eq!(said.lines().count(), 1, "{said}");
    said
}

#[test]
fn every_entry_has_the_shape_that_scripts_rely_on() {
    let home = TempDir::new().unwrap();
    let events = [
        event("standup", "2026-01-05T08:00:00Z")
            .with("RRULE:FREQ=DAILY;COUNT=2")
            .with("LOCATION:Room 4")
            .with("DESCRIPTION:Join at https://meet.jit.si/standup"),
        all_day("holiday", "2026-01-07").with("STATUS:TENTATIVE"),
    ];
    write_calendar(home.path(), "work.ics", &events);

    let shown = agenda(home.path(), "work.ics", &["--zone", "Europe/Berlin"]);

    let standup = |start: &str, end: &str| {
        json!({
            "uid": "standup", "recurrenceId": start, "title": "standup", "start": start,
            "end": end, "allDay": false, "status": "CONFIRMED", "location": "Room 4",
            "meetingLink": "https://meet.jit.si/standup",
        })
    };
    let expected = json!([
        standup("2026-01-05T08:00:00Z", "2026-01-05T08:30:00Z"),
        standup("2026-01-06T08:00:00Z", "2026-01-06T08:30:00Z"),
        {
            "uid": "holiday", "recurrenceId": null, "title": "holiday", "start": "2026-01-07",
            "end": "2026-01-08", "allDay": true, "status": "TENTATIVE", "location": null,
            "meetingLink": null,
        },
    ]);
    assert_eq!(shown, expected);
}

#[test]
fn entries_of_a_folder_come_by_start_and_then_by_uid() {
    let home = TempDir::new().unwrap();
    let cals = home.path().join("cals");
    std::fs::create_dir(&cals).unwrap();
    let (early, late) = ("2026-01-05T08:00:00Z", "2026-01-05T09:00:00Z");
    write_calendar(&cals, "a.ics", &[event("z", early), event("b", late)]);
    write_calendar(&cals, "b.ics", &[event("y", early), event("a", late)]);
    let shown = agenda(home.path(), "cals", &[]);
    assert_eq!(all(&shown, "uid"), ["y", "z", "a", "b"]);
}

#[test]
fn the_days_are_those_of_the_zone_and_the_last_one_is_not_part_of_them() {
    let home = TempDir::new().unwrap();
    let events = [
        event("ends as the days begin", "2026-01-05T04:30:00Z"),
        event("runs as the days begin", "2026-01-05T04:45:00Z"),
        event("runs as they end", "2026-01-08T04:45:00Z"),
        event("begins as they end", "2026-01-08T05:00:00Z"),
        event("floats", "2026-01-05T06:00:00Z").with("DTSTART:20260105T010000"),
    ];
    write_calendar(home.path(), "a.ics", &events);
    let shown = agenda(home.path(), "a.ics", &["--zone", "America/New_York"]);
    assert_eq!(
        all(&shown, "uid"),
        ["runs as the days begin", "floats", "runs as they end"]
    );
    assert_eq!(shown[1]["start"], "2026-01-05T06:00:00Z");
}

#[test]
fn what_is_cancelled_is_shown_only_when_asked_for() {
    let home = TempDir::new().unwrap();
    let events = [
        event("on", "2026-01-05T08:00:00Z"),
        event("off", "2026-01-05T09:00:00Z").with("STATUS:CANCELLED"),
    ];
    write_calendar(home.path(), "a.ics", &events);
    assert_eq!(all(&agenda(home.path(), "a.ics", &[]), "uid"), ["on"]);
    let shown = agenda(home.path(), "a.ics", &["--all"]);
    assert_eq!(all(&shown, "status"), ["CONFIRMED", "CANCELLED"]);
}

#[test]
fn a_damaged_event_is_left_out_with_a_warning_and_the_rest_is_shown() {
    let home = TempDir::new().unwrap();
    let events = [
        event("whole", "2026-01-05T08:00:00Z"),
        event("damaged", "2026-01-05T09:00:00Z").with("DTSTART:soon"),
    ];
    write_calendar(home.path(), "a.ics", &events);

    let output = run(
        home.path(),
        &[
            "agenda",
            "a.ics",
            "--from",
            "2026-01-05",
            "--to",
            "2026-01-06",
        ],
    );

    assert_eq!(output.status.code(), Some(0));
    let (shown, said) = (text(&output.stdout), text(&output.stderr));
    assert!(shown.contains("08:00–08:30  whole"), "{shown}");
    assert!(!shown.contains("damaged"), "{shown}");
    assert!(
        said.lines().all(|line| line.starts_with("warning: ")),
        "{said}"
    );
    assert!(
        said.contains("a.ics: line 16, VEVENT: cannot read DTSTART \"soon\""),
        "{said}"
    );
}

#[test]
fn a_file_that_is_no_calendar_is_refused_in_one_line_with_file_line_and_cause() {
    let home = TempDir::new().unwrap();
    std::fs::write(home.path().join("notes.ics"), "\n\nDear diary\n").unwrap();
    let said = refused(home.path(), "notes.ics");
    let place = home.path().join("notes.ics").display().to_string();
    assert!(said.contains(&place), "{said}");
    assert!(said.contains("line 3: "), "{said}");
    assert!(said.contains("BEGIN:VCALENDAR"), "{said}");
}

#[test]
fn a_file_without_one_readable_event_is_refused_in_one_line_with_file_line_and_cause() {
    let home = TempDir::new().unwrap();
    let damaged = |title| event(title, "2026-01-05T08:00:00Z").with("DTSTART:20260105T080000.5Z");
    let path = write_calendar(home.path(), "a.ics", &[damaged("one"), damaged("two")]);
    let said = refused(home.path(), "a.ics");
    assert!(said.contains(&path.display().to_string()), "{said}");
    assert!(
        said.contains("line 9: none of its events can be read: cannot read DTSTART"),
        "{said}"
    );
}

#[test]
fn what_is_not_there_is_refused_in_one_line() {
    let home = TempDir::new().unwrap();
    std::fs::create_dir(home.path().join("empty")).unwrap();
    let cases = [
        ("none.ics", "none.ics does not exist"),
        ("empty", "holds no file that ends in .ics"),
        ("ftp://example.org/a.ics", "begin with ftp:"),
        ("http://127.0.0.1:1/a.ics", "could not be reached"),
    ];
    for (source, says) in cases {
        let said = refused(home.path(), source);
        assert!(said.contains(says), "{source}: {said}");
    }
}

#[test]
fn a_calendars_text_cannot_steer_the_terminal() {
    let home = TempDir::new().unwrap();
    let events = [event("1", "2026-01-05T08:00:00Z").with("SUMMARY:red \u{1b}[31malert")];
    write_calendar(home.path(), "a.ics", &events);
    let output = run(
        home.path(),
        &[
            "agenda",
            "a.ics",
            "--from",
            "2026-01-05",
            "--to",
            "2026-01-06",
        ],
    );
    let shown = text(&output.stdout);
    assert!(shown.contains("red"), "{shown}");
    assert!(!shown.contains('\u{1b}'), "{shown:?}");
}

#[test]
fn what_takes_place_every_second_does_not_bury_the_rest_of_the_day() {
    let home = TempDir::new().unwrap();
    let events = [
        event("tick", "2026-01-05T00:00:00Z").with("RRULE:FREQ=SECONDLY"),
        event("lunch", "2026-01-05T12:00:00Z").with("SUMMARY:Lunch"),
    ];
    write_calendar(home.path(), "a.ics", &events);
    let days = ["--from", "2026-01-05", "--to", "2026-01-06"];
    let asked = ["agenda", "a.ics"].iter().chain(&days).copied();

    let output = run(home.path(), &asked.collect::<Vec<_>>());

    let shown = text(&output.stdout);
    assert!(shown.lines().count() < 60, "{shown}");
    assert!(shown.contains("Lunch"), "{shown}");
    assert!(shown.contains("… 9952 more of "), "{shown}");
}
