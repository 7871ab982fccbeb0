//! An account that is followed by the app itself: what is done there is known here after the next
//! look, and nothing that is known is lost while Graph has trouble.

use storytime_server::LoopbackLanding;
use storytime_types::calendars::{CalendarProvider, IntegrationStatus};
use storytime_types::sign_in::{AccountAnswer, ConnectAccount};

use super::NOW;
use crate::support::app::App;
use crate::support::graph_fake::events::{changed, meeting, occurrence};
use crate::support::graph_fake::{GraphFake, Mood};

/// An app that is signed in at Graph, where there is a standup at nine.
pub(super) async fn with_standup() -> (App, GraphFake) {
    let graph = GraphFake::start().await;
    graph.put(meeting("standup", "Standup", "2026-11-23T09:00:00Z"));
    let app = App::start(NOW).await;
    graph.stand_in(&app.folder.path().join("data"));
    sign_in(&app).await;
    app.settled().await;
    graph.asked();
    (app, graph)
}

pub(super) async fn sign_in(app: &App) {
    let asked = |code: Option<&str>, state| ConnectAccount {
        code: code.map(Into::into),
        state,
        ..ConnectAccount::default()
    };
    let connect = |asked| {
        let (provider, site) = (CalendarProvider::Microsoft, &LoopbackLanding);
        app.api.connect_account(provider, asked, site)
    };
    let AccountAnswer::Begun(begun) = connect(asked(None, None)).await.unwrap() else {
        panic!("nobody has signed in yet")
    };
    let done = connect(asked(Some("a-code"), Some(begun.state))).await;
    assert!(matches!(done.unwrap(), AccountAnswer::Connected(_)));
}

pub(super) async fn today(app: &App) -> Vec<String> {
    app.starts("2026-11-23", "2026-11-24").await
}

#[tokio::test]
async fn events_arrive_and_remind() {
    let (app, _graph) = with_standup().await;
    assert_eq!(today(&app).await, ["Standup 09:00"]);
    app.go_to("2026-11-23T08:45:00Z").await;
    let sent = app.channel.accepted(1).await;
    assert_eq!(sent[0].title, "Standup");
}

#[tokio::test]
async fn what_is_added_moved_called_off_and_deleted_there_is_known_here() {
    let (app, graph) = with_standup().await;

    graph.put(meeting("retro", "Retro", "2026-11-23T15:00:00Z"));
    graph.put(meeting("lunch", "Lunch", "2026-11-23T12:00:00Z"));
    app.poll().await;
    assert_eq!(
        today(&app).await,
        ["Standup 09:00", "Lunch 12:00", "Retro 15:00"]
    );

    graph.put(meeting("standup", "Standup", "2026-11-23T11:00:00Z"));
    let called_off = serde_json::json!({"isCancelled": true});
    graph.put(changed(
        meeting("lunch", "Lunch", "2026-11-23T12:00:00Z"),
        called_off,
    ));
    graph.delete("retro");
    app.poll().await;

    assert_eq!(today(&app).await, ["Standup 11:00"]);
    let mut ledger = app.ledger_lines().await;
    ledger.sort();
    assert_eq!(
        ledger,
        [
            "Lunch CANCELLED",
            "Retro CANCELLED",
            "Standup CANCELLED",
            "Standup PENDING"
        ]
    );
}

#[tokio::test]
async fn a_moved_instance_of_a_series_is_the_same_instance() {
    let (app, graph) = with_standup().await;
    graph.put(occurrence("daily", "Daily", "2026-11-23T10:00:00Z"));
    graph.put(occurrence("daily", "Daily", "2026-11-24T10:00:00Z"));
    app.poll().await;

    let at = |time| serde_json::json!({"dateTime": format!("2026-11-23T{time}:00.0000000"), "timeZone": "UTC"});
    let moved = serde_json::json!({"type": "exception", "start": at("14:00"), "end": at("14:30")});
    graph.put(changed(
        occurrence("daily", "Daily", "2026-11-23T10:00:00Z"),
        moved,
    ));
    app.poll().await;

    assert_eq!(today(&app).await, ["Standup 09:00", "Daily 14:00"]);
    assert_eq!(app.events("2026-11-24", "2026-11-25").await.len(), 1);
}

#[tokio::test]
async fn an_unchanged_account_is_looked_at_with_two_short_questions() {
    let (app, graph) = with_standup().await;
    app.poll().await;
    assert_eq!(graph.asked(), ["calendars", "light"]);
}

#[tokio::test]
async fn while_graph_has_trouble_nothing_is_lost_and_afterwards_all_is_well() {
    let (app, graph) = with_standup().await;
    graph.mood(Mood::WebPage);
    app.poll().await;

    let account = app.the_account().await;
    assert_eq!(account.status, IntegrationStatus::Error);
    assert!(account.error_message.unwrap().contains("makes no sense"));
    assert_eq!(today(&app).await, ["Standup 09:00"]);

    graph.mood(Mood::Well);
    app.go_to("2026-11-23T08:44:00Z").await;
    assert_eq!(app.the_account().await.status, IntegrationStatus::Active);
    app.go_to("2026-11-23T08:45:00Z").await;
    app.channel.accepted(1).await;
}
