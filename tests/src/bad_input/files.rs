//! Calendar files that are no good: connected, grown bad after they were connected, and shown on
//! the command line.

use std::path::Path;
use std::time::Duration;

use reqwest::Method;
use rstest::rstest;
use serde_json::{Value, json};
use storytime_core::clock::{Clock as _, SystemClock};
use storytime_types::Instant;
use tempfile::TempDir;

use super::inputs::{Fate, GOOD, INPUTS, Input, daily, good_calendar};
use crate::support::command::{run, text};
use crate::support::process::{peak_memory_mb, resident_kib};
use crate::support::serving::Serving;

/// How long memory may take to go back.
#[cfg(target_os = "linux")]
const PATIENCE: Duration = Duration::from_secs(20);
/// What nothing may take more of, in megabytes.
pub const MOST_MEMORY: u64 = 200;

fn input(name: &str) -> Input {
    *INPUTS.iter().find(|input| input.name == name).unwrap()
}

#[rstest]
#[case("not a calendar")]
#[case("a picture")]
#[case("a web page")]
#[case("empty")]
#[case("half-written")]
#[case("half-written, UTF-16")]
#[case("over the size limit")]
#[case("not one readable event")]
#[case("a bomb: every second, without end")]
#[case("2,000 bombs")]
#[case("a long text, every two minutes")]
#[case("a text of 49 MB")]
#[case("5 million dates left out of one series")]
#[case("a loop of changed instances")]
#[case("a zone that nobody knows")]
#[case("a repetition that cannot be read")]
#[case("Latin-1")]
#[case("UTF-16")]
#[case("2 million lines that are none")]
#[case("100,000 events")]
#[tokio::test]
async fn a_calendar_that_turns_bad_says_so_and_hurts_nobody(#[case] name: &str) {
    let input = input(name);
    let home = TempDir::new().unwrap();
    let (victim, other) = (
        home.path().join("victim.ics"),
        home.path().join("other.ics"),
    );
    std::fs::write(&victim, good_calendar()).unwrap();
    std::fs::write(&other, daily("Tea")).unwrap();
    let serving = Serving::start(home.path(), &home.path().join("data")).await;
    serving.connect(&victim).await;
    serving.connect(&other).await;

    std::fs::write(&victim, (input.bytes)()).unwrap();
    std::fs::write(&other, daily("Coffee")).unwrap();
    serving.sync().await;

    let titles = titles(&serving).await;
    assert!(
        titles.iter().any(|title| title == GOOD),
        "its events stay: {titles:?}"
    );
    assert!(
        titles.iter().any(|title| title == "Coffee"),
        "the others go on: {titles:?}"
    );
    says(&serving, input.fate).await;
    let memory = peak_memory_mb(serving.process_id());
    assert!(memory < MOST_MEMORY, "{memory} MB");
}

