//! One reminder's way out: on time, once, with retries.

use std::time::Duration;

use rstest::rstest;
use storytime_core::channels::{Action, SendError};
use storytime_types::local::Hours;
use storytime_types::notifications::{NotificationStatus, Snooze};
use storytime_types::profile::{ProfileChange, TimeFormat};
use storytime_types::status::{Pause, Problem};
use storytime_types::{Instant, Page, Place};

use crate::support::app::App;
use crate::support::calendar::{at, event};

fn transient() -> SendError {
    SendError::Transient {
        reason: "the server is busy".into(),
        retry_after: None,
    }
}

#[tokio::test]
async fn a_reminder_comes_at_its_lead_time_and_not_before() {
    let app = App::start("2026-11-23T08:00:00Z").await;
    app.connect(
        "day.ics",
        &[event("Budget planning", "2026-11-23T09:00:00Z")],
    )
    .await;

    app.go_to("2026-11-23T08:44:59.999Z").await;
    assert_eq!(app.channel.attempts(), 0);

    app.go_to("2026-11-23T08:45:00Z").await;
    let message = app.channel.accepted(1).await.remove(0);
    assert_eq!(message.title, "Budget planning");
    assert_eq!(message.facts[0], "09:00–09:30 · starts in 15 min");
    assert_eq!(
        message.actions,
        [Action::Open, Action::Snooze, Action::Done]
    );
    let row = app
        .row_becomes("Budget planning", NotificationStatus::Sent)
        .await;
    assert_eq!(row.sent_at, Some(row.scheduled_for));
    assert_eq!(
        row.message_text,
        format!("{}\n09:00–09:30 · starts in 15 min", message.story)
    );
}

#[rstest]
#[case::today("2026-11-23T23:00:00Z", 15, "23:00–23:30 · starts in 15 min")]
#[case::past_midnight("2026-11-24T00:05:00Z", 15, "Tomorrow, 00:05–00:35 · starts in 15 min")]
#[case::tomorrow(
    "2026-11-24T11:00:00Z",
    1_440,
    "Tomorrow, 11:00–11:30 · starts in 1 day"
)]
#[case::in_two_weeks(
    "2026-12-07T11:00:00Z",
    18_720,
    "Mon 7 Dec, 11:00–11:30 · starts in 13 days"
)]
#[case::next_year(
    "2027-01-01T11:00:00Z",
    20_160,
    "Fri 1 Jan 2027, 11:00–11:30 · starts in 14 days"
)]
#[tokio::test]
async fn a_reminder_of_another_day_names_the_day(
    #[case] starts: &str,
    #[case] lead: u32,
    #[case] told: &str,
) {
    let due = at(starts).minus_minutes(lead.into());
    let app = App::start(&due.plus_ms(-Instant::MINUTE).to_string()).await;
    app.lead_times(&[lead]).await;
    app.connect("day.ics", &[event("Review", starts)]).await;

    app.go_to(&due.to_string()).await;

    let message = app.channel.accepted(1).await.remove(0);
    assert_eq!(message.facts[0], told);
}

#[tokio::test]
async fn the_story_of_another_day_names_the_day_with_the_time() {
    let app = App::start("2026-11-23T09:59:00Z").await;
    app.lead_times(&[1_440]).await;
    let names: Vec<String> = (0..40).map(|n| format!("Review {n}")).collect();
    let events: Vec<_> = names
        .iter()
        .map(|name| event(name, "2026-11-24T10:00:00Z"))
        .collect();
    app.connect("day.ics", &events).await;

    app.go_to("2026-11-23T10:00:00Z").await;

    let messages = app.channel.accepted(40).await;
    let timed = messages
        .iter()
        .filter(|message| message.story.contains("10:00"));
    let timed: Vec<_> = timed.map(|message| message.story.as_str()).collect();
    assert!(!timed.is_empty(), "no story names the time");
    for story in timed {
        assert!(story.contains("10:00 tomorrow"), "{story}");
    }
}

#[tokio::test]
async fn the_message_carries_the_story_that_the_window_shows() {
    let app = App::start("2026-11-23T08:00:00Z").await;
    app.connect(
        "day.ics",
        &[event("Budget planning", "2026-11-23T09:00:00Z")],
    )
    .await;
    let shown = app.events("2026-11-23", "2026-11-24").await.remove(0);

    app.go_to("2026-11-23T08:45:00Z").await;

    let message = app.channel.accepted(1).await.remove(0);
    assert_eq!(message.story, shown.storyline.unwrap().story_text);
}

