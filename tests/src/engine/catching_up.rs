//! After sleep, a crash or days off: nothing lost, nothing twice, no storm.

use storytime_core::channels::SendError;
use storytime_types::notifications::NotificationStatus;

use crate::support::app::App;
use crate::support::calendar::{all_day, at, event};

#[tokio::test]
async fn an_event_that_still_runs_is_told_at_once_and_says_how_late() {
    let app = App::start("2026-11-23T08:00:00Z").await;
    app.connect("day.ics", &[event("Standup", "2026-11-23T09:00:00Z")])
        .await;

    let app = app.restart("2026-11-23T09:12:00Z").await;

    let message = app.channel.accepted(1).await.remove(0);
    assert_eq!(message.facts[0], "09:00–09:30 · started 12 min ago");
    app.row_becomes("Standup", NotificationStatus::Sent).await;
}

#[tokio::test]
async fn what_is_over_is_listed_as_missed_and_never_sent() {
    let app = App::start("2026-11-23T08:00:00Z").await;
    app.connect("day.ics", &[event("Standup", "2026-11-23T09:00:00Z")])
        .await;

    let app = app.restart("2026-11-23T12:00:00Z").await;

    let row = app.row_becomes("Standup", NotificationStatus::Missed).await;
    assert_eq!(
        row.error_message.as_deref(),
        Some("The event was over before it could be sent.")
    );
    assert_eq!(app.channel.attempts(), 0);
}

#[tokio::test]
async fn several_late_ones_become_one_digest() {
    let app = App::start("2026-11-23T08:00:00Z").await;
    let long = |title, start| event(title, start).with("DURATION:PT3H");
    let events = [
        long("Workshop", "2026-11-23T09:00:00Z"),
        long("Interviews", "2026-11-23T09:30:00Z"),
        long("Site visit", "2026-11-23T10:00:00Z"),
    ];
    app.connect("day.ics", &events).await;

    let app = app.restart("2026-11-23T10:30:00Z").await;

    let message = app.channel.accepted(1).await.remove(0);
    assert_eq!(message.title, "3 events while you were away");
    assert_eq!(
        message.facts,
        [
            "09:00 · Workshop",
            "09:30 · Interviews",
            "10:00 · Site visit"
        ]
    );
    app.row_becomes("3 events while you were away", NotificationStatus::Sent)
        .await;
    app.settled().await;
    assert_eq!(app.channel.messages().len(), 1);
    for title in ["Workshop", "Interviews", "Site visit"] {
        app.row_becomes(title, NotificationStatus::Cancelled).await;
    }
}

#[tokio::test]
async fn several_lead_times_already_past_become_one_reminder() {
    let app = App::start("2026-11-23T08:00:00Z").await;
    app.lead_times(&[30, 15, 5]).await;
    app.connect("day.ics", &[event("Standup", "2026-11-23T09:00:00Z")])
        .await;

    let app = app.restart("2026-11-23T08:58:00Z").await;

    app.channel.accepted(1).await;
    app.row_becomes("Standup", NotificationStatus::Sent).await;
    app.settled().await;
    assert_eq!(app.channel.messages().len(), 1);
    let lines = app.ledger_lines().await;
    assert_eq!(
        lines,
        ["Standup CANCELLED", "Standup CANCELLED", "Standup SENT"]
    );
}

#[tokio::test]
async fn an_event_found_inside_its_lead_time_reminds_at_once() {
    let app = App::start("2026-11-23T08:50:00Z").await;

    app.connect("day.ics", &[event("Surprise", "2026-11-23T09:00:00Z")])
        .await;

    let message = app.channel.accepted(1).await.remove(0);
    assert_eq!(message.title, "Surprise");
    app.row_becomes("Surprise", NotificationStatus::Sent).await;
}

#[tokio::test]
async fn an_event_that_is_over_when_it_is_found_is_not_mentioned() {
    let app = App::start("2026-11-23T12:00:00Z").await;

    app.connect(
        "day.ics",
        &[event("Yesterday's news", "2026-11-23T09:00:00Z")],
    )
    .await;

    assert!(app.ledger().await.is_empty());
}

#[tokio::test]
async fn an_all_day_event_reminds_at_nine_in_the_profile_s_zone() {
    let app = App::start("2026-11-22T12:00:00Z").await;
    app.connect("day.ics", &[all_day("Birthday", "2026-11-23")])
        .await;

    app.go_to("2026-11-23T08:59:59Z").await;
    assert_eq!(app.channel.attempts(), 0);
    app.go_to("2026-11-23T09:00:00Z").await;

    let message = app.channel.accepted(1).await.remove(0);
    assert_eq!(message.facts[0], "All day, Mon 23 Nov");
}

#[tokio::test]
async fn what_nobody_was_there_to_take_becomes_a_digest_too() {
    let app = App::start("2026-11-23T08:00:00Z").await;
    let long = |title, start| event(title, start).with("DURATION:PT3H");
    let events = [
        long("Workshop", "2026-11-23T09:00:00Z"),
        long("Interviews", "2026-11-23T09:10:00Z"),
    ];
    app.connect("day.ics", &events).await;
    let absent = || SendError::Unreachable {
        reason: "no notification daemon".into(),
    };
    app.channel.refuse([absent(), absent()]);

    app.go_to("2026-11-23T08:45:00Z").await;
    app.channel.attempted(1).await;
    app.settled().await;
    app.clock.set(at("2026-11-23T08:59:00Z"));

    // One was tried in vain at its time; both are late by now.
    app.channel.attempted(2).await;
    app.settled().await;
    app.clock.advance_ms(31_000);
    let message = app.channel.accepted(1).await.remove(0);
    assert_eq!(message.title, "2 events while you were away");
}
