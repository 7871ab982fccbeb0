//! What needs a session bus and the kernel's own figures: the way to the notification, and what the
//! tray process costs.

pub mod alarms;
mod bus;
mod daemon;
mod desktop;
mod process_tree;
mod program;
pub mod tray;
