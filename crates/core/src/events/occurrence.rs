//! One instance of an event, as every source hands it on.

use storytime_types::Instant;

/// Tells the instances of one event apart: the instance's *original* start, which a moved instance
/// keeps (RFC 5545, 3.8.4.4 RECURRENCE-ID).
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum InstanceKey {
    /// The event does not recur.
    Single,
    /// An instance of a timed series.
    At(Instant),
    /// An instance of an all-day series, `YYYY-MM-DD`.
    On(chrono::NaiveDate),
}

impl InstanceKey {
    /// As it stands in the database: empty, an RFC 3339 instant, or a date.
    #[must_use]
    pub fn to_text(&self) -> String {
        match self {
            Self::Single => String::new(),
            Self::At(at) => at.to_string(),
            Self::On(date) => date.to_string(),
        }
    }
}

/// When an instance takes place.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Span {
    /// Between two moments; equal where the event has no length.
    Timed {
        /// Its start.
        start: Instant,
        /// Its end, never before its start.
        end: Instant,
    },
    /// On whole days, whatever the zone of whoever looks at it.
    AllDay {
        /// The first day.
        first: chrono::NaiveDate,
        /// The day after the last, always after `first`.
        end: chrono::NaiveDate,
    },
}

/// How sure the organiser is (RFC 5545, 3.8.1.11 STATUS).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Certainty {
    /// CONFIRMED, and the default.
    Confirmed,
    /// TENTATIVE.
    Tentative,
    /// CANCELLED: this instance, or the whole event.
    Cancelled,
}

/// What the person answered (RFC 5545, 3.2.12 PARTSTAT), found by their own addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OwnResponse {
    /// Not invited, the organiser, or accepted.
    Attending,
    /// TENTATIVE.
    Tentative,
    /// Not answered yet.
    NeedsAction,
    /// DECLINED: never reminds.
    Declined,
}

/// One instance of an event.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Occurrence {
    /// The event's UID.
    pub uid: String,
    /// Which instance of it.
    pub instance: InstanceKey,
    /// When it takes place.
    pub span: Span,
    /// SUMMARY as plain text; empty where there is none.
    pub title: String,
    /// DESCRIPTION as plain text.
    pub description: Option<String>,
    /// LOCATION as plain text.
    pub location: Option<String>,
    /// Where to join, `http` or `https`.
    pub meeting_link: Option<String>,
    /// How many ATTENDEEs it has.
    pub attendee_count: u32,
    /// ORGANIZER, an address in lower case.
    pub organizer: Option<String>,
    /// Whether it takes place.
    pub certainty: Certainty,
    /// False where it is marked free (RFC 5545, 3.8.2.7 TRANSP).
    pub busy: bool,
    /// What the person answered.
    pub response: OwnResponse,
    /// Whether only the person may know what it is: it is marked private or confidential (RFC 5545,
    /// 3.8.1.3 CLASS).
    pub is_private: bool,
    /// How many minutes before its start its calendar reminds of it, the nearest first, each once
    /// and at most [`LeadTime::MOST`](storytime_types::profile::LeadTime::MOST) of them. Empty where
    /// it is said that it does not remind; none where nothing is said.
    pub reminders: Option<Vec<u32>>,
}
