//! `cargo xtask lint`.

use std::process::Command;

use crate::failure::Failure;
use crate::process;
use crate::setup::{self, packages::Group};
use crate::steps::Steps;
use crate::workspace;

/// Format, clippy, licences and sources, the rules of the house.
///
/// # Errors
/// What is missing, or how many steps failed.
pub fn lint() -> Result<(), Failure> {
    let mut steps = Steps::default();
    let deny = steps.require("set-up", || {
        setup::packages(&[Group::Compiler, Group::App])?;
        setup::cargo_deny()
    })?;
    steps.attempt("format", || {
        process::run(cargo("fmt").args(["--all", "--check"]))
    });
    steps.attempt("clippy", || {
        let mut clippy = cargo("clippy");
        process::run(clippy.args([
            "--workspace",
            "--all-targets",
            "--locked",
            "--",
            "-D",
            "warnings",
        ]))
    });
    steps.attempt("licences and sources", || {
        // For every system, not this one only; after that nothing needs the network.
        process::run(cargo("fetch").arg("--quiet"))?;
        let mut check = Command::new(deny.join("cargo-deny"));
        // Advisories need the network, so they are a command of their own.
        check.args([
            "--offline",
            "--workspace",
            "check",
            "bans",
            "licenses",
            "sources",
        ]);
        process::run(check.current_dir(workspace::root()))
    });
    steps.attempt("rules of the house", || {
        process::run(cargo("test").args(["--package", "storytime-tests", "--lib", "house_rules"]))
    });
    steps.finish()
}

fn cargo(subcommand: &str) -> Command {
    let mut cargo = process::cargo();
    cargo.arg(subcommand).current_dir(workspace::root());
    cargo
}
