//! axe-core, which the browser tests put into every page to find what keeps people out.

use std::path::PathBuf;

use crate::failure::Failure;

use super::{npm, tools};

const VERSION: &str = "4.14.1";

/// Finds or fetches it; the script to run in a page.
///
/// # Errors
/// npm is missing or could not fetch it.
pub fn ready() -> Result<PathBuf, Failure> {
    let home = tools::cache()?.join(format!("axe-core-{VERSION}"));
    let script = home.join("node_modules/axe-core/axe.min.js");
    if !script.is_file() {
        let package = format!("axe-core@{VERSION}");
        npm::install(&package, &home, "looks at every page in the browser tests")?;
    }
    Ok(script)
}
