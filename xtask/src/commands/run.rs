//! `cargo xtask run`.

use std::env;
use std::process::Command;

use crate::failure::Failure;
use crate::process;
use crate::setup::{self, WindowTools, packages::Group};
use crate::workspace;

use super::window;

/// Builds the window and the app and starts it with `arguments`; without a display it starts
/// `storytime serve --demo`, which needs none of the app's libraries.
///
/// # Errors
/// What is missing, or the failure of a build or of the app.
pub fn run(arguments: &[String]) -> Result<(), Failure> {
    let has_display = has_display();
    let groups: &[Group] = if has_display {
        &[Group::Compiler, Group::App]
    } else {
        &[Group::Compiler]
    };
    setup::packages(groups)?;
    window::build(&WindowTools::ready()?)?;
    let (package, name) = if has_display {
        ("storytime-calendar", "storytime-calendar")
    } else {
        eprintln!("There is no display: starting `storytime serve --demo` instead of the app.");
        ("storytime-cli", "storytime")
    };
    let mut build = process::cargo();
    build
        .args(["build", "--package", package, "--bin", name])
        .current_dir(workspace::root());
    process::run(&mut build)?;
    let mut program = Command::new(workspace::executable("debug", name));
    if !has_display {
        program.args(["serve", "--demo"]);
    }
    process::run(program.args(arguments))
}

/// macOS and Windows always have one; elsewhere the session says so.
fn has_display() -> bool {
    let is_set = |name: &str| env::var_os(name).is_some_and(|value| !value.is_empty());
    cfg!(any(windows, target_os = "macos")) || is_set("DISPLAY") || is_set("WAYLAND_DISPLAY")
}
