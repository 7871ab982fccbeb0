//! From what is known of a calendar to what it holds now.
//!
//! Google tells changes since a token. Such a list is not bounded by the range that the token was
//! given out for (a series that is touched comes with its instances of the next decades), and the
//! range itself does not move on with time. So changes are taken in only where they are few and
//! plain; in any other case, and once a day, the range is listed anew, which is always right.

use std::collections::BTreeMap;

use sha2::{Digest as _, Sha256};
use storytime_types::Instant;
use url::Url;

use super::Collection;
use super::copy::Copy;
use super::wire::{EVENT_FIELDS, EventPage, Item};
use crate::calendars::error::Asked;
use crate::calendars::found::{Look, Wanted};
use crate::calendars::http::HttpFetcher;
use crate::calendars::{
    BODY_LIMIT, FetchError, Fetched, GoogleState, LastBody, TimeRange, Validators, json,
};

/// The most events of a calendar that are taken in.
const MOST_EVENTS: usize = 50_000;

/// How many events a page may hold; Google's own limit.
const PAGE: &str = "2500";

/// How many pages of a listing are asked for. They may be nearly empty.
const MOST_PAGES: usize = 400;

/// How many pages of changes are asked for before a listing is the shorter way.
const MOST_PAGES_OF_CHANGES: usize = 3;

/// How much more than was asked for is listed, so that a listing lasts for a day (of 25 hours, too).
const AHEAD_MS: i64 = 26 * Instant::HOUR;

/// How much is listed of what is over.
const BEHIND_MS: i64 = Instant::DAY;

/// What a calendar holds now, or that it is as it was.
pub(super) async fn fetch(
    http: &HttpFetcher,
    collection: &Collection,
    wanted: Wanted<'_>,
) -> Result<Fetched, FetchError> {
    let reader = Reader { http, collection };
    let last = wanted.last;
    let range = TimeRange {
        from: wanted.from,
        to: wanted.to,
    };
    let known = match wanted.known {
        Some(Validators::Google(known)) if wanted.look == Look::Quick => Some(known),
        _ => None,
    };
    let known = known.filter(|known| known.range.holds(range));
    if let Some(known) = known
        && let Some(token) = &known.token
    {
        match reader.follow(token, last).await? {
            Followed::Unchanged => return Ok(Fetched::Unchanged),
            Followed::To(copy) => return Ok(body(&copy)),
            Followed::Nowhere => {}
        }
    }
    let range = match known {
        // The same range again, so that the two can be compared.
        Some(known) if known.token.is_none() => known.range,
        _ => range.widened(BEHIND_MS, AHEAD_MS),
    };
    let before = last.read().await.as_deref().and_then(Copy::parse);
    let copy = reader.listed(range, before.as_ref()).await?;
    let body = body(&copy);
    if let (Some(known), Fetched::Body { validators, .. }) = (known, &body)
        && *validators == Validators::Google(known.clone())
    {
        return Ok(Fetched::Unchanged);
    }
    Ok(body)
}

/// With a hash of the copy beside it: the copy is kept a moment before it is taken in, and where the
/// process ended in between it is newer than what is stored.
fn body(copy: &Copy) -> Fetched {
    let bytes = copy.to_bytes();
    let digest = Some(hex::encode(Sha256::digest(&bytes)));
    Fetched::Body {
        bytes,
        validators: Validators::Google(GoogleState {
            token: copy.token.clone(),
            range: copy.range,
            digest,
        }),
    }
}

/// Where the changes since a token lead.
enum Followed {
    /// There are none.
    Unchanged,
    /// To this.
    To(Copy),
    /// The range has to be listed.
    Nowhere,
}

struct Reader<'a> {
    http: &'a HttpFetcher,
    collection: &'a Collection,
}

/// What was said on several pages.
struct Said {
    items: Vec<Item>,
    /// The last page; its token is that of all.
    end: EventPage,
}

