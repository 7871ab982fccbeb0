//! What is another profile's answers as if it was not there.

use std::collections::BTreeSet;
use std::path::Path;

use reqwest::Method;
use serde_json::{Value, json};
use storytime_core::clock::{Clock as _, SystemClock};
use storytime_types::Instant;
use tempfile::TempDir;

use crate::support::account::{as_person, register};
use crate::support::calendar::{event, write_calendar};
use crate::support::serving::Serving;

/// Calls that name a row, with what stands for its id.
const CALLS: [(&str, &str, &str, &str); 17] = [
    (
        "PUT",
        "/calendars/integrations/{id}",
        "integration",
        r#"{"isActive":false}"#,
    ),
    (
        "PUT",
        "/calendars/integrations/{id}/password",
        "integration",
        r#"{"password":"a password"}"#,
    ),
    (
        "PUT",
        "/calendars/{id}",
        "calendar",
        r#"{"isActive":false}"#,
    ),
    ("DELETE", "/calendars/{id}", "integration", ""),
    ("DELETE", "/calendars/gone/{id}", "calendar", ""),
    ("GET", "/calendars/sign-ins/{id}", "sign-in", ""),
    ("DELETE", "/calendars/sign-ins/{id}", "sign-in", ""),
    ("GET", "/events/{id}/storylines", "event", ""),
    ("GET", "/events/{id}/storylines", "event", "?all=true"),
    ("POST", "/events/{id}/regenerate-story", "event", "{}"),
    ("PUT", "/events/{id}/theme", "event", r#"{"theme":"MEME"}"#),
    ("PUT", "/events/{id}/mute", "event", r#"{"scope":null}"#),
    ("POST", "/notifications/channels/{id}/test", "channel", "{}"),
    ("POST", "/notifications/{id}/retry", "row", "{}"),
    (
        "POST",
        "/notifications/{id}/snooze",
        "row",
        r#"{"minutes":5}"#,
    ),
    ("POST", "/notifications/{id}/dismiss", "row", "{}"),
    ("DELETE", "/auth/sessions/{id}", "session", ""),
];

/// Paths with a part that is no id of a row: they belong to the computer, not to a profile.
const NO_ROWS: [&str; 2] = ["/docs/{id}", "/backups/{id}/restore"];

/// Lists of rows, which hold none of another profile's.
const LISTS: [&str; 6] = [
    "/api/calendars",
    "/api/events?from=2000-01-01&to=2100-01-01",
    "/api/notifications?from=2000-01-01&to=2100-01-01",
    "/api/notifications/channels",
    "/api/auth/tokens",
    "/api/sync/status",
];

#[tokio::test]
async fn whoever_knows_another_profiles_ids_learns_and_changes_nothing() {
    let home = TempDir::new().unwrap();
    let serving = Serving::start(home.path(), &home.path().join("data")).await;
    let ids = a_used_profile(&serving, home.path()).await;
    let (status, ada) = register_as_owner(&serving).await;
    assert_eq!((status, &ada["user"]["isOwner"]), (201, &json!(true)));
    let (_, eve) = register(&serving, "eve@example.org").await;
    let eve = eve["token"].as_str().unwrap();
    let before = lists(&serving, &serving.token).await;

    for (method, path, what, body) in CALLS {
        let (query, body) = match body {
            query if query.starts_with('?') => (query, Value::Null),
            "" => ("", Value::Null),
            body => ("", serde_json::from_str(body).unwrap()),
        };
        let path = path.replace("{id}", ids[what].as_str().unwrap());
        let method = Method::from_bytes(method.as_bytes()).unwrap();
        let path = format!("/api{path}{query}");
        let (status, answer) = as_person(&serving, eve, method, &path, body).await;
        assert_eq!(status, 404, "{path}: {answer}");
        assert_eq!(answer["error"]["code"], "NOT_FOUND", "{path}");
    }
    let sync = json!({"integrationId": ids["integration"]});
    let (status, _) = as_person(&serving, eve, Method::POST, "/api/calendars/sync", sync).await;
    assert_eq!(status, 404);

    for list in lists(&serving, eve).await {
        for id in ids.as_object().unwrap().values() {
            assert!(!list.contains(id.as_str().unwrap()), "{list}");
        }
    }
    assert_eq!(lists(&serving, &serving.token).await, before);
}

#[test]
fn every_call_that_names_a_row_is_among_those_that_are_tried() {
    let routes = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/server/src/routes");
    let mut found = BTreeSet::new();
    for file in std::fs::read_dir(routes).unwrap() {
        let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
        let quoted = text.split('"').skip(1).step_by(2);
        let paths = quoted.filter(|text| text.starts_with('/') && text.contains('{'));
        found.extend(paths.map(with_plain_id));
    }
    let tried: BTreeSet<_> = CALLS
        .iter()
        .map(|(_, path, ..)| with_plain_id(path))
        .collect();
    assert!(!found.is_empty());
    found.retain(|path| !NO_ROWS.contains(&path.as_str()));
    assert_eq!(found, tried);
}

/// `/api/events/{eventId}/theme` as `/events/{id}/theme`.
fn with_plain_id(path: &str) -> String {
    let path = path.strip_prefix("/api").unwrap_or(path);
    let parts = path.split('/').map(|part| match part.starts_with('{') {
        true => "{id}",
        false => part,
    });
    parts.collect::<Vec<_>>().join("/")
}

/// The local profile with a row in every table, and their ids.
async fn a_used_profile(serving: &Serving, home: &Path) -> Value {
    let now = SystemClock.now();
    let start = Instant::from_ms(now.ms() - now.ms().rem_euclid(60_000)).plus_ms(3_600_000);
    let path = write_calendar(home, "ada.ics", &[event("Standup", &start.to_string())]);
    serving.connect(&path).await;
    let call = |path: &'static str| serving.call(Method::GET, path, Value::Null);
    let (_, calendars) = call("/api/calendars").await;
    let (_, events) = call("/api/events").await;
    let (_, rows) = call("/api/notifications?from=2000-01-01&to=2100-01-01").await;
    let (_, channels) = call("/api/notifications/channels").await;
    let (_, sessions) = call("/api/auth/sessions").await;
    json!({
        "integration": calendars[0]["id"],
        "calendar": calendars[0]["calendars"][0]["id"],
        "event": events[0]["id"],
        "row": rows[0]["id"],
        "channel": channels[0]["id"],
        "session": sessions[0]["id"],
        "sign-in": a_sign_in(serving, home).await,
    })
}

/// A sign-in at Google that nobody finishes.
async fn a_sign_in(serving: &Serving, home: &Path) -> Value {
    let providers = home.join("data/providers.toml");
    std::fs::write(providers, "[google]\nclient_id = \"an-id\"\n").unwrap();
    let passphrase = json!({"passphrase": crate::support::account::PASSWORD});
    let vault = serving.call(Method::PUT, "/api/vault/passphrase", passphrase);
    let (status, answer) = vault.await;
    assert_eq!(status, 200, "{answer}");
    let connect = "/api/calendars/connect/google";
    let (status, begun) = serving.call(Method::POST, connect, json!({})).await;
    assert_eq!(status, 200, "{begun}");
    begun["state"].clone()
}

/// A profile with calendars becomes nobody's who cannot read its token.
async fn register_as_owner(serving: &Serving) -> (u16, Value) {
    let body = json!({"email": "ada@example.org", "password": crate::support::account::PASSWORD});
    serving.call(Method::POST, "/api/auth/register", body).await
}

async fn lists(serving: &Serving, token: &str) -> Vec<String> {
    let mut answers = Vec::new();
    for path in LISTS {
        let (status, answer) = as_person(serving, token, Method::GET, path, Value::Null).await;
        assert_eq!(status, 200, "{path}: {answer}");
        answers.push(answer.to_string());
    }
    answers
}
