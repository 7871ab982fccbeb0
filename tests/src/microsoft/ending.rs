//! The person takes the access away at Microsoft, or Graph has trouble for long.

use storytime_types::calendars::IntegrationStatus;

use super::NOW;
use super::following::{sign_in, today, with_standup};
use crate::support::app::App;
use crate::support::graph_fake::events::meeting;
use crate::support::graph_fake::{GraphFake, Mood};

const ENDED: &str =
    "Microsoft no longer accepts this sign-in (invalid_grant): connect the account again";

#[tokio::test]
async fn access_that_is_taken_away_in_the_middle_of_a_sync_is_told_once_and_nothing_more_is_asked()
{
    let graph = GraphFake::start().await;
    graph.put(meeting("standup", "Standup", "2026-11-23T09:00:00Z"));
    for number in 0..4 {
        graph.make_calendar(&format!("team{number}"), &format!("Team {number}"));
    }
    let app = App::start(NOW).await;
    graph.stand_in(&app.folder.path().join("data"));
    sign_in(&app).await;
    app.settled().await;
    graph.asked();

    graph.mood(Mood::TakenAway);
    app.poll().await;

    let account = app.the_account().await;
    assert_eq!(account.status, IntegrationStatus::Expired);
    assert_eq!(account.error_message.as_deref(), Some(ENDED));
    let problems = app.api.status().await.unwrap().problems;
    let said = problems.iter().filter(|one| one.text.contains(ENDED));
    assert_eq!(said.count(), 1, "{problems:?}");
    let asked = graph.asked();
    let refused = asked.iter().filter(|one| *one == "refused");
    assert!(
        refused.count() <= 2,
        "two at once, and no further: {asked:?}"
    );
    assert_eq!(today(&app).await, ["Standup 09:00"]);
}

#[tokio::test]
async fn an_hour_of_trouble_at_graph_costs_a_handful_of_questions_and_heals_by_itself() {
    let (app, graph) = with_standup().await;
    let before = graph.arrivals().len();

    graph.mood(Mood::Fails(500, "generalException"));
    // Between the standup and the next morning, when all is read in any case.
    app.go_to("2026-11-23T10:00:00Z").await;
    for _ in 0..12 {
        app.poll().await;
    }
    let cost = graph.arrivals().len() - before;
    assert!((3..=6).contains(&cost), "{cost} questions");
    let account = app.the_account().await;
    assert_eq!(account.status, IntegrationStatus::Error);
    assert!(account.error_message.unwrap().contains("(500)"));

    graph.mood(Mood::Well);
    graph.put(meeting("supper", "Supper", "2026-11-23T19:00:00Z"));
    for _ in 0..12 {
        app.poll().await;
    }
    let account = app.the_account().await;
    assert_eq!(account.status, IntegrationStatus::Active);
    assert_eq!(account.error_message, None);
    assert_eq!(today(&app).await, ["Standup 09:00", "Supper 19:00"]);
}
