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
    /// What became of the reminders of the last seven days.
    pub last_week: LastWeek,
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

/// What became of the reminders of seven days.
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LastWeek {
    /// How many were sent.
    pub sent: u32,
    /// How many of those within a minute of when they were due.
    pub on_time: u32,
    /// How many came too late to be of use, and were not sent.
    pub missed: u32,
    /// How many no channel took.
    pub failed: u32,
}
