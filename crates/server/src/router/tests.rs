//! The router over a real engine on a folder of its own, without a network.

use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::{Request, StatusCode};
use axum::response::Response;
use serde_json::{Value, json};
use storytime_core::calendars::NameServers;
use storytime_core::channels::{Channel, Message, SendError};
use storytime_core::clock::manual::ManualClock;
use storytime_core::engine::{Engine, EngineOptions};
use storytime_core::vault::KeySources;
use storytime_types::Instant;
use storytime_types::local::Hours;
use tower::ServiceExt as _;

use super::*;
use crate::OneTimeCode;
use crate::stop::Stopper;

mod accounts;
mod local_api;
mod refused;
mod tokens;

const PORT: u16 = 7700;

/// Takes every message and forgets it.
struct Nowhere;

impl Channel for Nowhere {
    fn send<'a>(
        &'a self,
        _: &'a Message,
    ) -> Pin<Box<dyn Future<Output = Result<(), SendError>> + Send + 'a>> {
        Box::pin(async { Ok(()) })
    }
}

/// The time at which every test begins.
fn morning() -> ManualClock {
    ManualClock::at(Instant::parse("2026-11-23T08:00:00Z").unwrap())
}

/// Starts an engine on a data folder inside `folder`.
async fn engine(folder: &tempfile::TempDir, clock: &ManualClock) -> Engine {
    Engine::start(EngineOptions {
        data_dir: folder.path().join("data"),
        clock: Arc::new(clock.clone()),
        native: Arc::new(Nowhere),
        hours: Hours::TwentyFour,
        keys: KeySources::none(),
        name_servers: NameServers::default(),
    })
    .await
    .unwrap()
}

struct House {
    app: Router,
    code: String,
    token: String,
    clock: ManualClock,
    _engine: Engine,
    _stopper: Stopper,
    folder: tempfile::TempDir,
}

impl House {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = morning();
        let engine = engine(&folder, &clock).await;
        // The sync of the start is over once both loops wait.
        clock.settled(2).await;
        let code = Arc::new(OneTimeCode::default());
        let issued = code.issue().unwrap();
        let token = crate::new_token().unwrap();
        engine.api().open_session(&token, "test").await.unwrap();
        let (stopper, stop) = Stop::channel();
        Self {
            app: router(engine.api(), Access::Loopback { port: PORT, code }, stop),
            code: issued,
            token,
            clock,
            _engine: engine,
            _stopper: stopper,
            folder,
        }
    }

    async fn send(&self, request: Request<Body>) -> Response {
        self.app.clone().oneshot(request).await.unwrap()
    }

    /// With the token, as a script does.
    async fn call(&self, method: &str, path: &str, body: impl Into<Body>) -> (StatusCode, Value) {
        let request = from_here(method, path)
            .header("authorization", format!("Bearer {}", self.token))
            .body(body.into())
            .unwrap();
        read(self.send(request).await).await
    }
}

fn from_here(method: &str, path: &str) -> axum::http::request::Builder {
    Request::builder()
        .method(method)
        .uri(path)
        .header("host", format!("127.0.0.1:{PORT}"))
        .extension(ConnectInfo(SocketAddr::from(([127, 0, 0, 1], 50_000))))
}

fn without_body(request: axum::http::request::Builder) -> Request<Body> {
    request.body(Body::empty()).unwrap()
}

async fn read(response: Response) -> (StatusCode, Value) {
    let status = response.status();
    let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    (
        status,
        serde_json::from_slice(&bytes).unwrap_or(Value::Null),
    )
}

#[tokio::test]
async fn without_a_token_nothing_is_told_but_that_one_is_needed() {
    let house = House::new().await;
    for path in ["/api/status", "/api/nothing", "/api/auth/me", "/api"] {
        let response = house.send(without_body(from_here("GET", path))).await;
        assert_eq!(response.headers()["www-authenticate"], "Bearer", "{path}");
        let (status, body) = read(response).await;
        assert_eq!(status, 401, "{path}");
        assert_eq!(body["error"]["code"], "UNAUTHENTICATED", "{path}");
    }
    let wrong = from_here("GET", "/api/status").header("authorization", "Bearer guess");
    assert_eq!(read(house.send(without_body(wrong)).await).await.0, 401);
}

