//! One connection to the session bus: it sends, and hears what people click.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use futures_util::StreamExt as _;
use notify_rust::{Hint, Timeout, Urgency};
use storytime_core::channels::{Message, SendError};
use tokio::sync::Mutex;
use tokio::task::JoinSet;
use zbus::message::Type;
use zbus::names::OwnedUniqueName;
use zbus::zvariant::Value;
use zbus::{Connection, MatchRule, MessageStream};

use super::shown::{ServerId, Shown};
use crate::native::notice::{self, Abilities, Notice};
use crate::native::{OnAction, transient};
use crate::session::bus::{
    NOTIFICATIONS, NOTIFICATIONS_PATH, new_owner, nobody_there, owner_change_of,
};

/// The app's name beside its notifications.
const APP_NAME: &str = "StoryTime Calendar";
/// The installed `.desktop` file's name without its ending, by which GNOME finds the app's
/// settings for notifications; the bundler names the file after the product.
const DESKTOP_ENTRY: &str = "StoryTime Calendar";
/// The hint that carries a reminder's idempotency key.
const KEY_HINT: &str = "x-storytime-key";
/// How long a reminder stays on the screen, in milliseconds: long enough to come back with coffee.
const ON_SCREEN_MS: u32 = 60_000;
/// How long a reminder waits to learn what the daemon can do.
const ABILITIES_WITHIN: Duration = Duration::from_millis(200);

/// The daemon that owns the notifications' name at present.
#[derive(Clone)]
pub(super) struct Server {
    owner: Option<OwnedUniqueName>,
    abilities: Abilities,
}

/// What sending and hearing share.
struct Wire {
    connection: Connection,
    server: Mutex<Option<Server>>,
    shown: Shown,
    alive: AtomicBool,
    on_action: OnAction,
}

/// A connection and the task that listens on it; the task ends with this.
pub(super) struct Link {
    wire: Arc<Wire>,
    _listener: JoinSet<()>,
}

impl Link {
    /// Begins to listen before anything is sent, so that no click is lost.
    pub(super) async fn over(
        connection: Connection,
        on_action: OnAction,
    ) -> Result<Self, SendError> {
        let heard = listen(&connection).await.map_err(refused)?;
        let wire = Arc::new(Wire {
            connection,
            server: Mutex::new(None),
            shown: Shown::default(),
            alive: AtomicBool::new(true),
            on_action,
        });
        let mut listener = JoinSet::new();
        listener.spawn(Arc::clone(&wire).hear(heard));
        Ok(Self {
            wire,
            _listener: listener,
        })
    }

    /// Whether the bus is still there.
    pub(super) fn is_alive(&self) -> bool {
        self.wire.alive.load(Ordering::Acquire)
    }

    /// The present daemon; asked once, and again after it was replaced.
    pub(super) async fn server(&self) -> Result<Server, SendError> {
        self.wire.server().await
    }

    /// What the daemon can do. One that is busy with its own start answers only seconds later: no
    /// reminder is held up for that, it is then taken for one of the usual kind; the asking goes on.
    async fn abilities(&self) -> Result<Abilities, SendError> {
        let wire = Arc::clone(&self.wire);
        let asking = tokio::spawn(async move { wire.server().await });
        match tokio::time::timeout(ABILITIES_WITHIN, asking).await {
            Ok(Ok(known)) => known.map(|server| server.abilities),
            Ok(Err(_)) | Err(_) => Ok(Abilities::USUAL),
        }
    }

    pub(super) async fn show(&self, message: &Message, icon: &str) -> Result<(), SendError> {
        let notice = Notice::of(message, self.abilities().await?);
        let buttons: Vec<&str> = notice
            .actions
            .iter()
            .flat_map(|action| [notice::key(*action), notice::label(*action)])
            .collect();
        let hints = hints(message);
        let hints: HashMap<&str, Value<'_>> = hints.iter().map(Into::into).collect();
        let lifetime = i32::from(Timeout::Milliseconds(ON_SCREEN_MS));
        let replaces = 0_u32;
        let body = (
            APP_NAME,
            replaces,
            icon,
            &notice.title,
            &notice.body,
            buttons,
            hints,
            lifetime,
        );
        let answer = self.wire.call("Notify", &body).await?;
        let id: ServerId = answer.body().deserialize().map_err(refused)?;
        self.wire.shown.remember(id, message);
        Ok(())
    }

