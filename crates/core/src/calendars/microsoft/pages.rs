//! Lists that Graph hands out page by page
//! (<https://learn.microsoft.com/graph/paging>).

use serde::Deserialize;
use serde::de::DeserializeOwned;
use url::Url;

use super::Account;
use crate::calendars::error::RedirectFault;
use crate::calendars::http::HttpFetcher;
use crate::calendars::redacted::redacted;
use crate::calendars::{FetchError, json};

/// Times in UTC, ids that stay when an event is moved, and descriptions as text.
const PREFER: [(&str, &str); 1] = [(
    "Prefer",
    "outlook.timezone=\"UTC\", IdType=\"ImmutableId\", outlook.body-content-type=\"text\"",
)];

/// How many pages of one list are asked for at most; a page may be empty.
const MOST_PAGES: usize = 500;

#[derive(Deserialize)]
struct Page<T> {
    value: Vec<T>,
    #[serde(rename = "@odata.nextLink")]
    next_link: Option<String>,
}

/// Hands each page of a list to `take`, until there are no more or `take` has enough.
pub(super) async fn each<T: DeserializeOwned>(
    http: &HttpFetcher,
    account: &Account,
    mut url: Url,
    mut take: impl FnMut(Vec<T>) -> Result<(), FetchError>,
) -> Result<(), FetchError> {
    for _ in 0..MOST_PAGES {
        let page: Page<T> = ask(http, account, &url).await?;
        take(page.value)?;
        let Some(next) = page.next_link else {
            return Ok(());
        };
        let next = within(account, &url, &next)?;
        if next == url {
            break;
        }
        url = next;
    }
    Err(not_understood(account))
}

async fn ask<T: DeserializeOwned>(
    http: &HttpFetcher,
    account: &Account,
    url: &Url,
) -> Result<T, FetchError> {
    // Refused only where the lane was closed, which nobody does.
    let _turn = account.lane.acquire().await;
    json::get(http, url, &account.bearer, &PREFER).await
}

/// The next page's address, if it is where the token may go.
fn within(account: &Account, from: &Url, next: &str) -> Result<Url, FetchError> {
    let api = &account.bearer.api;
    match from.join(next) {
        Ok(url) if url.origin() == api.origin() => Ok(url),
        Ok(url) => Err(FetchError::RedirectRefused {
            place: redacted(api),
            to: redacted(&url),
            reason: RedirectFault::NotSignedInThere,
        }),
        Err(_) => Err(not_understood(account)),
    }
}

fn not_understood(account: &Account) -> FetchError {
    FetchError::NotUnderstood {
        place: account.bearer.to_string(),
    }
}
