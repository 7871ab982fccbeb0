//! The window's process: one web view with the Yew UI, and the few commands a web page needs help
//! with. It knows no engine; everything goes through the door.

mod appearance;
mod backend;
mod changes;
mod commands;
mod held;

use tauri::webview::NewWindowResponse;
use tauri::{App, Url, WebviewUrl, WebviewWindowBuilder};
use tauri_plugin_window_state::StateFlags;

use crate::door::Door;
use backend::Backend;
use storytime_core::logging::{self, Console};
use storytime_types::Place;

/// The line that the tray writes to the window's standard input to bring it to the front; behind it
/// may stand a space and the fragment of the place to show.
pub const FOCUS: &str = "focus";
/// The variable that says that standard input is the tray's, and its end the tray's end.
pub const HELD_BY_TRAY: &str = "STORYTIME_HELD_BY_TRAY";
/// The file's name, without its ending, of what starts the app with the session.
const AUTOSTART_ENTRY: &str = "storytime-calendar";
/// The one window's label, as in tauri.conf.json's capabilities.
const LABEL: &str = "main";

/// Shows the window, at a place if one is asked for, until it is closed.
///
/// # Errors
/// When the desktop toolkit does not start.
pub fn run(
    door: &Door,
    autostart_arguments: Vec<String>,
    place: Option<Place>,
) -> tauri::Result<()> {
    logging::start(Console::Usual, None);
    let backend = Backend::behind(door);
    let autostart = tauri_plugin_autostart::Builder::new()
        .app_name(AUTOSTART_ENTRY)
        .args(autostart_arguments)
        .build();
    let remembered = StateFlags::SIZE | StateFlags::POSITION | StateFlags::MAXIMIZED;
    tauri::Builder::default()
        .plugin(tauri_plugin_dialog::init())
        .plugin(autostart)
        .plugin(
            tauri_plugin_window_state::Builder::new()
                .with_state_flags(remembered)
                .build(),
        )
        .manage(backend.clone())
        .manage(door.clone())
        .invoke_handler(tauri::generate_handler![
            commands::api,
            commands::pick_calendar_file,
            commands::pick_calendar_folder,
            commands::open_link,
            commands::open_data_folder,
            commands::open_logs_folder,
            commands::save_export,
            commands::autostart,
            commands::set_autostart,
        ])
        .setup(move |app| {
            open(app, place.as_ref())?;
            held::obey_the_tray(app.handle().clone());
            tauri::async_runtime::spawn(appearance::follow(app.handle().clone()));
            tauri::async_runtime::spawn(changes::forward(app.handle().clone(), backend));
            Ok(())
        })
        .run(crate::context())
}

fn open(app: &App, place: Option<&Place>) -> tauri::Result<()> {
    let address = place.map_or_else(WebviewUrl::default, |place| {
        WebviewUrl::App(format!("index.html#{}", place.fragment()).into())
    });
    WebviewWindowBuilder::new(app, LABEL, address)
        .title("StoryTime Calendar")
        .inner_size(1000.0, 720.0)
        .min_inner_size(640.0, 480.0)
        .on_navigation(is_own_page)
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .build()
        .map(drop)
}

/// Whether an address is one of the app's own pages: `tauri://localhost`, on Windows
/// `http(s)://tauri.localhost`.
fn is_own_page(url: &Url) -> bool {
    match url.scheme() {
        "tauri" => url.host_str() == Some("localhost"),
        "http" | "https" if cfg!(windows) => url.host_str() == Some("tauri.localhost"),
        _ => false,
    }
}

/// WebKitGTK shows a blank window on some graphics drivers unless this is set before GTK starts.
/// Must be called while the process has one thread.
pub fn spare_blank_windows() {
    const VARIABLE: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";
    if cfg!(target_os = "linux") && std::env::var_os(VARIABLE).is_none() {
        set_variable(VARIABLE, "1");
    }
}

#[expect(
    unsafe_code,
    reason = "the environment is not guarded against other threads"
)]
fn set_variable(name: &str, value: &str) {
    // SAFETY: called at the very start, while no other thread could read the environment.
    unsafe { std::env::set_var(name, value) };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_shows_nothing_but_its_own_pages() {
        let own = |url: &str| is_own_page(&Url::parse(url).unwrap());
        assert!(own("tauri://localhost/settings"));
        for foreign in [
            "https://example.com/",
            "tauri://elsewhere/",
            "file:///etc/passwd",
            "data:text/html,x",
            "about:blank",
        ] {
            assert!(!own(foreign), "{foreign}");
        }
    }
}
