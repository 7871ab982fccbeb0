//! Channels: the ways out. A channel sees a finished message, never an event.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use storytime_types::{Instant, IntegrationId, NotificationId};

/// A finished message: every text in it is plain text for people, and untrusted as far as markup
/// goes; a channel escapes it for whatever it speaks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// The ledger row it belongs to.
    pub id: NotificationId,
    /// The same in every attempt, so that a receiver can drop a repeat.
    pub idempotency_key: String,
    /// The event's title.
    pub title: String,
    /// The story.
    pub story: String,
    /// The plain facts, one a line: local time, place.
    pub facts: Vec<String>,
    /// Where to join, `http` or `https`, already checked.
    pub join_link: Option<String>,
    /// What is connected that it is about: where that is mended, a click leads.
    #[serde(default)]
    pub integration: Option<IntegrationId>,
    /// What the person can do with it.
    pub actions: Vec<Action>,
    /// When it was due.
    pub due: Instant,
    /// After this moment it is of no use any more.
    pub useless_after: Instant,
}

impl Message {
    /// The whole text as the ledger keeps it: the story, then the facts.
    #[must_use]
    pub fn text(&self) -> String {
        let mut lines = vec![self.story.as_str()];
        lines.extend(self.facts.iter().map(String::as_str));
        lines.retain(|line| !line.is_empty());
        lines.join("\n")
    }
}

/// Something a person can do with a message where the channel has buttons.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Action {
    /// Open the meeting link.
    Join,
    /// Be reminded again in 5 minutes.
    Snooze,
    /// Seen; nothing more of this event.
    Done,
    /// Try a failed reminder again.
    Retry,
    /// Connect again what waits for the person (opens the window at its card).
    Reconnect,
    /// Open the window (also the body click).
    Open,
}

/// Why an attempt did not succeed.
#[derive(Debug, thiserror::Error)]
pub enum SendError {
    /// Another attempt may succeed.
    #[error("{reason}")]
    Transient {
        /// One sentence.
        reason: String,
        /// How long the receiver asked us to wait.
        retry_after: Option<Duration>,
    },
    /// There is nobody to take it at all (no network, no notification daemon): it costs no attempt.
    #[error("{reason}")]
    Unreachable {
        /// One sentence.
        reason: String,
    },
    /// No attempt will ever succeed.
    #[error("{reason}")]
    Permanent {
        /// One sentence.
        reason: String,
    },
}

/// One way out.
pub trait Channel: Send + Sync {
    /// Hands the message over.
    ///
    /// # Errors
    /// Why the receiver did not take it.
    fn send<'a>(
        &'a self,
        message: &'a Message,
    ) -> std::pin::Pin<Box<dyn Future<Output = Result<(), SendError>> + Send + 'a>>;
}
