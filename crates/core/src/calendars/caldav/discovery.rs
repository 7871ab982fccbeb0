//! From what was typed to an account (RFC 6764, 6): which server it is on, who is signed in there,
//! and where their calendars are.

use url::Url;

use super::account::{Account, Login};
use super::entry::Entry;
use super::multistatus::Member;
use super::question::{self, DavQuestion};
use super::service::{NameServers, Reach, Said, Service};
use crate::calendars::FetchError;
use crate::calendars::error::RedirectFault;
use crate::calendars::http::HttpFetcher;
use crate::calendars::redacted::redacted;

/// The most home sets of an account that are looked at.
const MOST_HOMES: usize = 20;

/// The most addresses of a person that are kept, and how long each may be, in bytes (RFC 5321,
/// 4.5.3.1 allows 254).
const MOST_ADDRESSES: usize = 50;
const LONGEST_ADDRESS: usize = 320;

/// Why no account was found.
#[derive(Debug, thiserror::Error)]
pub enum DiscoveryError {
    /// What stood in the way at the first address that said more than "there is nothing here".
    #[error(transparent)]
    Fetch(#[from] FetchError),
    /// The domain's name servers say so (RFC 2782: a target that is the root).
    #[error(
        "{domain} says that it has no calendars of this kind (CalDAV): ask those who run it where its calendars are"
    )]
    NoService {
        /// The domain.
        domain: String,
    },
    /// Name servers can be made to lie, so the person decides whether that server may see the
    /// password (RFC 6764, 8).
    #[error(
        "{domain} says that its calendars are on a server of another name: if your password belongs to {address}, give that as the server"
    )]
    Elsewhere {
        /// The domain.
        domain: String,
        /// Where its name servers point.
        address: String,
    },
    /// Nothing there takes the password over TLS.
    #[error(
        "{domain} offers its calendars without encryption only, so your password could be read on its way: ask those who run it for an address that begins with https://"
    )]
    Unencrypted {
        /// The domain.
        domain: String,
    },
}

/// The places of one server, in the order in which to look.
type Server = Vec<Url>;

/// Finds the account behind an entry.
///
/// # Errors
/// Why it could not be found.
pub(super) async fn discover(
    http: &HttpFetcher,
    names: &NameServers,
    entry: &Entry,
    login: Login,
) -> Result<Account, DiscoveryError> {
    let (servers, mut failure) = servers(names, entry).await?;
    for places in servers {
        match account_at(http, &places, &login).await {
            Ok(Some(account)) => return Ok(account),
            Ok(None) => {}
            Err(error @ FetchError::WrongPassword { .. }) => return Err(error.into()),
            // What stood in the way first is what the person can do something about.
            Err(error) => failure = failure.or(Some(error.into())),
        }
    }
    Err(failure.unwrap_or_else(|| nothing_at(entry.first()).into()))
}

fn nothing_at(url: &Url) -> FetchError {
    FetchError::NotCalDav {
        place: redacted(url),
    }
}

/// The servers to look at, and what is wrong already.
async fn servers(
    names: &NameServers,
    entry: &Entry,
) -> Result<(Vec<Server>, Option<DiscoveryError>), DiscoveryError> {
    let own: Server = entry.addresses().cloned().collect();
    let Some(domain) = entry.domain() else {
        return Ok((vec![own], None));
    };
    let services = match names.calendars_of(domain).await {
        Said::Nothing => return Ok((vec![own], None)),
        Said::None => {
            let domain = domain.to_owned();
            return Err(DiscoveryError::NoService { domain });
        }
        Said::At(services) => services,
    };
    let of = |reach| {
        services
            .iter()
            .filter(move |one| one.reach(domain) == reach)
    };
    let mut servers: Vec<_> = of(Reach::Own).map(Service::places).collect();
    let domain = domain.to_owned();
    if let (true, Some(other)) = (servers.is_empty(), of(Reach::Elsewhere).next()) {
        let address = other.address().to_string();
        return Err(DiscoveryError::Elsewhere { domain, address });
    }
    let is_readable = servers.is_empty() && of(Reach::Unencrypted).next().is_some();
    servers.push(own);
    let failure = is_readable.then_some(DiscoveryError::Unencrypted { domain });
    Ok((servers, failure))
}

