//! Bodies and queries of requests: what cannot be read is refused with a sentence in the envelope.

mod words;

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Query, Request};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::IntoResponse as _;
use serde::de::{DeserializeOwned, IgnoredAny};
use storytime_types::{ApiError, ErrorCode};

use crate::envelope::Refusal;
use words::Fault;

/// The largest body that is taken, in bytes: 1 MiB.
pub(crate) const BODY_LIMIT: usize = 1024 * 1024;

/// A body as JSON, whatever its content type says; none at all is read as `{}`. Unknown fields are
/// ignored.
pub(crate) struct Body<T>(pub(crate) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Body<T> {
    type Rejection = Refusal;

    async fn from_request(request: Request, state: &S) -> Result<Self, Refusal> {
        let bytes = Bytes::from_request(request, state)
            .await
            .map_err(|rejection| unreadable(rejection.into_response().status()))?;
        let bytes = if bytes.trim_ascii().is_empty() {
            b"{}"
        } else {
            &bytes[..]
        };
        parse(bytes).map(Self).map_err(Refusal)
    }
}

fn unreadable(status: StatusCode) -> Refusal {
    if status == StatusCode::PAYLOAD_TOO_LARGE {
        Refusal::new(
            ErrorCode::PayloadTooLarge,
            "The body is larger than 1 MiB: send less at once.",
        )
    } else {
        Refusal::new(ErrorCode::BadRequest, "The body broke off: send it again.")
    }
}

/// JSON that is no JSON is a bad request; a field with a value that it cannot have is named.
fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, ApiError> {
    // serde would read a list as a struct too, field by field.
    if bytes.trim_ascii_start().first() != Some(&b'{') {
        let message = "The body must be a JSON object, like {\"minutes\": 5}.";
        return Err(ApiError::new(ErrorCode::BadRequest, message));
    }
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let path = error.path().to_string();
        let cause = error.into_inner();
        match serde_json::from_slice::<IgnoredAny>(bytes) {
            Ok(_) if cause.is_data() => unfit(&words::fault(&path, &cause.to_string())),
            Ok(_) => not_json(&cause),
            Err(damage) => not_json(&damage),
        }
    })?;
    reader.end().map_err(|cause| not_json(&cause))?;
    Ok(value)
}

fn unfit(fault: &Fault) -> ApiError {
    if fault.field.is_empty() {
        let message = format!("The body is not what is expected here: it {}.", fault.words);
        return ApiError::new(ErrorCode::BadRequest, message);
    }
    ApiError::invalid([(fault.field.as_str(), fault.words.clone())])
}

fn not_json(cause: &serde_json::Error) -> ApiError {
    let message = if cause.is_eof() {
        "The body is no JSON: it breaks off in the middle.".to_owned()
    } else {
        let (line, column) = (cause.line(), cause.column());
        format!("The body is no JSON: look at line {line}, column {column}.")
    };
    ApiError::new(ErrorCode::BadRequest, message)
}

/// The part of the address behind `?`.
pub(crate) struct Asked<T>(pub(crate) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Asked<T> {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        let Query(asked) = Query::from_request_parts(parts, state)
            .await
            .map_err(|rejection| Refusal(not_understood(&rejection.body_text())))?;
        Ok(Self(asked))
    }
}

/// The framework's text ends in `: NAME: CAUSE`, or in `: CAUSE` where it is about no name.
fn not_understood(said: &str) -> ApiError {
    let cause = said
        .split_once("query string: ")
        .map_or(said, |(_, cause)| cause);
    let (name, cause) = match cause.split_once(": ") {
        Some((name, cause)) if !name.contains(' ') => (name, cause),
        _ => ("", cause),
    };
    let Fault { field, words } = words::fault(name, cause);
    let message = if field.is_empty() {
        "The query is not understood: look at what stands behind the ? of the address.".to_owned()
    } else {
        format!("The query is not understood: {field} {words}.")
    };
    ApiError::new(ErrorCode::BadRequest, message)
}

