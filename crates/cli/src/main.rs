//! The `storytime` command line: what a person with a terminal, a script or a server needs of the
//! app.

mod address;
mod agenda;
mod doctor;
mod export;
mod output;
mod profile;
mod serve;

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use output::one_line;
use storytime_core::logging::{self, Console};
use storytime_core::vault::leave_no_core_dump;
use storytime_desktop::memory;

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
    /// Prints an address that signs another browser in to the storytime serve that runs.
    Address(address::Arguments),
    /// Writes everything you own here, without passwords and keys, into a JSON file.
    Export(export::Arguments),
    /// Helps with a forgotten password.
    Profile(profile::Arguments),
    /// Says what works on this computer, and what to do about what does not.
    Doctor(doctor::Arguments),
}

fn main() -> ExitCode {
    leave_no_core_dump();
    memory::share_heaps();
    memory::keep_no_large_blocks();
    let arguments = Arguments::parse();
    start_logging(&arguments.command);
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => return failed(&error),
    };
    let done = runtime.block_on(async {
        match arguments.command {
            Command::Agenda(asked) => agenda::run(asked).await.map_err(|error| failed(&error)),
            Command::Serve(asked) => serve::run(asked).await.map_err(|error| failed(&error)),
            Command::Address(asked) => address::run(asked).await.map_err(|error| failed(&error)),
            Command::Export(asked) => export::run(asked).await.map_err(|error| failed(&error)),
            Command::Profile(asked) => profile::run(asked).await.map_err(|error| failed(&error)),
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

/// Where the engine runs or a profile is changed, the log is kept beside the data as well.
fn start_logging(command: &Command) {
    let data_dir = match command {
        Command::Serve(asked) => asked.kept_data_dir(),
        Command::Profile(asked) => asked.logged_in(),
        Command::Agenda(_) | Command::Address(_) | Command::Export(_) | Command::Doctor(_) => None,
    };
    logging::start(Console::Warnings, data_dir.as_deref());
}
