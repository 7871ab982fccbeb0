//! Why a calendar could not be imported.

use std::time::Duration;

use storytime_types::calendars::CalendarProvider;

use crate::calendars::body_cache::BodyCacheError;
use crate::calendars::ics::AddressError;
use crate::calendars::oauth::OAuthError;
use crate::calendars::{FetchError, NextTry};
use crate::engine::{SecretError, TokenError, losses};
use crate::events::ReadError;
use crate::store::StoreError;
use crate::vault::VaultError;

/// Why a calendar could not be imported. What is stored of it stays.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ImportError {
    #[error(transparent)]
    Address(#[from] AddressError),
    #[error("{}", .0.sentence(NextTry::Ours))]
    Fetch(#[from] FetchError),
    #[error("{name} is no longer {place}: it is given up in ten minutes, unless it comes back")]
    Gone { name: String, place: Home },
    #[error("{}", losses::in_one(.0.iter().map(ToString::to_string).collect()))]
    Several(Vec<ImportError>),
    #[error("{calendar}: {cause}")]
    Of {
        calendar: String,
        cause: Box<ImportError>,
    },
    #[error("{place}: {cause}")]
    Read { place: String, cause: ReadError },
    #[error(transparent)]
    Secret(SecretError),
    #[error(transparent)]
    Token(TokenError),
    #[error(transparent)]
    BodyCache(#[from] BodyCacheError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("reading the calendar was broken off: it is tried again by itself")]
    BrokenOff(#[from] tokio::task::JoinError),
    #[error("somebody wanted the calendar for something else: it is read again by itself")]
    GaveWay,
}

/// Where an integration's calendars lie together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Home {
    Folder,
    Server,
    Account,
}

impl From<CalendarProvider> for Home {
    fn from(provider: CalendarProvider) -> Self {
        match provider {
            CalendarProvider::Ics => Self::Folder,
            CalendarProvider::CalDav => Self::Server,
            CalendarProvider::Google | CalendarProvider::Microsoft => Self::Account,
        }
    }
}

impl std::fmt::Display for Home {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Folder => "in its folder",
            Self::Server => "on its server",
            Self::Account => "in its account",
        })
    }
}

impl From<SecretError> for ImportError {
    fn from(error: SecretError) -> Self {
        match error {
            SecretError::Store(error) => Self::Store(error),
            SecretError::Address(error) => Self::Address(error),
            error @ SecretError::Vault(_) => Self::Secret(error),
        }
    }
}

impl From<TokenError> for ImportError {
    fn from(error: TokenError) -> Self {
        match error {
            TokenError::Secret(error) => error.into(),
            error => Self::Token(error),
        }
    }
}

impl ImportError {
    /// The same with the calendar's name, where the words do not say already which one it is.
    pub(in crate::engine) fn of(self, calendar: &str) -> Self {
        let says_which = matches!(
            self,
            Self::Gone { .. } | Self::Read { .. } | Self::Of { .. }
        );
        if says_which || self.concerns_all() {
            return self;
        }
        Self::Of {
            calendar: calendar.to_owned(),
            cause: Box::new(self),
        }
    }

    /// What is wrong and what to do, for somebody to whom nothing is kept of what was asked for.
    pub(crate) fn of_refused(&self) -> String {
        let next = NextTry::Yours;
        match self {
            Self::Fetch(error) => error.sentence(next),
            Self::Several(all) => losses::in_one(all.iter().map(Self::of_refused).collect()),
            Self::Of { calendar, cause } => format!("{calendar}: {}", cause.of_refused()),
            Self::BrokenOff(_) => "reading the calendar was broken off: try again".to_owned(),
            other => other.to_string(),
        }
    }

    /// Whether the provider has been asked too often.
    pub(in crate::engine) fn is_throttling(&self) -> bool {
        matches!(
            self,
            Self::Fetch(FetchError::Throttled { .. })
                | Self::Token(TokenError::OAuth(OAuthError::Fetch(
                    FetchError::Throttled { .. }
                )))
        )
    }

