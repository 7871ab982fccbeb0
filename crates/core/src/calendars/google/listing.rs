//! The calendars of an account.

use std::collections::BTreeMap;

use super::Collection;
use super::wire::{AccessRole, CALENDAR_FIELDS, CalendarEntry, CalendarPage};
use crate::calendars::bearer::Bearer;
use crate::calendars::found::{Found, Listing, MOST_CALENDARS, MOST_LISTED};
use crate::calendars::http::HttpFetcher;
use crate::calendars::{FetchError, appearance, json};

/// How many pages are asked for at most; one holds 250.
const MOST_PAGES: usize = 40;

/// How the ids of calendars end that Google makes up itself: holidays, birthdays, week numbers. What
/// is removed from them is not told of.
const MADE_BY_GOOGLE: &str = "@group.v.calendar.google.com";

/// The calendars of an account, those hidden from its list, too: one that is switched on here stays
/// there when it is hidden at Google.
pub(super) async fn list(
    http: &HttpFetcher,
    bearer: &Bearer,
) -> Result<Listing<Found<Collection>>, FetchError> {
    let mut found = BTreeMap::new();
    let mut order = Vec::new();
    let mut next: Option<String> = None;
    let mut is_complete = true;
    for _ in 0..MOST_PAGES {
        let page: CalendarPage = ask(http, bearer, next.as_deref()).await?;
        for raw in &page.items {
            let Some(entry) = readable(raw) else {
                is_complete = false;
                continue;
            };
            if entry.deleted || entry.id.is_empty() {
                continue;
            }
            let id = entry.id.clone();
            // Between two pages the list may have moved on.
            if found.insert(id.clone(), entry).is_none() {
                order.push(id);
            }
        }
        let is_stuck = page.next_page_token == next;
        next = page.next_page_token;
        if next.is_none() || is_stuck || order.len() >= MOST_LISTED {
            break;
        }
    }
    is_complete &= next.is_none() && order.len() <= MOST_CALENDARS;
    order.truncate(MOST_LISTED);
    let entries = order.iter().filter_map(|id| found.remove(id));
    let calendars: Vec<_> = entries.map(|entry| collection(bearer, entry)).collect();
    if calendars.is_empty() {
        return Err(FetchError::NoCalendars {
            place: bearer.to_string(),
        });
    }
    Ok(Listing {
        calendars,
        is_complete,
    })
}

async fn ask(
    http: &HttpFetcher,
    bearer: &Bearer,
    page: Option<&str>,
) -> Result<CalendarPage, FetchError> {
    let mut url = bearer.below(&["users", "me", "calendarList"]);
    url.query_pairs_mut()
        .append_pair("maxResults", "250")
        .append_pair("showHidden", "true")
        .append_pair("fields", CALENDAR_FIELDS)
        .extend_pairs(page.map(|page| ("pageToken", page)));
    json::get(http, &url, bearer, &[]).await
}

/// An entry of the list.
fn readable(raw: &serde_json::value::RawValue) -> Option<CalendarEntry> {
    match serde_json::from_str::<CalendarEntry>(raw.get()) {
        Ok(entry) => Some(entry),
        Err(error) => {
            tracing::warn!(%error, "a calendar of Google's list cannot be read");
            None
        }
    }
}

fn collection(bearer: &Bearer, entry: CalendarEntry) -> Found<Collection> {
    let names = [entry.summary_override.as_ref(), entry.summary.as_ref()];
    let name = names
        .into_iter()
        .flatten()
        .find(|name| !name.trim().is_empty());
    Found {
        name: name.unwrap_or(&entry.id).clone(),
        color: entry
            .background_color
            .as_deref()
            .and_then(appearance::color),
        zone: entry.time_zone.clone(),
        is_primary: entry.primary,
        is_on_at_first: is_on_at_first(&entry),
        location: Collection {
            bearer: bearer.clone(),
            tells_changes: !entry.id.ends_with(MADE_BY_GOOGLE),
            id: entry.id.clone(),
        },
        provider_id: entry.id,
    }
}

/// One's own calendars and those that one keeps with others remind; what one only looks at
/// (colleagues, holidays, birthdays, rooms) does when the person switches it on, and so does what
/// they do not even look at in Google.
fn is_on_at_first(entry: &CalendarEntry) -> bool {
    let is_own = matches!(
        entry.access_role,
        AccessRole::Owner | AccessRole::Writer | AccessRole::WriterWithoutPrivateAccess
    );
    entry.primary || (is_own && entry.selected && !entry.hidden)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn entry(json: &str) -> CalendarEntry {
        serde_json::from_str(json).unwrap()
    }

    #[rstest]
    #[case(r#"{"id":"a","primary":true,"accessRole":"owner"}"#, true)]
    #[case(r#"{"id":"a","selected":true,"accessRole":"owner"}"#, true)]
    #[case(r#"{"id":"a","selected":true,"accessRole":"writer"}"#, true)]
    #[case(r#"{"id":"a","accessRole":"owner"}"#, false)]
    #[case(
        r#"{"id":"a","selected":true,"hidden":true,"accessRole":"owner"}"#,
        false
    )]
    #[case(r#"{"id":"a","selected":true,"accessRole":"reader"}"#, false)]
    #[case(r#"{"id":"a","selected":true,"accessRole":"freeBusyReader"}"#, false)]
    #[case(r#"{"id":"a","selected":true,"accessRole":"madeUpLater"}"#, false)]
    fn what_is_ones_own_and_looked_at_is_on_at_first(#[case] json: &str, #[case] is_on: bool) {
        assert_eq!(is_on_at_first(&entry(json)), is_on);
    }
}
