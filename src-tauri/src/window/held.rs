//! The tray holds the window by its standard input.

use std::io::BufRead as _;

use tauri::{AppHandle, Manager as _, WebviewWindow};

use super::{FOCUS, HELD_BY_TRAY, LABEL};
use storytime_types::Place;

/// Listens to the tray, if it started this window: comes to the front when asked, and ends when
/// the tray ends, because a window without its engine shows nothing.
pub fn obey_the_tray(app: AppHandle) {
    if std::env::var_os(HELD_BY_TRAY).is_none() {
        return;
    }
    std::thread::spawn(move || {
        for line in std::io::stdin().lock().lines().map_while(Result::ok) {
            if let Some(place) = line.strip_prefix(FOCUS) {
                come_forward(&app, Place::of_fragment(place.trim_start()));
            }
        }
        app.exit(0);
    });
}

fn come_forward(app: &AppHandle, place: Option<Place>) {
    let Some(window) = app.get_webview_window(LABEL) else {
        return;
    };
    let done = window
        .unminimize()
        .and_then(|()| window.show())
        .and_then(|()| window.set_focus())
        .and_then(|()| place.map_or(Ok(()), |place| turn_to(&window, &place)));
    if let Err(error) = done {
        tracing::warn!(%error, "the window could not come to the front");
    }
}

/// Only the fragment differs, so the page is not loaded anew but told of it (`hashchange`).
fn turn_to(window: &WebviewWindow, place: &Place) -> tauri::Result<()> {
    let mut address = window.url()?;
    address.set_fragment(Some(&place.fragment()));
    window.navigate(address)
}
