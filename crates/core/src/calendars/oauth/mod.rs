//! Signing in at Google and Microsoft: OAuth 2.0 for native apps (RFC 8252), with the system's
//! browser, a loopback redirect and PKCE (RFC 7636).
//!
//! - [`authority`]: who gives out the tokens, and what is asked for there
//! - [`registration`]: under which client, from `providers.toml`, the environment or the build
//! - [`sign_in`]: the address to send the browser to, and the code's exchange for tokens
//! - [`tokens`]: what is given, renewed and given back
//! - `account`: whose they are
//! - [`landing`]: the port to whoever listens for the browser's answer
//! - `sender`: the `oauth2` crate's way to the network
//! - [`error`]: what goes wrong with all that

mod account;
pub mod authority;
pub mod error;
pub mod landing;
pub mod registration;
mod sender;
pub mod sign_in;
pub mod tokens;

pub use authority::Authority;
pub use error::OAuthError;
pub use registration::{Registration, RegistrationError};
pub use sign_in::{Answered, Begun};
pub use tokens::Tokens;

use super::http::SharedFetcher;

/// The way to the providers' token endpoints.
#[derive(Clone, Default)]
pub struct OAuth {
    pub(super) http: SharedFetcher,
}

#[cfg(test)]
mod tests;
