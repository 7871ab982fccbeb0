//! What a person does with a notification: its buttons call the same use cases as the window's.

use std::sync::{Arc, OnceLock};

use storytime_core::api::Api;
use storytime_core::channels::Action;
use storytime_desktop::InvokedAction;
use storytime_types::ApiError;
use storytime_types::notifications::Snooze;

/// The minutes behind the button Snooze.
const SNOOZE: Snooze = Snooze { minutes: 5 };

/// Takes actions to the API. The channel has to be there before the engine and its API are.
#[derive(Clone, Default)]
pub struct Actions(Arc<OnceLock<Api>>);

impl Actions {
    /// From now on actions reach this API.
    pub fn reach(&self, api: Api) {
        // Only ever called once.
        let _ = self.0.set(api);
    }

    /// Does what was asked for, on a task of its own.
    pub fn take(&self, invoked: InvokedAction) {
        if let Some(api) = self.0.get().cloned() {
            tokio::spawn(async move {
                if let Err(error) = act(&api, invoked).await {
                    tracing::warn!(%error, "a notification's button did not work");
                }
            });
        }
    }
}

async fn act(api: &Api, invoked: InvokedAction) -> Result<(), ApiError> {
    let InvokedAction {
        notification_id: id,
        action,
        join_link,
    } = invoked;
    match action {
        Action::Join => {
            if let Some(Err(error)) = join_link.map(open::that_detached) {
                tracing::warn!(%error, "the meeting link could not be opened");
            }
        }
        Action::Snooze => drop(api.snooze(id, SNOOZE).await?),
        Action::Done => drop(api.dismiss(id).await?),
        Action::Retry => drop(api.retry(id).await?),
        // The window is a browser's tab here, which the person has open or not.
        Action::Open | Action::Reconnect => {}
    }
    Ok(())
}
