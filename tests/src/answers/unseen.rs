//! Characters that nobody sees and everybody obeys do not reach the window, nor scripts.

use crate::support::app::App;
use crate::support::calendar::event;

/// Turns what follows round: a file `gpj.exe` is read as a picture.
const TURNED: char = '\u{202e}';
/// Begins a stretch of its own direction.
const ISOLATED: char = '\u{2066}';

#[tokio::test]
async fn no_answer_turns_the_words_of_an_event_or_a_calendar_round() {
    let app = App::start("2026-11-23T08:00:00Z").await;
    let title = format!("Safe {TURNED}gpj.exe {ISOLATED}now");
    let hostile = event(&title, "2026-11-23T09:00:00Z")
        .with(&format!("LOCATION:Room {TURNED}4"))
        .with(&format!("DESCRIPTION:One{TURNED}\\n\\nTwo"))
        .with("RRULE:FREQ=DAILY;BYHOUR=25");
    app.connect(&format!("{TURNED}day.ics"), &[hostile]).await;

    let events = app.events("2026-11-23", "2026-11-24").await;
    let shown = &events[0];
    assert_eq!(shown.title, "Safe gpj.exe now");
    assert_eq!(shown.location.as_deref(), Some("Room 4"));
    assert_eq!(shown.description.as_deref(), Some("One\n\nTwo"));
    assert_eq!(app.ledger().await[0].title, "Safe gpj.exe now");

    let calendars = app.api.calendars().await.unwrap();
    let status = app.api.status().await.unwrap();
    let (mut calendars, mut status) = (
        serde_json::to_value(calendars).unwrap(),
        serde_json::to_value(status).unwrap(),
    );
    assert!(!status["problems"][0]["text"].is_null(), "{status}");
    // What is copied and compared, not read, stays what it is.
    calendars[0]["address"].take();
    status["nextEvent"]["providerEventId"].take();
    for answer in [calendars, status] {
        assert!(!answer.to_string().contains([TURNED, ISOLATED]), "{answer}");
    }
}

#[tokio::test]
async fn an_event_without_a_title_has_one_in_every_answer() {
    let app = App::start("2026-11-23T08:00:00Z").await;
    let nameless = |uid: &str, title: &str, start: &str| {
        let event = event(title, start).with(&format!("UID:{uid}"));
        event.with(&format!("SUMMARY:{title}"))
    };
    let events = [
        nameless("a", "", "2026-11-23T09:00:00Z"),
        nameless("b", "\u{200b} ", "2026-11-23T10:00:00Z"),
    ];
    app.connect("day.ics", &events).await;

    let shown = app.events("2026-11-23", "2026-11-24").await;
    let titles: Vec<_> = shown.iter().map(|event| &*event.title).collect();
    assert_eq!(titles, ["Untitled event"; 2]);
    let next = app.api.status().await.unwrap().next_event.unwrap();
    assert_eq!(next.title, "Untitled event");
    let lines = app.ledger_lines().await;
    assert_eq!(lines, ["Untitled event PENDING"; 2]);
}
