//! Why a sign-in comes to nothing, as it is told to the person: in one sentence with what to do.

use storytime_types::{ApiError, ErrorCode};

use crate::calendars::oauth::{Authority, OAuthError, RegistrationError};
use crate::calendars::{FetchError, NextTry};
use crate::engine::{SecretError, TokenError};

const DENIED: &str = "You did not allow it, so nothing was connected.";

/// Why the browser brought no code (RFC 6749, 4.1.2.1).
pub(super) fn of_browser(authority: Authority, error: &str) -> ApiError {
    if error == "access_denied" {
        return ApiError::new(ErrorCode::SourceFailed, DENIED);
    }
    let known = error
        .chars()
        .all(|letter| letter.is_ascii_lowercase() || letter == '_');
    let said = if known && error.len() <= 40 {
        error
    } else {
        "no reason that can be read"
    };
    let sentence = format!(
        "{} did not sign you in ({said}): try again, or look at the client id in providers.toml.",
        authority.name()
    );
    ApiError::new(ErrorCode::SourceFailed, sentence)
}

/// Why the app cannot sign in there at all.
pub(super) fn of_registration(error: RegistrationError) -> ApiError {
    let code = match error {
        RegistrationError::NoClient { .. } => ErrorCode::ClientIdMissing,
        _ => ErrorCode::Conflict,
    };
    ApiError::new(code, sentence(&error.to_string()))
}

/// Why the provider gave no tokens, or does not show what they open.
pub(super) fn refused(error: OAuthError) -> ApiError {
    let text = match &error {
        OAuthError::Fetch(FetchError::AccessDenied { .. }) => {
            format!("{error}: sign in again and leave every box ticked")
        }
        error => error.sentence(NextTry::Yours),
    };
    ApiError::new(ErrorCode::SourceFailed, sentence(&text))
}

/// Why the tokens of an account cannot be had or kept.
pub(super) fn of_token(error: TokenError) -> ApiError {
    match error {
        TokenError::Secret(SecretError::Store(error)) => error.into(),
        TokenError::Secret(error) => error.into(),
        TokenError::Registration(error) => of_registration(error),
        TokenError::OAuth(error) => refused(error),
    }
}

fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => format!("{}{}.", first.to_uppercase(), letters.as_str()),
        None => String::new(),
    }
}
