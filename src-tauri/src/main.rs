//! The desktop app: one binary, two processes.
//!
//! The tray process hosts the engine and never makes a web view. The window is a process of its
//! own, started by the tray with `--window`; it reaches the engine through a local socket, and
//! when it is closed nothing of it is left.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod arguments;
#[cfg(target_os = "linux")]
mod bell;
mod door;
mod links;
mod tray;
mod window;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser as _;

use arguments::Arguments;
use door::Door;

fn main() -> ExitCode {
    storytime_desktop::memory::share_heaps();
    storytime_core::vault::leave_no_core_dump();
    let arguments = Arguments::parse();
    match start(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            eprintln!("storytime-calendar: {reason}");
            ExitCode::FAILURE
        }
    }
}

/// What tauri.conf.json says, and the window's files. It is taken in here for both processes, because
/// the macro puts all of it into the program wherever it stands.
fn context() -> tauri::Context {
    tauri::generate_context!()
}

/// Why the app did not start.
#[derive(Debug, thiserror::Error)]
enum StartError {
    #[error("this system names no home for data; choose a folder with --data-dir")]
    NoDataDir,
    #[error("no display can be reached; without a desktop, use `storytime serve`")]
    NoDisplay,
    #[error(transparent)]
    Door(#[from] door::DoorError),
    #[error("the asynchronous runtime did not start: {0}")]
    Runtime(#[source] std::io::Error),
    #[error("this program does not know where it is: {0}")]
    Program(#[source] std::io::Error),
    #[error("the desktop toolkit did not start: {0}")]
    Toolkit(#[from] tauri::Error),
}

fn start(arguments: &Arguments) -> Result<(), StartError> {
    // One TLS provider for the whole process, before anything makes a client. An error means that
    // one is installed already.
    drop(rustls::crypto::ring::default_provider().install_default());
    let asked = arguments.data_dir.clone();
    let data_dir = storytime_core::config::data_dir(asked).ok_or(StartError::NoDataDir)?;
    // So that every start names it by the same real path; if it cannot be made, the engine says so.
    drop(storytime_core::config::make_private_folder(&data_dir));
    let door = Door::of(&data_dir)?;
    if arguments.window {
        window::spare_blank_windows();
    }
    if !reaches_display() {
        return Err(StartError::NoDisplay);
    }
    // Two threads carry the whole app; more would only cost memory.
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(StartError::Runtime)?;
    tauri::async_runtime::set(runtime.handle().clone());
    if arguments.window {
        window::run(
            &door,
            arguments.autostart_arguments(),
            arguments.page.clone(),
        )?;
    } else {
        let program = own_program().map_err(StartError::Program)?;
        let data_dir = arguments.data_dir.clone();
        let keep_hidden = arguments.minimized;
        tray::run(tray::Start {
            door,
            program,
            data_dir,
            keep_hidden,
        })?;
    }
    Ok(())
}

/// This program's own file. Asked at the start, because after an upgrade it would be the deleted
/// one; and an AppImage runs from a mount that goes away with the first process.
fn own_program() -> std::io::Result<PathBuf> {
    match std::env::var_os("APPIMAGE") {
        Some(image) if cfg!(target_os = "linux") => Ok(PathBuf::from(image)),
        _ => std::env::current_exe(),
    }
}

/// Tauri panics where its toolkit does not start; this lets us say so in words instead.
fn reaches_display() -> bool {
    #[cfg(target_os = "linux")]
    {
        gtk::init().is_ok()
    }
    #[cfg(not(target_os = "linux"))]
    {
        true
    }
}
