//! What is the person's own as a whole: how things stand, a copy to take away, copies to go back to,
//! and the end of it.

use serde_json::json;

use super::conversation::Conversation;

pub async fn calls(talk: &mut Conversation) {
    let found = talk.call("GET /api/user/dashboard").is(200).await;
    assert!(found["stats"].is_object(), "{found}");
    talk.call("GET /api/user/dashboard").needs_a_token().await;

    let all = talk.call("GET /api/user/export").is(200).await;
    assert_eq!(all["format"], "storytime-calendar-export");
    talk.call("GET /api/user/export").needs_a_token().await;

    assert!(talk.call("GET /api/problems").is(200).await.is_array());
    talk.call("GET /api/problems").needs_a_token().await;

    backups(talk).await;
}

async fn backups(talk: &mut Conversation) {
    let made = talk.call("POST /api/backups").is(201).await;
    talk.call("POST /api/backups").needs_a_token().await;
    let listed = talk.call("GET /api/backups").is(200).await;
    assert!(
        listed
            .as_array()
            .unwrap()
            .iter()
            .any(|one| one["id"] == made["id"]),
        "{made} is not among {listed}"
    );
    assert_eq!(made["cause"], "ASKED");
    talk.call("GET /api/backups").needs_a_token().await;

    let restore = "POST /api/backups/{id}/restore";
    let restored = talk.call(restore).of(&made["id"]).is(200).await;
    assert!(restored["setAside"].is_string(), "{restored}");
    talk.call(restore).of(&json!("of-no-day")).is(404).await;
}

/// To be called last: whatever was there is gone.
pub async fn removal(talk: &mut Conversation) {
    let account = json!({"email": "countess@example.org", "password": "correct horse"});
    let signed_in = talk
        .call("POST /api/auth/login")
        .without_token()
        .saying(account)
        .is(200)
        .await;
    let (remove, token) = ("DELETE /api/user", &signed_in["token"]);
    for wrong in [json!({"password": "wrong horse"}), json!({})] {
        let call = talk.call(remove).with_token(token).saying(wrong);
        let refused = call.is(422).await;
        let why = &refused["error"]["details"]["fields"]["password"];
        assert!(why.is_string(), "{refused}");
    }
    talk.call(remove)
        .with_token(token)
        .saying(json!({"password": "correct horse"}))
        .is(204)
        .await;
}
