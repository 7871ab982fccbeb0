//! Programs from the Python registry, each with what it needs in a folder of its own.

use std::path::Path;
use std::process::Command;

use crate::failure::Failure;
use crate::process;

/// Makes an environment in `home` with `requirements` (`name==version`) in it; one that cannot be made
/// is not left half-made.
///
/// # Errors
/// Python is missing, or its registry could not be reached.
pub fn install(requirements: &[&str], home: &Path, why: &str) -> Result<(), Failure> {
    let names = requirements.join(" and ");
    eprintln!("Installing {names} into {} ({why}).", home.display());
    process::run(Command::new("python3").args(["-m", "venv"]).arg(home))?;
    let mut pip = Command::new(home.join("bin/python"));
    pip.args(["-m", "pip", "install"]);
    pip.args(["--quiet", "--disable-pip-version-check"]);
    let installed = process::run(pip.args(requirements));
    if installed.is_err() {
        // What cannot be removed is told of by the next try.
        let _ = std::fs::remove_dir_all(home);
    }
    installed
}
