//! What went wrong lately is told in words, also once it is well again.

use storytime_core::channels::SendError;
use storytime_core::vault::VaultError;
use storytime_types::notifications::NotificationStatus;
use storytime_types::problems::ProblemKind;

use crate::secrets::addresses::{at, server};
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
    assert_eq!(app.api.problems().await.unwrap()[0].times, 1);
    app.clock.advance_ms(60 * 60_000);
    app.settled().await;

    let problems = app.api.problems().await.unwrap();

    let kinds: Vec<_> = problems.iter().map(|problem| problem.kind).collect();
    assert_eq!(kinds, [ProblemKind::Sync, ProblemKind::Delivery]);
    assert_eq!(problems[0].times, 2, "the same is told once an hour");
    assert!(problems[0].last_local.is_some());
    assert!(problems[0].text.starts_with("team: "), "{problems:?}");
    assert!(problems.iter().all(|problem| !problem.mended));
    assert!(problems[1].text.contains("the channel is closed"));
    assert!(!problems[1].text.contains("Secret meeting"));
    app.go_to("2026-12-01T08:00:00Z").await;
    std::fs::write(&path, crate::support::calendar::calendar(&events)).unwrap();
    app.poll().await;
    app.go_to("2026-12-08T09:00:00Z").await;
    assert!(app.api.problems().await.unwrap().is_empty());
}

#[tokio::test]
async fn what_can_be_read_again_is_told_as_mended() {
    let app = App::start("2026-11-23T08:00:00Z").await;
    let events = [event("Standup", "2026-11-23T09:00:00Z")];
    let path = app.connect("team.ics", &events).await;
    std::fs::remove_file(&path).unwrap();
    app.poll().await;
    assert!(!app.api.problems().await.unwrap()[0].mended);
    std::fs::write(&path, crate::support::calendar::calendar(&events)).unwrap();

    app.poll().await;

    let problems = app.api.problems().await.unwrap();
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert!(problems[0].mended, "{problems:?}");
}

#[tokio::test]
async fn a_shut_vault_is_one_problem_whatever_waits_for_it() {
    let server = server().await;
    let app = App::start("2026-11-23T08:00:00Z").await;
    for name in ["one", "two"] {
        let url = format!("{}/private/{name}.ics", server.uri());
        app.api.connect_ics(at(url)).await.unwrap();
        app.settled().await;
    }
    app.keyring.forget();
    let app = app.restart("2026-11-23T08:10:00Z").await;

    let problems = app.api.problems().await.unwrap();
    let told: Vec<_> = problems.iter().map(|one| (one.kind, &*one.text)).collect();
    let sentence = VaultError::Lost.sentence();
    assert_eq!(told, [(ProblemKind::Secrets, &*sentence)]);
    assert_eq!(problems[0].advice, "");

    app.api.begin_vault_anew().await.unwrap();
    app.settled().await;
    app.poll().await;

    let problems = app.api.problems().await.unwrap();
    let open: Vec<_> = problems.iter().filter(|one| !one.mended).collect();
    assert!(!open.is_empty(), "{problems:?}");
    for one in open {
        assert_eq!((one.kind, &*one.advice), (ProblemKind::Sync, ""));
        assert!(one.text.contains(": its address is gone"), "{one:?}");
    }
}
