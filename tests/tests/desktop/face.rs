//! What the tray shows: its picture, its tooltip, its menu.

use reqwest::Method;
use serde_json::json;

use super::app::{App, seconds_from_now};
use super::desk::{Desk, until};
use super::tray;

#[test]
#[ignore = "needs a desktop: `cargo xtask test` runs it"]
fn the_icon_and_its_tooltip_follow_what_happens() {
    let desk = Desk::up();
    let mut app = App::with_calendar(&desk, &[("Budget planning", seconds_from_now(600))]);
    app.start(&["--minimized"]);
    until("the countdown", || {
        (tray::title(&desk) == "Budget planning in 10 min").then_some(())
    });
    let soon = tray::picture(&desk);

    app.call(Method::PUT, "/api/pause", &json!({"for": "hour"}));
    until("the pause in the tooltip", || {
        tray::title(&desk)
            .starts_with("Reminders are paused until")
            .then_some(())
    });
    let menu = until("the pause in the menu", || {
        let menu = tray::menu(&desk);
        menu.contains("Resume reminders").then_some(menu)
    });
    assert!(menu.contains("Quit"), "the menu is whole: {menu}");
    assert_ne!(
        tray::picture(&desk),
        soon,
        "a pause has a picture of its own"
    );

    app.call(Method::PUT, "/api/pause", &json!({"for": "resume"}));
    until("the countdown again", || {
        tray::title(&desk)
            .starts_with("Budget planning in")
            .then_some(())
    });
    until("the menu as before", || {
        tray::menu(&desk).contains("Pause reminders").then_some(())
    });
}
