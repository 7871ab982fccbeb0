//! The tray holds the window by its standard input.

use std::io::BufRead as _;

use tauri::{AppHandle, Manager as _};

use super::{FOCUS, HELD_BY_TRAY, LABEL};

/// Listens to the tray, if it started this window: comes to the front when asked, and ends when
/// the tray ends, because a window without its engine shows nothing.
pub fn obey_the_tray(app: AppHandle) {
    if std::env::var_os(HELD_BY_TRAY).is_none() {
        return;
    }
    std::thread::spawn(move || {
        for line in std::io::stdin().lock().lines().map_while(Result::ok) {
            if line == FOCUS.trim_end() {
                come_forward(&app);
            }
        }
        app.exit(0);
    });
}

fn come_forward(app: &AppHandle) {
    let Some(window) = app.get_webview_window(LABEL) else {
        return;
    };
    let done = window
        .unminimize()
        .and_then(|()| window.show())
        .and_then(|()| window.set_focus());
    if let Err(error) = done {
        tracing::warn!(%error, "the window could not come to the front");
    }
}
