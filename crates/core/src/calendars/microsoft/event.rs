//! An event as Microsoft Graph shows it, as far as it is asked for
//! (<https://learn.microsoft.com/graph/api/resources/event>).
//!
//! Reading is forgiving: a field of another kind than expected counts as absent, since one odd event
//! must not cost the others.

use serde::de::{DeserializeOwned, IgnoredAny};
use serde::{Deserialize, Deserializer, Serialize};

/// How much is kept of one text, in bytes: nobody reads more, and links are looked for in as much.
const LONGEST: usize = 64 << 10;

/// One instance of an event.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Event {
    /// Tells it apart within the account; that of an occurrence is its own.
    #[serde(deserialize_with = "lenient")]
    pub id: String,
    /// Changes with everything in it.
    #[serde(deserialize_with = "lenient", skip_serializing_if = "Option::is_none")]
    pub change_key: Option<String>,
    /// The meeting's id in every calendar that it is in; each occurrence of a series has its own.
    #[serde(
        rename = "iCalUId",
        deserialize_with = "lenient",
        skip_serializing_if = "Option::is_none"
    )]
    pub ical_uid: Option<String>,
    /// Of an occurrence, its series.
    #[serde(deserialize_with = "lenient", skip_serializing_if = "Option::is_none")]
    pub series_master_id: Option<String>,
    /// Where it stands in a series.
    #[serde(rename = "type", deserialize_with = "lenient")]
    pub kind: Kind,
    /// Of an occurrence, when its series has it begin, in UTC.
    #[serde(deserialize_with = "lenient", skip_serializing_if = "Option::is_none")]
    pub original_start: Option<String>,
    /// The zone that it was made in; a Windows name, mostly.
    #[serde(deserialize_with = "lenient", skip_serializing_if = "Option::is_none")]
    pub original_start_time_zone: Option<String>,
    /// When it begins.
    #[serde(deserialize_with = "lenient", skip_serializing_if = "Option::is_none")]
    pub start: Option<ZonedTime>,
    /// When it ends.
    #[serde(deserialize_with = "lenient", skip_serializing_if = "Option::is_none")]
    pub end: Option<ZonedTime>,
    /// Whether it lasts whole days.
    #[serde(deserialize_with = "lenient")]
    pub is_all_day: bool,
    /// Whether its organiser called it off.
    #[serde(deserialize_with = "lenient")]
    pub is_cancelled: bool,
    /// Whether it is the person's own.
    #[serde(deserialize_with = "lenient")]
    pub is_organizer: bool,
    /// What it is called.
    #[serde(deserialize_with = "text", skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// What it is about.
    #[serde(deserialize_with = "lenient", skip_serializing_if = "Option::is_none")]
    pub body: Option<Body>,
    /// Where it takes place.
    #[serde(deserialize_with = "lenient", skip_serializing_if = "Option::is_none")]
    pub location: Option<Place>,
    /// Where to join it.
    #[serde(deserialize_with = "lenient", skip_serializing_if = "Option::is_none")]
    pub online_meeting: Option<OnlineMeeting>,
    /// Where to join it, of older meetings.
    #[serde(deserialize_with = "text", skip_serializing_if = "Option::is_none")]
    pub online_meeting_url: Option<String>,
    /// Who called it.
    #[serde(deserialize_with = "lenient", skip_serializing_if = "Option::is_none")]
    pub organizer: Option<Recipient>,
    /// How many are invited; a list where it comes from Graph.
    #[serde(rename = "attendees", deserialize_with = "count")]
    pub attendee_count: u32,
    /// `free`, `tentative`, `busy`, `oof`, `workingElsewhere` or `unknown`.
    #[serde(deserialize_with = "lenient", skip_serializing_if = "Option::is_none")]
    pub show_as: Option<String>,
    /// What the person answered.
    #[serde(deserialize_with = "lenient", skip_serializing_if = "Option::is_none")]
    pub response_status: Option<ResponseStatus>,
    /// `normal`, `personal`, `private` or `confidential`.
    #[serde(deserialize_with = "lenient", skip_serializing_if = "Option::is_none")]
    pub sensitivity: Option<String>,
    /// Whether the calendar reminds of it.
    #[serde(deserialize_with = "lenient", skip_serializing_if = "Option::is_none")]
    pub is_reminder_on: Option<bool>,
    /// How many minutes before its start it does.
    #[serde(deserialize_with = "lenient", skip_serializing_if = "Option::is_none")]
    pub reminder_minutes_before_start: Option<i64>,
}

