//! Sources in trouble are left alone, sources that change seldom are asked seldom, and what grows
//! too old says so.

use std::net::{SocketAddr, TcpListener, TcpStream};

use storytime_core::channels::Action;
use storytime_types::Place;
use storytime_types::calendars::{ConnectIcs, Freshness, IntegrationStatus};
use storytime_types::notifications::NotificationKind;
use storytime_types::status::Present;
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::support::app::App;
use crate::support::calendar::{EventText, calendar, event, write_calendar};
use crate::support::dav_fake::{DavFake, Mood};

/// No daily sync comes within the next hours.
const NOW: &str = "2026-11-23T10:00:00Z";
const SUPPER: &str = "2026-11-23T19:00:00Z";

fn listing(events: &[EventText]) -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_raw(calendar(events), "text/calendar")
}

/// From now on every question is answered so, and counted anew.
async fn answers(server: &MockServer, answer: ResponseTemplate) {
    server.reset().await;
    Mock::given(any()).respond_with(answer).mount(server).await;
}

/// One that takes no more calls once it is dropped.
async fn server_at(address: SocketAddr) -> MockServer {
    let listener = TcpListener::bind(address).unwrap();
    MockServer::builder().listener(listener).start().await
}

async fn asked(server: &MockServer) -> usize {
    server.received_requests().await.unwrap().len()
}

/// An app that is subscribed to this server, and at rest.
async fn subscribed(server: &MockServer, first: ResponseTemplate) -> App {
    answers(server, first).await;
    let app = App::start(NOW).await;
    let url = Some(format!("{}/team.ics", server.uri()));
    let asked = ConnectIcs { url, path: None };
    app.api.connect_ics(asked).await.unwrap();
    app.settled().await;
    app
}

async fn polls(app: &App, times: usize) {
    for _ in 0..times {
        app.poll().await;
    }
}

async fn nudges(app: &App) -> Vec<String> {
    let rows = app.ledger().await.into_iter();
    rows.filter(|row| row.kind == NotificationKind::Nudge)
        .map(|row| row.title)
        .collect()
}

#[tokio::test]
async fn an_hour_of_a_server_s_trouble_costs_a_handful_of_questions_and_heals_by_itself() {
    let server = MockServer::start().await;
    let app = subscribed(&server, listing(&[event("Supper", SUPPER)])).await;

    answers(&server, ResponseTemplate::new(500)).await;
    polls(&app, 12).await;
    let cost = asked(&server).await;
    assert!((3..=5).contains(&cost), "{cost} questions");
    let integration = app.api.calendars().await.unwrap().remove(0);
    assert_eq!(integration.status, IntegrationStatus::Error);
    assert!(integration.error_message.unwrap().contains("(500)"));

    answers(&server, listing(&[event("Dinner", SUPPER)])).await;
    polls(&app, 12).await;
    let integration = app.api.calendars().await.unwrap().remove(0);
    assert_eq!(integration.status, IntegrationStatus::Active);
    assert_eq!(integration.error_message, None);
    let events = app.events("2026-11-23", "2026-11-24").await;
    assert_eq!(events[0].title, "Dinner");
}

#[tokio::test]
async fn an_hour_of_a_caldav_server_s_trouble_costs_a_handful_of_questions_and_heals_by_itself() {
    let server = DavFake::start().await;
    let app = App::start(NOW).await;
    app.api.connect_caldav(server.account()).await.unwrap();
    app.settled().await;
    server.asked();

    server.mood(Mood::Fails(500));
    polls(&app, 12).await;
    let cost = server.asked().len();
    assert!((3..=5).contains(&cost), "{cost} questions");
    let account = app.the_account().await;
    assert_eq!(account.status, IntegrationStatus::Error);
    assert!(account.error_message.unwrap().contains("(500)"));

    server.mood(Mood::Well);
    polls(&app, 12).await;
    let account = app.the_account().await;
    assert_eq!(account.status, IntegrationStatus::Active);
    assert_eq!(account.error_message, None);
}

#[tokio::test]
async fn a_server_that_asks_for_an_hour_gets_it_unless_the_person_asks() {
    let server = MockServer::start().await;
    let app = subscribed(&server, listing(&[])).await;
    let busy = ResponseTemplate::new(429).insert_header("retry-after", "3600");
    answers(&server, busy).await;
    polls(&app, 3).await;
    assert_eq!(asked(&server).await, 1);

    polls(&app, 11).await;
    assert_eq!(asked(&server).await, 1);

    app.sync_now().await;
    assert_eq!(asked(&server).await, 2);
}