#[tokio::test]
async fn a_one_time_code_is_worth_a_token_once() {
    let house = House::new().await;
    let redeem = || {
        let body = json!({"code": house.code}).to_string();
        house.send(
            from_here("POST", "/api/auth/code")
                .body(body.into())
                .unwrap(),
        )
    };

    let (status, body) = read(redeem().await).await;
    assert_eq!(status, 200);
    let token = body["token"].as_str().unwrap();
    let me = from_here("GET", "/api/auth/me").header("authorization", format!("Bearer {token}"));
    assert_eq!(read(house.send(without_body(me)).await).await.0, 200);

    assert_eq!(read(redeem().await).await.0, 401);
}

#[tokio::test]
async fn a_calendar_is_connected_looked_at_switched_off_and_removed() {
    let house = House::new().await;
    let path = house.folder.path().join("work.ics");
    let calendar = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Standup\r\n\
                    DTSTART:20261123T090000Z\r\nDURATION:PT30M\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
    std::fs::write(&path, calendar).unwrap();

    let body = json!({"path": path, "mood": "unknown fields are ignored"}).to_string();
    let (status, connected) = house.call("POST", "/api/calendars/connect/ics", body).await;
    assert_eq!(status, 201, "{connected}");
    assert_eq!(connected["integration"]["calendarsFound"], 1);
    let integration = connected["integration"]["id"].as_str().unwrap();

    let (_, events) = house
        .call("GET", "/api/events?from=2026-11-23&to=2026-11-24", "")
        .await;
    assert_eq!(events[0]["title"], "Standup");
    assert_eq!(events[0]["startTime"], "2026-11-23T09:00:00Z");
    let event = events[0]["id"].as_str().unwrap();
    let path = format!("/api/events/{event}/regenerate-story");
    let (status, story) = house.call("POST", &path, "").await;
    assert_eq!(status, 200, "{story}");
    assert!(!story["storyText"].as_str().unwrap().is_empty());

    let path = format!("/api/calendars/integrations/{integration}");
    let (status, _) = house.call("PUT", &path, "{\"isActive\":false}").await;
    assert_eq!(status, 204);
    let (_, list) = house.call("GET", "/api/calendars", "").await;
    assert_eq!(list[0]["status"], "INACTIVE");

    let (status, _) = house
        .call("DELETE", &format!("/api/calendars/{integration}"), "")
        .await;
    assert_eq!(status, 204);
    assert_eq!(house.call("GET", "/api/calendars", "").await.1, json!([]));
}

