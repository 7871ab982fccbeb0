//! The window of 14 days: it rolls by itself, whatever the source says.

use crate::support::app::App;
use crate::support::calendar::event;

#[tokio::test]
async fn an_event_twenty_days_ahead_in_an_unchanged_file_reminds_when_its_time_comes() {
    let app = App::start("2026-11-23T08:00:00Z").await;
    app.connect("day.ics", &[event("Far away", "2026-12-13T09:00:00Z")])
        .await;
    assert!(app.events("2026-11-23", "2027-01-01").await.is_empty());

    // Only the clock moves, day after day; the file stays as it is.
    for day in 24..=30 {
        app.go_to(&format!("2026-11-{day}T08:30:00Z")).await;
    }
    for day in 1..=12 {
        app.go_to(&format!("2026-12-{day:02}T08:30:00Z")).await;
    }
    assert_eq!(app.channel.attempts(), 0);
    app.go_to("2026-12-13T08:45:00Z").await;

    assert_eq!(app.channel.accepted(1).await[0].title, "Far away");
}

#[tokio::test]
async fn it_also_reminds_after_a_single_jump_as_out_of_a_long_sleep() {
    let app = App::start("2026-11-23T08:00:00Z").await;
    app.connect("day.ics", &[event("Far away", "2026-12-13T09:00:00Z")])
        .await;

    app.go_to("2026-12-13T08:00:00Z").await;
    app.go_to("2026-12-13T08:45:00Z").await;

    assert_eq!(app.channel.accepted(1).await[0].title, "Far away");
}

#[tokio::test]
async fn an_unchanged_file_is_not_written_again() {
    let app = App::start("2026-11-23T08:00:00Z").await;
    let events: Vec<_> = (0..50)
        .map(|i| event(&format!("Event {i}"), "2026-11-25T09:00:00Z"))
        .collect();
    let path = app.connect("day.ics", &events).await;
    let before = app.events("2026-11-23", "2026-12-01").await;

    // Touched, but with the same content: read again, nothing written.
    std::fs::write(&path, std::fs::read(&path).unwrap()).unwrap();
    app.poll().await;

    assert_eq!(app.events("2026-11-23", "2026-12-01").await, before);
    assert_eq!(app.ledger().await.len(), 0);
}

#[tokio::test]
async fn lead_times_longer_than_the_window_are_kept_too() {
    let app = App::start("2026-11-01T08:00:00Z").await;
    app.lead_times(&[40_320]).await;
    app.connect("day.ics", &[event("Conference", "2026-12-01T09:00:00Z")])
        .await;

    app.go_to("2026-11-03T08:59:00Z").await;
    assert_eq!(app.channel.attempts(), 0);
    app.go_to("2026-11-03T09:00:00Z").await;

    assert_eq!(app.channel.accepted(1).await[0].title, "Conference");
}
