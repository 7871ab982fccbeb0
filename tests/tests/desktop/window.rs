//! What a person reads and does in the real window.

use super::app::{App, seconds_from_now};
use super::desk::Desk;
use super::web_driver::{Window, runtime};

#[test]
#[ignore = "needs a desktop: `cargo xtask test` runs it"]
fn the_window_tells_the_story_of_the_next_event() {
    let desk = Desk::up();
    let mut app = App::with_calendar(&desk, &[("Budget planning", seconds_from_now(600))]);
    app.start(&["--minimized"]);
    let event = app.event("Budget planning");
    let story = event["storyline"]["storyText"].as_str().unwrap();
    // The emoji has a place of its own on the page.
    let told = story.split_once(' ').map_or(story, |(_, told)| told);

    runtime().block_on(async {
        let before = desk.screen();
        let window = Window::open(&desk, &app).await;
        window.says("Budget planning").await;
        window.says(told).await;
        desk.picture_unlike("desktop-window-today", &before);
        window.close().await;
    });
}

#[test]
#[ignore = "needs a desktop: `cargo xtask test` runs it"]
fn the_first_run_offers_a_sample_day_and_shows_it() {
    let desk = Desk::up();
    let mut app = App::unused(&desk);
    app.start(&["--minimized"]);

    runtime().block_on(async {
        let before = desk.screen();
        let window = Window::open(&desk, &app).await;
        window.says("sample day").await;
        desk.picture_unlike("desktop-window-first-run", &before);
        window.press("show me one").await;
        window.says("Team standup").await;
        window.close().await;
    });
}
