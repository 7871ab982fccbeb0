//! Notifications on macOS and Windows, through notify-rust.
//!
//! Its calls block there, and waiting for a click holds a thread until the system gives the
//! notification up, so each has a thread of the runtime's blocking pool.

use notify_rust::{Notification, NotificationResponse};
use storytime_core::channels::{Action, Message, SendError};

use super::notice::{self, Abilities, Notice};
use super::{InvokedAction, OnAction, transient};

const APP_NAME: &str = "StoryTime Calendar";

/// The desktop's notifications.
pub(super) struct Desk {
    on_action: OnAction,
}

impl Desk {
    /// The picture is the app's own, by its bundle or its entry in the Start menu.
    pub(super) fn new(_icon: String, on_action: OnAction) -> Self {
        Self { on_action }
    }

    /// There is nothing to connect to: the system itself shows notifications.
    pub(super) async fn connect(&self) -> Result<(), SendError> {
        Ok(())
    }

    /// The system shows them on its own account; they cannot be called back.
    pub(super) async fn withdraw(&self) {}

    /// Shows one message.
    pub(super) async fn show(&self, message: &Message) -> Result<(), SendError> {
        let notification = notification(message);
        let shown = tokio::task::spawn_blocking(move || notification.show())
            .await
            .map_err(|ended| transient(format!("the notification was lost: {ended}")))?
            .map_err(|cause| transient(format!("the system refused the notification: {cause}")))?;
        // On macOS waiting needs the main thread's run loop; clicks are for Windows only.
        if cfg!(windows) {
            let (on_action, message) = (self.on_action.clone(), message.clone());
            tokio::task::spawn_blocking(move || {
                let heard = shown.wait_for_response(|response: &NotificationResponse| {
                    if let Some(action) = chosen(response) {
                        on_action(InvokedAction {
                            notification_id: message.id.clone(),
                            action,
                            join_link: message.join_link.clone(),
                        });
                    }
                });
                drop(heard);
            });
        }
        Ok(())
    }
}

fn notification(message: &Message) -> Notification {
    let abilities = Abilities {
        actions: cfg!(windows),
        markup: false,
    };
    let notice = Notice::of(message, abilities);
    let mut notification = Notification::new();
    notification
        .appname(APP_NAME)
        .summary(&notice.title)
        .body(&notice.body);
    for action in notice.actions {
        notification.action(notice::key(action), notice::label(action));
    }
    notification
}

fn chosen(response: &NotificationResponse) -> Option<Action> {
    match response {
        NotificationResponse::Default => Some(Action::Open),
        NotificationResponse::Action(key) => notice::action(key),
        NotificationResponse::Reply(_) | NotificationResponse::Closed(_) => None,
    }
}
