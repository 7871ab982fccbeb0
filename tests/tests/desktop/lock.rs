//! The lock in the real window: it keeps people out and no reminder back.

use reqwest::Method;
use serde_json::json;

use super::app::{App, seconds_from_now};
use super::bus::Listener;
use super::desk::Desk;
use super::web_driver::{Window, runtime};

const PASSWORD: &str = "correct horse battery";

#[test]
#[ignore = "needs a desktop: `cargo xtask test` runs it"]
fn a_locked_window_asks_for_the_password_and_reminders_come_all_the_same() {
    let desk = Desk::up();
    let mut app = App::with_calendar(&desk, &[("Budget planning", seconds_from_now(20))]);
    let bus = Listener::on(&desk);
    app.start(&["--minimized"]);
    app.call(Method::PUT, "/api/auth/password", &json!({"new": PASSWORD}));
    app.call(Method::POST, "/api/auth/logout", &json!({}));

    let runtime = runtime();
    runtime.block_on(async {
        let before = desk.screen();
        let window = Window::open(&desk, &app).await;
        window.says("Welcome back").await;
        desk.picture_unlike("desktop-window-locked", &before);
        let page = window.text().await;
        assert!(!page.contains("Budget planning"), "{page}");
        window.fill("sign-in-password", PASSWORD).await;
        window.press("sign in").await;
        window.says("Budget planning").await;
        window.close().await;
    });
    assert_eq!(bus.next().title, "Budget planning");
}

#[test]
#[ignore = "needs a desktop: `cargo xtask test` runs it"]
fn a_password_is_set_in_the_settings_of_the_real_window_and_let_in_again_there() {
    let desk = Desk::up();
    let mut app = App::unused(&desk);
    app.start(&["--minimized"]);

    let runtime = runtime();
    runtime.block_on(async {
        let window = Window::open(&desk, &app).await;
        window.says("sample day").await;
        window.press("show me one").await;
        window.says("Team standup").await;
        window.go("settings").await;
        window.says("With a password they cannot").await;
        window.fill("lock-email", "ada@example.org").await;
        window.fill("lock-password", "short").await;
        window.press("set a password").await;
        window.says("must be 8 to 128 characters long").await;
        window.refill("lock-password", PASSWORD).await;
        window.press("set a password").await;
        window.says("You sign in as ada@example.org").await;
        desk.picture("desktop-window-settings-locked");

        window.press("lock now").await;
        window.says("Welcome back").await;
        window.fill("sign-in-password", "not the one").await;
        window.press("sign in").await;
        window
            .says("The e-mail address or the password is wrong")
            .await;
        desk.picture("desktop-window-sign-in");
        window.refill("sign-in-password", PASSWORD).await;
        window.press("sign in").await;
        window.says("You sign in as ada@example.org").await;
        window.close().await;
    });
    let me = app.call(Method::GET, "/api/auth/me", &json!(null));
    assert_eq!(me["email"], "ada@example.org");
}
