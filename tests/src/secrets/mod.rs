//! What is secret is sealed before it is stored, and nothing waits for a keyring.

pub mod addresses;
#[cfg(unix)]
mod canary;
mod keyrings;
mod keys;