/// Of the next two days.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn what_a_large_calendar_took_goes_back_to_the_system() {
    /// What the program takes beside it, and what it keeps of it.
    const MOST_LEFT_KIB: u64 = 72 * 1024;
    let home = TempDir::new().unwrap();
    let large = home.path().join("large.ics");
    std::fs::write(&large, (input("100,000 events").bytes)()).unwrap();
    let serving = Serving::start(home.path(), &home.path().join("data")).await;

    serving.connect(&large).await;

    let peak = peak_memory_mb(serving.process_id());
    let begun = std::time::Instant::now();
    loop {
        let left = resident_kib(serving.process_id());
        assert!(left > 0, "it has ended");
        if left < MOST_LEFT_KIB {
            break;
        }
        let waited = begun.elapsed();
        assert!(waited < PATIENCE, "{left} KiB are left of {peak} MB");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

pub async fn titles(serving: &Serving) -> Vec<String> {
    let now = SystemClock.now();
    let until = now.plus_ms(2 * Instant::DAY);
    let path = format!("/api/events?from={now}&to={until}");
    let (_, events) = serving.call(Method::GET, &path, Value::Null).await;
    let events = events.as_array().unwrap().iter();
    events
        .map(|event| event["title"].as_str().unwrap().to_owned())
        .collect()
}

/// The window's pages of calendars and of today tell it.
async fn says(serving: &Serving, fate: Fate) {
    let (_, calendars) = serving
        .call(Method::GET, "/api/calendars", Value::Null)
        .await;
    let (_, status) = serving.call(Method::GET, "/api/status", Value::Null).await;
    let (victim, problems) = (&calendars[0], status["problems"].to_string());
    match fate {
        Fate::Refused(sentence) | Fate::Told(sentence) => {
            let said = victim["errorMessage"].as_str().unwrap();
            assert!(said.contains(sentence), "{said}");
            let as_json = Value::from(sentence).to_string();
            assert!(problems.contains(as_json.trim_matches('"')), "{problems}");
            is_clear(said);
        }
        Fate::Taken => assert_eq!(problems, "[]"),
    }
    let state = match fate {
        Fate::Refused(_) => "ERROR",
        Fate::Told(_) | Fate::Taken => "ACTIVE",
    };
    assert_eq!(victim["status"], state);
}

/// No number of the system's, nothing of the program's inside, and not a page long.
pub fn is_clear(sentence: &str) {
    assert!(sentence.len() < 400, "{sentence}");
    for word in ["os error", "Err(", "panicked", "\n", "\u{FFFD}"] {
        assert!(!sentence.contains(word), "{sentence}");
    }
}

#[tokio::test]
async fn a_file_that_is_no_calendar_is_refused_when_it_is_connected_and_nothing_is_kept() {
    let home = TempDir::new().unwrap();
    let serving = Serving::start(home.path(), &home.path().join("data")).await;
    for input in INPUTS {
        let Fate::Refused(sentence) = input.fate else {
            continue;
        };
        let path = home.path().join("victim.ics");
        std::fs::write(&path, (input.bytes)()).unwrap();

        let body = json!({"path": path});
        let (status, answer) = serving
            .call(Method::POST, "/api/calendars/connect/ics", body)
            .await;

        assert_eq!(status, 422, "{}: {answer}", input.name);
        let message = answer["error"]["message"].as_str().unwrap();
        assert!(message.contains(sentence), "{message}");
        assert!(!message.contains("by itself"), "nothing is kept: {message}");
        assert_eq!(answer["error"]["details"]["fields"]["path"], message);
        is_clear(message);
    }
    let (_, calendars) = serving
        .call(Method::GET, "/api/calendars", Value::Null)
        .await;
    assert_eq!(calendars, json!([]));
}

#[test]
fn the_command_line_says_what_is_wrong_in_one_line_and_shows_the_rest() {
    let home = TempDir::new().unwrap();
    for input in INPUTS {
        let path = home.path().join("victim.ics");
        std::fs::write(&path, (input.bytes)()).unwrap();

        let (code, said, shown) = agenda(home.path(), &path);

        let is_shown = shown.contains(GOOD);
        match input.fate {
            // What can still be read of it is shown; it is not mistaken for the whole.
            Fate::Refused("ends in the middle") => assert!(is_shown && !said.is_empty()),
            Fate::Refused(_) => {
                assert_eq!((code, said.lines().count()), (Some(1), 1), "{said}");
                assert!(
                    said.starts_with("storytime: ") && said.contains("victim.ics"),
                    "{said}"
                );
            }
            Fate::Told(sentence) => {
                assert!(is_shown, "{}: {said}", input.name);
                assert!(
                    said.starts_with("warning: ") && said.contains(sentence),
                    "{said}"
                );
            }
            Fate::Taken => assert!(is_shown, "{}: {said}", input.name),
        }
        said.lines().for_each(is_clear);
    }
}

fn agenda(home: &Path, file: &Path) -> (Option<i32>, String, String) {
    let file = file.to_str().unwrap();
    let days = ["--from", "2026-11-22", "--to", "2026-11-24"];
    let output = run(home, &[&["agenda", file][..], &days].concat());
    let shown = text(&output.stdout).to_owned();
    (output.status.code(), text(&output.stderr).to_owned(), shown)
}
