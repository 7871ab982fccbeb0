//! What Google's Calendar API v3 answers, as far as it is asked for.

use std::fmt;

use serde::de::{IgnoredAny, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use super::event::{Event, EventKind, Reminder, Response, Time};

/// What of a page of events is asked for: an invitation of 5,000 people comes without their names.
pub(super) const EVENT_FIELDS: &str = "kind,nextPageToken,nextSyncToken,timeZone,accessRole,\
    defaultReminders,items(id,status,iCalUID,recurringEventId,originalStartTime,recurrence,start,end,\
    summary,description,location,transparency,visibility,attendees(self,resource,responseStatus),\
    organizer(email,self),hangoutLink,conferenceData/entryPoints(entryPointType,uri),reminders,\
    eventType)";

/// What of a page of calendars is asked for.
pub(super) const CALENDAR_FIELDS: &str = "kind,nextPageToken,items(id,summary,summaryOverride,\
    timeZone,backgroundColor,selected,hidden,primary,deleted,accessRole)";

/// How much is kept of a description, in bytes. It may be HTML, of which less is shown.
const LONGEST_TEXT: usize = 64 << 10;

/// How much is kept of a title, a place or a link, in bytes.
const LONGEST_LINE: usize = 4 << 10;

/// How many ways into a conference are kept.
const MOST_ENTRIES: usize = 8;

/// How many reminders of an event are kept; Google allows 5.
const MOST_REMINDERS: usize = 8;

/// `calendarList.list`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct CalendarPage {
    // Without it an answer is somebody else's.
    #[serde(rename = "kind")]
    _kind: CalendarListKind,
    #[serde(default)]
    pub items: Vec<Box<RawValue>>,
    pub next_page_token: Option<String>,
}

#[derive(Deserialize)]
enum CalendarListKind {
    #[serde(rename = "calendar#calendarList")]
    CalendarList,
}

/// One entry of the list of calendars.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct CalendarEntry {
    pub id: String,
    pub summary: Option<String>,
    pub summary_override: Option<String>,
    pub time_zone: Option<String>,
    pub background_color: Option<String>,
    #[serde(default)]
    pub selected: bool,
    #[serde(default)]
    pub hidden: bool,
    #[serde(default)]
    pub primary: bool,
    #[serde(default)]
    pub deleted: bool,
    #[serde(default)]
    pub access_role: AccessRole,
}

/// What the account may do with a calendar.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum AccessRole {
    FreeBusyReader,
    #[default]
    Reader,
    WriterWithoutPrivateAccess,
    Writer,
    Owner,
    /// One that is not documented.
    #[serde(other)]
    Unknown,
}

/// `events.list`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct EventPage {
    #[serde(rename = "kind")]
    _kind: EventsKind,
    #[serde(default)]
    pub items: Vec<Box<RawValue>>,
    pub next_page_token: Option<String>,
    pub next_sync_token: Option<String>,
    pub time_zone: Option<String>,
    #[serde(default)]
    pub access_role: AccessRole,
    #[serde(default)]
    pub default_reminders: Vec<Reminder>,
}

#[derive(Deserialize)]
enum EventsKind {
    #[serde(rename = "calendar#events")]
    Events,
}

/// One item of a page of events.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Item {
    /// An event, or an instance of a series, under its id.
    There(String, Box<Event>),
    /// The event, the instance or the whole series with this id is gone.
    Gone(String),
    /// A series itself, whose instances come by themselves.
    Series(String),
    /// It cannot be read; its id is empty where that cannot either.
    Damaged(String),
}

impl Item {
    /// The id of what it is about.
    pub(super) fn id(&self) -> &str {
        match self {
            Self::There(id, _) | Self::Gone(id) | Self::Series(id) | Self::Damaged(id) => id,
        }
    }

    /// About how many bytes it takes.
    pub(super) fn size(&self) -> usize {
        match self {
            Self::There(id, event) => id.len() + event.size(),
            Self::Gone(id) | Self::Series(id) | Self::Damaged(id) => id.len(),
        }
    }

    /// Reads one item: whatever it is, it costs no other.
    pub(super) fn read(raw: &RawValue) -> Self {
        match serde_json::from_str::<WireEvent>(raw.get()) {
            Ok(event) => event.into(),
            Err(error) => {
                tracing::warn!(%error, "an event from Google cannot be read");
                let named = serde_json::from_str::<Named>(raw.get());
                Self::Damaged(named.map_or_else(|_| String::new(), |named| named.id))
            }
        }
    }
}

