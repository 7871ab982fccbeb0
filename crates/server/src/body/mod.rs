//! Bodies and queries of requests: what cannot be read is refused with a sentence in the envelope.

mod words;

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Query, Request};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::IntoResponse as _;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::{Map, Value};
use storytime_types::fields::WrongField;
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
        let form = Form::from_request(request, state).await?;
        form.checked(|_| Vec::new()).map(Self)
    }
}

/// As [`Body`], for what is checked further: everything that is wrong is told at once.
pub(crate) struct Form<T> {
    /// Without the fields that are wrong.
    asked: T,
    wrong: Vec<Fault>,
}

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Form<T> {
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
        parse(bytes).map_err(Refusal)
    }
}

impl<T> Form<T> {
    /// What is asked, if neither a field has a value that it cannot have, nor `further` finds one.
    pub(crate) fn checked(self, further: impl FnOnce(&T) -> Vec<WrongField>) -> Result<T, Refusal> {
        let mut wrong = self.wrong;
        for (field, why) in further(&self.asked) {
            // Of a field that was left out nothing more is to be said.
            if wrong.iter().all(|told| told.outermost() != field) {
                wrong.push(Fault {
                    field: field.to_owned(),
                    words: why,
                });
            }
        }
        match wrong.as_slice() {
            [] => Ok(self.asked),
            wrong => Err(Refusal(invalid(wrong))),
        }
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

/// JSON that is no JSON is a bad request; every field with a value that it cannot have is named.
fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<Form<T>, ApiError> {
    // serde would read a list as a struct too, field by field.
    if bytes.trim_ascii_start().first() != Some(&b'{') {
        let message = "The body must be a JSON object, like {\"minutes\": 5}.";
        return Err(ApiError::new(ErrorCode::BadRequest, message));
    }
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    match serde_path_to_error::deserialize(&mut reader) {
        Ok(asked) => {
            reader.end().map_err(|cause| not_json(&cause))?;
            let wrong = Vec::new();
            Ok(Form { asked, wrong })
        }
        Err(error) => {
            let first = fault_of(&error);
            match serde_json::from_slice::<IgnoredAny>(bytes) {
                Ok(_) if error.inner().is_data() => without_wrong_fields(bytes, first),
                Ok(_) => Err(not_json(error.inner())),
                Err(damage) => Err(not_json(&damage)),
            }
        }
    }
}

/// Leaves out one wrong field after another until the rest can be read. Where that needs one of them,
/// what was found so far is told.
fn without_wrong_fields<T: DeserializeOwned>(
    bytes: &[u8],
    first: Fault,
) -> Result<Form<T>, ApiError> {
    if first.field.is_empty() {
        let message = format!("The body is not what is expected here: it {}.", first.words);
        return Err(ApiError::new(ErrorCode::BadRequest, message));
    }
    let mut wrong = vec![first];
    // What is nested too deeply to be looked at once more has one wrong field at least.
    let fields = serde_json::from_slice::<Map<String, Value>>(bytes);
    let mut fields = fields.map_err(|_| invalid(&wrong))?;
    while let Some(last) = wrong.last() {
        if fields.remove(last.outermost()).is_none() {
            break;
        }
        match serde_path_to_error::deserialize(Value::Object(fields.clone())) {
            Ok(asked) => return Ok(Form { asked, wrong }),
            Err(error) => {
                let next = fault_of(&error);
                if wrong
                    .iter()
                    .any(|told| told.outermost() == next.outermost())
                {
                    break;
                }
                wrong.push(next);
            }
        }
    }
    Err(invalid(&wrong))
}

fn fault_of(error: &serde_path_to_error::Error<serde_json::Error>) -> Fault {
    words::fault(&error.path().to_string(), &error.inner().to_string())
}

fn invalid(wrong: &[Fault]) -> ApiError {
    let fields = wrong.iter();
    ApiError::invalid(fields.map(|fault| (fault.field.as_str(), fault.words.clone())))
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
    use storytime_types::accounts::NewPassword;
    use storytime_types::notifications::Snooze;
    use storytime_types::profile::ProfileChange;
    use storytime_types::status::{Pause, Present};

    /// The body, if nothing is wrong with it.
    fn read<T: DeserializeOwned>(body: &str) -> Result<T, ApiError> {
        let form = parse(body.as_bytes())?;
        form.checked(|_| Vec::new()).map_err(|refusal| refusal.0)
    }

    #[test]
    fn every_field_with_a_value_that_it_cannot_have_is_named_at_once() {
        let body = "{\"name\":1,\"selectedTheme\":\"NOIR\",\"gender\":\"X\",\"age\":20,\"leadTimes\":[5,\"x\"],\"name\":2}";
        let error = read::<ProfileChange>(body).unwrap_err();
        let fields = error.details["fields"].as_object().unwrap();
        let named: Vec<_> = fields.keys().map(String::as_str).collect();
        assert_eq!(named, ["gender", "leadTimes[1]", "name", "selectedTheme"]);
    }

    #[test]
    fn a_field_that_is_missing_is_named_beside_those_that_are_wrong() {
        let error = read::<NewPassword>("{\"current\":5}").unwrap_err();
        let fields = error.details["fields"].as_object().unwrap();
        let named: Vec<_> = fields.keys().map(String::as_str).collect();
        assert_eq!(named, ["current", "new"]);
    }

    #[test]
    fn a_value_that_a_field_cannot_have_is_refused_by_the_fields_name() {
        let error = read::<ProfileChange>("{\"selectedTheme\":\"NOIR\"}").unwrap_err();
        assert_eq!(error.code, ErrorCode::ValidationError);
        assert!(error.details["fields"]["selectedTheme"].is_string());
    }

    fn refused<T: DeserializeOwned>(body: &str) -> String {
        let error = read::<T>(body).err().unwrap();
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
            let error = parse::<Snooze>(body).err().unwrap();
            assert_eq!(error.code, ErrorCode::BadRequest, "{error}");
        }
    }

    #[test]
    fn unknown_fields_are_ignored() {
        assert!(parse::<Snooze>(b"{\"minutes\":5,\"mood\":\"good\"}").is_ok());
    }
}