#[tokio::test]
async fn a_server_that_asks_for_an_hour_gets_it_also_when_the_app_is_restarted_meanwhile() {
    let server = MockServer::start().await;
    let app = subscribed(&server, listing(&[event("Supper", SUPPER)])).await;
    let busy = ResponseTemplate::new(503).insert_header("retry-after", "3600");
    answers(&server, busy).await;
    polls(&app, 3).await;
    assert_eq!(asked(&server).await, 1);

    let app = app.restart("2026-11-23T10:20:00Z").await;
    polls(&app, 10).await;
    assert_eq!(asked(&server).await, 1);
    app.sync_now().await;
    assert_eq!(asked(&server).await, 2, "the person may try");

    answers(&server, listing(&[event("Dinner", SUPPER)])).await;
    let app = app.restart("2026-11-23T11:15:00Z").await;
    assert_eq!(
        asked(&server).await,
        0,
        "that try was refused for an hour, too"
    );
    app.go_to("2026-11-23T12:15:00Z").await;
    assert_eq!(asked(&server).await, 1);
    let app = app.restart("2026-11-23T12:20:00Z").await;
    let integration = app.api.calendars().await.unwrap().remove(0);
    assert_eq!(integration.status, IntegrationStatus::Active);
}

#[tokio::test]
async fn what_could_not_be_reached_is_tried_at_once_after_a_restart() {
    let server = server_at("127.0.0.1:0".parse().unwrap()).await;
    let app = subscribed(&server, listing(&[event("Supper", SUPPER)])).await;
    let address = *server.address();
    drop(server);
    while TcpStream::connect(address).is_ok() {}
    polls(&app, 6).await;

    let server = server_at(address).await;
    answers(&server, listing(&[event("Dinner", SUPPER)])).await;
    let app = app.restart("2026-11-23T10:31:00Z").await;

    assert_eq!(asked(&server).await, 1);
    let integration = app.api.calendars().await.unwrap().remove(0);
    assert_eq!(integration.status, IntegrationStatus::Active);
}

#[tokio::test]
async fn a_subscription_that_says_nothing_is_asked_every_quarter_of_an_hour() {
    let server = MockServer::start().await;
    let supper = listing(&[event("Supper", SUPPER)]);
    let app = subscribed(&server, supper.clone()).await;
    answers(&server, supper).await;

    polls(&app, 2).await;
    assert_eq!(asked(&server).await, 0);
    let waiting = app.api.calendars().await.unwrap().remove(0);
    assert_eq!(waiting.stale, Freshness::Fresh);

    polls(&app, 10).await;
    assert_eq!(asked(&server).await, 4);
}

#[tokio::test]
async fn what_could_not_be_reached_is_asked_at_once_when_the_network_is_back() {
    let server = server_at("127.0.0.1:0".parse().unwrap()).await;
    let app = subscribed(&server, listing(&[event("Supper", SUPPER)])).await;
    let address = *server.address();
    drop(server);
    while TcpStream::connect(address).is_ok() {}
    polls(&app, 4).await;
    let failed = app.api.calendars().await.unwrap().remove(0);
    assert_eq!(failed.status, IntegrationStatus::Error);

    let server = server_at(address).await;
    answers(&server, listing(&[event("Dinner", SUPPER)])).await;
    app.wake_up().await;

    assert_eq!(asked(&server).await, 1);
    let events = app.events("2026-11-23", "2026-11-24").await;
    assert_eq!(events[0].title, "Dinner");
}

#[tokio::test]
async fn a_subscription_that_changes_hourly_is_asked_hourly_and_is_not_old_in_between() {
    let hourly =
        calendar(&[event("Supper", SUPPER)]).replace("PRODID:", "X-PUBLISHED-TTL:PT1H\r\nPRODID:");
    let server = MockServer::start().await;
    let answer = ResponseTemplate::new(200).set_body_raw(hourly, "text/calendar");
    let app = subscribed(&server, answer.clone()).await;
    app.sync_now().await;

    answers(&server, answer).await;
    polls(&app, 11).await;
    assert_eq!(asked(&server).await, 0);
    let waiting = app.api.calendars().await.unwrap().remove(0);
    assert_eq!(waiting.stale, Freshness::Fresh);
    app.poll().await;
    assert_eq!(asked(&server).await, 1);

    app.sync_now().await;
    assert_eq!(asked(&server).await, 2, "the person does not have to wait");
}

#[tokio::test]
async fn a_calendar_that_cannot_be_read_for_a_day_is_told_of_once_each_time() {
    let app = App::start(NOW).await;
    let path = app.connect("day.ics", &[]).await;
    std::fs::remove_file(&path).unwrap();
    polls(&app, 3).await;
    app.go_to("2026-11-24T10:00:00Z").await;
    polls(&app, 3).await;
    assert_eq!(nudges(&app).await, ["day is out of date"]);
    let said = app.channel.accepted(1).await.remove(0);
    assert_eq!(said.facts[0], "Last read: Mon 23 Nov, 10:00");
    assert!(said.facts[1].contains("day.ics"), "{said:?}");

    write_calendar(app.folder.path(), "day.ics", &[]);
    app.poll().await;
    std::fs::remove_file(&path).unwrap();
    polls(&app, 3).await;
    app.go_to("2026-11-25T11:00:00Z").await;
    assert_eq!(nudges(&app).await.len(), 2);
}

