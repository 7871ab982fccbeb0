//! What is shown at a glance, and what the API says of itself.

use serde_json::json;

use super::conversation::Conversation;

pub async fn calls(talk: &mut Conversation) {
    for name in [
        "GET /api/status",
        "GET /api/about",
        "GET /api/zones",
        "GET /api/sync/status",
    ] {
        talk.call(name).is(200).await;
        talk.call(name).needs_a_token().await;
    }
    talk.call("GET /api/openapi.json")
        .without_token()
        .is(200)
        .await;

    let paused = talk
        .call("PUT /api/pause")
        .saying(json!({"for": "hour"}))
        .is(200)
        .await;
    assert!(paused["pausedUntil"].is_string());
    let resumed = talk
        .call("PUT /api/pause")
        .saying(json!({"for": "resume"}))
        .is(200)
        .await;
    assert!(resumed["pausedUntil"].is_null());
    talk.call("PUT /api/pause")
        .saying(json!({"for": "ever"}))
        .is(422)
        .await;
    talk.call("PUT /api/pause").saying(json!([])).is(400).await;

    let hidden = talk
        .call("PUT /api/present")
        .saying(json!({"on": true}))
        .is(200)
        .await;
    assert_eq!(hidden["presenting"], true);
    talk.call("PUT /api/present")
        .saying(json!({"on": false}))
        .is(200)
        .await;
    talk.call("PUT /api/present")
        .saying(json!({"on": "yes"}))
        .is(422)
        .await;
}
