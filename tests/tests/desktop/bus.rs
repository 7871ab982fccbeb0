//! What is said on the session bus: every notification, with the moment of its arrival.

use std::collections::HashMap;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use storytime_core::clock::{Clock as _, SystemClock};
use storytime_types::Instant;
use zbus::blocking::{MessageIterator, fdo::MonitoringProxy};
use zbus::zvariant::OwnedValue;

use super::desk::{Desk, PATIENCE};

/// The arguments of `org.freedesktop.Notifications.Notify`.
type Notify = (
    String,
    u32,
    String,
    String,
    String,
    Vec<String>,
    HashMap<String, OwnedValue>,
    i32,
);

/// A notification as it was seen on the bus.
#[derive(Debug)]
pub struct Seen {
    pub at: Instant,
    pub title: String,
    pub body: String,
    pub actions: Vec<String>,
}

/// Listens to every notification that is sent on a desktop.
pub struct Listener {
    seen: Receiver<Seen>,
}

impl Listener {
    /// Begins to listen.
    pub fn on(desk: &Desk) -> Self {
        let connection = desk.bus();
        let rule = zbus::MatchRule::builder()
            .msg_type(zbus::message::Type::MethodCall)
            .interface("org.freedesktop.Notifications")
            .unwrap()
            .member("Notify")
            .unwrap()
            .build();
        let monitoring = MonitoringProxy::new(&connection).unwrap();
        monitoring.become_monitor(&[rule], 0).unwrap();
        let (sender, seen) = channel();
        std::thread::spawn(move || {
            for message in MessageIterator::from(connection).flatten() {
                let at = SystemClock.now();
                let Ok(notify) = message.body().deserialize::<Notify>() else {
                    continue;
                };
                let (_, _, _, title, body, actions, _, _) = notify;
                if sender
                    .send(Seen {
                        at,
                        title,
                        body,
                        actions,
                    })
                    .is_err()
                {
                    return;
                }
            }
        });
        Self { seen }
    }

    /// The next notification.
    pub fn next(&self) -> Seen {
        self.seen
            .recv_timeout(PATIENCE)
            .expect("no notification came")
    }

    /// Everything that comes within this time.
    pub fn all_within(&self, time: Duration) -> Vec<Seen> {
        let end = std::time::Instant::now() + time;
        let mut seen = Vec::new();
        while let Ok(one) = self
            .seen
            .recv_timeout(end.saturating_duration_since(std::time::Instant::now()))
        {
            seen.push(one);
        }
        seen
    }
}

/// A body as the person reads it.
pub fn as_read(body: &str) -> String {
    body.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
}
