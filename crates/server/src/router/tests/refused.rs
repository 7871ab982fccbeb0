//! What is refused, and how.

use super::*;

#[tokio::test]
async fn another_site_another_host_or_another_computer_is_refused_before_anything_else() {
    let house = House::new().await;
    let requests = [
        Request::builder()
            .uri("/")
            .header("host", "evil.example")
            .extension(ConnectInfo(SocketAddr::from(([127, 0, 0, 1], 50_000)))),
        from_here("GET", "/").extension(ConnectInfo(SocketAddr::from(([192, 168, 0, 7], 50_000)))),
        Request::builder()
            .uri("/")
            .header("host", format!("127.0.0.1:{PORT}")),
        from_here("GET", "/").header("origin", "http://evil.example"),
        from_here("GET", "/api/status")
            .header("origin", "null")
            .header("authorization", format!("Bearer {}", house.token)),
    ];
    for request in requests {
        let (status, body) = read(house.send(without_body(request)).await).await;
        assert_eq!(status, 403);
        assert_eq!(body["error"]["code"], "FORBIDDEN");
    }
}

#[tokio::test]
async fn everything_refused_comes_in_the_envelope() {
    let house = House::new().await;
    let deep = "[".repeat(10_000) + &"]".repeat(10_000);
    let deep_value = format!("{{\"for\":{deep}}}");
    let large = "x".repeat(BODY_LIMIT + 1);
    let cases = [
        ("GET", "/api/nothing", "", 404, "NOT_FOUND"),
        ("GET", "/nothing.js", "", 404, "NOT_FOUND"),
        ("POST", "/", "", 404, "NOT_FOUND"),
        ("DELETE", "/api/status", "", 405, "METHOD_NOT_ALLOWED"),
        ("PUT", "/api/pause", "nonsense", 400, "BAD_REQUEST"),
        ("PUT", "/api/pause", "", 422, "VALIDATION_ERROR"),
        ("PUT", "/api/pause", deep.as_str(), 400, "BAD_REQUEST"),
        (
            "PUT",
            "/api/pause",
            deep_value.as_str(),
            422,
            "VALIDATION_ERROR",
        ),
        (
            "PUT",
            "/api/pause",
            large.as_str(),
            413,
            "PAYLOAD_TOO_LARGE",
        ),
        (
            "GET",
            "/api/notifications?limit=many",
            "",
            400,
            "BAD_REQUEST",
        ),
        ("GET", "/api/events?from=soon", "", 422, "VALIDATION_ERROR"),
        (
            "PUT",
            "/api/user/profile",
            "{\"notificationMinutes\":61}",
            422,
            "VALIDATION_ERROR",
        ),
        (
            "PUT",
            "/api/user/profile",
            "{\"selectedTheme\":\"NOIR\"}",
            422,
            "VALIDATION_ERROR",
        ),
        ("GET", "/api/events/%ff/storylines", "", 400, "BAD_REQUEST"),
        ("GET", "/api/events/none/storylines", "", 404, "NOT_FOUND"),
        (
            "POST",
            "/api/notifications/none/snooze",
            "{\"minutes\":5}",
            404,
            "NOT_FOUND",
        ),
        (
            "PUT",
            "/api/calendars/none",
            "{\"isActive\":true}",
            404,
            "NOT_FOUND",
        ),
        ("DELETE", "/api/calendars/none", "", 404, "NOT_FOUND"),
        (
            "POST",
            "/api/calendars/sync",
            "{\"integrationId\":\"none\"}",
            404,
            "NOT_FOUND",
        ),
        (
            "POST",
            "/api/calendars/connect/ics",
            "{}",
            422,
            "VALIDATION_ERROR",
        ),
        (
            "GET",
            "/api/notifications?status=SENT,LOST",
            "",
            422,
            "VALIDATION_ERROR",
        ),
        (
            "POST",
            "/api/notifications/channels/none/test",
            "",
            404,
            "NOT_FOUND",
        ),
        (
            "PUT",
            "/api/events/none/theme",
            "{\"theme\":null}",
            404,
            "NOT_FOUND",
        ),
        (
            "POST",
            "/api/calendars/connect/ics",
            "{\"path\":\"/none.ics\"}",
            422,
            "VALIDATION_ERROR",
        ),
        (
            "POST",
            "/api/calendars/connect/ics",
            "{\"url\":\"http://127.0.0.1:1/team.ics\"}",
            502,
            "SOURCE_FAILED",
        ),
    ];
    for (method, path, body, status, code) in cases {
        let answer = house.call(method, path, body.to_owned()).await;
        assert_eq!(answer.0, status, "{method} {path}: {}", answer.1);
        let error = &answer.1["error"];
        assert_eq!(error["code"], code, "{method} {path}");
        assert!(
            !error["message"].as_str().unwrap().is_empty(),
            "{method} {path}"
        );
        assert!(error["details"].is_object(), "{method} {path}");
    }
}

