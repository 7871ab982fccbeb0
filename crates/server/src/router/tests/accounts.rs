//! Accounts, sessions and the lock, through the window's door: there are no rate limits in between.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::*;

mod sessions;
mod vault;

/// The right password in every test.
const PASSWORD: &str = "open sesame";

/// The door of a running engine, and its time.
struct Door {
    app: Router,
    clock: ManualClock,
    engine: Engine,
    _stopper: Stopper,
    _folder: tempfile::TempDir,
}

impl Door {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = morning();
        let engine = super::engine(&folder, &clock).await;
        let (stopper, stop) = Stop::channel();
        Self {
            app: router(engine.api(), Access::owner(), stop),
            clock,
            engine,
            _stopper: stopper,
            _folder: folder,
        }
    }

    /// The tray process ends and begins again: the window's session is forgotten.
    fn begin_again(&mut self) {
        let (stopper, stop) = Stop::channel();
        self.app = router(self.engine.api(), Access::owner(), stop);
        self._stopper = stopper;
    }

    async fn ask(&self, method: &str, path: &str, token: Option<&str>, body: Value) -> Answered {
        let mut request = Request::builder().method(method).uri(path);
        if let Some(token) = token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        let body = if body.is_null() {
            Body::empty()
        } else {
            body.to_string().into()
        };
        let response = self.app.clone().oneshot(request.body(body).unwrap()).await;
        let response = response.unwrap();
        let retry_after = response.headers().get("retry-after").cloned();
        let (status, body) = read(response).await;
        Answered {
            status: status.as_u16(),
            body,
            retry_after: retry_after.map(|seconds| seconds.to_str().unwrap().to_owned()),
        }
    }

    /// As the window asks.
    async fn window(&self, method: &str, path: &str, body: Value) -> Answered {
        self.ask(method, path, None, body).await
    }

    async fn register(&self, email: &str) -> Answered {
        let body = json!({"email": email, "password": PASSWORD});
        self.window("POST", "/api/auth/register", body).await
    }

    async fn login(&self, email: &str, password: &str) -> Answered {
        let body = json!({"email": email, "password": password});
        self.window("POST", "/api/auth/login", body).await
    }
}

struct Answered {
    status: u16,
    body: Value,
    retry_after: Option<String>,
}

impl Answered {
    fn token(&self) -> &str {
        self.body["token"].as_str().unwrap()
    }

    fn code(&self) -> &str {
        self.body["error"]["code"].as_str().unwrap_or_default()
    }
}

#[tokio::test]
async fn an_account_signs_in_is_told_who_it_is_and_signs_out() {
    let door = Door::new().await;
    let made = door.register(" Ada@Example.ORG ").await;
    assert_eq!(
        (made.status, &made.body["user"]["email"]),
        (201, &json!("ada@example.org"))
    );

    let signed_in = door.login("ADA@example.org", PASSWORD).await;
    assert_eq!(signed_in.status, 200, "{}", signed_in.body);
    let token = signed_in.token();
    let me = door
        .ask("GET", "/api/auth/me", Some(token), Value::Null)
        .await;
    assert_eq!(me.body["id"], made.body["user"]["id"]);
    for secret in [
        "password",
        "passwordHash",
        "password_hash",
        "aiApiKey",
        "token",
    ] {
        assert!(me.body.get(secret).is_none(), "{secret}");
    }

    let out = door
        .ask("POST", "/api/auth/logout", Some(token), Value::Null)
        .await;
    assert_eq!(out.status, 204);
    let me = door
        .ask("GET", "/api/auth/me", Some(token), Value::Null)
        .await;
    assert_eq!((me.status, me.code()), (401, "UNAUTHENTICATED"));
}