/// Where an event stands in a series.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Kind {
    /// In none.
    #[default]
    SingleInstance,
    /// One of a series, as the series has it.
    Occurrence,
    /// One of a series that was changed.
    Exception,
    /// The series itself, which takes place at no time.
    SeriesMaster,
}

/// A local time and the zone that it is told in (resource type `dateTimeTimeZone`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ZonedTime {
    /// `2026-11-23T09:00:00.0000000`.
    #[serde(deserialize_with = "lenient")]
    pub date_time: String,
    /// `UTC`, or the name of a zone at Windows or IANA.
    #[serde(deserialize_with = "lenient")]
    pub time_zone: Option<String>,
}

/// What an event is about.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Body {
    /// `text` or `html`.
    #[serde(deserialize_with = "lenient")]
    pub content_type: Option<String>,
    /// The beginning of it.
    #[serde(deserialize_with = "text")]
    pub content: Option<String>,
}

/// Where an event takes place.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Place {
    /// As people call it.
    #[serde(deserialize_with = "text")]
    pub display_name: Option<String>,
}

/// A meeting on the network.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct OnlineMeeting {
    /// Where to join it.
    #[serde(deserialize_with = "text")]
    pub join_url: Option<String>,
}

/// A person or a room.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Recipient {
    /// Whose address it is.
    #[serde(deserialize_with = "lenient")]
    pub email_address: Option<EmailAddress>,
}

/// An address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct EmailAddress {
    /// The address itself.
    #[serde(deserialize_with = "text")]
    pub address: Option<String>,
}

/// What the person answered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ResponseStatus {
    /// `none`, `organizer`, `tentativelyAccepted`, `accepted`, `declined` or `notResponded`.
    #[serde(deserialize_with = "lenient")]
    pub response: Option<String>,
}

impl Event {
    /// Without what a quick look does not ask for; its change key tells whether that changed.
    pub(super) fn light(&self) -> Self {
        Self {
            body: None,
            attendee_count: 0,
            ..self.clone()
        }
    }
}

/// One of a list, whatever stands there: what is no event is one without anything.
#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum Element {
    Event(Box<Event>),
    Other(IgnoredAny),
}

impl From<Element> for Event {
    fn from(element: Element) -> Self {
        match element {
            Element::Event(event) => *event,
            Element::Other(_) => Self::default(),
        }
    }
}

/// A value; the default where it is of another kind, or null.
pub(super) fn lenient<'de, D, T>(from: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: DeserializeOwned + Default,
{
    let value = serde_json::Value::deserialize(from)?;
    Ok(serde_json::from_value(value).unwrap_or_default())
}

/// The beginning of a text.
fn text<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    let text: Option<String> = lenient(from)?;
    Ok(text.map(|mut text| {
        text.truncate(text.floor_char_boundary(LONGEST));
        text.shrink_to_fit();
        text
    }))
}

/// How many elements a list has, or the number that was counted before.
fn count<'de, D: Deserializer<'de>>(from: D) -> Result<u32, D::Error> {
    let counted = match serde_json::Value::deserialize(from)? {
        serde_json::Value::Array(list) => u64::try_from(list.len()).unwrap_or(u64::MAX),
        other => other.as_u64().unwrap_or(0),
    };
    Ok(u32::try_from(counted).unwrap_or(u32::MAX))
}