#[tokio::test]
async fn what_is_nested_ten_thousand_deep_in_an_unknown_field_does_no_harm() {
    let house = House::new().await;
    let deep = "[".repeat(10_000) + &"]".repeat(10_000);
    let body = format!("{{\"on\":true,\"mood\":{deep}}}");
    let (status, answer) = house.call("PUT", "/api/present", body).await;
    assert!([200, 400].contains(&status.as_u16()), "{answer}");
    assert_eq!(house.call("GET", "/api/status", "").await.0, 200);
}

#[tokio::test]
async fn a_page_of_another_site_is_not_told_that_it_may_call() {
    let house = House::new().await;
    let preflight = from_here("OPTIONS", "/api/status")
        .header("origin", "http://evil.example")
        .header("access-control-request-method", "GET")
        .header("access-control-request-headers", "authorization");
    let response = house.send(without_body(preflight)).await;
    assert_eq!(response.status(), 403);
    let allowed = |name: &HeaderName| name.as_str().starts_with("access-control-");
    assert!(!response.headers().keys().any(allowed));
}

#[tokio::test]
async fn a_method_that_an_address_does_not_take_is_answered_with_those_that_it_takes() {
    let house = House::new().await;
    let request = from_here("PATCH", "/api/user/profile")
        .header("authorization", format!("Bearer {}", house.token));
    let response = house.send(without_body(request)).await;
    assert_eq!(response.headers()["allow"], "GET,HEAD,PUT");
    assert_eq!(read(response).await.0, 405);
}

/// The answer of a handler of our own, with all that stands around the real ones.
async fn answered_by<H, T>(handler: H) -> (StatusCode, Value)
where
    H: axum::handler::Handler<T, ()>,
    T: 'static,
{
    let app = Router::new().route("/", axum::routing::get(handler));
    let request = without_body(Request::builder().uri("/"));
    let response = enclosed(app, Access::owner()).oneshot(request).await;
    read(response.unwrap()).await
}

#[tokio::test(start_paused = true)]
async fn a_call_that_hangs_is_given_up() {
    let (status, body) = answered_by(std::future::pending::<()>).await;
    assert_eq!(
        (status.as_u16(), &body["error"]["code"]),
        (503, &json!("UNAVAILABLE"))
    );
}

#[tokio::test]
async fn a_call_that_panics_says_so_in_the_envelope() {
    async fn broken() -> &'static str {
        panic!("the reason is for the log");
    }
    let (status, body) = answered_by(broken).await;
    assert_eq!(
        (status.as_u16(), &body["error"]["code"]),
        (500, &json!("INTERNAL"))
    );
    assert!(!body.to_string().contains("reason"), "{body}");
}

#[tokio::test]
async fn the_fourth_sync_in_five_minutes_is_told_when_to_come_back() {
    let house = House::new().await;
    let sync = || {
        let request = from_here("POST", "/api/calendars/sync")
            .header("authorization", format!("Bearer {}", house.token));
        house.send(request.body("{\"integrationId\":\"none\"}".into()).unwrap())
    };
    for _ in 0..3 {
        assert_eq!(sync().await.status(), 404);
    }
    let refused = sync().await;
    assert_eq!(refused.headers()["retry-after"], "300");
    let (status, body) = read(refused).await;
    assert_eq!(
        (status.as_u16(), &body["error"]["code"]),
        (429, &json!("RATE_LIMITED"))
    );
    assert_eq!(body["error"]["details"]["retryAfterSeconds"], 300);

    house.clock.advance_ms(299_000);
    assert_eq!(sync().await.status(), 429);
    house.clock.advance_ms(1_000);
    assert_eq!(sync().await.status(), 404);
}

