//! Choices, and what becomes of them.

use std::time::{Duration, Instant};

use reqwest::Method;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::browser::Browser;
use super::sample_day;
use crate::support::command::storytime;
use crate::support::serving::Serving;

#[tokio::test]
#[ignore = "needs a browser: `cargo xtask test` runs it"]
async fn another_theme_and_lead_time_are_kept_and_today_is_told_in_that_theme() {
    let home = TempDir::new().unwrap();
    let serving = Serving::start(home.path(), &home.path().join("data")).await;
    sample_day::connect(&serving).await;
    let browser = Browser::signed_in(&serving).await;
    browser.press("Settings").await;

    browser.press("Meme").await;
    kept(&serving, |profile| profile["selectedTheme"] == "MEME").await;
    browser.enter("lead-amount", "30").await;
    kept(&serving, |profile| {
        profile["leadTimes"]
            .as_array()
            .unwrap()
            .contains(&json!(30))
    })
    .await;
    browser.says("30 min before").await;

    browser.press("Today").await;
    browser.says("Team standup").await;
    let event = browser.tells_the_next_story(&serving).await;
    assert_eq!(event["storyline"]["theme"], "MEME");
    assert_eq!(
        browser
            .run("return document.documentElement.dataset.theme")
            .await,
        "meme"
    );
    browser.close().await;
}

#[tokio::test]
#[ignore = "needs a browser: `cargo xtask test` runs it"]
async fn the_focus_stays_on_the_page_when_a_pause_takes_its_button_away() {
    let home = TempDir::new().unwrap();
    let serving = Serving::start(home.path(), &home.path().join("data")).await;
    sample_day::connect(&serving).await;
    let browser = Browser::signed_in(&serving).await;
    const FOCUSED: &str = "return document.activeElement.tagName";

    browser.press("For 1 hour").await;
    browser.says("Reminders are paused until").await;
    assert_eq!(browser.run(FOCUSED).await, "H1");

    browser.press("Resume").await;
    browser.says("Need quiet?").await;
    assert_eq!(browser.run(FOCUSED).await, "H1");
    browser.close().await;
}

#[tokio::test]
#[ignore = "needs a browser: `cargo xtask test` runs it"]
async fn the_limits_of_the_local_api_are_chosen_beside_its_switch() {
    let home = TempDir::new().unwrap();
    let serving = Serving::start(home.path(), &home.path().join("data")).await;
    let browser = Browser::signed_in(&serving).await;
    browser.go_to_section("settings/api").await;
    browser.says("How often it may be called").await;
    let open = "document.getElementById('limit-calls').closest('details').open = true; return ''";
    browser.run(open).await;

    browser.enter("limit-calls", "none").await;
    browser
        .says("It must be a number from 1 to 1,000,000.")
        .await;
    browser.enter("limit-calls", "1200").await;

    browser.says("Saved").await;

    let path = "/api/settings/limits";
    let (_, limits) = serving.call(Method::GET, path, Value::Null).await;
    let others_stay = json!({"calls": 1200, "syncs": 3, "ai": 50, "logins": 10});
    assert_eq!(limits, others_stay);
    browser
        .run("document.getElementById('limit-calls').scrollIntoView({block: 'center'})")
        .await;
    browser.picture("browser-limits").await;
    browser.close().await;
}

/// Whether the next event's time is told in halves of the day.
const HALVES: &str = "/\\d\\s[AP]M/i.test(document.querySelector('.facts').innerText)";

#[tokio::test]
#[ignore = "needs a browser: `cargo xtask test` runs it"]
async fn without_a_choice_the_systems_region_decides_for_the_window_too_and_not_the_browsers() {
    for (region, hours, has_halves) in [("en_US.UTF-8", "H12", true), ("de_DE.UTF-8", "H24", false)]
    {
        let home = TempDir::new().unwrap();
        let mut command = storytime(home.path());
        command.env("LC_ALL", region);
        let serving = Serving::started_by(command, &home.path().join("data")).await;
        sample_day::connect(&serving).await;
        // Its language is the same in both cases.
        let browser = Browser::signed_in(&serving).await;
        browser.says("Team standup").await;

        assert_eq!(
            browser.run(&format!("return {HALVES}")).await,
            has_halves.to_string(),
            "{region}"
        );
        let (_, status) = serving.call(Method::GET, "/api/status", Value::Null).await;
        assert_eq!(status["hours"], hours);
        browser.close().await;
    }
}

