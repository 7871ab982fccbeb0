//! What of an event leaves this computer.

use std::process::Command;

use rstest::rstest;
use storytime_core::channels::{Message, SendError};
use storytime_types::choices::{ChangeCalendar, Privacy};
use storytime_types::status::Pause;

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
    with_a_channel_elsewhere(app).await
}

/// The same app, its one channel another one than its own screen.
async fn with_a_channel_elsewhere(app: App) -> App {
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
    let privacy = Some(privacy);
    change(
        app,
        ChangeCalendar {
            privacy,
            ..ChangeCalendar::default()
        },
    )
    .await;
}

async fn treat_private_events_like_the_others(app: &App, yes: bool) {
    let private_as_others = Some(yes);
    change(
        app,
        ChangeCalendar {
            private_as_others,
            ..ChangeCalendar::default()
        },
    )
    .await;
}

async fn change(app: &App, asked: ChangeCalendar) {
    change_of(app, 0, asked).await;
}

async fn change_of(app: &App, integration: usize, change: ChangeCalendar) {
    let calendars = app.api.calendars().await.unwrap();
    let id = calendars[integration].calendars[0].id.clone();
    app.api.change_calendar(id, change).await.unwrap();
    app.settled().await;
}

async fn message(app: &App) -> Message {
    app.go_to("2026-11-22T08:45:00Z").await;
    app.channel.accepted(1).await.remove(0)
}

