//! `cargo xtask bundle`.

use std::process::Command;

use crate::failure::Failure;
use crate::process;
use crate::setup::{self, WindowTools, packages::Group};
use crate::workspace;

use super::window;

/// Prebuilt on the npm registry; only bundling needs it.
const TAURI_CLI: &str = "@tauri-apps/cli@2.12.5";

/// A package of this system's kind (a .deb on Debian) with the app and the command line.
///
/// # Errors
/// What is missing, or the failure of a build.
pub fn bundle() -> Result<(), Failure> {
    setup::packages(&[Group::Compiler, Group::App, Group::Bundler])?;
    window::build(&WindowTools::ready()?)?;
    let mut build = process::cargo();
    build.args([
        "build",
        "--release",
        "--package",
        "storytime-cli",
        "--bin",
        "storytime",
    ]);
    process::run(build.current_dir(workspace::root()))?;

    let mut tauri = Command::new(if cfg!(windows) { "npx.cmd" } else { "npx" });
    tauri.args(["--yes", TAURI_CLI, "build", "--config", &settings()]);
    if cfg!(target_os = "linux") {
        tauri.args(["--bundles", "deb"]);
    }
    process::run(tauri.current_dir(workspace::root()))?;
    println!("{}", workspace::target().join("release/bundle").display());
    Ok(())
}

/// Added to tauri.conf.json: `storytime` goes along.
fn settings() -> String {
    let command_line = workspace::executable("release", "storytime");
    let path = command_line
        .to_string_lossy()
        .replace('\\', "\\\\")
        .replace('"', "\\\"");
    format!(r#"{{"bundle":{{"linux":{{"deb":{{"files":{{"/usr/bin/storytime":"{path}"}}}}}}}}}}"#)
}
