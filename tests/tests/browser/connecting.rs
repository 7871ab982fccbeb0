//! Calendars that cannot be connected.

use reqwest::Method;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::browser::Browser;
use crate::support::serving::Serving;

#[tokio::test]
#[ignore = "needs a browser: `cargo xtask test` runs it"]
async fn an_address_that_does_not_exist_is_explained_in_one_sentence_and_not_kept() {
    let home = TempDir::new().unwrap();
    let serving = Serving::start(home.path(), &home.path().join("data")).await;
    let browser = Browser::signed_in(&serving).await;
    // A port that was free a moment ago: nothing answers there.
    let free = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();

    browser
        .enter("source-address", &format!("http://{free}/calendar.ics"))
        .await;
    let said = browser.texts("#source-address-problem").await;
    assert_one_sentence(&said, "127.0.0.1");

    browser.enter("source-path", "/nowhere/work.ics").await;
    let said = browser.texts("#source-path-problem").await;
    assert_one_sentence(&said, "/nowhere/work.ics");

    let (_, calendars) = serving
        .call(Method::GET, "/api/calendars", Value::Null)
        .await;
    assert_eq!(calendars, json!([]));
    browser.close().await;
}

/// One text that names what is wrong, and is a sentence for people.
fn assert_one_sentence(said: &[String], names: &str) {
    let [sentence] = said else {
        panic!("not one sentence: {said:?}");
    };
    assert!(sentence.contains(names), "{sentence}");
    assert!(
        sentence.ends_with(['.', '?']) && sentence.lines().count() == 1,
        "{sentence}"
    );
    for jargon in ["Error", "os error", "reqwest", "None", "{"] {
        assert!(!sentence.contains(jargon), "{sentence}");
    }
}