/// The first attempt at 08:45 fails, so that its text is frozen and waits for the next one.
async fn refused_once(app: &App) {
    let refused = SendError::Transient {
        reason: "busy".into(),
        retry_after: None,
    };
    app.channel.refuse([refused]);
    app.go_to("2026-11-22T08:45:00Z").await;
    app.channel.attempted(1).await;
    app.settled().await;
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

/// An app whose first calendar says nothing but when, and whose second has the same event with all that
/// belongs to it.
async fn lent_by_a_copy(privacy: Privacy) -> App {
    let app = App::start(NOW).await;
    let bare = event("Dentist", "2026-11-22T09:00:00Z");
    app.connect("work.ics", &[bare]).await;
    app.connect("home.ics", &[dentist()]).await;
    choose_for_the_copy(&app, privacy).await;
    with_a_channel_elsewhere(app).await
}

async fn choose_for_the_copy(app: &App, privacy: Privacy) {
    let asked = ChangeCalendar {
        privacy: Some(privacy),
        ..ChangeCalendar::default()
    };
    change_of(app, 1, asked).await;
}

#[tokio::test]
async fn what_a_copy_lent_to_a_message_that_waits_leaves_it_once_its_calendar_says_less() {
    let app = lent_by_a_copy(Privacy::Full).await;
    refused_once(&app).await;

    choose_for_the_copy(&app, Privacy::BusyOnly).await;
    app.clock.advance_ms(10_000);

    let read = read(&app.channel.accepted(1).await.remove(0));
    assert!(read.starts_with("Dentist\n"), "{read}");
    assert!(
        !read.contains("meet.jit.si") && !read.contains("Elm"),
        "{read}"
    );
}

#[rstest]
#[case(Privacy::BusyOnly, false)]
#[case(Privacy::TitleOnly, false)]
#[case(Privacy::NoAi, true)]
#[tokio::test]
async fn a_copy_lends_its_link_elsewhere_only_where_its_own_calendar_lets_it_go(
    #[case] privacy: Privacy,
    #[case] leaves: bool,
) {
    let app = lent_by_a_copy(privacy).await;

    let read = read(&message(&app).await);

    assert_eq!(read.contains("meet.jit.si"), leaves, "{read}");
    assert_eq!(read.contains("Elm"), leaves, "{read}");
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

#[rstest]
#[case("CLASS:PRIVATE")]
#[case("CLASS:CONFIDENTIAL")]
#[tokio::test]
async fn what_is_marked_private_leaves_as_busy_whatever_was_chosen_for_its_calendar(
    #[case] class: &str,
) {
    let events = [
        dentist().with(class),
        event("Review", "2026-11-22T09:00:00Z"),
    ];
    let app = elsewhere(Privacy::Full, &events).await;

    app.go_to("2026-11-22T08:45:00Z").await;

    let messages = app.channel.accepted(2).await;
    let private = messages.iter().find(|message| message.title != "Review");
    assert_eq!(
        read(private.unwrap()),
        "Busy\n09:00–09:30 · starts in 15 min\n"
    );
    for message in &messages {
        assert!(!read(message).contains("Dentist"), "{message:?}");
    }
    let shown = &app.events("2026-11-22", "2026-11-23").await;
    assert!(shown.iter().any(|event| event.title == "Dentist"));
}

#[rstest]
#[case(Privacy::Full, "Dentist", &["Elm", "meet.jit.si"], &[])]
#[case(Privacy::TitleOnly, "Dentist", &[], &["Elm", "tooth", "ann@", "meet.jit.si"])]
#[case(Privacy::BusyOnly, "Busy", &[], &["Dentist", "Elm"])]
#[tokio::test]
async fn what_is_marked_private_leaves_like_the_others_once_that_was_chosen(
    #[case] privacy: Privacy,
    #[case] title: &str,
    #[case] told: &[&str],
    #[case] kept: &[&str],
) {
    let app = elsewhere(privacy, &[dentist().with("CLASS:PRIVATE")]).await;
    treat_private_events_like_the_others(&app, true).await;

    let message = message(&app).await;

    assert_eq!(message.title, title);
    let read = read(&message);
    for word in told {
        assert!(read.contains(word), "{word} not in {read}");
    }
    for word in kept {
        assert!(!read.contains(word), "{word} in {read}");
    }
}

#[tokio::test]
async fn a_private_event_that_waits_for_its_next_attempt_is_busy_again_once_it_is_treated_as_private()
 {
    let app = elsewhere(Privacy::Full, &[dentist().with("CLASS:PRIVATE")]).await;
    treat_private_events_like_the_others(&app, true).await;
    refused_once(&app).await;

    treat_private_events_like_the_others(&app, false).await;
    app.clock.advance_ms(10_000);

    let message = app.channel.accepted(1).await.remove(0);
    assert_eq!(read(&message), "Busy\n09:00–09:30 · starts in 15 min\n");
}

#[tokio::test]
async fn what_becomes_private_after_a_failed_attempt_is_composed_anew() {
    let app = elsewhere(Privacy::Full, &[dentist()]).await;
    refused_once(&app).await;

    // Only the class changes: nothing that a story shows.
    let path = app.folder.path().join("home.ics");
    let text = std::fs::read_to_string(&path).unwrap();
    let private = text.replace("SUMMARY:", "CLASS:PRIVATE\r\nSUMMARY:");
    std::fs::write(&path, private).unwrap();
    app.sync_now().await;
    app.clock.advance_ms(10_000);

    let message = app.channel.accepted(1).await.remove(0);
    assert_eq!(message.title, "Busy");
    assert!(!read(&message).contains("Elm"), "{message:?}");
}

#[rstest]
#[case(Privacy::TitleOnly, "Dentist")]
#[case(Privacy::BusyOnly, "Busy")]
#[tokio::test]
async fn a_text_that_waits_for_its_next_attempt_follows_a_stricter_choice(
    #[case] stricter: Privacy,
    #[case] title: &str,
) {
    let app = elsewhere(Privacy::Full, &[dentist()]).await;
    refused_once(&app).await;

    choose(&app, stricter).await;
    app.clock.advance_ms(10_000);

    let message = app.channel.accepted(1).await.remove(0);
    assert_eq!(message.title, title);
    let read = read(&message);
    for secret in ["Elm", "tooth", "meet.jit.si"] {
        assert!(!read.contains(secret), "{secret} in {read}");
    }
    assert!(!app.ledger().await[0].message_text.contains("Elm"));
}

#[tokio::test]
async fn a_digest_that_waits_for_its_next_attempt_names_nothing_after_a_stricter_choice() {
    let events = [dentist(), event("Review", "2026-11-22T09:00:00Z")];
    let app = elsewhere(Privacy::Full, &events).await;
    app.api.pause(Pause::Hour).await.unwrap();
    let refused = SendError::Transient {
        reason: "busy".into(),
        retry_after: None,
    };
    app.channel.refuse([refused]);
    app.go_to("2026-11-22T09:01:00Z").await;
    app.channel.attempted(1).await;
    app.settled().await;

    choose(&app, Privacy::BusyOnly).await;
    app.clock.advance_ms(10_000);

    let digest = app.channel.accepted(1).await.remove(0);
    assert!(!digest.text().contains("Dentist"), "{digest:?}");
}

#[tokio::test]
async fn what_waits_for_the_person_s_own_screen_stays_as_it_was() {
    let app = App::start(NOW).await;
    app.connect("home.ics", &[dentist()]).await;
    refused_once(&app).await;
    let frozen = app.ledger().await[0].message_text.clone();

    choose(&app, Privacy::BusyOnly).await;
    app.clock.advance_ms(10_000);

    let message = app.channel.accepted(1).await.remove(0);
    assert_eq!(message.title, "Dentist");
    assert_eq!(app.ledger().await[0].message_text, frozen);
}
