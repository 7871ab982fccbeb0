//! `GET /api/user/dashboard`: how things stand, in a few figures.

use serde::{Deserialize, Serialize};

use crate::events::Event;
use crate::profile::Theme;
use crate::{Instant, LocalMoment, UserId};

/// How things stand.
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Dashboard {
    /// Whose it is.
    pub user: DashboardUser,
    /// What there is, and what lies ahead.
    pub stats: Stats,
    /// What begins on each of the next seven days, today first.
    pub days: Vec<DayAhead>,
    /// What became of the reminders of the last seven days, today among them.
    pub last_week: Outcomes,
    /// The same, day by day, today last.
    #[serde(default)]
    pub days_behind: Vec<DayBehind>,
    /// Which ways the reminders of these days went, the busiest first.
    #[serde(default)]
    pub by_channel: Vec<SentBy>,
    /// How many of the kept stories are told in each style, in the order in which styles are offered.
    #[serde(default)]
    pub by_theme: Vec<StoriesIn>,
    /// The next events (those that run now among them), five at most, with their stories.
    pub recent_events: Vec<Event>,
    /// The last time every calendar was read; absent before the first.
    pub last_sync: Option<Instant>,
    /// `last_sync` in the profile's zone.
    pub last_sync_local: Option<LocalMoment>,
    /// Today's date in the profile's zone, `YYYY-MM-DD`.
    pub today: String,
}

/// The person the figures are about.
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DashboardUser {
    /// The profile's id.
    pub id: UserId,
    /// What to call the person.
    pub name: Option<String>,
    /// The style of the stories.
    pub selected_theme: Theme,
    /// Whose model writes once there is a key for it.
    pub ai_provider: String,
}

/// What there is, and what lies ahead.
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Stats {
    /// Calendars that are read.
    pub connected_calendars: u32,
    /// Channels that are switched on.
    pub active_channels: u32,
    /// Events that begin later today or on the six days after it.
    pub upcoming_events: u32,
    /// Stories that are written and kept.
    pub stories_generated: u32,
}

/// What begins on one day.
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DayAhead {
    /// Which one, `YYYY-MM-DD` in the profile's zone.
    pub date: String,
    /// How many events begin on it; of today, those that have not begun.
    pub events: u32,
}

/// What became of the reminders of one day.
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DayBehind {
    /// Which one, `YYYY-MM-DD` in the profile's zone.
    pub date: String,
    /// What became of those that were due on it.
    pub reminders: Outcomes,
}

/// What became of the reminders of some days.
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Outcomes {
    /// How many were sent.
    pub sent: u32,
    /// How many of those within a minute of when they were due.
    pub on_time: u32,
    /// How many came too late to be of use, and were not sent.
    pub missed: u32,
    /// How many no channel took.
    pub failed: u32,
}

impl Outcomes {
    /// How many were due.
    #[must_use]
    pub fn due(&self) -> u32 {
        self.sent + self.missed + self.failed
    }
}

impl std::iter::Sum for Outcomes {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::default(), |sum, one| Self {
            sent: sum.sent + one.sent,
            on_time: sum.on_time + one.on_time,
            missed: sum.missed + one.missed,
            failed: sum.failed + one.failed,
        })
    }
}

/// How many reminders went one way.
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SentBy {
    /// What the channel is called; absent once it is deleted.
    pub channel_name: Option<String>,
    /// How many it took.
    pub reminders: u32,
}

/// How many stories are told in one style.
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StoriesIn {
    /// The style.
    pub theme: Theme,
    /// How many.
    pub stories: u32,
}
