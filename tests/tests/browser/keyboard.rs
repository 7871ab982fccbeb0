//! Everything by the keyboard alone.

use std::time::Duration;

use reqwest::Method;
use serde_json::Value;
use tempfile::TempDir;

use super::browser::{ALT, Browser, ENTER, ESCAPE, TAB, THREE_WAYS};
use super::sample_day;
use crate::support::serving::Serving;

const FOCUSED: &str = "return document.activeElement.textContent.trim()";
const FOCUSED_TAG: &str = "return document.activeElement.tagName";

#[tokio::test]
#[ignore = "needs a browser: `cargo xtask test` runs it"]
async fn from_the_first_page_to_the_first_reminder_without_a_mouse() {
    let home = TempDir::new().unwrap();
    let mut serving = Serving::start(home.path(), &home.path().join("data")).await;
    let browser = Browser::signed_in(&serving).await;
    browser.says("Try a sample day").await;

    browser.tab_to("Show me one").await;
    browser.keys(ENTER).await;

    browser.says("Team standup").await;
    let reminder = serving.line_within(Duration::from_secs(70)).await;
    let reminder: Value = serde_json::from_str(&reminder).unwrap();
    assert_eq!(reminder["reminder"]["title"], "Team standup");
    browser.close().await;
}

#[tokio::test]
#[ignore = "needs a browser: `cargo xtask test` runs it"]
async fn the_pages_are_reached_by_alt_and_a_digit_and_the_focus_is_on_their_heading() {
    let home = TempDir::new().unwrap();
    let serving = sample_day::serving(home.path()).await;
    let browser = Browser::signed_in(&serving).await;
    browser.says("The rest of the day").await;

    for (digit, heading) in [
        ("2", "Stories"),
        ("3", "Calendars"),
        ("4", "Reminders"),
        ("5", "Overview"),
        ("6", "Settings"),
    ] {
        browser.keys(&format!("{ALT}{digit}")).await;
        browser.until(&format!("{FOCUSED} === '{heading}'")).await;
        assert_eq!(browser.run(FOCUSED_TAG).await, "H1");
        assert_eq!(
            browser.run("return document.title").await,
            format!("{heading} · StoryTime")
        );
    }
    browser.close().await;
}

#[tokio::test]
#[ignore = "needs a browser: `cargo xtask test` runs it"]
async fn a_story_is_opened_another_style_chosen_and_the_focus_comes_back() {
    let home = TempDir::new().unwrap();
    let serving = sample_day::serving(home.path()).await;
    let browser = Browser::signed_in(&serving).await;
    browser.says("The rest of the day").await;

    browser.go("stories").await;
    browser.tab_to("Budget planning").await;
    browser.keys(ENTER).await;
    browser.until(THREE_WAYS).await;
    browser.tab_to("Use this style").await;
    browser.keys(ENTER).await;
    browser.says("Back to the usual style").await;
    browser.keys(ESCAPE).await;

    browser
        .until("return !document.querySelector('dialog')")
        .await;
    assert_eq!(browser.run(FOCUSED).await, "Budget planning");
    let path = "/api/events?from=2020-01-01&to=2100-01-01";
    let (_, events) = serving.call(Method::GET, path, Value::Null).await;
    let mut events = events.as_array().unwrap().iter();
    let event = events.find(|it| it["title"] == "Budget planning").unwrap();
    assert_eq!(event["theme"], "GENZ");
    assert_eq!(event["storyline"]["theme"], "GENZ");
    browser.close().await;
}

#[tokio::test]
#[ignore = "needs a browser: `cargo xtask test` runs it"]
async fn the_first_tab_leads_past_the_bar() {
    let home = TempDir::new().unwrap();
    let serving = sample_day::serving(home.path()).await;
    let browser = Browser::signed_in(&serving).await;
    browser.says("The rest of the day").await;

    browser.keys(TAB).await;
    assert_eq!(browser.run(FOCUSED).await, "Skip to the page");
    browser.keys(ENTER).await;

    assert_eq!(browser.run(FOCUSED_TAG).await, "MAIN");
    browser.says("The rest of the day").await;
    browser.close().await;
}

#[tokio::test]
#[ignore = "needs a browser: `cargo xtask test` runs it"]
async fn a_calendar_is_removed_only_after_a_question_whose_first_answer_is_to_keep_it() {
    let home = TempDir::new().unwrap();
    let serving = sample_day::serving(home.path()).await;
    let browser = Browser::signed_in(&serving).await;
    browser.says("The rest of the day").await;
    browser.go("calendars").await;

    browser.tab_to("Remove").await;
    browser.keys(ENTER).await;
    browser.until(&format!("{FOCUSED} === 'Keep it'")).await;
    browser.keys(ENTER).await;
    let asked_again = format!("{FOCUSED_TAG} === 'BUTTON' && !document.querySelector('.removal')");
    browser.until(&asked_again).await;
    assert_eq!(calendars(&serving).await, 1);

    browser.keys(ENTER).await;
    browser.until(&format!("{FOCUSED} === 'Keep it'")).await;
    browser.tab_to("Remove it").await;
    browser.keys(ENTER).await;
    browser.says("The shelf is still empty").await;
    assert_eq!(browser.run(FOCUSED).await, "On your shelf");
    assert_eq!(calendars(&serving).await, 0);
    browser.close().await;
}

#[tokio::test]
#[ignore = "needs a browser: `cargo xtask test` runs it"]
async fn a_section_of_the_settings_is_reached_by_the_index_or_its_address_and_nothing_covers_it() {
    let home = TempDir::new().unwrap();
    let serving = sample_day::serving(home.path()).await;
    let browser = Browser::signed_in(&serving).await;
    browser.says("The rest of the day").await;
    // Whether the point at the heading's middle is the heading.
    let data_is_seen = "const heading = document.activeElement; \
         const box = heading.getBoundingClientRect(); \
         return heading.textContent === 'Data' \
         && document.elementFromPoint(box.x + 5, box.y + box.height / 2) === heading";

    for (width, height) in [(1200, 800), (800, 600)] {
        browser.appear("light", width, height).await;
        browser.go("settings").await;
        browser.tab_to("Data").await;
        browser.keys(ENTER).await;
        browser.until(data_is_seen).await;
        browser.keys(TAB).await;
        assert_eq!(browser.run(FOCUSED).await, "Copy the path");

        browser.go("today").await;
        browser.run("location.hash = '#settings/data'").await;
        browser.until(data_is_seen).await;
    }
    browser.close().await;
}

#[tokio::test]
#[ignore = "needs a browser: `cargo xtask test` runs it"]
async fn a_reminder_is_skipped_and_the_focus_stays_in_the_ledger() {
    let home = TempDir::new().unwrap();
    let serving = sample_day::serving(home.path()).await;
    let browser = Browser::signed_in(&serving).await;
    browser.says("The rest of the day").await;
    browser.go("reminders").await;

    browser.tab_to("Skip: Budget planning").await;
    browser.keys(ENTER).await;

    browser.says("Skipped: this event reminds no more.").await;
    assert_eq!(browser.run(FOCUSED_TAG).await, "H2");
    let path = "/api/notifications?status=CANCELLED";
    let (_, rows) = serving.call(Method::GET, path, Value::Null).await;
    assert_eq!(rows[0]["title"], "Budget planning", "{rows}");
    browser.close().await;
}

async fn calendars(serving: &Serving) -> usize {
    let (_, all) = serving
        .call(Method::GET, "/api/calendars", Value::Null)
        .await;
    all.as_array().unwrap().len()
}
