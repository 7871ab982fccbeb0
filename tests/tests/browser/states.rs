//! What the pages look like when a day is full, a word is long, the backend is gone or a person's
//! system asks for high contrast or stillness.

use reqwest::Method;
use serde_json::json;
use storytime_core::clock::{Clock as _, SystemClock};
use storytime_types::Instant;
use tempfile::TempDir;

use super::browser::Browser;
use super::morning;
use super::sample_day;
use crate::support::calendar::{calendar, event};
use crate::support::serving::Serving;

const BEYOND: &str = "return document.documentElement.scrollWidth - innerWidth";
const PAGES: [&str; 5] = ["today", "stories", "calendars", "reminders", "settings"];

#[tokio::test]
#[ignore = "needs a browser: `cargo xtask test` runs it"]
async fn thirty_events_and_a_word_of_five_hundred_letters_fit_into_the_smallest_window() {
    let home = TempDir::new().unwrap();
    let serving = Serving::start(home.path(), &home.path().join("data")).await;
    let zone = json!({"timezone": morning::zone()});
    serving.call(Method::PUT, "/api/user/profile", zone).await;
    let soon = |minutes: i64| {
        let now = SystemClock.now().ms();
        let start = now - now.rem_euclid(Instant::MINUTE) + minutes * Instant::MINUTE;
        Instant::from_ms(start).to_string()
    };
    let long = "Donaudampfschiff".repeat(32);
    let mut events = vec![event(&long, &soon(9)).with(&format!("LOCATION:{long}"))];
    events.extend((1..30).map(|n| event(&format!("Event {n}"), &soon(9 + n * 25))));
    let file = home.path().join("full.ics");
    std::fs::write(&file, calendar(&events)).unwrap();
    serving.connect(&file).await;
    let browser = Browser::signed_in(&serving).await;
    browser.says("Event 29").await;

    for (width, height) in [(1200, 800), (800, 600), (640, 480)] {
        browser.appear("light", width, height).await;
        for page in PAGES {
            browser.go(page).await;
            let beyond: i64 = browser.run(BEYOND).await.parse().unwrap();
            assert!(beyond <= 0, "{page} is {beyond} px too wide for {width}");
            let name = format!("browser-full-{page}-{width}");
            browser.picture(&name).await;
        }
    }
    browser.close().await;
}

#[tokio::test]
#[ignore = "needs a browser: `cargo xtask test` runs it"]
async fn a_story_is_found_by_a_word_and_copied() {
    let home = TempDir::new().unwrap();
    let serving = sample_day::serving(home.path()).await;
    let browser = Browser::signed_in(&serving).await;
    browser.says("Team standup").await;
    browser.allows_the_clipboard().await;
    browser.go("stories").await;

    browser.enter("story-search", "corner CAFÉ").await;
    browser.says("1 of 5 stories").await;
    assert_eq!(browser.texts(".tale__open").await, ["Lunch with Robin"]);
    browser.press("Copy").await;
    browser.says("Copied").await;

    let copied = "return navigator.clipboard.readText()";
    let told = browser.run(copied).await;
    assert!(told.contains("Robin") || told.contains("Lunch"), "{told}");
    browser.enter("story-search", "zeppelin").await;
    browser.says("No story speaks of that").await;
    browser.close().await;
}

#[tokio::test]
#[ignore = "needs a browser: `cargo xtask test` runs it"]
async fn a_person_reads_something_before_the_program_of_the_window_is_there() {
    let home = TempDir::new().unwrap();
    let serving = Serving::start(home.path(), &home.path().join("data")).await;
    let browser = Browser::signed_in(&serving).await;
    browser.says("Once upon a calendar").await;

    browser.blocks("*.wasm").await;
    browser.visit(&serving.address).await;

    browser.says("Opening your storybook").await;
    let is_styled = "const bar = document.querySelector('.header'); \
        return getComputedStyle(bar).position === 'sticky'";
    browser.until(is_styled).await;
    browser.picture("browser-opening").await;
    browser.close().await;
}

#[tokio::test]
#[ignore = "needs a browser: `cargo xtask test` runs it"]
async fn when_nothing_answers_each_page_says_what_to_do() {
    let home = TempDir::new().unwrap();
    let serving = sample_day::serving(home.path()).await;
    let browser = Browser::signed_in(&serving).await;
    browser.says("Team standup").await;

    assert!(serving.stop().await.success());

    browser.says("StoryTime is not answering").await;
    browser.says("Team standup").await;
    browser.run("location.hash = '#stories'").await;
    browser.says("Try again").await;
    assert_eq!(
        browser.run("return document.title").await,
        "Stories · StoryTime"
    );
    browser.picture("browser-unreachable").await;
    browser.close().await;
}

#[tokio::test]
#[ignore = "needs a browser: `cargo xtask test` runs it"]
async fn in_high_contrast_the_open_page_and_a_switch_still_show() {
    let home = TempDir::new().unwrap();
    let serving = sample_day::serving(home.path()).await;
    let browser = Browser::signed_in(&serving).await;
    browser.says("Team standup").await;

    browser.prefers(&[("forced-colors", "active")]).await;

    browser
        .until("return matchMedia('(forced-colors: active)').matches")
        .await;
    for page in PAGES {
        browser.go(page).await;
        let marked = "const shown = document.querySelector('.header__link[aria-current]'); \
            return getComputedStyle(shown).borderTopWidth !== '0px'";
        assert_eq!(browser.run(marked).await, "true", "{page}");
        browser.picture(&format!("browser-contrast-{page}")).await;
    }
    let knob = "const knob = document.querySelector('.switch input'); \
        const [on, page] = [getComputedStyle(knob, '::after'), getComputedStyle(knob)]; \
        return on.backgroundColor !== page.backgroundColor";
    assert_eq!(browser.run(knob).await, "true");
    browser.close().await;
}

#[tokio::test]
#[ignore = "needs a browser: `cargo xtask test` runs it"]
async fn nothing_moves_for_a_person_who_asked_for_stillness() {
    let home = TempDir::new().unwrap();
    let serving = sample_day::serving(home.path()).await;
    let browser = Browser::signed_in(&serving).await;
    browser.says("Team standup").await;
    const MOVING: &str = "return document.getAnimations().length";
    browser
        .prefers(&[("prefers-reduced-motion", "no-preference")])
        .await;
    browser.run("location.hash = '#stories'").await;
    browser.until(&format!("{MOVING} > 0")).await;

    browser
        .prefers(&[("prefers-reduced-motion", "reduce")])
        .await;

    for page in PAGES {
        browser.go(page).await;
        assert_eq!(browser.run(MOVING).await, "0", "{page}");
    }
    browser.close().await;
}
