//! The log that `storytime serve` keeps.

use reqwest::Method;
use serde_json::json;
use tempfile::TempDir;

use crate::support::calendar::{event, write_calendar};
use crate::support::serving::Serving;

fn logged(data: &std::path::Path) -> String {
    let files = std::fs::read_dir(data.join("logs")).unwrap().flatten();
    let texts = files.map(|file| std::fs::read_to_string(file.path()).unwrap());
    texts.collect()
}

#[tokio::test]
async fn a_call_is_named_in_its_answer_and_the_log_tells_no_title() {
    let home = TempDir::new().unwrap();
    let data = home.path().join("data");
    let mut command = crate::support::command::storytime(home.path());
    command.env("RUST_LOG", "info,storytime_server=debug");
    let serving = Serving::started_by(command, &data).await;
    let path = write_calendar(
        home.path(),
        "team.ics",
        &[event("Canary meeting", "2030-01-07T09:00:00Z")],
    );
    serving.connect(&path).await;

    let given = serving
        .request(Method::GET, "/api/status")
        .header("x-request-id", "call-7")
        .send()
        .await
        .unwrap();
    let (status, _) = serving.call(Method::POST, "/api/backups", json!({})).await;
    let unnamed = serving
        .request(Method::GET, "/api/about")
        .send()
        .await
        .unwrap();

    assert_eq!(given.headers()["x-request-id"], "call-7");
    assert_eq!(status, 201);
    assert!(unnamed.headers()["x-request-id"].len() > 10);
    let token = serving.token.clone();
    serving.stop().await;
    let log = logged(&data);
    assert!(log.contains("call-7"), "{log}");
    assert!(!log.contains("Canary"), "{log}");
    assert!(!log.contains(&token));
}

#[tokio::test]
async fn a_log_that_cannot_be_written_keeps_nothing_from_running() {
    let home = TempDir::new().unwrap();
    let data = home.path().join("data");
    std::fs::create_dir_all(&data).unwrap();
    std::fs::write(data.join("logs"), "in the way").unwrap();

    let serving = Serving::start(home.path(), &data).await;

    let (status, _) = serving.call(Method::GET, "/api/status", json!(null)).await;
    assert_eq!(status, 200);
}

#[tokio::test]
async fn a_calendar_that_cannot_be_read_is_warned_of_without_a_name() {
    let home = TempDir::new().unwrap();
    let data = home.path().join("data");
    let serving = Serving::start(home.path(), &data).await;
    let path = write_calendar(
        home.path(),
        "canary.ics",
        &[event("Canary meeting", "2030-01-07T09:00:00Z")],
    );
    serving.connect(&path).await;
    std::fs::remove_file(&path).unwrap();

    serving.sync().await;
    serving
        .call(Method::DELETE, "/api/auth/sessions", json!(null))
        .await;
    serving.stop().await;

    let log = logged(&data);
    let warned = |line: &&str| line.contains("WARN") && line.contains("could not be read");
    assert_eq!(log.lines().filter(warned).count(), 1, "{log}");
    assert!(log.contains("reminders are printed why="), "{log}");
    assert!(
        log.contains("every session of a profile was ended"),
        "{log}"
    );
    for never in ["anary", "Os {", "BusFault"] {
        assert!(!log.contains(never), "{never}: {log}");
    }
}
