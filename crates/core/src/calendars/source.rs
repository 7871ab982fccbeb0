//! Files, addresses and accounts as one, for whoever syncs them.

use super::caldav::{self, Account, CalDavSource, Look};
use super::http::SharedFetcher;
use super::ics::{self, IcsAddress, IcsSource};
use super::{FetchError, Fetched, LastBody, Validators};

/// What an integration reads.
#[derive(Clone, Debug)]
pub enum SourceAddress {
    /// A file, a folder or a subscription.
    Ics(IcsAddress),
    /// An account on a CalDAV server.
    CalDav(Account),
}

impl std::fmt::Display for SourceAddress {
    /// For people and logs: a path, or of an address only its host.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Ics(address) => address.fmt(f),
            Self::CalDav(account) => account.fmt(f),
        }
    }
}

/// One calendar of an integration.
#[derive(Clone, Debug)]
pub struct FoundCalendar {
    /// Tells it apart within its integration.
    pub provider_id: String,
    /// What to call it.
    pub name: String,
    /// Where it is.
    pub location: Location,
}

/// Where one calendar is.
#[derive(Clone, Debug)]
pub enum Location {
    /// A file or an address.
    Ics(ics::Location),
    /// A calendar of an account.
    CalDav(caldav::Collection),
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
        }
    }
}

/// Reads calendars, wherever they are.
#[derive(Clone, Default)]
pub struct CalendarSource {
    ics: IcsSource,
    caldav: CalDavSource,
}

impl CalendarSource {
    /// With one way to the network for all of them.
    #[must_use]
    pub fn new() -> Self {
        let http = SharedFetcher::default();
        Self {
            ics: IcsSource { http: http.clone() },
            caldav: CalDavSource { http },
        }
    }

    /// The part that finds accounts.
    #[must_use]
    pub fn caldav(&self) -> &CalDavSource {
        &self.caldav
    }

    /// The calendars that an address leads to.
    ///
    /// # Errors
    /// Why they could not be listed.
    pub async fn list(&self, address: &SourceAddress) -> Result<Vec<FoundCalendar>, FetchError> {
        match address {
            SourceAddress::Ics(address) => {
                let found = self.ics.list(address).await?;
                Ok(found.into_iter().map(FoundCalendar::from).collect())
            }
            SourceAddress::CalDav(account) => {
                let found = self.caldav.list(account).await?;
                Ok(found.into_iter().map(FoundCalendar::from).collect())
            }
        }
    }

    /// What a calendar says now, or that nothing has changed since `known`.
    ///
    /// # Errors
    /// Why it could not be read.
    pub async fn fetch(
        &self,
        location: &Location,
        known: Option<&Validators>,
        last: LastBody<'_>,
        look: Look,
    ) -> Result<Fetched, FetchError> {
        match (location, known) {
            (Location::Ics(location), known) => self.ics.fetch(location, known).await,
            (Location::CalDav(collection), Some(Validators::Dav(known))) => {
                let caldav = &self.caldav;
                caldav.fetch(collection, Some(known), last, look).await
            }
            (Location::CalDav(collection), _) => {
                self.caldav.fetch(collection, None, last, look).await
            }
        }
    }
}

impl From<ics::FoundCalendar> for FoundCalendar {
    fn from(found: ics::FoundCalendar) -> Self {
        Self {
            provider_id: found.provider_id,
            name: found.name,
            location: Location::Ics(found.location),
        }
    }
}

impl From<caldav::FoundCollection> for FoundCalendar {
    fn from(found: caldav::FoundCollection) -> Self {
        Self {
            provider_id: found.provider_id,
            name: found.name,
            location: Location::CalDav(found.collection),
        }
    }
}
