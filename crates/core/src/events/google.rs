//! Events as Google's API tells them, already expanded
//! (<https://developers.google.com/workspace/calendar/api/v3/reference/events>).

use chrono::NaiveDate;
use serde::Deserialize;
use storytime_types::Instant;

use super::expansion::Expansion;
use super::ics::ReadError;
use super::meeting_link::{self, OwnPatterns, Places};
use super::occurrence::{Certainty, InstanceKey, Occurrence, OwnResponse, Span};

#[derive(Deserialize)]
struct Copy {
    items: Vec<Event>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Event {
    id: String,
    #[serde(rename = "iCalUID")]
    uid: Option<String>,
    status: Option<String>,
    #[serde(default)]
    summary: String,
    description: Option<String>,
    location: Option<String>,
    hangout_link: Option<String>,
    start: Option<When>,
    end: Option<When>,
    original_start_time: Option<When>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct When {
    date: Option<NaiveDate>,
    date_time: Option<Instant>,
}

/// The instances in what is kept of a calendar.
///
/// # Errors
/// When it cannot be read at all.
pub fn read(bytes: &[u8], own: &OwnPatterns) -> Result<Expansion, ReadError> {
    let copy: Copy = serde_json::from_slice(bytes).map_err(|_| ReadError::NotText)?;
    let occurrences = copy
        .items
        .into_iter()
        .filter_map(|event| occurrence(event, own));
    Ok(Expansion {
        occurrences: occurrences.collect(),
        warnings: Vec::new(),
    })
}

fn occurrence(event: Event, own: &OwnPatterns) -> Option<Occurrence> {
    let structured: Vec<String> = event.hangout_link.into_iter().collect();
    let meeting_link = meeting_link::find(
        &Places {
            structured: &structured,
            url: None,
            location: event.location.as_deref(),
            description: event.description.as_deref(),
        },
        own,
    );
    Some(Occurrence {
        uid: event.uid.unwrap_or(event.id),
        instance: event.original_start_time.map_or(InstanceKey::Single, key),
        span: span(event.start?, event.end?)?,
        title: event.summary,
        description: event.description,
        location: event.location,
        meeting_link,
        attendee_count: 0,
        organizer: None,
        certainty: match event.status.as_deref() {
            Some("cancelled") => Certainty::Cancelled,
            Some("tentative") => Certainty::Tentative,
            _ => Certainty::Confirmed,
        },
        busy: true,
        response: OwnResponse::Attending,
        reminders: Vec::new(),
    })
}

fn key(start: When) -> InstanceKey {
    match (start.date_time, start.date) {
        (Some(at), _) => InstanceKey::At(at),
        (None, Some(date)) => InstanceKey::On(date),
        (None, None) => InstanceKey::Single,
    }
}

fn span(start: When, end: When) -> Option<Span> {
    match (start, end) {
        (
            When {
                date_time: Some(start),
                ..
            },
            When {
                date_time: Some(end),
                ..
            },
        ) => Some(Span::Timed {
            start,
            end: end.max(start),
        }),
        (
            When {
                date: Some(first), ..
            },
            When {
                date: Some(end), ..
            },
        ) => {
            let end = end.max(first.succ_opt()?);
            Some(Span::AllDay { first, end })
        }
        _ => None,
    }
}
