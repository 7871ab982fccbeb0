//! Integrations, their calendars, and syncs.

use std::path::Path;

use reqwest::Method;
use serde_json::{Value, json};
use storytime_core::clock::{Clock as _, SystemClock};
use storytime_types::Instant;

use super::conversation::Conversation;
use crate::support::calendar::{event, write_calendar};
use crate::support::dav_fake::{DavFake, Mood};

const CONNECT: &str = "POST /api/calendars/connect/ics";

pub async fn calls(talk: &mut Conversation, home: &Path) {
    let none = json!("none");
    let soon = SystemClock.now().plus_ms(Instant::HOUR);
    let soon = soon.plus_ms(-soon.ms().rem_euclid(1_000)).to_string();
    let path = write_calendar(home, "work.ics", &[event("Standup", &soon)]);

    let connected = talk
        .call(CONNECT)
        .saying(json!({"path": path}))
        .is(201)
        .await;
    assert_eq!(connected["success"], true);
    let integration = &connected["integration"]["id"];
    talk.call(CONNECT)
        .saying(json!({"path": path}))
        .is(409)
        .await;
    talk.call(CONNECT).saying(json!({})).is(422).await;
    let nobody = json!({"url": "http://127.0.0.1:1/team.ics"});
    talk.call(CONNECT).saying(nobody).is(502).await;

    let list = talk.call("GET /api/calendars").is(200).await;
    assert_eq!(&list[0]["id"], integration);
    talk.call("GET /api/calendars").needs_a_token().await;
    let calendar = &list[0]["calendars"][0]["id"];

    for on in [false, true] {
        let body = json!({"isActive": on});
        let switch = talk.call("PUT /api/calendars/{calendarId}").of(calendar);
        switch.saying(body.clone()).is(204).await;
        let switch = talk.call("PUT /api/calendars/integrations/{integrationId}");
        switch.of(integration).saying(body).is(204).await;
    }
    let change = "PUT /api/calendars/{calendarId}";
    let choices = json!({"privacy": "BUSY_ONLY", "privateAsOthers": true, "leadTimes": [30], "useProviderReminders": true});
    talk.call(change).of(calendar).saying(choices).is(204).await;
    let list = talk.call("GET /api/calendars").is(200).await;
    let chosen = &list[0]["calendars"][0];
    assert_eq!(
        (
            &chosen["privacy"],
            &chosen["privateAsOthers"],
            &chosen["leadTimes"]
        ),
        (&json!("BUSY_ONLY"), &json!(true), &json!([30]))
    );
    let whole = talk.call(change).of(calendar).saying(chosen.clone());
    whole.is(204).await;
    let again = talk.call("GET /api/calendars").is(200).await;
    for choice in [
        "isActive",
        "privacy",
        "privateAsOthers",
        "leadTimes",
        "useProviderReminders",
    ] {
        assert_eq!(again[0]["calendars"][0][choice], chosen[choice], "{choice}");
    }
    let back = json!({"privacy": "FULL", "privateAsOthers": false, "leadTimes": null, "useProviderReminders": false});
    talk.call(change).of(calendar).saying(back).is(204).await;
    let list = talk.call("GET /api/calendars").is(200).await;
    assert!(list[0]["calendars"][0]["leadTimes"].is_null());
    for wrong in [json!({"leadTimes": []}), json!({"privacy": "SECRET"})] {
        talk.call(change).of(calendar).saying(wrong).is(422).await;
    }

    let body = json!({"isActive": true});
    let call = talk.call("PUT /api/calendars/{calendarId}").of(&none);
    call.saying(body.clone()).is(404).await;
    let call = talk.call("PUT /api/calendars/integrations/{integrationId}");
    call.of(&none).saying(body).is(404).await;

    syncs(talk, integration).await;

    let sample = talk.call("POST /api/calendars/sample-day").is(201).await;
    talk.call("POST /api/calendars/sample-day")
        .needs_a_token()
        .await;
    let gone = "DELETE /api/calendars/gone/{calendarId}";
    talk.call(gone).of(calendar).is(409).await;
    talk.call(gone).of(&none).is(404).await;
    let remove = "DELETE /api/calendars/{calendarId}";
    for wrong in ["withHistory", "withBackups"] {
        let asked = json!({wrong: "maybe"});
        let call = talk.call(remove).of(&sample["integration"]["id"]);
        call.saying(asked).is(422).await;
    }
    talk.call(remove)
        .of(&sample["integration"]["id"])
        .is(204)
        .await;
    talk.call(remove)
        .of(&sample["integration"]["id"])
        .is(404)
        .await;
}

