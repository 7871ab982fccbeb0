//! What goes wrong with signing in, and what to do.

use super::Authority;
use crate::calendars::{FetchError, NextTry};

/// The most of a provider's own words that is passed on, in characters.
const WORDS_LIMIT: usize = 160;

/// Why there is no token.
#[derive(Debug, thiserror::Error)]
pub enum OAuthError {
    /// The code that the browser brought is no good: used up, too old, or not from there.
    #[error("{} did not take the answer of this sign-in ({code})", authority.name())]
    CodeRefused {
        /// Who refused.
        authority: Authority,
        /// Its word for it (RFC 6749, 5.2).
        code: String,
    },
    /// The refresh token is no good any longer: revoked, too old, or the password was changed.
    #[error("{} no longer accepts this sign-in ({code})", authority.name())]
    Ended {
        /// Who refused.
        authority: Authority,
        /// Its word for it (RFC 6749, 5.2).
        code: String,
    },
    /// It does not know the client, or not with this secret.
    #[error("{} does not accept the client id or its secret ({code}{said})", authority.name())]
    ClientRefused {
        /// Who refused.
        authority: Authority,
        /// Its word for it.
        code: String,
        /// What it says about it; empty, or with a colon before it.
        said: String,
    },
    /// It gives no token, for another reason.
    #[error("{} gave no token ({code}{said})", authority.name())]
    Refused {
        /// Who refused.
        authority: Authority,
        /// Its word for it.
        code: String,
        /// What it says about it; empty, or with a colon before it.
        said: String,
    },
    /// The person left a box unticked.
    #[error("{} was not allowed to show your calendars and their events", authority.name())]
    MissingScopes {
        /// Where.
        authority: Authority,
    },
    /// The tokens would end within the hour.
    #[error("{} gave no lasting access", authority.name())]
    NotLasting {
        /// Who.
        authority: Authority,
    },
    /// The answer is none of a token endpoint.
    #[error("{place} does not answer as a sign-in server does")]
    NotUnderstood {
        /// Where.
        place: String,
    },
    /// The network, or the server.
    #[error(transparent)]
    Fetch(#[from] FetchError),
}

/// What was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    /// Tokens for a code.
    Code,
    /// Tokens for a refresh token.
    Refresh,
    /// That a token is good no longer.
    Revocation,
}

impl OAuthError {
    /// What an authority's error means (RFC 6749, 5.2, and Microsoft's own).
    pub(super) fn refusal(
        authority: Authority,
        asked: Asked,
        code: &str,
        words: Option<&str>,
    ) -> Self {
        let (said, code) = (said(words), shortened(code));
        match (code.as_str(), asked) {
            (
                "invalid_grant" | "interaction_required" | "consent_required" | "login_required",
                Asked::Refresh,
            ) => Self::Ended { authority, code },
            ("invalid_grant", Asked::Code) => Self::CodeRefused { authority, code },
            ("invalid_client" | "unauthorized_client" | "deleted_client" | "org_internal", _) => {
                Self::ClientRefused {
                    authority,
                    code,
                    said,
                }
            }
            _ => Self::Refused {
                authority,
                code,
                said,
            },
        }
    }

    /// Whether it stays so until the person signs in again.
    #[must_use]
    pub fn wants_signing_in(&self) -> bool {
        matches!(
            self,
            Self::Ended { .. } | Self::MissingScopes { .. } | Self::NotLasting { .. }
        )
    }

    /// Whether the next try may succeed without the person doing anything.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        match self {
            Self::Fetch(error) => error.is_transient(),
            Self::NotUnderstood { .. } | Self::Refused { .. } => true,
            _ => false,
        }
    }

    /// What is wrong, and what to do.
    #[must_use]
    pub fn sentence(&self, next: NextTry) -> String {
        let advice = match self {
            Self::Fetch(error) => return error.sentence(next),
            Self::CodeRefused { .. } => "sign in again",
            Self::Ended { .. } => "connect the account again",
            Self::ClientRefused { .. } => {
                "look at client_id and client_secret in providers.toml, and whether that client is \
                 one for desktop apps"
            }
            Self::MissingScopes { .. } => "connect again and leave every box ticked",
            Self::NotLasting { .. } => {
                "take StoryTime Calendar off the apps that may use your account, then connect again"
            }
            Self::NotUnderstood { .. } | Self::Refused { .. } => match next {
                NextTry::Ours => "it is tried again by itself",
                NextTry::Yours => "try again in a few minutes",
            },
        };
        format!("{self}: {advice}")
    }
}

/// A provider's own words, as far as they fit into a sentence.
fn said(words: Option<&str>) -> String {
    let first = words.and_then(|words| words.lines().next());
    match first.map(shortened) {
        Some(words) if !words.is_empty() => format!(": {words}"),
        _ => String::new(),
    }
}

fn shortened(words: &str) -> String {
    let shown = words.chars().filter(|letter| !letter.is_control());
    let text: String = shown.take(WORDS_LIMIT).collect();
    text.trim().to_owned()
}
