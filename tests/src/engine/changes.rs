//! What a change in a calendar does to the events, the plan and the ledger.

use storytime_types::events::EventStatus;
use storytime_types::notifications::NotificationStatus;
use storytime_types::removal::RemoveIntegration;

use crate::support::app::App;
use crate::support::calendar::event;

#[tokio::test]
async fn a_moved_event_reminds_at_its_new_time_only() {
    let app = App::start("2026-11-23T08:00:00Z").await;
    app.connect("day.ics", &[event("Standup", "2026-11-23T09:00:00Z")])
        .await;

    app.rewrite("day.ics", &[event("Standup", "2026-11-23T11:00:00Z")])
        .await;
    app.go_to("2026-11-23T09:10:00Z").await;
    assert_eq!(app.channel.attempts(), 0);
    app.go_to("2026-11-23T10:45:00Z").await;

    app.channel.accepted(1).await;
    app.row_becomes("Standup", NotificationStatus::Sent).await;
    let cancelled = app
        .row_becomes("Standup", NotificationStatus::Cancelled)
        .await;
    assert_eq!(
        cancelled.error_message.as_deref(),
        Some("The event was moved.")
    );
    let stored = app.events("2026-11-23", "2026-11-24").await.remove(0);
    assert_eq!(stored.status, EventStatus::Rescheduled);
}

#[tokio::test]
async fn a_cancelled_event_and_one_that_vanished_remind_no_more() {
    let app = App::start("2026-11-23T08:00:00Z").await;
    let kept = event("Kept", "2026-11-23T09:00:00Z");
    let called_off = event("Called off", "2026-11-23T09:00:00Z");
    let vanished = event("Vanished", "2026-11-23T09:00:00Z");
    app.connect("day.ics", &[kept.clone(), called_off.clone(), vanished])
        .await;

    app.rewrite("day.ics", &[kept, called_off.with("STATUS:CANCELLED")])
        .await;
    app.go_to("2026-11-23T08:45:00Z").await;

    app.channel.accepted(1).await;
    app.row_becomes("Kept", NotificationStatus::Sent).await;
    app.row_becomes("Called off", NotificationStatus::Cancelled)
        .await;
    app.row_becomes("Vanished", NotificationStatus::Cancelled)
        .await;
    assert_eq!(app.channel.titles(), ["Kept"]);
}

#[tokio::test]
async fn an_event_that_comes_back_reminds_again() {
    let app = App::start("2026-11-23T08:00:00Z").await;
    let events = [event("Standup", "2026-11-23T09:00:00Z")];
    app.connect("day.ics", &events).await;
    app.rewrite("day.ics", &[]).await;
    app.row_becomes("Standup", NotificationStatus::Cancelled)
        .await;

    app.rewrite("day.ics", &events).await;
    app.go_to("2026-11-23T08:45:00Z").await;

    app.channel.accepted(1).await;
    assert_eq!(
        app.row_becomes("Standup", NotificationStatus::Sent)
            .await
            .error_message,
        None
    );
}

#[tokio::test]
async fn a_changed_title_changes_the_reminder_that_waits_and_its_story() {
    let app = App::start("2026-11-23T08:00:00Z").await;
    let standup = event("Standup", "2026-11-23T09:00:00Z");
    app.connect("day.ics", std::slice::from_ref(&standup)).await;
    let before = app.events("2026-11-23", "2026-11-24").await.remove(0);

    app.rewrite("day.ics", &[standup.with("SUMMARY:Retrospective")])
        .await;
    let after = app.events("2026-11-23", "2026-11-24").await.remove(0);
    app.go_to("2026-11-23T08:45:00Z").await;

    assert_eq!(app.channel.accepted(1).await[0].title, "Retrospective");
    assert_eq!(after.id, before.id);
    assert_ne!(
        after.storyline.unwrap().story_text,
        before.storyline.unwrap().story_text
    );
}

#[tokio::test]
async fn a_declined_event_marked_by_a_free_slot_does_not_remind() {
    let app = App::start("2026-11-23T08:00:00Z").await;
    let free = event("Focus time", "2026-11-23T09:00:00Z").with("TRANSP:TRANSPARENT");
    app.connect("day.ics", &[free]).await;

    app.go_to("2026-11-23T08:50:00Z").await;

    assert!(app.ledger().await.is_empty());
}

#[tokio::test]
async fn new_lead_times_count_at_once_for_events_nobody_was_reminded_of() {
    let app = App::start("2026-11-23T08:00:00Z").await;
    app.lead_times(&[5]).await;
    app.connect("day.ics", &[event("Standup", "2026-11-23T09:00:00Z")])
        .await;
    app.go_to("2026-11-23T08:40:00Z").await;

    app.lead_times(&[30]).await;

    let message = app.channel.accepted(1).await.remove(0);
    assert_eq!(message.title, "Standup");
    app.go_to("2026-11-23T08:59:00Z").await;
    assert_eq!(app.channel.messages().len(), 1);
}

#[tokio::test]
async fn a_calendar_that_is_removed_takes_its_waiting_reminders_along() {
    let app = App::start("2026-11-23T08:00:00Z").await;
    app.connect("day.ics", &[event("Standup", "2026-11-23T09:00:00Z")])
        .await;
    let integration = app.api.calendars().await.unwrap().remove(0);

    app.api
        .disconnect(integration.id, RemoveIntegration::default())
        .await
        .unwrap();
    app.go_to("2026-11-23T08:50:00Z").await;

    assert_eq!(app.channel.attempts(), 0);
    assert_eq!(app.ledger_lines().await, [""; 0]);
    assert!(app.events("2026-11-23", "2026-11-24").await.is_empty());
    assert!(app.api.status().await.unwrap().first_run);
}

#[tokio::test]
async fn a_calendar_switched_off_and_on_again_reminds_again() {
    let app = App::start("2026-11-23T08:00:00Z").await;
    app.connect("day.ics", &[event("Standup", "2026-11-23T09:00:00Z")])
        .await;
    let calendar = app
        .api
        .calendars()
        .await
        .unwrap()
        .remove(0)
        .calendars
        .remove(0)
        .id;
    let switch = |on| storytime_types::choices::ChangeCalendar {
        is_active: Some(on),
        ..Default::default()
    };

    app.api
        .change_calendar(calendar.clone(), switch(false))
        .await
        .unwrap();
    assert_eq!(app.ledger_lines().await, ["Standup CANCELLED"]);
    let why = app.ledger().await.remove(0).error_message;
    assert_eq!(why.as_deref(), Some("You switched its calendar off."));
    app.api
        .change_calendar(calendar, switch(true))
        .await
        .unwrap();
    app.go_to("2026-11-23T08:45:00Z").await;

    app.channel.accepted(1).await;
}

#[tokio::test]
async fn a_change_of_zone_tells_every_story_at_its_new_local_time() {
    let app = App::start("2026-11-23T08:00:00Z").await;
    app.connect("day.ics", &[event("Standup", "2026-11-23T09:00:00Z")])
        .await;

    let timezone = Some("Asia/Tokyo".to_owned());
    let change = storytime_types::profile::ProfileChange {
        timezone,
        ..Default::default()
    };
    app.api.change_profile(change).await.unwrap();
    app.settled().await;

    let shown = app.events("2026-11-23", "2026-11-24").await.remove(0);
    assert_eq!(shown.local.start.as_deref(), Some("18:00"));
    assert_eq!(shown.storyline.unwrap().plain_text, "Standup at 18:00");
}
