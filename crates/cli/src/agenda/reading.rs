//! From a calendar's bytes to the entries of a window.

use storytime_core::calendars::Fetched;
use storytime_core::calendars::ics::{IcsSource, Location};
use storytime_core::events::{self, ReadError, Window, Zone};

use super::AgendaError;
use super::entry::Entry;

/// What a calendar holds, and what of it could not be used.
pub struct Found {
    pub entries: Vec<Entry>,
    pub warnings: Vec<String>,
}

pub async fn entries(
    source: &IcsSource,
    location: &Location,
    window: Window,
    zone: &Zone,
) -> Result<Found, AgendaError> {
    let bytes = match source.fetch_as_it_is(location, None).await? {
        Fetched::Body { bytes, .. } => bytes,
        Fetched::Unchanged => Default::default(),
    };
    let zone = zone.clone();
    let reading = tokio::task::spawn_blocking(move || found(&bytes, window, &zone));
    reading.await?.map_err(|cause| {
        let place = location.to_string();
        match cause {
            ReadError::Empty => AgendaError::Empty { place },
            cause => AgendaError::Read { place, cause },
        }
    })
}

fn found(bytes: &[u8], window: Window, zone: &Zone) -> Result<Found, ReadError> {
    let calendar = events::read(bytes)?;
    let expansion = calendar.expand(window, zone, &[]);
    let warnings = calendar.warnings().iter().chain(&expansion.warnings);
    Ok(Found {
        warnings: warnings.map(ToString::to_string).collect(),
        entries: expansion
            .occurrences
            .into_iter()
            .map(|occurrence| Entry::new(occurrence, zone))
            .collect(),
    })
}
