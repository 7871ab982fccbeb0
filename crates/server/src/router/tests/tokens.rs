//! What a script's token may do. Every call that is described stands here by its name: a new one has to
//! be put with those for a person or with those for a script.

use std::collections::BTreeSet;

use storytime_types::accounts::{MadeToken, NewToken};

use super::*;
use crate::openapi;

/// What lets somebody in, guards what is the person's or destroys it, with a body that is taken. In an
/// order in which each can be made after those before it.
const FOR_A_PERSON: [(&str, &str); 18] = [
    ("PUT /api/settings/limits", r#"{"calls":600}"#),
    ("PUT /api/settings/local-api", r#"{"on":true}"#),
    ("PUT /api/settings/registration", r#"{"open":true}"#),
    (
        "PUT /api/calendars/client-ids",
        r#"{"provider":"GOOGLE","clientId":"an-id"}"#,
    ),
    ("POST /api/vault/begin-anew", ""),
    (
        "PUT /api/vault/passphrase",
        r#"{"passphrase":"several words are easy"}"#,
    ),
    ("POST /api/vault/unlock", "{}"),
    ("POST /api/vault/rotate", "{}"),
    ("POST /api/backups/{id}/restore", ""),
    ("POST /api/auth/codes", ""),
    ("POST /api/auth/tokens", r#"{"name":"another"}"#),
    ("PUT /api/auth/password", r#"{"new":"open sesame"}"#),
    (
        "PUT /api/auth/email",
        r#"{"email":"ann@example.org","current":"open sesame"}"#,
    ),
    ("DELETE /api/auth/password", r#"{"current":"open sesame"}"#),
    (
        "POST /api/auth/register",
        r#"{"email":"eve@example.org","password":"open sesame"}"#,
    ),
    ("DELETE /api/auth/sessions/{id}", ""),
    ("DELETE /api/auth/sessions", ""),
    ("DELETE /api/user", r#"{"password":"open sesame"}"#),
];

/// What concerns everybody on this computer: refused to any other profile, in the same words for a
/// program. Of those for a person, and one that a script of the owner's may make too.
const FOR_THE_OWNER: [&str; 11] = [
    "PUT /api/settings/limits",
    "PUT /api/settings/local-api",
    "PUT /api/settings/registration",
    "PUT /api/calendars/client-ids",
    "POST /api/vault/begin-anew",
    "PUT /api/vault/passphrase",
    "POST /api/vault/unlock",
    "POST /api/vault/rotate",
    "POST /api/auth/codes",
    "DELETE /api/auth/password",
    "POST /api/backups",
];

/// Everything else: looking at what is there, and the day's work with it.
const FOR_A_SCRIPT: [&str; 52] = [
    "DELETE /api/calendars/gone/{calendarId}",
    "DELETE /api/calendars/sign-ins/{state}",
    "DELETE /api/calendars/{calendarId}",
    "GET /api/about",
    "GET /api/auth/lock",
    "GET /api/auth/me",
    "GET /api/auth/sessions",
    "GET /api/auth/tokens",
    "GET /api/backups",
    "GET /api/calendars",
    "GET /api/calendars/client-ids",
    "GET /api/calendars/sign-ins/{state}",
    "GET /api/changes",
    "GET /api/events",
    "GET /api/events/{id}/storylines",
    "GET /api/notifications",
    "GET /api/notifications/channels",
    "GET /api/openapi.json",
    "GET /api/problems",
    "GET /api/settings/limits",
    "GET /api/settings/local-api",
    "GET /api/settings/registration",
    "GET /api/status",
    "GET /api/sync/status",
    "GET /api/user/dashboard",
    "GET /api/user/export",
    "GET /api/user/profile",
    "GET /api/vault",
    "GET /api/zones",
    "POST /api/auth/code",
    "POST /api/auth/login",
    "POST /api/auth/logout",
    "POST /api/backups",
    "POST /api/calendars/connect/caldav",
    "POST /api/calendars/connect/google",
    "POST /api/calendars/connect/ics",
    "POST /api/calendars/connect/microsoft",
    "POST /api/calendars/sample-day",
    "POST /api/calendars/sync",
    "POST /api/events/{id}/regenerate-story",
    "POST /api/notifications/channels/{id}/test",
    "POST /api/notifications/{id}/dismiss",
    "POST /api/notifications/{id}/retry",
    "POST /api/notifications/{id}/snooze",
    "POST /api/sync/manual",
    "PUT /api/calendars/integrations/{integrationId}",
    "PUT /api/calendars/integrations/{integrationId}/password",
    "PUT /api/calendars/{calendarId}",
    "PUT /api/events/{id}/mute",
    "PUT /api/events/{id}/theme",
    "PUT /api/pause",
    "PUT /api/present",
];

/// The one PUT of the profile besides, which changes some of its fields.
const PROFILE: &str = "PUT /api/user/profile";

/// Every call by its name, as the API describes itself.
fn described() -> BTreeSet<String> {
    let document = serde_json::to_value(openapi::document()).unwrap();
    let paths = document["paths"].as_object().unwrap();
    let calls = paths.iter().flat_map(|(path, item)| {
        let methods = item.as_object().unwrap().keys();
        methods.map(move |method| format!("{} {path}", method.to_uppercase()))
    });
    calls.collect()
}

impl House {
    /// A new token for a script.
    async fn script(&self) -> MadeToken {
        let name = "a script".to_owned();
        let made = self._engine.api().make_token(NewToken { name }).await;
        made.unwrap()
    }

    /// A call by its name; what stands in it for an id is nobody's.
    async fn named(&self, name: &str, token: &str, body: &'static str) -> Response {
        let (method, path) = name.split_once(' ').unwrap();
        let parts = path.split('/').map(|part| match part.starts_with('{') {
            true => "none",
            false => part,
        });
        let path = parts.collect::<Vec<_>>().join("/");
        let request = from_here(method, &path).header("authorization", format!("Bearer {token}"));
        self.send(request.body(Body::from(body)).unwrap()).await
    }
}

#[test]
fn of_every_call_it_is_said_whether_a_script_may_make_it() {
    let for_a_person = FOR_A_PERSON.iter().map(|(call, _)| *call);
    let named = for_a_person.chain(FOR_A_SCRIPT).chain([PROFILE]);
    let named: BTreeSet<_> = named.map(str::to_owned).collect();
    assert_eq!(described(), named);
}

#[tokio::test]
async fn what_guards_or_destroys_is_refused_to_a_scripts_token_and_nothing_else_is() {
    let house = House::new().await;
    for (call, body) in FOR_A_PERSON {
        let script = house.script().await;
        let refused = house.named(call, script.token.expose(), body).await;
        let (status, answer) = read(refused).await;
        assert_eq!(status, 403, "{call}: {answer}");
        let why = answer["error"]["message"].as_str().unwrap();
        assert!(why.contains("script's token"), "{call}: {why}");
        let over = house._engine.api().end_session(script.session.id).await;
        assert_eq!(over, Ok(()), "{call} is refused and changes nothing");
    }
    for call in FOR_A_SCRIPT.into_iter().chain([PROFILE]) {
        let script = house.script().await;
        let answer = house.named(call, script.token.expose(), "{}").await;
        assert!(![401, 403].contains(&answer.status().as_u16()), "{call}");
        if call != "POST /api/auth/logout" {
            let over = house._engine.api().end_session(script.session.id).await;
            assert_eq!(over, Ok(()), "{call}");
        }
    }
}

#[tokio::test]
async fn what_is_the_owners_is_forbidden_to_other_profiles_and_nothing_else_is() {
    let house = House::new().await;
    let account = r#"{"email":"ann@example.org","password":"open sesame"}"#;
    let enter = async |path| house.call("POST", path, account).await.1["token"].clone();
    // The first account is the owner's.
    let owner = r#"{"email":"ada@example.org","password":"open sesame"}"#;
    house.call("POST", "/api/auth/register", owner).await;
    let mut token = enter("/api/auth/register").await;
    for (call, body) in [("POST /api/backups", "")].into_iter().chain(FOR_A_PERSON) {
        let answer = house.named(call, token.as_str().unwrap(), body).await;
        let (status, answer) = read(answer).await;
        let refused = (403, &json!("FORBIDDEN"));
        let is_refused = (status.as_u16(), &answer["error"]["code"]) == refused;
        let expected = FOR_THE_OWNER.contains(&call);
        assert_eq!(is_refused, expected, "{call}: {status} {answer}");
        assert_ne!(status, 401, "{call}");
        if call == "DELETE /api/auth/sessions" {
            token = enter("/api/auth/login").await;
        }
    }
}

#[tokio::test]
async fn what_is_refused_to_a_script_is_not_to_who_can_read_serve_token() {
    let house = House::new().await;
    for (call, body) in FOR_A_PERSON {
        let token = crate::new_token().unwrap();
        let api = house._engine.api();
        api.open_session(&token, "serve.token").await.unwrap();

        let (status, answer) = read(house.named(call, &token, body).await).await;

        assert!(
            ![401, 403, 422].contains(&status.as_u16()),
            "{call}: {status} {answer}"
        );
    }
}

#[tokio::test]
async fn a_scripts_token_ends_itself_and_no_other_session() {
    let house = House::new().await;
    let (script, other) = (house.script().await, house.script().await);
    let end = |session: &str| {
        let path = format!("DELETE /api/auth/sessions/{session}");
        let (house, token) = (&house, script.token.expose());
        async move { house.named(&path, token, "").await.status().as_u16() }
    };
    assert_eq!(end(other.session.id.as_str()).await, 403);
    assert_eq!(end(script.session.id.as_str()).await, 204);
    assert_eq!(end(script.session.id.as_str()).await, 401);
}

#[tokio::test]
async fn a_token_that_was_used_at_once_is_not_called_unused() {
    let house = House::new().await;
    let script = house.script().await;
    let was_used = async || {
        let all = house._engine.api().tokens().await.unwrap();
        all[0].last_used_at != all[0].created_at
    };
    assert!(!was_used().await);
    house.clock.advance_ms(5_000);
    house
        .named("GET /api/status", script.token.expose(), "")
        .await;
    assert!(was_used().await);
}
