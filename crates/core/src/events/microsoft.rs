//! Events as Microsoft Graph tells them, already expanded
//! (<https://learn.microsoft.com/graph/api/resources/event>).

use chrono::NaiveDateTime;
use serde::Deserialize;

use super::expansion::Expansion;
use super::ics::ReadError;
use super::meeting_link::{self, OwnPatterns, Places};
use super::occurrence::{Certainty, InstanceKey, Occurrence, OwnResponse, Span};
use super::zones::Zone;

#[derive(Deserialize)]
struct Copy {
    value: Vec<Event>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Event {
    id: String,
    subject: Option<String>,
    #[serde(default)]
    is_all_day: bool,
    #[serde(default)]
    is_cancelled: bool,
    start: When,
    end: When,
    location: Option<Place>,
    online_meeting: Option<OnlineMeeting>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct When {
    /// In UTC, as it was asked for, without an offset.
    date_time: NaiveDateTime,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Place {
    display_name: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct OnlineMeeting {
    join_url: Option<String>,
}

/// The instances in what is kept of a calendar.
///
/// # Errors
/// When it cannot be read at all.
pub fn read(bytes: &[u8], own: &OwnPatterns) -> Result<Expansion, ReadError> {
    let copy: Copy = serde_json::from_slice(bytes).map_err(|_| ReadError::NotText)?;
    let occurrences = copy
        .value
        .into_iter()
        .filter_map(|event| occurrence(event, own));
    Ok(Expansion {
        occurrences: occurrences.collect(),
        warnings: Vec::new(),
    })
}

fn occurrence(event: Event, own: &OwnPatterns) -> Option<Occurrence> {
    let join = event.online_meeting.and_then(|meeting| meeting.join_url);
    let structured: Vec<String> = join.into_iter().collect();
    let location = event.location.and_then(|place| place.display_name);
    let meeting_link = meeting_link::find(
        &Places {
            structured: &structured,
            url: None,
            location: location.as_deref(),
            description: None,
        },
        own,
    );
    Some(Occurrence {
        uid: event.id,
        instance: InstanceKey::Single,
        span: span(event.is_all_day, event.start.date_time, event.end.date_time)?,
        title: event.subject.unwrap_or_default(),
        description: None,
        location,
        meeting_link,
        attendee_count: 0,
        organizer: None,
        certainty: if event.is_cancelled {
            Certainty::Cancelled
        } else {
            Certainty::Confirmed
        },
        busy: true,
        response: OwnResponse::Attending,
        reminders: Vec::new(),
    })
}

fn span(all_day: bool, start: NaiveDateTime, end: NaiveDateTime) -> Option<Span> {
    if all_day {
        let first = start.date();
        let end = end.date().max(first.succ_opt()?);
        return Some(Span::AllDay { first, end });
    }
    let utc = Zone::utc();
    let start = utc.resolve(start);
    let end = utc.resolve(end).max(start);
    Some(Span::Timed { start, end })
}
