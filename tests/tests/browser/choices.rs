//! What is chosen for calendars and events, in the window.

use std::time::{Duration, Instant as Moment};

use reqwest::Method;
use serde_json::{Value, json};
use storytime_core::clock::{Clock as _, SystemClock};
use storytime_types::Instant;
use tempfile::TempDir;

use super::browser::Browser;
use super::morning;
use crate::support::calendar::{EventText, event, write_calendar};
use crate::support::serving::Serving;

/// So many minutes from now, on a whole second.
fn soon(minutes: i64) -> String {
    let at = SystemClock.now().plus_ms(minutes * Instant::MINUTE);
    at.plus_ms(-at.ms().rem_euclid(1_000)).to_string()
}

fn standups() -> EventText {
    event("Standup", &soon(45)).with("RRULE:FREQ=DAILY;COUNT=5")
}

/// A serving with the calendars Work and Home, which have a review in common.
async fn two_calendars(home: &TempDir) -> Serving {
    let serving = Serving::start(home.path(), &home.path().join("data")).await;
    let zone = json!({"timezone": morning::zone()});
    let (status, _) = serving.call(Method::PUT, "/api/user/profile", zone).await;
    assert_eq!(status, 200);
    let review = event("Design review", &soon(90)).with("LOCATION:Room 4");
    let work = write_calendar(home.path(), "Work.ics", &[standups(), review.clone()]);
    let private = write_calendar(home.path(), "Home.ics", &[review]);
    for path in [work, private] {
        let path = json!({"path": path});
        let (status, _) = serving
            .call(Method::POST, "/api/calendars/connect/ics", path)
            .await;
        assert_eq!(status, 201);
    }
    serving
}

/// What the API answers there, once it is as wanted.
async fn until(serving: &Serving, path: &str, is_so: impl Fn(&Value) -> bool) -> Value {
    let begun = Moment::now();
    loop {
        let (_, answer) = serving.call(Method::GET, path, Value::Null).await;
        if is_so(&answer) {
            return answer;
        }
        assert!(
            begun.elapsed() < Duration::from_secs(30),
            "{path}: {answer}"
        );
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// Chooses a value in the first list of this kind.
async fn choose(browser: &Browser, list: &str, value: &str) {
    let script = format!(
        "const list = document.querySelector('select[id^={list}]'); list.value = '{value}'; \
         list.dispatchEvent(new Event('change', {{bubbles: true}})); return list.value"
    );
    assert_eq!(browser.run(&script).await, value);
}

async fn look_at(browser: &Browser, page: &str) {
    for (width, height) in [(1200, 900), (800, 900)] {
        for scheme in ["light", "dark"] {
            browser.appear(scheme, width, height).await;
            browser
                .picture(&format!("browser-{page}-{scheme}-{width}"))
                .await;
            let beyond = "return document.documentElement.scrollWidth - innerWidth";
            let beyond: i64 = browser.run(beyond).await.parse().unwrap();
            assert!(beyond <= 0, "{page} is {beyond} px too wide for {width}");
        }
    }
}

#[tokio::test]
#[ignore = "needs a browser: `cargo xtask test` runs it"]
async fn privacy_and_lead_time_of_a_calendar_are_chosen_beside_it() {
    let home = TempDir::new().unwrap();
    let serving = two_calendars(&home).await;
    let browser = Browser::signed_in(&serving).await;
    browser.press("Calendars").await;
    browser.says("Full details · reminds as in Settings").await;

    browser
        .run("document.querySelector('.choices').open = true; return ''")
        .await;
    choose(&browser, "privacy", "BUSY_ONLY").await;
    browser.says("Busy only").await;
    choose(&browser, "leads", "30").await;
    browser.says("Busy only · 30 min before").await;

    let calendar = |list: &Value| list[0]["calendars"][0].clone();
    let chosen = until(&serving, "/api/calendars", |list| {
        calendar(list)["leadTimes"] == json!([30])
    });
    assert_eq!(calendar(&chosen.await)["privacy"], "BUSY_ONLY");
    let private = "document.querySelector('[aria-label^=\"Treat private\"]').click(); return ''";
    browser.run(private).await;
    browser
        .says("Busy only, private events too · 30 min before")
        .await;
    let chosen = until(&serving, "/api/calendars", |list| {
        calendar(list)["privateAsOthers"] == true
    });
    assert_eq!(calendar(&chosen.await)["privacy"], "BUSY_ONLY");
    look_at(&browser, "choices").await;
    browser.run(private).await;
    browser.says("Busy only · 30 min before").await;
    choose(&browser, "leads", "usual").await;
    browser.says("Busy only · reminds as in Settings").await;
    browser.close().await;
}

#[tokio::test]
#[ignore = "needs a browser: `cargo xtask test` runs it"]
async fn a_meeting_in_two_calendars_is_shown_once_and_a_series_is_muted_from_today() {
    let home = TempDir::new().unwrap();
    let serving = two_calendars(&home).await;
    let browser = Browser::signed_in(&serving).await;

    browser.says("also in Home").await;
    let titles = "return Array.from(document.querySelectorAll('.card-event__title'), \
                  it => it.innerText).filter(it => it.includes('Design review')).length";
    assert_eq!(browser.run(titles).await, "1");
    let open = "document.querySelectorAll('.card-event__story').forEach(it => it.open = true); \
                return ''";
    browser.run(open).await;
    look_at(&browser, "muting").await;
    browser.press("Not of the series").await;
    browser.says("Series muted").await;
    let waiting = |row: &&Value| row["title"] == "Standup" && row["status"] == "PENDING";
    let ledger = until(&serving, "/api/notifications?from=2026-01-01", |rows| {
        !rows.as_array().unwrap().iter().any(|row| waiting(&row))
    });
    let rows = ledger.await;
    assert!(rows.to_string().contains("You muted the event."), "{rows}");

    browser.press("Remind me again").await;
    until(&serving, "/api/notifications?from=2026-01-01", |rows| {
        rows.as_array().unwrap().iter().any(|row| waiting(&row))
    })
    .await;
    browser.close().await;
}

#[tokio::test]
#[ignore = "needs a browser: `cargo xtask test` runs it"]
async fn titles_that_stay_quiet_are_kept_in_settings_and_a_wrong_pattern_is_explained() {
    let home = TempDir::new().unwrap();
    let serving = two_calendars(&home).await;
    let browser = Browser::signed_in(&serving).await;
    browser.press("Settings").await;

    browser.enter("title-filter", "/(/").await;
    browser.says("is not a regular expression").await;
    browser.enter("title-filter", "review").await;
    until(&serving, "/api/user/profile", |profile| {
        profile["titleFilters"] == json!(["review"])
    })
    .await;
    look_at(&browser, "filters").await;
    browser.press("Today").await;
    browser.says("Left out by its title").await;
    browser.close().await;
}