#[tokio::test]
async fn the_fifty_first_story_in_an_hour_is_told_when_to_come_back() {
    let house = House::new().await;
    let path = "/api/events/none/regenerate-story";
    for _ in 0..50 {
        assert_eq!(house.call("POST", path, "{}").await.0, 404);
    }
    let (status, body) = house.call("POST", path, "{}").await;
    assert_eq!(status, 429);
    assert_eq!(body["error"]["details"]["retryAfterSeconds"], 3_600);
    house.clock.advance_ms(3_600_000);
    assert_eq!(house.call("POST", path, "{}").await.0, 404);
}

#[tokio::test]
async fn ten_thousand_wrong_tokens_are_throttled_and_none_comes_in() {
    let house = House::new().await;
    let mut throttled = 0;
    for number in 0..10_000 {
        let guess = format!("Bearer {number}");
        let request = from_here("GET", "/api/auth/me").header("authorization", guess);
        match house.send(without_body(request)).await.status().as_u16() {
            401 => {}
            429 => throttled += 1,
            other => panic!("{other}"),
        }
    }
    assert_eq!(throttled, 9_400);
    assert_eq!(
        house.call("GET", "/api/auth/me", "").await.0,
        200,
        "who has a token comes in"
    );
}

#[tokio::test]
async fn limits_are_changed_and_stay_changed() {
    let house = House::new().await;
    let (status, limits) = house
        .call("PUT", "/api/settings/limits", "{\"calls\":2}")
        .await;
    assert_eq!(
        (status.as_u16(), &limits["calls"], &limits["logins"]),
        (200, &json!(2), &json!(10))
    );
    assert_eq!(
        house.call("GET", "/api/settings/limits", "").await.1,
        limits
    );
    assert_eq!(house.call("GET", "/api/settings/limits", "").await.0, 200);
    assert_eq!(house.call("GET", "/api/settings/limits", "").await.0, 429);
    house.clock.advance_ms(60_000);
    let (status, _) = house
        .call("PUT", "/api/settings/limits", "{\"calls\":0}")
        .await;
    assert_eq!(status, 422);
}

#[tokio::test]
async fn the_windows_own_socket_is_not_counted() {
    let house = House::new().await;
    let (_stopper, stop) = Stop::channel();
    let app = router(house._engine.api(), Access::owner(), stop);
    for _ in 0..700 {
        let request = without_body(Request::builder().uri("/api/settings/limits"));
        let response = app.clone().oneshot(request).await.unwrap();
        assert_eq!(response.status(), 200);
    }
}

#[tokio::test]
async fn the_description_and_its_page_need_no_token() {
    let house = House::new().await;
    let get = |path: &str| house.send(without_body(from_here("GET", path)));
    let (status, description) = read(get("/api/openapi.json").await).await;
    assert_eq!(
        (status.as_u16(), &description["openapi"]),
        (200, &json!("3.1.0"))
    );

    assert_eq!(get("/api/docs").await.headers()["location"], "/api/docs/");
    let page = get("/api/docs/").await;
    assert_eq!(page.headers()["content-type"], "text/html");
    let policy = page.headers()["content-security-policy"]
        .to_str()
        .unwrap()
        .to_owned();
    assert!(!policy.contains("unsafe"), "{policy}");
    for file in [
        "swagger-ui-bundle.js",
        "swagger-ui.css",
        "swagger-initializer.js",
    ] {
        assert_eq!(
            get(&format!("/api/docs/{file}")).await.status(),
            200,
            "{file}"
        );
    }
    assert_eq!(read(get("/api/docs/none.js").await).await.0, 404);
}
