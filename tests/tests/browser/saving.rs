//! What is typed and chosen quickly, while answers take their time.

use reqwest::Method;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::browser::{Browser, ENTER};
use super::settings::kept;
use crate::support::serving::Serving;

#[tokio::test]
#[ignore = "needs a browser: `cargo xtask test` runs it"]
async fn what_is_being_typed_stays_when_the_profile_changes_elsewhere() {
    let home = TempDir::new().unwrap();
    let serving = Serving::start(home.path(), &home.path().join("data")).await;
    let browser = Browser::signed_in(&serving).await;
    browser.says("Once upon a calendar").await;
    browser.go_to_section("settings/you").await;
    browser.fill("person-name", "Ada").await;

    let elsewhere = json!({"name": "Grace", "age": 40});
    let path = "/api/user/profile";
    serving.call(Method::PUT, path, elsewhere).await;
    browser
        .until("return document.getElementById('person-age').value === '40'")
        .await;
    browser.keys(ENTER).await;

    kept(&serving, |me| me["name"] == "Ada").await;
    browser.close().await;
}

/// Keeps the page's first change back for a moment, and counts those that were answered.
const THE_FIRST_TAKES_LONGER: &str = "const real = window.fetch; let changes = 0; \
    window.answered = 0; \
    window.fetch = async (path, how) => { \
        if (how.method !== 'PUT') return real.call(window, path, how); \
        if (changes++ === 0) await new Promise(done => setTimeout(done, 700)); \
        const answer = await real.call(window, path, how); \
        window.answered++; \
        return answer; \
    }";

#[tokio::test]
#[ignore = "needs a browser: `cargo xtask test` runs it"]
async fn of_two_quick_choices_the_second_stays_even_if_the_first_takes_longer() {
    let home = TempDir::new().unwrap();
    let serving = Serving::start(home.path(), &home.path().join("data")).await;
    let browser = Browser::signed_in(&serving).await;
    browser.says("Once upon a calendar").await;
    browser.go_to_section("settings/stories").await;
    browser.run(THE_FIRST_TAKES_LONGER).await;

    browser.press("Meme").await;
    browser.press("Gen Z").await;
    browser.until("return window.answered === 2").await;

    let path = "/api/user/profile";
    let (_, profile) = serving.call(Method::GET, path, Value::Null).await;
    assert_eq!(profile["selectedTheme"], "GENZ");
    browser.close().await;
}
