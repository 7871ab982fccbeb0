//! What a person chooses for one calendar or one event: what of it may leave this computer, and when
//! and whether it reminds.

use serde::{Deserialize, Serialize};

use crate::ApiError;
use crate::fields::given;
use crate::lead_time::LeadTime;

/// What of a calendar's events may leave this computer. The person's own screen (window, tray, native
/// notifications, the API on this computer) shows all of it whatever stands here.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Privacy {
    /// Everything that a message shows.
    #[default]
    Full,
    /// Title and time; no place, link, people or description.
    TitleOnly,
    /// That the person is busy, and when. An AI is told nothing.
    BusyOnly,
    /// Channels everything, an AI nothing.
    NoAi,
}

impl Privacy {
    /// From the most open one on.
    pub const ALL: [Self; 4] = [Self::Full, Self::NoAi, Self::TitleOnly, Self::BusyOnly];

    /// As it stands in the database and in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Full => "FULL",
            Self::TitleOnly => "TITLE_ONLY",
            Self::BusyOnly => "BUSY_ONLY",
            Self::NoAi => "NO_AI",
        }
    }

    /// The reverse of [`Self::as_str`].
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.as_str() == text)
    }

    /// Whether an AI may be told anything of these events.
    #[must_use]
    pub fn allows_ai(self) -> bool {
        matches!(self, Self::Full | Self::TitleOnly)
    }
}

/// `PUT /api/calendars/{calendarId}`: any subset; what is absent stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct ChangeCalendar {
    /// On or off.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_active: Option<bool>,
    /// What to call it, up to 200 characters; empty takes its own name again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What of its events may leave this computer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub privacy: Option<Privacy>,
    /// Whether that counts for its private events, too; else those leave as "Busy" only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub private_as_others: Option<bool>,
    /// 0 to 40,320 minutes each, at most five; `null` takes the profile's again.
    #[cfg_attr(feature = "openapi", schema(min_items = 1, max_items = 5))]
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "given")]
    pub lead_times: Option<Option<Vec<u32>>>,
    /// Whether an event that brings reminders of its own reminds at those.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub use_provider_reminders: Option<bool>,
}

/// The most characters of what a person calls a calendar.
const LONGEST_NAME: usize = 200;

impl ChangeCalendar {
    /// What it is to be called: absent, its own name, or this.
    ///
    /// # Errors
    /// A `VALIDATION_ERROR` where it is too long.
    pub fn checked_name(&self) -> Result<Option<Option<String>>, ApiError> {
        let Some(name) = self.name.as_deref().map(str::trim) else {
            return Ok(None);
        };
        if name.chars().count() > LONGEST_NAME {
            let why = format!("must have at most {LONGEST_NAME} characters");
            return Err(ApiError::invalid([("name", why)]));
        }
        Ok(Some((!name.is_empty()).then(|| name.to_owned())))
    }

    /// The lead times that are asked for, each once, in their order: absent, the profile's, or these.
    ///
    /// # Errors
    /// A `VALIDATION_ERROR` that says what they must be.
    pub fn checked_lead_times(&self) -> Result<Option<Option<Vec<LeadTime>>>, ApiError> {
        match &self.lead_times {
            Some(Some(minutes)) => lead_times(minutes)
                .map(|leads| Some(Some(leads)))
                .map_err(|why| ApiError::invalid([("leadTimes", why)])),
            Some(None) => Ok(Some(None)),
            None => Ok(None),
        }
    }
}

fn lead_times(minutes: &[u32]) -> Result<Vec<LeadTime>, String> {
    if minutes.is_empty() || minutes.len() > LeadTime::MOST {
        return Err(format!("needs 1 to {} lead times", LeadTime::MOST));
    }
    let mut leads = Vec::new();
    for minutes in minutes {
        let lead = LeadTime::minutes(*minutes)?;
        if !leads.contains(&lead) {
            leads.push(lead);
        }
    }
    Ok(leads)
}

/// Of what a person wants no reminders.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "UPPERCASE")]
pub enum MuteScope {
    /// This one event.
    Event,
    /// Every event of its series, those to come too.
    Series,
}

/// `PUT /api/events/{id}/mute`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Mute {
    /// What to mute; `null` lets the event, and its series, remind again.
    #[serde(deserialize_with = "Option::deserialize")]
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub scope: Option<MuteScope>,
}

/// Why an event that is going to take place does not remind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Quiet {
    /// The person muted it.
    MutedEvent,
    /// The person muted its series.
    MutedSeries,
    /// A title filter leaves it out.
    TitleFilter,
    /// It is tentative, and the person wants to be reminded of what is certain only.
    Tentative,
    /// The person declined it.
    Declined,
    /// It is marked free, and the person wants to be reminded of what takes their time only.
    Free,
    /// In its calendar it has no reminder, and the person wants those that it has there.
    NoReminder,
}

/// The most title filters that are kept.
pub const MOST_TITLE_FILTERS: usize = 50;

#[cfg(test)]
mod tests {
    use super::*;

    fn change(json: &str) -> ChangeCalendar {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn absent_lead_times_stay_null_takes_them_away_and_each_counts_once() {
        assert_eq!(change("{}").checked_lead_times(), Ok(None));
        let taken_away = change(r#"{"leadTimes":null}"#);
        assert_eq!(taken_away.checked_lead_times(), Ok(Some(None)));
        let leads = change(r#"{"leadTimes":[30,5,30]}"#).checked_lead_times();
        let minutes = leads.unwrap().flatten().unwrap();
        assert_eq!(
            minutes.iter().map(|m| m.as_minutes()).collect::<Vec<_>>(),
            [30, 5]
        );
    }

    #[test]
    fn a_name_is_trimmed_an_empty_one_taken_away_and_a_long_one_refused() {
        let name = |json: &str| change(json).checked_name();
        assert_eq!(name("{}"), Ok(None));
        assert_eq!(name(r#"{"name":" "}"#), Ok(Some(None)));
        assert_eq!(name(r#"{"name":" Work "}"#), Ok(Some(Some("Work".into()))));
        let long = ChangeCalendar {
            name: Some("ä".repeat(201)),
            ..ChangeCalendar::default()
        };
        assert!(long.checked_name().unwrap_err().details["fields"]["name"].is_string());
    }

    #[test]
    fn no_lead_time_too_many_and_one_too_long_are_refused() {
        for wrong in ["[]", "[1,2,3,4,5,6]", "[40321]"] {
            let asked = change(&format!(r#"{{"leadTimes":{wrong}}}"#));
            let error = asked.checked_lead_times().unwrap_err();
            assert!(error.details["fields"]["leadTimes"].is_string(), "{wrong}");
        }
    }

    #[test]
    fn privacy_is_the_same_in_json_and_in_the_database() {
        for one in Privacy::ALL {
            assert_eq!(serde_json::to_value(one).unwrap(), one.as_str());
            assert_eq!(Privacy::parse(one.as_str()), Some(one));
        }
        assert_eq!(Privacy::parse("full"), None);
    }
}
