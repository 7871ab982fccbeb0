//! From a calendar's bytes to the entries of a window.

use bytes::Bytes;
use storytime_core::calendars::ics::{IcsSource, Location, body};
use storytime_core::calendars::{FetchError, Fetched};
use storytime_core::events::frequency::too_frequent;
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
    let (zone, place) = (zone.clone(), location.to_string());
    let incomplete = match body::check(&bytes, &place) {
        Err(FetchError::Truncated { .. }) => Some(
            "it ends in the middle, without END:VCALENDAR, so only its beginning is shown: export it \
             again",
        ),
        _ => None,
    };
    let reading = tokio::task::spawn_blocking(move || found(bytes, window, &zone));
    let found = reading.await?;
    let mut found = found.map_err(|cause| AgendaError::Read { place, cause })?;
    let incomplete = incomplete.map(str::to_owned);
    found.warnings.splice(0..0, incomplete);
    Ok(found)
}

fn found(bytes: Bytes, window: Window, zone: &Zone) -> Result<Found, ReadError> {
    let calendar = events::read(&bytes)?;
    // Large ones need the memory for what comes next.
    drop(bytes);
    let expansion = calendar.expand(window, zone, &[]);
    let frequent = too_frequent(&expansion.occurrences);
    let mut warnings: Vec<String> = frequent.iter().map(ToString::to_string).collect();
    let others = calendar.warnings().iter().chain(&expansion.warnings);
    warnings.extend(others.map(ToString::to_string));
    drop(calendar);
    Ok(Found {
        warnings,
        entries: expansion
            .occurrences
            .into_iter()
            .map(|occurrence| Entry::new(occurrence, zone))
            .collect(),
    })
}
