//! `cargo xtask bad-input`: gives the built `storytime` everything on the list of bad input, measures
//! what it takes and prints `docs/bad-input.md`. That each is survived, the tests say.

mod failure;
mod program;
mod table;

use std::path::Path;
use std::time::Instant as Stopwatch;

use failure::Failure;
use program::{Agenda, Serving};
use storytime_tests::bad_input::inputs::{INPUTS, Input, good_calendar};
use storytime_tests::bad_input::servers::{MANNERS, Manner, Server};
use table::{Row, Table};
use tempfile::TempDir;

#[tokio::main]
async fn main() -> std::process::ExitCode {
    match measured().await {
        Ok(table) => {
            print!("{table}");
            std::process::ExitCode::SUCCESS
        }
        Err(failure) => {
            eprintln!("bad_input: {failure}");
            std::process::ExitCode::FAILURE
        }
    }
}

async fn measured() -> Result<Table, Failure> {
    let home = TempDir::new()?;
    let data = home.path().join("data");
    let mut table = Table::default();
    let serving = Serving::start(home.path(), &data).await?;
    for input in INPUTS {
        eprintln!("{}", input.name);
        table.add(file(&serving, home.path(), input).await?);
    }
    for (name, files) in folders() {
        eprintln!("{name}");
        table.add(folder(&serving, home.path(), name, &files).await?);
    }
    for (name, manner, _) in MANNERS {
        eprintln!("{name}");
        table.add(address(&serving, name, manner).await?);
    }
    let path = home.path().join("team.ics");
    std::fs::write(&path, good_calendar())?;
    serving.connect("path", &path.to_string_lossy()).await?;
    drop(serving);
    table.add(damaged_database(home.path(), &data).await?);
    table.add(unwritable_folder(home.path())?);
    Ok(table)
}

/// A calendar file: connected in the window, and listed on the command line.
async fn file(serving: &Serving, home: &Path, input: Input) -> Result<Row, Failure> {
    let path = home.join("team.ics");
    std::fs::write(&path, (input.bytes)())?;
    let agenda = Agenda::of(home, &path)?;
    let row = connected(serving, input.name, "path", &path.to_string_lossy()).await?;
    Ok(Row {
        command_line: Some(agenda.said),
        ..row
    })
}

/// Folders with bad files: what each is called, and the inputs in it.
fn folders() -> [(&'static str, Vec<Input>); 2] {
    let named = |names: &[&str]| -> Vec<Input> {
        let inputs = INPUTS.into_iter();
        inputs.filter(|input| names.contains(&input.name)).collect()
    };
    let some = [
        "a web page",
        "a bomb: every second, without end",
        "a zone that nobody knows",
        "Latin-1",
    ];
    let none = [
        "not a calendar",
        "a picture",
        "a web page",
        "empty",
        "half-written",
    ];
    [
        ("a folder with three bad files and a good one", named(&some)),
        ("a folder of nothing but bad files", named(&none)),
    ]
}

/// A folder: connected in the window, and listed on the command line.
async fn folder(
    serving: &Serving,
    home: &Path,
    name: &str,
    inputs: &[Input],
) -> Result<Row, Failure> {
    let path = home.join("calendars");
    std::fs::create_dir(&path)?;
    for (number, input) in inputs.iter().enumerate() {
        std::fs::write(path.join(format!("{number}.ics")), (input.bytes)())?;
    }
    let agenda = Agenda::of(home, &path)?;
    let row = connected(serving, name, "path", &path.to_string_lossy()).await?;
    std::fs::remove_dir_all(&path)?;
    Ok(Row {
        command_line: Some(agenda.said),
        ..row
    })
}

/// An address that behaves as it is told, from the first question on.
async fn address(serving: &Serving, name: &str, manner: Manner) -> Result<Row, Failure> {
    let server = Server::start().await?;
    server.behave(manner);
    connected(serving, name, "url", &server.address).await
}

async fn connected(
    serving: &Serving,
    name: &str,
    field: &str,
    place: &str,
) -> Result<Row, Failure> {
    serving.forget_peak_memory()?;
    let watch = Stopwatch::now();
    let said = serving.connect(field, place).await?;
    let time = watch.elapsed();
    let memory_mb = serving.peak_memory_mb()?;
    serving.disconnect_all().await?;
    Ok(Row {
        name: name.to_owned(),
        window: said,
        command_line: None,
        memory_mb: Some(memory_mb),
        time,
    })
}

async fn damaged_database(home: &Path, data: &Path) -> Result<Row, Failure> {
    std::fs::write(data.join("storytime.db"), "no database at all")?;
    let watch = Stopwatch::now();
    let serving = Serving::start(home, data).await?;
    let time = watch.elapsed();
    let said = serving.problems().await?;
    Ok(Row {
        name: "a corrupt database".to_owned(),
        window: said.replace(&*data.to_string_lossy(), "…"),
        command_line: None,
        memory_mb: Some(serving.peak_memory_mb()?),
        time,
    })
}

fn unwritable_folder(home: &Path) -> Result<Row, Failure> {
    std::fs::write(home.join("file"), "in the way")?;
    let watch = Stopwatch::now();
    let said = program::refused(home, &home.join("file/data"))?;
    Ok(Row {
        name: "a data folder that cannot be written".to_owned(),
        window: String::new(),
        command_line: Some(said),
        memory_mb: None,
        time: watch.elapsed(),
    })
}
