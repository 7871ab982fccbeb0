//! The listener on 127.0.0.1 that the app has only while it is switched on.

use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use super::*;
use crate::LocalApiSwitch;

const PATIENCE: Duration = Duration::from_secs(20);

/// The window of an app whose API can be switched.
struct Window {
    app: Router,
    _stopper: Stopper,
}

impl Window {
    fn of(switch: &LocalApiSwitch) -> Self {
        let (_stopper, stop) = Stop::channel();
        Self {
            app: switch.window_router(stop),
            _stopper,
        }
    }

    async fn put(&self, body: &str) -> (StatusCode, Value) {
        let request = Request::builder()
            .method("PUT")
            .uri("/api/settings/local-api")
            .body(Body::from(body.to_owned()))
            .unwrap();
        read(self.app.clone().oneshot(request).await.unwrap()).await
    }

    async fn look(&self) -> Value {
        let request = without_body(Request::builder().uri("/api/settings/local-api"));
        read(self.app.clone().oneshot(request).await.unwrap())
            .await
            .1
    }
}

/// What the app says to who shows no token, in the window and on 127.0.0.1.
#[tokio::test]
async fn in_the_app_nobody_is_told_of_a_file_that_only_storytime_serve_writes() {
    let house = House::new().await;
    let body = json!({"new": "open sesame"}).to_string();
    assert_eq!(house.call("PUT", "/api/auth/password", body).await.0, 204);
    let switch = LocalApiSwitch::new(house._engine.api());
    let window = Window::of(&switch);
    let (_stopper, stop) = Stop::channel();
    let code = Arc::new(OneTimeCode::default());
    let outside = routed(
        house._engine.api(),
        Access::Loopback { port: PORT, code },
        Offer::Switched(switch),
        stop,
    );
    for (app, request) in [
        (&window.app, from_here("GET", "/api/status")),
        (&outside, from_here("GET", "/api/status")),
        (&outside, from_here("POST", "/api/auth/code")),
    ] {
        let request = request.body(Body::from("{\"code\":\"guess\"}")).unwrap();
        let (status, refused) = read(app.clone().oneshot(request).await.unwrap()).await;
        assert_eq!(status, 401);
        let said = refused["error"]["message"].as_str().unwrap();
        assert!(!said.contains("serve"), "{said}");
        assert!(!said.contains("storytime address"), "{said}");
    }
}

/// A port that nothing listens on.
async fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    listener.local_addr().unwrap().port()
}

/// The first line of what a script with this token is answered.
async fn answer(port: u16, token: &str) -> Option<String> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).await.ok()?;
    let request = format!(
        "GET /api/status HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAuthorization: Bearer {token}\r\n\
         Connection: close\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).await.ok()?;
    let mut heard = String::new();
    stream.read_to_string(&mut heard).await.ok()?;
    heard.lines().next().map(str::to_owned)
}

