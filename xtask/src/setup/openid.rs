//! oidc-provider, the OpenID provider that the browser tests sign in at. It is a certified one: unlike
//! the mocks it demands PKCE, has a refresh token good once, and takes tokens back (RFC 7009).

use std::path::PathBuf;

use crate::failure::Failure;

use super::{npm, tools};

/// The newest that the Node of Debian 12 and 13 runs; 9 wants 22.
const VERSION: &str = "8.8.1";

/// Finds or fetches it; the script that a provider begins with.
///
/// # Errors
/// npm is missing or could not fetch it.
pub fn ready() -> Result<PathBuf, Failure> {
    let home = tools::cache()?.join(format!("oidc-provider-{VERSION}"));
    let library = home.join("node_modules/oidc-provider/lib/index.js");
    // Fetched last, and so the mark that everything it needs is there, too.
    let done = home.join("node_modules/.package-lock.json");
    if !(library.is_file() && done.is_file()) {
        let package = format!("oidc-provider@{VERSION}");
        npm::install(&package, &home, "signs people in, in the browser tests")?;
    }
    Ok(library)
}
