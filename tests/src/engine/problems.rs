//! What went wrong lately is told in words, also once it is well again.

use storytime_core::channels::SendError;
use storytime_types::notifications::NotificationStatus;
use storytime_types::problems::ProblemKind;

use crate::support::app::App;
use crate::support::calendar::event;

#[tokio::test]
async fn a_calendar_that_could_not_be_read_and_a_reminder_that_did_not_go_out_are_told() {
    let app = App::start("2026-11-23T08:00:00Z").await;
    assert!(app.api.problems().await.unwrap().is_empty());
    let events = [event("Secret meeting", "2026-11-23T09:00:00Z")];
    let path = app.connect("team.ics", &events).await;
    app.channel.refuse([SendError::Permanent {
        reason: "the channel is closed".into(),
    }]);
    app.go_to("2026-11-23T08:45:00Z").await;
    app.row_becomes("Secret meeting", NotificationStatus::Failed)
        .await;
    std::fs::remove_file(&path).unwrap();
    app.poll().await;
    app.poll().await;

    let problems = app.api.problems().await.unwrap();

    let kinds: Vec<_> = problems.iter().map(|problem| problem.kind).collect();
    assert_eq!(kinds, [ProblemKind::Sync, ProblemKind::Delivery]);
    assert!(problems[0].times >= 2);
    assert!(problems[0].last_local.is_some());
    assert!(problems[1].text.contains("the channel is closed"));
    assert!(!problems[1].text.contains("Secret meeting"));
    app.go_to("2026-12-01T08:00:00Z").await;
    std::fs::write(&path, crate::support::calendar::calendar(&events)).unwrap();
    app.poll().await;
    app.go_to("2026-12-08T09:00:00Z").await;
    assert!(app.api.problems().await.unwrap().is_empty());
}
