//! The error envelope around everything that is refused, also by the web framework itself.

use std::any::Any;

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use storytime_types::error::ErrorBody;
use storytime_types::{ApiError, ErrorCode};

/// What a handler answers with.
pub(crate) type Answer<T> = Result<Json<T>, Refusal>;

/// An error on its way out.
#[derive(Debug)]
pub(crate) struct Refusal(pub(crate) ApiError);

impl From<ApiError> for Refusal {
    fn from(error: ApiError) -> Self {
        Self(error)
    }
}

impl Refusal {
    pub(crate) fn new(code: ErrorCode, message: &str) -> Self {
        Self(ApiError::new(code, message))
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.0.code.status());
        let retry_after = self.0.details.get("retryAfterSeconds").cloned();
        let mut response = Json(ErrorBody { error: self.0 }).into_response();
        if let Some(seconds) = retry_after.and_then(|value| value.as_u64()) {
            let headers = response.headers_mut();
            headers.insert(header::RETRY_AFTER, seconds.into());
        }
        *response.status_mut() = status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        if response.status() == StatusCode::UNAUTHORIZED {
            let scheme = HeaderValue::from_static("Bearer");
            response
                .headers_mut()
                .insert(header::WWW_AUTHENTICATE, scheme);
        }
        response
    }
}

/// Nothing of that name here.
pub(crate) async fn unknown() -> Refusal {
    nothing_here()
}

/// As [`unknown`], for whoever has looked already.
pub(crate) fn nothing_here() -> Refusal {
    Refusal::new(
        ErrorCode::NotFound,
        "There is nothing at this address: check its path.",
    )
}

/// Puts what the framework refuses in its own words (a wrong method, a path that is no text) into
/// the envelope; status and headers stay.
pub(crate) async fn wrap(response: Response) -> Response {
    let status = response.status();
    let is_error = status.is_client_error() || status.is_server_error();
    if !is_error || is_json(&response) {
        return response;
    }
    let (code, message) = match status {
        StatusCode::NOT_FOUND => (
            ErrorCode::NotFound,
            "There is nothing at this address: check its path.",
        ),
        StatusCode::METHOD_NOT_ALLOWED => (
            ErrorCode::MethodNotAllowed,
            "This address does not take that method: the Allow header names those that it takes.",
        ),
        StatusCode::SERVICE_UNAVAILABLE => (
            ErrorCode::Unavailable,
            "This took too long and was given up: try again.",
        ),
        _ if status.is_client_error() => (
            ErrorCode::BadRequest,
            "The request could not be read: check its path and query.",
        ),
        _ => (
            ErrorCode::Internal,
            "Something went wrong here; the log says what.",
        ),
    };
    let mut wrapped = Refusal::new(code, message).into_response();
    *wrapped.status_mut() = status;
    if let Some(allowed) = response.headers().get(header::ALLOW) {
        wrapped.headers_mut().insert(header::ALLOW, allowed.clone());
    }
    wrapped
}

/// What becomes of a handler that panicked: the log has the cause, the caller the envelope.
pub(crate) fn after_panic(panic: Box<dyn Any + Send>) -> Response {
    let cause = panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied());
    tracing::error!(cause, "a call ended in a panic");
    StatusCode::INTERNAL_SERVER_ERROR.into_response()
}

fn is_json(response: &Response) -> bool {
    let kind = response.headers().get(header::CONTENT_TYPE);
    kind.is_some_and(|kind| kind.as_bytes().starts_with(b"application/json"))
}
