//! Files, addresses and accounts as one, for whoever syncs them.

use super::bearer::Bearer;
use super::caldav::{self, Account, CalDavSource, NameServers};
pub use super::found::Listing;
use super::found::{Found, Wanted};
use super::google::{self, GoogleSource};
use super::http::SharedFetcher;
use super::ics::{self, IcsAddress, IcsSource};
use super::microsoft::{self, MicrosoftSource};
use super::oauth::{Authority, OAuth};
use super::{FetchError, Fetched, Validators};

/// What an integration reads.
#[derive(Clone, Debug)]
pub enum SourceAddress {
    /// A file, a folder or a subscription.
    Ics(IcsAddress),
    /// An account on a CalDAV server.
    CalDav(Account),
    /// An account at Google.
    Google(Bearer),
    /// An account at Microsoft.
    Microsoft(Bearer),
}

impl std::fmt::Display for SourceAddress {
    /// For people and logs: a path, or of an address only its host.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Ics(address) => address.fmt(f),
            Self::CalDav(account) => account.fmt(f),
            Self::Google(bearer) | Self::Microsoft(bearer) => bearer.fmt(f),
        }
    }
}

impl Authority {
    /// What an account there reads.
    #[must_use]
    pub fn source(self, bearer: Bearer) -> SourceAddress {
        match self {
            Self::Google => SourceAddress::Google(bearer),
            Self::Microsoft => SourceAddress::Microsoft(bearer),
        }
    }
}

/// One calendar of an integration, wherever it is.
pub type FoundCalendar = Found<Location>;

/// Where one calendar is.
#[derive(Clone, Debug)]
pub enum Location {
    /// A file or an address.
    Ics(ics::Location),
    /// A calendar of an account on a CalDAV server.
    CalDav(caldav::Collection),
    /// A calendar of an account at Google.
    Google(google::Collection),
    /// A calendar of an account at Microsoft.
    Microsoft(microsoft::Collection),
}

impl Location {
    /// Whether its last body is kept: files are simply read again.
    #[must_use]
    pub fn keeps_body(&self) -> bool {
        !matches!(self, Self::Ics(ics::Location::File(_)))
    }
}

impl std::fmt::Display for Location {
    /// For people and logs: a path, or of an address only its host.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Ics(location) => location.fmt(f),
            Self::CalDav(collection) => collection.fmt(f),
            Self::Google(collection) => collection.fmt(f),
            Self::Microsoft(collection) => collection.fmt(f),
        }
    }
}

impl SourceAddress {
    /// The token that opens it, where one does.
    #[must_use]
    pub fn bearer(&self) -> Option<&Bearer> {
        match self {
            Self::Google(bearer) | Self::Microsoft(bearer) => Some(bearer),
            Self::Ics(_) | Self::CalDav(_) => None,
        }
    }
}

impl Location {
    /// The token that opens it, where one does.
    #[must_use]
    pub fn bearer(&self) -> Option<&Bearer> {
        match self {
            Self::Google(collection) => Some(collection.bearer()),
            Self::Microsoft(collection) => Some(collection.bearer()),
            Self::Ics(_) | Self::CalDav(_) => None,
        }
    }

    /// The same place with another token, where one opens it.
    #[must_use]
    pub fn opened_by(&self, bearer: Option<&Bearer>) -> Self {
        match (self, bearer) {
            (Self::Google(collection), Some(bearer)) => Self::Google(collection.opened_by(bearer)),
            (Self::Microsoft(collection), Some(bearer)) => {
                Self::Microsoft(collection.opened_by(bearer))
            }
            _ => self.clone(),
        }
    }
}

/// Reads calendars, wherever they are.
#[derive(Clone, Default)]
pub struct CalendarSource {
    ics: IcsSource,
    caldav: CalDavSource,
    google: GoogleSource,
    microsoft: MicrosoftSource,
    oauth: OAuth,
}

impl CalendarSource {
    /// With one way to the network for all of them, and the system's name servers.
    #[must_use]
    pub fn new() -> Self {
        Self::asking(NameServers::System)
    }

    /// As [`Self::new`], with these name servers to say where a domain's calendars are.
    #[must_use]
    pub fn asking(name_servers: NameServers) -> Self {
        let http = SharedFetcher::default();
        Self {
            ics: IcsSource { http: http.clone() },
            caldav: CalDavSource {
                http: http.clone(),
                name_servers,
            },
            google: GoogleSource { http: http.clone() },
            microsoft: MicrosoftSource::new(http.clone()),
            oauth: OAuth { http },
        }
    }

    /// The part that finds accounts.
    #[must_use]
    pub fn caldav(&self) -> &CalDavSource {
        &self.caldav
    }

    /// The part that signs in at providers.
    #[must_use]
    pub fn oauth(&self) -> &OAuth {
        &self.oauth
    }

    /// The calendars that an address leads to.
    ///
    /// # Errors
    /// Why they could not be listed.
    pub async fn list(
        &self,
        address: &SourceAddress,
    ) -> Result<Listing<FoundCalendar>, FetchError> {
        match address {
            SourceAddress::Ics(address) => {
                let found = self.ics.list(address).await?;
                let calendars = found.into_iter().map(FoundCalendar::from).collect();
                Ok(Listing {
                    calendars,
                    is_complete: true,
                })
            }
            SourceAddress::CalDav(account) => {
                let found = self.caldav.list(account).await?;
                Ok(found.map(FoundCalendar::from))
            }
            SourceAddress::Google(bearer) => {
                let found = self.google.list(bearer).await?;
                let placed = |one: Found<_>| one.placed(Location::Google);
                Ok(found.map(placed))
            }
            SourceAddress::Microsoft(bearer) => {
                let found = self.microsoft.list(bearer).await?;
                let placed = |one: Found<_>| one.placed(Location::Microsoft);
                Ok(found.map(placed))
            }
        }
    }

    /// What a calendar says now, or that nothing has changed since the last answer.
    ///
    /// # Errors
    /// Why it could not be read.
    pub async fn fetch(
        &self,
        location: &Location,
        wanted: Wanted<'_>,
    ) -> Result<Fetched, FetchError> {
        let Wanted {
            known, last, look, ..
        } = wanted;
        match location {
            Location::Ics(location) => self.ics.fetch(location, known).await,
            Location::CalDav(collection) => {
                let known = match known {
                    Some(Validators::Dav(known)) => Some(known),
                    _ => None,
                };
                self.caldav.fetch(collection, known, last, look).await
            }
            Location::Google(collection) => self.google.fetch(collection, wanted).await,
            Location::Microsoft(collection) => self.microsoft.fetch(collection, wanted).await,
        }
    }
}

impl From<ics::FoundCalendar> for FoundCalendar {
    fn from(found: ics::FoundCalendar) -> Self {
        Self {
            provider_id: found.provider_id,
            name: found.name,
            color: None,
            zone: None,
            is_primary: false,
            is_on_at_first: true,
            location: Location::Ics(found.location),
        }
    }
}

impl From<caldav::FoundCollection> for FoundCalendar {
    fn from(found: caldav::FoundCollection) -> Self {
        Self {
            provider_id: found.provider_id,
            name: found.name,
            color: found.color,
            zone: found.zone,
            is_primary: false,
            is_on_at_first: true,
            location: Location::CalDav(found.collection),
        }
    }
}
