//! The lock in the real window: it keeps people out and no reminder back.

use reqwest::Method;
use serde_json::json;

use super::app::{App, TITLE, seconds_from_now};
use super::bus::Listener;
use super::desk::{Desk, until};
use super::tray;
use super::web_driver::{Window, free_port, runtime};

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

#[test]
#[ignore = "needs a desktop: `cargo xtask test` runs it"]
fn closing_the_window_locks_it_and_the_tray_once_a_password_is_set_and_not_before() {
    let desk = Desk::up();
    let mut app = App::with_calendar(&desk, &[("Budget planning", seconds_from_now(900))]);
    let address = format!("127.0.0.1:{}", free_port());
    app.let_windows_be_driven_at(&address);
    app.start(&["--minimized"]);

    runtime().block_on(async {
        let window = opened(&desk, &address).await;
        window.says("Budget planning").await;
        closed(&desk, window);
        let window = opened(&desk, &address).await;
        window.says("Budget planning").await;
        says_in_tray(&desk, "Budget planning");

        window.go("settings").await;
        window.says("With a password they cannot").await;
        window.fill("lock-password", PASSWORD).await;
        window.press("set a password").await;
        window.says("A password locks this window").await;
        closed(&desk, window);
        says_in_tray(&desk, LOCKED);
        assert!(!tray::menu(&desk).contains("Budget"));
        assert!(!tray::title(&desk).contains("Budget"));

        for _ in 0..2 {
            let window = opened(&desk, &address).await;
            window.says("Welcome back").await;
            assert!(!window.text().await.contains("Budget planning"));
            window.fill("sign-in-password", PASSWORD).await;
            window.press("sign in").await;
            window.says("Budget planning").await;
            says_in_tray(&desk, "Budget planning");
            closed(&desk, window);
            says_in_tray(&desk, LOCKED);
        }
    });
}

/// What the tray's menu says while nobody is signed in.
const LOCKED: &str = "Locked: open StoryTime to see titles";

/// The window as the tray opens it.
async fn opened(desk: &Desk, address: &str) -> Window {
    tray::choose(desk, "Open StoryTime");
    until("the window", || desk.windows(TITLE).pop());
    Window::of_tray(desk, address).await
}

/// Closes it as the window manager does.
fn closed(desk: &Desk, window: Window) {
    window.let_go();
    desk.input(&["key", "alt+F4"]);
    until("no process of the window", || {
        desk.running("WebKit").is_empty().then_some(())
    });
}

fn says_in_tray(desk: &Desk, words: &str) {
    until(words, || tray::menu(desk).contains(words).then_some(()));
}
