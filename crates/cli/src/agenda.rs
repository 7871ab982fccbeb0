//! `storytime agenda`: what calendars hold between two dates, without a database.

mod day;
mod entry;
mod reading;
mod table;

use std::path::Path;
use std::process::ExitCode;

use chrono::{Days, NaiveDate};
use day::Day;
use entry::Entry;
use storytime_core::calendars::ics::{AddressError, IcsAddress, IcsSource};
use storytime_core::calendars::{FetchError, NextTry};
use storytime_core::clock::{Clock as _, SystemClock};
use storytime_core::config::machine_zone;
use storytime_core::events::{ReadError, Window, Zone};

use crate::output::{json_line, one_line, print};

/// What is shown where no last day is given.
const WEEK: Days = Days::new(7);

/// What to show.
#[derive(clap::Args)]
pub struct Arguments {
    /// A calendar file, a folder of them, or an address (https, http, webcal)
    source: String,
    /// The first day: a date like 2026-01-05, today, tomorrow or a weekday
    #[arg(long, value_name = "DATE", default_value = "today")]
    from: Day,
    /// The day after the last one [default: a week after the first one]
    #[arg(long, value_name = "DATE")]
    to: Option<Day>,
    /// The zone of the dates, of floating times and of the table, like Europe/Berlin [default: the
    /// machine's]
    #[arg(long, value_name = "ZONE", value_parser = zone_named)]
    zone: Option<Zone>,
    /// JSON instead of a table
    #[arg(long)]
    json: bool,
    /// Show cancelled instances too
    #[arg(long)]
    all: bool,
}

/// Why there is nothing to show.
#[derive(Debug, thiserror::Error)]
pub enum AgendaError {
    #[error("--to {to} is not after --from {from}: it is the day after the last one to show")]
    NoDays { from: NaiveDate, to: NaiveDate },
    #[error(transparent)]
    Address(#[from] AddressError),
    #[error("{}", .0.sentence(NextTry::Yours))]
    Fetch(#[from] FetchError),
    #[error("{place}: {cause}")]
    Read { place: String, cause: ReadError },
    #[error("{}", in_one(.0))]
    Several(Vec<AgendaError>),
    #[error("reading was broken off: {0}")]
    BrokenOff(#[from] tokio::task::JoinError),
    #[error("the agenda could not be printed: {0}")]
    Output(#[from] std::io::Error),
    #[error("the agenda could not be written as JSON: {0}")]
    Json(#[from] serde_json::Error),
}

/// Of several calendars that cannot be read, what is wrong with the first three.
fn in_one(failures: &[AgendaError]) -> String {
    const TOLD: usize = 3;
    let told = failures.iter().take(TOLD).map(ToString::to_string);
    let more = match failures.len().saturating_sub(TOLD) {
        0 => None,
        more => Some(format!("{more} more cannot be read")),
    };
    told.chain(more).collect::<Vec<_>>().join("; ")
}

/// Shows it.
pub async fn run(asked: Arguments) -> Result<ExitCode, AgendaError> {
    let machine = || Zone::find(&machine_zone()).unwrap_or_else(Zone::utc);
    let zone = asked.zone.unwrap_or_else(machine);
    let today = zone.date(SystemClock.now());
    let from = asked.from.seen_on(today);
    let to = match asked.to {
        Some(day) => day.seen_on(today),
        None => from.checked_add_days(WEEK).unwrap_or(from),
    };
    if to <= from {
        return Err(AgendaError::NoDays { from, to });
    }
    let window = Window {
        from: zone.midnight(from),
        to: zone.midnight(to),
    };
    let mut entries = read_all(&address(&asked.source)?, window, &zone).await?;
    entries.retain(|entry| asked.all || !entry.is_cancelled());
    entries.sort_by(|a, b| a.order().cmp(&b.order()));
    let text = if asked.json {
        json_line(&entries)?
    } else {
        table::of(&entries, &zone, from, to)
    };
    print(&text)?;
    Ok(ExitCode::SUCCESS)
}

/// What can be read is shown; it is an error only where nothing can.
async fn read_all(
    address: &IcsAddress,
    window: Window,
    zone: &Zone,
) -> Result<Vec<Entry>, AgendaError> {
    let source = IcsSource::default();
    let (mut entries, mut failures, mut read) = (Vec::new(), Vec::new(), 0);
    for calendar in source.list(address).await? {
        match reading::entries(&source, &calendar.location, window, zone).await {
            Ok(found) => {
                read += 1;
                for warning in found.warnings {
                    warn(&format!("{}: {warning}", calendar.location));
                }
                entries.extend(found.entries);
            }
            Err(error) => failures.push(error),
        }
    }
    if read == 0 && failures.len() > 1 {
        return Err(AgendaError::Several(failures));
    }
    if read == 0
        && let Some(failure) = failures.pop()
    {
        return Err(failure);
    }
    for failure in failures {
        warn(&failure.to_string());
    }
    Ok(entries)
}

fn warn(text: &str) {
    eprintln!("warning: {}", one_line(text));
}

/// A path may be relative here, unlike in the API: there is a current folder.
fn address(typed: &str) -> Result<IcsAddress, AddressError> {
    let whole = |path| std::path::absolute(path).map(IcsAddress::at_path);
    if Path::new(typed).exists()
        && let Ok(address) = whole(Path::new(typed))
    {
        return Ok(address);
    }
    match IcsAddress::parse(typed) {
        Err(AddressError::Incomplete { typed }) if !looks_like_a_host(&typed) => {
            whole(Path::new(&typed)).map_err(|_| AddressError::Incomplete { typed })
        }
        parsed => parsed,
    }
}

/// `example.org/team.ics`, which lacks its `https://`.
fn looks_like_a_host(typed: &str) -> bool {
    let Some((first, _)) = typed.split_once('/') else {
        return false;
    };
    first.trim_matches('.').contains('.') && !Path::new(first).exists()
}

fn zone_named(name: &str) -> Result<Zone, String> {
    Zone::find(name).ok_or_else(|| "no such time zone; write it like Europe/Berlin".to_owned())
}
