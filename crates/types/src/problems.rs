//! `GET /api/problems`: what went wrong lately, in words.

use serde::{Deserialize, Serialize};

use crate::page::Page;
use crate::place::{Place, Section};
use crate::{Instant, LocalMoment};

/// What a problem is about.
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum ProblemKind {
    /// A calendar could not be read.
    Sync,
    /// An account was removed, and its access may still be there.
    Access,
    /// What is sealed could not be opened, so what needs it could not be read.
    Secrets,
    /// A reminder could not be delivered.
    Delivery,
    /// Something happened to the database, or it could not be written.
    Database,
}

impl ProblemKind {
    const ALL: [Self; 5] = [
        Self::Sync,
        Self::Access,
        Self::Secrets,
        Self::Delivery,
        Self::Database,
    ];

    /// As it stands in the database and in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Sync => "SYNC",
            Self::Access => "ACCESS",
            Self::Secrets => "SECRETS",
            Self::Delivery => "DELIVERY",
            Self::Database => "DATABASE",
        }
    }

    /// The reverse of [`Self::as_str`].
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }

    /// Where in the window something can be done about it.
    #[must_use]
    pub fn place(self) -> Place {
        match self {
            Self::Sync | Self::Access => Place::Page(Page::Calendars),
            Self::Delivery => Place::Page(Page::Reminders),
            Self::Secrets => Place::Section(Section::Secrets),
            Self::Database => Place::Section(Section::Data),
        }
    }
}

/// Something that went wrong, once or several times.
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PastProblem {
    /// What it is about.
    pub kind: ProblemKind,
    /// What went wrong.
    pub text: String,
    /// What to do about it; empty where the text says so itself.
    pub advice: String,
    /// Whether it has gone well since.
    pub mended: bool,
    /// How often.
    pub times: u32,
    /// The last time.
    pub last_at: Instant,
    /// `last_at` in the profile's zone.
    pub last_local: Option<LocalMoment>,
}
