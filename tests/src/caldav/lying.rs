//! A server that lies, breaks down or sends us elsewhere: the rest goes on, nothing that is known is
//! lost, and there is one clear sentence.

use rstest::rstest;
use storytime_types::ErrorCode;
use storytime_types::calendars::{ConnectCalDav, IntegrationStatus};
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::{NOW, today};
use crate::support::app::App;
use crate::support::calendar::event;
use crate::support::dav_fake::{DavFake, Hrefs, Mood, Sync};

/// The account, and what it was asked so far does not count.
async fn with_standup() -> (App, DavFake) {
    let (app, server) = super::with_standup().await;
    server.asked();
    (app, server)
}

#[tokio::test]
async fn a_look_at_an_unchanged_account_is_one_request_and_one_change_costs_two_more() {
    let (app, server) = with_standup().await;

    app.poll().await;
    assert_eq!(server.asked(), ["PROPFIND"]);

    server.put("retro", event("Retro", "2026-11-22T15:00:00Z"));
    app.poll().await;
    assert_eq!(
        server.asked(),
        ["PROPFIND", "sync-collection", "calendar-multiget"]
    );
    assert_eq!(today(&app).await, ["Standup 09:00", "Retro 15:00"]);
}

#[rstest]
#[case(Sync::Honest)]
#[case(Sync::SaysNothing)]
#[case(Sync::Refuses(400))]
#[case(Sync::Refuses(403))]
#[case(Sync::Refuses(409))]
#[case(Sync::Refuses(410))]
#[case(Sync::Refuses(412))]
#[case(Sync::Refuses(500))]
#[case(Sync::Refuses(507))]
#[case(Sync::CutsOff)]
#[case(Sync::CutsOffForEver)]
#[case(Sync::Unknown)]
#[tokio::test]
async fn however_a_server_answers_for_changes_they_are_found(#[case] sync: Sync) {
    let (app, server) = with_standup().await;
    server.sync(sync);

    server.put("retro", event("Retro", "2026-11-22T15:00:00Z"));
    server.put("lunch", event("Lunch", "2026-11-22T12:00:00Z"));
    server.delete("standup");
    app.poll().await;

    assert_eq!(
        app.ledger_lines().await,
        ["Standup CANCELLED", "Lunch PENDING", "Retro PENDING"]
    );
    let account = app.the_account().await;
    assert_eq!(account.status, IntegrationStatus::Active);
    assert_eq!(account.error_message, None);
}

#[rstest]
#[case(Mood::NoTags)]
#[case(Mood::NoState)]
#[tokio::test]
async fn a_server_without_tags_is_read_all_the_same(#[case] mood: Mood) {
    let (app, server) = with_standup().await;
    server.mood(mood);

    server.put("standup", event("Standup", "2026-11-22T10:00:00Z"));
    app.poll().await;

    assert_eq!(today(&app).await, ["Standup 10:00"]);
}

#[tokio::test]
async fn a_calendar_that_never_admits_a_change_is_compared_once_a_day() {
    let (app, server) = with_standup().await;
    server.mood(Mood::StuckState);
    app.poll().await;

    server.put("next", event("Next", "2026-11-23T15:00:00Z"));
    app.poll().await;
    assert!(app.events("2026-11-23", "2026-11-24").await.is_empty());
    app.go_to("2026-11-23T08:00:00Z").await;

    assert_eq!(app.events("2026-11-23", "2026-11-24").await.len(), 1);
}

#[rstest]
#[case(Mood::WebPage, "does not answer like a CalDAV server")]
#[case(Mood::HalfAnswers, "does not answer like a CalDAV server")]
#[case(Mood::Fails(500), "cannot answer at the moment (500)")]
#[case(Mood::Fails(403), "refuses to show its calendars (403)")]
#[tokio::test]
async fn a_server_in_trouble_is_told_of_and_costs_nothing(#[case] mood: Mood, #[case] says: &str) {
    let (app, server) = with_standup().await;
    server.mood(mood);

    app.poll().await;
    let account = app.the_account().await;
    assert_eq!(account.status, IntegrationStatus::Error);
    let sentence = account.error_message.unwrap();
    assert!(sentence.contains(says), "{sentence}");
    assert_eq!(today(&app).await, ["Standup 09:00"]);

    server.mood(Mood::Well);
    app.poll().await;
    assert_eq!(app.the_account().await.error_message, None);
}

