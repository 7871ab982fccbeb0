//! The Secret Service (freedesktop.org, "Secret Service API Draft"): GNOME's keyring, KWallet,
//! KeePassXC. `keyring-core` with its store for it, because the `keyring` crate keeps a failed start
//! for ever; and because a store would ask the person to unlock a collection, the bus is asked first.

use std::collections::HashMap;

use keyring_core::Entry;
use keyring_core::api::CredentialStoreApi as _;
use storytime_core::vault::HolderError;
use zbus::zvariant::{OwnedObjectPath, OwnedValue};
use zbus::{Connection, Message};
use zbus_secret_service_keyring_store::Store;

use super::{SERVICE, prompt};
use crate::session::bus::nobody_there;

pub(super) const SECRETS: &str = "org.freedesktop.secrets";
pub(super) const SECRETS_PATH: &str = "/org/freedesktop/secrets";
pub(super) const SERVICE_INTERFACE: &str = "org.freedesktop.Secret.Service";
const COLLECTION_INTERFACE: &str = "org.freedesktop.Secret.Collection";
/// The collection that new secrets go to.
const DEFAULT: &str = "default";
const LABEL: &str = "StoryTime Calendar";

/// An entry in a store of its own: one that failed to start is not kept.
pub(super) fn entry(name: &str) -> keyring_core::Result<Entry> {
    let label = HashMap::from([("label", LABEL)]);
    Store::new()?.build(SERVICE, name, Some(&label))
}

pub(super) async fn state() -> Result<(), HolderError> {
    let bus = session().await?;
    match default_collection(&bus).await? {
        Some(collection) if !is_locked(&bus, &collection).await? => Ok(()),
        Some(_) | None => Err(HolderError::Locked),
    }
}

/// Unlocks the default collection, or has one made where there is none. The keyring asks the person.
pub(super) async fn unlock() -> Result<(), HolderError> {
    let bus = session().await?;
    match default_collection(&bus).await? {
        Some(collection) => prompt::unlock(&bus, &collection).await?,
        None => prompt::make_collection(&bus, DEFAULT).await?,
    }
    state().await
}

/// A keyring that has not been set up has none.
async fn default_collection(bus: &Connection) -> Result<Option<OwnedObjectPath>, HolderError> {
    let answer = call(bus, SECRETS_PATH, SERVICE_INTERFACE, "ReadAlias", &DEFAULT).await?;
    let path: OwnedObjectPath = answer.body().deserialize().map_err(refused)?;
    Ok((path.as_str() != "/").then_some(path))
}

async fn is_locked(bus: &Connection, collection: &OwnedObjectPath) -> Result<bool, HolderError> {
    let asked = (COLLECTION_INTERFACE, "Locked");
    let properties = "org.freedesktop.DBus.Properties";
    let answer = call(bus, collection.as_str(), properties, "Get", &asked).await?;
    let value: OwnedValue = answer.body().deserialize().map_err(refused)?;
    bool::try_from(value).map_err(refused)
}

async fn session() -> Result<Connection, HolderError> {
    Connection::session().await.map_err(|error| {
        tracing::debug!(%error, "no session bus, so no keyring");
        HolderError::Absent
    })
}

pub(super) async fn call(
    bus: &Connection,
    path: &str,
    interface: &str,
    method: &str,
    body: &(impl serde::Serialize + zbus::zvariant::DynamicType + Sync),
) -> Result<Message, HolderError> {
    bus.call_method(Some(SECRETS), path, Some(interface), method, body)
        .await
        .map_err(|error| {
            if nobody_there(&error) {
                HolderError::Absent
            } else {
                refused(error)
            }
        })
}

pub(super) fn refused(error: impl Into<zbus::Error>) -> HolderError {
    let error = error.into();
    match &error {
        zbus::Error::MethodError(name, _, _)
            if name.ends_with(".NoReply") || name.ends_with(".TimedOut") =>
        {
            HolderError::Slow
        }
        _ => HolderError::Denied(error.to_string()),
    }
}
