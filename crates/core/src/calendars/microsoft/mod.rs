//! The calendars of an account at Microsoft, through Graph v1.0.
//!
//! ```text
//! Bearer ──► list ──► one Collection a calendar ──► fetch ──► Fetched (the whole Copy)
//! ```
//! Graph expands series itself (`calendarView`), so what comes are instances, all of them within two
//! weeks each time. A look costs one request for the account and one for each calendar, which asks
//! for what is short; when that changed, one more brings the rest.
//!
//! - `listing`: the calendars of an account
//! - `view`: what a calendar holds
//! - [`copy`]: what is known of a calendar, from one look to the next
//! - [`event`]: what is kept of an event
//! - `pages`: lists that come page by page
//! - `lanes`: how many questions are put at once

pub mod copy;
pub mod event;
mod lanes;
mod listing;
mod pages;
mod view;

use std::sync::Arc;

use tokio::sync::Semaphore;

pub use copy::Copy;
pub use event::{Event, Kind};

use super::bearer::Bearer;
use super::found::{Found, Listing, Wanted};
use super::http::SharedFetcher;
use super::{FetchError, Fetched};
use lanes::Lanes;

/// An account, and the lane in which its questions wait for each other.
#[derive(Clone, Debug)]
struct Account {
    bearer: Bearer,
    lane: Arc<Semaphore>,
}

/// One calendar of an account.
#[derive(Clone, Debug)]
pub struct Collection {
    account: Account,
    id: String,
}

impl Collection {
    /// What opens it.
    pub(super) fn bearer(&self) -> &Bearer {
        &self.account.bearer
    }

    /// The same calendar, with another token.
    pub(super) fn opened_by(&self, bearer: &Bearer) -> Self {
        let mut other = self.clone();
        other.account.bearer = bearer.clone();
        other
    }
}

impl std::fmt::Display for Collection {
    /// For people and logs: only the host.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.account.bearer.fmt(f)
    }
}

/// Reads calendars from Microsoft Graph.
#[derive(Clone, Default)]
pub struct MicrosoftSource {
    pub(super) http: SharedFetcher,
    lanes: Lanes,
}

impl MicrosoftSource {
    /// With this way to the network.
    #[must_use]
    pub(super) fn new(http: SharedFetcher) -> Self {
        Self {
            http,
            lanes: Lanes::default(),
        }
    }

    /// The calendars of an account.
    ///
    /// # Errors
    /// Why they could not be listed.
    pub async fn list(&self, bearer: &Bearer) -> Result<Listing<Found<Collection>>, FetchError> {
        let account = Account {
            lane: self.lanes.of(bearer),
            bearer: bearer.clone(),
        };
        listing::list(self.http.get()?, &account).await
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
        view::fetch(self.http.get()?, collection, wanted).await
    }
}