#[tokio::test]
#[ignore = "needs a browser: `cargo xtask test` runs it"]
async fn times_are_told_by_the_chosen_clock_in_the_window_and_outside_of_it() {
    let home = TempDir::new().unwrap();
    let serving = Serving::start(home.path(), &home.path().join("data")).await;
    sample_day::connect(&serving).await;
    let browser = Browser::signed_in(&serving).await;
    browser.says("Team standup").await;

    for (name, format, has_halves) in [("12 hours", "H12", true), ("24 hours", "H24", false)] {
        browser.go("settings").await;
        browser.press(name).await;
        kept(&serving, |profile| profile["timeFormat"] == format).await;
        browser.go("today").await;
        browser.says("Team standup").await;
        browser
            .until(&format!("return {HALVES} === {has_halves}"))
            .await;
        // The tray and the notifications go by these.
        let (_, status) = serving.call(Method::GET, "/api/status", Value::Null).await;
        assert_eq!(status["hours"], format);
    }
    browser.close().await;
}

#[tokio::test]
#[ignore = "needs a browser: `cargo xtask test` runs it"]
async fn the_index_marks_the_section_in_view() {
    let home = TempDir::new().unwrap();
    let serving = sample_day::serving(home.path()).await;
    let browser = Browser::signed_in(&serving).await;
    browser.says("Team standup").await;
    let marks = |name: &str| {
        format!(
            "const marked = document.querySelectorAll('.settings__index [aria-current]'); \
             return marked.length === 1 && marked[0].textContent === '{name}'"
        )
    };
    browser.go("settings").await;
    browser.until(&marks("Reminders")).await;

    // What is asked for last makes the page longer once more.
    let down = "scrollTo(0, document.body.scrollHeight);";
    browser.until(&format!("{down} {}", marks("About"))).await;

    browser.go_to_section("settings/api").await;
    browser.until(&marks("Local API")).await;
    browser.close().await;
}

#[tokio::test]
#[ignore = "needs a browser: `cargo xtask test` runs it"]
async fn a_passphrase_that_will_not_do_stays_to_be_mended() {
    let home = TempDir::new().unwrap();
    let serving = sample_day::serving(home.path()).await;
    let browser = Browser::signed_in(&serving).await;
    browser.says("Team standup").await;
    browser.go_to_section("settings/secrets").await;
    browser.says("There is no keyring here").await;

    const FIELD: &str = "document.querySelector('[aria-label=\"A new passphrase\"]')";
    browser.run(&format!("{FIELD}.value = 'too short'")).await;
    browser.press("Keep the key under it").await;
    browser.says("That will not do").await;
    let kept = browser.run(&format!("return {FIELD}.value")).await;
    assert_eq!(kept, "too short");

    let good = "open sesame, slowly";
    browser.run(&format!("{FIELD}.value = '{good}'")).await;
    browser.press("Keep the key under it").await;
    browser.says("under your passphrase").await;
    let left = format!("const field = {FIELD}; return !field || field.value === ''");
    browser.until(&left).await;
    browser.close().await;
}

/// Waits until the profile is as the person chose.
pub async fn kept(serving: &Serving, is_chosen: impl Fn(&Value) -> bool) {
    let begun = Instant::now();
    loop {
        let (_, profile) = serving
            .call(Method::GET, "/api/user/profile", Value::Null)
            .await;
        if is_chosen(&profile) {
            return;
        }
        assert!(
            begun.elapsed() < Duration::from_secs(10),
            "not saved: {profile}"
        );
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}
