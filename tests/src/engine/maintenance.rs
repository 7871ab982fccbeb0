//! What is too old goes at night, or at the next start after a night that was slept through.

use storytime_types::notifications::NotificationStatus;

use crate::support::app::App;
use crate::support::calendar::event;

async fn reminded_once() -> App {
    let app = App::start("2026-11-23T08:00:00Z").await;
    app.connect("team.ics", &[event("Standup", "2026-11-23T09:00:00Z")])
        .await;
    app.go_to("2026-11-23T08:45:00Z").await;
    app.row_becomes("Standup", NotificationStatus::Sent).await;
    app
}

#[tokio::test]
async fn a_reminder_is_listed_for_ninety_days_and_goes_in_the_night_after() {
    let app = reminded_once().await;

    app.go_to("2027-02-21T03:36:00Z").await;
    app.go_to("2027-02-21T08:50:00Z").await;
    assert_eq!(app.ledger_lines().await, ["Standup SENT"]);

    app.go_to("2027-02-22T03:29:00Z").await;
    assert_eq!(app.ledger_lines().await, ["Standup SENT"]);
    app.go_to("2027-02-22T03:36:00Z").await;
    assert!(app.ledger_lines().await.is_empty());
}

#[tokio::test]
async fn a_night_that_was_slept_through_is_made_up_for_at_the_next_start() {
    let app = reminded_once().await;
    app.go_to("2026-11-24T04:00:00Z").await;

    let app = app.restart("2027-03-01T12:00:00Z").await;

    assert!(app.ledger_lines().await.is_empty());
    assert!(app.events("2026-11-23", "2026-11-24").await.is_empty());
}
