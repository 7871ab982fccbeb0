//! The person's profile: zone, lead times, theme.

use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};

use crate::fields::{WrongField, given, wrong_among};
pub use crate::lead_time::LeadTime;
use crate::local::{Hours, parse_time_of_day};
use crate::person::{Gender, check_age, check_name};
use crate::{ApiError, Instant, UserId, email};

/// The style a story is told in. A new one needs no migration: the table holds TEXT.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "UPPERCASE")]
pub enum Theme {
    /// Quests, councils and dragons.
    Fantasy,
    /// Bestie, no cap.
    Genz,
    /// This is fine.
    Meme,
}

impl Theme {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Fantasy, Self::Genz, Self::Meme];

    /// As it stands in the database and in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Fantasy => "FANTASY",
            Self::Genz => "GENZ",
            Self::Meme => "MEME",
        }
    }

    /// The reverse of [`Self::as_str`].
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|theme| theme.as_str() == text)
    }
}

/// How times of day are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "UPPERCASE")]
pub enum TimeFormat {
    /// As the person's language does.
    #[default]
    Auto,
    /// `2:30 PM`.
    H12,
    /// `14:30`.
    H24,
}

impl TimeFormat {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Auto, Self::H12, Self::H24];

    /// As it stands in the database and in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Auto => "AUTO",
            Self::H12 => "H12",
            Self::H24 => "H24",
        }
    }

    /// What it comes to where the person's language writes times as `usual`.
    #[must_use]
    pub fn hours(self, usual: Hours) -> Hours {
        match self {
            Self::Auto => usual,
            Self::H12 => Hours::Twelve,
            Self::H24 => Hours::TwentyFour,
        }
    }

    /// The reverse of [`Self::as_str`].
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.as_str() == text)
    }
}

/// How often calendars may be looked at, in minutes from one look to the next.
pub const POLL_MINUTES: RangeInclusive<u32> = 1..=60;
/// How far ahead events may be kept, in days.
pub const WINDOW_DAYS: RangeInclusive<u32> = 2..=60;

/// `GET /api/auth/me` and `GET /api/user/profile`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Profile {
    /// Whose it is.
    pub id: UserId,
    /// Absent for a local profile without an account.
    pub email: Option<String>,
    /// What to call the person.
    pub name: Option<String>,
    /// In years.
    pub age: Option<i64>,
    /// How the stories speak of the person.
    pub gender: Option<Gender>,
    /// The default style of the stories.
    pub selected_theme: Theme,
    /// IANA name of the zone in which the person lives.
    pub timezone: String,
    /// The first of `lead_times`, as the seed names it.
    pub notification_minutes: u32,
    /// Minutes before an event at which a reminder comes; the first is the main one.
    pub lead_times: Vec<LeadTime>,
    /// Local time of day at which all-day events remind, as `HH:MM`.
    pub all_day_time: String,
    /// How times of day are written.
    pub time_format: TimeFormat,
    /// The person's own e-mail addresses, which find the answer to an invitation in a calendar file.
    pub own_addresses: Vec<String>,
    /// Regular expressions for links that count as meetings besides those of the known services.
    pub meeting_patterns: Vec<String>,
    /// Events with these in their titles do not remind: words, or a `/regular expression/`.
    pub title_filters: Vec<String>,
    /// Whether events that are not certain yet, or not certainly accepted, remind.
    pub remind_of_tentative: bool,
    /// Whether timed events that are marked free remind.
    pub remind_of_free: bool,
    /// How often calendars are looked at for changes, in minutes: [`POLL_MINUTES`].
    pub poll_minutes: u32,
    /// How far ahead events are kept at least, in days: [`WINDOW_DAYS`]. Longer lead times go further.
    pub window_days: u32,
    /// Which AI writes the stories where there is a key for one.
    pub ai_provider: String,
    /// Which of its models; its usual one where absent.
    pub ai_model: Option<String>,
    /// Whether there is a key for it.
    pub has_ai_key: bool,
    /// Whether window and API are locked by a password.
    pub has_password: bool,
    /// Whether this is the local profile: tray, window and native notifications are its own.
    pub is_owner: bool,
    /// When the profile was made.
    pub created_at: Instant,
}

