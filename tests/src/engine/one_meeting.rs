//! The same meeting in two calendars.

use crate::support::app::App;
use crate::support::calendar::{EventText, event};

const NOW: &str = "2026-11-22T08:00:00Z";

fn invitation() -> EventText {
    event("Review", "2026-11-22T09:00:00Z").with("ORGANIZER:mailto:ann@example.org")
}

#[tokio::test]
async fn an_invitation_in_two_calendars_reminds_once_and_says_which_copy_does() {
    let app = App::start(NOW).await;
    app.connect("work.ics", &[invitation()]).await;
    app.connect("home.ics", &[invitation()]).await;

    let events = app.events("2026-11-22", "2026-11-23").await;
    let copies: Vec<_> = events.iter().filter(|one| one.copy_of.is_some()).collect();
    assert_eq!((events.len(), copies.len()), (2, 1));
    let calendars = app.api.calendars().await.unwrap();
    assert_eq!(copies[0].calendar_id, calendars[1].calendars[0].id);
    app.go_to("2026-11-22T08:50:00Z").await;
    app.channel.accepted(1).await;
    assert_eq!(app.channel.titles(), ["Review"]);
    assert_eq!(app.ledger_lines().await, ["Review SENT"]);
}

#[tokio::test]
async fn the_other_copy_reminds_once_the_first_one_is_gone() {
    let app = App::start(NOW).await;
    let path = app.connect("work.ics", &[invitation()]).await;
    app.connect("home.ics", &[invitation()]).await;

    app.rewrite(path.file_name().unwrap().to_str().unwrap(), &[])
        .await;

    assert_eq!(
        app.ledger_lines().await,
        ["Review CANCELLED", "Review PENDING"]
    );
}

#[tokio::test]
async fn a_copy_that_arrives_after_the_reminder_does_not_remind_again() {
    let app = App::start(NOW).await;
    app.connect("work.ics", &[]).await;
    app.connect("home.ics", &[invitation()]).await;
    app.go_to("2026-11-22T08:46:00Z").await;
    app.channel.accepted(1).await;

    app.rewrite("work.ics", &[invitation()]).await;

    assert_eq!(app.ledger_lines().await, ["Review SENT"]);
}

#[tokio::test]
async fn meetings_of_the_same_name_without_an_organiser_are_two() {
    let app = App::start(NOW).await;
    app.connect(
        "work.ics",
        &[event("Lunch", "2026-11-22T12:00:00Z").with("UID:a")],
    )
    .await;
    app.connect(
        "home.ics",
        &[event("Lunch", "2026-11-22T12:00:00Z").with("UID:b")],
    )
    .await;

    assert_eq!(app.ledger_lines().await, ["Lunch PENDING", "Lunch PENDING"]);
}
