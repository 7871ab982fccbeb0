//! What the tray and the Today page show at a glance, and the few switches they have.

use serde::{Deserialize, Serialize};

use crate::Instant;
use crate::events::Event;

/// `GET /api/status`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Status {
    /// True until the first calendar is connected: the window shows the first-run page.
    pub first_run: bool,
    /// Now, by the backend's clock; countdowns are counted from here.
    pub now: Instant,
    /// Today's date in the profile's zone for people, like `Sunday 22 November`.
    pub today: String,
    /// When `today` is over in the profile's zone; the date is asked for again then.
    pub today_ends_at: Instant,
    /// The next event that has not begun, or the one that runs now.
    pub next_event: Option<Event>,
    /// Until when reminders are held; absent when they are not.
    pub paused_until: Option<Instant>,
    /// `paused_until` in the profile's zone.
    pub paused_until_local: Option<String>,
    /// The last time every calendar was read.
    pub last_sync_at: Option<Instant>,
    /// `last_sync_at` in the profile's zone.
    pub last_sync_local: Option<String>,
    /// What is wrong, each in one sentence that says what to do.
    pub problems: Vec<String>,
}

/// `PUT /api/pause`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "for", rename_all = "camelCase")]
pub enum Pause {
    /// For one hour from now.
    Hour,
    /// Until midnight in the profile's zone.
    UntilTomorrow,
    /// Not any longer.
    Resume,
}

/// `GET /api/zones`: one name of the catalogue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ZoneName {
    /// The IANA name.
    pub name: String,
    /// Its present offset, like `UTC+01:00`.
    pub offset: String,
}
