//! The tray process: the engine's host, the tray icon, and whoever opens the window.

mod choice;
mod countdown;
mod face;
mod glance;
mod icon;
mod items;
mod look;
mod menu;
mod resident;
mod window_process;

use std::path::PathBuf;

use tauri::{AppHandle, RunEvent};
use tauri_plugin_dialog::{DialogExt as _, MessageDialogKind};
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};

use storytime_core::engine::EngineError;
use storytime_core::logging::{self, Console};
use storytime_desktop::InvokedAction;
use storytime_types::profile::Theme;
use storytime_types::status::Pause;

use crate::door::Door;
use storytime_types::Place;

/// How the tray process is started.
pub struct Start {
    /// Where it lets the window in.
    pub door: Door,
    /// This program's own file, to start the window from.
    pub program: PathBuf,
    /// The data directory that was asked for; the window is asked the same.
    pub data_dir: Option<PathBuf>,
    /// Do not show the window at once.
    pub keep_hidden: bool,
}

/// What the tray is told to do: by its menu, by a notification's buttons, by a second start, by
/// the system.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Command {
    Open(Option<Place>),
    Mend(usize),
    Join,
    SyncNow,
    Pause(Pause),
    SwitchPresentMode,
    Theme(Theme),
    Quit,
    Notified(InvokedAction),
    WokeUp,
}

/// Runs until Quit.
///
/// # Errors
/// When the desktop toolkit does not start.
pub fn run(start: Start) -> tauri::Result<()> {
    logging::start(Console::Usual, Some(start.door.data_dir()));
    let (commands, commanded) = unbounded_channel();
    let second_start = commands.clone();
    let single_instance = tauri_plugin_single_instance::Builder::new()
        .callback(move |_, _, _| tell(&second_start, Command::Open(None)))
        .dbus_id(format!("app.storytime.calendar.data{}", start.door.key()))
        .build();
    let app = tauri::Builder::default()
        .plugin(single_instance)
        .plugin(tauri_plugin_dialog::init())
        .setup(move |app| {
            let app = app.handle().clone();
            #[cfg(target_os = "macos")]
            app.set_activation_policy(tauri::ActivationPolicy::Accessory)?;
            tauri::async_runtime::spawn(resident::reside(app, start, commands, commanded));
            Ok(())
        })
        .build(crate::context())?;
    app.run(|_, event| {
        // No window is ever open in this process, so only Quit (which has a code) ends it.
        if let RunEvent::ExitRequested {
            code: None, api, ..
        } = event
        {
            api.prevent_exit();
        }
    });
    Ok(())
}

/// Passes a command on; when nobody takes it any more, the app is ending.
fn tell(commands: &UnboundedSender<Command>, command: Command) {
    if commands.send(command).is_err() {
        tracing::debug!("the app is ending; a command came too late");
    }
}

/// Ends a start that cannot go on, saying why where the person sees it.
fn give_up(app: &AppHandle, door: &Door, error: &EngineError) {
    #[cfg(target_os = "linux")]
    if matches!(error, EngineError::AlreadyRunning { .. }) && crate::bell::ring(door) {
        return app.exit(0);
    }
    tracing::error!(%error, data_dir = %door.data_dir().display(), "the engine did not start");
    eprintln!("storytime-calendar: {error}");
    if matches!(error, EngineError::AlreadyRunning { .. }) {
        return app.exit(1);
    }
    let after = app.clone();
    app.dialog()
        .message(error.to_string())
        .title("StoryTime Calendar cannot start")
        .kind(MessageDialogKind::Error)
        .show(move |_| after.exit(1));
}
