//! What the desktop session has: a notification daemon, a host for tray icons.

#[cfg(target_os = "linux")]
pub(crate) mod bus;
#[cfg(target_os = "linux")]
#[path = "linux.rs"]
mod platform;
#[cfg(not(target_os = "linux"))]
#[path = "other.rs"]
mod platform;

use std::time::Duration;

/// How long a question to the session may take.
pub const ANSWER_WITHIN: Duration = Duration::from_secs(2);

/// Why the session could not be asked.
#[derive(Debug, thiserror::Error)]
pub enum SessionError {
    /// There is no session bus, as on a server or over ssh.
    #[error("there is no desktop session (no session bus)")]
    NoSession(#[source] BusFault),
    /// The bus is there but refused.
    #[error("the session bus refused")]
    Refused(#[source] BusFault),
    /// No answer within [`ANSWER_WITHIN`].
    #[error("the desktop session did not answer within {} seconds", ANSWER_WITHIN.as_secs())]
    Silent,
}

#[cfg(target_os = "linux")]
impl SessionError {
    pub(crate) fn no_session(cause: zbus::Error) -> Self {
        Self::NoSession(BusFault(cause.into()))
    }

    pub(crate) fn refused(cause: impl Into<zbus::Error>) -> Self {
        Self::Refused(BusFault(cause.into().into()))
    }
}

/// The bus's own words.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub struct BusFault(Box<dyn std::error::Error + Send + Sync>);

/// The program that shows notifications.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotificationServer {
    /// Its name, like `dunst` or `gnome-shell`.
    pub name: String,
    /// Its version.
    pub version: String,
    /// What it can do, in the words of the Desktop Notifications Specification.
    pub capabilities: Vec<String>,
}

/// Which program shows notifications; `None` when there is none. On Linux one may be started by
/// the question.
///
/// # Errors
/// When the session cannot be asked.
pub async fn notification_server() -> Result<Option<NotificationServer>, SessionError> {
    within(platform::notification_server()).await
}

/// Whether tray icons are shown. Plain GNOME has no host for them (StatusNotifierItem,
/// `org.kde.StatusNotifierWatcher`).
///
/// # Errors
/// When the session cannot be asked.
pub async fn has_tray_host() -> Result<bool, SessionError> {
    within(platform::has_tray_host()).await
}

/// Waits, without limit and without polling, until tray icons are shown.
///
/// # Errors
/// When the session cannot be asked, or ends.
pub async fn tray_host_appears() -> Result<(), SessionError> {
    platform::tray_host_appears().await
}

async fn within<T>(
    answer: impl Future<Output = Result<T, SessionError>>,
) -> Result<T, SessionError> {
    tokio::time::timeout(ANSWER_WITHIN, answer)
        .await
        .unwrap_or(Err(SessionError::Silent))
}
