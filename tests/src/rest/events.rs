//! Events and their stories.

use serde_json::json;

use super::conversation::Conversation;

pub async fn calls(talk: &mut Conversation) {
    let none = json!("none");
    let events = talk.call("GET /api/events").is(200).await;
    assert_eq!(events[0]["title"], "Standup");
    let asked = "from=2026-01-05&to=2026-01-06T00:00:00Z";
    let past = talk.call("GET /api/events").asking(asked).is(200).await;
    assert_eq!(past, json!([]));
    for wrong in ["from=soon", "from=2026-01-06&to=2026-01-05"] {
        talk.call("GET /api/events").asking(wrong).is(422).await;
    }
    let one = talk.call("GET /api/events").asking("limit=1").is(200).await;
    assert_eq!(one.as_array().unwrap().len(), 1);
    talk.call("GET /api/events").needs_a_token().await;
    let event = &events[0]["id"];

    let stories = "GET /api/events/{id}/storylines";
    let all = talk
        .call(stories)
        .of(event)
        .asking("all=true")
        .is(200)
        .await;
    assert_eq!(all.as_array().unwrap().len(), 3);
    talk.call(stories)
        .of(event)
        .asking("all=perhaps")
        .is(400)
        .await;
    talk.call(stories).of(&none).is(404).await;

    let again = "POST /api/events/{id}/regenerate-story";
    let story = talk
        .call(again)
        .of(event)
        .saying(json!({"theme": "MEME"}))
        .is(200)
        .await;
    assert_eq!(story["theme"], "MEME");
    talk.call(again)
        .of(event)
        .saying(json!({"theme": "NOIR"}))
        .is(422)
        .await;
    talk.call(again).of(&none).is(404).await;

    let mute = "PUT /api/events/{id}/mute";
    for scope in [json!("SERIES"), json!(null)] {
        let body = json!({"scope": scope});
        let muted = talk.call(mute).of(event).saying(body).is(200).await;
        assert_eq!(muted["quiet"].is_null(), scope.is_null());
    }
    let odd = json!({"scope": "WEEK"});
    talk.call(mute).of(event).saying(odd).is(422).await;
    talk.call(mute).of(event).saying(json!({})).is(422).await;
    let unmute = json!({"scope": null});
    talk.call(mute).of(&none).saying(unmute).is(404).await;

    let choose = "PUT /api/events/{id}/theme";
    let chosen = talk
        .call(choose)
        .of(event)
        .saying(json!({"theme": "GENZ"}))
        .is(200)
        .await;
    assert_eq!(chosen["themeOverride"], "GENZ");
    let chosen = talk
        .call(choose)
        .of(event)
        .saying(json!({"theme": null}))
        .is(200)
        .await;
    assert!(chosen["themeOverride"].is_null());
    talk.call(choose)
        .of(&none)
        .saying(json!({"theme": null}))
        .is(404)
        .await;
}
