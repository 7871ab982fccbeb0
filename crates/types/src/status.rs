//! What the tray and the Today page show at a glance, and the few switches they have.

use serde::{Deserialize, Serialize};

use crate::events::Event;
use crate::local::Hours;
use crate::page::Page;
use crate::place::Place;
use crate::{Instant, LocalMoment};

/// `GET /api/status`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Status {
    /// True until the first calendar is connected: the window shows the first-run page.
    pub first_run: bool,
    /// Now, by the backend's clock; countdowns are counted from here.
    pub now: Instant,
    /// Today's date in the profile's zone for people, like `Sunday 22 November`.
    pub today: String,
    /// Today's date in the profile's zone, `YYYY-MM-DD`.
    pub today_date: String,
    /// When `today` is over in the profile's zone; the date is asked for again then.
    pub today_ends_at: Instant,
    /// The next event that has not begun, or the one that runs now.
    pub next_event: Option<Event>,
    /// Until when reminders are held; absent when they are not.
    pub paused_until: Option<Instant>,
    /// `paused_until` in the profile's zone.
    pub paused_until_local: Option<LocalMoment>,
    /// The last time every calendar was read.
    pub last_sync_at: Option<Instant>,
    /// `last_sync_at` in the profile's zone.
    pub last_sync_local: Option<LocalMoment>,
    /// How every surface writes times: the person's choice, or `usual_hours` where they made none.
    #[serde(default)]
    pub hours: Hours,
    /// How the system's region writes times.
    #[serde(default)]
    pub usual_hours: Hours,
    /// Whether titles, places, people, links and stories are hidden on the screen, as while it is
    /// shared. The answers of the API carry them all the same: each surface hides them itself.
    pub presenting: bool,
    /// What is wrong.
    pub problems: Vec<Problem>,
}

/// Something that is wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// One sentence that says what is wrong and what to do.
    pub text: String,
    /// The page of the window on which something can be done about it.
    pub page: Page,
    /// Which part of that page it is: a section of the settings, or the id of what is connected.
    /// Absent where it is the whole page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<String>,
}

impl Problem {
    /// A problem, and where something can be done about it.
    #[must_use]
    pub fn at(text: String, place: &Place) -> Self {
        Self {
            text,
            page: place.page(),
            part: place.part().map(str::to_owned),
        }
    }

    /// Where in the window something can be done about it.
    #[must_use]
    pub fn place(&self) -> Place {
        Place::of(self.page, self.part.as_deref())
    }

    /// What is said in its place while the screen is shared: it may name a calendar or an event.
    #[must_use]
    pub fn veiled(&self) -> &'static str {
        self.page.veiled_problem()
    }
}

/// `PUT /api/present`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Present {
    /// Whether what is private is hidden on the screen.
    pub on: bool,
}

/// `PUT /api/pause`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
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
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ZoneName {
    /// The IANA name.
    pub name: String,
    /// Its present offset, like `UTC+01:00`.
    pub offset: String,
}
