//! The figures of docs/BENCH.md, the peers measured in the same run. Run by `cargo xtask bench`.
//!
//! It fails where a gate is not reached (a count that must come out, whoever counts), never because
//! something was slow: how fast this machine is today is no property of the program.

mod bundle;
mod caldav;
mod calendar;
mod failure;
mod importing;
#[cfg(target_os = "linux")]
mod linux;
mod peers;
mod reading;
mod report;
mod silence;
mod still_engine;
mod syncing;

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
    /// How long the idle tray is watched.
    #[arg(long, default_value_t = 2, value_parser = clap::value_parser!(u32).range(1..))]
    minutes: u32,
    /// Where the figures are written as JSON.
    #[arg(long, default_value = "target/bench.json")]
    json: PathBuf,
    /// Be the process that delivers alarms; the bench starts it.
    #[arg(long, hide = true, num_args = 2, value_names = ["DATA", "CALENDAR"])]
    engine: Vec<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Part {
    /// Parsing and expanding a calendar file.
    Reading,
    /// Importing it into the store.
    Importing,
    /// Syncing many calendars over the network.
    Syncing,
    /// From due to the notification on the bus.
    Alarms,
    /// What the tray process costs.
    Tray,
    /// What a call of the REST API takes.
    Rest,
    /// What the window weighs, and how soon it shows something.
    Window,
}

fn main() -> ExitCode {
    match runtime().and_then(|runtime| runtime.block_on(run(Arguments::parse()))) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("bench: {failure}");
            ExitCode::FAILURE
        }
    }
}

/// As the app's own: two threads.
fn runtime() -> Result<Runtime, Failure> {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(Failure::Runtime)
}

async fn run(arguments: Arguments) -> Result<(), Failure> {
    #[cfg(target_os = "linux")]
    if let [data_dir, calendar] = arguments.engine.as_slice() {
        return linux::alarms::engine(data_dir.clone(), calendar).await;
    }
    let wanted = |part: Part| arguments.what.is_empty() || arguments.what.contains(&part);
    let mut report = Report::default();
    if wanted(Part::Reading) {
        let folder = tempfile::tempdir().map_err(Failure::file("a temporary folder"))?;
        let peers = Peers::from_environment();
        reading::measure(&big_file(&folder)?, &peers, &mut report)?;
    }
    if wanted(Part::Importing) {
        importing::measure(&mut report).await?;
    }
    if wanted(Part::Syncing) {
        syncing::measure(&mut report).await?;
        caldav::measure(&mut report).await?;
    }
    if wanted(Part::Window) {
        bundle::measure(&mut report)?;
    }
    #[cfg(target_os = "linux")]
    {
        if wanted(Part::Alarms) {
            linux::alarms::measure(&mut report).await?;
        }
        if wanted(Part::Rest) {
            linux::rest::measure(&mut report).await?;
        }
        if wanted(Part::Tray) {
            linux::tray::measure(arguments.minutes, &mut report).await?;
        }
        if wanted(Part::Window) {
            linux::first_paint::measure(&mut report).await?;
        }
    }
    println!("{report}");
    report.write_json(&arguments.json)
}

fn big_file(folder: &TempDir) -> Result<PathBuf, Failure> {
    let path = folder.path().join("big.ics");
    std::fs::write(&path, calendar::big()).map_err(Failure::file(&path))?;
    Ok(path)
}
