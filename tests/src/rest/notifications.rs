//! The ledger, and the ways out.

use serde_json::{Value, json};
use storytime_core::clock::{Clock as _, SystemClock};
use storytime_core::store::Store;
use storytime_core::store::ledger::Outcome;
use storytime_types::NotificationId;

use super::conversation::Conversation;

pub async fn calls(talk: &mut Conversation) {
    let none = json!("none");
    let channels = talk.call("GET /api/notifications/channels").is(200).await;
    talk.call("GET /api/notifications/channels")
        .needs_a_token()
        .await;
    let test = "POST /api/notifications/channels/{id}/test";
    let outcome = talk.call(test).of(&channels[0]["id"]).is(200).await;
    assert_eq!(outcome["status"], "SENT");
    talk.call(test).of(&none).is(404).await;

    let rows = talk
        .call("GET /api/notifications")
        .asking("status=PENDING&limit=5")
        .is(200)
        .await;
    let pending = &rows[0];
    assert_eq!(pending["title"], "Standup");
    talk.call("GET /api/notifications")
        .asking("status=LOST")
        .is(422)
        .await;
    talk.call("GET /api/notifications")
        .asking("limit=many")
        .is(400)
        .await;

    let snooze = "POST /api/notifications/{id}/snooze";
    let sent = talk
        .call("GET /api/notifications")
        .asking("status=SENT")
        .is(200)
        .await;
    talk.call(snooze)
        .of(&sent[0]["id"])
        .saying(json!({"minutes": 1_441}))
        .is(422)
        .await;
    talk.call(snooze)
        .of(&none)
        .saying(json!({"minutes": 5}))
        .is(404)
        .await;
    let snoozed = talk
        .call(snooze)
        .of(&pending["id"])
        .saying(json!({"minutes": 5}))
        .is(200)
        .await;
    assert_eq!(snoozed["kind"], "snooze");

    let dismiss = "POST /api/notifications/{id}/dismiss";
    let dismissed = talk.call(dismiss).of(&snoozed["id"]).is(200).await;
    assert_eq!(dismissed["status"], "CANCELLED");
    talk.call(dismiss).of(&none).is(404).await;

    let retry = "POST /api/notifications/{id}/retry";
    talk.call(retry).of(&none).is(404).await;
    talk.call(retry).of(&dismissed["id"]).is(409).await;
    let another = talk
        .call(snooze)
        .of(&sent[0]["id"])
        .saying(json!({"minutes": 60}))
        .is(200)
        .await;
    fails(talk, &another["id"]).await;
    let waiting = talk.call(retry).of(&another["id"]).is(200).await;
    assert_eq!(waiting["status"], "PENDING");

    changes(talk).await;
}

/// Has a reminder failed: `serve` prints reminders, which does not fail.
async fn fails(talk: &Conversation, id: &Value) {
    let now = SystemClock.now();
    let (store, _) = Store::open(&talk.data, now).await.unwrap();
    let id = NotificationId(id.as_str().unwrap().to_owned());
    let failed = Outcome::Failed("nobody took it".to_owned());
    store.record_outcomes(&[(id, failed)], now).await.unwrap();
    store.close().await;
}

/// The stream does not end by itself: its first answer is what is looked at.
async fn changes(talk: &mut Conversation) {
    drop(talk.serving.changes().await);
    talk.note("GET /api/changes", 200, &Value::Null);
    talk.call("GET /api/changes").needs_a_token().await;
}
