//! A browser: `fetch` with the bearer token that the printed address' one-time code was worth.

use gloo_timers::future::TimeoutFuture;
use serde::Deserialize;
use storytime_types::ApiError;
use storytime_types::changes::Change;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Headers, ReadableStreamDefaultReader, RequestInit, Response, Storage, TextDecodeOptions,
    TextDecoder,
};

use super::reading::read;
use super::{
    Access, Answer, Body, Method, News, Texts, not_understood, nothing_answered, parsed, sse,
};
use crate::fragment;

const TOKEN: &str = "storytime.token";
const FIRST_WAIT_MS: u32 = 500;
const LONGEST_WAIT_MS: u32 = 15_000;

#[derive(Deserialize)]
struct Token {
    token: String,
}

pub(super) async fn send(method: Method, path: &str, body: &Body) -> Result<Answer, ApiError> {
    let response = fetch(method, path, body).await;
    let response = response.map_err(|_| nothing_answered())?;
    Ok(Answer {
        status: response.status(),
        body: parsed(&text(&response).await?),
    })
}

/// What the backend begins to answer.
async fn fetch(method: Method, path: &str, body: &Body) -> Result<Response, JsValue> {
    let (request, headers) = (RequestInit::new(), Headers::new()?);
    request.set_method(method.as_str());
    if let Some(token) = token() {
        headers.set("Authorization", &format!("Bearer {token}"))?;
    }
    if let Some(json) = body.as_str() {
        headers.set("Content-Type", "application/json")?;
        request.set_body(&JsValue::from_str(json));
    }
    request.set_headers(&headers);
    let answer = gloo_utils::window().fetch_with_str_and_init(path, &request);
    JsFuture::from(answer).await?.dyn_into()
}

async fn text(response: &Response) -> Result<String, ApiError> {
    let text = response.text().map_err(|_| nothing_answered())?;
    let text = JsFuture::from(text).await.map_err(|_| nothing_answered())?;
    Ok(text.as_string().unwrap_or_default())
}

/// Hands the export to the browser as a download.
pub(super) async fn save_export() -> Result<Option<String>, ApiError> {
    const NAME: &str = "storytime-export.json";
    let response = fetch(Method::Get, "/api/user/export", &Body::NONE).await;
    let response = response.map_err(|_| nothing_answered())?;
    let text = text(&response).await?;
    if !response.ok() {
        let (status, body) = (response.status(), parsed(&text));
        return Answer { status, body }.read().map(|_| None);
    }
    download(NAME, &text).ok_or_else(nothing_answered)?;
    Ok(Some(format!("{NAME}, among your downloads")))
}

fn download(name: &str, text: &str) -> Option<()> {
    let parts = js_sys::Array::of1(&JsValue::from_str(text));
    let blob = web_sys::Blob::new_with_str_sequence(&parts).ok()?;
    let address = web_sys::Url::create_object_url_with_blob(&blob).ok()?;
    let link = gloo_utils::document().create_element("a").ok()?;
    link.set_attribute("href", &address).ok()?;
    link.set_attribute("download", name).ok()?;
    link.dyn_into::<web_sys::HtmlElement>().ok()?.click();
    // The browser has taken it by now; refused only for what is no address.
    let _ = web_sys::Url::revoke_object_url(&address);
    Some(())
}

pub(super) async fn sign_in() -> Result<Access, ApiError> {
    if let Some(code) = fragment::code(&gloo_utils::window().location().hash().unwrap_or_default())
    {
        forget_fragment();
        match exchange(code).await {
            Ok(token) => remember(&token),
            // A used or old code does no harm to a tab that is signed in already.
            Err(error) if token().is_none() => return Err(error),
            Err(_) => {}
        }
    }
    Ok(match token() {
        Some(_) => Access::Granted,
        None => Access::NeedsAddress,
    })
}

async fn exchange(code: &str) -> Result<String, ApiError> {
    let body = Body::of(Texts(&[("code", code)]))?;
    let answer = send(Method::Post, "/api/auth/code", &body).await?;
    token_of(&answer.read()?)
}

fn token_of(answer: &JsValue) -> Result<String, ApiError> {
    read::<Token>(answer)
        .map(|it| it.token)
        .map_err(not_understood)
}

/// Keeps the token that registering or signing in answered.
pub(super) fn keep_token(answer: &JsValue) -> Result<(), ApiError> {
    remember(&token_of(answer)?);
    Ok(())
}

/// Follows `GET /api/changes` and opens it again, ever more slowly, when it breaks.
pub(super) async fn watch(tell: impl Fn(News)) {
    let mut wait = FIRST_WAIT_MS;
    loop {
        if let Ok(response) = fetch(Method::Get, "/api/changes", &Body::NONE).await {
            if response.status() == 401 {
                forget_token();
                tell(News::Disconnected);
                return;
            }
            if response.ok() {
                wait = FIRST_WAIT_MS;
                tell(News::Connected);
                follow(&response, &tell).await;
            }
        }
        tell(News::Disconnected);
        TimeoutFuture::new(wait).await;
        wait = (wait * 2).min(LONGEST_WAIT_MS);
    }
}

/// Tells of each change until the stream ends or breaks.
async fn follow(response: &Response, tell: &impl Fn(News)) {
    let reader = response.body().and_then(|body| {
        body.get_reader()
            .dyn_into::<ReadableStreamDefaultReader>()
            .ok()
    });
    let (Some(reader), Ok(utf8)) = (reader, TextDecoder::new()) else {
        return;
    };
    let mut decoder = sse::Decoder::default();
    while let Some(piece) = next_piece(&reader, &utf8).await {
        for data in decoder.feed(&piece) {
            if let Ok(change) = read::<Change>(&parsed(&data)) {
                tell(News::Changed(change));
            }
        }
    }
}

async fn next_piece(reader: &ReadableStreamDefaultReader, utf8: &TextDecoder) -> Option<String> {
    let chunk = JsFuture::from(reader.read()).await.ok()?;
    let value = js_sys::Reflect::get(&chunk, &JsValue::from_str("value")).ok()?;
    let bytes = value.dyn_into::<js_sys::Uint8Array>().ok()?;
    let more_to_come = TextDecodeOptions::new();
    more_to_come.set_stream(true);
    utf8.decode_with_js_u8_array_and_options(&bytes, &more_to_come)
        .ok()
}

/// A code works once and must not stay in the address bar or the history.
fn forget_fragment() {
    let _ = gloo_utils::history().replace_state_with_url(&JsValue::NULL, "", Some("/"));
}

fn storage() -> Option<Storage> {
    gloo_utils::window().session_storage().ok().flatten()
}

fn token() -> Option<String> {
    storage()?.get_item(TOKEN).ok().flatten()
}

/// The token lives as long as the tab: a storage that refuses only means to sign in again.
fn remember(token: &str) {
    if let Some(storage) = storage() {
        let _ = storage.set_item(TOKEN, token);
    }
}

/// Opens an address in another tab, which learns nothing of this one. A browser that blocks that says
/// so itself.
pub(super) fn open_tab(url: &str) {
    let window = gloo_utils::window();
    let _ = window.open_with_url_and_target_and_features(url, "_blank", "noopener");
}

pub(super) fn forget_token() {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(TOKEN);
    }
}
