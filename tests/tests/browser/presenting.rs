//! Present mode: while the screen is shared, the window tells nothing of an event but its time.

use reqwest::Method;
use serde_json::Value;
use tempfile::TempDir;

use super::browser::Browser;
use super::sample_day;
use crate::support::calendar::{calendar, event};

#[tokio::test]
#[ignore = "needs a browser: `cargo xtask test` runs it"]
async fn titles_and_stories_are_hidden_on_every_page_until_it_is_switched_off() {
    let home = TempDir::new().unwrap();
    let serving = sample_day::serving(home.path()).await;
    let file = home.path().join("merger.ics");
    let far_too_often = event("Buy Acme", "2026-11-23T09:00:00Z").with("RRULE:FREQ=SECONDLY");
    std::fs::write(&file, calendar(&[far_too_often])).unwrap();
    serving.connect(&file).await;
    let browser = Browser::signed_in(&serving).await;
    let event = browser.tells_the_next_story(&serving).await;
    assert_eq!(event["title"], "Team standup");

    browser.press("Hide titles").await;
    browser.says("Present mode is on").await;
    browser.says("An event").await;

    for page in ["stories", "calendars", "today"] {
        browser.go(page).await;
        browser.says("Present mode is on").await;
        let page = browser
            .run("return document.documentElement.textContent")
            .await;
        for secret in [
            "Team standup",
            "Budget planning",
            "Room 4",
            "Sample day",
            "sample-day",
            "Buy Acme",
            "merger",
        ] {
            assert!(!page.contains(secret), "«{secret}» is told: {page}");
        }
    }
    let (_, status) = serving.call(Method::GET, "/api/status", Value::Null).await;
    assert_eq!(status["presenting"], true);

    browser.press("Switch off").await;
    browser.says("Budget planning").await;
    browser.close().await;
}
