//! Names and rules of the freedesktop buses.

use zbus::message::Type;
use zbus::{MatchRule, fdo};

/// The notifications' name and interface.
pub(crate) const NOTIFICATIONS: &str = "org.freedesktop.Notifications";
/// The notifications' object.
pub(crate) const NOTIFICATIONS_PATH: &str = "/org/freedesktop/Notifications";
/// The name of whoever keeps the list of tray icons.
pub(crate) const TRAY_WATCHER: &str = "org.kde.StatusNotifierWatcher";

/// Matches the signal that `name` was taken, given up or passed on, and no other name's.
pub(crate) fn owner_change_of(name: &'static str) -> zbus::Result<MatchRule<'static>> {
    Ok(MatchRule::builder()
        .msg_type(Type::Signal)
        .sender("org.freedesktop.DBus")?
        .interface("org.freedesktop.DBus")?
        .member("NameOwnerChanged")?
        .arg(0, name)?
        .build())
}

/// The name's new owner if `signal` says that it changed; empty when it has none any more.
pub(crate) fn new_owner(signal: &zbus::Message) -> Option<String> {
    let header = signal.header();
    if header.member()?.as_str() != "NameOwnerChanged" {
        return None;
    }
    let (_name, _old, new): (String, String, String) = signal.body().deserialize().ok()?;
    Some(new)
}

/// Whether a call failed because nobody owns the name, or its owner left before it answered.
pub(crate) fn nobody_there(cause: &zbus::Error) -> bool {
    match cause {
        zbus::Error::MethodError(name, _, _) => {
            let name = name.as_str();
            name.ends_with(".ServiceUnknown")
                || name.ends_with(".NameHasNoOwner")
                || name.starts_with("org.freedesktop.DBus.Error.Spawn.")
        }
        zbus::Error::FDO(cause) => matches!(
            **cause,
            fdo::Error::ServiceUnknown(_) | fdo::Error::NameHasNoOwner(_)
        ),
        zbus::Error::InputOutput(_) => true,
        _ => false,
    }
}
