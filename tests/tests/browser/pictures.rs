//! What the pages look like, light and dark, in a large and a small window.

use reqwest::Method;
use serde_json::json;
use tempfile::TempDir;

use super::browser::{Browser, ESCAPE, THREE_WAYS};
use super::morning;
use crate::support::serving::Serving;

const SCHEMES: [&str; 2] = ["light", "dark"];
const SIZES: [(u32, u32); 2] = [(1200, 800), (800, 600)];

#[tokio::test]
#[ignore = "needs a browser: `cargo xtask test` runs it"]
async fn every_page_fits_its_window_and_follows_the_colour_scheme() {
    let home = TempDir::new().unwrap();
    let serving = Serving::start(home.path(), &home.path().join("data")).await;
    let whole_day_ahead = json!({"timezone": morning::zone()});
    let path = "/api/user/profile";
    let (status, _) = serving.call(Method::PUT, path, whole_day_ahead).await;
    assert_eq!(status, 200);
    let browser = Browser::signed_in(&serving).await;

    browser.says("Once upon a calendar").await;
    look_at(&browser, "first-run").await;
    browser.press("Show me one").await;
    browser.says("Design review").await;
    look_at(&browser, "today").await;
    for (page, says) in [
        ("Stories", "Stories"),
        ("Calendars", "Sample day"),
        ("Reminders", "Team standup"),
        ("Overview", "The week ahead"),
        ("Settings", "How stories are told"),
    ] {
        browser.press(page).await;
        browser.says(says).await;
        look_at(&browser, &page.to_lowercase()).await;
    }
    browser.go("stories").await;
    browser.press("Budget planning").await;
    browser.until(THREE_WAYS).await;
    look_at(&browser, "story").await;
    browser.keys(ESCAPE).await;
    browser.go("today").await;
    browser.press("Hide titles").await;
    browser.says("Present mode is on").await;
    look_at(&browser, "presenting").await;
    browser.close().await;
}

async fn look_at(browser: &Browser, page: &str) {
    for (width, height) in SIZES {
        let mut backgrounds = Vec::new();
        for scheme in SCHEMES {
            browser.appear(scheme, width, height).await;
            browser
                .picture(&format!("browser-{page}-{scheme}-{width}"))
                .await;
            let beyond = "return document.documentElement.scrollWidth - innerWidth";
            let beyond: i64 = browser.run(beyond).await.parse().unwrap();
            assert!(beyond <= 0, "{page} is {beyond} px too wide for {width}");
            let background = "return getComputedStyle(document.documentElement).backgroundColor \
                              + getComputedStyle(document.body).backgroundColor";
            backgrounds.push(browser.run(background).await);
        }
        assert_ne!(
            backgrounds[0], backgrounds[1],
            "{page} is the same, light and dark"
        );
    }
}
