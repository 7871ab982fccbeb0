//! The built app on a real desktop: a virtual screen with a window manager, a panel with a tray
//! host, a notification daemon, and a session bus of its own. `cargo xtask test` runs these; each
//! has the desktop to itself.

#![cfg(target_os = "linux")]
// All of this crate is tests.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod app;
mod bus;
mod desk;
mod face;
mod keyring;
mod lock;
#[path = "../browser/morning.rs"]
mod morning;
mod no_display;
mod one_day;
mod pages;
mod pictures;
mod presenting;
mod sudden_end;
mod tray;
mod web_driver;
mod window;
