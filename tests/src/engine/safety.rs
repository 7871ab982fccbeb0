//! What must hold when things go wrong: one engine a folder, interrupted attempts, damaged files.

use storytime_core::engine::EngineError;
use storytime_types::notifications::NotificationStatus;

use crate::support::app::App;
use crate::support::calendar::event;

#[tokio::test]
async fn a_second_engine_on_the_same_folder_is_told_who_holds_it() {
    let app = App::start("2026-11-23T08:00:00Z").await;

    let second = app.second_engine().await;

    let pid = std::process::id().to_string();
    assert!(matches!(second, Err(EngineError::AlreadyRunning { pid: holder }) if holder == pid));
}

#[tokio::test]
async fn a_damaged_database_is_set_aside_for_the_newest_backup() {
    // The first sync of the day writes a backup; the day after, it holds the calendar.
    let app = App::start("2026-11-22T08:00:00Z").await;
    app.connect("day.ics", &[event("Standup", "2026-11-24T09:00:00Z")])
        .await;
    app.go_to("2026-11-23T08:00:00Z").await;
    let folder = app.stop().await;
    let data = folder.path().join("data");
    std::fs::write(data.join("storytime.db"), "no database at all").unwrap();

    let app = App::start_in(folder, "2026-11-24T08:00:00Z").await;
    app.go_to("2026-11-24T08:45:00Z").await;

    assert_eq!(app.channel.accepted(1).await[0].title, "Standup");
    let problems = app.api.status().await.unwrap().problems;
    assert!(problems[0].text.contains("damaged"), "{problems:?}");
    let set_aside = std::fs::read_dir(&data).unwrap().flatten().any(|entry| {
        entry
            .file_name()
            .to_string_lossy()
            .starts_with("storytime-damaged-")
    });
    assert!(set_aside);
}

#[tokio::test]
async fn a_calendar_that_cannot_be_read_keeps_its_events_and_says_why() {
    let app = App::start("2026-11-23T08:00:00Z").await;
    let path = app
        .connect("day.ics", &[event("Standup", "2026-11-23T09:00:00Z")])
        .await;

    std::fs::remove_file(&path).unwrap();
    app.poll().await;
    let integration = app.api.calendars().await.unwrap().remove(0);
    assert!(integration.error_message.unwrap().contains("day.ics"));
    app.go_to("2026-11-23T08:45:00Z").await;

    app.channel.accepted(1).await;
}

#[tokio::test]
async fn a_clock_set_back_by_a_year_loses_nothing_and_repeats_nothing() {
    let app = App::start("2026-11-23T08:00:00Z").await;
    let events = [
        event("Standup", "2026-11-23T09:00:00Z"),
        event("Review", "2025-11-23T09:00:00Z"),
    ];
    app.connect("day.ics", &events).await;
    app.go_to("2026-11-23T08:45:00Z").await;
    app.row_becomes("Standup", NotificationStatus::Sent).await;

    app.clock
        .set(crate::support::calendar::at("2025-11-23T08:00:00Z"));
    app.settled().await;
    app.poll().await;
    app.go_to("2025-11-23T08:45:00Z").await;
    assert_eq!(app.channel.accepted(2).await[1].title, "Review");
    let problems = app.api.status().await.unwrap().problems;
    assert_eq!(
        problems[0].text,
        "This computer's clock shows 2025-11-23, though it was 2026-11-23 here already: set it \
         right, or reminders come at the wrong time."
    );

    app.go_to("2026-11-23T08:50:00Z").await;
    assert_eq!(app.channel.titles(), ["Standup", "Review"]);
    assert_eq!(app.api.status().await.unwrap().problems, []);
}

#[tokio::test]
async fn a_clock_that_was_a_year_ahead_and_is_right_again_is_told_of_for_a_week() {
    let app = App::start("2027-11-23T08:00:00Z").await;
    app.connect("day.ics", &[]).await;
    app.clock
        .set(crate::support::calendar::at("2026-11-23T08:00:00Z"));
    app.settled().await;
    app.poll().await;
    assert_eq!(app.api.status().await.unwrap().problems.len(), 1);

    app.go_to("2026-12-01T08:00:00Z").await;
    assert_eq!(app.api.status().await.unwrap().problems, []);
}
