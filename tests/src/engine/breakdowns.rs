//! A defect of ours costs a few seconds and no reminder.

use storytime_types::notifications::NotificationStatus;

use crate::support::app::App;
use crate::support::calendar::event;

#[tokio::test]
async fn a_channel_that_panics_costs_one_attempt_and_the_next_one_is_made() {
    let app = App::start("2026-11-23T08:00:00Z").await;
    app.connect("day.ics", &[event("Standup", "2026-11-23T09:00:00Z")])
        .await;
    app.channel.break_the_next_attempt();

    app.go_to("2026-11-23T08:45:00Z").await;
    let waiting = app
        .row_becomes("Standup", NotificationStatus::Pending)
        .await;
    app.settled().await;
    app.clock.advance_ms(7_000);

    assert_eq!(app.channel.accepted(1).await[0].title, "Standup");
    assert_eq!(waiting.retry_count, 1);
    assert_eq!(
        waiting.error_message.as_deref(),
        Some("the channel broke down: a defect of this app")
    );
}

#[tokio::test]
async fn a_delivery_that_panics_is_begun_again_and_sends_what_it_had_in_flight() {
    let app = App::start("2026-11-23T08:00:00Z").await;
    app.connect("day.ics", &[event("Standup", "2026-11-23T09:02:00Z")])
        .await;
    app.go_to("2026-11-23T08:46:00Z").await;
    app.break_the_next_wait();

    app.go_to("2026-11-23T08:47:00Z").await;
    app.clock.advance_ms(5_000);
    app.settled().await;

    app.row_becomes("Standup", NotificationStatus::Sent).await;
    assert!(app.channel.titles().contains(&"Standup".to_owned()));
}

#[tokio::test]
async fn a_rhythm_that_panics_is_begun_again_and_finds_what_was_added() {
    let app = App::start("2026-11-23T08:00:00Z").await;
    app.connect("day.ics", &[event("Standup", "2026-11-23T10:00:00Z")])
        .await;
    app.break_the_next_wait();
    app.poll().await;

    let both = [
        event("Standup", "2026-11-23T10:00:00Z"),
        event("Retrospective", "2026-11-23T11:00:00Z"),
    ];
    crate::support::calendar::write_calendar(app.folder.path(), "day.ics", &both);
    app.clock.advance_ms(5_000);
    app.settled().await;

    let events = app.events("2026-11-23", "2026-11-24").await;
    assert_eq!(events.len(), 2, "{events:?}");
    assert!(app.api.sync_status().await.unwrap().current.is_none());
}
