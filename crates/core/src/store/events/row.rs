//! How an event is read.

use chrono::NaiveDate;
use serde::{Deserialize, Deserializer, de::Error as _};
use storytime_types::calendars::{CalendarProvider, called};
use storytime_types::choices::{MuteScope, Privacy};
use storytime_types::events::EventStatus;
use storytime_types::profile::Theme;
use storytime_types::{CalendarId, EventId, Instant, UserId};

use super::super::many::{flag, instant};
use super::super::mutes;
use super::{EventContent, KnownEvent, StoredEvent};
use crate::events::occurrence::OwnResponse;

/// The columns of an event `e`, in the order of [`EventRow`].
macro_rules! columns {
    () => {
        concat!(
            "json_array(e.id, e.user_id, e.calendar_id, e.provider_event_id, e.instance, e.title,
             e.description, e.start_time, e.end_time, e.start_date, e.end_date, e.location,
             e.meeting_link, e.attendee_count, e.status, e.is_tentative, e.is_busy, e.own_response,
             e.data_hash, e.found_at, e.theme_override, e.organizer, e.copy_of, e.reminders,
             e.is_private, (SELECT json_array(coalesce(c.own_name, c.name), c.color, c.privacy, c.private_as_others,
                  c.use_provider_reminders, i.provider, i.name, i.shown_address)
              FROM calendars c JOIN calendar_integrations i ON i.id = c.integration_id
              WHERE c.id = e.calendar_id), ",
            crate::store::mutes::muted!(),
            ")"
        )
    };
}
pub(super) use columns;

/// A stored event, column by column.
#[derive(Deserialize)]
pub(super) struct EventRow {
    id: EventId,
    user: UserId,
    calendar: CalendarId,
    uid: String,
    instance: String,
    title: String,
    description: Option<String>,
    #[serde(deserialize_with = "instant")]
    start: Instant,
    #[serde(deserialize_with = "instant")]
    end: Instant,
    first_day: Option<NaiveDate>,
    end_day: Option<NaiveDate>,
    location: Option<String>,
    meeting_link: Option<String>,
    attendee_count: u32,
    status: EventStatus,
    #[serde(deserialize_with = "flag")]
    tentative: bool,
    #[serde(deserialize_with = "flag")]
    busy: bool,
    #[serde(deserialize_with = "response")]
    response: OwnResponse,
    data_hash: String,
    #[serde(deserialize_with = "instant")]
    found_at: Instant,
    /// One that this version does not know counts as none.
    theme: Option<String>,
    organizer: Option<String>,
    copy_of: Option<EventId>,
    #[serde(deserialize_with = "reminders")]
    reminders: Option<Vec<u32>>,
    #[serde(deserialize_with = "flag")]
    is_private: bool,
    #[serde(deserialize_with = "face")]
    calendar_face: Face,
    #[serde(deserialize_with = "mutes::scope")]
    muted: Option<MuteScope>,
}

/// How its calendar is called and shown, what of it may leave this computer, whether that counts for
/// private events too, whether its own reminders count, and through what it comes: its kind, its name
/// and its address.
#[derive(Default, Deserialize)]
struct Face(
    String,
    Option<String>,
    Privacy,
    #[serde(deserialize_with = "flag")] bool,
    #[serde(deserialize_with = "flag")] bool,
    Option<CalendarProvider>,
    String,
    Option<String>,
);

impl Face {
    fn account_name(&self) -> String {
        let provider = self.5.unwrap_or(CalendarProvider::Ics);
        called(provider, &self.6, self.7.as_deref())
    }
}

/// What of an event may leave this computer. What its owner marked as private goes nowhere by its
/// name, whatever was chosen for its calendar: that was chosen for the others, unless the person said
/// that it counts for private ones `as_others`.
pub(in crate::store) fn privacy_of(
    calendar: Privacy,
    is_private: bool,
    as_others: bool,
) -> Privacy {
    if is_private && !as_others {
        Privacy::BusyOnly
    } else {
        calendar
    }
}

