//! From the first page to the first reminder.

use std::time::Duration;

use serde_json::Value;
use tempfile::TempDir;

use super::browser::Browser;
use crate::support::serving::Serving;

#[tokio::test]
#[ignore = "needs a browser: `cargo xtask test` runs it"]
async fn the_sample_day_tells_its_story_and_reminds_of_it_within_a_minute() {
    let home = TempDir::new().unwrap();
    let mut serving = Serving::start(home.path(), &home.path().join("data")).await;
    let browser = Browser::signed_in(&serving).await;
    browser.says("Try a sample day").await;

    browser.press("Show me one").await;

    browser.says("Team standup").await;
    let event = browser.tells_the_next_story(&serving).await;
    assert_eq!(event["title"], "Team standup");

    let reminder = serving.line_within(Duration::from_secs(70)).await;
    let reminder: Value = serde_json::from_str(&reminder).unwrap();
    assert_eq!(reminder["reminder"]["title"], "Team standup");

    // There is one sample day at most.
    browser.go("calendars").await;
    browser.says("Add another").await;
    assert!(!browser.text().await.contains("Show me one"));
    browser.close().await;
}
