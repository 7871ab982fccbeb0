//! From an address to an account (RFC 6764, 6): who is signed in there, and where their calendars
//! are.

use url::Url;

use super::account::{Account, Entry, Login};
use super::multistatus::Member;
use super::question::{self, DavQuestion};
use crate::calendars::FetchError;
use crate::calendars::error::RedirectFault;
use crate::calendars::http::HttpFetcher;
use crate::calendars::redacted::redacted;

/// Finds the account behind an entry.
///
/// # Errors
/// What stood in the way at the first address that said more than "there is nothing here".
pub(super) async fn discover(
    http: &HttpFetcher,
    entry: &Entry,
    login: Login,
) -> Result<Account, FetchError> {
    let mut failure = None;
    for address in entry.addresses() {
        match home_from(http, address, &login).await {
            Ok(Some(home)) => return Ok(Account { home, login }),
            Ok(None) => {}
            Err(error) if is_final(&error) => return Err(error),
            // What stood in the way first is what the person can do something about.
            Err(error) => failure = failure.or(Some(error)),
        }
    }
    Err(failure.unwrap_or_else(|| FetchError::NotCalDav {
        place: redacted(entry.first()),
    }))
}

/// No other address of the same server will do better.
fn is_final(error: &FetchError) -> bool {
    matches!(
        error,
        FetchError::WrongPassword { .. }
            | FetchError::UnknownHost { .. }
            | FetchError::Unreachable { .. }
            | FetchError::TooSlow { .. }
            | FetchError::NoClient { .. }
    )
}

/// The home set behind an address; none where it leads to nothing of CalDAV's.
async fn home_from(
    http: &HttpFetcher,
    address: &Url,
    login: &Login,
) -> Result<Option<Url>, FetchError> {
    let (url, here) = who(http, address, login).await?;
    if let Some(home) = &here.home {
        return same_domain(&url, home, login).map(Some);
    }
    if let Some(principal) = &here.principal {
        let principal = same_domain(&url, principal, login)?;
        let (url, person) = who(http, &principal, login).await?;
        if let Some(home) = &person.home {
            return same_domain(&url, home, login).map(Some);
        }
    }
    Ok(here.is_calendar.then_some(url))
}

/// What a resource says of itself.
async fn who(
    http: &HttpFetcher,
    address: &Url,
    login: &Login,
) -> Result<(Url, Member), FetchError> {
    let (url, answer) = question::ask(http, address, &DavQuestion::who(login)).await?;
    let said = answer.members.into_iter().next().unwrap_or_default();
    Ok((url, said))
}

/// Where an href leads, if the password may be sent there.
fn same_domain(from: &Url, href: &str, login: &Login) -> Result<Url, FetchError> {
    let refused = |to, reason| FetchError::RedirectRefused {
        place: redacted(from),
        to,
        reason,
    };
    let url = from.join(href).map_err(|_| {
        refused(
            "something unreadable".to_owned(),
            RedirectFault::NotAnAddress,
        )
    })?;
    if login.is_for(&url) {
        Ok(url)
    } else {
        Err(refused(redacted(&url), RedirectFault::AnotherServer))
    }
}