#[tokio::test]
async fn what_the_pages_of_the_window_ask_for_is_answered() {
    let house = House::new().await;
    house.call("POST", "/api/calendars/sample-day", "").await;
    let (_, events) = house
        .call("GET", "/api/events?from=2026-11-23&to=2026-11-25", "")
        .await;
    let event = events[0]["id"].as_str().unwrap();

    let (status, stories) = house
        .call(
            "GET",
            &format!("/api/events/{event}/storylines?all=true"),
            "",
        )
        .await;
    assert_eq!(
        (status.as_u16(), stories.as_array().unwrap().len()),
        (200, 3)
    );
    let path = format!("/api/events/{event}/theme");
    let (status, chosen) = house.call("PUT", &path, "{\"theme\":\"GENZ\"}").await;
    assert_eq!(
        (status.as_u16(), &chosen["themeOverride"]),
        (200, &json!("GENZ"))
    );

    let (status, channels) = house.call("GET", "/api/notifications/channels", "").await;
    assert_eq!(
        (status.as_u16(), &channels[0]["type"]),
        (200, &json!("native"))
    );
    let channel = channels[0]["id"].as_str().unwrap();
    let path = format!("/api/notifications/channels/{channel}/test");
    let (status, outcome) = house.call("POST", &path, "").await;
    let sent = json!({"status": "SENT", "errorMessage": null, "providerAnswer": null});
    assert_eq!((status.as_u16(), outcome), (200, sent));
    let path = "/api/notifications?status=SENT,FAILED&limit=1";
    let (status, rows) = house.call("GET", path, "").await;
    assert_eq!((status.as_u16(), &rows[0]["kind"]), (200, &json!("test")));

    let (status, shown) = house.call("PUT", "/api/present", "{\"on\":true}").await;
    assert_eq!((status.as_u16(), &shown["presenting"]), (200, &json!(true)));
    let (status, about) = house.call("GET", "/api/about", "").await;
    assert_eq!(
        (status.as_u16(), &about["version"]),
        (200, &json!(env!("CARGO_PKG_VERSION")))
    );
    let (_, list) = house.call("GET", "/api/calendars", "").await;
    assert_eq!(
        (&list[0]["kind"], &list[0]["stale"]),
        (&json!("SAMPLE"), &json!("FRESH"))
    );
}

#[tokio::test]
async fn a_sync_is_begun_and_its_job_answered() {
    let house = House::new().await;
    let (status, started) = house.call("POST", "/api/sync/manual", "").await;
    assert_eq!(status, 202, "{started}");
    assert_eq!(started["job"]["jobType"], "manual_sync");
    let (status, _) = house.call("GET", "/api/sync/status", "").await;
    assert_eq!(status, 200);
}

#[tokio::test]
async fn a_change_is_told_at_once_as_a_server_sent_event() {
    use futures_util::StreamExt as _;
    let house = House::new().await;
    let request =
        from_here("GET", "/api/changes").header("authorization", format!("Bearer {}", house.token));
    let response = house.send(without_body(request)).await;
    assert_eq!(response.headers()["content-type"], "text/event-stream");
    let mut stream = response.into_body().into_data_stream();

    house.call("PUT", "/api/pause", "{\"for\":\"hour\"}").await;

    let settings = async {
        loop {
            let event = stream.next().await.unwrap().unwrap();
            if event.as_ref() == b"data: {\"changed\":\"settings\"}\n\n" {
                return;
            }
        }
    };
    let patience = std::time::Duration::from_secs(20);
    tokio::time::timeout(patience, settings).await.unwrap();
}

#[tokio::test]
async fn the_window_needs_no_token_and_says_what_it_may_do() {
    let house = House::new().await;
    let response = house.send(without_body(from_here("GET", "/"))).await;
    assert_eq!(response.status(), 200);
    let headers = response.headers().clone();
    assert_eq!(headers["content-type"], "text/html; charset=utf-8");
    assert_eq!(headers["x-content-type-options"], "nosniff");
    let policy = headers["content-security-policy"].to_str().unwrap();
    assert!(policy.contains("frame-ancestors 'none'"), "{policy}");
    assert!(!policy.contains("unsafe-inline"), "{policy}");

    let again = from_here("GET", "/").header("if-none-match", &headers["etag"]);
    let again = house.send(without_body(again)).await;
    assert_eq!(again.status(), 304);
    assert_eq!(again.headers()["content-security-policy"], policy);
    let answer = house
        .send(without_body(from_here("GET", "/../Cargo.toml")))
        .await;
    assert_eq!(answer.status(), 404);
}

#[tokio::test]
async fn who_comes_through_the_socket_needs_neither_token_nor_host() {
    let house = House::new().await;
    let (_stopper, stop) = Stop::channel();
    let app = router(house._engine.api(), Access::owner(), stop);
    let request = Request::builder().uri("/api/status");
    let response = app.oneshot(without_body(request)).await.unwrap();
    assert_eq!(response.status(), 200);
    assert_eq!(response.headers()["cache-control"], "no-store");
}
