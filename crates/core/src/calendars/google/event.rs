//! What is kept of an event.

use serde::{Deserialize, Serialize};

/// An event, or one instance of a series: as much of it as an app that reminds has a use for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Event {
    /// Its UID (RFC 5545, 3.8.4.7), the same for all instances of a series and in every calendar.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uid: Option<String>,
    /// The id of the series that it is an instance of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub series: Option<String>,
    /// When an instance would begin if nobody had moved it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub original_start: Option<Time>,
    /// When it begins.
    pub start: Time,
    /// When it ends, exclusive.
    pub end: Time,
    /// What it is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Plain text or HTML.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Where it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub location: Option<String>,
    /// Where to join it: its conference's video entries, then its Meet link.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub conference: Vec<String>,
    /// Its organiser is not sure of it.
    #[serde(skip_serializing_if = "is_false")]
    pub is_tentative: bool,
    /// It is marked free.
    #[serde(skip_serializing_if = "is_false")]
    pub is_free: bool,
    /// Others do not see what it is.
    #[serde(skip_serializing_if = "is_false")]
    pub is_private: bool,
    /// What kind of event it is.
    #[serde(skip_serializing_if = "is_default")]
    pub kind: EventKind,
    /// How many people are invited; rooms are none.
    #[serde(skip_serializing_if = "is_default")]
    pub attendees: u32,
    /// What the calendar's owner answered; none where there was nothing to answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub response: Option<Response>,
    /// Who called it, an e-mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organizer: Option<String>,
    /// Its own reminders; none where its calendar's count.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reminders: Option<Vec<Reminder>>,
}

impl Event {
    /// About how many bytes it takes.
    pub(super) fn size(&self) -> usize {
        let texts = [
            &self.uid,
            &self.title,
            &self.description,
            &self.location,
            &self.organizer,
        ];
        let lengths = texts.into_iter().flatten().chain(&self.conference);
        size_of::<Self>() + lengths.map(String::len).sum::<usize>()
    }
}

/// A moment as Google writes it: a date, or a time with an offset.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Time {
    /// `YYYY-MM-DD`, of what lasts whole days.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// RFC 3339.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_time: Option<String>,
    /// The zone of a time without an offset, an IANA name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<String>,
}

/// What kind of event it is (`eventType`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum EventKind {
    /// A birthday.
    Birthday,
    /// Time that the person keeps for work of their own.
    FocusTime,
    /// Made from a mail, such as a flight.
    FromGmail,
    /// The person is away.
    OutOfOffice,
    /// Where the person works that day.
    WorkingLocation,
    /// Any other.
    #[default]
    #[serde(other)]
    Default,
}

/// What somebody answered to an invitation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Response {
    /// They will come.
    Accepted,
    /// They may come.
    Tentative,
    /// They will not.
    Declined,
    /// Nothing yet.
    #[default]
    #[serde(other)]
    NeedsAction,
}

/// A reminder that Google would send itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Reminder {
    /// `popup` or `email`.
    pub method: String,
    /// How long before the start, in minutes.
    pub minutes: u32,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes a reference"
)]
fn is_false(flag: &bool) -> bool {
    !flag
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}
