//! Calendar files (RFC 5545): one file, a folder of them, or a subscription address.
//!
//! ```text
//! what was typed ──► IcsAddress ──► list ──► one Location a calendar ──► fetch ──► Fetched
//! ```
//! A folder is read flat: each file in it that ends in `.ics` is a calendar of its own, named after
//! the file. Folders inside it are left alone, because trees of calendar files (vdir) hold one event
//! a file and are another format.

pub mod address;
pub mod body;
pub mod file;
pub mod folder;
mod glance;
mod refresh;

use std::path::PathBuf;

use url::Url;

pub use address::{AddressError, IcsAddress};
pub use glance::Glance;

use super::http::SharedFetcher;
use super::redacted::redacted;
use super::{FetchError, Fetched, Validators};

/// One calendar that an address leads to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FoundCalendar {
    /// Tells it apart within its integration: the file's name in a folder, otherwise `calendar`.
    pub provider_id: String,
    /// What to call it until its own name (`X-WR-CALNAME`) is known.
    pub name: String,
    /// Where it is.
    pub location: Location,
}

/// Where one calendar is.
#[derive(Clone, PartialEq, Eq)]
pub enum Location {
    /// A file.
    File(PathBuf),
    /// An `http` or `https` address.
    Url(Url),
}

impl std::fmt::Display for Location {
    /// For people and logs: of an address only its host.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::File(path) => write!(f, "{}", path.display()),
            Self::Url(url) => f.write_str(&redacted(url)),
        }
    }
}

impl std::fmt::Debug for Location {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Location({self})")
    }
}

/// Reads calendars from files and addresses.
#[derive(Clone, Default)]
pub struct IcsSource {
    pub(super) http: SharedFetcher,
}

impl IcsSource {
    /// The calendars that an address leads to: one, or one for each file of a folder.
    ///
    /// # Errors
    /// A folder that is missing, cannot be read or holds no calendar file. Whether a file or an
    /// address can be read is for [`Self::fetch`] to say.
    pub async fn list(&self, address: &IcsAddress) -> Result<Vec<FoundCalendar>, FetchError> {
        match address {
            IcsAddress::Folder(path) => folder::list(path.clone()).await,
            IcsAddress::File(path) => Ok(vec![single(Location::File(path.clone()), address)]),
            IcsAddress::Url(url) => Ok(vec![single(Location::Url(url.clone()), address)]),
        }
    }

    /// What a calendar says now, or that nothing has changed since `known`. The body is a complete
    /// calendar as far as its first and last line tell.
    ///
    /// # Errors
    /// Why it could not be read.
    pub async fn fetch(
        &self,
        location: &Location,
        known: Option<&Validators>,
    ) -> Result<Fetched, FetchError> {
        let mut fetched = self.fetch_as_it_is(location, known).await?;
        if let Fetched::Body { bytes, validators } = &mut fetched {
            body::check(bytes, &location.to_string())?;
            if let Validators::Http(known) = validators {
                known.refresh_ms = refresh::every_ms(bytes, known.refresh_ms);
            }
        }
        Ok(fetched)
    }

    /// As [`Self::fetch`], but whatever the body is: for somebody who wants to see what can still be
    /// read of a damaged calendar.
    ///
    /// # Errors
    /// Why it could not be read.
    pub async fn fetch_as_it_is(
        &self,
        location: &Location,
        known: Option<&Validators>,
    ) -> Result<Fetched, FetchError> {
        match (location, known) {
            (Location::File(path), Some(Validators::File(state))) => {
                file::read(path.clone(), Some(state.clone())).await
            }
            (Location::File(path), _) => file::read(path.clone(), None).await,
            (Location::Url(url), Some(Validators::Http(sent))) => {
                self.http.get()?.fetch(url, Some(sent)).await
            }
            (Location::Url(url), _) => self.http.get()?.fetch(url, None).await,
        }
    }
}

fn single(location: Location, address: &IcsAddress) -> FoundCalendar {
    FoundCalendar {
        provider_id: "calendar".to_owned(),
        name: address.name(),
        location,
    }
}
