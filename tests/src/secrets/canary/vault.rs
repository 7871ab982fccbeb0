//! Addresses of calendars, and the passphrases of the key file.

use reqwest::Method;
use serde_json::{Value, json};
use wiremock::matchers::{any, path_regex};
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::scene::Scene;
use crate::support::calendar::{calendar, event};
use crate::support::serving::Serving;

const PASSPHRASE: &str = "canary-passphrase-9f2c";
const NEXT_PASSPHRASE: &str = "canary-passphrase-next-77ab";
const WRONG_PASSPHRASE: &str = "canary-passphrase-wrong-51de";
const USER: &str = "canary-user-3d1f";
const PASSWORD: &str = "canary-password-8842";
const TOKEN: &str = "canary-path-token-6c0e";
const QUERY: &str = "canary-query-key-19f7";
const REFUSED: &str = "canary-refused-key-b3a0";
pub const BROKEN: &str = "canary-broken-token-e5d4";

/// Offers a calendar at most addresses; some are refused and some are broken.
pub async fn server() -> MockServer {
    let server = MockServer::start().await;
    let answers =
        |pattern: &str, answer| Mock::given(path_regex(pattern.to_owned())).respond_with(answer);
    let broken = ResponseTemplate::new(500).set_body_string("no");
    answers("broken", broken).mount(&server).await;
    let page = ResponseTemplate::new(200).set_body_raw("<html>sign in</html>", "text/html");
    answers("page", page).mount(&server).await;
    let refused = ResponseTemplate::new(403);
    answers("refused", refused).mount(&server).await;
    let text = calendar(&[event("Standup", "2026-11-22T09:00:00Z")]);
    let good = ResponseTemplate::new(200).set_body_raw(text, "text/calendar");
    Mock::given(any()).respond_with(good).mount(&server).await;
    server
}

/// Addresses that are taken, refused, broken, and known already.
pub async fn keep_and_read(scene: &mut Scene, serving: &Serving, host: &str) {
    for (name, secret) in [
        ("passphrase", PASSPHRASE),
        ("next passphrase", NEXT_PASSPHRASE),
        ("wrong passphrase", WRONG_PASSPHRASE),
        ("user of an address", USER),
        ("password of an address", PASSWORD),
        ("token in an address", TOKEN),
        ("key in an address", QUERY),
        ("token in a refused address", REFUSED),
        ("token in a broken address", BROKEN),
    ] {
        scene.secret(name, secret);
    }
    scene.write_passphrase(PASSPHRASE);
    let chosen = json!({"passphrase": PASSPHRASE});
    let status = scene
        .call(serving, Method::PUT, "/api/vault/passphrase", chosen)
        .await;
    assert_eq!(status, 200);
    let connect = "/api/calendars/connect/ics";
    let good = format!("http://{USER}:{PASSWORD}@{host}/{TOKEN}/a.ics?key={QUERY}");
    for (url, expected) in [
        (good.clone(), 201),
        (good.clone(), 409),
        (format!("webcal://{host}/{TOKEN}/b.ics"), 201),
        (
            format!("http://{host}/refused/{REFUSED}?key={REFUSED}"),
            502,
        ),
        (format!("http://{host}/broken/{BROKEN}.ics"), 502),
        (format!("http://{host}/page/{BROKEN}.ics"), 502),
        (format!("http://nowhere.invalid/{BROKEN}"), 502),
        (format!("ftp://{host}/{REFUSED}"), 422),
        (format!("http://[{REFUSED}"), 422),
        (format!("{host}/{REFUSED}/basic.ics"), 422),
        (format!("calendars.example/{REFUSED}/basic.ics"), 422),
    ] {
        let body = json!({"url": url});
        let status = scene.call(serving, Method::POST, connect, body).await;
        assert_eq!(status, expected, "{url}");
    }
    serving.sync().await;
}

/// A wrong passphrase, two new keys with a backup between them, a new passphrase, a restart.
pub async fn change_keys(scene: &mut Scene, serving: Serving) -> Serving {
    let post = |passphrase: &str| json!({"passphrase": passphrase});
    for (path, body, expected) in [
        ("/api/vault/unlock", post(WRONG_PASSPHRASE), 422),
        ("/api/vault/rotate", post(WRONG_PASSPHRASE), 422),
        ("/api/vault/rotate", post(PASSPHRASE), 200),
        ("/api/backups", Value::Null, 201),
        ("/api/vault/rotate", post(PASSPHRASE), 200),
    ] {
        let status = scene.call(&serving, Method::POST, path, body).await;
        assert_eq!(status, expected, "{path}");
    }
    let put = "/api/vault/passphrase";
    for expected in [409, 200] {
        let status = scene
            .call(&serving, Method::PUT, put, post(NEXT_PASSPHRASE))
            .await;
        assert_eq!(status, expected);
        // The file first: it is what opens the vault at the next start.
        scene.write_passphrase(NEXT_PASSPHRASE);
    }
    serving.stop().await;
    let serving = scene.serve().await;
    serving.sync().await;
    let path = "/api/calendars";
    let token = serving.token.clone();
    let (_, calendars) = scene
        .said_to(&serving, Method::GET, path, &token, Value::Null)
        .await;
    let calendars = calendars.as_array().unwrap();
    assert_eq!(calendars.len(), 4, "{calendars:?}");
    assert!(
        calendars.iter().all(|one| one["status"] == "ACTIVE"),
        "{calendars:?}"
    );
    serving
}
