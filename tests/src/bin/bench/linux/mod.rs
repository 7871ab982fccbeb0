//! What needs a session bus and the kernel's own figures: the way to the notification, what the tray
//! process costs, and how soon the window shows something.

pub mod alarms;
mod bus;
mod daemon;
mod desktop;
pub mod first_paint;
mod process_tree;
mod program;
pub mod rest;
mod stored;
pub mod tray;
