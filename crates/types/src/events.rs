//! Events and their stories.

use serde::{Deserialize, Serialize};

use crate::choices::Quiet;
use crate::profile::Theme;
use crate::{CalendarId, EventId, Instant};

/// What has become of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "UPPERCASE")]
pub enum EventStatus {
    /// It takes place as planned.
    Active,
    /// It was called off, or is gone from its calendar.
    Cancelled,
    /// It was moved; it takes place at its new time.
    Rescheduled,
}

impl EventStatus {
    const ALL: [Self; 3] = [Self::Active, Self::Cancelled, Self::Rescheduled];

    /// As it stands in the database and in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Active => "ACTIVE",
            Self::Cancelled => "CANCELLED",
            Self::Rescheduled => "RESCHEDULED",
        }
    }

    /// The reverse of [`Self::as_str`].
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == text)
    }
}

/// `GET /api/events`: one event with its story.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Event {
    /// Its id.
    pub id: EventId,
    /// Whose calendar.
    pub calendar_id: CalendarId,
    /// What that calendar is called.
    pub calendar_name: String,
    /// How that calendar is shown elsewhere, `#rrggbb`, where its source tells.
    pub calendar_color: Option<String>,
    /// The provider's id: a UID for calendar files.
    pub provider_event_id: String,
    /// What it is called.
    pub title: String,
    /// More about it.
    pub description: Option<String>,
    /// When it begins.
    #[serde(with = "start_or_date")]
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub start_time: When,
    /// When it ends (exclusive for all-day events).
    #[serde(with = "start_or_date")]
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub end_time: When,
    /// Whether it has dates instead of times.
    pub is_all_day: bool,
    /// Where.
    pub location: Option<String>,
    /// Where to join.
    pub meeting_link: Option<String>,
    /// How many are invited.
    pub attendee_count: u32,
    /// What has become of it.
    pub status: EventStatus,
    /// The start as an instant, for countdowns: an all-day event's is midnight in the profile's zone.
    pub starts_at: Instant,
    /// The end as an instant.
    pub ends_at: Instant,
    /// Its times in the profile's zone, ready to show; the window converts nothing.
    pub local: LocalTimes,
    /// The style of its story: its own, or the profile's.
    pub theme: Theme,
    /// The event in another calendar that is the same meeting and reminds in its place.
    pub copy_of: Option<EventId>,
    /// Where several calendars have the same meeting: the one that reminds, by its name and what it
    /// comes through.
    #[serde(default)]
    pub reminds_from: Option<String>,
    /// The other calendars that have the same meeting, in the same words.
    pub also_in: Vec<String>,
    /// Whether it is one of a series.
    pub is_recurring: bool,
    /// Why it does not remind, where it does not though it takes place.
    pub quiet: Option<Quiet>,
    /// Its own style, where the person chose one for it.
    pub theme_override: Option<Theme>,
    /// Its story in `theme`, if one is written.
    pub storyline: Option<Storyline>,
}

/// A time or, for all-day events, a date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum When {
    /// A moment.
    At(Instant),
    /// A date, `YYYY-MM-DD`.
    On(String),
}

/// An event's times in the profile's zone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct LocalTimes {
    /// The first day, `YYYY-MM-DD`.
    pub date: String,
    /// The first day for people: `Today`, `Tomorrow`, `Mon 23 Nov`.
    pub day: String,
    /// `HH:MM`, absent for all-day events.
    pub start: Option<String>,
    /// `HH:MM`, absent for all-day events.
    pub end: Option<String>,
    /// The last day, `YYYY-MM-DD`: the one within which it ends.
    pub end_date: String,
}

/// One story, as answers carry it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Storyline {
    /// The style it is told in.
    pub theme: Theme,
    /// The story, plain text.
    pub story_text: String,
    /// The facts without a story.
    pub plain_text: String,
    /// One emoji of the theme.
    pub emoji: Option<String>,
    /// Which AI wrote it; absent for the template storyteller.
    pub ai_provider: Option<String>,
    /// What it cost in tokens.
    pub tokens_used: Option<u32>,
    /// Until when it is kept.
    pub expires_at: Instant,
    /// False once it is no longer to be used.
    pub is_active: bool,
}

/// `POST /api/events/{id}/regenerate-story`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct RegenerateStory {
    /// The event's theme when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub theme: Option<Theme>,
}

/// `PUT /api/events/{id}/theme`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChooseTheme {
    /// The style of this event's story; `null` takes the profile's again.
    #[serde(deserialize_with = "Option::deserialize")]
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub theme: Option<Theme>,
}

mod start_or_date {
    use super::{Instant, When};
    use serde::{Deserialize, Deserializer, Serializer};

    pub fn serialize<S: Serializer>(when: &When, to: S) -> Result<S::Ok, S::Error> {
        match when {
            When::At(instant) => to.collect_str(instant),
            When::On(date) => to.serialize_str(date),
        }
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<When, D::Error> {
        let text = String::deserialize(from)?;
        Ok(Instant::parse(&text).map_or(When::On(text), When::At))
    }
}
