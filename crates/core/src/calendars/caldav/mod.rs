//! The calendars of an account on a CalDAV server (RFC 4791).
//!
//! ```text
//! what was typed ──► discover ──► Account ──► list ──► one Collection a calendar ──► fetch ──► Fetched
//! ```
//! A look costs one request for the whole account: the list of its calendars says of each whether
//! anything in it changed (its ctag and sync token). Of a calendar that changed only the changes are
//! asked for (RFC 6578); where a server cannot say them, or says something that does not fit, every
//! entity tag is compared. The server is never asked to expand a series: several do it wrong.
//!
//! - [`entry`]: what was typed
//! - [`service`]: which server a domain names (RFC 6764, 3 to 6)
//! - [`discovery`]: from there to the account's calendars (RFC 6764, 6)
//! - [`account`]: where an account's calendars are, and who is allowed to see its password
//! - [`copy`]: what is known of a calendar, from one look to the next
//! - `question`, `multistatus`: what is asked, and what is read from the answers (RFC 4918)
//! - `changes`: from what is known to what is
//! - `damage`: what becomes of an event whose text is damaged

pub mod account;
mod changes;
pub mod copy;
mod damage;
pub mod discovery;
pub mod entry;
mod multistatus;
mod question;
pub mod service;

use url::Url;

pub use account::{Account, Login};
pub use copy::Copy;
pub use discovery::DiscoveryError;
pub use entry::{Entry, EntryError};
pub use service::NameServers;

use super::appearance;
pub use super::found::Look;
use super::found::{Listing, MOST_CALENDARS, MOST_LISTED};
use super::http::SharedFetcher;
use super::redacted::redacted;
use super::{DavState, FetchError, Fetched, LastBody};
use multistatus::{Member, Multistatus};
use question::DavQuestion;

/// One calendar of an account.
#[derive(Clone)]
pub struct Collection {
    url: Url,
    login: Login,
    /// What the server said of its state when the account was listed.
    listed: DavState,
}

impl std::fmt::Display for Collection {
    /// For people and logs: only the host.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&redacted(&self.url))
    }
}

impl std::fmt::Debug for Collection {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Collection({self})")
    }
}

/// A calendar that an account has.
#[derive(Clone, Debug)]
pub struct FoundCollection {
    /// Tells it apart within its account: its path.
    pub provider_id: String,
    /// What its owner calls it.
    pub name: String,
    /// How its owner has it shown, `#rrggbb`.
    pub color: Option<String>,
    /// The IANA name of its zone.
    pub zone: Option<String>,
    /// Where it is.
    pub collection: Collection,
}

/// Reads calendars from CalDAV servers.
#[derive(Clone, Default)]
pub struct CalDavSource {
    pub(super) http: SharedFetcher,
    pub(super) name_servers: NameServers,
}

impl CalDavSource {
    /// One that asks these name servers, and trusts servers whose certificates this authority signed
    /// besides those that the system trusts.
    ///
    /// # Errors
    /// [`FetchError::NoClient`] where no secure connection can be made on this computer.
    pub fn trusting(
        name_servers: NameServers,
        authority: &reqwest::Certificate,
    ) -> Result<Self, FetchError> {
        Ok(Self {
            http: SharedFetcher::trusting(authority)?,
            name_servers,
        })
    }

    /// The account behind what was typed.
    ///
    /// # Errors
    /// Why none could be found.
    pub async fn discover(&self, entry: &Entry, login: Login) -> Result<Account, DiscoveryError> {
        let http = self.http.get()?;
        discovery::discover(http, &self.name_servers, entry, login).await
    }

