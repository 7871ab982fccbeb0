//! The tray icon and its menu on the screen.

use std::io;
use std::path::PathBuf;

use tauri::image::Image;
use tauri::menu::{IsMenuItem, Menu, MenuItem, PredefinedMenuItem, Submenu};
use tauri::tray::{TrayIcon, TrayIconBuilder};
use tauri::{AppHandle, Wry};
use tokio::sync::mpsc::UnboundedSender;

use super::menu::{Choice, Entry};
use super::{Command, badge, tell};
use crate::door::Door;

const PICTURE: Image<'_> = tauri::include_image!("icons/64x64.png");
const PICTURE_PNG: &[u8] = include_bytes!("../../../icons/64x64.png");

/// The picture as a file, for those who show it on the app's behalf.
///
/// # Errors
/// When it cannot be written.
pub fn file(door: &Door) -> io::Result<PathBuf> {
    let path = door.data_dir().join("icon.png");
    std::fs::write(&path, PICTURE_PNG)?;
    Ok(path)
}

/// Whether a tray icon can be made at all. On Linux Tauri's tray panics when the indicator library
/// is missing, so it is looked for first, under the names that Tauri tries.
pub fn is_possible() -> bool {
    #[cfg(target_os = "linux")]
    return ["libayatana-appindicator3.so.1", "libappindicator3.so.1"]
        .into_iter()
        .any(can_load);
    #[cfg(not(target_os = "linux"))]
    true
}

#[cfg(target_os = "linux")]
#[expect(unsafe_code, reason = "loading a library runs its initialisers")]
fn can_load(library: &str) -> bool {
    // SAFETY: these are the very libraries that Tauri's tray loads next, in the same way; their
    // initialisers only register GObject types. Nothing is called through the handle.
    unsafe { libloading::Library::new(library) }.is_ok()
}

/// The icon with its menu. On Linux a menu cannot be replaced, so its content is changed in place.
pub struct Tray {
    app: AppHandle,
    menu: Menu<Wry>,
    shown: Vec<Entry>,
    items: Vec<Item>,
    icon: TrayIcon,
    has_badge: bool,
}

/// What stands for an entry on the screen.
enum Item {
    Text(MenuItem<Wry>),
    Separator(PredefinedMenuItem<Wry>),
    Submenu(Submenu<Wry>),
}

impl Tray {
    /// Shows the icon; `key` tells it from other data directories' icons.
    ///
    /// # Errors
    /// The toolkit's own.
    pub fn new(
        app: &AppHandle,
        key: &str,
        entries: Vec<Entry>,
        commands: UnboundedSender<Command>,
    ) -> tauri::Result<Self> {
        let menu = Menu::new(app)?;
        let items = append(app, &menu, &entries)?;
        let icon = TrayIconBuilder::with_id(format!("storytime-{key}"))
            .icon(PICTURE)
            .tooltip("StoryTime Calendar")
            .menu(&menu)
            .on_menu_event(move |_, event| {
                if let Some(choice) = Choice::from_id(event.id().as_ref()) {
                    tell(&commands, choice.command());
                }
            })
            .build(app)?;
        Ok(Self {
            app: app.clone(),
            menu,
            shown: entries,
            items,
            icon,
            has_badge: false,
        })
    }

    /// Puts a red dot on the icon, or takes it away: something is wrong, and the menu says what.
    ///
    /// # Errors
    /// The toolkit's own.
    pub fn call_for_attention(&mut self, needed: bool) -> tauri::Result<()> {
        if needed == self.has_badge {
            return Ok(());
        }
        let (width, height) = (PICTURE.width(), PICTURE.height());
        let pixels = if needed {
            badge::on(PICTURE.rgba(), width)
        } else {
            PICTURE.rgba().to_vec()
        };
        self.icon
            .set_icon(Some(Image::new_owned(pixels, width, height)))?;
        self.has_badge = needed;
        Ok(())
    }

    /// Changes the menu to `entries`; what reads the same is not touched.
    ///
    /// # Errors
    /// The toolkit's own.
    pub fn show(&mut self, entries: Vec<Entry>) -> tauri::Result<()> {
        if entries == self.shown {
            return Ok(());
        }
        if is_same_shape(&self.shown, &entries) {
            self.reword(&entries)?;
        } else {
            for item in &self.items {
                self.menu.remove(item.on_screen())?;
            }
            self.items = append(&self.app, &self.menu, &entries)?;
        }
        self.shown = entries;
        Ok(())
    }

    fn reword(&self, entries: &[Entry]) -> tauri::Result<()> {
        for ((item, old), new) in self.items.iter().zip(&self.shown).zip(entries) {
            if let (Item::Text(item), Entry::Line(text) | Entry::Item(_, text)) = (item, new)
                && old != new
            {
                item.set_text(escaped(text))?;
            }
        }
        Ok(())
    }
}

impl Item {
    fn on_screen(&self) -> &dyn IsMenuItem<Wry> {
        match self {
            Self::Text(item) => item,
            Self::Separator(item) => item,
            Self::Submenu(item) => item,
        }
    }
}

/// Whether only words differ, so that the items can stay.
fn is_same_shape(old: &[Entry], new: &[Entry]) -> bool {
    let is_same = |(old, new): (&Entry, &Entry)| match (old, new) {
        (Entry::Line(_), Entry::Line(_)) => true,
        (Entry::Item(old, _), Entry::Item(new, _)) => old == new,
        _ => old == new,
    };
    old.len() == new.len() && old.iter().zip(new).all(is_same)
}

fn append(app: &AppHandle, menu: &Menu<Wry>, entries: &[Entry]) -> tauri::Result<Vec<Item>> {
    let items = entries
        .iter()
        .map(|entry| item(app, entry))
        .collect::<tauri::Result<Vec<_>>>()?;
    for item in &items {
        menu.append(item.on_screen())?;
    }
    Ok(items)
}

fn item(app: &AppHandle, entry: &Entry) -> tauri::Result<Item> {
    let clickable = |choice: &Choice, text: &str, enabled: bool| {
        MenuItem::with_id(app, choice.id(), escaped(text), enabled, None::<&str>)
    };
    Ok(match entry {
        Entry::Line(text) => Item::Text(MenuItem::new(app, escaped(text), false, None::<&str>)?),
        Entry::Item(choice, text) => Item::Text(clickable(choice, text, true)?),
        Entry::Greyed(choice, text) => Item::Text(clickable(choice, text, false)?),
        Entry::Separator => Item::Separator(PredefinedMenuItem::separator(app)?),
        Entry::Submenu(title, choices) => {
            let submenu = Submenu::new(app, escaped(title), true)?;
            for (choice, text) in choices {
                submenu.append(&clickable(choice, text, true)?)?;
            }
            Item::Submenu(submenu)
        }
    })
}

/// An ampersand would underline the next letter and vanish.
fn escaped(text: &str) -> String {
    text.replace('&', "&&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_minute_that_passes_only_changes_words() {
        let at = |text: &str| vec![Entry::Line(text.into()), Entry::Separator];
        assert!(is_same_shape(
            &at("Standup in 12 min"),
            &at("Standup in 11 min")
        ));
    }

    #[test]
    fn an_item_that_can_be_clicked_now_is_another_shape() {
        let join = |enabled: bool| {
            let text = "Join".to_owned();
            vec![if enabled {
                Entry::Item(Choice::Join, text)
            } else {
                Entry::Greyed(Choice::Join, text)
            }]
        };
        assert!(!is_same_shape(&join(false), &join(true)));
        assert!(!is_same_shape(&join(true), &[]));
    }
}
