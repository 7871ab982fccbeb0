//! The log that `storytime serve` keeps.

use reqwest::Method;
use serde_json::json;
use tempfile::TempDir;

use crate::support::account::{PASSWORD, register_owner};
use crate::support::calendar::{event, write_calendar};
use crate::support::command::{logged, run};
use crate::support::serving::Serving;

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

/// What a person does to who may come in and to what there is, each with its line.
#[tokio::test]
async fn what_shuts_others_out_or_turns_the_data_over_is_logged_once_without_a_name_or_a_secret() {
    let home = TempDir::new().unwrap();
    let data = home.path().join("data");
    let serving = Serving::start(home.path(), &data).await;
    register_owner(&serving, "canary@example.org").await;
    let passphrase = json!({"passphrase": "canary passphrase"});
    let password = json!({"current": PASSWORD, "new": "canary password"});
    let removal = json!({"password": "canary password"});
    let (_, made) = serving.call(Method::POST, "/api/backups", json!({})).await;
    let restore = format!("/api/backups/{}/restore", made["id"].as_str().unwrap());
    for (method, path, body) in [
        (Method::POST, restore.as_str(), json!({})),
        (Method::PUT, "/api/vault/passphrase", passphrase.clone()),
        (Method::POST, "/api/vault/rotate", passphrase),
        (Method::PUT, "/api/auth/password", password),
    ] {
        let (status, answer) = serving.call(method, path, body).await;
        assert!(status < 300, "{path}: {answer}");
    }
    let before = logged(&data);
    for line in [
        "a backup was restored",
        "is in a file under a passphrase",
        "the vault's key was changed",
        "a password was set",
    ] {
        assert_eq!(before.matches(line).count(), 1, "{line}: {before}");
    }
    assert!(!before.contains("canary"), "{before}");

    let (status, _) = serving.call(Method::DELETE, "/api/user", removal).await;

    assert_eq!(status, 204);
    let after = logged(&data);
    assert!(
        after.contains("everything of a profile was removed"),
        "{after}"
    );
    assert!(!after.contains("a password was set"), "{after}");
}

#[tokio::test]
async fn a_forgotten_password_that_is_reset_from_outside_stands_in_the_log() {
    let home = TempDir::new().unwrap();
    let data = home.path().join("data");
    let serving = Serving::start(home.path(), &data).await;
    register_owner(&serving, "canary@example.org").await;
    let folder = data.to_str().unwrap();

    let done = run(
        home.path(),
        &["profile", "reset-password", "--data-dir", folder],
    );

    assert!(done.status.success());
    let log = logged(&data);
    assert_eq!(log.matches("a forgotten password was reset").count(), 1);
    assert!(!log.contains("canary"), "{log}");
}
