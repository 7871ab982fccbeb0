//! `cargo xtask bad-input`: the list of bad input, given to the built program and measured.

use std::fs;
use std::process::Command;

use crate::failure::Failure;
use crate::process;
use crate::setup::{self, packages::Group};
use crate::workspace;

/// Writes `docs/bad-input.md`.
///
/// # Errors
/// What is missing, a failed build, or an input that could not be tried.
pub fn bad_input() -> Result<(), Failure> {
    setup::packages(&[Group::Compiler])?;
    process::run(cargo("build").args(["--release", "--package", "storytime-cli"]))?;
    let measured = ["--package", "storytime-tests", "--bin", "bad_input"];
    process::run(cargo("build").args(measured))?;
    let mut measure = Command::new(workspace::executable("debug", "bad_input"));
    measure.env(
        "STORYTIME_CLI",
        workspace::executable("release", "storytime"),
    );
    let page = workspace::root().join("docs/bad-input.md");
    let text = fs::File::create(&page).map_err(Failure::file(&page))?;
    process::run(measure.stdout(text))
}

fn cargo(subcommand: &str) -> Command {
    let mut cargo = process::cargo();
    cargo.arg(subcommand).current_dir(workspace::root());
    cargo
}