/// `PUT /api/user/profile`: any subset; what is absent stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct ProfileChange {
    /// At most 100 characters.
    #[cfg_attr(feature = "openapi", schema(max_length = 100))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// 13 to 120; `null` forgets it.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "given")]
    pub age: Option<Option<i64>>,
    /// How the stories speak of the person; `null` forgets it.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "given")]
    pub gender: Option<Option<Gender>>,
    /// The default style.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub selected_theme: Option<Theme>,
    /// An IANA name; `core` checks it against its catalogue.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timezone: Option<String>,
    /// 1 to 60; replaces the first lead time. Beside `lead_times` it is the first of them.
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 60))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notification_minutes: Option<u32>,
    /// 0 to 40,320 minutes each, at least one and at most five.
    #[cfg_attr(feature = "openapi", schema(min_items = 1, max_items = 5))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lead_times: Option<Vec<u32>>,
    /// `HH:MM`, 00:00 to 23:59.
    #[cfg_attr(
        feature = "openapi",
        schema(pattern = "^([01][0-9]|2[0-3]):[0-5][0-9]$")
    )]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub all_day_time: Option<String>,
    /// How times of day are written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_format: Option<TimeFormat>,
    /// At most twenty e-mail addresses; they replace those before.
    #[cfg_attr(feature = "openapi", schema(max_items = 20))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub own_addresses: Option<Vec<String>>,
    /// Regular expressions for links that count as meetings.
    #[cfg_attr(feature = "openapi", schema(max_items = 20))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meeting_patterns: Option<Vec<String>>,
    /// Words, or a `/regular expression/`, for titles of events that do not remind.
    #[cfg_attr(feature = "openapi", schema(max_items = 50))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title_filters: Option<Vec<String>>,
    /// Whether tentative events remind.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remind_of_tentative: Option<bool>,
    /// Whether timed events that are marked free remind.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remind_of_free: Option<bool>,
    /// How often calendars are looked at for changes: 1 to 60 minutes.
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 60))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub poll_minutes: Option<u32>,
    /// How far ahead events are kept: 2 to 60 days.
    #[cfg_attr(feature = "openapi", schema(minimum = 2, maximum = 60))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub window_days: Option<u32>,
}

impl ProfileChange {
    /// Checks every field that can be checked without a zone catalogue.
    ///
    /// # Errors
    /// A `VALIDATION_ERROR` that names each field and what it must be.
    pub fn validate(&self) -> Result<(), ApiError> {
        let wrong = self.wrong_fields();
        if wrong.is_empty() {
            Ok(())
        } else {
            Err(ApiError::invalid(wrong))
        }
    }

    /// Each field that cannot be accepted, and what it must be; for whoever checks more fields.
    #[must_use]
    pub fn wrong_fields(&self) -> Vec<WrongField> {
        let mut wrong = wrong_among([
            ("name", self.name.as_deref().map_or(Ok(()), check_name)),
            ("age", self.age.flatten().map_or(Ok(()), check_age)),
        ]);
        let first = self.lead_times.as_ref().and_then(|leads| leads.first());
        let minutes = self.notification_minutes;
        let contradiction = match (minutes, first) {
            // As the profile itself is answered: whatever the first lead time may be.
            (Some(minutes), Some(first)) if minutes == *first => None,
            (Some(_), Some(_)) => Some("must be the first of leadTimes, or be left out"),
            (Some(minutes), None) if !(1..=60).contains(&minutes) => {
                Some("must be between 1 and 60")
            }
            _ => None,
        };
        if let Some(why) = contradiction {
            wrong.push(("notificationMinutes", why.to_owned()));
        }
        if let Some(leads) = &self.lead_times {
            if leads.is_empty() || leads.len() > LeadTime::MOST {
                wrong.push((
                    "leadTimes",
                    format!("needs 1 to {} lead times", LeadTime::MOST),
                ));
            } else if let Some(why) = leads.iter().find_map(|m| LeadTime::minutes(*m).err()) {
                wrong.push(("leadTimes", why));
            }
        }
        if self
            .all_day_time
            .as_deref()
            .is_some_and(|time| parse_time_of_day(time).is_none())
        {
            wrong.push(("allDayTime", "must be a time of day like 09:00".to_owned()));
        }
        let own = self.own_addresses.as_deref().unwrap_or_default();
        if let Err(why) = own_addresses(own) {
            wrong.push(("ownAddresses", why));
        }
        let numbers = [
            ("pollMinutes", self.poll_minutes, POLL_MINUTES, "minutes"),
            ("windowDays", self.window_days, WINDOW_DAYS, "days"),
        ];
        for (field, number, bounds, unit) in numbers {
            if number.is_some_and(|number| !bounds.contains(&number)) {
                let (least, most) = (bounds.start(), bounds.end());
                wrong.push((field, format!("must be between {least} and {most} {unit}")));
            }
        }
        wrong
    }
}

/// How many addresses of one's own a profile may have.
pub const MOST_OWN_ADDRESSES: usize = 20;

/// The most patterns for meeting links that are kept.
pub const MOST_MEETING_PATTERNS: usize = 20;
/// E-mail addresses as they are kept: trimmed, in lower case, each once, in their order.
///
/// # Errors
/// The sentence to show: which is no address, or that they are too many.
pub fn own_addresses(typed: &[String]) -> Result<Vec<String>, String> {
    let mut kept: Vec<String> = Vec::new();
    for typed in typed {
        let address = email::kept_form(typed);
        if !email::is_address(&address) {
            return Err(format!(
                "\"{}\" is no e-mail address: write it like robin@example.org",
                typed.trim().chars().take(80).collect::<String>()
            ));
        }
        if !kept.contains(&address) {
            kept.push(address);
        }
    }
    if kept.len() > MOST_OWN_ADDRESSES {
        return Err(format!("at most {MOST_OWN_ADDRESSES} addresses"));
    }
    Ok(kept)
}

#[cfg(test)]
mod tests;
