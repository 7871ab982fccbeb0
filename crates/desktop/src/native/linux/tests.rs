//! The channel against a notification server of our own on a private bus (`dbus-daemon`), so that
//! a server can be slow, poor in abilities, absent or replaced.

use std::collections::HashMap;
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use storytime_core::channels::{Action, Channel as _};
use storytime_types::{Instant, NotificationId};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use zbus::Connection;
use zbus::object_server::SignalEmitter;
use zbus::zvariant::OwnedValue;

use super::*;
use crate::{InvokedAction, NativeChannel};

/// A bus that lets everybody talk and, unlike the session's, starts no service by itself.
const BUS_CONFIG: &str = r#"<busconfig>
  <type>session</type>
  <listen>unix:tmpdir=/tmp</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>"#;

/// A session bus that ends with the test.
struct PrivateBus {
    daemon: Child,
    address: String,
    _config: tempfile::NamedTempFile,
}

impl PrivateBus {
    fn start() -> Self {
        let config = tempfile::NamedTempFile::new().expect("a file");
        std::fs::write(&config, BUS_CONFIG).expect("its text");
        let mut daemon = Command::new("dbus-daemon")
            .arg("--config-file")
            .arg(config.path())
            .args(["--nofork", "--print-address"])
            .stdout(Stdio::piped())
            .spawn()
            .expect("dbus-daemon");
        let mut address = String::new();
        let mut out = BufReader::new(daemon.stdout.take().expect("its output"));
        out.read_line(&mut address).expect("its address");
        let address = address.trim().to_owned();
        Self {
            daemon,
            address,
            _config: config,
        }
    }

    fn channel(&self) -> (NativeChannel, UnboundedReceiver<InvokedAction>) {
        self.channel_with_patience(Duration::from_secs(5))
    }

    fn channel_with_patience(
        &self,
        patience: Duration,
    ) -> (NativeChannel, UnboundedReceiver<InvokedAction>) {
        let (to, from) = unbounded_channel();
        let desk = Desk {
            icon: "storytime-calendar".into(),
            on_action: Arc::new(move |invoked| to.send(invoked).expect("the test listens")),
            link: Mutex::new(None),
            address: BusAddress::At(self.address.clone()),
        };
        (NativeChannel::on(desk, patience), from)
    }

    async fn server(&self, capabilities: &[&str], pace: Duration) -> FakeServer {
        let capabilities = capabilities.iter().map(|&name| name.to_owned()).collect();
        self.serve(Some(capabilities), pace).await
    }

    async fn serve(&self, capabilities: Option<Vec<String>>, pace: Duration) -> FakeServer {
        let (to, shown) = unbounded_channel();
        let (closing, closed) = unbounded_channel();
        let served = Served {
            capabilities,
            pace,
            last: AtomicU32::new(0),
            shown: to,
            closed: closing,
        };
        let connection = Builder::address(self.address.as_str())
            .and_then(|bus| bus.serve_at("/org/freedesktop/Notifications", served))
            .and_then(|bus| bus.name("org.freedesktop.Notifications"))
            .expect("a server")
            .build()
            .await
            .expect("a place on the bus");
        FakeServer {
            connection,
            shown,
            closed,
        }
    }
}

impl Drop for PrivateBus {
    fn drop(&mut self) {
        drop(self.daemon.kill());
        drop(self.daemon.wait());
    }
}

/// What one `Notify` call carried.
struct Notified {
    id: u32,
    title: String,
    body: String,
    actions: Vec<String>,
    hints: HashMap<String, OwnedValue>,
}

struct FakeServer {
    connection: Connection,
    shown: UnboundedReceiver<Notified>,
    closed: UnboundedReceiver<u32>,
}

impl FakeServer {
    async fn next(&mut self) -> Notified {
        tokio::time::timeout(Duration::from_secs(5), self.shown.recv())
            .await
            .expect("a notification within 5 s")
            .expect("the server lives")
    }

    /// As GNOME Shell does it: to the sender of the notification alone.
    async fn click(&self, id: u32, key: &str) {
        let emitter = SignalEmitter::new(&self.connection, "/org/freedesktop/Notifications");
        Served::action_invoked(&emitter.expect("an emitter"), id, key)
            .await
            .expect("the signal");
    }
}

struct Served {
    /// With none it never says what it can do.
    capabilities: Option<Vec<String>>,
    pace: Duration,
    last: AtomicU32,
    shown: UnboundedSender<Notified>,
    closed: UnboundedSender<u32>,
}