    /// The calendars of an account that can hold events. A home that the server no longer shows is
    /// left out as long as another one is there.
    ///
    /// # Errors
    /// Why they could not be listed.
    pub async fn list(&self, account: &Account) -> Result<Listing<FoundCollection>, FetchError> {
        let mut all: Vec<FoundCollection> = Vec::new();
        let (mut refused, mut is_complete) = (None, true);
        for home in account.homes() {
            match self.list_home(account, home).await {
                Ok(found) => {
                    is_complete &= found.is_complete;
                    for one in found.calendars {
                        if !all.iter().any(|known| known.provider_id == one.provider_id) {
                            all.push(one);
                        }
                    }
                }
                Err(error @ FetchError::CalDavRefused { .. }) => refused = refused.or(Some(error)),
                Err(error) => return Err(error),
            }
        }
        is_complete &= refused.is_none() && all.len() <= MOST_CALENDARS;
        all.truncate(MOST_LISTED);
        if all.is_empty() {
            return Err(refused.unwrap_or_else(|| FetchError::NoCalendars {
                place: account.to_string(),
            }));
        }
        Ok(Listing {
            calendars: all,
            is_complete,
        })
    }

    async fn list_home(
        &self,
        account: &Account,
        home: &Url,
    ) -> Result<Listing<FoundCollection>, FetchError> {
        let question = DavQuestion::listing(&account.login);
        let (url, answer) = question::ask(self.http.get()?, home, &question).await?;
        let mut is_complete = !answer.leaves_one_unnamed && answer.members.iter().all(says_all);
        let calendars = answer.members.into_iter().filter(holds_events);
        let found: Vec<_> = calendars
            .map(|member| found(&url, account, member))
            .collect();
        is_complete &= found.iter().all(Option::is_some);
        Ok(Listing {
            calendars: found.into_iter().flatten().collect(),
            is_complete,
        })
    }

    /// What a calendar holds now, or that nothing has changed since `known`. The body is a [`Copy`].
    ///
    /// # Errors
    /// Why it could not be read.
    pub async fn fetch(
        &self,
        collection: &Collection,
        known: Option<&DavState>,
        last: LastBody<'_>,
        look: Look,
    ) -> Result<Fetched, FetchError> {
        let http = self.http.get()?;
        changes::fetch(http, collection, known, last, look).await
    }
}

/// Tells a calendar apart within its account: its path, and its server where homes lie on several.
fn name_within(account: &Account, url: &Url) -> String {
    let path = question::key(url);
    let is_apart = !account.more_homes.is_empty() && url.origin() != account.home.origin();
    if is_apart {
        format!("{}{path}", url.origin().ascii_serialization())
    } else {
        path
    }
}

/// Whether a server says enough of a resource to know that it is no calendar, or which one.
fn says_all(member: &Member) -> bool {
    match member.status {
        None => member.kind_is_known,
        Some(status) => matches!(status, 404 | 410) || member.kind_is_known && status < 300,
    }
}

fn holds_events(member: &Member) -> bool {
    let of_events = |components: &Vec<String>| {
        let mut components = components.iter();
        components.any(|name| name.eq_ignore_ascii_case("VEVENT"))
    };
    member.is_calendar && member.components.as_ref().is_none_or(of_events)
}

fn found(listed_at: &Url, account: &Account, member: Member) -> Option<FoundCollection> {
    let url = question::within(listed_at, &member.href)?;
    let last = url
        .path_segments()?
        .rfind(|part| !part.is_empty())
        .unwrap_or_default()
        .to_owned();
    let name = member.display_name.unwrap_or_default();
    Some(FoundCollection {
        provider_id: name_within(account, &url),
        name: if name.trim().is_empty() { last } else { name },
        color: member.color.as_deref().and_then(appearance::color),
        zone: {
            let named = member.zone_id.as_deref().and_then(appearance::zone);
            named.or_else(|| member.zone.as_deref().and_then(appearance::zone_in))
        },
        collection: Collection {
            url,
            login: account.login.clone(),
            listed: DavState {
                ctag: member.ctag,
                listed_token: member.sync_token.clone(),
                token: member.sync_token,
            },
        },
    })
}