/// Also where everything is compared, what is known is no less than what came.
#[rstest]
#[case(Sync::Honest)]
#[case(Sync::Unknown)]
#[tokio::test]
async fn a_text_that_cannot_be_had_is_asked_for_again_and_costs_nothing(#[case] sync: Sync) {
    let (app, server) = with_standup().await;
    server.sync(sync);
    server.mood(Mood::NoTexts);
    server.put("standup", event("Standup", "2026-11-22T10:00:00Z"));
    server.put("retro", event("Retro", "2026-11-22T15:00:00Z"));
    app.poll().await;
    assert_eq!(today(&app).await, ["Standup 09:00"]);

    server.mood(Mood::Well);
    app.poll().await;

    assert_eq!(today(&app).await, ["Standup 10:00", "Retro 15:00"]);
}

/// However places are written from one look to the next, an event is the same event.
#[rstest]
#[case(Hrefs::Relative)]
#[case(Hrefs::Whole)]
#[case(Hrefs::BehindProxy)]
#[case(Hrefs::Encoded)]
#[tokio::test]
async fn a_place_written_in_another_way_is_the_same(
    #[case] hrefs: Hrefs,
    #[values(Sync::Honest, Sync::Unknown)] sync: Sync,
) {
    let (app, server) = with_standup().await;
    server.put("retro", event("Retro", "2026-11-22T15:00:00Z"));
    app.poll().await;
    server.hrefs(hrefs);
    server.sync(sync);

    server.put("standup", event("Standup", "2026-11-22T10:00:00Z"));
    app.poll().await;
    assert_eq!(today(&app).await, ["Standup 10:00", "Retro 15:00"]);

    server.delete("retro");
    app.poll().await;
    assert_eq!(today(&app).await, ["Standup 10:00"]);
}

async fn that_sends_to(target: &str) -> (App, ConnectCalDav, MockServer) {
    let server = MockServer::start().await;
    let answer = ResponseTemplate::new(302).insert_header("location", target);
    Mock::given(any()).respond_with(answer).mount(&server).await;
    let account = ConnectCalDav {
        url: format!("{}/dav/", server.uri()),
        username: "ann".into(),
        password: "pw".into(),
    };
    (App::start(NOW).await, account, server)
}

#[tokio::test]
async fn a_password_does_not_follow_a_redirect_to_another_server() {
    let other = DavFake::start().await;
    let (app, account, _server) = that_sends_to(&format!("{}/ann/", other.address())).await;

    let refused = app.api.connect_caldav(account).await.unwrap_err();

    assert_eq!(refused.code, ErrorCode::SourceFailed);
    assert!(refused.message.contains("another server"), "{refused}");
    assert!(other.asked().is_empty());
}

#[tokio::test]
async fn a_redirect_to_itself_ends() {
    let (app, account, _server) = that_sends_to("/dav/").await;

    let refused = app.api.connect_caldav(account).await.unwrap_err();

    assert!(refused.message.contains("more than 5 times"), "{refused}");
}

#[rstest]
#[case(Mood::WebPage)]
#[case(Mood::HalfAnswers)]
#[case(Mood::Fails(404))]
#[tokio::test]
async fn an_address_without_a_caldav_server_is_refused_in_a_sentence(#[case] mood: Mood) {
    let server = DavFake::start().await;
    server.mood(mood);
    let app = App::start(NOW).await;

    let refused = app.api.connect_caldav(server.account()).await.unwrap_err();

    assert_eq!(refused.code, ErrorCode::SourceFailed);
    assert!(app.api.calendars().await.unwrap().is_empty());
}
