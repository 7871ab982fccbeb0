//! A disk that takes nothing more, while reminders are due.

use reqwest::Method;
use serde_json::{Value, json};
use storytime_core::clock::{Clock as _, SystemClock};
use storytime_types::Instant;
use tempfile::TempDir;

use crate::support::calendar::{event, write_calendar};
use crate::support::command::{
    storytime_on_a_full_disk, storytime_that_outlives_a_full_disk, text,
};
use crate::support::process::limit_files;
use crate::support::serving::Serving;

/// In so many seconds, to the whole second.
fn in_seconds(seconds: i64) -> Instant {
    let now = SystemClock.now();
    now.plus_ms(seconds * 1000 - now.ms().rem_euclid(1000))
}

#[tokio::test]
async fn a_full_disk_costs_no_reminder_and_what_happened_is_recorded_once_there_is_room() {
    let home = TempDir::new().unwrap();
    let command = storytime_that_outlives_a_full_disk(home.path());
    let mut serving = Serving::started_by(command, &home.path().join("data")).await;
    let at_the_start = json!({"leadTimes": [0], "timezone": "UTC"});
    serving
        .call(Method::PUT, "/api/user/profile", at_the_start)
        .await;
    let start = in_seconds(4).to_string();
    let path = write_calendar(home.path(), "work.ics", &[event("Standup", &start)]);
    serving.connect(&path).await;
    let mut changes = serving.changes().await;

    limit_files(serving.process_id(), Some(0));

    let line: Value = serde_json::from_str(&serving.line().await).unwrap();
    assert_eq!(line["reminder"]["title"], "Standup");
    changes.hear("ledger").await;
    assert_eq!(problems(&serving).await.len(), 1);
    let said = &problems(&serving).await[0];
    assert!(
        said.starts_with("Nothing can be saved: the disk refuses to be written"),
        "{said}"
    );
    let (status, answer) = serving
        .call(Method::PUT, "/api/user/profile", json!({"leadTimes": [5]}))
        .await;
    assert_eq!(status, 503, "{answer}");
    let said = answer["error"]["message"].as_str().unwrap();
    assert!(said.contains("free some space"), "{said}");

    limit_files(serving.process_id(), None);

    let row = loop {
        changes.hear("ledger").await;
        let (_, rows) = serving
            .call(Method::GET, "/api/notifications", Value::Null)
            .await;
        if rows[0]["status"] == "SENT" {
            break rows;
        }
    };
    assert_eq!(row.as_array().unwrap().len(), 1, "sent once: {row}");
    assert_eq!(row[0]["retryCount"], 0);
    assert_eq!(problems(&serving).await, [""; 0]);
    assert!(serving.stop().await.success());
}

async fn problems(serving: &Serving) -> Vec<String> {
    let (_, status) = serving.call(Method::GET, "/api/status", Value::Null).await;
    let problems = status["problems"].as_array().unwrap().iter();
    problems
        .map(|problem| problem["text"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn the_doctor_says_that_a_full_disk_takes_nothing_and_what_to_do() {
    let home = TempDir::new().unwrap();
    let mut doctor = storytime_on_a_full_disk(home.path());
    let output = doctor
        .args(["doctor", "--data-dir", "data"])
        .output()
        .unwrap();
    let said = text(&output.stdout);
    let line = said.lines().next().unwrap();
    assert!(line.starts_with("PROBLEM  data directory: "), "{said}");
    assert!(
        line.contains("(the disk is full): free some space, or"),
        "{said}"
    );
}

#[tokio::test]
async fn a_calendar_connected_on_a_full_disk_is_refused_in_one_sentence() {
    let home = TempDir::new().unwrap();
    let command = storytime_that_outlives_a_full_disk(home.path());
    let serving = Serving::started_by(command, &home.path().join("data")).await;
    let path = write_calendar(home.path(), "work.ics", &[]);
    limit_files(serving.process_id(), Some(0));

    let (status, answer) = serving
        .call(
            Method::POST,
            "/api/calendars/connect/ics",
            json!({"path": path}),
        )
        .await;

    assert_eq!(status, 503, "{answer}");
    let said = answer["error"]["message"].as_str().unwrap();
    assert!(said.starts_with("The disk refuses to be written"), "{said}");
}
