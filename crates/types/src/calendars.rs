//! Integrations and their calendars.

use serde::{Deserialize, Serialize};

use crate::choices::Privacy;
use crate::lead_time::LeadTime;
use crate::secret::{self, Secret};
use crate::{CalendarId, Instant, IntegrationId, LocalMoment};

/// Where a calendar comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "UPPERCASE")]
pub enum CalendarProvider {
    /// A calendar file, a folder of them, or a subscription address (RFC 5545).
    Ics,
    /// An account on a CalDAV server (RFC 4791).
    CalDav,
    /// An account at Google.
    Google,
    /// An account at Microsoft: of an organisation, or a personal one.
    Microsoft,
}

impl CalendarProvider {
    const ALL: [Self; 4] = [Self::Ics, Self::CalDav, Self::Google, Self::Microsoft];

    /// As it stands in the database and in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ics => "ICS",
            Self::CalDav => "CALDAV",
            Self::Google => "GOOGLE",
            Self::Microsoft => "MICROSOFT",
        }
    }

    /// The reverse of [`Self::as_str`].
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.as_str() == text)
    }
}

/// What an integration reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "UPPERCASE")]
pub enum SourceKind {
    /// One calendar file.
    File,
    /// A folder of calendar files.
    Folder,
    /// A subscription address.
    Address,
    /// The sample day that the app made itself.
    Sample,
    /// An account on a CalDAV server, at Google or at Microsoft.
    Account,
}

/// How old what is known of a calendar is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "UPPERCASE")]
pub enum Freshness {
    /// Read lately, or not to be read at all.
    Fresh,
    /// Two looks in a row failed or did not happen.
    Amber,
    /// Not read for a day.
    Red,
}

/// How an integration fares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "UPPERCASE")]
pub enum IntegrationStatus {
    /// Synced regularly.
    Active,
    /// The last sync failed; it is tried again by itself.
    Error,
    /// The person has to sign in again.
    Expired,
    /// Switched off by the person.
    Inactive,
}

impl IntegrationStatus {
    const ALL: [Self; 4] = [Self::Active, Self::Error, Self::Expired, Self::Inactive];

    /// As it stands in the database and in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Active => "ACTIVE",
            Self::Error => "ERROR",
            Self::Expired => "EXPIRED",
            Self::Inactive => "INACTIVE",
        }
    }

    /// The reverse of [`Self::as_str`].
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == text)
    }
}

/// Whether an integration lists a calendar.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "UPPERCASE")]
pub enum Presence {
    /// It did when it was last asked.
    #[default]
    Listed,
    /// It has not for a few minutes, which may be a mistake of its own: what is known still reminds.
    Missing,
    /// It does no longer: its events count for nothing until it is back.
    Gone,
}

impl Presence {
    const ALL: [Self; 3] = [Self::Listed, Self::Missing, Self::Gone];

    /// As it stands in the database and in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Listed => "LISTED",
            Self::Missing => "MISSING",
            Self::Gone => "GONE",
        }
    }

    /// The reverse of [`Self::as_str`].
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.as_str() == text)
    }
}

/// `POST /api/calendars/connect/ics`: an address or a path, one of the two.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct ConnectIcs {
    /// `https://`, `http://`, `webcal://` or `webcals://`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// A calendar file or a folder of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
}

/// `POST /api/calendars/connect/caldav`: an account on a CalDAV server. Connecting the same account
/// again gives it this password.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ConnectCalDav {
    /// The server's address, its host alone, or an e-mail address there; may be left out where
    /// `username` is an e-mail address.
    #[serde(default)]
    pub url: String,
    /// The name to sign in with.
    pub username: String,
    /// Its password; where one signs in with a second factor, an app password.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    #[serde(serialize_with = "secret::sent")]
    pub password: Secret<String>,
}

/// `PUT /api/calendars/integrations/{integrationId}/password`: another password for an account on a
/// CalDAV server, tried there before it is kept.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AccountPassword {
    /// The password; where one signs in with a second factor, an app password.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    #[serde(serialize_with = "secret::sent")]
    pub password: Secret<String>,
}

/// The answer to a connect call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Connected {
    /// Always true: a failure is an error envelope.
    pub success: bool,
    /// What was made.
    pub integration: ConnectedIntegration,
}

/// The new integration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ConnectedIntegration {
    /// Its id.
    pub id: IntegrationId,
    /// Its kind.
    pub provider: CalendarProvider,
    /// Its state.
    pub status: IntegrationStatus,
    /// How many calendars it has.
    pub calendars_found: usize,
}

