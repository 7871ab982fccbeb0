//! Known secrets go through every flow; afterwards nothing that was written or answered holds one.

mod accounts;
mod endings;
mod master_keys;
mod scene;
mod search;
mod sign_ins;
mod vault;

use reqwest::Method;
use serde_json::{Value, json};

use self::scene::Scene;

/// Everything that reads, so that whatever could tell a secret has its chance.
const READING: [&str; 22] = [
    "/api/auth/me",
    "/api/auth/lock",
    "/api/auth/sessions",
    "/api/auth/tokens",
    "/api/user/profile",
    "/api/user/dashboard",
    "/api/user/export",
    "/api/calendars",
    "/api/sync/status",
    "/api/events",
    "/api/notifications",
    "/api/notifications/channels",
    "/api/settings/limits",
    "/api/settings/local-api",
    "/api/settings/registration",
    "/api/status",
    "/api/about",
    "/api/zones",
    "/api/vault",
    "/api/backups",
    "/api/problems",
    "/api/openapi.json",
];

#[tokio::test]
async fn no_secret_is_found_in_anything_that_was_written_or_answered() {
    let mut scene = Scene::new();
    let server = vault::server().await;
    let host = server.address().to_string();
    let serving = scene.serve().await;
    serving.raise_limits().await;

    accounts::go_through(&mut scene, &serving).await;
    vault::keep_and_read(&mut scene, &serving, &host).await;
    let elsewhere = sign_ins::go_through(&mut scene, &serving).await;
    let serving = vault::change_keys(&mut scene, serving).await;
    accounts::get_everything_wrong(&mut scene, &serving).await;
    scene.read_everything(&serving).await;
    endings::back_up_and_restore(&mut scene, &serving).await;
    scene.remember_files();
    let serving = endings::crash(&mut scene, serving).await;
    scene.remember_files();
    endings::delete_everything(&mut scene, &serving).await;
    serving.stop().await;
    endings::write_and_report(&mut scene, &host);
    scene.remember_files();

    elsewhere.tell(&mut scene);
    scene.holds_no_secret();
}

#[tokio::test]
async fn the_search_finds_a_secret_that_was_planted_in_the_database() {
    let mut scene = Scene::new();
    let serving = scene.serve().await;
    scene.secret("planted", "canary-planted-7e21");
    let change = json!({"name": "I am canary-planted-7e21"});
    let path = "/api/user/profile";
    let status = scene.call(&serving, Method::PUT, path, change).await;
    assert_eq!(status, 200);
    let token = serving.token.clone();
    scene
        .said_to(&serving, Method::GET, path, &token, Value::Null)
        .await;
    serving.stop().await;
    scene.remember_files();

    let found = scene.found();
    for place in ["storytime.db", "what was answered"] {
        assert!(
            found
                .iter()
                .any(|one| one.contains(place) && one.starts_with("planted")),
            "{place}: {found:?}"
        );
    }
}
