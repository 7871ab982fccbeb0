//! The product without a screen.
//!
//! ```text
//! calendars ──► events ──► stories ──► reminders ──► channels
//!  (sources)    (pure)     (text)      (when, pure)   (out)
//! ```
//!
//! A room looks only upstream; `engine` and `api` join them, `store` holds all the SQL.
//! `docs/ARCHITECTURE.md` walks one reminder through all of it.

pub mod accounts;
pub mod api;
pub mod calendars;
pub mod channels;
pub mod clock;
pub mod config;
pub mod engine;
mod error;
pub mod events;
pub mod io_words;
pub mod logging;
pub mod private_file;
pub mod providers;
pub mod reminders;
pub mod store;
pub mod stories;
pub mod vault;
