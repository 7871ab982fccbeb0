//! The tray as a tray host sees it: the registered item and its menu.

use std::collections::HashMap;

use zbus::blocking::{Connection, Proxy};
use zbus::zvariant::OwnedValue;

use super::desk::{Desk, until};

/// An entry of a menu: its id, its properties and the entries behind it.
type Entry = (i32, HashMap<String, OwnedValue>, Vec<OwnedValue>);

/// Waits until the app's item is registered, and answers where it is: bus name and path.
pub fn item(desk: &Desk) -> (String, String) {
    let bus = desk.bus();
    let host = Proxy::new(
        &bus,
        "org.kde.StatusNotifierWatcher",
        "/StatusNotifierWatcher",
        "org.kde.StatusNotifierWatcher",
    )
    .unwrap();
    until("the tray item", || {
        let items: Vec<String> = host.get_property("RegisteredStatusNotifierItems").ok()?;
        let item = items.first()?;
        let (name, path) = item.split_once('/')?;
        Some((name.to_owned(), format!("/{path}")))
    })
}

/// Everything that the item's menu says now.
pub fn menu(desk: &Desk) -> String {
    let menu: zbus::zvariant::OwnedObjectPath = property(desk, "Menu");
    layout(&desk.bus(), &item(desk).0, menu.as_str())
}

/// Clicks what the item's menu offers under this name.
pub fn choose(desk: &Desk, label: &str) {
    let path: zbus::zvariant::OwnedObjectPath = property(desk, "Menu");
    let bus = desk.bus();
    let name = item(desk).0;
    let menu = Proxy::new(&bus, name, path.as_str(), "com.canonical.dbusmenu").unwrap();
    let id = until(label, || {
        let (_, (_, _, entries)): (u32, Entry) = menu
            .call("GetLayout", &(0_i32, 1_i32, vec!["label"]))
            .unwrap();
        let mut entries = entries
            .into_iter()
            .filter_map(|entry| entry.try_into().ok());
        entries.find_map(|(id, properties, _): Entry| {
            let is_it = properties
                .get("label")
                .is_some_and(|it| **it == label.into());
            is_it.then_some(id)
        })
    });
    let nothing = zbus::zvariant::Value::from(0);
    let clicked = menu.call_method("Event", &(id, "clicked", nothing, 0_u32));
    clicked.unwrap();
}

/// What a panel shows as the item's tooltip.
pub fn title(desk: &Desk) -> String {
    property(desk, "Title")
}

/// The file of the item's picture; another picture is another file.
pub fn picture(desk: &Desk) -> String {
    property(desk, "IconName")
}

fn property<T>(desk: &Desk, property: &str) -> T
where
    T: TryFrom<zbus::zvariant::OwnedValue>,
    T::Error: Into<zbus::Error>,
{
    let bus = desk.bus();
    let (name, path) = item(desk);
    let item = Proxy::new(
        &bus,
        name.as_str(),
        path.as_str(),
        "org.kde.StatusNotifierItem",
    );
    item.unwrap().get_property(property).unwrap()
}

fn layout(bus: &Connection, name: &str, path: &str) -> String {
    let menu = Proxy::new(bus, name, path, "com.canonical.dbusmenu").unwrap();
    let no_properties: Vec<String> = Vec::new();
    let reply = menu
        .call_method("GetLayout", &(0_i32, -1_i32, no_properties))
        .unwrap();
    let body = reply.body();
    let layout: zbus::zvariant::Structure<'_> = body.deserialize().unwrap();
    format!("{layout:?}")
}
