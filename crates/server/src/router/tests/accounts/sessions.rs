//! Sessions, tokens and the lock.

use serde_json::{Value, json};

use super::*;

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

#[tokio::test]
async fn a_session_lasts_thirty_days_from_its_last_use() {
    let door = Door::new().await;
    let made = door.register("ada@example.org").await;
    let token = made.token();
    let ask = || door.ask("GET", "/api/auth/me", Some(token), Value::Null);
    for _ in 0..3 {
        door.clock.advance_ms(29 * DAY_MS);
        assert_eq!(ask().await.status, 200);
    }
    door.clock.advance_ms(30 * DAY_MS);
    assert_eq!(ask().await.status, 401);
}

#[tokio::test]
async fn sessions_are_listed_and_ended_by_their_own_profile_alone() {
    let door = Door::new().await;
    let ada = door.register("ada@example.org").await;
    let other = door.login("ada@example.org", PASSWORD).await;
    let grace = door.register("grace@example.org").await;
    let sessions = |token: &str| {
        let token = token.to_owned();
        let door = &door;
        async move {
            let path = "/api/auth/sessions";
            door.ask("GET", path, Some(&token), Value::Null).await.body
        }
    };
    let list = sessions(ada.token()).await;
    let list = list.as_array().unwrap();
    assert_eq!(list.len(), 2);
    let this: Vec<_> = list.iter().filter(|one| one["isThis"] == true).collect();
    assert_eq!(this.len(), 1);
    let that = list.iter().find(|one| one["isThis"] == false).unwrap();
    let path = format!("/api/auth/sessions/{}", that["id"].as_str().unwrap());

    let not_hers = door
        .ask("DELETE", &path, Some(grace.token()), Value::Null)
        .await;
    assert_eq!((not_hers.status, not_hers.code()), (404, "NOT_FOUND"));
    let ended = door
        .ask("DELETE", &path, Some(ada.token()), Value::Null)
        .await;
    assert_eq!(ended.status, 204);
    let me = door
        .ask("GET", "/api/auth/me", Some(other.token()), Value::Null)
        .await;
    assert_eq!(me.status, 401);

    let path = "/api/auth/sessions";
    let everywhere = door
        .ask("DELETE", path, Some(ada.token()), Value::Null)
        .await;
    assert_eq!(everywhere.status, 204);
    let me = door
        .ask("GET", "/api/auth/me", Some(ada.token()), Value::Null)
        .await;
    assert_eq!(me.status, 401);
    assert_eq!(sessions(grace.token()).await.as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_named_token_works_until_it_is_revoked_and_is_shown_once() {
    let door = Door::new().await;
    for (name, status) in [
        ("", 422),
        (" ", 422),
        (&"n".repeat(101), 422),
        ("backup", 201),
    ] {
        let made = door
            .window("POST", "/api/auth/tokens", json!({"name": name}))
            .await;
        assert_eq!(made.status, status, "{name}: {}", made.body);
    }
    let made = door
        .window("POST", "/api/auth/tokens", json!({"name": "phone"}))
        .await;
    let me = door
        .ask("GET", "/api/auth/me", Some(made.token()), Value::Null)
        .await;
    assert_eq!(me.status, 200);

    let listed = door.window("GET", "/api/auth/tokens", Value::Null).await;
    assert_eq!(listed.body.as_array().unwrap().len(), 2);
    assert!(!listed.body.to_string().contains(made.token()));
    let id = made.body["session"]["id"].as_str().unwrap();
    door.window("DELETE", &format!("/api/auth/sessions/{id}"), Value::Null)
        .await;
    let me = door
        .ask("GET", "/api/auth/me", Some(made.token()), Value::Null)
        .await;
    assert_eq!(me.status, 401);
}

#[tokio::test]
async fn a_password_locks_the_window_until_it_signs_in() {
    let mut door = Door::new().await;
    let set = json!({"new": PASSWORD});
    assert_eq!(
        door.window("PUT", "/api/auth/password", set).await.status,
        204
    );
    let inside = door.window("GET", "/api/status", Value::Null).await;
    assert_eq!(inside.status, 200, "who sets the lock is inside");

    door.begin_again();
    let outside = door.window("GET", "/api/status", Value::Null).await;
    assert_eq!((outside.status, outside.code()), (401, "UNAUTHENTICATED"));
    let lock = door.window("GET", "/api/auth/lock", Value::Null).await;
    assert_eq!(lock.body["isSet"], true);

    assert_eq!(door.login("", "not the one").await.status, 401);
    assert_eq!(
        door.window("GET", "/api/status", Value::Null).await.status,
        401
    );
    assert_eq!(door.login("", PASSWORD).await.status, 200);
    assert_eq!(
        door.window("GET", "/api/status", Value::Null).await.status,
        200
    );

    assert_eq!(
        door.window("POST", "/api/auth/logout", Value::Null)
            .await
            .status,
        204
    );
    assert_eq!(
        door.window("GET", "/api/status", Value::Null).await.status,
        401
    );
}

#[tokio::test]
async fn what_turns_the_lock_on_ends_every_session_but_the_one_it_is_turned_on_in() {
    let account = json!({"email": "ada@example.org", "password": PASSWORD});
    for (method, path, body) in [
        ("PUT", "/api/auth/password", json!({"new": PASSWORD})),
        ("POST", "/api/auth/register", account),
    ] {
        let door = Door::new().await;
        let script = json!({"name": "from before the lock"});
        let before = door.window("POST", "/api/auth/tokens", script).await;

        let locked = door.window(method, path, body).await;

        assert!(locked.status < 300, "{path}: {}", locked.body);
        let me = |token| door.ask("GET", "/api/auth/me", token, Value::Null);
        assert_eq!(me(Some(before.token())).await.status, 401, "{path}");
        assert_eq!(me(None).await.status, 200, "{path}: who did it is inside");
    }
}

#[tokio::test]
async fn a_browser_that_sets_password_and_address_is_signed_in_once() {
    let house = House::new().await;
    let code = json!({"code": house.code}).to_string();
    let (_, browser) = house.call("POST", "/api/auth/code", code).await;
    let register = async |email: &str, token: &Value| {
        let body = json!({"email": email, "password": PASSWORD}).to_string();
        let bearer = format!("Bearer {}", token.as_str().unwrap());
        let asked = from_here("POST", "/api/auth/register").header("authorization", bearer);
        read(house.send(asked.body(body.into()).unwrap()).await).await
    };
    let sessions = async || house._engine.api().sessions().await.unwrap().len();

    let (status, made) = register("ada@example.org", &browser["token"]).await;
    assert_eq!(
        (status.as_u16(), &made["user"]["isOwner"]),
        (201, &json!(true))
    );
    assert_eq!(sessions().await, 1, "the one that was answered");

    let (status, _) = register("grace@example.org", &made["token"]).await;
    assert_eq!(status, 201);
    assert_eq!(sessions().await, 1, "who registers another stays inside");
}

#[tokio::test]
async fn a_scripts_token_lets_nobody_else_in_and_serve_token_does() {
    let house = House::new().await;
    let make = |name: &str| json!({ "name": name }).to_string();
    let (status, made) = house.call("POST", "/api/auth/tokens", make("one")).await;
    assert_eq!(
        status, 201,
        "what is in serve.token is the person's: {made}"
    );
    let request = from_here("POST", "/api/auth/tokens")
        .header(
            "authorization",
            format!("Bearer {}", made["token"].as_str().unwrap()),
        )
        .body(Body::from(make("two")));

    let (status, refused) = read(house.send(request.unwrap()).await).await;

    assert_eq!(
        (status.as_u16(), &refused["error"]["code"]),
        (403, &json!("FORBIDDEN"))
    );
    let (_, tokens) = house.call("GET", "/api/auth/tokens", "").await;
    assert_eq!(tokens.as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn guesses_at_the_local_api_keep_nobody_from_the_window() {
    let door = Door::new().await;
    door.register("ada@example.org").await;
    let (_stopper, stop) = Stop::channel();
    let code = Arc::new(OneTimeCode::default());
    let outside = router(
        door.engine.api(),
        Access::Loopback { port: PORT, code },
        stop,
    );
    let guess = json!({"email": "ada@example.org", "password": "not the one"}).to_string();
    let mut answers = Vec::new();
    for _ in 0..7 {
        let guess = from_here("POST", "/api/auth/login").body(Body::from(guess.clone()));
        let answer = outside.clone().oneshot(guess.unwrap()).await.unwrap();
        answers.push(answer.status().as_u16());
    }
    assert_eq!(answers, [401, 401, 401, 401, 401, 429, 429]);

    assert_eq!(door.login("ada@example.org", PASSWORD).await.status, 200);
}

#[tokio::test]
async fn another_password_ends_every_other_session() {
    let door = Door::new().await;
    let this = door.register("ada@example.org").await;
    let other = door.login("ada@example.org", PASSWORD).await;
    let change = |current: Value| {
        let body = json!({"current": current, "new": "another one"});
        door.ask("PUT", "/api/auth/password", Some(this.token()), body)
    };
    for wrong in [Value::Null, json!("not the one")] {
        let answer = change(wrong).await;
        let why = &answer.body["error"]["details"]["fields"]["current"];
        assert!(answer.status == 422 && why.is_string(), "{}", answer.body);
    }
    assert_eq!(change(json!(PASSWORD)).await.status, 204);

    for (token, status) in [(this.token(), 200), (other.token(), 401)] {
        let me = door
            .ask("GET", "/api/auth/me", Some(token), Value::Null)
            .await;
        assert_eq!(me.status, status);
    }
    assert_eq!(door.login("ada@example.org", PASSWORD).await.status, 401);
    assert_eq!(
        door.login("ada@example.org", "another one").await.status,
        200
    );
}

#[tokio::test]
async fn the_lock_comes_off_with_the_password_and_only_from_the_local_profile() {
    let mut door = Door::new().await;
    let ada = door.register("ada@example.org").await;
    let grace = door.register("grace@example.org").await;
    let take_off = |token: String, current: &str| {
        let body = json!({"current": current});
        let door = &door;
        async move {
            let path = "/api/auth/password";
            door.ask("DELETE", path, Some(&token), body).await.status
        }
    };
    let (hers, others) = (ada.token().to_owned(), grace.token().to_owned());
    assert_eq!(take_off(hers.clone(), "not the one").await, 422);
    assert_eq!(take_off(others, PASSWORD).await, 403);
    assert_eq!(take_off(hers, PASSWORD).await, 204);

    door.begin_again();
    let me = door.window("GET", "/api/auth/me", Value::Null).await;
    assert_eq!(me.body["id"], ada.body["user"]["id"]);
}

#[tokio::test]
async fn a_profile_with_calendars_is_given_to_nobody_from_outside() {
    let house = House::new().await;
    house.call("POST", "/api/calendars/sample-day", "").await;
    let body = json!({"email": "eve@example.org", "password": PASSWORD}).to_string();
    let stranger = from_here("POST", "/api/auth/register").body(body.clone().into());
    let (status, answer) = read(house.send(stranger.unwrap()).await).await;
    assert_eq!(status, 401, "{answer}");

    let (status, made) = house.call("POST", "/api/auth/register", body).await;
    assert_eq!(
        (status.as_u16(), &made["user"]["isOwner"]),
        (201, &json!(true))
    );
    let (_, calendars) = house.call("GET", "/api/calendars", "").await;
    assert_eq!(calendars.as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_locked_profile_takes_no_one_time_code() {
    let house = House::new().await;
    let body = json!({"new": PASSWORD}).to_string();
    assert_eq!(house.call("PUT", "/api/auth/password", body).await.0, 204);
    let body = json!({"code": house.code}).to_string();
    let redeem = from_here("POST", "/api/auth/code")
        .body(body.into())
        .unwrap();
    assert_eq!(read(house.send(redeem).await).await.0, 401);
}

#[tokio::test]
async fn no_codes_are_made_for_a_locked_profile_nor_the_one_before_voided() {
    let house = House::new().await;
    let (status, made) = house.call("POST", "/api/auth/codes", "").await;
    assert_eq!(status, 201, "{made}");
    let lock = json!({"new": PASSWORD}).to_string();
    assert_eq!(house.call("PUT", "/api/auth/password", lock).await.0, 204);
    let (status, refused) = house.call("POST", "/api/auth/codes", "").await;
    assert_eq!(
        (status.as_u16(), &refused["error"]["code"]),
        (409, &json!("CONFLICT"))
    );
    let open = json!({"current": PASSWORD}).to_string();
    assert_eq!(
        house.call("DELETE", "/api/auth/password", open).await.0,
        204
    );

    let redeem = from_here("POST", "/api/auth/code")
        .body(made.to_string().into())
        .unwrap();
    assert_eq!(read(house.send(redeem).await).await.0, 200);
}
