//! `storytime doctor`, beside a running engine and without one.

use std::path::Path;
use std::process::Command;

use reqwest::Method;
use serde_json::{Value, json};
use storytime_core::private_file;
use tempfile::TempDir;

use crate::secrets::addresses::server;
use crate::support::app::App;
use crate::support::calendar::{event, write_calendar};
use crate::support::command::{run, storytime, text};
use crate::support::serving::Serving;

/// Its exit code, and what it says of one check.
fn asked_about(home: &TempDir, name: &str) -> (Option<i32>, Value) {
    asked_with(storytime(home.path()), home, name)
}

/// The same with a file that is named for the passphrase.
fn asked_about_key(home: &TempDir, passphrase_file: &Path) -> (Option<i32>, Value) {
    let mut command = storytime(home.path());
    command.env("STORYTIME_KEY_FILE", passphrase_file);
    asked_with(command, home, "keyring")
}

fn asked_with(mut command: Command, home: &TempDir, name: &str) -> (Option<i32>, Value) {
    command.args(["doctor", "--json", "--data-dir"]);
    let output = command.arg(home.path().join("data")).output().unwrap();
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    let mut checks = answer["checks"].as_array().unwrap().iter();
    let check = checks.find(|check| check["name"] == name);
    let check = check.unwrap_or_else(|| panic!("nothing about {name}: {answer}"));
    (output.status.code(), check.clone())
}

#[test]
fn on_a_new_computer_nothing_is_wrong_and_nothing_is_made() {
    let home = TempDir::new().unwrap();
    for name in [
        "database",
        "engine",
        "notifications",
        "tray",
        "keyring",
        "autostart",
    ] {
        let (code, check) = asked_about(&home, name);
        assert_eq!(code, Some(0));
        assert_eq!(check["state"], "note", "{check}");
        assert!(!check["message"].as_str().unwrap().is_empty());
    }
    assert!(!home.path().join("data").exists());
}

#[tokio::test]
async fn it_names_the_calendar_that_cannot_be_read_beside_a_running_engine() {
    let home = TempDir::new().unwrap();
    let serving = Serving::start(home.path(), &home.path().join("data")).await;
    let path = write_calendar(
        home.path(),
        "work.ics",
        &[event("a", "2026-01-05T08:00:00Z")],
    );
    serving.connect(&path).await;
    let (code, check) = asked_about(&home, "calendar work");
    assert_eq!((code, &check["state"]), (Some(0), &"ok".into()));
    assert_eq!(asked_about(&home, "engine").1["state"], "ok");

    std::fs::remove_file(&path).unwrap();
    serving.sync().await;

    let (code, check) = asked_about(&home, "calendar work");
    assert_eq!((code, &check["state"]), (Some(1), &"problem".into()));
    assert!(
        check["message"]
            .as_str()
            .unwrap()
            .contains("does not exist"),
        "{check}"
    );
}

#[test]
fn a_damaged_database_is_a_problem_and_stays_as_it_is() {
    let home = TempDir::new().unwrap();
    let data = home.path().join("data");
    std::fs::create_dir(&data).unwrap();
    std::fs::write(data.join("storytime.db"), "no database at all ".repeat(500)).unwrap();
    let (code, check) = asked_about(&home, "database");
    assert_eq!((code, &check["state"]), (Some(1), &"problem".into()));

    let output = run(
        home.path(),
        &["doctor", "--data-dir", data.to_str().unwrap()],
    );
    assert!(text(&output.stdout).contains("PROBLEM  database: "));
    assert_eq!(std::fs::read_dir(&data).unwrap().count(), 1);
}

#[tokio::test]
async fn a_clock_that_was_set_back_is_told_of_before_the_app_runs_again() {
    let app = App::start("2199-01-05T08:00:00Z").await;
    app.connect("day.ics", &[]).await;
    let home = app.stop().await;

    let (code, check) = asked_about(&home, "clock");

    assert_eq!((code, &check["state"]), (Some(1), &Value::from("problem")));
    let said = check["message"].as_str().unwrap();
    assert!(
        said.contains("though it was 2199-01-05 here already: set it right"),
        "{said}"
    );
}

#[tokio::test]
async fn a_key_under_a_passphrase_is_looked_at_as_far_as_nobody_has_to_be_asked() {
    let home = TempDir::new().unwrap();
    let data = home.path().join("data");
    let file = home.path().join("passphrase");
    let write = |text: &str| private_file::write_whole(&file, text.as_bytes()).unwrap();
    assert_eq!(asked_about_key(&home, &file).1["state"], "problem");
    write("correct horse battery");
    assert_eq!(asked_about_key(&home, &file).1["state"], "note");
    let mut command = storytime(home.path());
    command.env("STORYTIME_KEY_FILE", &file);
    let serving = Serving::started_by(command, &data).await;
    let calendars = server().await;
    let url = format!("{}/private/basic.ics", calendars.uri());
    let path = "/api/calendars/connect/ics";
    let (status, answer) = serving.call(Method::POST, path, json!({"url": url})).await;
    assert_eq!(status, 201, "{answer}");
    serving.stop().await;

    assert_eq!(asked_about(&home, "keyring").1["state"], "note");
    let (_, opens) = asked_about_key(&home, &file);
    assert_eq!(opens["state"], "ok", "{opens}");

    write("another horse battery");
    let (code, wrong) = asked_about_key(&home, &file);
    assert_eq!((code, &wrong["state"]), (Some(1), &"problem".into()));
    assert!(wrong["message"].as_str().unwrap().contains("does not open"));

    std::fs::rename(data.join("vault.key"), data.join("aside")).unwrap();
    let (code, gone) = asked_about(&home, "keyring");
    assert_eq!((code, &gone["state"]), (Some(1), &"problem".into()));
    assert!(gone["message"].as_str().unwrap().contains("is missing"));
}
