//! The app's own window: Tauri's commands and events.

use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use storytime_types::changes::Change;
use storytime_types::{ApiError, ErrorCode};
use wasm_bindgen::prelude::*;

use super::reading::read;
use super::{Answer, Method, News, not_understood, nothing_answered};

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
    js_sys::Reflect::get(&js_sys::global(), &key).is_ok_and(|tauri| !tauri.is_undefined())
}

/// Lets the person pick a calendar file; none when they thought better of it.
pub async fn pick_calendar_file() -> Result<Option<String>, ApiError> {
    answer_to("pick_calendar_file", &json!({})).await
}

/// Lets the person pick a folder of calendar files; none when they thought better of it.
pub async fn pick_calendar_folder() -> Result<Option<String>, ApiError> {
    answer_to("pick_calendar_folder", &json!({})).await
}

/// Opens a link in the person's own browser.
pub async fn open_link(url: &str) -> Result<(), ApiError> {
    answer_to("open_link", &json!({ "url": url })).await
}

/// Opens the data folder in the system's file manager.
pub async fn open_data_folder() -> Result<(), ApiError> {
    answer_to("open_data_folder", &json!({})).await
}

/// Opens the folder of the logs in the system's file manager.
pub async fn open_logs_folder() -> Result<(), ApiError> {
    answer_to("open_logs_folder", &json!({})).await
}

/// Saves everything the person owns where they choose; none when they thought better of it.
pub(super) async fn save_export() -> Result<Option<String>, ApiError> {
    answer_to("save_export", &json!({})).await
}

/// Whether the app starts with the session.
pub async fn autostart() -> Result<bool, ApiError> {
    answer_to("autostart", &json!({})).await
}

/// Makes the app start with the session, or not any longer.
pub async fn set_autostart(on: bool) -> Result<(), ApiError> {
    answer_to("set_autostart", &json!({ "on": on })).await
}

pub(super) async fn send(method: Method, path: &str, body: &Value) -> Result<Answer, ApiError> {
    let request = json!({ "method": method.as_str(), "path": path, "body": body });
    let mut answer = invoke("api", &request).await?;
    let status = answer["status"]
        .as_u64()
        .and_then(|it| u16::try_from(it).ok());
    Ok(Answer {
        status: status.ok_or_else(nothing_answered)?,
        body: answer["body"].take(),
    })
}

/// The shell forwards the stream of changes as the event `change`, for as long as the window lives.
pub(super) async fn watch(tell: impl Fn(News) + 'static) {
    let tell = std::rc::Rc::new(tell);
    let changed = tell.clone();
    let handler = Closure::<dyn FnMut(JsValue)>::new(move |event: JsValue| {
        let payload = js_sys::Reflect::get(&event, &JsValue::from_str("payload"));
        if let Some(change) = payload
            .ok()
            .and_then(|it| read::<Change>(&from_js(&it).ok()?).ok())
        {
            changed(News::Changed(change));
        }
    });
    tell(match tauri_listen("change", &handler).await {
        Ok(_) => News::Connected,
        Err(_) => News::Disconnected,
    });
    handler.forget();
}

async fn answer_to<T: DeserializeOwned>(command: &str, arguments: &Value) -> Result<T, ApiError> {
    read(&invoke(command, arguments).await?).map_err(not_understood)
}

async fn invoke(command: &str, arguments: &Value) -> Result<Value, ApiError> {
    let arguments = to_js(arguments).map_err(not_understood)?;
    match tauri_invoke(command, arguments).await {
        Ok(answer) => from_js(&answer).map_err(not_understood),
        Err(error) => Err(refused(&error)),
    }
}

/// A command refuses with a sentence, or with an API error as it is.
fn refused(error: &JsValue) -> ApiError {
    match error.as_string() {
        Some(sentence) => ApiError::new(ErrorCode::Unavailable, sentence),
        None => from_js(error)
            .and_then(|error| read(&error))
            .unwrap_or_else(|_| nothing_answered()),
    }
}

fn to_js(value: &Value) -> Result<JsValue, serde_json::Error> {
    let text = serde_json::to_string(value)?;
    Ok(js_sys::JSON::parse(&text).unwrap_or(JsValue::NULL))
}

fn from_js(value: &JsValue) -> Result<Value, serde_json::Error> {
    let text = js_sys::JSON::stringify(value)
        .ok()
        .and_then(|text| text.as_string());
    serde_json::from_str(text.as_deref().unwrap_or("null"))
}
