//! What the desktop session offers: notifications, tray host, keyring, word of a return from sleep
//! or of the network, autostart.
//!
//! The tray app delivers through it and `storytime doctor` asks it; neither Tauri nor a display is
//! needed. Every question to the session has a time limit, and every absence is an answer.

pub mod appearance;
pub mod autostart;
pub mod hours;
mod keyring;
pub mod memory;
mod native;
pub mod returns;
pub mod session;
pub mod text;

pub use keyring::Keyring;
pub use native::{InvokedAction, NativeChannel};
