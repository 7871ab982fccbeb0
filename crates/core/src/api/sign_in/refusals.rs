//! Why a sign-in comes to nothing, as it is told to the person: in one sentence with what to do.

use storytime_types::{ApiError, ErrorCode};

use crate::calendars::error::Denial;
use crate::calendars::oauth::{Authority, OAuthError, RegistrationError};
use crate::calendars::{FetchError, NextTry};
use crate::engine::{ImportError, SecretError, TokenError};

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
        OAuthError::Fetch(FetchError::AccessDenied {
            why: Denial::Unsaid,
            ..
        }) => {
            format!("{error}: sign in again and leave every box ticked")
        }
        error => error.sentence(NextTry::Yours),
    };
    ApiError::new(ErrorCode::SourceFailed, sentence(&text))
}

/// Why the tokens of an account cannot be had or kept.
/// Why an account that was signed in to could not be read.
pub(super) fn unread(error: ImportError) -> ApiError {
    match error {
        ImportError::Store(error) => error.into(),
        error => ApiError::new(ErrorCode::SourceFailed, error.of_refused()),
    }
}

pub(super) fn of_token(error: TokenError) -> ApiError {
    match error {
        TokenError::Secret(SecretError::Store(error)) => error.into(),
        TokenError::Secret(error) => error.into(),
        TokenError::Registration(error) => of_registration(error),
        TokenError::OAuth(error) => refused(error),
    }
}

/// With a capital, unless it begins with an address, and with an end.
fn sentence(text: &str) -> String {
    let first_word = text.split(' ').next().unwrap_or_default();
    let mut letters = text.chars();
    match letters.next() {
        Some(first) if !first_word.contains("://") => {
            format!("{}{}.", first.to_uppercase(), letters.as_str())
        }
        Some(_) => format!("{text}."),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn denied(place: &str, why: Denial) -> String {
        let place = place.to_owned();
        refused(FetchError::AccessDenied { place, why }.into()).message
    }

    #[test]
    fn a_refusal_says_what_to_do_about_that_refusal() {
        assert_eq!(
            denied("Google", Denial::ApiOff),
            "Google refuses, because its Calendar API is not switched on for this client id: \
             switch the Google Calendar API on at console.cloud.google.com, in the project that the \
             client id belongs to, and try again some minutes later."
        );
        assert!(denied("Google", Denial::Policy).contains("ask them to allow"));
        assert!(denied("Google", Denial::Unsaid).ends_with("leave every box ticked."));
    }

    #[test]
    fn an_address_at_the_beginning_stays_as_it_is() {
        let sentence = denied("http://127.0.0.1:1/…", Denial::Unsaid);
        assert!(
            sentence.starts_with("http://127.0.0.1:1/… does"),
            "{sentence}"
        );
    }
}
