//! What the API says of itself, held against its answers by schemathesis: calls made up from the
//! description, good ones and bad ones. `cargo xtask test` runs it.

#![cfg(target_os = "linux")]
// All of this crate is tests.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

// What the tests in `src` share; this needs less of it.
#[allow(dead_code)]
#[path = "../src/support/mod.rs"]
mod support;

use std::path::Path;
use std::process::Command;

use reqwest::Method;
use serde_json::json;
use support::serving::Serving;
use tempfile::TempDir;

/// What would end the session that all the other calls are made in or take its rows away, hashes for
/// a second each time, or does not end by itself. `tests/src/rest` makes these calls and compares
/// the shapes of the answers.
const LEFT_OUT: &str =
    "^/api/(changes|user|backups/.*|vault/.*|auth/(logout|password|sessions.*|register))$";

#[tokio::test]
#[ignore = "needs schemathesis: `cargo xtask test` runs it"]
async fn every_answer_is_as_the_description_says() {
    let home = TempDir::new().unwrap();
    let serving = Serving::start(home.path(), &home.path().join("data")).await;
    serving.raise_limits().await;
    let sample = serving
        .call(Method::POST, "/api/calendars/sample-day", json!({}))
        .await;
    assert_eq!(sample.0, 201);

    let program = std::env::var_os("STORYTIME_SCHEMATHESIS").expect("STORYTIME_SCHEMATHESIS");
    let config = Path::new(env!("CARGO_MANIFEST_DIR")).join("schemathesis.toml");
    let mut schemathesis = Command::new(program);
    schemathesis
        .arg("--config-file")
        .arg(config)
        .arg("run")
        .arg(format!("{}/api/openapi.json", serving.address))
        .args([
            "--header",
            &format!("Authorization: Bearer {}", serving.token),
        ])
        .args(["--exclude-path-regex", LEFT_OUT])
        .args(["--exclude-path", "/api/settings/limits"])
        .current_dir(home.path());
    let ran = tokio::task::spawn_blocking(move || schemathesis.output());
    let output = ran.await.unwrap().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}");

    let (status, _) = serving.call(Method::GET, "/api/status", json!(null)).await;
    assert_eq!(status, 200, "it still answers");
}