#[tokio::test]
async fn one_file_of_a_folder_that_cannot_be_read_for_a_day_is_told_of_though_the_others_can() {
    let app = App::start(NOW).await;
    let team = app.folder.path().join("team");
    std::fs::create_dir(&team).unwrap();
    for name in ["family.ics", "sports.ics", "work.ics"] {
        write_calendar(&team, name, &[]);
    }
    let path = Some(team.display().to_string());
    let url = None;
    app.api.connect_ics(ConnectIcs { url, path }).await.unwrap();
    app.settled().await;

    std::fs::write(team.join("family.ics"), "no calendar").unwrap();
    polls(&app, 3).await;
    assert_eq!(freshness_of_the_one(&app).await, Freshness::Amber);
    app.go_to("2026-11-24T10:20:00Z").await;
    polls(&app, 3).await;

    assert_eq!(freshness_of_the_one(&app).await, Freshness::Red);
    assert_eq!(nudges(&app).await, ["family of team is out of date"]);
    let said = app.channel.accepted(1).await.remove(0);
    assert_eq!(said.facts[0], "Last read: Mon 23 Nov, 10:00");

    std::fs::write(team.join("work.ics"), "no calendar").unwrap();
    polls(&app, 3).await;
    app.go_to("2026-11-25T10:50:00Z").await;
    polls(&app, 3).await;
    let told = nudges(&app).await;
    assert_eq!(
        told[1], "family and 1 more of team are out of date",
        "{told:?}"
    );
    assert_eq!(told.len(), 2);

    write_calendar(&team, "family.ics", &[]);
    write_calendar(&team, "work.ics", &[]);
    app.sync_now().await;
    assert_eq!(freshness_of_the_one(&app).await, Freshness::Fresh);
}

#[tokio::test]
async fn an_account_that_wants_its_person_says_so_though_it_was_too_old_before() {
    let server = DavFake::start().await;
    let app = App::start(NOW).await;
    app.api.connect_caldav(server.account()).await.unwrap();
    app.settled().await;
    server.mood(Mood::Fails(500));
    polls(&app, 3).await;
    app.go_to("2026-11-24T11:00:00Z").await;
    polls(&app, 12).await;
    assert_eq!(nudges(&app).await, ["ann at 127.0.0.1 is out of date"]);

    server.mood(Mood::Fails(401));
    app.sync_now().await;
    app.poll().await;

    let mut told = nudges(&app).await;
    told.sort();
    assert_eq!(
        told,
        [
            "ann at 127.0.0.1 is out of date",
            "ann at 127.0.0.1 wants to be connected again"
        ]
    );
}

#[tokio::test]
async fn while_titles_are_hidden_it_is_said_that_a_calendar_wants_its_person_and_not_which() {
    let server = DavFake::start().await;
    let app = App::start(NOW).await;
    app.api.connect_caldav(server.account()).await.unwrap();
    app.settled().await;
    app.api.present(Present { on: true }).await.unwrap();

    server.mood(Mood::Fails(401));
    polls(&app, 2).await;

    let said = app.channel.accepted(1).await.remove(0);
    assert_eq!(
        (said.title.as_str(), said.facts),
        (
            "A reminder",
            vec!["A calendar wants to be connected again".to_owned()]
        )
    );
    assert!(said.actions.contains(&Action::Reconnect));
}

async fn freshness_of_the_one(app: &App) -> Freshness {
    app.api.calendars().await.unwrap().remove(0).stale
}

#[tokio::test]
async fn a_password_that_is_no_longer_accepted_is_told_of_at_once() {
    let server = DavFake::start().await;
    let app = App::start(NOW).await;
    app.api.connect_caldav(server.account()).await.unwrap();
    app.settled().await;

    server.mood(Mood::Fails(401));
    polls(&app, 12).await;

    assert_eq!(
        nudges(&app).await,
        ["ann at 127.0.0.1 wants to be connected again"]
    );
    let said = app.channel.accepted(1).await.remove(0);
    assert_eq!(said.actions, [Action::Open, Action::Reconnect]);
    let card = Place::Integration(app.the_account().await.id);
    assert_eq!(app.api.place_of(&said.id).await.unwrap(), Some(card));
    let cost = server.asked().len();
    assert!(
        cost <= 12,
        "{cost} questions: an account must not be locked"
    );
}