/// The account on one server; none where nothing there is of CalDAV's.
async fn account_at(
    http: &HttpFetcher,
    places: &[Url],
    login: &Login,
) -> Result<Option<Account>, FetchError> {
    let Some(first) = places.first() else {
        return Ok(None);
    };
    let login = login.on(first);
    let mut failure = None;
    for place in places {
        match person_at(http, place, &login).await {
            Ok(mut person) if !person.homes.is_empty() => {
                return Ok(Some(Account {
                    home: person.homes.remove(0),
                    more_homes: person.homes,
                    addresses: person.addresses,
                    login,
                }));
            }
            Ok(_) => {}
            Err(error) if is_final(&error) => return Err(error),
            Err(error) => failure = failure.or(Some(error)),
        }
    }
    failure.map_or(Ok(None), Err)
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

/// Who is signed in.
struct Person {
    /// Where their calendars are.
    homes: Vec<Url>,
    /// The e-mail addresses by which they are invited, in lower case.
    addresses: Vec<String>,
}

/// The person behind an address, without homes where it leads to nothing of CalDAV's.
async fn person_at(http: &HttpFetcher, address: &Url, login: &Login) -> Result<Person, FetchError> {
    let (url, here) = who(http, address, login).await?;
    if !here.homes.is_empty() {
        return person_of(&url, &here, login);
    }
    if let Some(principal) = &here.principal {
        let principal = same_domain(&url, principal, login)?;
        let (url, person) = who(http, &principal, login).await?;
        if !person.homes.is_empty() {
            return person_of(&url, &person, login);
        }
    }
    Ok(Person {
        homes: if here.is_calendar { vec![url] } else { vec![] },
        addresses: addresses_of(&here),
    })
}

fn person_of(url: &Url, said: &Member, login: &Login) -> Result<Person, FetchError> {
    Ok(Person {
        homes: homes_of(url, said, login)?,
        addresses: addresses_of(said),
    })
}

/// Of what a person is known by, the e-mail addresses: the others are paths and numbers of the
/// server's own, which no invitation from elsewhere has.
fn addresses_of(said: &Member) -> Vec<String> {
    let mailto = |uri: &String| {
        let (scheme, address) = uri.split_once(':')?;
        let address = address.trim().to_lowercase();
        let is_one = scheme.eq_ignore_ascii_case("mailto")
            && address.contains('@')
            && address.len() <= LONGEST_ADDRESS;
        is_one.then_some(address)
    };
    let mut addresses = Vec::new();
    for address in said.addresses.iter().filter_map(mailto) {
        if !addresses.contains(&address) && addresses.len() < MOST_ADDRESSES {
            addresses.push(address);
        }
    }
    addresses
}

/// The homes that a person has (RFC 4791, 6.2.1: there may be several). One that lies where the
/// password must not go costs only itself, as long as there is another.
fn homes_of(url: &Url, person: &Member, login: &Login) -> Result<Vec<Url>, FetchError> {
    let mut homes: Vec<Url> = Vec::new();
    let mut failure = None;
    for href in person.homes.iter().take(MOST_HOMES) {
        match same_domain(url, href, login) {
            Ok(home) if homes.contains(&home) => {}
            Ok(home) => homes.push(home),
            Err(error) => {
                tracing::warn!(%error, "a home of calendars is left out");
                failure = failure.or(Some(error));
            }
        }
    }
    match failure {
        Some(error) if homes.is_empty() => Err(error),
        _ => Ok(homes),
    }
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
    if let Some(url) = question::within(from, href) {
        return Ok(url);
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_what_a_person_is_known_by_the_mail_addresses_are_kept_once() {
        let uris = [
            "/principals/ann/",
            "mailto:Ann@Example.org",
            "urn:uuid:0198c0de",
            "MAILTO: ann@work.example.org ",
            "mailto:ann@example.org",
            "mailto:nobody",
            "",
        ];
        let said = Member {
            addresses: uris.map(str::to_owned).to_vec(),
            ..Member::default()
        };
        assert_eq!(
            addresses_of(&said),
            ["ann@example.org", "ann@work.example.org"]
        );
    }
}
