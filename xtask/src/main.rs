//! `cargo xtask`: everything a person or CI runs, each command with its own set-up.
//!
//! Only the standard library is used, so that this compiles in seconds on a machine that has
//! nothing but Rust yet.

mod commands;
mod failure;
mod process;
mod setup;
mod steps;
mod workspace;

use std::process::ExitCode;

use failure::Failure;

const USAGE: &str = "\
usage: cargo xtask COMMAND

  run [ARGS]        build the window and the app and start it;
                    without a display: `storytime serve --demo`
  test [--fast]     every test: Rust, wasm, browser, desktop
                    (--fast leaves out what needs a browser or a desktop)
  pictures          every page, light and dark, large and small, from the browser and
                    the real window, in target/screenshots
  lint              format, clippy, licences and sources, the rules of the house
  bundle            an installable package under target/release/bundle
  bench [ARGS]      the figures of docs/ARCHITECTURE.md as a table, beside the named peers
  bad-input         docs/bad-input.md: what bad input is told, and what it takes
  soak [--minutes N | --kills [N]]
                    a fuzzer on the calendar reader (10 minutes), or kills within a sync
  vectors FILE      a file of recurrence vectors against our expansion
  setup             install everything that the commands above need

Each command first installs what it needs and says what. CI=true: a missing part fails.";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let outcome = match arguments.split_first() {
        Some((command, rest)) => dispatch(command, rest),
        None => Err(Failure::Usage(USAGE)),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("xtask: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(command: &str, rest: &[String]) -> Result<(), Failure> {
    match command {
        "run" => commands::run::run(rest),
        "pictures" => commands::pictures::pictures(),
        "test" => commands::test::test(rest),
        "lint" => commands::lint::lint(),
        "bundle" => commands::bundle::bundle(),
        "bench" => commands::measure::bench(rest),
        "bad-input" => commands::bad_input::bad_input(),
        "soak" => commands::soak::soak(rest),
        "vectors" => commands::measure::vectors(rest),
        "setup" => setup::everything(),
        _ => Err(Failure::Usage(USAGE)),
    }
}
