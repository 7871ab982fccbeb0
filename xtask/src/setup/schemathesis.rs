//! schemathesis, which calls the API as its description says, well and badly, and compares.

use std::path::PathBuf;

use crate::failure::Failure;

use super::{python, tools};

const VERSION: &str = "4.32.5";

/// Finds or installs it; the program to run.
///
/// # Errors
/// Python is missing, or its registry could not be reached.
pub fn ready() -> Result<PathBuf, Failure> {
    let home = tools::cache()?.join(format!("schemathesis-{VERSION}"));
    let program = home.join("bin/schemathesis");
    if program.is_file() {
        return Ok(program);
    }
    python::install(
        &[&format!("schemathesis=={VERSION}")],
        &home,
        "calls the API as it describes itself",
    )?;
    Ok(program)
}
