//! The calendars of an account at Google
//! (<https://developers.google.com/workspace/calendar/api/v3/reference>).

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use url::Url;

use super::bearer::Bearer;
use super::http::SharedFetcher;
use super::source::{FoundCalendar, Location, Wanted};
use super::{FetchError, Fetched, GoogleState, Validators, json};

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

/// Reads calendars from Google.
#[derive(Clone, Default)]
pub struct GoogleSource {
    pub(super) http: SharedFetcher,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Page<T> {
    #[serde(default = "Vec::new")]
    items: Vec<T>,
    next_page_token: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Entry {
    id: String,
    #[serde(default)]
    summary: String,
    summary_override: Option<String>,
    time_zone: Option<String>,
    background_color: Option<String>,
    #[serde(default)]
    primary: bool,
}

/// What is kept of a calendar: its events within the window.
#[derive(Serialize)]
struct Copy {
    items: Vec<Box<RawValue>>,
}

impl GoogleSource {
    /// The calendars of an account.
    ///
    /// # Errors
    /// Why they could not be listed.
    pub async fn list(&self, bearer: &Bearer) -> Result<Vec<FoundCalendar>, FetchError> {
        let url = bearer.below(&["users", "me", "calendarList"]);
        let entries: Vec<Entry> = self.pages(&url, bearer).await?;
        let found = entries.into_iter().map(|entry| FoundCalendar {
            name: entry.summary_override.unwrap_or(entry.summary),
            color: entry.background_color,
            zone: entry.time_zone,
            is_primary: entry.primary,
            location: Location::Google(Collection {
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
        let mut url = bearer.below(&["calendars", &collection.id, "events"]);
        url.query_pairs_mut()
            .append_pair("singleEvents", "true")
            .append_pair("maxResults", "2500")
            .append_pair("timeMin", &wanted.from.to_string())
            .append_pair("timeMax", &wanted.to.to_string());
        let items = self.pages(&url, bearer).await?;
        let copy = serde_json::to_vec(&Copy { items }).unwrap_or_default();
        Ok(Fetched::Body {
            bytes: copy.into(),
            validators: Validators::Google(GoogleState::default()),
        })
    }

    async fn pages<T: serde::de::DeserializeOwned>(
        &self,
        url: &Url,
        bearer: &Bearer,
    ) -> Result<Vec<T>, FetchError> {
        let http = self.http.get()?;
        let mut page: Page<T> = json::get(http, url, bearer, &[]).await?;
        let mut items = page.items;
        while let Some(token) = page.next_page_token {
            let mut next = url.clone();
            next.query_pairs_mut().append_pair("pageToken", &token);
            page = json::get(http, &next, bearer, &[]).await?;
            items.append(&mut page.items);
        }
        Ok(items)
    }
}
