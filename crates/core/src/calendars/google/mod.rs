//! The calendars of an account at Google (Calendar API v3).
//!
//! ```text
//! Bearer ──► list ──► one Collection a calendar ──► fetch ──► Fetched (the whole Copy)
//! ```
//! Google expands series itself (`singleEvents`), so what comes are instances. A look costs one
//! request for the account and one for each calendar that is on; most of the latter answer that
//! nothing changed.
//!
//! - `listing`: the calendars, and which of them are on at first
//! - `changes`: from what is known to what is
//! - [`copy`]: what is known of a calendar, from one look to the next
//! - [`event`]: what is kept of an event
//! - `wire`: what Google answers

mod changes;
pub mod copy;
pub mod event;
mod listing;
mod wire;

pub use copy::Copy;
pub use event::{Event, EventKind, Reminder, Response, Time};

use super::bearer::Bearer;
use super::found::{Found, Listing, Wanted};
use super::http::SharedFetcher;
use super::{FetchError, Fetched};

/// One calendar of an account.
#[derive(Clone, Debug)]
pub struct Collection {
    bearer: Bearer,
    id: String,
    /// Whether Google tells everything that changes in it.
    tells_changes: bool,
}

impl Collection {
    /// What opens it.
    #[must_use]
    pub fn bearer(&self) -> &Bearer {
        &self.bearer
    }

    /// The same calendar, with another token.
    #[must_use]
    pub fn opened_by(&self, bearer: &Bearer) -> Self {
        Self {
            bearer: bearer.clone(),
            ..self.clone()
        }
    }
}

impl std::fmt::Display for Collection {
    /// For people and logs: only the host.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.bearer.fmt(f)
    }
}

/// Reads calendars from Google.
#[derive(Clone, Default)]
pub struct GoogleSource {
    pub(super) http: SharedFetcher,
}

impl GoogleSource {
    /// The calendars of an account.
    ///
    /// # Errors
    /// Why they could not be listed.
    pub async fn list(&self, bearer: &Bearer) -> Result<Listing<Found<Collection>>, FetchError> {
        listing::list(self.http.get()?, bearer).await
    }

    /// What a calendar holds within the time that is wanted, or that nothing has changed since it was
    /// last read. The body is a [`Copy`], which may hold more.
    ///
    /// # Errors
    /// Why it could not be read.
    pub async fn fetch(
        &self,
        collection: &Collection,
        wanted: Wanted<'_>,
    ) -> Result<Fetched, FetchError> {
        changes::fetch(self.http.get()?, collection, wanted).await
    }
}
