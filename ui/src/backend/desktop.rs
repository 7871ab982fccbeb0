//! The app's own window: Tauri's commands and events.

use js_sys::{Object, Reflect};
use serde::de::DeserializeOwned;
use storytime_types::changes::Change;
use storytime_types::{ApiError, ErrorCode};
use wasm_bindgen::prelude::*;

use super::reading::read;
use super::{Answer, Body, Method, News, not_understood, nothing_answered, parsed};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = ["window", "__TAURI__", "core"], js_name = invoke, catch)]
    async fn tauri_invoke(command: &str, arguments: JsValue) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(js_namespace = ["window", "__TAURI__", "event"], js_name = listen, catch)]
    async fn tauri_listen(
        event: &str,
        handler: &Closure<dyn FnMut(JsValue)>,
    ) -> Result<JsValue, JsValue>;
}

/// Whether this is the app's window and not a browser.
pub fn present() -> bool {
    let key = JsValue::from_str("__TAURI__");
    Reflect::get(&js_sys::global(), &key).is_ok_and(|tauri| !tauri.is_undefined())
}

/// Lets the person pick a calendar file; none when they thought better of it.
pub async fn pick_calendar_file() -> Result<Option<String>, ApiError> {
    answer_to("pick_calendar_file", &[]).await
}

/// Lets the person pick a folder of calendar files; none when they thought better of it.
pub async fn pick_calendar_folder() -> Result<Option<String>, ApiError> {
    answer_to("pick_calendar_folder", &[]).await
}

/// Opens a link in the person's own browser.
pub async fn open_link(url: &str) -> Result<(), ApiError> {
    answer_to("open_link", &[("url", url.into())]).await
}

/// Opens the data folder in the system's file manager.
pub async fn open_data_folder() -> Result<(), ApiError> {
    answer_to("open_data_folder", &[]).await
}

/// Opens the folder of the logs in the system's file manager.
pub async fn open_logs_folder() -> Result<(), ApiError> {
    answer_to("open_logs_folder", &[]).await
}

/// Saves everything the person owns where they choose; none when they thought better of it.
pub(super) async fn save_export() -> Result<Option<String>, ApiError> {
    answer_to("save_export", &[]).await
}

/// Whether the app starts with the session.
pub async fn autostart() -> Result<bool, ApiError> {
    answer_to("autostart", &[]).await
}

/// Makes the app start with the session, or not any longer.
pub async fn set_autostart(on: bool) -> Result<(), ApiError> {
    answer_to("set_autostart", &[("on", on.into())]).await
}

pub(super) async fn send(method: Method, path: &str, body: &Body) -> Result<Answer, ApiError> {
    let request = [
        ("method", method.as_str().into()),
        ("path", path.into()),
        ("body", body.as_str().map_or(JsValue::NULL, parsed)),
    ];
    let answer = invoke("api", &request).await?;
    Ok(Answer {
        status: read(&member(&answer, "status")).map_err(|_| nothing_answered())?,
        body: member(&answer, "body"),
    })
}

/// The shell forwards the stream of changes as the event `change`, for as long as the window lives.
pub(super) async fn watch(tell: impl Fn(News) + 'static) {
    let tell = std::rc::Rc::new(tell);
    let changed = tell.clone();
    let handler = Closure::<dyn FnMut(JsValue)>::new(move |event: JsValue| {
        if let Ok(change) = read::<Change>(&member(&event, "payload")) {
            changed(News::Changed(change));
        }
    });
    tell(match tauri_listen("change", &handler).await {
        Ok(_) => News::Connected,
        Err(_) => News::Disconnected,
    });
    handler.forget();
}

async fn answer_to<T: DeserializeOwned>(
    command: &str,
    arguments: &[(&str, JsValue)],
) -> Result<T, ApiError> {
    read(&invoke(command, arguments).await?).map_err(not_understood)
}

async fn invoke(command: &str, arguments: &[(&str, JsValue)]) -> Result<JsValue, ApiError> {
    let named = Object::new();
    for (name, value) in arguments {
        // Refused only for frozen objects, which a new one is not.
        let _ = Reflect::set(&named, &JsValue::from_str(name), value);
    }
    let answer = tauri_invoke(command, named.into()).await;
    answer.map_err(|error| refused(&error))
}

/// A command refuses with a sentence, or with an API error as it is.
fn refused(error: &JsValue) -> ApiError {
    match error.as_string() {
        Some(sentence) => ApiError::new(ErrorCode::Unavailable, sentence),
        None => read(error).unwrap_or_else(|_| nothing_answered()),
    }
}

fn member(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &JsValue::from_str(name)).unwrap_or(JsValue::NULL)
}
