//! Builders and stand-ins that the tests share.

pub mod account;
pub mod app;
pub mod breakable_clock;
pub mod calendar;
pub mod channel;
pub mod command;
pub mod dav_fake;
pub mod dav_server;
pub mod fake_server;
pub mod google_fake;
pub mod graph_fake;
pub mod held_server;
pub mod introspection;
pub mod name_server;
pub mod process;
pub mod provider_fake;
pub mod serving;
pub mod sign_in_file;
pub mod tls_server;