#[tokio::test]
async fn the_first_account_is_the_local_profiles_and_the_second_has_its_own() {
    let door = Door::new().await;
    let local = door.window("GET", "/api/auth/me", Value::Null).await;
    let first = door.register("ada@example.org").await;
    let second = door.register("grace@example.org").await;

    assert_eq!(first.body["user"]["id"], local.body["id"]);
    assert_eq!(first.body["user"]["isOwner"], true);
    assert_ne!(second.body["user"]["id"], local.body["id"]);
    assert_eq!(second.body["user"]["isOwner"], false);
    let path = "/api/notifications/channels";
    let hers = door
        .ask("GET", path, Some(first.token()), Value::Null)
        .await;
    assert_eq!(hers.body[0]["type"], "native");
    let others = door
        .ask("GET", path, Some(second.token()), Value::Null)
        .await;
    assert_eq!(others.body, json!([]));
}

#[tokio::test]
async fn an_address_has_one_account_however_it_is_written() {
    let door = Door::new().await;
    door.register("ada@example.org").await;
    let again = door.register("ADA@example.org").await;
    assert_eq!((again.status, again.code()), (409, "CONFLICT"));
}

#[tokio::test]
async fn every_field_is_taken_at_its_limits_and_refused_beyond_them() {
    let door = Door::new().await;
    let long_address = |length: usize| format!("{}@example.org", "a".repeat(length - 12));
    let taken = [
        ("email", json!(long_address(254))),
        ("email", json!("a@b.co")),
        ("password", json!("8 bytes!")),
        ("password", json!("ß".repeat(128))),
        ("name", json!("")),
        ("name", json!("ñ".repeat(100))),
        ("age", json!(13)),
        ("age", json!(120)),
        ("age", Value::Null),
        ("gender", json!("NON_BINARY")),
        ("gender", json!("PREFER_NOT_TO_SAY")),
        ("timezone", json!("Africa/Casablanca")),
    ];
    let refused = [
        ("email", json!(long_address(255))),
        ("email", json!("")),
        ("email", json!("nobody")),
        ("email", json!("a@b")),
        ("email", json!(7)),
        ("password", json!("7 bytes")),
        ("password", json!("ß".repeat(129))),
        ("password", json!(12_345_678)),
        ("name", json!("ñ".repeat(101))),
        ("name", json!("two\nlines")),
        ("age", json!(12)),
        ("age", json!(121)),
        ("age", json!(-1)),
        ("age", json!(20.5)),
        ("age", json!("20")),
        ("gender", json!("OTHER")),
        ("timezone", json!("Mars/Olympus")),
        ("timezone", json!("")),
    ];
    let register = |number: usize, field: &str, value: Value| {
        let mut body = json!({"email": format!("a{number}@example.org"), "password": PASSWORD});
        body[field] = value;
        door.window("POST", "/api/auth/register", body)
    };
    for (number, (field, value)) in taken.into_iter().enumerate() {
        let answer = register(number, field, value.clone()).await;
        assert_eq!(answer.status, 201, "{field} {value}: {}", answer.body);
    }
    for (number, (field, value)) in refused.into_iter().enumerate() {
        let answer = register(100 + number, field, value.clone()).await;
        assert_eq!(
            answer.code(),
            "VALIDATION_ERROR",
            "{field} {value}: {}",
            answer.body
        );
        let why = &answer.body["error"]["details"]["fields"][field];
        assert!(why.is_string(), "{field} {value}: {}", answer.body);
    }
}

#[tokio::test]
async fn the_profile_takes_its_fields_at_their_limits_and_forgets_what_is_null() {
    let door = Door::new().await;
    let put = |body: Value| door.window("PUT", "/api/user/profile", body);
    let kept = put(json!({"age": 13, "gender": "FEMALE", "name": "n".repeat(100)})).await;
    assert_eq!((kept.status, &kept.body["age"]), (200, &json!(13)));
    let forgotten = put(json!({"age": null, "gender": null})).await;
    assert_eq!(forgotten.body["age"], Value::Null);
    assert_eq!(forgotten.body["gender"], Value::Null);
    assert_eq!(forgotten.body["name"], "n".repeat(100));
    for (field, wrong) in [
        ("age", json!(12)),
        ("age", json!(121)),
        ("gender", json!("other")),
        ("name", json!("n".repeat(101))),
        ("notificationMinutes", json!(0)),
        ("notificationMinutes", json!(61)),
        ("leadTimes", json!([])),
        ("leadTimes", json!([1, 2, 3, 4, 5, 6])),
        ("leadTimes", json!([40_321])),
        ("selectedTheme", json!("NOIR")),
        ("timezone", json!("Mars/Olympus")),
    ] {
        let answer = put(json!({ field: wrong })).await;
        assert_eq!(
            (answer.status, answer.code()),
            (422, "VALIDATION_ERROR"),
            "{field}"
        );
    }
}

