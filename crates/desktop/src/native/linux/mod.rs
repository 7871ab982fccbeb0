//! Notifications on the freedesktop session bus, over one connection of our own.
//!
//! notify-rust gives the vocabulary (hints, urgency, timeouts) but not the way: its `show_async`
//! opens a connection and a thread for every notification. For 200 reminders due at once that was
//! measured at 170–240 ms until the last is on the bus, and 214 threads, against 20–44 ms over one
//! connection. A connection that stays also keeps GNOME Shell from withdrawing notifications whose
//! sender has left the bus, and receives the clicks that it sends to the sender alone.

mod link;
mod shown;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use storytime_core::channels::{Message, SendError};
use tokio::sync::Mutex;
use zbus::conn::Builder;

use self::link::Link;
use super::OnAction;

/// The desktop session's notifications.
pub(super) struct Desk {
    /// The name of an installed icon, or a file's path.
    icon: String,
    on_action: OnAction,
    link: Mutex<Option<Arc<Link>>>,
    address: BusAddress,
}

/// Which bus to use.
enum BusAddress {
    Session,
    #[cfg(test)]
    At(String),
}

impl Desk {
    pub(super) fn new(icon: String, on_action: OnAction) -> Self {
        Self {
            icon,
            on_action,
            link: Mutex::new(None),
            address: BusAddress::Session,
        }
    }

    /// Connects and learns what the daemon can do, unless both are known.
    pub(super) async fn connect(&self) -> Result<(), SendError> {
        self.link().await?.server().await.map(drop)
    }

    /// Shows one message.
    pub(super) async fn show(&self, message: &Message) -> Result<(), SendError> {
        self.link().await?.show(message, &self.icon).await
    }

    /// Takes down all that is shown; without a connection nothing is.
    pub(super) async fn withdraw(&self) {
        let link = self.link.lock().await.clone();
        if let Some(link) = link {
            link.withdraw().await;
        }
    }

    /// The connection; a new one when there is none or the bus has gone away.
    async fn link(&self) -> Result<Arc<Link>, SendError> {
        let mut held = self.link.lock().await;
        if let Some(link) = held.as_ref().filter(|link| link.is_alive()) {
            return Ok(Arc::clone(link));
        }
        let connection = self.address.builder()?.build().await.map_err(no_bus)?;
        let link = Link::over(connection, Arc::clone(&self.on_action)).await?;
        Ok(Arc::clone(held.insert(Arc::new(link))))
    }
}

impl BusAddress {
    fn builder(&self) -> Result<Builder<'_>, SendError> {
        match self {
            Self::Session => Builder::session(),
            #[cfg(test)]
            Self::At(address) => Builder::address(address.as_str()),
        }
        .map_err(no_bus)
    }
}

fn no_bus(cause: zbus::Error) -> SendError {
    SendError::Unreachable {
        reason: format!("there is no desktop session to notify: {cause}"),
    }
}
