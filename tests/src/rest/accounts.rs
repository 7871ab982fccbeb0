//! The profile, accounts, sessions and tokens.

use serde_json::{Value, json};

use super::conversation::Conversation;

pub async fn calls(talk: &mut Conversation) {
    profile(talk).await;
    code(talk).await;
    tokens(talk).await;
    password(talk).await;
    accounts(talk).await;
}

async fn profile(talk: &mut Conversation) {
    let me = talk.call("GET /api/auth/me").is(200).await;
    talk.call("GET /api/auth/me").needs_a_token().await;
    assert_eq!(talk.call("GET /api/user/profile").is(200).await, me);
    talk.call("GET /api/user/profile").needs_a_token().await;
    let change = json!({"notificationMinutes": 20, "name": "Ada", "mood": "ignored"});
    let changed = talk
        .call("PUT /api/user/profile")
        .saying(change)
        .is(200)
        .await;
    assert_eq!(
        (&changed["leadTimes"][0], &changed["name"]),
        (&json!(20), &json!("Ada"))
    );
    for wrong in [
        json!({"notificationMinutes": 0}),
        json!({"notificationMinutes": 61}),
        json!({"leadTimes": []}),
        json!({"leadTimes": [40_321]}),
        json!({"leadTimes": [10, 5], "notificationMinutes": 5}),
        json!({"timezone": "Mars/Olympus"}),
        json!({"selectedTheme": "NOIR"}),
        json!({"name": "x".repeat(101)}),
    ] {
        talk.call("PUT /api/user/profile")
            .saying(wrong)
            .is(422)
            .await;
    }
    let change = "PUT /api/user/profile";
    for leads in [json!([40_320, 0]), json!([0]), json!([20])] {
        let far = json!({"leadTimes": leads, "timezone": "europe/berlin"});
        let mut kept = talk.call(change).saying(far).is(200).await;
        assert_eq!(kept["timezone"], "Europe/Berlin");
        let again = talk.call(change).saying(kept.take()).is(200).await;
        assert_eq!(again["leadTimes"], leads, "as it was answered");
    }
    for nothing in [json!({}), json!({"mood": "good"})] {
        talk.call(change).saying(nothing).is(200).await;
    }
    every_wrong_field(talk).await;
}

async fn every_wrong_field(talk: &mut Conversation) {
    let wrong = json!({
        "name": 7, "age": 12, "gender": "OTHER", "selectedTheme": "NOIR", "timezone": "Mars/Olympus",
        "timeFormat": "H13", "leadTimes": [], "notificationMinutes": 61, "allDayTime": "24:00",
        "ownAddresses": ["robin"], "meetingPatterns": ["("], "titleFilters": ["/(/"],
        "remindOfTentative": "yes",
    });
    let refused = talk.call("PUT /api/user/profile").saying(wrong.clone());
    assert_eq!(fields(&refused.is(422).await), fields_of(&wrong));
    let wrong = json!({
        "email": "nobody", "password": "short", "name": [], "age": 12, "gender": "OTHER",
        "timezone": "Mars/Olympus",
    });
    let refused = talk.call("POST /api/auth/register").saying(wrong.clone());
    assert_eq!(fields(&refused.is(422).await), fields_of(&wrong));
}

fn fields(refused: &Value) -> Vec<String> {
    fields_of(&refused["error"]["details"]["fields"])
}

fn fields_of(object: &Value) -> Vec<String> {
    let mut names: Vec<_> = object.as_object().unwrap().keys().cloned().collect();
    names.sort();
    names
}

async fn code(talk: &mut Conversation) {
    let redeem = "POST /api/auth/code";
    let code = json!({"code": talk.serving.code});
    let signed_in = talk
        .call(redeem)
        .without_token()
        .saying(code.clone())
        .is(200)
        .await;
    talk.call("GET /api/auth/me")
        .with_token(&signed_in["token"])
        .is(200)
        .await;
    talk.call(redeem).without_token().saying(code).is(401).await;
    let made = talk.call("POST /api/auth/codes").is(201).await;
    talk.call("POST /api/auth/codes").needs_a_token().await;
    talk.call(redeem).without_token().saying(made).is(200).await;
    talk.call("POST /api/auth/logout")
        .with_token(&signed_in["token"])
        .is(204)
        .await;
    talk.call("POST /api/auth/logout")
        .with_token(&signed_in["token"])
        .is(401)
        .await;
}

