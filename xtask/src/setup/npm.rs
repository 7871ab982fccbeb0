//! Packages from the npm registry, each with what it needs in a folder of its own.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::failure::Failure;
use crate::process;

/// Puts `package` (`name@version`) into `home`, without running anything of it.
///
/// # Errors
/// npm is missing or could not fetch it.
pub fn install(package: &str, home: &Path, why: &str) -> Result<(), Failure> {
    let npm = process::on_path("npm")
        .ok_or_else(|| Failure::Missing(format!("install npm: it fetches {package} ({why})")))?;
    eprintln!("Fetching {package} into {} ({why}).", home.display());
    fs::create_dir_all(home).map_err(Failure::file(home))?;
    let mut install = Command::new(npm);
    install.args(["install", "--no-save", "--ignore-scripts", "--no-audit"]);
    install
        .args(["--no-fund", "--prefix"])
        .arg(home)
        .arg(package);
    process::run(install.current_dir(home))
}
