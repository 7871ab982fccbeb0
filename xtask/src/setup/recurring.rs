//! recurring-ical-events, which expands calendars in Python: a peer of the bench, and what the tests
//! hold our instances against.

use std::path::PathBuf;
use std::process::Command;

use crate::failure::Failure;
use crate::process;

use super::{python, tools};

const VERSION: &str = "3.8.2";
/// The time-zone database that it reads, as the one that the app bundles.
const TZDATA_VERSION: &str = "2026.6";

/// Finds or installs it; the Python that has it.
///
/// # Errors
/// Python is missing, or its registry could not be reached.
pub fn ready() -> Result<PathBuf, Failure> {
    let folder = format!("recurring-ical-events-{VERSION}-tzdata-{TZDATA_VERSION}");
    let home = tools::cache()?.join(folder);
    let python = home.join("bin/python");
    let both = ["-c", "import recurring_ical_events, tzdata"];
    if process::succeeds(Command::new(&python).args(both)) {
        return Ok(python);
    }
    let (events, zones) = (
        format!("recurring-ical-events=={VERSION}"),
        format!("tzdata=={TZDATA_VERSION}"),
    );
    python::install(
        &[&events, &zones],
        &home,
        "expands calendars beside the app",
    )?;
    Ok(python)
}
