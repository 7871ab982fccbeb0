//! Where secrets are kept.

use serde_json::json;

use super::conversation::Conversation;

pub async fn calls(talk: &mut Conversation) {
    let found = talk.call("GET /api/vault").is(200).await;
    assert_eq!(found["state"], "ABSENT", "no keyring is offered: {found}");
    talk.call("GET /api/vault").needs_a_token().await;

    talk.call("POST /api/vault/unlock")
        .saying(json!({}))
        .is(409)
        .await;
    talk.call("POST /api/vault/begin-anew").is(200).await;
    talk.call("PUT /api/vault/passphrase")
        .saying(json!({"passphrase": "too short"}))
        .is(422)
        .await;
    let passphrase = json!({"passphrase": "several words are easy"});
    let opened = talk
        .call("PUT /api/vault/passphrase")
        .saying(passphrase.clone())
        .is(200)
        .await;
    assert_eq!(
        (&opened["state"], &opened["keptIn"]),
        (&json!("OPEN"), &json!("PASSPHRASE"))
    );
    talk.call("POST /api/vault/unlock")
        .saying(passphrase.clone())
        .is(200)
        .await;
    let wrong = json!({"passphrase": "several words are hard"});
    for open in ["POST /api/vault/unlock", "POST /api/vault/rotate"] {
        let refused = talk.call(open).saying(wrong.clone()).is(422).await;
        let why = &refused["error"]["details"]["fields"]["passphrase"];
        assert!(why.is_string(), "{refused}");
    }
    let still = talk.call("POST /api/vault/unlock").is(200).await;
    assert_eq!(still["state"], "OPEN");
    talk.call("POST /api/vault/rotate")
        .saying(passphrase)
        .is(200)
        .await;
    talk.call("POST /api/vault/rotate").needs_a_token().await;
    talk.call("POST /api/vault/begin-anew")
        .needs_a_token()
        .await;
    // What can be read is not given up.
    talk.call("POST /api/vault/begin-anew").is(409).await;
}
