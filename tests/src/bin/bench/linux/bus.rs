//! A session bus of the bench's own, and what goes over it.

use std::process::{Command, Stdio};
use std::time::{Duration, SystemTime};

use futures_util::StreamExt as _;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::task::JoinSet;
use zbus::conn::Builder;
use zbus::fdo::{DBusProxy, MonitoringProxy};
use zbus::message::Type;
use zbus::names::BusName;
use zbus::{Connection, MatchRule, MessageStream};

use super::program::Program;
use crate::failure::Failure;

/// A program that has not come onto the bus by then is not coming.
const APPEARS_WITHIN: Duration = Duration::from_secs(20);

/// A session bus; it ends with this.
pub struct Bus {
    address: String,
    _daemon: Program,
}

impl Bus {
    /// Starts one.
    pub fn start() -> Result<Self, Failure> {
        let mut daemon = Command::new("dbus-daemon");
        daemon.args(["--session", "--nofork", "--nopidfile", "--print-address=1"]);
        let mut daemon = Program::start(daemon.stdout(Stdio::piped()))?;
        let address = daemon.first_line()?;
        Ok(Self {
            address,
            _daemon: daemon,
        })
    }

    /// Where it is, as DBUS_SESSION_BUS_ADDRESS names it.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// A connection to it.
    pub async fn connect(&self) -> Result<Connection, Failure> {
        Ok(Builder::address(self.address())?.build().await?)
    }

    /// Waits until somebody has taken a name.
    pub async fn appears(&self, name: &'static str) -> Result<(), Failure> {
        let connection = self.connect().await?;
        let bus = DBusProxy::new(&connection).await?;
        let mut changes = bus
            .receive_name_owner_changed_with_args(&[(0, name)])
            .await?;
        let wanted = BusName::try_from(name).map_err(zbus::Error::from)?;
        if bus
            .name_has_owner(wanted)
            .await
            .map_err(zbus::Error::from)?
        {
            return Ok(());
        }
        let taken = tokio::time::timeout(APPEARS_WITHIN, changes.next()).await;
        taken.map(drop).map_err(|_| Failure::Absent {
            what: name.to_owned(),
        })
    }
}

/// A method call that went over the bus.
#[derive(Debug)]
pub struct Call {
    /// When it arrived here.
    pub at: SystemTime,
    /// Its message.
    pub message: zbus::Message,
}

/// Sees the calls of one method, whoever makes them.
pub struct Monitor {
    calls: UnboundedReceiver<Call>,
    _listener: JoinSet<()>,
}

impl Monitor {
    /// Sees from now on every call of this method.
    pub async fn of(bus: &Bus, interface: &str, member: &str) -> Result<Self, Failure> {
        let connection = bus.connect().await?;
        let rule = MatchRule::builder()
            .msg_type(Type::MethodCall)
            .interface(interface)?
            .member(member)?
            .build();
        let monitoring = MonitoringProxy::new(&connection).await?;
        let messages = MessageStream::from(&connection);
        monitoring
            .become_monitor(&[rule], 0)
            .await
            .map_err(zbus::Error::from)?;
        let (seen, calls) = unbounded_channel();
        let mut listener = JoinSet::new();
        listener.spawn(listen(messages, seen, member.to_owned()));
        Ok(Self {
            calls,
            _listener: listener,
        })
    }

    /// The next call, within so much time.
    pub async fn next(&mut self, within: Duration) -> Option<Call> {
        tokio::time::timeout(within, self.calls.recv())
            .await
            .ok()
            .flatten()
    }
}

async fn listen(mut messages: MessageStream, seen: UnboundedSender<Call>, member: String) {
    while let Some(Ok(message)) = messages.next().await {
        let at = SystemTime::now();
        // What the bus told this connection before it became a monitor comes this way, too.
        let is_asked_for = message
            .header()
            .member()
            .is_some_and(|name| *name == *member);
        if is_asked_for && seen.send(Call { at, message }).is_err() {
            return;
        }
    }
}
