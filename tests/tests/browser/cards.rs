//! The cards of the settings with what they keep folded away: in every state they fit a narrow window,
//! light and dark, and keep nobody out.

use serde_json::json;
use tempfile::TempDir;

use super::accessibility::{OPEN_EVERYTHING, sentences};
use super::browser::Browser;
use super::sample_day;
use crate::support::account::PASSWORD;

const WIDTHS: [u32; 3] = [1200, 800, 420];

#[tokio::test]
#[ignore = "needs a browser: `cargo xtask test` runs it"]
async fn the_secrets_are_told_in_every_state_of_the_vault() {
    let home = TempDir::new().unwrap();
    let serving = sample_day::serving(home.path()).await;
    let browser = Browser::signed_in(&serving).await;
    browser.says("Team standup").await;
    let mut found = Vec::new();

    for (state, kept_in, says) in [
        ("OPEN", "KEYRING", "The key is in your keyring"),
        ("OPEN", "PASSPHRASE", "under your passphrase"),
        ("ABSENT", "KEYRING", "Keep the key under it"),
        ("LOCKED", "KEYRING", "Unlock the keyring"),
        ("LOCKED", "PASSPHRASE", "I no longer know it"),
        ("SLOW", "KEYRING", "Ask it again"),
        ("DENIED", "KEYRING", "Ask it again"),
        ("LOST", "KEYRING", "Begin anew"),
        ("LOST", "PASSPHRASE", "I no longer have it"),
    ] {
        let wrong = "Something is wrong with the key: see to it in Settings under Secrets.";
        let sentence = (state != "OPEN").then_some(wrong);
        let vault = json!({"state": state, "keptIn": kept_in, "sentence": sentence, "secrets": 3});
        browser.go("today").await;
        browser.hears("/api/vault", &vault).await;
        browser.go_to_section("settings/secrets").await;
        browser.says(says).await;
        let card = format!("secrets-{state}-{kept_in}").to_lowercase();
        look_at(&browser, &card, &mut found).await;
    }

    assert!(found.is_empty(), "{}", found.join("\n"));
    browser.close().await;
}

#[tokio::test]
#[ignore = "needs a browser: `cargo xtask test` runs it"]
async fn the_questions_the_tokens_and_the_lock_fit_and_keep_nobody_out() {
    let home = TempDir::new().unwrap();
    let serving = sample_day::serving(home.path()).await;
    let browser = Browser::signed_in(&serving).await;
    browser.says("Team standup").await;
    let mut found = Vec::new();

    browser.go_to_section("settings/data").await;
    browser.press("Back up now").await;
    browser.says("You asked for it").await;
    browser.press("Restore").await;
    browser.press("Delete everything…").await;
    look_at(&browser, "data", &mut found).await;

    browser.go_to_section("settings/api").await;
    browser.enter("token-name", "backup script").await;
    browser.says("Copy it now").await;
    look_at(&browser, "local-api", &mut found).await;

    browser.go_to_section("settings/lock").await;
    look_at(&browser, "lock-open", &mut found).await;
    browser.enter("lock-password", PASSWORD).await;
    browser.says("A password locks this window").await;
    browser.press("Show").await;
    look_at(&browser, "lock-set", &mut found).await;

    browser.go("calendars").await;
    browser.press("Remove").await;
    browser.says("go from here").await;
    look_at(&browser, "calendar-removal", &mut found).await;

    assert!(found.is_empty(), "{}", found.join("\n"));
    browser.close().await;
}

/// Everything open, at each width, light and dark: pictures, and what does not fit or keeps somebody
/// out.
async fn look_at(browser: &Browser, card: &str, found: &mut Vec<String>) {
    browser.run(OPEN_EVERYTHING).await;
    for scheme in ["light", "dark"] {
        for width in WIDTHS {
            browser.appear(scheme, width, 900).await;
            let to_it = "document.getElementById(location.hash.slice(1))?.scrollIntoView()";
            browser.run(to_it).await;
            browser
                .picture(&format!("browser-card-{card}-{scheme}-{width}"))
                .await;
            let beyond = "return document.documentElement.scrollWidth - innerWidth";
            let beyond: i64 = browser.run(beyond).await.parse().unwrap();
            if beyond > 0 {
                found.push(format!("{card} is {beyond} px too wide for {width}"));
            }
        }
        let violations = browser.violations().await;
        found.extend(sentences(&violations).map(|one| format!("{card}, {scheme}: {one}")));
    }
}
