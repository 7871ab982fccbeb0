//! The least that a notification daemon can be, for machines without one.

use std::sync::atomic::{AtomicU32, Ordering};

use zbus::Connection;
use zbus::conn::Builder;
use zbus::zvariant::OwnedValue;

use super::bus::Bus;
use crate::failure::Failure;

const NAME: &str = "org.freedesktop.Notifications";
const PATH: &str = "/org/freedesktop/Notifications";

/// Accepts notifications and shows none, as long as the connection is kept.
pub async fn serve(bus: &Bus) -> Result<Connection, Failure> {
    let daemon = Builder::address(bus.address())?
        .name(NAME)?
        .serve_at(PATH, Daemon::default())?;
    Ok(daemon.build().await?)
}

#[derive(Default)]
struct Daemon {
    last_id: AtomicU32,
}

type Hints = std::collections::HashMap<String, OwnedValue>;

#[zbus::interface(name = "org.freedesktop.Notifications")]
impl Daemon {
    fn get_capabilities(&self) -> Vec<&'static str> {
        vec!["actions", "body", "body-markup"]
    }

    fn get_server_information(&self) -> (&'static str, &'static str, &'static str, &'static str) {
        ("bench", "storytime", "1", "1.2")
    }

    #[expect(clippy::too_many_arguments, reason = "as the specification has them")]
    fn notify(
        &self,
        _app: String,
        replaces: u32,
        _icon: String,
        _title: String,
        _body: String,
        _actions: Vec<String>,
        _hints: Hints,
        _lifetime: i32,
    ) -> u32 {
        if replaces != 0 {
            return replaces;
        }
        self.last_id.fetch_add(1, Ordering::Relaxed).wrapping_add(1)
    }

    fn close_notification(&self, _id: u32) {}
}
