//! What a person does with all of their data at once: looks it over, copies it, goes back, takes it
//! away, deletes it.

use reqwest::Method;
use serde_json::json;
use tempfile::TempDir;

use super::browser::Browser;
use super::sample_day;
use crate::support::serving::Serving;

const FOCUSED: &str = "return document.activeElement.id || document.activeElement.textContent";

async fn with_sample_day(home: &TempDir) -> (Serving, Browser) {
    let serving = sample_day::serving(home.path()).await;
    let browser = Browser::signed_in(&serving).await;
    browser.says("Team standup").await;
    (serving, browser)
}

#[tokio::test]
#[ignore = "needs a browser: `cargo xtask test` runs it"]
async fn the_overview_says_how_things_stand_and_that_nothing_went_wrong() {
    let home = TempDir::new().unwrap();
    let (_serving, browser) = with_sample_day(&home).await;

    browser.press("Overview").await;

    browser.says("in the next seven days").await;
    browser.says("Calendars connected").await;
    browser
        .says("No reminder, sync or start failed in the last seven days")
        .await;
    browser.close().await;
}

#[tokio::test]
#[ignore = "needs a browser: `cargo xtask test` runs it"]
async fn a_backup_is_made_and_restored_after_a_question_that_one_can_step_back_from() {
    let home = TempDir::new().unwrap();
    let (serving, browser) = with_sample_day(&home).await;
    browser.go("settings").await;
    browser.press("Back up now").await;
    browser.says("Backed up.").await;
    let theme = json!({"selectedTheme": "MEME"});
    serving.call(Method::PUT, "/api/user/profile", theme).await;

    browser.press("Restore").await;
    browser
        .until("return document.activeElement.textContent === 'Leave it as it is'")
        .await;
    browser.press("Leave it as it is").await;
    assert_eq!(browser.run(FOCUSED).await, "backups-name");
    browser.press("Restore").await;
    browser.press("Restore it").await;
    browser.says("Restored.").await;

    let (_, profile) = serving
        .call(Method::GET, "/api/user/profile", json!(null))
        .await;
    assert_eq!(profile["selectedTheme"], "FANTASY");
    browser.press("Export everything").await;
    browser.says("storytime-export.json").await;
    browser.close().await;
}

#[tokio::test]
#[ignore = "needs a browser: `cargo xtask test` runs it"]
async fn everything_is_deleted_only_once_the_word_is_typed() {
    let home = TempDir::new().unwrap();
    let (_serving, browser) = with_sample_day(&home).await;
    browser.go("settings").await;

    browser.press("Delete everything…").await;
    browser
        .until("return document.activeElement.id === 'delete-word'")
        .await;
    browser.enter("delete-word", "yes").await;
    let disabled = "return String(document.querySelector('.removal .button--danger').disabled)";
    assert_eq!(browser.run(disabled).await, "true");
    browser.enter("delete-word", "delete").await;
    browser.says("Everything is deleted").await;

    browser.press("Today").await;
    browser.says("Once upon a calendar").await;
    browser.close().await;
}
