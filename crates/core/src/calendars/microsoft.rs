//! The calendars of an account at Microsoft
//! (<https://learn.microsoft.com/graph/api/resources/calendar>).

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use url::Url;

use super::bearer::Bearer;
use super::error::RedirectFault;
use super::http::SharedFetcher;
use super::redacted::redacted;
use super::source::{FoundCalendar, Location, Wanted};
use super::{FetchError, Fetched, MicrosoftState, Validators, json};

/// Times in UTC, and ids that stay when an event is moved.
const PREFER: [(&str, &str); 1] = [("Prefer", "outlook.timezone=\"UTC\", IdType=\"ImmutableId\"")];

/// One calendar of an account.
#[derive(Clone, Debug)]
pub struct Collection {
    id: String,
    bearer: Bearer,
}

impl std::fmt::Display for Collection {
    /// For people and logs: only the host.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.bearer.fmt(f)
    }
}

/// Reads calendars from Microsoft Graph.
#[derive(Clone, Default)]
pub struct MicrosoftSource {
    pub(super) http: SharedFetcher,
}

#[derive(Deserialize)]
struct Page<T> {
    value: Vec<T>,
    #[serde(rename = "@odata.nextLink")]
    next_link: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Entry {
    id: String,
    #[serde(default)]
    name: String,
    hex_color: Option<String>,
    #[serde(default)]
    is_default_calendar: bool,
}

/// What is kept of a calendar: its events within the window.
#[derive(Serialize)]
struct Copy {
    value: Vec<Box<RawValue>>,
}

impl MicrosoftSource {
    /// The calendars of an account.
    ///
    /// # Errors
    /// Why they could not be listed.
    pub async fn list(&self, bearer: &Bearer) -> Result<Vec<FoundCalendar>, FetchError> {
        let url = bearer.below(&["me", "calendars"]);
        let entries: Vec<Entry> = self.pages(url, bearer).await?;
        let found = entries.into_iter().map(|entry| FoundCalendar {
            name: entry.name,
            color: entry.hex_color.filter(|color| !color.is_empty()),
            zone: None,
            is_primary: entry.is_default_calendar,
            location: Location::Microsoft(Collection {
                id: entry.id.clone(),
                bearer: bearer.clone(),
            }),
            provider_id: entry.id,
        });
        Ok(found.collect())
    }

    /// The events of a calendar within the time that is wanted.
    ///
    /// # Errors
    /// Why they could not be read.
    pub async fn fetch(
        &self,
        collection: &Collection,
        wanted: Wanted<'_>,
    ) -> Result<Fetched, FetchError> {
        let bearer = &collection.bearer;
        let mut url = bearer.below(&["me", "calendars", &collection.id, "calendarView"]);
        url.query_pairs_mut()
            .append_pair("startDateTime", &wanted.from.to_string())
            .append_pair("endDateTime", &wanted.to.to_string())
            .append_pair("$top", "1000");
        let value = self.pages(url, bearer).await?;
        let copy = serde_json::to_vec(&Copy { value }).unwrap_or_default();
        Ok(Fetched::Body {
            bytes: copy.into(),
            validators: Validators::Microsoft(MicrosoftState::default()),
        })
    }

    async fn pages<T: serde::de::DeserializeOwned>(
        &self,
        url: Url,
        bearer: &Bearer,
    ) -> Result<Vec<T>, FetchError> {
        let http = self.http.get()?;
        let mut page: Page<T> = json::get(http, &url, bearer, &PREFER).await?;
        let mut values = page.value;
        while let Some(next) = page.next_link {
            let next = same_host(bearer, &next)?;
            page = json::get(http, &next, bearer, &PREFER).await?;
            values.append(&mut page.value);
        }
        Ok(values)
    }
}

/// The next page's address, if it is where the token may go.
fn same_host(bearer: &Bearer, next: &str) -> Result<Url, FetchError> {
    let place = redacted(&bearer.api);
    match Url::parse(next) {
        Ok(url) if url.origin() == bearer.api.origin() => Ok(url),
        Ok(url) => Err(FetchError::RedirectRefused {
            place,
            to: redacted(&url),
            reason: RedirectFault::AnotherServer,
        }),
        Err(_) => Err(FetchError::NotUnderstood { place }),
    }
}
