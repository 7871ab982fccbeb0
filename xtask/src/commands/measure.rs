//! `cargo xtask bench` and `vectors`: programs of the test crate, in release.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::failure::Failure;
use crate::process;
use crate::setup::{self, WindowTools, packages::Group};
use crate::workspace;

use super::window;

const VECTORS_USAGE: &str = "usage: cargo xtask vectors FILE";

/// The figures of the design, the peers measured in the same run.
///
/// # Errors
/// What is missing, a failed build, or a gate that was not reached.
pub fn bench(arguments: &[String]) -> Result<(), Failure> {
    let groups = [
        Group::Compiler,
        Group::App,
        Group::Desktop,
        Group::Peers,
        Group::CalDav,
    ];
    setup::packages(&groups)?;
    window::build(&WindowTools::ready()?)?;
    let libical = libical_peer()?;
    let python = setup::recurring()?;
    let mut build = cargo("build");
    build.args([
        "--release",
        "--bin",
        "storytime-calendar",
        "--example",
        "empty_tray",
        "--package",
        "storytime-calendar",
        "--bin",
        "storytime",
        "--package",
        "storytime-cli",
    ]);
    process::run(&mut build)?;
    let mut bench = program("bench");
    bench
        .env("STORYTIME_PEER_LIBICAL", libical)
        .env("STORYTIME_PEER_PYTHON", python)
        .env(
            "STORYTIME_APP",
            workspace::executable("release", "storytime-calendar"),
        )
        .env(
            "STORYTIME_CLI",
            workspace::executable("release", "storytime"),
        )
        .env(
            "STORYTIME_EMPTY_TRAY",
            workspace::executable("release/examples", "empty_tray"),
        );
    process::run(bench.args(arguments))
}

/// A file of recurrence vectors against our expansion.
///
/// # Errors
/// What is missing, a failed build, or vectors that disagree without being explained.
pub fn vectors(arguments: &[String]) -> Result<(), Failure> {
    if arguments.len() != 1 {
        return Err(Failure::Usage(VECTORS_USAGE));
    }
    setup::packages(&[Group::Compiler])?;
    process::run(program("vectors").args(arguments))
}

/// Run where the person is: a file's name is relative to that.
fn program(name: &str) -> Command {
    let mut cargo = process::cargo();
    cargo.args(["run", "--quiet", "--release", "--manifest-path"]);
    cargo.arg(workspace::root().join("tests/Cargo.toml"));
    cargo.args(["--package", "storytime-tests", "--bin", name, "--"]);
    cargo
}

fn cargo(subcommand: &str) -> Command {
    let mut cargo = process::cargo();
    cargo.arg(subcommand).current_dir(workspace::root());
    cargo
}

fn peers() -> Result<PathBuf, Failure> {
    let folder = workspace::target().join("peers");
    fs::create_dir_all(&folder).map_err(Failure::file(&folder))?;
    Ok(folder)
}

/// The C program around libical, compiled when its source is newer.
fn libical_peer() -> Result<PathBuf, Failure> {
    let source = workspace::root().join("tests/peers/libical.c");
    let program = peers()?.join("libical");
    if is_newer(&program, &source) {
        return Ok(program);
    }
    let flags =
        process::printed(Command::new("pkg-config").args(["--cflags", "--libs", "libical"]));
    let mut compile = Command::new("cc");
    compile
        .args(["-O2", "-o"])
        .arg(&program)
        .arg(&source)
        .args(flags.split_whitespace());
    process::run(&mut compile)?;
    Ok(program)
}

fn is_newer(product: &Path, source: &Path) -> bool {
    let modified = |path: &Path| fs::metadata(path).and_then(|data| data.modified()).ok();
    modified(product).is_some_and(|product| Some(product) > modified(source))
}
