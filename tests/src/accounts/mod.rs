//! Several people on one computer: each sees what is theirs, and the engine serves them all.

pub mod engine;
#[cfg(target_os = "linux")]
mod guessing;
mod isolation;
mod serving;
mod strangers;
