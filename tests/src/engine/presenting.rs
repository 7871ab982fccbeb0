//! Present mode: what is on the screen names no event, what is kept does.

use storytime_core::channels::{Action, Message, SendError};
use storytime_types::notifications::{NotificationStatus, Snooze};
use storytime_types::status::Present;

use crate::support::app::App;
use crate::support::calendar::{EventText, event};

const SECRETS: [&str; 3] = ["Merger", "Room 4", "meet.jit.si"];

fn merger() -> EventText {
    event("Merger talks", "2026-11-23T09:00:00Z")
        .with("LOCATION:Room 4")
        .with("URL:https://meet.jit.si/merger")
}

async fn present(app: &App, on: bool) {
    app.api.present(Present { on }).await.unwrap();
}

/// What a person near the screen could read.
fn read(message: &Message) -> String {
    format!("{}\n{}", message.title, message.text())
}

fn names_nothing(message: &Message) {
    let read = read(message);
    for secret in SECRETS {
        assert!(!read.contains(secret), "{read}");
    }
}

#[tokio::test]
async fn a_reminder_says_when_and_nothing_else() {
    let app = App::start("2026-11-23T08:00:00Z").await;
    app.connect("day.ics", &[merger()]).await;
    present(&app, true).await;

    app.go_to("2026-11-23T08:45:00Z").await;

    let message = app.channel.accepted(1).await.remove(0);
    assert_eq!(
        read(&message),
        "A reminder\nAn event starts in 15 min · 09:00"
    );
    assert!(message.actions.contains(&Action::Join), "{message:?}");
    let row = app
        .row_becomes("Merger talks", NotificationStatus::Sent)
        .await;
    assert!(
        row.message_text.contains("Room 4"),
        "the ledger keeps the true text"
    );
}

#[tokio::test]
async fn a_text_that_was_frozen_before_is_hidden_as_well() {
    let app = App::start("2026-11-23T08:00:00Z").await;
    app.connect("day.ics", &[merger()]).await;
    app.channel.refuse([SendError::Transient {
        reason: "busy".into(),
        retry_after: None,
    }]);
    app.go_to("2026-11-23T08:45:00Z").await;
    app.channel.attempted(1).await;
    app.settled().await;
    present(&app, true).await;

    app.go_to("2026-11-23T08:46:00Z").await;

    let message = app.channel.accepted(1).await.remove(0);
    names_nothing(&message);
    assert_eq!(message.facts, ["An event starts in 14 min · 09:00"]);
}

#[tokio::test]
async fn a_snoozed_reminder_is_hidden_and_after_the_mode_it_is_told_again() {
    let app = App::start("2026-11-23T08:00:00Z").await;
    app.connect("day.ics", &[merger()]).await;
    present(&app, true).await;
    app.go_to("2026-11-23T08:45:00Z").await;
    let first = app.channel.accepted(1).await.remove(0);
    app.api
        .snooze(first.id, Snooze { minutes: 5 })
        .await
        .unwrap();

    app.go_to("2026-11-23T08:50:00Z").await;
    let snoozed = app.channel.accepted(2).await.remove(1);
    names_nothing(&snoozed);

    present(&app, false).await;
    app.api
        .snooze(snoozed.id, Snooze { minutes: 5 })
        .await
        .unwrap();
    app.go_to("2026-11-23T08:55:00Z").await;
    assert_eq!(app.channel.accepted(3).await[2].title, "Merger talks");
}

#[tokio::test]
async fn a_digest_counts_and_names_nothing() {
    let app = App::start("2026-11-23T08:00:00Z").await;
    let other = event("Merger papers", "2026-11-23T09:10:00Z");
    app.connect("day.ics", &[merger(), other]).await;
    present(&app, true).await;

    app.go_to("2026-11-23T09:15:00Z").await;

    let message = app.channel.accepted(1).await.remove(0);
    assert_eq!(read(&message), "A reminder\n2 events while you were away");
}

#[tokio::test]
async fn the_mode_outlives_a_restart() {
    let app = App::start("2026-11-23T08:00:00Z").await;
    app.connect("day.ics", &[merger()]).await;
    present(&app, true).await;

    let app = app.restart("2026-11-23T08:45:00Z").await;

    names_nothing(&app.channel.accepted(1).await[0]);
    assert!(app.api.status().await.unwrap().presenting);
}
