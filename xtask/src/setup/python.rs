//! Programs from the Python registry, each with what it needs in a folder of its own.

use std::path::Path;
use std::process::Command;

use crate::failure::Failure;
use crate::process;

/// Makes an environment in `home` with `requirement` (`name==version`) in it.
///
/// # Errors
/// Python is missing, or its registry could not be reached.
pub fn install(requirement: &str, home: &Path, why: &str) -> Result<(), Failure> {
    eprintln!("Installing {requirement} into {} ({why}).", home.display());
    process::run(Command::new("python3").args(["-m", "venv"]).arg(home))?;
    let mut pip = Command::new(home.join("bin/python"));
    pip.args(["-m", "pip", "install"]);
    pip.args(["--quiet", "--disable-pip-version-check", requirement]);
    process::run(&mut pip)
}
