//! From a calendar file to a notification, the tray, the window, and the next notification after
//! the window is closed.

use super::app::{App, TITLE, seconds_from_now};
use super::bus::{Listener, as_read};
use super::desk::{Desk, until};
use super::tray;

#[test]
#[ignore = "needs a desktop: `cargo xtask test` runs it"]
fn a_reminder_comes_in_time_before_and_after_the_window_was_open() {
    let desk = Desk::up();
    let due = seconds_from_now(15);
    let mut app = App::with_calendar(&desk, &[("Budget planning", due)]);
    let bus = Listener::on(&desk);

    app.start(&["--minimized"]);
    until("the menu to hold the next event", || {
        tray::menu(&desk).contains("Budget planning").then_some(())
    });
    assert!(
        desk.running("WebKit").is_empty(),
        "a hidden start shows no window"
    );
    let story = app.event("Budget planning")["storyline"]["storyText"]
        .as_str()
        .unwrap()
        .to_owned();

    let before = desk.screen();
    let seen = bus.next();
    desk.picture_unlike("desktop-notification", &before);
    assert_eq!(seen.title, "Budget planning");
    assert!(seen.at >= due, "{} came before its time, {due}", seen.at);
    assert!(
        seen.at.ms_since(due) < 1000,
        "{} came late, it was due at {due}",
        seen.at
    );
    assert!(
        as_read(&seen.body).contains(&story),
        "{} does not tell: {story}",
        seen.body
    );
    assert!(seen.body.contains("Room 4"), "{}", seen.body);
    assert!(
        seen.actions.iter().any(|label| label == "Snooze 5 min"),
        "{:?}",
        seen.actions
    );

    let before = desk.screen();
    let second_start = app.launch(&[]).wait_with_output().unwrap();
    assert!(second_start.status.success());
    until("the window", || desk.windows(TITLE).pop());
    until("the page in the window", || {
        (!desk.running("WebKitWebProcess").is_empty()).then_some(())
    });
    desk.picture_unlike("desktop-window", &before);

    desk.input(&["key", "alt+F4"]);
    until("no process of the window", || {
        desk.running("WebKit").is_empty().then_some(())
    });
    assert!(desk.windows(TITLE).is_empty());
    assert!(app.is_running(), "closing the window leaves the tray");

    let next = seconds_from_now(5);
    app.write(&[("Budget planning", due), ("Design review", next)]);
    app.sync();
    let seen = bus.next();
    assert_eq!(seen.title, "Design review");
    assert!(
        seen.at >= next && seen.at.ms_since(next) < 1000,
        "{} for {next}",
        seen.at
    );
    assert!(desk.running("WebKit").is_empty());
}

#[test]
#[ignore = "needs a desktop: `cargo xtask test` runs it"]
fn the_icon_s_menu_opens_on_a_click() {
    let desk = Desk::up();
    let mut app = App::with_calendar(&desk, &[("Budget planning", seconds_from_now(600))]);
    app.start(&["--minimized"]);
    until("the menu to hold the next event", || {
        tray::menu(&desk).contains("Budget planning").then_some(())
    });

    let menu = tray::menu(&desk);

    for entry in ["Open", "Sync now", "Pause", "Quit"] {
        assert!(menu.contains(entry), "no {entry} in {menu}");
    }
}
