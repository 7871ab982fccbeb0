//! The session as the freedesktop session bus tells it.

use futures_util::StreamExt as _;
use zbus::fdo::DBusProxy;
use zbus::names::BusName;
use zbus::{Connection, MessageStream};

use super::bus::{
    NOTIFICATIONS, NOTIFICATIONS_PATH, TRAY_WATCHER, new_owner, nobody_there, owner_change_of,
};
use super::{NotificationServer, SessionError};

pub(super) async fn notification_server() -> Result<Option<NotificationServer>, SessionError> {
    let bus = session().await?;
    let ask = async |method: &str| {
        bus.call_method(
            Some(NOTIFICATIONS),
            NOTIFICATIONS_PATH,
            Some(NOTIFICATIONS),
            method,
            &(),
        )
        .await
    };
    let told = match ask("GetServerInformation").await {
        Err(cause) if nobody_there(&cause) => return Ok(None),
        told => told.map_err(SessionError::refused)?,
    };
    let (name, _vendor, version, _spec): (String, String, String, String) =
        told.body().deserialize().map_err(SessionError::refused)?;
    let can = ask("GetCapabilities")
        .await
        .map_err(SessionError::refused)?;
    Ok(Some(NotificationServer {
        name,
        version,
        capabilities: can.body().deserialize().map_err(SessionError::refused)?,
    }))
}

pub(super) async fn has_tray_host() -> Result<bool, SessionError> {
    has_owner(&session().await?, TRAY_WATCHER).await
}

pub(super) async fn tray_host_appears() -> Result<(), SessionError> {
    let bus = session().await?;
    let rule = owner_change_of(TRAY_WATCHER).map_err(SessionError::refused)?;
    let mut changes = MessageStream::for_match_rule(rule, &bus, None)
        .await
        .map_err(SessionError::refused)?;
    if has_owner(&bus, TRAY_WATCHER).await? {
        return Ok(());
    }
    while let Some(change) = changes.next().await {
        let change = change.map_err(SessionError::refused)?;
        if new_owner(&change).is_some_and(|owner| !owner.is_empty()) {
            return Ok(());
        }
    }
    Err(SessionError::refused(zbus::Error::Failure(
        "the session bus went away".into(),
    )))
}

async fn session() -> Result<Connection, SessionError> {
    Connection::session()
        .await
        .map_err(SessionError::no_session)
}

async fn has_owner(bus: &Connection, name: &'static str) -> Result<bool, SessionError> {
    let name = BusName::try_from(name).map_err(SessionError::refused)?;
    DBusProxy::new(bus)
        .await
        .map_err(SessionError::refused)?
        .name_has_owner(name)
        .await
        .map_err(SessionError::refused)
}
