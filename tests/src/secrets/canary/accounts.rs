//! Passwords of accounts, tokens of sessions and scripts, one-time codes; and all that is answered
//! where they are sent to the wrong place or in the wrong form.

use reqwest::Method;
use serde_json::{Value, json};

use super::scene::Scene;
use crate::support::serving::Serving;

const EMAIL: &str = "ada@example.org";
const FIRST: &str = "canary-account-password-1b70";
pub const PASSWORD: &str = "canary/account+password two-c2e9";
const WRONG: &str = "canary-account-wrong-404d";
const MISPLACED: &str = "canary-misplaced-secret-a41c";

/// Comes in by the code, makes an account, signs in, changes the password, makes a token.
pub async fn go_through(scene: &mut Scene, serving: &Serving) {
    for (name, secret) in [
        ("first password", FIRST),
        ("password", PASSWORD),
        ("wrong password", WRONG),
        ("misplaced secret", MISPLACED),
    ] {
        scene.secret(name, secret);
    }
    let post = |path: &str, body: Value| serving.request(Method::POST, path).json(&body);
    let code = json!({"code": serving.code});
    let in_browser = post("/api/auth/code", code.clone());
    scene.told("token by the code", in_browser).await;
    let (status, _) = scene.sent(post("/api/auth/code", code)).await;
    assert_eq!(status, 401, "the code is used up");

    let account = json!({"email": EMAIL, "password": FIRST});
    let registering = post("/api/auth/register", account.clone()).bearer_auth(&serving.token);
    scene.told("token of registering", registering).await;
    let (status, _) = scene
        .sent(post("/api/auth/register", account.clone()))
        .await;
    assert_eq!(status, 409);
    let token = scene
        .told("token of signing in", post("/api/auth/login", account))
        .await;
    let wrong = json!({"email": EMAIL, "password": WRONG});
    assert_eq!(scene.sent(post("/api/auth/login", wrong)).await.0, 401);

    let path = "/api/auth/password";
    let wrong = json!({"current": WRONG, "new": PASSWORD});
    let (status, _) = scene
        .said_to(serving, Method::PUT, path, &token, wrong)
        .await;
    assert_eq!(status, 422);
    // Every other session ends: serve.token, too.
    let right = json!({"current": FIRST, "new": PASSWORD});
    let status = scene.call(serving, Method::PUT, path, right).await;
    assert_eq!(status, 204);
    let signing_in = post(
        "/api/auth/login",
        json!({"email": EMAIL, "password": PASSWORD}),
    );
    let token = scene.told("later token", signing_in).await;
    let making = post("/api/auth/tokens", json!({"name": "a script"})).bearer_auth(&token);
    scene.told("script's token", making).await;
    let other = json!({"email": "grace@example.org", "password": PASSWORD});
    scene
        .told("other's token", post("/api/auth/register", other))
        .await;
    let (status, _) = scene
        .said_to(
            serving,
            Method::POST,
            "/api/auth/logout",
            &token,
            Value::Null,
        )
        .await;
    assert_eq!(status, 204);
}

/// Secrets in the wrong place, and what is said to that.
pub async fn get_everything_wrong(scene: &mut Scene, serving: &Serving) {
    let long = MISPLACED.repeat(6);
    for (path, body) in [
        (
            "/api/auth/login",
            json!({"email": EMAIL, "password": {"nested": MISPLACED}}),
        ),
        (
            "/api/auth/login",
            json!({"email": [MISPLACED], "password": MISPLACED}),
        ),
        (
            "/api/auth/login",
            json!({"email": MISPLACED, "password": MISPLACED}),
        ),
        (
            "/api/auth/register",
            json!({"email": MISPLACED, "password": MISPLACED}),
        ),
        (
            "/api/auth/register",
            json!({"email": "x@example.org", "password": long}),
        ),
        (
            "/api/auth/register",
            json!({"email": "x@example.org", "password": MISPLACED, "gender": MISPLACED}),
        ),
        (
            "/api/auth/register",
            json!({"email": "x@example.org", "password": MISPLACED, "timezone": MISPLACED}),
        ),
        ("/api/auth/code", json!({"code": MISPLACED})),
        ("/api/auth/code", json!({"code": {"nested": MISPLACED}})),
        ("/api/vault/unlock", json!({"passphrase": [MISPLACED]})),
        ("/api/vault/rotate", json!({"passphrase": MISPLACED})),
        ("/api/calendars/connect/ics", json!({"url": [MISPLACED]})),
        (
            "/api/calendars/connect/ics",
            json!({"url": MISPLACED, "path": MISPLACED}),
        ),
    ] {
        let status = scene.call(serving, Method::POST, path, body.clone()).await;
        assert!((400..500).contains(&status), "{path} {body}: {status}");
    }
    for broken in [
        format!("{{\"email\":\"{EMAIL}\",\"password\":\"{MISPLACED}"),
        MISPLACED.to_owned(),
        format!("{{\"password\":{MISPLACED}}}"),
    ] {
        let login = serving.request(Method::POST, "/api/auth/login");
        let request = login
            .header("content-type", "application/json")
            .body(broken);
        assert_eq!(scene.sent(request).await.0, 400);
    }
    let basic = serving
        .request(Method::GET, "/api/auth/me")
        .basic_auth(EMAIL, Some(MISPLACED));
    assert_eq!(scene.sent(basic).await.0, 401);
    let bearer = serving
        .request(Method::GET, "/api/auth/me")
        .bearer_auth(MISPLACED);
    assert_eq!(scene.sent(bearer).await.0, 401);
    for path in [
        format!("/api/auth/sessions/{MISPLACED}"),
        format!("/api/{MISPLACED}"),
        format!("/api/events/{MISPLACED}/storylines"),
        format!("/api/events?from={MISPLACED}"),
        format!("/api/notifications?status={MISPLACED}&token={MISPLACED}"),
        format!("/{MISPLACED}.js?token={MISPLACED}"),
    ] {
        let status = scene.call(serving, Method::GET, &path, Value::Null).await;
        assert!((400..500).contains(&status), "{path}: {status}");
        scene
            .call(serving, Method::DELETE, &path, Value::Null)
            .await;
    }
}
