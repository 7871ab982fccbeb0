//! The one place that talks to the backend. In the app's window a call goes through the Tauri
//! command `api`, in a browser through `fetch`; the rest of the window cannot tell which.

mod body;
mod browser;
mod desktop;
mod reading;
mod sse;

use std::pin::Pin;

use serde::de::DeserializeOwned;
use storytime_types::changes::Change;
use storytime_types::error::ErrorBody;
use storytime_types::{ApiError, ErrorCode};
use wasm_bindgen::JsValue;

use reading::{Unreadable, read};

pub use body::{Body, Texts};
pub use desktop::{
    autostart, open_data_folder, open_link, open_logs_folder, pick_calendar_file,
    pick_calendar_folder, present as in_desktop_window, set_autostart,
};

/// The HTTP methods of the API.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Reads.
    Get,
    /// Changes what is there.
    Put,
    /// Makes or begins.
    Post,
    /// Removes.
    Delete,
}

impl Method {
    fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Put => "PUT",
            Self::Post => "POST",
            Self::Delete => "DELETE",
        }
    }
}

/// What came back, whichever way it went.
struct Answer {
    status: u16,
    body: JsValue,
}

type LocalBoxFuture<'f, T> = Pin<Box<dyn Future<Output = T> + 'f>>;

/// News from the stream of changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum News {
    /// The stream is open; whatever changed before is not in it.
    Connected,
    /// Something changed.
    Changed(Change),
    /// The stream broke; it is opened again by itself.
    Disconnected,
}

/// Calls the API.
///
/// # Errors
/// The API's own error, or `UNAVAILABLE` when nothing answered.
pub async fn call<T: DeserializeOwned>(
    method: Method,
    path: &str,
    body: Body,
) -> Result<T, ApiError> {
    let answer = send(method, path, body).await?;
    understood(&answer)
}

/// Reads an answer.
///
/// # Errors
/// It has another shape than the type.
pub fn understood<T: DeserializeOwned>(answer: &JsValue) -> Result<T, ApiError> {
    read(answer).map_err(not_understood)
}

/// The part of [`call`] that is the same for every type; boxed, so that it is compiled once.
///
/// # Errors
/// The API's own error, or `UNAVAILABLE` when nothing answered.
pub fn send(
    method: Method,
    path: &str,
    body: Body,
) -> LocalBoxFuture<'_, Result<JsValue, ApiError>> {
    Box::pin(async move {
        if desktop::present() {
            desktop::send(method, path, &body).await?.read()
        } else {
            browser::send(method, path, &body).await?.read()
        }
    })
}

/// Opens an address in the person's own browser, or in another tab of it. Where nothing opens there
/// is a link beside what it is for.
pub async fn open_elsewhere(url: &str) {
    if desktop::present() {
        let _ = desktop::open_link(url).await;
    } else {
        browser::open_tab(url);
    }
}

/// Saves everything the person owns as a file: where they choose in the app's window, among the
/// downloads in a browser. Answers where; none when they thought better of it.
///
/// # Errors
/// When nothing answered, or the file could not be written.
pub async fn save_export() -> Result<Option<String>, ApiError> {
    if desktop::present() {
        desktop::save_export().await
    } else {
        browser::save_export().await
    }
}

/// Who may look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Calls can be made.
    Granted,
    /// This browser has to be opened with the address that `storytime serve` prints.
    NeedsAddress,
}

/// Whether calls can be made: always in the app's window; in a browser once the one-time code of
/// the printed address was exchanged for a token.
///
/// # Errors
/// Why the code was refused.
pub async fn sign_in() -> Result<Access, ApiError> {
    if desktop::present() {
        Ok(Access::Granted)
    } else {
        browser::sign_in().await
    }
}

/// Registers or signs in. A browser keeps the token for as long as its tab lives; the app's window
/// never needs it, because the tray process holds it.
///
/// # Errors
/// The API's own error, or `UNAVAILABLE` when nothing answered.
pub async fn enter(path: &str, body: Body) -> Result<(), ApiError> {
    let answer = send(Method::Post, path, body).await?;
    if !desktop::present() {
        browser::keep_token(&answer)?;
    }
    Ok(())
}

/// Ends the session that this window is in, or all of them.
///
/// # Errors
/// The API's own error, or `UNAVAILABLE` when nothing answered.
pub async fn leave(method: Method, path: &str) -> Result<(), ApiError> {
    let ended = send(method, path, Body::NONE).await.map(drop);
    if !desktop::present() {
        browser::forget_token();
    }
    ended
}

/// Opens the page again, as whoever is signed in now.
pub fn begin_anew() {
    // A page that cannot be opened again stays as it is.
    let _ = gloo_utils::window().location().reload();
}

/// Tells of every change until the page is closed.
pub async fn watch(tell: impl Fn(News) + 'static) {
    if desktop::present() {
        desktop::watch(tell).await;
    } else {
        browser::watch(tell).await;
    }
}

impl Answer {
    /// The body of a success, or the error that the envelope carries.
    fn read(self) -> Result<JsValue, ApiError> {
        if (200..300).contains(&self.status) {
            return Ok(self.body);
        }
        let error = read::<ErrorBody>(&self.body).map(|body| body.error);
        Err(error.unwrap_or_else(|_| {
            let code = match self.status {
                401 => ErrorCode::Unauthenticated,
                503 => ErrorCode::Unavailable,
                _ => ErrorCode::Internal,
            };
            ApiError::new(
                code,
                format!("The app answered with status {}.", self.status),
            )
        }))
    }
}

fn not_understood(error: Unreadable) -> ApiError {
    ApiError::new(
        ErrorCode::Internal,
        format!("The app's answer was not understood ({error}). Is it another version?"),
    )
}

fn nothing_answered() -> ApiError {
    ApiError::new(
        ErrorCode::Unavailable,
        "StoryTime is not answering. Start it again if it was closed, then try once more.",
    )
}

/// What JSON says; nothing for what is none.
fn parsed(text: &str) -> JsValue {
    js_sys::JSON::parse(text).unwrap_or(JsValue::NULL)
}

#[cfg(all(test, target_arch = "wasm32"))]
mod tests {
    use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

    use super::*;

    wasm_bindgen_test_configure!(run_in_browser);

    fn answer(status: u16, body: &str) -> Result<JsValue, ApiError> {
        let body = parsed(body);
        Answer { status, body }.read()
    }

    #[wasm_bindgen_test]
    fn an_answer_of_200_is_what_was_asked_for() {
        let answer = answer(200, r#"{"changed": "events"}"#).unwrap();
        assert_eq!(understood(&answer), Ok(Change::Events));
    }

    #[wasm_bindgen_test]
    fn an_answer_without_content_is_nothing() {
        assert_eq!(understood(&answer(204, "").unwrap()), Ok(()));
    }

    #[wasm_bindgen_test]
    fn an_error_envelope_is_the_error_itself() {
        let sent = ApiError::invalid([("timezone", "is not known".to_owned())]);
        let body = serde_json::to_string(&ErrorBody {
            error: sent.clone(),
        })
        .unwrap();
        assert_eq!(answer(422, &body), Err(sent));
    }

    #[wasm_bindgen_test]
    fn an_error_without_an_envelope_still_has_its_code() {
        let code = answer(401, "").map_err(|error| error.code);
        assert_eq!(code, Err(ErrorCode::Unauthenticated));
    }
}
