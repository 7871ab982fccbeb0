//! macOS and Windows: notifications and tray icons are part of the system.

use super::{NotificationServer, SessionError};

pub(super) async fn notification_server() -> Result<Option<NotificationServer>, SessionError> {
    Ok(Some(NotificationServer {
        name: std::env::consts::OS.into(),
        version: String::new(),
        capabilities: Vec::new(),
    }))
}

pub(super) async fn has_tray_host() -> Result<bool, SessionError> {
    Ok(true)
}

pub(super) async fn tray_host_appears() -> Result<(), SessionError> {
    Ok(())
}
