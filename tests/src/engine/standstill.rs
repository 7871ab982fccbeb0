//! A poll that finds everything as it was does no work, and one that might not, does it.

use storytime_core::clock::Clock as _;
use storytime_types::changes::Change;
use storytime_types::profile::{ProfileChange, Theme};
use tokio::sync::broadcast::Receiver;

use crate::support::app::App;
use crate::support::calendar::event;

/// What was announced since `heard` began to listen.
fn announced(heard: &mut Receiver<Change>) -> Vec<Change> {
    std::iter::from_fn(|| heard.try_recv().ok()).collect()
}

/// An app with a calendar file whose first poll is over.
async fn at_rest() -> App {
    let app = App::start("2026-11-23T10:00:00Z").await;
    app.connect("day.ics", &[event("Supper", "2026-11-23T19:00:00Z")])
        .await;
    app.poll().await;
    app
}

#[tokio::test]
async fn an_unchanged_file_is_glanced_at_and_counts_as_looked_at() {
    let app = at_rest().await;
    let mut heard = app.api.changes();

    app.poll().await;

    assert_eq!(announced(&mut heard), [Change::Looked]);
    let looked_at = Some(app.clock.now());
    assert_eq!(app.api.status().await.unwrap().last_sync_at, looked_at);
    let calendars = app.api.calendars().await.unwrap();
    assert_eq!(calendars[0].last_sync_at, looked_at);
}

#[tokio::test]
async fn when_the_calendars_were_last_looked_at_is_known_after_a_restart() {
    let app = at_rest().await;
    app.poll().await;
    let looked_at = app.clock.now();
    std::fs::remove_file(app.folder.path().join("day.ics")).unwrap();

    let app = app.restart("2026-11-23T10:30:00Z").await;

    let status = app.api.status().await.unwrap();
    assert_eq!(status.last_sync_at, Some(looked_at));
}

#[tokio::test]
async fn a_file_that_changed_is_read() {
    let app = at_rest().await;
    app.poll().await;

    app.rewrite("day.ics", &[event("Dinner", "2026-11-23T19:00:00Z")])
        .await;

    let events = app.events("2026-11-23", "2026-11-24").await;
    assert!(events.iter().any(|event| event.title == "Dinner"));
}

#[tokio::test]
async fn a_changed_setting_makes_the_next_poll_a_whole_one() {
    let app = at_rest().await;
    let change = ProfileChange {
        selected_theme: Some(Theme::Meme),
        ..ProfileChange::default()
    };
    app.api.change_profile(change).await.unwrap();
    let mut heard = app.api.changes();

    app.poll().await;

    let announced = announced(&mut heard);
    assert!(announced.contains(&Change::Sync), "{announced:?}");
    assert!(!announced.contains(&Change::Looked), "{announced:?}");
}

#[tokio::test]
async fn after_an_hour_a_poll_is_a_whole_one_because_the_plan_rolls_on() {
    let app = at_rest().await;
    let mut heard = app.api.changes();

    app.clock.advance_ms(60 * 60_000);
    app.settled().await;

    assert!(announced(&mut heard).contains(&Change::Sync));
}