async fn tokens(talk: &mut Conversation) {
    let make = "POST /api/auth/tokens";
    let made = talk
        .call(make)
        .saying(json!({"name": "backup script"}))
        .is(201)
        .await;
    talk.call(make).saying(json!({"name": " "})).is(422).await;
    let token = &made["token"];
    talk.call("GET /api/status").with_token(token).is(200).await;
    let others = [
        (make, json!({"name": "another"})),
        ("POST /api/auth/codes", json!({})),
        (
            "PUT /api/auth/email",
            json!({"email": "eve@example.org", "current": "correct horse"}),
        ),
        ("PUT /api/auth/password", json!({"new": "correct horse"})),
        (
            "DELETE /api/auth/password",
            json!({"current": "correct horse"}),
        ),
        (
            "POST /api/auth/register",
            json!({"email": "eve@example.org", "password": "correct horse"}),
        ),
    ];
    for (call, body) in others {
        let call = talk.call(call).with_token(token).saying(body);
        call.is(403).await;
    }
    let tokens = talk.call("GET /api/auth/tokens").is(200).await;
    talk.call("GET /api/auth/tokens").needs_a_token().await;
    let named = |one: &&Value| one["name"] == "backup script";
    let id = tokens.as_array().unwrap().iter().find(named).unwrap()["id"].clone();

    talk.call("GET /api/auth/sessions").is(200).await;
    talk.call("GET /api/auth/sessions").needs_a_token().await;
    let end = "DELETE /api/auth/sessions/{id}";
    talk.call(end).of(&id).is(204).await;
    talk.call(end).of(&id).is(404).await;
    talk.call("GET /api/status").with_token(token).is(401).await;
}

async fn password(talk: &mut Conversation) {
    let (set, remove) = ("PUT /api/auth/password", "DELETE /api/auth/password");
    let lock = talk
        .call("GET /api/auth/lock")
        .without_token()
        .is(200)
        .await;
    assert_eq!(lock["isSet"], false);
    talk.call(set).saying(json!({"new": "short"})).is(422).await;
    talk.call(set)
        .saying(json!({"new": "correct horse"}))
        .is(204)
        .await;
    talk.call(remove)
        .saying(json!({"current": "wrong horse"}))
        .is(422)
        .await;
    talk.call(remove)
        .saying(json!({"current": "correct horse"}))
        .is(204)
        .await;
}

async fn accounts(talk: &mut Conversation) {
    let (register, login) = ("POST /api/auth/register", "POST /api/auth/login");
    let account = json!({"email": "Ada@Example.org", "password": "correct horse"});
    talk.call(register)
        .without_token()
        .saying(account.clone())
        .is(401)
        .await;
    let made = talk.call(register).saying(account.clone()).is(201).await;
    assert_eq!(made["user"]["email"], "ada@example.org");
    talk.call(register).saying(account.clone()).is(409).await;
    talk.call(register)
        .saying(json!({"email": "ada", "password": "x"}))
        .is(422)
        .await;

    address(talk).await;

    let account = json!({"email": "countess@example.org", "password": "correct horse"});
    let signed_in = talk
        .call(login)
        .without_token()
        .saying(account)
        .is(200)
        .await;
    let wrong = json!({"email": "countess@example.org", "password": "wrong horse"});
    talk.call(login).without_token().saying(wrong).is(401).await;
    talk.call(login)
        .without_token()
        .saying(json!({"email": 1}))
        .is(422)
        .await;

    let everywhere = "DELETE /api/auth/sessions";
    talk.call(everywhere)
        .with_token(&signed_in["token"])
        .is(204)
        .await;
    talk.call(everywhere)
        .with_token(&signed_in["token"])
        .is(401)
        .await;
}

/// From `ada@example.org` to `countess@example.org`.
async fn address(talk: &mut Conversation) {
    let change = "PUT /api/auth/email";
    let new = json!({"email": " Countess@Example.org", "current": "correct horse"});
    talk.call(change).needs_a_token().await;
    for (field, wrong) in [
        ("email", json!({"email": "ada", "current": "correct horse"})),
        ("current", json!({"email": "countess@example.org"})),
        (
            "current",
            json!({"email": "countess@example.org", "current": "wrong horse"}),
        ),
    ] {
        let refused = talk.call(change).saying(wrong).is(422).await;
        assert_eq!(fields(&refused), [field]);
    }
    let grace = json!({"email": "grace@example.org", "password": "correct horse"});
    talk.call("POST /api/auth/register")
        .saying(grace)
        .is(201)
        .await;
    let taken = json!({"email": "grace@example.org", "current": "correct horse"});
    let refused = talk.call(change).saying(taken).is(409).await;
    assert_eq!(
        refused["error"]["message"],
        "Another account here has this e-mail address: choose another one."
    );

    for _ in 0..2 {
        let changed = talk.call(change).saying(new.clone()).is(200).await;
        assert_eq!(changed["email"], "countess@example.org");
    }
}
