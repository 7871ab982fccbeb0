//! The figures of docs/BENCH.md, the peers measured in the same run. Run by `cargo xtask bench`.
//!
//! It fails where a gate is not reached (a count that must come out, whoever counts), never because
//! something was slow: how fast this machine is today is no property of the program.

mod calendar;
mod failure;
mod importing;
mod peers;
mod reading;
mod report;
mod silence;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, ValueEnum};
use tempfile::TempDir;
use tokio::runtime::Runtime;

use failure::Failure;
use peers::Peers;
use report::Report;

/// Measures the app beside its peers.
#[derive(Debug, Parser)]
struct Arguments {
    /// What to measure; everything where nothing is named.
    what: Vec<Part>,
    /// Where the figures are written as JSON.
    #[arg(long, default_value = "target/bench.json")]
    json: PathBuf,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Part {
    /// Parsing and expanding a calendar file.
    Reading,
    /// Importing it into the store.
    Importing,
}

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("bench: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> Result<(), Failure> {
    let wanted = |part: Part| arguments.what.is_empty() || arguments.what.contains(&part);
    let folder = tempfile::tempdir().map_err(Failure::file("a temporary folder"))?;
    let file = big_file(&folder)?;
    let mut report = Report::default();
    if wanted(Part::Reading) {
        reading::measure(&file, &Peers::from_environment(), &mut report)?;
    }
    if wanted(Part::Importing) {
        runtime()?.block_on(importing::measure(&mut report))?;
    }
    println!("{report}");
    report.write_json(&arguments.json)
}

fn big_file(folder: &TempDir) -> Result<PathBuf, Failure> {
    let path = folder.path().join("big.ics");
    std::fs::write(&path, calendar::big()).map_err(Failure::file(&path))?;
    Ok(path)
}

/// As the app's own: two threads.
fn runtime() -> Result<Runtime, Failure> {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(Failure::Runtime)
}
