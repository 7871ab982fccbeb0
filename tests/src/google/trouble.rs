//! A server in trouble, or another one in its place: a clear error, and nothing known is lost.

use rstest::rstest;
use storytime_core::calendars::bearer::Bearer;
use storytime_core::calendars::source::SourceAddress;
use storytime_core::calendars::{CalendarSource, FetchError, NextTry};
use storytime_types::Secret;

use super::Follower;
use crate::bad_input::servers::{Manner, Server};
use crate::support::google_fake::Mood;
use crate::support::google_fake::event::event;

fn kind(error: &FetchError) -> &'static str {
    match error {
        FetchError::TokenRefused { .. } => "token refused",
        FetchError::Throttled { .. } => "throttled",
        FetchError::AccessDenied { .. } => "access denied",
        FetchError::Busy { .. } => "busy",
        FetchError::NotUnderstood { .. } => "not understood",
        FetchError::CalendarGone { .. } => "gone",
        _ => "other",
    }
}

#[rstest]
#[case(Mood::SignedOut, "token refused")]
#[case(Mood::Quota(403), "throttled")]
#[case(Mood::Quota(429), "throttled")]
#[case(Mood::Forbidden, "access denied")]
#[case(Mood::Fails(500), "busy")]
#[case(Mood::Fails(503), "busy")]
#[case(Mood::Fails(404), "gone")]
#[case(Mood::WebPage, "not understood")]
#[case(Mood::HalfAnswers, "not understood")]
#[case(Mood::AlienJson, "not understood")]
#[case(Mood::NothingAtAll, "not understood")]
#[tokio::test]
async fn trouble_is_told_by_its_kind_and_costs_nothing(#[case] mood: Mood, #[case] told: &str) {
    let mut follower = Follower::with([event("Standup", "2026-11-22T09:00:00Z")]).await;
    follower.fake.mood(mood);

    let error = follower.look().await.unwrap_err();

    assert_eq!(kind(&error), told, "{error}");
    let sentence = error.sentence(NextTry::Ours);
    assert!(!sentence.contains("ya29"), "{sentence}");
    follower.fake.mood(Mood::Well);
    follower.fake.put(event("Retro", "2026-11-22T15:00:00Z"));
    follower.look().await.unwrap();
    assert_eq!(follower.lines().len(), 2);
}

#[tokio::test]
async fn an_api_that_is_not_switched_on_says_where_to_switch_it_on() {
    let mut follower = Follower::with([event("Standup", "2026-11-22T09:00:00Z")]).await;
    follower.fake.mood(Mood::ApiOff);
    let sentence = follower.look().await.unwrap_err();
    let sentence = sentence.sentence(NextTry::Yours);
    assert!(
        sentence.contains("switch the Google Calendar API on"),
        "{sentence}"
    );
    assert!(!sentence.contains("sign in again"), "{sentence}");
}

#[rstest]
#[case(Manner::Endless, "is larger than 50 MB")]
#[case(Manner::RedirectsInCircles, "sends us on more than 5 times")]
#[case(Manner::RedirectsToAFile, "which is neither http nor https")]
#[case(Manner::BreaksOff, "broke off")]
#[case(Manner::AnswersAPage, "makes no sense")]
#[case(Manner::NoHttp, "does not speak HTTP")]
#[tokio::test]
async fn a_server_without_end_or_aim_is_left(#[case] manner: Manner, #[case] says: &str) {
    let server = Server::start().await.unwrap();
    server.behave(manner);
    let account = SourceAddress::Google(Bearer {
        api: server
            .address
            .replace("team.ics", "calendar/v3/")
            .parse()
            .unwrap(),
        token: Secret::from("t"),
    });

    let error = CalendarSource::new().list(&account).await.unwrap_err();

    assert!(error.to_string().contains(says), "{error}");
    // Nobody gave an address, and nobody can choose a smaller account.
    let sentence = error.sentence(NextTry::Ours);
    for words in ["give the address", "choose a smaller"] {
        assert!(!sentence.contains(words), "{sentence}");
    }
}
