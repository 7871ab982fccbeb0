//! The ledger: what was sent when, what was not, and why.

use serde::{Deserialize, Serialize};

use crate::{ChannelId, EventId, Instant, LocalMoment, NotificationId, StorylineId};

/// What has become of a reminder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "UPPERCASE")]
pub enum NotificationStatus {
    /// Not due yet, or waiting for its next attempt.
    Pending,
    /// The channel accepted it.
    Sent,
    /// Every attempt failed, and the person was told.
    Failed,
    /// Its event was over before it could be sent.
    Missed,
    /// No longer wanted; the row says why.
    Cancelled,
}

impl NotificationStatus {
    const ALL: [Self; 5] = [
        Self::Pending,
        Self::Sent,
        Self::Failed,
        Self::Missed,
        Self::Cancelled,
    ];

    /// As it stands in the database and in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "PENDING",
            Self::Sent => "SENT",
            Self::Failed => "FAILED",
            Self::Missed => "MISSED",
            Self::Cancelled => "CANCELLED",
        }
    }

    /// The reverse of [`Self::as_str`].
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == text)
    }
}

/// What a ledger row is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum NotificationKind {
    /// A planned reminder of one event at one lead time.
    Reminder,
    /// The person asked to be reminded again.
    Snooze,
    /// A late change of an event that was already reminded of.
    Twist,
    /// Several reminders that came due while nothing could be sent.
    Digest,
    /// A calendar is out of date, or wants to be connected again.
    Nudge,
    /// Sent on purpose, to see whether it arrives.
    Test,
}

impl NotificationKind {
    const ALL: [Self; 6] = [
        Self::Reminder,
        Self::Snooze,
        Self::Twist,
        Self::Digest,
        Self::Nudge,
        Self::Test,
    ];

    /// As it stands in the database and in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Reminder => "reminder",
            Self::Snooze => "snooze",
            Self::Twist => "twist",
            Self::Digest => "digest",
            Self::Nudge => "nudge",
            Self::Test => "test",
        }
    }

    /// The reverse of [`Self::as_str`].
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

/// `GET /api/notifications`: one row of the ledger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Notification {
    /// Its id.
    pub id: NotificationId,
    /// What it is.
    pub kind: NotificationKind,
    /// The event; absent for a digest or a test.
    pub event_id: Option<EventId>,
    /// The event's title, for showing.
    pub title: String,
    /// The story it carried.
    pub storyline_id: Option<StorylineId>,
    /// Where it goes; absent once that channel is deleted.
    pub channel_id: Option<ChannelId>,
    /// What that channel is called.
    pub channel_name: Option<String>,
    /// How long before the start, in minutes.
    pub lead_minutes: u32,
    /// When it is due.
    pub scheduled_for: Instant,
    /// `scheduled_for` in the profile's zone.
    pub scheduled_local: LocalMoment,
    /// When it was accepted by the channel.
    pub sent_at: Option<Instant>,
    /// `sent_at` in the profile's zone.
    pub sent_local: Option<LocalMoment>,
    /// What has become of it.
    pub status: NotificationStatus,
    /// The exact text, frozen from the first attempt on.
    pub message_text: String,
    /// Why it was not sent, or what is doubtful about it.
    pub error_message: Option<String>,
    /// Why it was not sent, in one sentence; absent for what was sent or is still to be.
    pub reason: Option<String>,
    /// Attempts after the first.
    pub retry_count: u32,
    /// The same in every attempt, so that a receiver can drop a repeat.
    pub idempotency_key: String,
}

/// `POST /api/notifications/{id}/snooze`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Snooze {
    /// From now, 1 to 1,440.
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 1_440))]
    pub minutes: u32,
}

/// The kind of a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum ChannelKind {
    /// Notifications of this computer's desktop.
    Native,
}

impl ChannelKind {
    const ALL: [Self; 1] = [Self::Native];

    /// As it stands in the database and in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Native => "native",
        }
    }

    /// The reverse of [`Self::as_str`].
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

/// Which reminders go through a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Routing {
    /// All of them.
    Always,
    /// All of them while it is the primary one.
    Primary,
    /// Those that the primary channel could not deliver.
    IfPrimaryFails,
}

impl Routing {
    const ALL: [Self; 3] = [Self::Always, Self::Primary, Self::IfPrimaryFails];

    /// As it stands in the database and in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Always => "always",
            Self::Primary => "primary",
            Self::IfPrimaryFails => "if-primary-fails",
        }
    }

    /// The reverse of [`Self::as_str`].
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|routing| routing.as_str() == text)
    }
}

/// `GET /api/notifications/channels`: one way out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct NotificationChannel {
    /// Its id.
    pub id: ChannelId,
    /// Its kind.
    #[serde(rename = "type")]
    pub kind: ChannelKind,
    /// Where it leads; empty for this computer.
    pub identifier: String,
    /// What to call it.
    pub name: String,
    /// Whether it is used.
    pub is_active: bool,
    /// Whether it is the one that reminders go to first.
    pub is_primary: bool,
    /// Which reminders go through it.
    pub routing: Routing,
}

/// `POST /api/notifications/channels/{id}/test`: what became of a reminder sent to try it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct TestOutcome {
    /// PENDING while it is tried again.
    pub status: NotificationStatus,
    /// Why it did not arrive.
    pub error_message: Option<String>,
    /// What the provider said; absent for this computer, which says nothing.
    pub provider_answer: Option<String>,
}