#[derive(Deserialize)]
struct Named {
    id: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct WireEvent {
    id: String,
    #[serde(default)]
    status: Status,
    #[serde(rename = "iCalUID")]
    uid: Option<String>,
    recurring_event_id: Option<String>,
    original_start_time: Option<Time>,
    recurrence: Option<IgnoredAny>,
    // A cancelled one has neither.
    #[serde(default)]
    start: Time,
    #[serde(default)]
    end: Time,
    summary: Option<String>,
    description: Option<String>,
    location: Option<String>,
    transparency: Option<String>,
    visibility: Option<String>,
    #[serde(default)]
    attendees: Attendees,
    #[serde(default)]
    organizer: Organizer,
    hangout_link: Option<String>,
    #[serde(default)]
    conference_data: ConferenceData,
    reminders: Option<Reminders>,
    #[serde(default)]
    event_type: EventKind,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
enum Status {
    #[default]
    Confirmed,
    Tentative,
    Cancelled,
    #[serde(other)]
    Unknown,
}

/// How many people are invited, and what the calendar's owner answered.
#[derive(Default)]
struct Attendees {
    people: u32,
    own: Option<Response>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Attendee {
    #[serde(default, rename = "self")]
    is_self: bool,
    #[serde(default)]
    resource: bool,
    #[serde(default)]
    response_status: Response,
}

#[derive(Default, Deserialize)]
struct Organizer {
    email: Option<String>,
    #[serde(default, rename = "self")]
    is_self: bool,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct ConferenceData {
    #[serde(default)]
    entry_points: Vec<EntryPoint>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct EntryPoint {
    entry_point_type: Option<String>,
    uri: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Reminders {
    #[serde(default)]
    use_default: bool,
    #[serde(default)]
    overrides: Vec<Reminder>,
}

impl<'de> Deserialize<'de> for Attendees {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_seq(Tally)
    }
}

/// Counts attendees as they come, and keeps none of them.
struct Tally;

impl<'de> Visitor<'de> for Tally {
    type Value = Attendees;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("attendees")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut all: A) -> Result<Attendees, A::Error> {
        let mut tally = Attendees::default();
        while let Some(one) = all.next_element::<Attendee>()? {
            tally.people = tally.people.saturating_add(u32::from(!one.resource));
            if one.is_self {
                tally.own = Some(one.response_status);
            }
        }
        Ok(tally)
    }
}

impl From<WireEvent> for Item {
    fn from(wire: WireEvent) -> Self {
        match wire.status {
            Status::Cancelled => Self::Gone(wire.id),
            _ if wire.recurrence.is_some() => Self::Series(wire.id),
            _ => {
                let (id, event) = wire.kept();
                Self::There(id, Box::new(event))
            }
        }
    }
}

impl WireEvent {
    fn kept(self) -> (String, Event) {
        let event = Event {
            conference: ways_in(self.conference_data, self.hangout_link),
            uid: self.uid,
            series: self.recurring_event_id,
            original_start: self.original_start_time,
            start: self.start,
            end: self.end,
            title: self.summary.map(|text| cut(text, LONGEST_LINE)),
            description: self.description.map(|text| cut(text, LONGEST_TEXT)),
            location: self.location.map(|text| cut(text, LONGEST_LINE)),
            is_tentative: self.status == Status::Tentative,
            is_free: self.transparency.as_deref() == Some("transparent"),
            is_private: matches!(self.visibility.as_deref(), Some("private" | "confidential")),
            kind: self.event_type,
            attendees: self.attendees.people,
            response: own_response(self.attendees.own, self.organizer.is_self),
            organizer: self.organizer.email.map(|text| cut(text, LONGEST_LINE)),
            reminders: self.reminders.and_then(own_reminders),
        };
        (self.id, event)
    }
}

/// Whoever calls a meeting attends it, until they say that they do not.
fn own_response(answered: Option<Response>, is_organizer: bool) -> Option<Response> {
    match answered {
        Some(Response::NeedsAction) if is_organizer => None,
        answered => answered,
    }
}

/// The ways into a meeting over the web, the best first.
fn ways_in(conference: ConferenceData, hangout: Option<String>) -> Vec<String> {
    let video = |entry: &EntryPoint| entry.entry_point_type.as_deref() == Some("video");
    let entries = conference.entry_points.into_iter().filter(video);
    let links = entries.filter_map(|entry| entry.uri).chain(hangout);
    let mut kept: Vec<String> = Vec::new();
    for link in links.filter(|link| link.len() <= LONGEST_LINE) {
        if kept.len() < MOST_ENTRIES && !kept.contains(&link) {
            kept.push(link);
        }
    }
    kept
}

/// Its own reminders; none where those of its calendar count.
fn own_reminders(reminders: Reminders) -> Option<Vec<Reminder>> {
    let mut own = reminders.overrides;
    own.truncate(MOST_REMINDERS);
    (!reminders.use_default).then_some(own)
}

/// The beginning of a text, in so many bytes or a little less.
fn cut(mut text: String, most: usize) -> String {
    if text.len() > most {
        text.truncate(text.floor_char_boundary(most));
        text.shrink_to_fit();
    }
    text
}
