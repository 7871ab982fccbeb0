//! With the printed address, and without.

use tempfile::TempDir;

use super::browser::Browser;
use crate::support::serving::Serving;

#[tokio::test]
#[ignore = "needs a browser: `cargo xtask test` runs it"]
async fn the_printed_address_opens_pages_that_break_no_rule_and_hides_the_code() {
    let home = TempDir::new().unwrap();
    let serving = Serving::start(home.path(), &home.path().join("data")).await;

    let browser = Browser::signed_in(&serving).await;
    browser.says("Once upon a calendar").await;
    browser.press("Show me one").await;
    browser.says("The rest of the day").await;
    let address = browser.run("return location.href").await;
    browser.press("Settings").await;
    browser.says("How stories are told").await;

    assert_eq!(browser.complaints().await, [""; 0]);
    assert!(!address.contains(&serving.code), "{address}");
    browser.close().await;
}

#[tokio::test]
#[ignore = "needs a browser: `cargo xtask test` runs it"]
async fn an_unknown_code_leads_to_a_page_that_says_how_to_get_in() {
    let home = TempDir::new().unwrap();
    let serving = Serving::start(home.path(), &home.path().join("data")).await;

    let browser = Browser::at(&format!("{}/#code=not-the-code", serving.address)).await;

    browser.says("This storybook is locked").await;
    browser.says("storytime serve").await;
    let why = browser.texts("[role=alert]").await;
    assert!(why.len() == 1 && why[0].contains("works once"), "{why:?}");
    browser.close().await;
}
