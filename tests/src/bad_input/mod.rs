//! What a person feeds the app that is no good, and what it must do with it: one clear sentence in
//! the window and on the command line, the old data kept, the other calendars going on, memory under
//! 200 MB. How long each takes is measured by `cargo xtask bad-input`, which writes
//! `docs/bad-input.md`.

pub mod inputs;
pub mod servers;

#[cfg(test)]
mod addresses;
#[cfg(test)]
mod databases;
#[cfg(test)]
#[cfg(target_os = "linux")]
mod disks;
#[cfg(test)]
mod files;
#[cfg(test)]
mod folders;