/// `GET /api/calendars`: one integration with its calendars.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Integration {
    /// Its id.
    pub id: IntegrationId,
    /// Its kind.
    pub provider: CalendarProvider,
    /// How it fares.
    pub status: IntegrationStatus,
    /// What it reads.
    pub kind: SourceKind,
    /// What to call it: a file's name, an address' host.
    pub name: String,
    /// Where it is: a path whole, of an address only scheme and host, because the rest may be secret.
    pub address: Option<String>,
    /// The name that an account is signed in to with.
    pub username: Option<String>,
    /// The last time everything was read.
    pub last_sync_at: Option<Instant>,
    /// `last_sync_at` in the profile's zone.
    pub last_sync_local: Option<LocalMoment>,
    /// Since when it is being read, where that takes so long that no sync waits for it any longer.
    #[serde(default)]
    pub still_read_since: Option<LocalMoment>,
    /// How old what is known of it is.
    pub stale: Freshness,
    /// What is wrong: why the last sync failed, or what is wrong with the first three of its
    /// calendars and how many more there are.
    pub error_message: Option<String>,
    /// What of it as a whole had to be left out, in one sentence.
    #[serde(default)]
    pub notice: Option<String>,
    /// Its calendars.
    pub calendars: Vec<Calendar>,
}

impl Integration {
    /// What to call it where nothing beside its name says what it is: `ann@example.org at Google`.
    #[must_use]
    pub fn called(&self) -> String {
        called(self.provider, &self.name, self.address.as_deref())
    }
}

/// The name of an integration with where it is, unless that is its name already: one address may sign
/// in at several places.
#[must_use]
pub fn called(provider: CalendarProvider, name: &str, address: Option<&str>) -> String {
    let server = || {
        let (_, rest) = address?.split_once("://")?;
        rest.split(['/', ':']).next()
    };
    let place = match provider {
        CalendarProvider::Ics => None,
        CalendarProvider::CalDav => server(),
        CalendarProvider::Google => Some("Google"),
        CalendarProvider::Microsoft => Some("Microsoft"),
    };
    match place.filter(|place| !place.is_empty() && !name.contains(place)) {
        Some(place) => format!("{name} at {place}"),
        None => name.to_owned(),
    }
}

/// One calendar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Calendar {
    /// Its id.
    pub id: CalendarId,
    /// Its name.
    pub name: String,
    /// How it is shown elsewhere, `#rrggbb`, where its source tells.
    #[serde(default)]
    pub color: Option<String>,
    /// The IANA name of its zone, where its source tells.
    #[serde(default)]
    pub timezone: Option<String>,
    /// Whether it is its account's own.
    #[serde(default)]
    pub is_primary: bool,
    /// Whether its events remind.
    pub is_active: bool,
    /// What of its events may leave this computer.
    #[serde(default)]
    pub privacy: Privacy,
    /// Whether that counts for its private events, too; else those leave as "Busy" only.
    #[serde(default)]
    pub private_as_others: bool,
    /// Minutes before an event at which a reminder comes; the profile's where absent.
    #[serde(default)]
    pub lead_times: Option<Vec<LeadTime>>,
    /// Whether an event that brings reminders of its own reminds at those.
    #[serde(default)]
    pub use_provider_reminders: bool,
    /// How many of its events are ahead.
    pub upcoming_events: u32,
    /// Since when it is known here.
    pub added_at: Instant,
    /// The last time it was looked at and could be read.
    pub last_sync_at: Option<Instant>,
    /// `last_sync_at` in the profile's zone.
    pub last_sync_local: Option<LocalMoment>,
    /// Why it could not be read the last time, in one sentence.
    pub error_message: Option<String>,
    /// What of it had to be left out, in one sentence.
    #[serde(default)]
    pub notice: Option<String>,
    /// Whether its source lists it.
    #[serde(default)]
    pub presence: Presence,
    /// Since when its source does not.
    #[serde(default)]
    pub missing_since: Option<Instant>,
    /// `missing_since` in the profile's zone.
    #[serde(default)]
    pub missing_since_local: Option<LocalMoment>,
}

impl Calendar {
    /// What is wrong with it: why it could not be read, or else what of it was left out.
    #[must_use]
    pub fn trouble(&self) -> Option<&str> {
        self.error_message.as_deref().or(self.notice.as_deref())
    }

    /// Whether its events count: it is switched on, and not gone.
    #[must_use]
    pub fn counts(&self) -> bool {
        self.is_active && self.presence != Presence::Gone
    }
}

/// `PUT /api/calendars/integrations/{integrationId}`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct SwitchIntegration {
    /// On or off.
    pub is_active: Option<bool>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accounts_of_one_address_are_told_apart_by_where_they_are() {
        let ann = "ann@example.org";
        for (provider, address, expected) in [
            (CalendarProvider::Google, None, "ann@example.org at Google"),
            (
                CalendarProvider::Microsoft,
                None,
                "ann@example.org at Microsoft",
            ),
            (
                CalendarProvider::CalDav,
                Some("https://dav.example.net:8443/…"),
                "ann@example.org at dav.example.net",
            ),
            (CalendarProvider::CalDav, None, ann),
            (CalendarProvider::CalDav, Some("https://example.org/…"), ann),
            (
                CalendarProvider::Ics,
                Some("https://elsewhere.example/…"),
                ann,
            ),
        ] {
            assert_eq!(called(provider, ann, address), expected);
        }
    }
}