#[zbus::interface(name = "org.freedesktop.Notifications")]
impl Served {
    async fn get_capabilities(&self) -> Vec<String> {
        match &self.capabilities {
            Some(names) => names.clone(),
            None => std::future::pending().await,
        }
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "the specification's own signature"
    )]
    fn notify(
        &self,
        _app_name: String,
        _replaces: u32,
        _icon: String,
        title: String,
        body: String,
        actions: Vec<String>,
        hints: HashMap<String, OwnedValue>,
        _timeout: i32,
    ) -> u32 {
        let id = self.last.fetch_add(1, Ordering::Relaxed) + 1;
        drop(self.shown.send(Notified {
            id,
            title,
            body,
            actions,
            hints,
        }));
        std::thread::sleep(self.pace);
        id
    }

    fn close_notification(&self, id: u32) {
        let _ = self.closed.send(id);
    }

    #[zbus(signal)]
    async fn action_invoked(emitter: &SignalEmitter<'_>, id: u32, key: &str) -> zbus::Result<()>;
}

const AT_ONCE: Duration = Duration::ZERO;

fn standup() -> Message {
    Message {
        id: NotificationId("n1".into()),
        idempotency_key: "key-1".into(),
        title: "Standup".into(),
        story: "The dragon <stirs>.".into(),
        facts: vec!["Today 10:00".into()],
        join_link: Some("https://meet.example/abc".into()),
        integration: None,
        actions: vec![Action::Join, Action::Snooze, Action::Done],
        due: Instant::from_ms(0),
        useless_after: Instant::from_ms(900_000),
    }
}

/// What the engine does after a failed attempt, without its pauses.
async fn retried_until_shown(channel: &NativeChannel) {
    let attempts = async {
        while channel.send(&standup()).await.is_err() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(5), attempts)
        .await
        .expect("it is shown within 5 s");
}

#[tokio::test]
#[ignore = "needs a desktop: cargo xtask test runs it"]
async fn a_reminder_carries_its_texts_buttons_and_key() {
    let bus = PrivateBus::start();
    let mut server = bus
        .server(&["actions", "body", "body-markup"], AT_ONCE)
        .await;
    let (channel, _) = bus.channel();

    channel.send(&standup()).await.expect("it is shown");

    let shown = server.next().await;
    assert_eq!(shown.title, "Standup");
    assert_eq!(shown.body, "The dragon &lt;stirs&gt;.\nToday 10:00");
    assert_eq!(
        shown.actions,
        [
            "default",
            "Open",
            "join",
            "Join",
            "snooze",
            "Snooze 5 min",
            "done",
            "Done"
        ]
    );
    assert_eq!(
        shown.hints["x-storytime-key"],
        OwnedValue::from(zbus::zvariant::Str::from("key-1"))
    );
    assert_eq!(shown.hints["urgency"], OwnedValue::from(1_u8));
}

#[tokio::test]
#[ignore = "needs a desktop: cargo xtask test runs it"]
async fn a_plain_server_gets_plain_text_and_no_buttons() {
    let bus = PrivateBus::start();
    let mut server = bus.server(&["body"], AT_ONCE).await;
    let (channel, _) = bus.channel();

    channel.send(&standup()).await.expect("it is shown");

    let shown = server.next().await;
    assert_eq!(shown.body, "The dragon <stirs>.\nToday 10:00");
    assert!(shown.actions.is_empty());
}

#[tokio::test]
#[ignore = "needs a desktop: cargo xtask test runs it"]
async fn a_click_says_which_reminder_and_where_to_join() {
    let bus = PrivateBus::start();
    let mut server = bus.server(&["actions"], AT_ONCE).await;
    let (channel, mut invoked) = bus.channel();
    channel.send(&standup()).await.expect("it is shown");
    let shown = server.next().await;

    server.click(shown.id + 1, "join").await; // another program's notification
    server.click(shown.id, "join").await;

    assert_eq!(
        invoked.recv().await.expect("the click"),
        InvokedAction {
            notification_id: NotificationId("n1".into()),
            action: Action::Join,
            join_link: Some("https://meet.example/abc".into()),
        }
    );
    assert!(invoked.try_recv().is_err(), "one click, one call");
}