/// Once there is a vault for their passwords.
pub async fn accounts(talk: &mut Conversation) {
    const CONNECT: &str = "POST /api/calendars/connect/caldav";
    let server = DavFake::start().await;
    let account = json!({"url": server.address(), "username": "ann", "password": "gr0und-ivy"});
    let connected = talk.call(CONNECT).saying(account.clone()).is(201).await;
    assert_eq!(connected["integration"]["provider"], "CALDAV");
    assert_eq!(connected["integration"]["calendarsFound"], 1);
    let list = talk.call("GET /api/calendars").is(200).await;
    assert!(!list.to_string().contains("gr0und-ivy"), "{list}");

    talk.call(CONNECT).needs_a_token().await;
    talk.call(CONNECT).saying(json!({"url": 7})).is(422).await;
    let nameless = json!({"url": server.address(), "username": " ", "password": "gr0und-ivy"});
    talk.call(CONNECT).saying(nameless).is(422).await;
    let id = &connected["integration"]["id"];
    new_password(talk, id).await;
    server.mood(Mood::Fails(500));
    talk.call(CONNECT).saying(account).is(502).await;
    let password = talk.call(PASSWORD).of(id);
    password
        .saying(json!({"password": "gr0und-ivy"}))
        .is(502)
        .await;
    let remove = talk.call("DELETE /api/calendars/{calendarId}");
    remove.of(id).is(204).await;
}

const PASSWORD: &str = "PUT /api/calendars/integrations/{integrationId}/password";

async fn new_password(talk: &mut Conversation, id: &Value) {
    let new = json!({"password": "another"});
    talk.call(PASSWORD).needs_a_token().await;
    let of_none = talk.call(PASSWORD).of(&json!("none"));
    of_none.saying(new.clone()).is(404).await;
    let empty = json!({"password": ""});
    talk.call(PASSWORD).of(id).saying(empty).is(422).await;
    talk.call(PASSWORD).of(id).saying(new).is(204).await;
}

async fn syncs(talk: &mut Conversation, integration: &Value) {
    talk.call("POST /api/sync/manual").needs_a_token().await;
    talk.call("POST /api/calendars/sync")
        .saying(json!({"integrationId": "none"}))
        .is(404)
        .await;
    let started = begun(talk, "/api/sync/manual", Value::Null).await;
    assert_eq!(started["job"]["jobType"], "manual_sync");
    let one = json!({"integrationId": integration});
    begun(talk, "/api/calendars/sync", one).await;
    no_sync_runs(talk).await;
}

/// What was connected or switched on is looked at by itself: until that is over, no other begins.
async fn begun(talk: &mut Conversation, path: &str, body: Value) -> Value {
    loop {
        no_sync_runs(talk).await;
        let (status, answer) = talk.serving.call(Method::POST, path, body.clone()).await;
        talk.note(&format!("POST {path}"), status, &answer);
        if status != 409 {
            assert_eq!(status, 202, "{path}: {answer}");
            return answer;
        }
    }
}

async fn no_sync_runs(talk: &mut Conversation) {
    let mut changes = talk.serving.changes().await;
    while !talk.call("GET /api/sync/status").is(200).await["current"].is_null() {
        changes.hear("sync").await;
    }
}
