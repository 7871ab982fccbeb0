//! Bodies and queries of requests: what cannot be read is refused with a sentence in the envelope.

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Query, Request};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::IntoResponse as _;
use serde::de::DeserializeOwned;
use storytime_types::{ApiError, ErrorCode};

use crate::envelope::Refusal;

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
        if cause.is_data() && path != "." {
            ApiError::invalid([(path.as_str(), cause.to_string())])
        } else {
            not_json(&cause)
        }
    })?;
    reader.end().map_err(|cause| not_json(&cause))?;
    Ok(value)
}

fn not_json(cause: &serde_json::Error) -> ApiError {
    let message = format!("The body is not the JSON that is expected here: {cause}.");
    ApiError::new(ErrorCode::BadRequest, message)
}

/// The part of the address behind `?`.
pub(crate) struct Asked<T>(pub(crate) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Asked<T> {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        let Query(asked) = Query::from_request_parts(parts, state)
            .await
            .map_err(|rejection| {
                let message = format!("The query is not understood: {}.", rejection.body_text());
                Refusal(ApiError::new(ErrorCode::BadRequest, message))
            })?;
        Ok(Self(asked))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use storytime_types::notifications::Snooze;
    use storytime_types::profile::ProfileChange;

    #[test]
    fn a_value_that_a_field_cannot_have_is_refused_by_the_fields_name() {
        let error = parse::<ProfileChange>(b"{\"selectedTheme\":\"NOIR\"}").unwrap_err();
        assert_eq!(error.code, ErrorCode::ValidationError);
        assert!(error.details["fields"]["selectedTheme"].is_string());
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