#[cfg(test)]
mod tests {
    use super::*;
    use storytime_types::notifications::Snooze;
    use storytime_types::profile::ProfileChange;
    use storytime_types::status::{Pause, Present};

    #[test]
    fn a_value_that_a_field_cannot_have_is_refused_by_the_fields_name() {
        let error = parse::<ProfileChange>(b"{\"selectedTheme\":\"NOIR\"}").unwrap_err();
        assert_eq!(error.code, ErrorCode::ValidationError);
        assert!(error.details["fields"]["selectedTheme"].is_string());
    }

    fn refused<T: DeserializeOwned>(body: &str) -> String {
        let error = parse::<T>(body.as_bytes()).err().unwrap();
        for word in ["line 1", "`", "expected", "u32", "struct"] {
            assert!(!error.message.contains(word), "{}", error.message);
        }
        error.message
    }

    #[test]
    fn what_is_wrong_with_a_field_is_said_in_words() {
        assert_eq!(refused::<Snooze>("{}"), "minutes is missing");
        assert_eq!(
            refused::<Snooze>("{\"minutes\":\"5\"}"),
            "minutes must be a whole number that is not negative, not text"
        );
        assert_eq!(
            refused::<Snooze>("{\"minutes\":-5}"),
            "minutes must be a whole number that is not negative, not a negative number"
        );
        assert_eq!(
            refused::<ProfileChange>("{\"leadTimes\":5}"),
            "leadTimes must be a list, not this number"
        );
        assert_eq!(
            refused::<ProfileChange>("{\"leadTimes\":[5,null]}"),
            "leadTimes[1] must be a whole number that is not negative, not null"
        );
        assert_eq!(
            refused::<ProfileChange>("{\"name\":{}}"),
            "name must be text, not an object"
        );
        assert_eq!(
            refused::<ProfileChange>("{\"selectedTheme\":\"NOIR\"}"),
            "selectedTheme must be FANTASY, GENZ or MEME"
        );
        assert_eq!(refused::<Present>("{}"), "on is missing");
        assert_eq!(
            refused::<Present>("{\"on\":\"yes\"}"),
            "on must be true or false, not text"
        );
        assert_eq!(refused::<Pause>("{}"), "for is missing");
        assert_eq!(
            refused::<Pause>("{\"for\":\"ever\"}"),
            "for must be hour, untilTomorrow or resume"
        );
    }

    #[test]
    fn json_that_breaks_off_says_so_and_other_damage_says_where() {
        let message = |body: &[u8]| parse::<Snooze>(body).err().unwrap().message;
        assert_eq!(
            message(b"{\"minutes\":"),
            "The body is no JSON: it breaks off in the middle."
        );
        assert_eq!(
            message(b"{\"minutes\":5,}"),
            "The body is no JSON: look at line 1, column 14."
        );
    }

    #[test]
    fn a_query_that_is_not_understood_names_its_part() {
        #[derive(Debug, serde::Deserialize)]
        struct Rows {
            #[expect(dead_code, reason = "only whether it can be read matters")]
            limit: u32,
        }
        let refused = |query: &str| {
            let address = format!("/api/x?{query}").parse().unwrap();
            let rejection = Query::<Rows>::try_from_uri(&address).unwrap_err();
            not_understood(&rejection.body_text()).message
        };
        assert_eq!(
            refused("limit=many"),
            "The query is not understood: limit must be a whole number."
        );
        assert_eq!(
            refused(""),
            "The query is not understood: limit is missing."
        );
    }

    #[test]
    fn what_is_no_json_is_a_bad_request() {
        let bodies: [&[u8]; 5] = [b"{", b"nonsense", b"{} {}", b"\xff", b"[1]"];
        for body in bodies {
            let error = parse::<Snooze>(body).unwrap_err();
            assert_eq!(error.code, ErrorCode::BadRequest, "{error}");
        }
    }

    #[test]
    fn unknown_fields_are_ignored() {
        assert!(parse::<Snooze>(b"{\"minutes\":5,\"mood\":\"good\"}").is_ok());
    }
}
