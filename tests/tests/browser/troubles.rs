//! Several things wrong at once: said in one line, each with the way to where it is mended.

use std::path::{Path, PathBuf};

use reqwest::Method;
use serde_json::Value;
use tempfile::TempDir;

use super::browser::Browser;
use super::sample_day;
use crate::support::calendar::{calendar, event};
use crate::support::serving::Serving;

/// What has the focus, and whether it can be seen below the bar.
const ARRIVED_AT: &str = "const it = document.activeElement; \
    const top = it.getBoundingClientRect().top; \
    return top >= 40 && top < innerHeight ? it.textContent : `out of sight: ${it.textContent}`";

/// The colour of what fares worst, beside the time of the last sync.
const MARK: &str = "return document.querySelector('.sync .dot').classList.contains('dot--bad')";
/// How many problems have a way of their own.
const WAYS: &str = "return String(document.querySelectorAll('.banner--problem > a.button').length)";
/// Whether the timeline's heading can be seen without scrolling.
const DAY_IN_SIGHT: &str =
    "return document.getElementById('ahead-name').getBoundingClientRect().top < innerHeight";

/// The files of four calendars that are connected.
async fn four_calendars(serving: &Serving, home: &Path) -> [PathBuf; 4] {
    let names = ["clinic.ics", "school.ics", "choir.ics", "team.ics"];
    let files = names.map(|name| home.join(name));
    for file in &files {
        std::fs::write(file, calendar(&[event("Meeting", "2026-11-23T09:00:00Z")])).unwrap();
        serving.connect(file).await;
    }
    files
}

#[tokio::test]
#[ignore = "needs a browser: `cargo xtask test` runs it"]
async fn many_problems_take_one_line_and_the_day_stays_in_sight() {
    let home = TempDir::new().unwrap();
    let serving = sample_day::serving(home.path()).await;
    for file in four_calendars(&serving, home.path()).await {
        std::fs::write(&file, "no calendar any more").unwrap();
    }
    serving.sync().await;
    let browser = Browser::signed_in(&serving).await;
    browser.appear("light", 800, 600).await;

    browser.says("Several things need you").await;

    assert!(!browser.text().await.contains("clinic.ics is not"));
    browser.until(MARK).await;
    assert_eq!(browser.run(DAY_IN_SIGHT).await, "true");

    browser
        .run("document.querySelector('.troubles summary').click()")
        .await;
    browser.says("clinic.ics is not a calendar").await;
    browser.press("Go to Calendars").await;
    browser.says("Could not be read just now").await;
    browser.close().await;
}

#[tokio::test]
#[ignore = "needs a browser: `cargo xtask test` runs it"]
async fn a_few_problems_are_told_one_by_one_each_with_its_way() {
    let home = TempDir::new().unwrap();
    let serving = sample_day::serving(home.path()).await;
    let [clinic, school, choir, _] = four_calendars(&serving, home.path()).await;
    for file in [clinic, school, choir] {
        std::fs::write(&file, "no calendar any more").unwrap();
    }
    serving.sync().await;
    let browser = Browser::signed_in(&serving).await;
    browser.appear("light", 800, 600).await;

    browser.says("clinic.ics is not a calendar").await;
    browser.says("school.ics is not a calendar").await;
    browser.says("choir.ics is not a calendar").await;

    assert_eq!(browser.run(WAYS).await, "3");
    assert!(!browser.text().await.contains("Several things need you"));
    browser.picture("browser-few-problems").await;
    browser
        .run("document.querySelectorAll('.banner--problem a')[1].click()")
        .await;
    browser
        .until("return document.activeElement.textContent === 'school'")
        .await;
    browser.close().await;
}

#[tokio::test]
#[ignore = "needs a browser: `cargo xtask test` runs it"]
async fn a_calendar_in_trouble_leads_to_its_card() {
    let home = TempDir::new().unwrap();
    let serving = sample_day::serving(home.path()).await;
    let [.., team] = four_calendars(&serving, home.path()).await;
    std::fs::write(&team, "no calendar any more").unwrap();
    serving.sync().await;
    let browser = Browser::signed_in(&serving).await;
    browser.appear("light", 800, 600).await;
    browser.says("team.ics is not a calendar").await;

    browser.press("Go to Calendars").await;

    browser
        .until("return document.activeElement.textContent === 'team'")
        .await;
    assert_eq!(browser.run(ARRIVED_AT).await, "team");
    browser.close().await;
}

#[tokio::test]
#[ignore = "needs a browser: `cargo xtask test` runs it"]
async fn a_database_that_was_replaced_leads_to_what_is_kept_and_where() {
    let home = TempDir::new().unwrap();
    let serving = sample_day::serving(home.path()).await;
    serving
        .call(Method::POST, "/api/backups", Value::Null)
        .await;
    assert!(serving.stop().await.success());
    let data = home.path().join("data");
    std::fs::write(data.join("storytime.db"), "not a database any more").unwrap();
    let serving = Serving::start(home.path(), &data).await;
    let browser = Browser::signed_in(&serving).await;
    browser.appear("light", 800, 600).await;
    browser.says("Go to Data").await;

    browser.press("Go to Data").await;

    browser
        .until("return document.activeElement.textContent === 'Data'")
        .await;
    // What is asked for last pushes the rest of the page down.
    browser
        .until("return !document.querySelector('.loading, .skeleton')")
        .await;
    assert_eq!(browser.run(ARRIVED_AT).await, "Data");
    browser.close().await;
}