#[tokio::test]
async fn two_changes_of_a_profile_at_once_are_both_kept() {
    let door = Door::new().await;
    for age in 20..40 {
        let name = format!("Ada {age}");
        let (first, second) = tokio::join!(
            door.window("PUT", "/api/user/profile", json!({"age": age})),
            door.window("PUT", "/api/user/profile", json!({"name": name})),
        );
        assert_eq!((first.status, second.status), (200, 200));
        let me = door.window("GET", "/api/auth/me", Value::Null).await;
        assert_eq!(
            (&me.body["age"], &me.body["name"]),
            (&json!(age), &json!(name))
        );
    }
}

#[tokio::test]
async fn ten_thousand_wrong_passwords_are_slowed_down_and_none_is_taken() {
    let door = Door::new().await;
    door.register("ada@example.org").await;
    let mut hashed = 0;
    for number in 0..10_000 {
        let answer = door
            .login("ada@example.org", &format!("guess {number}"))
            .await;
        match answer.status {
            401 => hashed += 1,
            429 => {
                assert_eq!(answer.code(), "RATE_LIMITED");
                assert_eq!(answer.retry_after.as_deref(), Some("1"));
                assert_eq!(answer.body["error"]["details"]["retryAfterSeconds"], 1);
            }
            other => panic!("{other}: {}", answer.body),
        }
    }
    assert_eq!(
        hashed, 5,
        "nothing is hashed while there is waiting to be done"
    );

    let too_early = door.login("ada@example.org", PASSWORD).await;
    assert_eq!(too_early.status, 429, "the right one has to wait as well");
    door.clock.advance_ms(1_000);
    assert_eq!(door.login("ada@example.org", PASSWORD).await.status, 200);
}

#[tokio::test]
async fn an_unknown_address_is_answered_as_a_wrong_password_is() {
    let door = Door::new().await;
    door.register("ada@example.org").await;
    let wrong = door.login("ada@example.org", "not the one").await;
    let unknown = door.login("nobody@example.org", "not the one").await;
    assert_eq!((wrong.status, wrong.body), (unknown.status, unknown.body));
}

#[tokio::test]
async fn an_unknown_address_takes_as_long_as_a_wrong_password() {
    let door = Door::new().await;
    door.register("ada@example.org").await;
    let quickest = async |email: &str| {
        let mut quickest = Duration::MAX;
        for guess in ["not the one", "nor this", "nor that"] {
            let begun = Instant::now();
            assert_eq!(door.login(email, guess).await.status, 401);
            quickest = quickest.min(begun.elapsed());
        }
        quickest
    };
    let (wrong, unknown) = (
        quickest("ada@example.org").await,
        quickest("nobody@example.org").await,
    );
    // Looking it up takes microseconds, hashing a password thousands of them.
    assert!(
        unknown > wrong / 3 && wrong > unknown / 3,
        "{wrong:?} {unknown:?}"
    );
}

#[tokio::test]
async fn ten_thousand_wrong_tokens_open_nothing() {
    let door = Door::new().await;
    let made = door.register("ada@example.org").await;
    let right = made.token();
    let mut wrong = right.to_owned();
    for number in 0..10_000 {
        wrong.replace_range(..4, &format!("{number:04}"));
        let answer = door
            .ask("GET", "/api/auth/me", Some(&wrong), Value::Null)
            .await;
        assert_eq!(answer.status, if wrong == right { 200 } else { 401 });
    }
    let answer = door
        .ask("GET", "/api/auth/me", Some(right), Value::Null)
        .await;
    assert_eq!(answer.status, 200);
}
