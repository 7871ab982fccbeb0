//! The tray icon on the screen, with its menu.

use std::io::{self, Write as _};
use std::path::PathBuf;

use storytime_core::private_file::create_private;
use tauri::menu::Menu;
use tauri::tray::{TrayIcon, TrayIconBuilder};
use tauri::{AppHandle, Wry};
use tokio::sync::mpsc::UnboundedSender;

use super::items::{self, Item};
use super::look::Look;
use super::{Command, tell};
use crate::door::Door;

const PICTURE_PNG: &[u8] = include_bytes!("../../../icons/64x64.png");

/// The picture as a file, for those who show it on the app's behalf.
///
/// # Errors
/// When it cannot be written.
pub fn file(door: &Door) -> io::Result<PathBuf> {
    let path = door.data_dir().join("icon.png");
    create_private(&path)?.write_all(PICTURE_PNG)?;
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
    shown: Look,
    items: Vec<Item>,
    icon: TrayIcon,
}

impl Tray {
    /// Shows the icon; `key` tells it from other data directories' icons.
    ///
    /// # Errors
    /// The toolkit's own.
    pub fn new(
        app: &AppHandle,
        key: &str,
        look: Look,
        commands: UnboundedSender<Command>,
    ) -> tauri::Result<Self> {
        let menu = Menu::new(app)?;
        let items = items::append(app, &menu, &look.menu)?;
        let icon = TrayIconBuilder::with_id(format!("storytime-{key}"))
            .icon(look.face.picture())
            .icon_as_template(true)
            .menu(&menu)
            .on_menu_event(move |_, event| {
                if let Some(choice) = items::clicked(event.id().as_ref()) {
                    tell(&commands, choice.command());
                }
            })
            .build(app)?;
        describe(&icon, &look.tooltip)?;
        Ok(Self {
            app: app.clone(),
            menu,
            shown: look,
            items,
            icon,
        })
    }

    /// Changes the tray to `look`; what is the same is not touched.
    ///
    /// # Errors
    /// The toolkit's own.
    pub fn show(&mut self, look: Look) -> tauri::Result<()> {
        if look.face != self.shown.face {
            let picture = look.face.picture();
            self.icon.set_icon_with_as_template(Some(picture), true)?;
        }
        if look.tooltip != self.shown.tooltip {
            describe(&self.icon, &look.tooltip)?;
        }
        if items::is_same_shape(&self.shown.menu, &look.menu) {
            items::reword(&self.items, &self.shown.menu, &look.menu)?;
        } else {
            for item in &self.items {
                self.menu.remove(item.on_screen())?;
            }
            self.items = items::append(&self.app, &self.menu, &look.menu)?;
        }
        self.shown = look;
        Ok(())
    }

    /// Sets the menu's marks as they were shown last, because a click changes a mark by itself.
    ///
    /// # Errors
    /// The toolkit's own.
    pub fn restore_marks(&self) -> tauri::Result<()> {
        items::mark(&self.items, &self.shown.menu)
    }

    /// Takes the icon off the screen.
    pub fn take_down(self) {
        drop(self.app.remove_tray_by_id(self.icon.id()));
    }
}

/// Sets the words that a pointer over the icon reads.
#[cfg(not(target_os = "linux"))]
fn describe(icon: &TrayIcon, words: &str) -> tauri::Result<()> {
    icon.set_tooltip(Some(words))
}

/// Sets the item's title (StatusNotifierItem, `Title`), which panels show as its tooltip; the
/// indicator library has no tooltips of its own.
#[cfg(target_os = "linux")]
#[expect(
    unsafe_code,
    reason = "Tauri's tray passes its indicator on as a pointer only"
)]
fn describe(icon: &TrayIcon, words: &str) -> tauri::Result<()> {
    use std::mem::ManuallyDrop;

    // A C string ends at its first NUL.
    let words = words.replace('\0', "");
    icon.with_inner_tray_icon(move |inner| {
        // SAFETY: the pointer is to the icon's own indicator, which lives as long as `inner`. It
        // holds nothing but a pointer to a GObject, has no destructor, and the copy is dropped
        // before this returns; only the main thread, on which this runs, uses that object.
        let mut indicator = ManuallyDrop::new(unsafe { inner.app_indicator().read() });
        indicator.set_title(&words);
    })
}
