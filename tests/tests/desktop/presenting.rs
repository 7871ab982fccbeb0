//! Present mode: neither the tray nor a notification names the event.

use reqwest::Method;
use serde_json::json;

use super::app::{App, seconds_from_now};
use super::bus::Listener;
use super::desk::{Desk, until};
use super::tray;

#[test]
#[ignore = "needs a desktop: `cargo xtask test` runs it"]
fn a_notification_on_the_screen_is_taken_down_when_present_mode_begins() {
    let desk = Desk::up();
    let mut app = App::with_calendar(&desk, &[("Merger talks", seconds_from_now(15))]);
    let bus = Listener::on(&desk);
    app.start(&["--minimized"]);
    assert_eq!(bus.next().title, "Merger talks");
    until("dunst to show it", || {
        (shown_by_dunst(&desk) == "1").then_some(())
    });

    app.call(Method::PUT, "/api/present", &json!({"on": true}));

    until("dunst to show nothing", || {
        (shown_by_dunst(&desk) == "0").then_some(())
    });
}

/// How many notifications are on the screen.
fn shown_by_dunst(desk: &Desk) -> String {
    let mut asked = desk.command("dunstctl");
    let answer = asked.args(["count", "displayed"]).output().unwrap();
    String::from_utf8_lossy(&answer.stdout).trim().to_owned()
}

#[test]
#[ignore = "needs a desktop: `cargo xtask test` runs it"]
fn in_present_mode_neither_tray_nor_notification_names_the_event() {
    let desk = Desk::up();
    let due = seconds_from_now(20);
    let mut app = App::with_calendar(&desk, &[("Merger talks", due)]);
    let bus = Listener::on(&desk);
    app.start(&["--minimized"]);
    until("the menu to hold the next event", || {
        tray::menu(&desk).contains("Merger talks").then_some(())
    });

    app.call(Method::PUT, "/api/present", &json!({"on": true}));
    until("the menu to say so", || {
        tray::menu(&desk)
            .contains("Present mode is on")
            .then_some(())
    });
    assert!(!tray::menu(&desk).contains("Merger"));
    assert!(
        !tray::title(&desk).contains("Merger"),
        "{}",
        tray::title(&desk)
    );

    let seen = bus.next();
    assert_eq!(seen.title, "A reminder");
    for secret in ["Merger", "Room 4"] {
        assert!(!seen.body.contains(secret), "{}", seen.body);
    }
    assert!(seen.body.starts_with("An event start"), "{}", seen.body);
    until("the true title in the ledger", || {
        (app.ledger() == ["Merger talks SENT"]).then_some(())
    });
}
