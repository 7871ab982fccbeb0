//! The native channel: reminders as desktop notifications.

mod notice;

#[cfg(target_os = "linux")]
#[path = "linux/mod.rs"]
mod desk;
#[cfg(not(target_os = "linux"))]
#[path = "other.rs"]
mod desk;

use std::collections::VecDeque;
use std::future::Future;
use std::path::Path;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use storytime_core::channels::{Action, Channel, Message, SendError};
use storytime_types::NotificationId;
use tokio::task::JoinHandle;

use desk::Desk;

/// How long one attempt waits for the desktop's answer.
const ANSWER_WITHIN: Duration = Duration::from_secs(5);
/// The icon that the package installs.
const INSTALLED_ICON: &str = "storytime-calendar";
/// How many calls without an answer are kept for their retries.
const UNANSWERED_KEPT: usize = 512;

/// A person pressed a button of a notification, or its body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvokedAction {
    /// The ledger row that the notification was sent for.
    pub notification_id: NotificationId,
    /// What they chose.
    pub action: Action,
    /// Where to join, when the message had a link.
    pub join_link: Option<String>,
}

/// Who is told of [`InvokedAction`]s.
type OnAction = Arc<dyn Fn(InvokedAction) + Send + Sync>;

/// An attempt that the desktop has not answered yet.
struct Unanswered {
    idempotency_key: String,
    call: JoinHandle<Result<(), SendError>>,
}

/// Shows messages as notifications of the desktop session.
///
/// With no session bus or no notification daemon an attempt ends as [`SendError::Unreachable`]. A
/// daemon that is slow (dunst needs seconds for 200 notifications at once) ends it as
/// [`SendError::Transient`] after five seconds; the call itself goes on, and the retry waits for
/// that same call, so nothing is shown twice.
///
/// Lives on a tokio runtime.
pub struct NativeChannel {
    desk: Arc<Desk>,
    unanswered: Mutex<VecDeque<Unanswered>>,
    answer_within: Duration,
}

impl NativeChannel {
    /// A channel that connects at its first message. `on_action` is called on a task of the
    /// runtime and must not block.
    pub fn new(on_action: impl Fn(InvokedAction) + Send + Sync + 'static) -> Self {
        Self::on(
            Desk::new(INSTALLED_ICON.into(), Arc::new(on_action)),
            ANSWER_WITHIN,
        )
    }

    /// The same, with the picture in a file beside the texts, for where no icon is installed under
    /// the app's name.
    pub fn with_picture(
        picture: &Path,
        on_action: impl Fn(InvokedAction) + Send + Sync + 'static,
    ) -> Self {
        let picture = picture.to_string_lossy().into_owned();
        Self::on(Desk::new(picture, Arc::new(on_action)), ANSWER_WITHIN)
    }

    fn on(desk: Desk, answer_within: Duration) -> Self {
        Self {
            desk: Arc::new(desk),
            unanswered: Mutex::new(VecDeque::new()),
            answer_within,
        }
    }

    /// Connects to the session and asks what its daemon can do, so that the first reminder need
    /// not wait for that. A session without a daemon is fine: it is asked again at each message.
    pub async fn warm_up(&self) {
        if let Ok(Err(absent)) = tokio::time::timeout(self.answer_within, self.desk.connect()).await
        {
            tracing::info!(%absent, "no notification daemon yet");
        }
    }

    /// Takes down what is on the screen, for when nobody else may read it any longer. Where the
    /// system gives no way to do that (macOS, Windows) nothing happens; and a daemon that refuses or
    /// is gone shows nothing of ours that could be taken down.
    pub async fn withdraw(&self) {
        if tokio::time::timeout(self.answer_within, self.desk.withdraw())
            .await
            .is_err()
        {
            tracing::warn!("the notification daemon did not take everything down in time");
        }
    }

    async fn attempt(&self, message: &Message) -> Result<(), SendError> {
        let mut call = self.earlier_call(message).unwrap_or_else(|| {
            let (desk, message) = (Arc::clone(&self.desk), message.clone());
            tokio::spawn(async move { desk.show(&message).await })
        });
        match tokio::time::timeout(self.answer_within, &mut call).await {
            Ok(Ok(outcome)) => outcome,
            Ok(Err(ended)) => Err(transient(format!("the notification was lost: {ended}"))),
            Err(_) => {
                self.keep(message, call);
                Err(transient("the notification daemon is not answering"))
            }
        }
    }

    fn earlier_call(&self, message: &Message) -> Option<JoinHandle<Result<(), SendError>>> {
        let mut kept = self
            .unanswered
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let at = kept
            .iter()
            .position(|earlier| earlier.idempotency_key == message.idempotency_key)?;
        kept.remove(at).map(|earlier| earlier.call)
    }

    fn keep(&self, message: &Message, call: JoinHandle<Result<(), SendError>>) {
        let mut kept = self
            .unanswered
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        kept.push_back(Unanswered {
            idempotency_key: message.idempotency_key.clone(),
            call,
        });
        if kept.len() > UNANSWERED_KEPT {
            kept.pop_front();
        }
    }
}

impl Channel for NativeChannel {
    fn send<'a>(
        &'a self,
        message: &'a Message,
    ) -> Pin<Box<dyn Future<Output = Result<(), SendError>> + Send + 'a>> {
        Box::pin(self.attempt(message))
    }
}

fn transient(reason: impl Into<String>) -> SendError {
    SendError::Transient {
        reason: reason.into(),
        retry_after: None,
    }
}
