//! Backups, a crash, the end of everything, and what the command line says after it.

use reqwest::Method;
use serde_json::{Value, json};

use super::accounts::PASSWORD;
use super::scene::Scene;
use super::vault::BROKEN;
use crate::support::serving::Serving;

/// A backup of today's key, and going back to it.
pub async fn back_up_and_restore(scene: &mut Scene, serving: &Serving) {
    let token = serving.token.clone();
    let path = "/api/backups";
    let (status, made) = scene
        .said_to(serving, Method::POST, path, &token, Value::Null)
        .await;
    assert_eq!(status, 201);
    let path = format!("/api/backups/{}/restore", made["id"].as_str().unwrap());
    let status = scene.call(serving, Method::POST, &path, Value::Null).await;
    assert_eq!(status, 200);
}

/// The process is ended as by a fault of its own, and begins again: whatever it leaves behind, a
/// core dump among it, lies in the home.
pub async fn crash(scene: &mut Scene, serving: Serving) -> Serving {
    serving.abort().await;
    let serving = scene.serve().await;
    scene.read_everything(&serving).await;
    serving
}

/// Calendars are removed, then all of it; what is left is read and exported once more.
pub async fn delete_everything(scene: &mut Scene, serving: &Serving) {
    let token = serving.token.clone();
    let path = "/api/calendars";
    let (_, calendars) = scene
        .said_to(serving, Method::GET, path, &token, Value::Null)
        .await;
    let one = format!("/api/calendars/{}", calendars[1]["id"].as_str().unwrap());
    let status = scene.call(serving, Method::DELETE, &one, Value::Null).await;
    assert_eq!(status, 204);
    let remove = "/api/user";
    for (password, expected) in [("canary-account-wrong-404d", 422), (PASSWORD, 204)] {
        let body = json!({"password": password});
        let status = scene.call(serving, Method::DELETE, remove, body).await;
        assert_eq!(status, expected);
    }
    scene.read_everything(serving).await;
}

/// What the command line writes and says.
pub fn write_and_report(scene: &mut Scene, host: &str) {
    let data = scene.data().display().to_string();
    let export = scene.home().join("export.json").display().to_string();
    scene.command(&["export", "--data-dir", &data, &export]);
    scene.command(&["doctor", "--json", "--data-dir", &data]);
    let url = format!("http://{host}/broken/{BROKEN}?key={BROKEN}");
    scene.command(&["agenda", &url, "--from", "2026-11-22", "--to", "2026-11-23"]);
    scene.command(&["profile", "reset-password", "--data-dir", &data]);
}