#[tokio::test]
async fn times_are_written_as_the_person_wants_them() {
    let app = App::start("2026-11-23T13:00:00Z").await;
    app.connect(
        "day.ics",
        &[event("Budget planning", "2026-11-23T14:00:00Z")],
    )
    .await;
    let change = ProfileChange {
        time_format: Some(TimeFormat::H12),
        ..ProfileChange::default()
    };
    app.api.change_profile(change).await.unwrap();

    app.go_to("2026-11-23T13:45:00Z").await;

    let message = app.channel.accepted(1).await.remove(0);
    assert_eq!(message.facts[0], "2:00 PM–2:30 PM · starts in 15 min");
    assert!(!message.story.contains("14:00"), "{}", message.story);
    let status = app.api.status().await.unwrap();
    assert_eq!(status.hours, Hours::Twelve);
    assert_eq!(status.usual_hours, Hours::TwentyFour);
}

#[tokio::test]
async fn each_lead_time_reminds_once() {
    let app = App::start("2026-11-23T08:00:00Z").await;
    app.lead_times(&[15, 5, 0]).await;
    app.connect("day.ics", &[event("Standup", "2026-11-23T09:00:00Z")])
        .await;

    for (now, sent) in [
        ("08:45", 1),
        ("08:54", 1),
        ("08:55", 2),
        ("09:00", 3),
        ("09:20", 3),
    ] {
        app.go_to(&format!("2026-11-23T{now}:00Z")).await;
        if sent > 0 {
            app.channel.accepted(sent).await;
        }
        app.settled().await;
        assert_eq!(app.channel.messages().len(), sent, "at {now}");
    }
}

#[tokio::test]
async fn join_is_offered_where_there_is_a_link() {
    let app = App::start("2026-11-23T08:00:00Z").await;
    let call = event("Call", "2026-11-23T09:00:00Z").with("URL:https://meet.jit.si/call");
    app.connect("day.ics", &[call]).await;

    app.go_to("2026-11-23T08:45:00Z").await;

    let message = app.channel.accepted(1).await.remove(0);
    assert_eq!(
        message.join_link.as_deref(),
        Some("https://meet.jit.si/call")
    );
    assert!(message.actions.contains(&Action::Join));
}

#[tokio::test]
async fn a_failed_attempt_is_made_again_three_times_and_then_told() {
    let app = App::start("2026-11-23T08:00:00Z").await;
    app.connect("day.ics", &[event("Standup", "2026-11-23T09:00:00Z")])
        .await;
    app.channel
        .refuse([transient(), transient(), transient(), transient()]);

    app.go_to("2026-11-23T08:45:00Z").await;
    app.channel.attempted(1).await;
    // About 5 s, 30 s and 2 min later, a fifth of it more or less.
    for (seconds, attempts) in [(7, 2), (37, 3), (150, 4)] {
        app.settled().await;
        app.clock.advance_ms(seconds * 1000);
        app.channel.attempted(attempts).await;
    }

    let row = app.row_becomes("Standup", NotificationStatus::Failed).await;
    assert_eq!(
        (row.retry_count, row.error_message.as_deref()),
        (3, Some("the server is busy"))
    );
    let problems = app.api.status().await.unwrap().problems;
    assert_eq!(
        problems,
        [Problem::at(
            "A reminder could not be delivered: see Reminders.".into(),
            &Place::Page(Page::Reminders),
        )]
    );
}

#[tokio::test]
async fn a_failed_reminder_can_be_tried_again_by_hand() {
    let app = App::start("2026-11-23T08:00:00Z").await;
    app.connect("day.ics", &[event("Standup", "2026-11-23T09:00:00Z")])
        .await;
    app.channel.refuse([SendError::Permanent {
        reason: "no such channel".into(),
    }]);
    app.go_to("2026-11-23T08:45:00Z").await;
    let failed = app.row_becomes("Standup", NotificationStatus::Failed).await;

    app.api.retry(failed.id).await.unwrap();

    let message = app.channel.accepted(1).await.remove(0);
    let sent = app.row_becomes("Standup", NotificationStatus::Sent).await;
    assert_eq!(message.idempotency_key, failed.idempotency_key);
    assert_eq!(sent.message_text, failed.message_text);
}

#[tokio::test]
async fn every_attempt_carries_the_same_key_and_text() {
    let app = App::start("2026-11-23T08:00:00Z").await;
    app.connect("day.ics", &[event("Standup", "2026-11-23T09:00:00Z")])
        .await;
    app.channel.refuse([transient()]);
    app.go_to("2026-11-23T08:45:00Z").await;
    app.channel.attempted(1).await;
    let waiting = app
        .row_becomes("Standup", NotificationStatus::Pending)
        .await;
    // The story changes after the first attempt; the reminder's text is frozen.
    let shown = app.events("2026-11-23", "2026-11-24").await.remove(0);
    app.api
        .regenerate_story(shown.id, Default::default())
        .await
        .unwrap();

    app.settled().await;
    app.clock.advance_ms(7_000);

    let message = app.channel.accepted(1).await.remove(0);
    assert_eq!(message.idempotency_key, waiting.idempotency_key);
    assert_eq!(message.story, shown.storyline.unwrap().story_text);
}

