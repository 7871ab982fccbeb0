//! axe-core, which the browser tests put into every page to find what keeps people out.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::failure::Failure;
use crate::process;

use super::tools;

const VERSION: &str = "4.14.1";

/// Finds or fetches it; the script to run in a page.
///
/// # Errors
/// npm is missing or could not fetch it.
pub fn ready() -> Result<PathBuf, Failure> {
    let home = tools::cache()?.join(format!("axe-core-{VERSION}"));
    let script = home.join("node_modules/axe-core/axe.min.js");
    if script.is_file() {
        return Ok(script);
    }
    let npm = process::on_path("npm").ok_or_else(|| {
        Failure::Missing("install npm: it fetches axe-core for the browser tests".into())
    })?;
    eprintln!("Fetching axe-core {VERSION} into {}.", home.display());
    fs::create_dir_all(&home).map_err(Failure::file(&home))?;
    let mut install = Command::new(npm);
    install.args(["install", "--no-save", "--ignore-scripts", "--no-audit"]);
    install.args(["--no-fund", "--prefix"]).arg(&home);
    install.arg(format!("axe-core@{VERSION}"));
    process::run(install.current_dir(&home))?;
    Ok(script)
}
