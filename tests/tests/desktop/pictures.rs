//! What the pages look like in the real window, light and dark, large and small.

use super::app::{App, seconds_from_now};
use super::desk::Desk;
use super::web_driver::Window;

/// A theme of the desktop, and what the pictures in it are called.
const SCHEMES: [(&str, &str); 2] = [("Adwaita", "light"), ("Adwaita:dark", "dark")];
const SIZES: [(u32, u32); 2] = [(1200, 800), (800, 600)];
/// A page, and what it says once it is all there.
const PAGES: [(&str, &str); 5] = [
    ("today", "The rest of the day"),
    ("stories", "Design review"),
    ("calendars", "Add another"),
    ("reminders", "Budget planning"),
    ("settings", "How stories are told"),
];

#[test]
#[ignore = "needs a desktop: `cargo xtask pictures` runs it"]
fn every_page_is_shown_by_the_real_window() {
    let desk = Desk::up();
    let mut app = App::with_calendar(
        &desk,
        &[
            ("Budget planning", seconds_from_now(600)),
            ("Design review", seconds_from_now(5_400)),
        ],
    );
    app.start(&["--minimized"]);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        for (gtk_theme, scheme) in SCHEMES {
            let window = Window::open_with(&desk, &app, gtk_theme).await;
            window.says("Budget planning").await;
            for (width, height) in SIZES {
                window.client.set_window_size(width, height).await.unwrap();
                for (page, says) in PAGES {
                    window.go(page).await;
                    window.says(says).await;
                    window
                        .picture(&format!("window-{page}-{scheme}-{width}"))
                        .await;
                }
            }
            window.close().await;
        }
    });
}
