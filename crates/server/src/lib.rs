//! The one router, on a local socket or on 127.0.0.1, and the window's static files.
//!
//! ```text
//! the app's window ──► socket, mode 0600 ──┐
//!                                          ├──► router ──► api (use cases)
//! browser, scripts ──► 127.0.0.1, token ───┘
//! ```
//! A handler does three things: parse, call one use case, map the error.

mod access;
mod body;
mod connections;
mod docs;
mod envelope;
mod files;
mod landing;
mod limits;
mod listen;
mod local_api;
mod openapi;
#[cfg(windows)]
mod pipe;
mod request_id;
mod router;
mod routes;
mod secret;
mod sliding_window;
mod stop;
mod surface;
mod write_deadline;

pub use access::{Access, Comings, WindowSession};
pub use landing::LoopbackLanding;
pub use listen::Loopback;
pub use local_api::LocalApiSwitch;
pub use router::router;
pub use secret::OneTimeCode;
pub use stop::{Stop, Stopper};
pub use storytime_core::accounts::new_token;

#[cfg(unix)]
pub use listen::serve_unix;
#[cfg(windows)]
pub use pipe::serve_pipe;
