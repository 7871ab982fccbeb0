//! From the first run to the first reminder in the real window, and what each page is for.

use super::app::App;
use super::bus::Listener;
use super::desk::{Desk, until};
use super::web_driver::{Window, runtime};

#[test]
#[ignore = "needs a desktop: `cargo xtask test` runs it"]
fn each_page_of_the_real_window_does_what_it_is_for() {
    let desk = Desk::up();
    let mut app = App::unused(&desk);
    let bus = Listener::on(&desk);
    app.start(&["--minimized"]);
    let runtime = runtime();

    let window = runtime.block_on(async {
        let window = Window::open(&desk, &app).await;
        window.says("sample day").await;
        window.press("show me one").await;
        window.says("Team standup").await;
        window
    });
    let story = app.event("Team standup")["storyline"]["storyText"].clone();
    // The emoji has a place of its own on the page.
    let (_, told) = story.as_str().unwrap().split_once(' ').unwrap();
    runtime.block_on(async {
        window.says(told).await;
        window.press("tell it another way").await;
        window.says_no_more(told).await;

        window.go("stories").await;
        window.says("three ways").await;
        window.press("use this style").await;
    });
    until("the event to be told in the style beside its own", || {
        (app.event("Team standup")["theme"] == "GENZ").then_some(())
    });
    runtime.block_on(async {
        window.go("calendars").await;
        window.says("Add another").await;
        window.press("look again").await;
        window.says("Up to date").await;

        window.go("settings").await;
        window.says("When to remind").await;
        window.press("+ 5 min").await;
        window.says("5 min before").await;
        window.press("send a test reminder").await;
        // The sample day's first reminder may come before it.
        while !bus.next().title.to_lowercase().contains("test") {}

        window.go("reminders").await;
        window.says("Coming").await;
        window.press("skip").await;
        window.says("Skipped: this event reminds no more.").await;

        window.go("overview").await;
        window.says("The week ahead").await;
        window.close().await;
    });
    assert!(
        app.ledger().iter().any(|line| line.contains("CANCELLED")),
        "{:?}",
        app.ledger()
    );
}