/// Waits until nothing listens there any more.
async fn closed(port: u16) {
    let closing = async {
        while TcpStream::connect(("127.0.0.1", port)).await.is_ok() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(PATIENCE, closing).await.unwrap();
}

#[tokio::test]
async fn nothing_listens_until_it_is_switched_on_nor_after_it_is_switched_off() {
    let house = House::new().await;
    let switch = LocalApiSwitch::new(house._engine.api());
    let window = Window::of(&switch);
    let port = free_port().await;

    switch.as_chosen().await;
    let state = window.look().await;
    assert_eq!(
        (&state["on"], &state["address"]),
        (&json!(false), &Value::Null)
    );

    let (status, state) = window
        .put(&format!("{{\"on\":true,\"port\":{port}}}"))
        .await;
    assert_eq!(
        (status.as_u16(), &state["address"]),
        (200, &json!(format!("http://127.0.0.1:{port}")))
    );
    let heard = answer(port, &house.token).await;
    assert_eq!(heard.as_deref(), Some("HTTP/1.1 200 OK"));
    let heard = answer(port, "guess").await;
    assert_eq!(heard.as_deref(), Some("HTTP/1.1 401 Unauthorized"));

    let (_, state) = window.put("{\"on\":false}").await;
    assert_eq!(
        (&state["on"], &state["address"]),
        (&json!(false), &Value::Null)
    );
    closed(port).await;
}

#[tokio::test]
async fn another_port_closes_the_one_before_and_a_restart_finds_it_open() {
    let house = House::new().await;
    let switch = LocalApiSwitch::new(house._engine.api());
    let window = Window::of(&switch);
    let (first, second) = (free_port().await, free_port().await);
    window
        .put(&format!("{{\"on\":true,\"port\":{first}}}"))
        .await;
    let (status, _) = window.put(&format!("{{\"port\":{second}}}")).await;
    assert_eq!(status, 200);
    closed(first).await;
    assert!(answer(second, &house.token).await.is_some());
    switch.close().await;
    closed(second).await;

    let after_restart = LocalApiSwitch::new(house._engine.api());
    after_restart.as_chosen().await;
    assert!(answer(second, &house.token).await.is_some());
    after_restart.close().await;
}

#[tokio::test]
async fn a_port_that_is_taken_is_said_in_a_sentence_and_changes_nothing() {
    let house = House::new().await;
    let taken = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = taken.local_addr().unwrap().port();
    let switch = LocalApiSwitch::new(house._engine.api());
    let window = Window::of(&switch);

    let (status, refused) = window
        .put(&format!("{{\"on\":true,\"port\":{port}}}"))
        .await;
    assert_eq!(
        (status.as_u16(), &refused["error"]["code"]),
        (409, &json!("CONFLICT"))
    );
    let message = refused["error"]["message"].as_str().unwrap();
    assert!(message.contains("choose another one"), "{message}");
    assert_eq!(window.look().await["on"], false);

    // Taken while the app was not there.
    drop(taken);
    window
        .put(&format!("{{\"on\":true,\"port\":{port}}}"))
        .await;
    switch.close().await;
    closed(port).await;
    let _taken = TcpListener::bind(("127.0.0.1", port)).await.unwrap();
    switch.as_chosen().await;
    let state = window.look().await;
    assert_eq!(
        (&state["on"], &state["address"]),
        (&json!(true), &Value::Null)
    );
    assert!(
        state["problem"].as_str().unwrap().contains("is taken"),
        "{state}"
    );
}

#[tokio::test]
async fn storytime_serve_offers_it_always() {
    let house = House::new().await;
    let (_, state) = house.call("GET", "/api/settings/local-api", "").await;
    assert_eq!(
        (&state["on"], &state["canSwitch"]),
        (&json!(true), &json!(false))
    );
    let (status, _) = house
        .call("PUT", "/api/settings/local-api", "{\"on\":false}")
        .await;
    assert_eq!(status, 409);
}

/// What registering over the app's listener is answered; `token` as in [`answer`].
async fn registered(port: u16, email: &str, token: Option<&str>) -> Option<String> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).await.ok()?;
    let body = format!("{{\"email\":\"{email}\",\"password\":\"open sesame\"}}");
    let token = token.map_or_else(String::new, |token| {
        format!("Authorization: Bearer {token}\r\n")
    });
    let request = format!(
        "POST /api/auth/register HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n{token}\
         Content-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(request.as_bytes()).await.ok()?;
    let mut heard = String::new();
    stream.read_to_string(&mut heard).await.ok()?;
    heard.lines().next().map(str::to_owned)
}

#[tokio::test]
async fn a_stranger_registers_with_the_app_only_when_the_person_lets_them() {
    let house = House::new().await;
    let switch = LocalApiSwitch::new(house._engine.api());
    let window = Window::of(&switch);
    let port = free_port().await;
    let (status, _) = window
        .put(&format!("{{\"on\":true,\"port\":{port}}}"))
        .await;
    assert_eq!(status, 200);
    let stranger = registered(port, "eve@example.org", None).await;
    assert_eq!(stranger.as_deref(), Some("HTTP/1.1 403 Forbidden"));
    let first = registered(port, "ada@example.org", Some(&house.token)).await;
    assert_eq!(first.as_deref(), Some("HTTP/1.1 201 Created"));

    let stranger = registered(port, "eve@example.org", None).await;
    assert_eq!(stranger.as_deref(), Some("HTTP/1.1 403 Forbidden"));
    let invited = registered(port, "grace@example.org", Some(&house.token)).await;
    assert_eq!(invited.as_deref(), Some("HTTP/1.1 201 Created"));

    let path = "/api/settings/registration";
    let (status, choice) = house.call("PUT", path, "{\"open\":true}").await;
    assert_eq!((status.as_u16(), choice), (200, json!({"open": true})));
    let stranger = registered(port, "eve@example.org", None).await;
    assert_eq!(stranger.as_deref(), Some("HTTP/1.1 201 Created"));
    switch.close().await;
}

#[tokio::test]
async fn when_everything_is_deleted_nothing_listens_any_more() {
    let house = House::new().await;
    let switch = LocalApiSwitch::new(house._engine.api());
    let window = Window::of(&switch);
    let port = free_port().await;
    window
        .put(&format!("{{\"on\":true,\"port\":{port}}}"))
        .await;
    assert!(answer(port, &house.token).await.is_some());

    let request = Request::builder().method("DELETE").uri("/api/user");
    let request = request.body(Body::from("{}")).unwrap();
    let (status, _) = read(window.app.clone().oneshot(request).await.unwrap()).await;

    assert_eq!(status, 204);
    closed(port).await;
    assert_eq!(window.look().await["on"], false);
}
