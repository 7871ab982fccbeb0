//! A poll that finds nothing new leaves the disk alone, and counts all the same.

use storytime_core::clock::Clock as _;
use storytime_types::calendars::{ConnectIcs, Integration};
use wiremock::matchers::{any, header};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::support::app::App;
use crate::support::calendar::{at, calendar, event};
use crate::support::dav_fake::{DavFake, Mood};

/// No daily sync comes within the next hours.
const NOW: &str = "2026-11-23T10:00:00Z";

/// An app with an account, at rest.
async fn following() -> (App, DavFake) {
    let server = DavFake::start().await;
    let app = App::start(NOW).await;
    app.api.connect_caldav(server.account()).await.unwrap();
    app.settled().await;
    polls(&app, 2).await;
    (app, server)
}

async fn polls(app: &App, times: usize) {
    for _ in 0..times {
        app.poll().await;
    }
}

async fn the_account(app: &App) -> Integration {
    app.api.calendars().await.unwrap().remove(0)
}

#[tokio::test]
async fn an_unchanged_account_costs_no_write_and_is_shown_as_read_just_now() {
    let (app, server) = following().await;
    let before = app.on_disk();
    server.asked();

    polls(&app, 6).await;

    assert!(!server.asked().is_empty(), "it is asked all the same");
    assert!(app.on_disk() == before, "something was written");
    let read_at = Some(app.clock.now());
    let account = the_account(&app).await;
    assert_eq!(account.last_sync_at, read_at);
    assert_eq!(account.calendars[0].last_sync_at, read_at);
    assert_eq!(app.api.status().await.unwrap().last_sync_at, read_at);
}

#[tokio::test]
async fn an_address_that_answers_not_modified_costs_no_write() {
    let server = MockServer::start().await;
    let supper = calendar(&[event("Supper", "2026-11-23T19:00:00Z")]);
    let unchanged = Mock::given(header("if-none-match", "\"1\""));
    unchanged
        .respond_with(ResponseTemplate::new(304))
        .mount(&server)
        .await;
    let first = ResponseTemplate::new(200)
        .set_body_raw(supper, "text/calendar")
        .insert_header("etag", "\"1\"");
    Mock::given(any()).respond_with(first).mount(&server).await;
    let app = App::start(NOW).await;
    let url = Some(format!("{}/team.ics", server.uri()));
    let asked = ConnectIcs { url, path: None };
    app.api.connect_ics(asked).await.unwrap();
    app.settled().await;
    polls(&app, 2).await;
    let before = app.on_disk();

    app.go_to("2026-11-23T10:30:00Z").await;

    assert!(app.on_disk() == before, "something was written");
    let read_at = Some(at("2026-11-23T10:30:00Z"));
    assert_eq!(the_account(&app).await.last_sync_at, read_at);
}

#[tokio::test]
async fn when_it_was_read_is_known_to_the_minute_after_a_restart() {
    let (app, server) = following().await;
    polls(&app, 3).await;
    let read_at = Some(app.clock.now());
    server.mood(Mood::Fails(500));

    let app = app.restart("2026-11-23T11:30:00Z").await;

    assert_eq!(the_account(&app).await.last_sync_at, read_at);
}

#[tokio::test]
async fn after_a_power_cut_it_is_known_to_the_hour() {
    let (app, server) = following().await;
    polls(&app, 24).await;
    let read_at = app.clock.now();
    let left = app.left_behind();
    server.mood(Mood::Fails(500));

    let app = App::start_in(left, "2026-11-23T12:20:00Z").await;

    let known = the_account(&app).await.last_sync_at.unwrap();
    let behind = read_at.ms_since(known);
    assert!((0..=65 * 60_000).contains(&behind), "{behind} ms");
}

#[tokio::test]
async fn what_was_wrong_is_taken_back_by_the_next_good_poll() {
    let (app, server) = following().await;
    server.mood(Mood::Fails(500));
    polls(&app, 1).await;
    assert!(the_account(&app).await.error_message.is_some());

    server.mood(Mood::Well);
    polls(&app, 2).await;

    let account = the_account(&app).await;
    assert_eq!(account.error_message, None);
    assert_eq!(account.last_sync_at, Some(app.clock.now()));
}

#[tokio::test]
async fn what_fails_again_and_again_in_the_same_way_costs_no_write_each_time() {
    let app = App::start(NOW).await;
    let path = app.connect("day.ics", &[]).await;
    std::fs::remove_file(path).unwrap();
    polls(&app, 3).await;
    let before = app.on_disk();

    polls(&app, 6).await;

    assert!(app.on_disk() == before, "something was written");
    let last = app.api.sync_status().await.unwrap().last;
    assert_eq!(
        last.len(),
        3,
        "the day's sync, the first reading, and one failure: {last:?}"
    );
    let said = last[0].error_message.as_deref().unwrap();
    assert!(said.ends_with("is its disk not there?"), "{said}");
}
