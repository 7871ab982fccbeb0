//! A Graph that refuses, lies or breaks down: a clear word each time, and nothing goes where it must
//! not.

use std::time::Duration;

use rstest::rstest;
use storytime_core::calendars::caldav::Look;
use storytime_core::calendars::found::Wanted;
use storytime_core::calendars::{BodyCache, FetchError};
use storytime_types::CalendarId;
use tokio::task::JoinSet;

use super::Looker;
use crate::bad_input::servers::{Manner, Server};
use crate::support::graph_fake::events::meeting;
use crate::support::graph_fake::{GraphFake, Mood, WORK};

async fn with_two_pages() -> (GraphFake, Looker) {
    let graph = GraphFake::start().await;
    graph.page_size(1);
    graph.put(meeting("a", "Standup", "2026-11-24T09:00:00Z"));
    graph.put(meeting("b", "Retro", "2026-11-24T15:00:00Z"));
    let looker = Looker::at(&graph);
    (graph, looker)
}

#[rstest]
#[case(Mood::WebPage)]
#[case(Mood::HalfAnswers)]
#[case(Mood::AlienJson)]
#[tokio::test]
async fn an_answer_that_is_not_the_api_s_is_not_understood(#[case] mood: Mood) {
    let (graph, mut looker) = with_two_pages().await;
    graph.mood(mood);
    assert!(matches!(
        looker.fails().await,
        FetchError::NotUnderstood { .. }
    ));
}

#[rstest]
#[case(
    Mood::Fails(500, "generalException"),
    "cannot answer at the moment (500)"
)]
#[case(
    Mood::Fails(503, "serviceNotAvailable"),
    "cannot answer at the moment (503)"
)]
#[case(
    Mood::Fails(403, "ErrorAccessDenied"),
    "does not let this account see the calendar"
)]
#[case(
    Mood::Fails(404, "MailboxNotEnabledForRESTAPI"),
    "has no calendar for events"
)]
#[case(
    Mood::Fails(401, "InvalidAuthenticationToken"),
    "does not accept the sign-in"
)]
#[case(Mood::RedirectsInCircles, "more than 5 times")]
#[tokio::test]
async fn a_refusal_is_one_clear_sentence(#[case] mood: Mood, #[case] says: &str) {
    let (graph, mut looker) = with_two_pages().await;
    graph.mood(mood);
    let sentence = looker.fails().await.to_string();
    assert!(sentence.contains(says), "{sentence}");
}

#[rstest]
#[case(429, Some("7"), Some(7))]
#[case(429, None, None)]
#[case(503, Some("120"), Some(120))]
#[case(504, Some("5"), Some(5))]
#[case(509, Some("5"), Some(5))]
#[tokio::test]
async fn who_asked_too_often_is_told_for_how_long_to_wait(
    #[case] status: u16,
    #[case] header: Option<&'static str>,
    #[case] seconds: Option<u64>,
) {
    let (graph, mut looker) = with_two_pages().await;
    graph.mood(Mood::Throttles(status, header));
    let FetchError::Throttled { retry_after, .. } = looker.fails().await else {
        panic!("not throttled")
    };
    assert_eq!(retry_after, seconds.map(Duration::from_secs));
}

#[tokio::test]
async fn a_token_that_was_changed_meanwhile_is_refused_in_the_middle() {
    let (graph, mut looker) = with_two_pages().await;
    assert_eq!(looker.quick().await.unwrap().len(), 2);
    graph.change_token("another");
    assert!(matches!(
        looker.fails().await,
        FetchError::TokenRefused { .. }
    ));
}

#[tokio::test]
async fn the_token_goes_to_no_other_host_whatever_a_page_says() {
    let (graph, looker) = with_two_pages().await;
    let elsewhere = GraphFake::start().await;
    graph.mood(Mood::PagesAt(elsewhere.api().replace("/v1.0", "")));

    let refused = looker.list().await.unwrap_err();

    assert!(
        matches!(refused, FetchError::RedirectRefused { .. }),
        "{refused}"
    );
    assert!(elsewhere.arrivals().is_empty());
}

#[rstest]
#[case(Mood::PagesInCircles)]
#[case(Mood::EmptyPagesForEver)]
#[tokio::test]
async fn a_list_without_end_is_given_up(#[case] mood: Mood) {
    let (graph, looker) = with_two_pages().await;
    graph.mood(mood);
    let refused = looker.list().await.unwrap_err();
    assert!(
        matches!(refused, FetchError::NotUnderstood { .. }),
        "{refused}"
    );
    assert!(graph.arrivals().len() <= 500);
}

#[tokio::test]
async fn a_calendar_that_is_deleted_between_two_pages_is_gone_and_not_half_read() {
    let (graph, mut looker) = with_two_pages().await;
    graph.mood(Mood::DeletedBetweenPages);
    assert!(matches!(
        looker.fails().await,
        FetchError::CalendarGone { .. }
    ));
    assert_eq!(graph.asked(), ["calendars", "full"]);
}

#[tokio::test]
async fn a_body_without_end_is_not_taken_in() {
    let server = Server::start().await.unwrap();
    server.behave(Manner::Endless);
    let api = server.address.replace("/team.ics", "/v1.0");
    let refused = Looker::at_address(&api).list().await.unwrap_err();
    assert!(matches!(refused, FetchError::TooLarge { .. }), "{refused}");
}

#[tokio::test]
async fn an_account_is_asked_at_most_four_things_at_once() {
    const SLOW: Duration = Duration::from_millis(150);
    let graph = GraphFake::start().await;
    for number in 0..11 {
        graph.make_calendar(&format!("c{number}"), "More");
    }
    let looker = Looker::at(&graph);
    let found = looker.list().await.unwrap();
    graph.mood(Mood::Slow(SLOW));
    let before = graph.arrivals().len();

    let mut all = JoinSet::new();
    for calendar in found {
        let (source, window) = (looker.source.clone(), looker.window());
        let bodies: BodyCache = looker.bodies.clone();
        all.spawn(async move {
            let id = CalendarId(WORK.replace('=', ""));
            let wanted = Wanted {
                known: None,
                last: bodies.last_of(&id),
                look: Look::Quick,
                from: window.from,
                to: window.to,
            };
            source.fetch(&calendar.location, wanted).await.unwrap();
        });
    }
    all.join_all().await;

    let arrivals = graph.arrivals().split_off(before);
    assert_eq!(arrivals.len(), 12);
    for five in arrivals.windows(5) {
        let apart = five[4].duration_since(five[0]);
        assert!(apart >= SLOW * 9 / 10, "the fifth came after {apart:?}");
    }
}
