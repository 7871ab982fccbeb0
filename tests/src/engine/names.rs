//! What calendars are called, by those who publish them and by the person.

use storytime_types::calendars::{ConnectIcs, Integration};
use storytime_types::choices::ChangeCalendar;
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::support::app::App;
use crate::support::calendar::{calendar, event};

const NOW: &str = "2026-11-23T10:00:00Z";

/// From now on the calendar at this address begins with these lines.
async fn publishes(server: &MockServer, lines: &str) {
    let events = calendar(&[event("Review", "2026-11-23T12:00:00Z")]);
    let body = events.replacen("VERSION:2.0\r\n", &format!("VERSION:2.0\r\n{lines}"), 1);
    let answer = ResponseTemplate::new(200).set_body_raw(body, "text/calendar");
    server.reset().await;
    Mock::given(any()).respond_with(answer).mount(server).await;
}

async fn call_it(app: &App, card: &Integration, name: &str) {
    let asked = ChangeCalendar {
        name: Some(name.to_owned()),
        ..ChangeCalendar::default()
    };
    let id = card.calendars[0].id.clone();
    app.api.change_calendar(id, asked).await.unwrap();
    app.settled().await;
}

#[tokio::test]
async fn a_subscription_is_called_and_shown_as_its_publisher_says() {
    let server = MockServer::start().await;
    publishes(
        &server,
        "X-WR-CALNAME:Team calendar\r\nX-APPLE-CALENDAR-COLOR:#FF2968\r\n\
         X-WR-TIMEZONE:Europe/Berlin\r\n",
    )
    .await;
    let app = App::start(NOW).await;
    let url = Some(format!("{}/a.ics", server.uri()));
    let asked = ConnectIcs { url, path: None };
    app.api.connect_ics(asked).await.unwrap();
    app.settled().await;

    let card = app.the_account().await;
    assert_eq!(card.name, "Team calendar");
    assert_eq!(card.calendars[0].name, "Team calendar");
    assert_eq!(card.calendars[0].color.as_deref(), Some("#ff2968"));
    assert_eq!(card.calendars[0].timezone.as_deref(), Some("Europe/Berlin"));

    publishes(
        &server,
        "NAME:Everybody\r\nCOLOR:turquoise\r\nX-WR-TIMEZONE:Mars/Olympus\r\n",
    )
    .await;
    app.sync_now().await;

    let card = app.the_account().await;
    assert_eq!(card.name, "Everybody");
    assert_eq!(card.calendars[0].color.as_deref(), Some("#40e0d0"));
    assert_eq!(card.calendars[0].timezone, None);
}

#[tokio::test]
async fn a_persons_own_name_for_a_calendar_counts_until_it_is_taken_away() {
    let app = App::start(NOW).await;
    app.connect("work.ics", &[event("Review", "2026-11-23T12:00:00Z")])
        .await;

    call_it(&app, &app.the_account().await, " The office ").await;

    let card = app.the_account().await;
    assert_eq!(
        (&*card.name, &*card.calendars[0].name),
        ("The office", "The office")
    );
    let events = app.events("2026-11-23", "2026-11-24").await;
    assert_eq!(events[0].calendar_name, "The office");

    // What an answer carries may come back as it is, and is no choice then.
    call_it(&app, &card, "").await;
    call_it(&app, &card, "work").await;
    assert_eq!(app.the_account().await.name, "work");
}
