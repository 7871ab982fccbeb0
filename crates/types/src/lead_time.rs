//! How long before an event a reminder comes.

use serde::{Deserialize, Serialize};

/// How long before an event a reminder comes, in minutes: 0 to 40,320 (28 days).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(try_from = "u32", into = "u32")]
#[cfg_attr(feature = "openapi", schema(maximum = 40_320))]
pub struct LeadTime(u32);

impl LeadTime {
    /// No time at all: at the start itself.
    pub const AT_START: Self = Self(0);
    /// The longest lead time in minutes.
    pub const MAX_MINUTES: u32 = 40_320;
    /// How many a profile may have.
    pub const MOST: usize = 5;

    /// A lead time of so many minutes.
    ///
    /// # Errors
    /// The sentence to show when it is more than 28 days.
    pub fn minutes(minutes: u32) -> Result<Self, String> {
        if minutes > Self::MAX_MINUTES {
            return Err(format!(
                "must be between 0 and {} minutes",
                Self::MAX_MINUTES
            ));
        }
        Ok(Self(minutes))
    }

    /// In minutes.
    #[must_use]
    pub fn as_minutes(self) -> u32 {
        self.0
    }
}

impl TryFrom<u32> for LeadTime {
    type Error = String;
    fn try_from(minutes: u32) -> Result<Self, String> {
        Self::minutes(minutes)
    }
}

impl From<LeadTime> for u32 {
    fn from(lead: LeadTime) -> Self {
        lead.0
    }
}
