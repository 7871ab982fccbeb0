//! Whoever can reach 127.0.0.1 may be another user of the computer.

use reqwest::Method;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::account::{PASSWORD, as_person, register, register_owner};
use crate::support::calendar::{event, write_calendar};
use crate::support::serving::Serving;

#[tokio::test]
async fn who_registered_unasked_has_no_file_of_this_computer_read_and_who_was_invited_has() {
    let home = TempDir::new().unwrap();
    let serving = Serving::start(home.path(), &home.path().join("data")).await;
    register_owner(&serving, "ada@example.org").await;
    let path = write_calendar(
        home.path(),
        "private.ics",
        &[event("Ada's own", "2026-11-23T09:00:00Z")],
    );
    let connect = async |token: &Value, body: Value| {
        let token = token.as_str().unwrap();
        let path = "/api/calendars/connect/ics";
        as_person(&serving, token, Method::POST, path, body).await
    };

    let (_, eve) = register(&serving, "eve@example.org").await;
    for body in [json!({"path": path}), json!({"url": path})] {
        let (status, answer) = connect(&eve["token"], body).await;
        assert_eq!(status, 403, "{answer}");
        assert!(!answer.to_string().contains("Ada's own"), "{answer}");
    }

    let body = json!({"email": "grace@example.org", "password": PASSWORD});
    let (status, grace) = serving.call(Method::POST, "/api/auth/register", body).await;
    assert_eq!(status, 201, "{grace}");
    let (status, answer) = connect(&grace["token"], json!({"path": path})).await;
    assert_eq!(status, 201, "{answer}");
}

#[tokio::test]
async fn registration_is_closed_and_opened_by_this_computers_own_profile_alone() {
    let home = TempDir::new().unwrap();
    let serving = Serving::start(home.path(), &home.path().join("data")).await;
    register_owner(&serving, "ada@example.org").await;
    let (_, grace) = register(&serving, "grace@example.org").await;
    let (grace, path) = (
        grace["token"].as_str().unwrap(),
        "/api/settings/registration",
    );
    let closed = json!({"open": false});
    let (status, _) = as_person(&serving, grace, Method::PUT, path, closed.clone()).await;
    assert_eq!(status, 403);

    let (status, answer) = serving.call(Method::PUT, path, closed.clone()).await;

    assert_eq!((status, answer), (200, closed));
    let (status, answer) = register(&serving, "eve@example.org").await;
    assert_eq!(
        (status, &answer["error"]["code"]),
        (403, &json!("FORBIDDEN"))
    );
}

#[tokio::test]
async fn a_stranger_cannot_take_over_a_profile_that_was_used() {
    let home = TempDir::new().unwrap();
    let serving = Serving::start(home.path(), &home.path().join("data")).await;
    let chosen = json!({"name": "Robin"});
    serving.call(Method::PUT, "/api/user/profile", chosen).await;

    let (status, answer) = register(&serving, "eve@example.org").await;

    assert_eq!(status, 401, "{answer}");
    let (_, me) = serving.call(Method::GET, "/api/auth/me", Value::Null).await;
    assert_eq!((&me["name"], &me["email"]), (&json!("Robin"), &Value::Null));
}

#[tokio::test]
async fn what_another_profile_went_back_from_is_kept_apart_from_the_owners() {
    let home = TempDir::new().unwrap();
    let data = home.path().join("data");
    let serving = Serving::start(home.path(), &data).await;
    let (_, ada) = register_owner(&serving, "ada@example.org").await;
    let (_, eve) = register(&serving, "eve@example.org").await;
    let ada = ada["token"].as_str().unwrap();
    let (status, made) = as_person(&serving, ada, Method::POST, "/api/backups", json!({})).await;
    assert_eq!(status, 201, "{made}");
    let restore = format!("/api/backups/{}/restore", made["id"].as_str().unwrap());

    for token in [ada, eve["token"].as_str().unwrap()] {
        let (status, answer) = as_person(&serving, token, Method::POST, &restore, json!({})).await;
        assert_eq!(status, 200, "{answer}");
    }

    let (_, listed) = as_person(&serving, ada, Method::GET, "/api/backups", Value::Null).await;
    let listed = listed.as_array().unwrap();
    let replaced: Vec<_> = listed
        .iter()
        .filter(|one| one["cause"] == "RESTORED")
        .map(|one| one["id"].as_str().unwrap())
        .collect();
    let by_other = replaced.iter().filter(|id| id.ends_with("-by-other"));
    assert_eq!((replaced.len(), by_other.count()), (2, 1), "{replaced:?}");
}

#[tokio::test]
async fn a_stranger_who_deletes_everything_takes_neither_backups_nor_logs_of_this_computer_along() {
    let home = TempDir::new().unwrap();
    let data = home.path().join("data");
    let serving = Serving::start(home.path(), &data).await;
    register_owner(&serving, "ada@example.org").await;
    let (_, eve) = register(&serving, "eve@example.org").await;
    let (status, _) = serving.call(Method::POST, "/api/backups", json!({})).await;
    assert_eq!(status, 201);
    let backups = || {
        let files = std::fs::read_dir(data.join("backups")).unwrap().flatten();
        files.map(|file| file.path()).collect::<Vec<_>>()
    };
    let before = backups();
    let has_eve = |path: &std::path::PathBuf| {
        let text = std::fs::read(path).unwrap();
        text.windows(15).any(|part| part == b"eve@example.org")
    };
    assert!(before.iter().any(has_eve));
    let token = eve["token"].as_str().unwrap();

    let (status, answer) =
        as_person(&serving, token, Method::POST, "/api/backups", json!({})).await;
    assert_eq!(status, 403, "{answer}");
    let body = json!({"password": PASSWORD});
    let (status, answer) = as_person(&serving, token, Method::DELETE, "/api/user", body).await;
    assert_eq!(status, 204, "{answer}");

    assert_eq!(backups(), before);
    assert!(!before.iter().any(has_eve));
}