#[tokio::test]
#[ignore = "needs a desktop: cargo xtask test runs it"]
async fn what_is_withdrawn_is_taken_off_the_screen_once() {
    let bus = PrivateBus::start();
    let mut server = bus.server(&["body"], AT_ONCE).await;
    let (channel, _) = bus.channel();
    channel.withdraw().await;
    channel.send(&standup()).await.expect("it is shown");
    let shown = server.next().await;

    channel.withdraw().await;
    channel.withdraw().await;

    assert_eq!(server.closed.recv().await, Some(shown.id));
    assert!(server.closed.try_recv().is_err(), "it was closed once");
}

#[tokio::test]
#[ignore = "needs a desktop: cargo xtask test runs it"]
async fn without_a_daemon_nobody_is_reached_and_a_later_one_is() {
    let bus = PrivateBus::start();
    let (channel, _) = bus.channel();
    let nobody = channel.send(&standup()).await;
    assert!(
        matches!(nobody, Err(SendError::Unreachable { .. })),
        "{nobody:?}"
    );

    let mut server = bus.server(&["body"], AT_ONCE).await;
    channel.send(&standup()).await.expect("it is shown");
    assert_eq!(server.next().await.title, "Standup");
}

#[tokio::test]
#[ignore = "needs a desktop: cargo xtask test runs it"]
async fn a_replaced_daemon_is_asked_anew_what_it_can_do() {
    let bus = PrivateBus::start();
    let mut rich = bus.server(&["actions"], AT_ONCE).await;
    let (channel, mut invoked) = bus.channel();
    channel.send(&standup()).await.expect("it is shown");
    let old_id = rich.next().await.id;
    drop(rich);

    let mut poor = bus.server(&["body"], AT_ONCE).await;
    // The first server's leaving may still be on its way to us: that attempt is then refused.
    retried_until_shown(&channel).await;
    assert!(poor.next().await.actions.is_empty());

    // The new daemon counts from one again, so the old id now means the new notification.
    poor.click(old_id, "default").await;
    assert_eq!(
        invoked.recv().await.expect("the click").action,
        Action::Open
    );
}

#[tokio::test]
#[ignore = "needs a desktop: cargo xtask test runs it"]
async fn a_slow_daemon_costs_a_retry_but_shows_nothing_twice() {
    let bus = PrivateBus::start();
    let mut server = bus.server(&["body"], Duration::from_millis(500)).await;
    let (channel, _) = bus.channel_with_patience(Duration::from_millis(100));
    channel.warm_up().await;

    let first = channel.send(&standup()).await;
    assert!(
        matches!(first, Err(SendError::Transient { .. })),
        "{first:?}"
    );
    retried_until_shown(&channel).await;

    assert_eq!(server.next().await.id, 1);
    assert!(server.shown.try_recv().is_err(), "it was notified once");
}

#[tokio::test]
#[ignore = "needs a desktop: cargo xtask test runs it"]
async fn a_bus_that_went_away_is_unreachable_and_never_a_crash() {
    let bus = PrivateBus::start();
    let _server = bus.server(&["body"], AT_ONCE).await;
    let (channel, _) = bus.channel();
    channel.send(&standup()).await.expect("it is shown");

    drop(bus);

    let after = channel.send(&standup()).await;
    assert!(
        matches!(after, Err(SendError::Unreachable { .. })),
        "{after:?}"
    );
}

#[tokio::test]
async fn without_a_session_bus_nobody_is_reached() {
    let desk = Desk {
        icon: String::new(),
        on_action: Arc::new(|_| {}),
        link: Mutex::new(None),
        address: BusAddress::At("unix:path=/nowhere/at/all".into()),
    };
    let channel = NativeChannel::on(desk, Duration::from_secs(5));
    let nobody = channel.send(&standup()).await;
    assert!(
        matches!(nobody, Err(SendError::Unreachable { .. })),
        "{nobody:?}"
    );
}

#[tokio::test]
#[ignore = "needs a desktop: cargo xtask test runs it"]
async fn a_server_too_busy_to_say_what_it_can_do_holds_up_no_reminder() {
    let bus = PrivateBus::start();
    let mut server = bus.serve(None, AT_ONCE).await;
    let (channel, _) = bus.channel();

    channel.send(&standup()).await.expect("it is shown");

    let seen = server.next().await;
    assert_eq!(seen.title, "Standup");
    assert!(
        seen.actions.contains(&"snooze".to_owned()),
        "{:?}",
        seen.actions
    );
}
