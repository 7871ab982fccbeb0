//! Passwords, tokens, and how often may be guessed. Nothing here is stored or sent: `store` keeps
//! hashes, `api` composes.

mod password;
mod throttle;
mod token;

pub use password::{PasswordError, PasswordHash, Passwords};
pub use throttle::{Admitted, Attempt, Door, Throttle, TooOften};
pub use token::{new_token, token_hash};
