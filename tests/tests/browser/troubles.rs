//! Several things wrong at once: said in one line, each with the way to where it is mended.

use tempfile::TempDir;

use super::browser::Browser;
use super::sample_day;
use crate::support::calendar::{calendar, event};

/// The colour of what fares worst, beside the time of the last sync.
const MARK: &str = "return document.querySelector('.sync .dot').classList.contains('dot--bad')";
/// Whether the timeline's heading can be seen without scrolling.
const DAY_IN_SIGHT: &str =
    "return document.getElementById('ahead-name').getBoundingClientRect().top < innerHeight";

#[tokio::test]
#[ignore = "needs a browser: `cargo xtask test` runs it"]
async fn several_problems_take_one_line_and_the_day_stays_in_sight() {
    let home = TempDir::new().unwrap();
    let serving = sample_day::serving(home.path()).await;
    for name in ["clinic.ics", "school.ics", "team.ics"] {
        let file = home.path().join(name);
        std::fs::write(&file, calendar(&[event("Meeting", "2026-11-23T09:00:00Z")])).unwrap();
        serving.connect(&file).await;
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
