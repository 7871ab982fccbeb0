//! Limits, and whether the API is offered.

use serde_json::json;

use super::conversation::Conversation;

pub async fn calls(talk: &mut Conversation) {
    let limits = talk.call("GET /api/settings/limits").is(200).await;
    assert_eq!(
        limits,
        json!({"logins": 10, "syncs": 3, "ai": 50, "calls": 600})
    );
    talk.call("GET /api/settings/limits").needs_a_token().await;
    let raised = json!({"logins": 1_000, "syncs": 1_000, "ai": 1_000, "calls": 100_000});
    let answer = talk
        .call("PUT /api/settings/limits")
        .saying(raised.clone())
        .is(200)
        .await;
    assert_eq!(answer, raised);
    for wrong in [
        json!({"calls": 0}),
        json!({"calls": "many"}),
        json!({"ai": 1_000_001}),
    ] {
        talk.call("PUT /api/settings/limits")
            .saying(wrong)
            .is(422)
            .await;
    }

    let registration = "GET /api/settings/registration";
    assert_eq!(talk.call(registration).is(200).await, json!({"open": true}));
    talk.call(registration).needs_a_token().await;
    let change = "PUT /api/settings/registration";
    talk.call(change)
        .saying(json!({"open": "wide"}))
        .is(422)
        .await;
    let open = json!({"open": true});
    assert_eq!(talk.call(change).saying(open.clone()).is(200).await, open);

    let offered = talk.call("GET /api/settings/local-api").is(200).await;
    assert_eq!(offered["address"], talk.serving.address);
    talk.call("GET /api/settings/local-api")
        .needs_a_token()
        .await;
    let change = "PUT /api/settings/local-api";
    talk.call(change).saying(json!({"on": false})).is(409).await;
    let same = talk.call(change).saying(json!({"on": true})).is(200).await;
    assert_eq!(same, offered);
    for put in [
        "PUT /api/settings/limits",
        "PUT /api/settings/local-api",
        "PUT /api/settings/registration",
    ] {
        let found = talk.call(&put.replace("PUT", "GET")).is(200).await;
        let again = talk.call(put).saying(found.clone()).is(200).await;
        assert_eq!(again, found, "{put}: what is answered can be sent back");
    }
}