    /// Takes down what this connection has shown.
    pub(super) async fn withdraw(&self) {
        for id in self.wire.shown.taken() {
            // One that the person closed meanwhile is refused, which says nothing new.
            drop(self.wire.call("CloseNotification", &(id,)).await);
        }
    }
}

impl Wire {
    async fn server(&self) -> Result<Server, SendError> {
        let mut known = self.server.lock().await;
        if let Some(server) = known.as_ref() {
            return Ok(server.clone());
        }
        let answer = self.call("GetCapabilities", &()).await?;
        let capabilities: Vec<String> = answer.body().deserialize().map_err(refused)?;
        let server = Server {
            owner: answer.header().sender().map(|name| name.to_owned().into()),
            abilities: Abilities::from_capabilities(&capabilities),
        };
        Ok(known.insert(server).clone())
    }

    async fn call<B>(&self, method: &str, body: &B) -> Result<zbus::Message, SendError>
    where
        B: zbus::export::serde::Serialize + zbus::zvariant::DynamicType,
    {
        self.connection
            .call_method(
                Some(NOTIFICATIONS),
                NOTIFICATIONS_PATH,
                Some(NOTIFICATIONS),
                method,
                body,
            )
            .await
            .map_err(refused)
    }

    /// Runs until the bus goes away.
    async fn hear(self: Arc<Self>, mut heard: Signals) {
        while let Some(Ok(signal)) = heard.next().await {
            if let Some(owner) = new_owner(&signal) {
                self.replaced_by(&owner).await;
            } else if self.is_from_server(&signal).await
                && let Some(answered) = self.told(&signal)
            {
                // Not every server takes a notification down when a button was pressed. If it is
                // gone already, the refusal says nothing new.
                drop(self.call("CloseNotification", &(answered,)).await);
            }
        }
        self.alive.store(false, Ordering::Release);
    }

    /// The daemon ended or another took its place: its ids are void, its abilities unknown.
    async fn replaced_by(&self, new_owner: &str) {
        let mut server = self.server.lock().await;
        let known = server.as_ref().and_then(|server| server.owner.as_deref());
        if known.is_none_or(|owner| owner.as_str() != new_owner) {
            *server = None;
            self.shown.clear();
        }
    }

    async fn is_from_server(&self, signal: &zbus::Message) -> bool {
        let server = self.server.lock().await;
        let owner = server.as_ref().and_then(|server| server.owner.as_deref());
        owner.is_some() && signal.header().sender() == owner
    }

    /// Takes in what the server tells, and answers which notification the person has dealt with.
    fn told(&self, signal: &zbus::Message) -> Option<ServerId> {
        let header = signal.header();
        match header.member()?.as_str() {
            "ActionInvoked" => {
                let (id, key): (ServerId, String) = signal.body().deserialize().ok()?;
                let invoked = self.shown.invoked(id, notice::action(&key)?)?;
                (self.on_action)(invoked);
                return Some(id);
            }
            "NotificationClosed" => {
                let (id, _reason): (ServerId, u32) = signal.body().deserialize().ok()?;
                self.shown.closed(id);
            }
            _ => {}
        }
        None
    }
}

fn hints(message: &Message) -> [Hint; 4] {
    [
        Hint::Urgency(Urgency::Normal),
        Hint::DesktopEntry(DESKTOP_ENTRY.into()),
        Hint::Category("x-storytime.reminder".into()),
        Hint::Custom(KEY_HINT.into(), message.idempotency_key.clone()),
    ]
}

type Signals = futures_util::stream::Select<MessageStream, MessageStream>;

async fn listen(connection: &Connection) -> zbus::Result<Signals> {
    let clicks = MatchRule::builder()
        .msg_type(Type::Signal)
        .interface(NOTIFICATIONS)?
        .path(NOTIFICATIONS_PATH)?
        .build();
    let owners = owner_change_of(NOTIFICATIONS)?;
    let clicks = MessageStream::for_match_rule(clicks, connection, None).await?;
    let owners = MessageStream::for_match_rule(owners, connection, None).await?;
    Ok(futures_util::stream::select(clicks, owners))
}

fn refused(cause: zbus::Error) -> SendError {
    if nobody_there(&cause) {
        SendError::Unreachable {
            reason: "no notification daemon is running on this desktop".into(),
        }
    } else {
        transient(format!("the notification daemon refused: {cause}"))
    }
}
