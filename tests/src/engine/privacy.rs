//! What of an event leaves this computer.

use std::process::Command;

use storytime_core::channels::Message;
use storytime_types::choices::{ChangeCalendar, Privacy};

use crate::support::app::App;
use crate::support::calendar::{EventText, event};

const NOW: &str = "2026-11-22T08:00:00Z";

fn dentist() -> EventText {
    event("Dentist", "2026-11-22T09:00:00Z")
        .with("LOCATION:Elm Street 7")
        .with("DESCRIPTION:Wisdom tooth")
        .with("URL:https://meet.jit.si/tooth")
        .with("ATTENDEE:mailto:ann@example.org")
}

/// An app with this calendar and one channel, which is another one than its own screen.
async fn elsewhere(privacy: Privacy, events: &[EventText]) -> App {
    let app = App::start(NOW).await;
    app.connect("home.ics", events).await;
    choose(&app, privacy).await;
    let folder = app.stop().await;
    let database = folder.path().join("data/storytime.db");
    let statement = "import sqlite3,sys;c=sqlite3.connect(sys.argv[1]);\
                     c.execute(\"UPDATE notification_channels SET type='webhook'\");c.commit()";
    let done = Command::new("python3")
        .args(["-c", statement])
        .arg(database)
        .status();
    assert!(done.unwrap().success());
    App::start_in(folder, NOW).await
}

async fn choose(app: &App, privacy: Privacy) {
    let calendars = app.api.calendars().await.unwrap();
    let change = ChangeCalendar {
        privacy: Some(privacy),
        ..ChangeCalendar::default()
    };
    let id = calendars[0].calendars[0].id.clone();
    app.api.change_calendar(id, change).await.unwrap();
    app.settled().await;
}

async fn message(app: &App) -> Message {
    app.go_to("2026-11-22T08:45:00Z").await;
    app.channel.accepted(1).await.remove(0)
}

fn read(message: &Message) -> String {
    let link = message.join_link.as_deref().unwrap_or_default();
    format!("{}\n{}\n{link}", message.title, message.text())
}

#[tokio::test]
async fn busy_only_says_when_and_nothing_else_and_the_window_goes_on_showing_all() {
    let app = elsewhere(Privacy::BusyOnly, &[dentist()]).await;

    let message = message(&app).await;

    assert_eq!(read(&message), "Busy\n09:00–09:30 · starts in 15 min\n");
    let row = &app.ledger().await[0];
    assert_eq!(row.title, "Dentist");
    assert!(
        !row.message_text.contains("Dentist"),
        "{}",
        row.message_text
    );
    let shown = &app.events("2026-11-22", "2026-11-23").await[0];
    assert_eq!(
        (shown.title.as_str(), shown.location.as_deref()),
        ("Dentist", Some("Elm Street 7"))
    );
}

#[tokio::test]
async fn title_only_leaves_out_place_link_people_and_description_in_the_story_too() {
    let app = elsewhere(Privacy::TitleOnly, &[dentist()]).await;

    let read = read(&message(&app).await);

    assert!(read.starts_with("Dentist\n"), "{read}");
    for secret in ["Elm", "tooth", "ann@", "meet.jit.si"] {
        assert!(!read.contains(secret), "{secret} in {read}");
    }
}

#[tokio::test]
async fn full_and_no_ai_send_everything_to_a_channel() {
    for privacy in [Privacy::Full, Privacy::NoAi] {
        let app = elsewhere(privacy, &[dentist()]).await;
        let read = read(&message(&app).await);
        assert!(
            read.contains("Elm Street 7") && read.contains("meet.jit.si"),
            "{read}"
        );
    }
}

#[tokio::test]
async fn the_person_s_own_screen_shows_everything_whatever_was_chosen() {
    let app = App::start(NOW).await;
    app.connect("home.ics", &[dentist()]).await;
    choose(&app, Privacy::BusyOnly).await;

    let read = read(&message(&app).await);

    assert!(
        read.starts_with("Dentist\n") && read.contains("Elm Street 7"),
        "{read}"
    );
}

#[tokio::test]
async fn a_digest_names_no_event_of_which_only_busy_may_be_said() {
    let events = [dentist(), event("Review", "2026-11-22T09:10:00Z")];
    let app = elsewhere(Privacy::BusyOnly, &events).await;
    let folder = app.stop().await;

    let app = App::start_in(folder, "2026-11-22T09:15:00Z").await;

    let digest = app.channel.accepted(1).await.remove(0);
    assert_eq!(digest.facts, ["09:00 · Busy", "09:10 · Busy"], "{digest:?}");
}

#[tokio::test]
async fn the_story_of_another_event_never_names_one_that_must_not_be_named_elsewhere() {
    let app = App::start(NOW).await;
    app.connect("home.ics", &[dentist()]).await;
    choose(&app, Privacy::BusyOnly).await;
    let others: Vec<_> = (0..6)
        .map(|n| event(&format!("Review {n}"), "2026-11-22T09:30:00Z"))
        .collect();
    app.connect("work.ics", &others).await;

    for review in app.events("2026-11-22", "2026-11-23").await {
        if review.title != "Dentist" {
            let story = review.storyline.unwrap().story_text;
            assert!(!story.contains("Dentist"), "{story}");
        }
    }
}