    /// Whether it is the account or its provider that refuses, and not this calendar alone.
    pub(in crate::engine) fn concerns_all(&self) -> bool {
        self.is_throttling() || self.wants_reconnecting()
    }

    /// What is wrong, as the log tells it: without the name or the place of anything.
    pub(crate) fn without_names(&self) -> &'static str {
        match self {
            Self::Address(_) => "its address cannot be used",
            Self::Fetch(_) => "its source does not give a calendar",
            Self::Gone { .. } => "its source has it no more",
            Self::Several(_) => "several of its calendars fail",
            Self::Of { cause, .. } => cause.without_names(),
            Self::Read { .. } => "what its source gives is not understood",
            Self::Token(_) => "its account gives no token",
            Self::Secret(SecretError::Vault(VaultError::Altered)) => {
                "what is sealed for it was altered"
            }
            Self::Secret(SecretError::Vault(VaultError::Forgotten)) => {
                "what was sealed for it is gone with its key"
            }
            Self::Secret(_) => "what is sealed for it cannot be opened",
            Self::BodyCache(_) => "its copy on the disk cannot be used",
            Self::Store(_) => "the database refuses",
            Self::BrokenOff(_) | Self::GaveWay => "reading it was broken off",
        }
    }

    /// Whether it stays so until the person connects the calendar anew.
    pub(crate) fn wants_reconnecting(&self) -> bool {
        match self {
            Self::Secret(SecretError::Vault(error)) => error.wants_reconnecting(),
            Self::Fetch(error) => matches!(
                error,
                FetchError::WrongPassword { .. } | FetchError::TokenRefused { .. }
            ),
            Self::Token(TokenError::OAuth(error)) => error.wants_signing_in(),
            Self::Several(all) => all.iter().any(Self::wants_reconnecting),
            Self::Of { cause, .. } => cause.wants_reconnecting(),
            _ => false,
        }
    }
}

/// How long one look at a source may take, with all the questions that it is made of.
const LOOK_WITHIN: Duration = Duration::from_secs(10 * 60);

/// How long one who waits for an answer waits for a source to say what there is.
const WAITED_FOR: Duration = Duration::from_secs(45);

/// What a source answers, if it does: one that hangs, as a disk on the network may, costs its own
/// calendars and no others.
pub(in crate::engine) async fn in_time<T>(
    place: &impl std::fmt::Display,
    looking: impl Future<Output = Result<T, FetchError>>,
) -> Result<T, FetchError> {
    within(LOOK_WITHIN, place, looking).await
}

/// What a source answers to somebody who waits for it.
pub(crate) async fn while_waited_for<T, E: From<FetchError>>(
    place: &impl std::fmt::Display,
    looking: impl Future<Output = Result<T, E>>,
) -> Result<T, E> {
    within(WAITED_FOR, place, looking).await
}

async fn within<T, E: From<FetchError>>(
    limit: Duration,
    place: &impl std::fmt::Display,
    looking: impl Future<Output = Result<T, E>>,
) -> Result<T, E> {
    let looked = tokio::time::timeout(limit, looking).await;
    looked.unwrap_or_else(|_| {
        let place = place.to_string();
        Err(FetchError::TooSlow { place, limit }.into())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::backoff::Trouble;

    fn unreachable() -> ImportError {
        let place = "https://dav.example.org/family/".to_owned();
        let limit = LOOK_WITHIN;
        ImportError::Fetch(FetchError::TooSlow { place, limit })
    }

    #[test]
    fn what_fails_at_one_of_several_calendars_is_told_with_its_name() {
        let alone = unreachable().to_string();
        let named = unreachable().of("Family");
        assert_eq!(named.to_string(), format!("Family: {alone}"));
        assert_eq!(Trouble::behind(&named), Trouble::behind(&unreachable()));
        assert_eq!(named.without_names(), unreachable().without_names());
    }

    #[test]
    fn what_names_its_calendar_already_is_left_as_it_is() {
        let gone = || ImportError::Gone {
            name: "Family".to_owned(),
            place: Home::Account,
        };
        assert_eq!(gone().of("Family").to_string(), gone().to_string());
    }
}
