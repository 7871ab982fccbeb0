//! What the pages look like in the real window, light and dark, large and small.

use reqwest::Method;
use serde_json::json;

use super::app::{App, TITLE};
use super::desk::Desk;
use super::morning;
use super::web_driver::{Window, runtime};

/// A theme of the desktop, and what the pictures in it are called.
const SCHEMES: [(&str, &str); 2] = [("Adwaita", "light"), ("Adwaita:dark", "dark")];
const SIZES: [(u32, u32); 2] = [(1200, 800), (800, 600)];
/// A page, and what it says once it is all there.
const PAGES: [(&str, &str); 6] = [
    ("today", "The rest of the day"),
    ("stories", "Design review"),
    ("calendars", "Sample day"),
    ("reminders", "Budget planning"),
    ("overview", "The week ahead"),
    ("settings", "When to remind"),
];

#[test]
#[ignore = "needs a desktop: `cargo xtask pictures` runs it"]
fn every_page_is_shown_by_the_real_window() {
    let desk = Desk::up();
    // The sample day's first reminder would lie over the window.
    desk.hold_notifications_back();
    let mut app = App::unused(&desk);
    app.start(&["--minimized"]);
    let whole_day_ahead = json!({"timezone": morning::zone()});
    app.call(Method::PUT, "/api/user/profile", &whole_day_ahead);
    app.call(Method::POST, "/api/calendars/sample-day", &json!({}));
    let runtime = runtime();
    runtime.block_on(async {
        for (gtk_theme, scheme) in SCHEMES {
            let window = Window::open_with(&desk, &app, gtk_theme).await;
            window.says("Budget planning").await;
            for (width, height) in SIZES {
                window.size(width, height).await;
                for (page, says) in PAGES {
                    window.go(page).await;
                    window.says(says).await;
                    window.rest().await;
                    let shown = desk.windows(TITLE).pop().expect("a window");
                    desk.picture_of(&shown, &format!("window-{page}-{scheme}-{width}"));
                }
            }
            window.close().await;
        }
    });
}
