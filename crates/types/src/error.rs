//! The error envelope of the API: `{"error":{"code","message","details"}}`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// What went wrong, as a code that scripts and the window may act on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ErrorCode {
    /// A field is not acceptable; `details.fields` says which and why.
    ValidationError,
    /// The body is not JSON, or not of the expected shape.
    BadRequest,
    /// No token, or one that is not known.
    Unauthenticated,
    /// The request comes from another host or site.
    Forbidden,
    /// Nothing of that name here.
    NotFound,
    /// It exists already, or something else is in the way.
    Conflict,
    /// A sync is running already.
    SyncInProgress,
    /// The address does not take this method; the Allow header names those that it takes.
    MethodNotAllowed,
    /// The body is larger than accepted.
    PayloadTooLarge,
    /// Too many calls; `details.retryAfterSeconds` and the Retry-After header say when to come back.
    RateLimited,
    /// A calendar's own server, file or address could not be read.
    SourceFailed,
    /// The app is starting, stopping, or its disk refuses to be written.
    Unavailable,
    /// A fault of ours; the log has the cause.
    Internal,
    /// A secret would have to be kept or read, and the vault is not open; see `GET /api/vault`.
    VaultLocked,
    /// The app is not known to a provider that one signs in at; see `GET /api/calendars/client-ids`.
    ClientIdMissing,
}

impl ErrorCode {
    /// The HTTP status that goes with the code.
    #[must_use]
    pub fn status(self) -> u16 {
        match self {
            Self::BadRequest => 400,
            Self::Unauthenticated => 401,
            Self::Forbidden => 403,
            Self::NotFound => 404,
            Self::Conflict | Self::SyncInProgress | Self::VaultLocked | Self::ClientIdMissing => {
                409
            }
            Self::MethodNotAllowed => 405,
            Self::PayloadTooLarge => 413,
            Self::ValidationError => 422,
            Self::RateLimited => 429,
            Self::Internal => 500,
            Self::SourceFailed => 502,
            Self::Unavailable => 503,
        }
    }
}

/// What a call failed with: a code for programs, one sentence for people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[error("{message}")]
pub struct ApiError {
    /// The stable code.
    pub code: ErrorCode,
    /// One sentence: what is wrong, where, and what to do.
    pub message: String,
    /// More for programs: `fields`, `retryAfterSeconds`.
    #[serde(default)]
    pub details: BTreeMap<String, serde_json::Value>,
}

impl ApiError {
    /// An error without details.
    pub fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            details: BTreeMap::new(),
        }
    }

    /// A validation error naming each field and what it must be.
    #[must_use]
    pub fn invalid<'a>(fields: impl IntoIterator<Item = (&'a str, String)>) -> Self {
        let fields: serde_json::Map<_, _> = fields
            .into_iter()
            .map(|(name, why)| (name.to_owned(), why.into()))
            .collect();
        let message = fields
            .iter()
            .map(|(name, why)| of_field(name, why.as_str().unwrap_or_default()))
            .collect::<Vec<_>>()
            .join("; ");
        let mut error = Self::new(ErrorCode::ValidationError, message);
        error.details.insert("fields".into(), fields.into());
        error
    }
}

/// Whether what is wrong with a field is to be read after its name, as in `must be a whole number`.
#[must_use]
pub fn follows_a_name(why: &str) -> bool {
    let verbs = ["must ", "is ", "has ", "cannot "];
    verbs.iter().any(|verb| why.starts_with(verb))
}

/// `minutes must be a whole number`, and of what is no such half of a sentence `path: …`.
fn of_field(name: &str, why: &str) -> String {
    if follows_a_name(why) {
        format!("{name} {why}")
    } else {
        format!("{name}: {why}")
    }
}

/// The envelope around an [`ApiError`] on the wire.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ErrorBody {
    /// What went wrong.
    pub error: ApiError,
}
