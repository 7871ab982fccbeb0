//! schemathesis, which calls the API as its description says, well and badly, and compares.

use std::path::PathBuf;
use std::process::Command;

use crate::failure::Failure;
use crate::process;

use super::tools;

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
    eprintln!("Installing schemathesis {VERSION} into {}.", home.display());
    process::run(Command::new("python3").args(["-m", "venv"]).arg(&home))?;
    let mut install = Command::new(home.join("bin/python"));
    install.args([
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
    ]);
    process::run(install.arg(format!("schemathesis=={VERSION}")))?;
    Ok(program)
}
