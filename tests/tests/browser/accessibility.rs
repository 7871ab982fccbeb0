//! No page keeps anybody out: axe-core finds nothing, whatever the colour scheme and the palette.

use reqwest::Method;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::browser::{Browser, THREE_WAYS};
use super::sample_day;
use crate::support::serving::Serving;

const PAGES: [&str; 6] = [
    "today",
    "stories",
    "calendars",
    "reminders",
    "overview",
    "settings",
];

/// Has the page show what it keeps folded away.
pub const OPEN_EVERYTHING: &str =
    "document.querySelectorAll('main details').forEach(it => it.open = true)";

#[tokio::test]
#[ignore = "needs a browser: `cargo xtask test` runs it"]
async fn axe_finds_nothing_on_any_page_light_or_dark_in_any_palette() {
    let home = TempDir::new().unwrap();
    let serving = Serving::start(home.path(), &home.path().join("data")).await;
    let browser = Browser::signed_in(&serving).await;
    browser.says("Once upon a calendar").await;
    let mut found = Vec::new();
    look_at(&browser, "first run", &mut found).await;
    sample_day::connect(&serving).await;
    browser.says("Team standup").await;

    for theme in ["FANTASY", "GENZ", "MEME"] {
        let change = json!({"selectedTheme": theme});
        serving.call(Method::PUT, "/api/user/profile", change).await;
        let palette = format!(
            "return document.documentElement.dataset.theme === '{}'",
            theme.to_lowercase()
        );
        browser.until(&palette).await;
        for page in PAGES {
            browser.go(page).await;
            browser.run(OPEN_EVERYTHING).await;
            look_at(&browser, &format!("{page} in {theme}"), &mut found).await;
        }
    }
    browser.go("stories").await;
    browser.press("Budget planning").await;
    browser.until(THREE_WAYS).await;
    look_at(&browser, "a story in three styles", &mut found).await;

    assert!(found.is_empty(), "axe-core finds:\n{}", found.join("\n"));
    browser.close().await;
}

async fn look_at(browser: &Browser, page: &str, found: &mut Vec<String>) {
    for scheme in ["light", "dark"] {
        browser.appear(scheme, 1200, 800).await;
        let violations = browser.violations().await;
        found.extend(sentences(&violations).map(|one| format!("{page}, {scheme}: {one}")));
    }
}

/// What axe-core found, in words.
pub fn sentences(violations: &Value) -> impl Iterator<Item = String> {
    let violations = violations.as_array().expect("axe-core did not look");
    violations.iter().map(sentence)
}

fn sentence(violation: &Value) -> String {
    let nodes = violation["nodes"].as_array().unwrap().iter();
    let nodes: Vec<_> = nodes
        .take(3)
        .map(|node| format!("{} ({})", node["html"], node["failureSummary"]))
        .collect();
    format!(
        "{} {} at {}",
        violation["id"],
        violation["help"],
        nodes.join(", ")
    )
}
