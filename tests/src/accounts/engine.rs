//! One engine, two profiles.

use storytime_core::accounts::Door;
use storytime_core::api::{Api, EventQuery, Newcomer, NotificationQuery};
use storytime_types::Secret;
use storytime_types::accounts::Registration;
use storytime_types::calendars::ConnectIcs;
use storytime_types::notifications::NotificationStatus;
use storytime_types::rest::RegistrationChoice;

use crate::support::app::App;
use crate::support::calendar::{event, write_calendar};

#[tokio::test]
async fn the_engine_reads_calendars_and_writes_stories_for_every_profile() {
    let app = App::start("2026-11-23T08:00:00Z").await;
    app.connect("ada.ics", &[event("Ada's standup", "2026-11-23T10:00:00Z")])
        .await;
    let grace = second_profile(&app).await;
    let path = write_calendar(
        app.folder.path(),
        "grace.ics",
        &[event("Grace's review", "2026-11-23T11:00:00Z")],
    );
    connect(&grace, &path).await;

    // What either calendar brings next is found by the next poll.
    app.rewrite("ada.ics", &[event("Ada's lunch", "2026-11-23T12:00:00Z")])
        .await;
    app.rewrite(
        "grace.ics",
        &[event("Grace's walk", "2026-11-23T13:00:00Z")],
    )
    .await;

    assert_eq!(titles(&app.api).await, ["Ada's lunch"]);
    assert_eq!(titles(&grace).await, ["Grace's walk"]);
    let events = grace.events(EventQuery::default()).await.unwrap();
    assert!(events[0].storyline.is_some(), "a story is written ahead");
}

#[tokio::test]
async fn only_the_owner_of_this_computer_is_reminded_on_it() {
    let app = App::start("2026-11-23T08:00:00Z").await;
    app.connect("ada.ics", &[event("Ada's standup", "2026-11-23T09:00:00Z")])
        .await;
    let grace = second_profile(&app).await;
    let path = write_calendar(
        app.folder.path(),
        "grace.ics",
        &[event("Grace's review", "2026-11-23T09:00:00Z")],
    );
    connect(&grace, &path).await;

    app.go_to("2026-11-23T08:45:00Z").await;

    app.row_becomes("Ada's standup", NotificationStatus::Sent)
        .await;
    assert_eq!(app.channel.titles(), ["Ada's standup"]);
    assert_eq!(grace.channels().await.unwrap(), []);
    assert_eq!(
        grace
            .notifications(NotificationQuery::default())
            .await
            .unwrap(),
        []
    );
}

#[tokio::test]
async fn a_pause_and_a_lock_of_one_profile_are_nothing_to_the_reminders_of_the_other() {
    let app = App::start("2026-11-23T08:00:00Z").await;
    app.connect("ada.ics", &[event("Ada's standup", "2026-11-23T09:00:00Z")])
        .await;
    let grace = second_profile(&app).await;
    grace
        .pause(storytime_types::status::Pause::UntilTomorrow)
        .await
        .unwrap();
    assert!(
        app.api.lock(false).await.unwrap().is_set,
        "the first account locks the window"
    );

    app.go_to("2026-11-23T08:45:00Z").await;
    app.row_becomes("Ada's standup", NotificationStatus::Sent)
        .await;
}

/// The local profile gets an account, so that the next one has a profile of its own.
pub async fn second_profile(app: &App) -> Api {
    for email in ["ada@example.org", "grace@example.org"] {
        let asked = registration(email);
        let newcomer = Newcomer {
            caller: Some(&app.api),
            is_person: false,
            registration: RegistrationChoice { open: false },
        };
        app.api.register(asked, newcomer, "a test").await.unwrap();
    }
    app.settled().await;
    let login = storytime_types::accounts::Login {
        email: Some("grace@example.org".into()),
        password: Secret::from(PASSWORD),
    };
    let signed_in = app
        .api
        .login(login, Door::Loopback, "a test")
        .await
        .unwrap();
    let grace = app.api.of_session(signed_in.token.expose()).await;
    grace.unwrap().unwrap()
}

const PASSWORD: &str = "correct horse battery";

fn registration(email: &str) -> Registration {
    Registration {
        email: email.to_owned(),
        password: Secret::from(PASSWORD),
        name: None,
        age: None,
        gender: None,
        timezone: Some("UTC".into()),
    }
}

async fn connect(api: &Api, path: &std::path::Path) {
    let path = Some(path.to_str().unwrap().to_owned());
    api.connect_ics(ConnectIcs { path, url: None })
        .await
        .unwrap();
}

async fn titles(api: &Api) -> Vec<String> {
    let query = EventQuery {
        from: Some("2026-11-23".into()),
        to: Some("2026-11-24".into()),
        limit: None,
    };
    let events = api.events(query).await.unwrap();
    events.into_iter().map(|event| event.title).collect()
}