impl Reader<'_> {
    async fn follow(&self, token: &str, last: LastBody<'_>) -> Result<Followed, FetchError> {
        let said = match self
            .pages(&[("syncToken", token)], MOST_PAGES_OF_CHANGES)
            .await
        {
            Ok(Some(said)) => said,
            // Too much to be a few changes.
            Ok(None) | Err(FetchError::TooLarge { .. } | FetchError::TooManyEvents { .. }) => {
                return Ok(Followed::Nowhere);
            }
            Err(error) if is_expired(&error) => return Ok(Followed::Nowhere),
            Err(error) => return Err(error),
        };
        if said.items.is_empty() && last.exists().await {
            return Ok(Followed::Unchanged);
        }
        let copy = last.read().await.as_deref().and_then(Copy::parse);
        let copy = copy.filter(|copy| copy.token.as_deref() == Some(token));
        Ok(copy
            .and_then(|copy| changed(copy, said))
            .map_or(Followed::Nowhere, Followed::To))
    }

    /// Everything in a range. Of what cannot be read, what was known before stays.
    async fn listed(&self, range: TimeRange, before: Option<&Copy>) -> Result<Copy, FetchError> {
        let [from, to] = [range.from, range.to].map(|at| at.to_string());
        let asked = [("timeMin", &*from), ("timeMax", &*to)];
        let said = match self.pages(&asked, MOST_PAGES).await {
            // In the middle of paging: what was read so far is not worth anything.
            Err(error) if is_expired(&error) => self.pages(&asked, MOST_PAGES).await?,
            said => said?,
        };
        let said = said.ok_or_else(|| FetchError::NotUnderstood {
            place: self.collection.to_string(),
        })?;
        let mut copy = Copy::of(range);
        copy.head(&said.end);
        copy.token = said.end.next_sync_token;
        copy.token.take_if(|_| !self.collection.tells_changes);
        for item in said.items {
            match item {
                Item::There(id, event) => copy.put(id, *event),
                Item::Gone(id) => copy.remove(&id),
                Item::Series(_) => {}
                Item::Damaged(id) => copy.keep_damaged(id, before),
            }
        }
        Ok(copy)
    }

    /// All that is said to a question; none where it takes more pages than that.
    async fn pages(&self, asked: &[(&str, &str)], most: usize) -> Result<Option<Said>, FetchError> {
        let mut items = BTreeMap::new();
        let mut size = 0;
        let mut page_token: Option<String> = None;
        for _ in 0..most {
            let url = self.url(asked, page_token.as_deref());
            let page: EventPage = json::get(self.http, &url, &self.collection.bearer, &[]).await?;
            for raw in &page.items {
                let item = Item::read(raw);
                size += item.size();
                // What is said of an event last counts.
                items.insert(item.id().to_owned(), item);
            }
            self.check(items.len(), size)?;
            let is_stuck = page.next_page_token.is_some() && page.next_page_token == page_token;
            if is_stuck {
                return Ok(None);
            }
            match page.next_page_token {
                Some(next) => page_token = Some(next),
                None => {
                    let items = items.into_values().collect();
                    return Ok(Some(Said { items, end: page }));
                }
            }
        }
        Ok(None)
    }

    /// What is not said here must be the same in every question (the guide to synchronizing says so
    /// of questions with a sync token).
    fn url(&self, asked: &[(&str, &str)], page: Option<&str>) -> Url {
        let collection = self.collection;
        let bearer = &collection.bearer;
        let mut url = bearer.below(&["calendars", &collection.id, "events"]);
        url.query_pairs_mut()
            .append_pair("singleEvents", "true")
            .append_pair("maxResults", PAGE)
            .append_pair("fields", EVENT_FIELDS)
            .extend_pairs(asked)
            .extend_pairs(page.map(|page| ("pageToken", page)));
        url
    }

    /// Whether so many events of this size together are not too much.
    fn check(&self, count: usize, size: usize) -> Result<(), FetchError> {
        let place = self.collection.to_string();
        if count > MOST_EVENTS {
            let limit = MOST_EVENTS;
            return Err(FetchError::TooManyEvents { place, limit });
        }
        if size as u64 > BODY_LIMIT {
            let limit = BODY_LIMIT;
            return Err(FetchError::TooLarge {
                place,
                limit,
                asked: Asked::Account,
            });
        }
        Ok(())
    }
}

/// Whether a token is no longer good: a sync token is answered with 410 then, a page token with 400.
fn is_expired(error: &FetchError) -> bool {
    matches!(
        error,
        FetchError::SyncTokenExpired { .. } | FetchError::Status { status: 400, .. }
    )
}

/// What a copy becomes by changes; none where they cannot be told from it.
fn changed(mut copy: Copy, said: Said) -> Option<Copy> {
    copy.head(&said.end);
    copy.token = Some(said.end.next_sync_token?);
    for item in said.items {
        match item {
            Item::There(id, event) => copy.put(id, *event),
            Item::Gone(id) => copy.remove(&id),
            // What became of its instances is another question.
            Item::Series(_) => return None,
            Item::Damaged(id) => copy.keep_damaged(id, None),
        }
    }
    (copy.events.len() <= MOST_EVENTS && copy.size() as u64 <= BODY_LIMIT).then_some(copy)
}
