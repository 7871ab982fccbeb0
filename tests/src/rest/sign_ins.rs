//! Accounts at Google and Microsoft.

use serde_json::{Value, json};

use super::conversation::Conversation;
use crate::support::provider_fake::{ProviderFake, Tokens};

const GOOGLE: &str = "POST /api/calendars/connect/google";
const MICROSOFT: &str = "POST /api/calendars/connect/microsoft";

/// Once there is a vault for their tokens.
pub async fn calls(talk: &mut Conversation) {
    let known = "GET /api/calendars/client-ids";
    talk.call(known).needs_a_token().await;
    let ids = talk.call(known).is(200).await;
    assert_eq!(ids[1]["provider"], "MICROSOFT");
    assert_eq!(ids[1]["isKnown"], false);
    for connect in [GOOGLE, MICROSOFT] {
        talk.call(connect).needs_a_token().await;
        let refused = talk.call(connect).saying(json!({})).is(409).await;
        assert_eq!(refused["error"]["code"], "CLIENT_ID_MISSING");
        let half = json!({"code": "c0de"});
        talk.call(connect).saying(half).is(422).await;
        let unknown = json!({"code": "c0de", "state": "another"});
        talk.call(connect).saying(unknown).is(422).await;
    }

    write_client_ids(talk).await;
    let fake = ProviderFake::start().await;
    fake.stand_in(&talk.data);
    for connect in [GOOGLE, MICROSOFT] {
        fake.tokens(Tokens::Fails(500));
        let begun = begin(talk, &fake, connect).await;
        let finish = json!({"code": begun["code"], "state": begun["state"]});
        talk.call(connect).saying(finish).is(502).await;
        fake.tokens(Tokens::Given);
        let begun = begin(talk, &fake, connect).await;
        let finish = json!({"code": begun["code"], "state": begun["state"]});
        let connected = talk.call(connect).saying(finish).is(201).await;
        assert_eq!(connected["integration"]["status"], "ACTIVE");
        let remove = talk.call("DELETE /api/calendars/{calendarId}");
        remove.of(&connected["integration"]["id"]).is(204).await;
    }
    watch_and_give_up(talk, &fake).await;
}

async fn write_client_ids(talk: &mut Conversation) {
    let write = "PUT /api/calendars/client-ids";
    talk.call(write).needs_a_token().await;
    let client = |id: &str| json!({"provider": "GOOGLE", "clientId": id, "clientSecret": "hush"});
    let refused = talk.call(write).saying(client(" ")).is(422).await;
    assert!(refused["error"]["details"]["fields"]["clientId"].is_string());
    let known = talk.call(write).saying(client("an-id")).is(200).await;
    assert_eq!(
        (&known[0]["isKnown"], &known[1]["isKnown"]),
        (&json!(true), &json!(false))
    );
    assert!(!known.to_string().contains("hush"));

    std::fs::write(talk.data.join("providers.toml"), "[google]\nclient_id = ").unwrap();
    talk.call(write).saying(client("an-id")).is(409).await;
}

async fn watch_and_give_up(talk: &mut Conversation, fake: &ProviderFake) {
    let begun = begin(talk, fake, GOOGLE).await;
    let status = "GET /api/calendars/sign-ins/{state}";
    let waiting = talk.call(status).of(&begun["state"]).is(200).await;
    assert_eq!(
        waiting,
        json!({"stage": "WAITING", "account": null, "error": null})
    );
    talk.call(status).of(&json!("none")).is(404).await;
    talk.call(status).of(&begun["state"]).needs_a_token().await;
    let cancel = "DELETE /api/calendars/sign-ins/{state}";
    talk.call(cancel).of(&begun["state"]).needs_a_token().await;
    talk.call(cancel).of(&begun["state"]).is(204).await;
    talk.call(cancel).of(&begun["state"]).is(404).await;
}

/// Begins a sign-in that the person agrees to: its state, and the code.
async fn begin(talk: &mut Conversation, fake: &ProviderFake, connect: &'static str) -> Value {
    let begun = talk.call(connect).saying(json!({})).is(200).await;
    let back = fake.agree(begun["authUrl"].as_str().unwrap());
    let mut pairs = back.query_pairs();
    let code = pairs
        .find(|(name, _)| name == "code")
        .unwrap()
        .1
        .into_owned();
    json!({"state": begun["state"], "code": code})
}
