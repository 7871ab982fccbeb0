//! `storytime serve` with an account: signing in, the lock, and what a restart keeps.

use reqwest::Method;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::account::{as_person, login, register};
use crate::support::serving::Serving;

#[tokio::test]
async fn an_account_and_its_session_outlive_a_restart_and_no_code_is_printed_any_more() {
    let home = TempDir::new().unwrap();
    let data = home.path().join("data");
    let serving = Serving::start(home.path(), &data).await;
    let (status, made) = register(&serving, "ada@example.org").await;
    assert_eq!(status, 201, "{made}");
    let token = made["token"].as_str().unwrap();
    assert!(serving.stop().await.success());

    let serving = Serving::start(home.path(), &data).await;

    assert_eq!(serving.code, "", "a password locks the profile");
    let (status, me) = as_person(&serving, token, Method::GET, "/api/auth/me", Value::Null).await;
    assert_eq!((status, &me["email"]), (200, &json!("ada@example.org")));
    let (status, again) = login(&serving, "ada@example.org").await;
    assert_eq!((status, &again["user"]["id"]), (200, &me["id"]));
}

#[tokio::test]
async fn no_file_holds_a_password_or_a_sessions_token() {
    let home = TempDir::new().unwrap();
    let data = home.path().join("data");
    let serving = Serving::start(home.path(), &data).await;
    let (_, made) = register(&serving, "ada@example.org").await;
    let token = made["token"].as_str().unwrap().to_owned();
    assert!(serving.stop().await.success());

    for file in walk(&data) {
        let bytes = std::fs::read(&file).unwrap();
        for secret in [crate::support::account::PASSWORD, &token] {
            let found = bytes
                .windows(secret.len())
                .any(|window| window == secret.as_bytes());
            assert!(!found, "a secret stands in {}", file.display());
        }
    }
}

fn walk(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(walk(&path));
        } else {
            files.push(path);
        }
    }
    assert!(!files.is_empty());
    files
}
