//! The `storytime` command line: what a person with a terminal, a script or a server needs of the
//! app.

mod agenda;
mod doctor;
mod export;
mod output;
mod serve;

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use output::one_line;
use tracing_subscriber::EnvFilter;

/// Calendar reminders as short stories.
#[derive(Parser)]
#[command(name = "storytime", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Shows what a calendar file, a folder of them or an address holds between two dates.
    Agenda(agenda::Arguments),
    /// Runs reminders, the REST API and the window for a browser, without a desktop.
    Serve(serve::Arguments),
    /// Writes everything you own here, without passwords and keys, into a JSON file.
    Export(export::Arguments),
    /// Says what works on this computer, and what to do about what does not.
    Doctor(doctor::Arguments),
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    log_to_stderr();
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => return failed(&error),
    };
    let done = runtime.block_on(async {
        match arguments.command {
            Command::Agenda(asked) => agenda::run(asked).await.map_err(|error| failed(&error)),
            Command::Serve(asked) => serve::run(asked).await.map_err(|error| failed(&error)),
            Command::Export(asked) => export::run(asked).await.map_err(|error| failed(&error)),
            Command::Doctor(asked) => doctor::run(asked).await.map_err(|error| failed(&error)),
        }
    });
    // A file system that never answers must not keep the command from ending.
    runtime.shutdown_background();
    done.unwrap_or_else(|code| code)
}

fn failed(error: &dyn std::error::Error) -> ExitCode {
    eprintln!("storytime: {}", one_line(&error.to_string()));
    ExitCode::FAILURE
}

/// As `RUST_LOG` says; by default only what is wrong.
fn log_to_stderr() {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("warn"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        // It would print what it could not write, where it could not write it, and panic.
        .log_internal_errors(false)
        .init();
}