#[tokio::test]
async fn nobody_there_to_take_it_costs_no_attempt() {
    let app = App::start("2026-11-23T08:00:00Z").await;
    app.connect("day.ics", &[event("Standup", "2026-11-23T09:00:00Z")])
        .await;
    let absent = || SendError::Unreachable {
        reason: "no notification daemon".into(),
    };
    app.channel.refuse((0..10).map(|_| absent()));

    app.go_to("2026-11-23T08:45:00Z").await;
    for attempts in 1..=10 {
        app.channel.attempted(attempts).await;
        app.row_becomes("Standup", NotificationStatus::Pending)
            .await;
        app.settled().await;
        app.clock.advance_ms(31_000);
    }

    app.channel.accepted(1).await;
    assert_eq!(
        app.row_becomes("Standup", NotificationStatus::Sent)
            .await
            .retry_count,
        0
    );
}

#[tokio::test]
async fn the_receiver_s_own_wish_is_honoured() {
    let app = App::start("2026-11-23T08:00:00Z").await;
    app.connect("day.ics", &[event("Standup", "2026-11-23T09:00:00Z")])
        .await;
    let retry_after = Some(Duration::from_secs(60));
    app.channel.refuse([SendError::Transient {
        reason: "slow down".into(),
        retry_after,
    }]);

    app.go_to("2026-11-23T08:45:00Z").await;
    app.channel.attempted(1).await;
    app.settled().await;
    app.clock.advance_ms(59_000);
    app.settled().await;
    assert_eq!(app.channel.attempts(), 1);

    app.clock.advance_ms(3_000);
    app.channel.accepted(1).await;
}

#[tokio::test]
async fn a_snoozed_reminder_comes_again() {
    let app = App::start("2026-11-23T08:00:00Z").await;
    app.connect("day.ics", &[event("Standup", "2026-11-23T09:00:00Z")])
        .await;
    app.go_to("2026-11-23T08:45:00Z").await;
    let sent = app.row_becomes("Standup", NotificationStatus::Sent).await;

    app.api
        .snooze(sent.id, Snooze { minutes: 5 })
        .await
        .unwrap();
    app.go_to("2026-11-23T08:50:00Z").await;

    let messages = app.channel.accepted(2).await;
    assert_eq!(messages[1].title, "Standup");
    assert_ne!(messages[1].idempotency_key, messages[0].idempotency_key);
}

#[tokio::test]
async fn done_cancels_what_still_waits_about_the_event() {
    let app = App::start("2026-11-23T08:00:00Z").await;
    app.lead_times(&[15, 5]).await;
    app.connect("day.ics", &[event("Standup", "2026-11-23T09:00:00Z")])
        .await;
    app.go_to("2026-11-23T08:45:00Z").await;
    let sent = app.row_becomes("Standup", NotificationStatus::Sent).await;

    app.api.dismiss(sent.id).await.unwrap();
    app.go_to("2026-11-23T08:56:00Z").await;

    assert_eq!(
        app.ledger_lines().await,
        ["Standup SENT", "Standup CANCELLED"]
    );
    assert_eq!(app.channel.messages().len(), 1);
}

#[tokio::test]
async fn a_pause_holds_reminders_and_resuming_hands_them_over() {
    let app = App::start("2026-11-23T08:00:00Z").await;
    app.connect("day.ics", &[event("Standup", "2026-11-23T09:00:00Z")])
        .await;
    let paused = app.api.pause(Pause::Hour).await.unwrap();
    assert_eq!(paused.paused_until_local.unwrap().time, "09:00");

    app.go_to("2026-11-23T08:50:00Z").await;
    assert_eq!(app.channel.attempts(), 0);
    app.api.pause(Pause::Resume).await.unwrap();

    let message = app.channel.accepted(1).await.remove(0);
    assert_eq!(message.facts[0], "09:00–09:30 · starts in 10 min");
}

#[tokio::test]
async fn a_crowd_of_reminders_at_one_moment_all_come_once() {
    let app = App::start("2026-11-23T08:00:00Z").await;
    let crowd: Vec<_> = (0..50)
        .map(|n| event(&format!("Event {n:02}"), "2026-11-23T09:00:00Z"))
        .collect();
    app.connect("day.ics", &crowd).await;

    app.go_to("2026-11-23T08:45:00Z").await;
    app.channel.accepted(50).await;
    app.settled().await;

    let mut titles = app.channel.titles();
    titles.sort();
    let expected: Vec<_> = (0..50).map(|n| format!("Event {n:02}")).collect();
    assert_eq!(titles, expected);
}
