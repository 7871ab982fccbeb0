//! What the page may ask of the window's process: the API, and what no web page can do itself.

use serde_json::Value;
use storytime_core::private_file;
use tauri::{AppHandle, State};
use tauri_plugin_autostart::ManagerExt as _;
use tauri_plugin_dialog::{DialogExt as _, FilePath};
use tokio::sync::oneshot;

use super::AUTOSTART_ENTRY;
use super::backend::{Answer, Backend, CallError};
use crate::door::Door;
use crate::links;

/// The icon that the package installs.
const ICON: &str = "storytime-calendar";

/// A command's refusal, in one sentence.
type Refusal = String;

/// Makes one call of the API.
#[tauri::command]
pub async fn api(
    backend: State<'_, Backend>,
    method: String,
    path: String,
    body: Option<Value>,
) -> Result<Answer, CallError> {
    backend.call(&method, &path, body.unwrap_or_default()).await
}

/// Lets the person choose a calendar file; none when they thought better of it.
#[tauri::command]
pub async fn pick_calendar_file(app: AppHandle) -> Result<Option<String>, Refusal> {
    let (to, from) = oneshot::channel();
    app.dialog()
        .file()
        .set_title("Choose a calendar file")
        .add_filter("Calendars", &["ics", "ical", "ifb", "icalendar"])
        .add_filter("All files", &["*"])
        .pick_file(move |picked| drop(to.send(picked)));
    path(from.await.ok().flatten())
}

/// Lets the person choose a folder of calendar files; none when they thought better of it.
#[tauri::command]
pub async fn pick_calendar_folder(app: AppHandle) -> Result<Option<String>, Refusal> {
    let (to, from) = oneshot::channel();
    app.dialog()
        .file()
        .set_title("Choose a folder of calendar files")
        .pick_folder(move |picked| drop(to.send(picked)));
    path(from.await.ok().flatten())
}

/// Opens a web address in the person's own browser.
#[tauri::command]
pub async fn open_link(url: String) -> Result<(), Refusal> {
    links::open(&url).map_err(|error| error.to_string())
}

/// Opens the data folder in the system's file manager. The page names no path: it may open no other.
#[tauri::command]
pub async fn open_data_folder(door: State<'_, Door>) -> Result<(), Refusal> {
    tauri_plugin_opener::open_path(door.data_dir(), None::<&str>)
        .map_err(|error| format!("No file manager opened the folder: {error}"))
}

/// Opens the folder of the logs in the system's file manager.
#[tauri::command]
pub async fn open_logs_folder(door: State<'_, Door>) -> Result<(), Refusal> {
    let folder = storytime_core::logging::folder(door.data_dir());
    tauri_plugin_opener::open_path(folder, None::<&str>)
        .map_err(|error| format!("No file manager opened the folder: {error}"))
}

/// Saves everything the person owns where they choose, and answers where; none when they thought
/// better of it.
#[tauri::command]
pub async fn save_export(
    app: AppHandle,
    backend: State<'_, Backend>,
) -> Result<Option<String>, Refusal> {
    let (to, from) = oneshot::channel();
    app.dialog()
        .file()
        .set_title("Export everything")
        .set_file_name("storytime-export.json")
        .add_filter("JSON", &["json"])
        .save_file(move |picked| drop(to.send(picked)));
    let Some(path) = path(from.await.ok().flatten())? else {
        return Ok(None);
    };
    let pieces = backend.export().await.map_err(|error| error.to_string())?;
    let written = private_file::write(path.as_ref(), pieces).await;
    written.map_err(|error| format!("{path} could not be written: {error}."))?;
    Ok(Some(path))
}

/// Whether the app starts with the session.
#[tauri::command]
pub async fn autostart(app: AppHandle) -> Result<bool, Refusal> {
    app.autolaunch()
        .is_enabled()
        .map_err(|error| error.to_string())
}

/// Makes the app start with the session, or not any longer.
#[tauri::command]
pub async fn set_autostart(app: AppHandle, on: bool) -> Result<(), Refusal> {
    let autostart = app.autolaunch();
    let done = if on {
        autostart.enable()
    } else {
        autostart.disable()
    };
    done.map_err(|error| format!("Starting with the session could not be switched: {error}"))?;
    if on
        && let Err(error) =
            storytime_desktop::autostart::dress(AUTOSTART_ENTRY, "StoryTime Calendar", ICON)
    {
        tracing::warn!(%error, "the session's settings show the entry without its icon");
    }
    Ok(())
}

/// The picked path as text, which is what the API takes.
fn path(picked: Option<FilePath>) -> Result<Option<String>, Refusal> {
    let Some(picked) = picked else {
        return Ok(None);
    };
    let path = picked.into_path().map_err(|error| error.to_string())?;
    let text = path.into_os_string().into_string();
    text.map(Some)
        .map_err(|_| "That name is not Unicode; rename the file first.".into())
}