impl From<EventRow> for StoredEvent {
    fn from(row: EventRow) -> Self {
        Self {
            id: row.id,
            user: row.user,
            calendar: row.calendar,
            account_name: row.calendar_face.account_name(),
            calendar_name: row.calendar_face.0,
            calendar_color: row.calendar_face.1,
            privacy: privacy_of(row.calendar_face.2, row.is_private, row.calendar_face.3),
            uses_reminders: row.calendar_face.4,
            muted: row.muted,
            found_at: row.found_at,
            copy_of: row.copy_of,
            theme: row.theme.as_deref().and_then(Theme::parse),
            content: EventContent {
                uid: row.uid,
                instance: row.instance,
                title: row.title,
                description: row.description,
                start: row.start,
                end: row.end,
                all_day: row.first_day.zip(row.end_day),
                location: row.location,
                meeting_link: row.meeting_link,
                attendee_count: row.attendee_count,
                organizer: row.organizer,
                status: row.status,
                tentative: row.tentative,
                busy: row.busy,
                response: row.response,
                is_private: row.is_private,
                reminders: row.reminders,
                data_hash: row.data_hash,
            },
        }
    }
}

/// What the sync compares with, column by column.
#[derive(Deserialize)]
pub(super) struct KnownRow {
    uid: String,
    instance: String,
    id: EventId,
    data_hash: String,
    #[serde(deserialize_with = "instant")]
    start: Instant,
    #[serde(deserialize_with = "instant")]
    end: Instant,
    status: EventStatus,
    #[serde(deserialize_with = "flag")]
    busy: bool,
    #[serde(deserialize_with = "response")]
    response: OwnResponse,
    #[serde(deserialize_with = "reminders")]
    reminders: Option<Vec<u32>>,
    #[serde(deserialize_with = "flag")]
    is_private: bool,
}

impl From<KnownRow> for ((String, String), KnownEvent) {
    fn from(row: KnownRow) -> Self {
        let known = KnownEvent {
            id: row.id,
            data_hash: row.data_hash,
            start: row.start,
            end: row.end,
            status: row.status,
            busy: row.busy,
            response: row.response,
            is_private: row.is_private,
            reminders: row.reminders,
        };
        ((row.uid, row.instance), known)
    }
}

const RESPONSES: [(OwnResponse, &str); 4] = [
    (OwnResponse::Attending, "ATTENDING"),
    (OwnResponse::Tentative, "TENTATIVE"),
    (OwnResponse::NeedsAction, "NEEDS_ACTION"),
    (OwnResponse::Declined, "DECLINED"),
];

pub(super) fn response_text(response: OwnResponse) -> &'static str {
    RESPONSES
        .iter()
        .find(|(known, _)| *known == response)
        .map_or("ATTENDING", |(_, text)| text)
}

/// The reverse of [`response_text`].
pub(in crate::store) fn response<'de, D: Deserializer<'de>>(
    from: D,
) -> Result<OwnResponse, D::Error> {
    let text = String::deserialize(from)?;
    RESPONSES
        .iter()
        .find(|(_, known)| *known == text)
        .map(|(response, _)| *response)
        .ok_or_else(|| D::Error::custom(format_args!("`{text}` is no answer to an invitation")))
}

/// As minutes stand in the database: a JSON array; none where nothing is said.
pub(super) fn reminders_text(minutes: Option<&[u32]>) -> Option<String> {
    minutes.map(|minutes| serde_json::json!(minutes).to_string())
}

/// The reverse of [`reminders_text`].
pub(in crate::store) fn reminders<'de, D: Deserializer<'de>>(
    from: D,
) -> Result<Option<Vec<u32>>, D::Error> {
    let text = Option::<String>::deserialize(from)?;
    let read = text.map(|text| serde_json::from_str(&text));
    read.transpose().map_err(D::Error::custom)
}

/// A JSON array within the row's: as text where SQLite has made one of it, and none where the calendar
/// is gone.
fn face<'de, D: Deserializer<'de>>(from: D) -> Result<Face, D::Error> {
    match serde_json::Value::deserialize(from)? {
        serde_json::Value::Null => Ok(Face::default()),
        serde_json::Value::String(text) => serde_json::from_str(&text).map_err(D::Error::custom),
        value => serde_json::from_value(value).map_err(D::Error::custom),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_ai_hears_of_a_private_event_unless_its_calendars_choice_counts_for_private_ones() {
        for chosen in Privacy::ALL {
            assert_eq!(privacy_of(chosen, true, false), Privacy::BusyOnly);
            assert_eq!(privacy_of(chosen, true, true), chosen);
            for as_others in [false, true] {
                assert_eq!(privacy_of(chosen, false, as_others), chosen);
            }
        }
        assert!(!privacy_of(Privacy::Full, true, false).allows_ai());
    }
}
