//! What was typed to find an account, and where to begin looking for it.

use url::{Host, Url};

use crate::calendars::http::reach;
use crate::calendars::redacted::redacted;

/// Mail domains whose calendars are on a host that their name does not tell, and such hosts
/// themselves.
const KNOWN: &[(&[&str], &str)] = &[
    (
        &["icloud.com", "me.com", "mac.com"],
        "https://caldav.icloud.com/",
    ),
    (
        &["fastmail.com", "fastmail.fm"],
        "https://caldav.fastmail.com/dav/",
    ),
    (&["gmx.net", "gmx.de"], "https://caldav.gmx.net/"),
    (&["web.de"], "https://caldav.web.de/"),
    (&["mailbox.org"], "https://dav.mailbox.org/"),
    (&["posteo.de", "posteo.net"], "https://posteo.de:8443/"),
    (
        &["yahoo.com", "ymail.com"],
        "https://caldav.calendar.yahoo.com/",
    ),
    (&["zoho.com"], "https://calendar.zoho.com/"),
    (&["yandex.ru", "yandex.com"], "https://caldav.yandex.ru/"),
];

/// Where to begin looking for an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    first: Url,
    more: Vec<Url>,
    domain: Option<String>,
}

/// Why something typed leads to no account.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EntryError {
    /// Nothing was typed.
    #[error("give the server's address, or your e-mail address there")]
    Empty,
    /// Not an address.
    #[error(
        "this is no server's address: it looks like https://cloud.example.org or ann@example.org"
    )]
    Malformed,
    /// Another kind of address.
    #[error("calendars are at addresses that begin with https://, this begins with {scheme}:")]
    Scheme {
        /// What it begins with.
        scheme: String,
    },
    /// The password would be readable on its way.
    #[error(
        "without https:// your password could be read on its way: only a server in your own network is signed in to without it"
    )]
    Unencrypted,
    /// The user info of the address is not the place for it.
    #[error("write name and password into their own fields, not into the address")]
    UserInfo,
    /// Google's server wants another kind of sign-in.
    #[error(
        "Google takes no password for this: subscribe to the calendar's secret address in iCal format instead (Settings of the calendar, Integrate calendar)"
    )]
    Google,
}

impl Entry {
    /// Reads what was typed: an address, a host, or an e-mail address; nothing where the name is an
    /// e-mail address.
    ///
    /// # Errors
    /// One sentence that says what is wrong with it.
    pub fn parse(typed: &str, username: &str) -> Result<Self, EntryError> {
        let typed = match typed.trim() {
            "" if username.contains('@') => username.trim(),
            typed => typed,
        };
        if typed.is_empty() {
            return Err(EntryError::Empty);
        }
        let url = address_of(typed)?;
        if !url.username().is_empty() || url.password().is_some() {
            return Err(EntryError::UserInfo);
        }
        let host = url.host_str().unwrap_or_default();
        if host.ends_with("google.com") || host == "gmail.com" || host == "googlemail.com" {
            return Err(EntryError::Google);
        }
        if url.scheme() == "http" && !is_nearby(&url) {
            return Err(EntryError::Unencrypted);
        }
        let names_server = typed.contains("://") || url.port().is_some();
        Ok(beginnings(url, names_server))
    }

    /// Where the password goes first.
    #[must_use]
    pub fn first(&self) -> &Url {
        &self.first
    }

    /// The domain whose name servers are asked first, where a domain was given (or an e-mail
    /// address) and not a server.
    #[must_use]
    pub fn domain(&self) -> Option<&str> {
        self.domain.as_deref()
    }

    /// All addresses to try at the server that was given, in this order.
    pub(super) fn addresses(&self) -> impl Iterator<Item = &Url> {
        std::iter::once(&self.first).chain(&self.more)
    }
}

impl std::fmt::Display for Entry {
    /// For people and logs: only the host.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&redacted(&self.first))
    }
}

fn address_of(typed: &str) -> Result<Url, EntryError> {
    if typed.contains("://") {
        let url = Url::parse(typed).map_err(|_| EntryError::Malformed)?;
        let scheme = match url.scheme() {
            "http" | "https" => return with_host(url),
            "caldav" => "http",
            "caldavs" => "https",
            other => {
                return Err(EntryError::Scheme {
                    scheme: other.to_owned(),
                });
            }
        };
        let (_, rest) = typed.split_once("://").ok_or(EntryError::Malformed)?;
        return read(&format!("{scheme}://{rest}"));
    }
    let host = typed.rsplit('@').next().unwrap_or_default();
    read(&format!("https://{host}"))
}

fn read(text: &str) -> Result<Url, EntryError> {
    with_host(Url::parse(text).map_err(|_| EntryError::Malformed)?)
}

fn with_host(url: Url) -> Result<Url, EntryError> {
    let has_host = url.host_str().is_some_and(|host| !host.is_empty());
    has_host.then_some(url).ok_or(EntryError::Malformed)
}

/// Where to begin: at a server that was given, or at the one that is known to serve a domain.
fn beginnings(url: Url, names_server: bool) -> Entry {
    let host = url.host_str().unwrap_or_default();
    let is_bare = url.path() == "/" && url.query().is_none();
    let known = KNOWN
        .iter()
        .find(|(domains, _)| is_bare && url.port().is_none() && domains.contains(&host))
        .and_then(|(_, address)| Url::parse(address).ok());
    let is_domain = is_bare && matches!(url.host(), Some(Host::Domain(_)));
    let asks_domain = is_domain && !names_server && known.is_none();
    let domain = asks_domain.then(|| host.trim_end_matches('.').to_owned());
    let (first, more) = places(&known.unwrap_or(url));
    Entry {
        first,
        more,
        domain,
    }
}

/// Where on its server an account may be found: what was given itself if it names something, then
/// the well-known place (RFC 6764, 5), the root, and where Nextcloud is, whose well-known place has
/// to be set up by hand.
fn places(given: &Url) -> (Url, Vec<Url>) {
    let at = |path: &str| {
        let mut url = given.clone();
        url.set_path(path);
        url.set_query(None);
        url.set_fragment(None);
        url
    };
    let (folder, is_page) = nextcloud_folder(given.path());
    let nextcloud = at(&format!("{folder}remote.php/dav/"));
    let general = ["/.well-known/caldav", "/", "/remote.php/dav/"].map(at);
    let own = match given.path() {
        "/" => Vec::new(),
        _ if is_page => vec![nextcloud, given.clone()],
        _ => vec![given.clone(), nextcloud],
    };
    let mut places: Vec<Url> = Vec::new();
    for place in own.into_iter().chain(general) {
        if !places.contains(&place) {
            places.push(place);
        }
    }
    let first = places.remove(0);
    (first, places)
}

/// The folder that a Nextcloud would lie in, and whether the path is one of its pages: what people
/// copy is what they see in their browser, such as `/apps/calendar/dayGridMonth/now`.
fn nextcloud_folder(path: &str) -> (&str, bool) {
    const PAGES: [&str; 5] = [
        "/apps/",
        "/index.php",
        "/settings/",
        "/login",
        "/remote.php",
    ];
    let page = PAGES.iter().filter_map(|page| path.find(page)).min();
    let is_page = page.is_some_and(|begins| !path[begins..].starts_with("/remote.php"));
    let ends = page.or_else(|| path.rfind('/'));
    let folder = ends.and_then(|ends| path.get(..=ends));
    (folder.unwrap_or("/"), is_page)
}

/// In a person's own network nobody has a certificate.
pub(super) fn is_nearby(url: &Url) -> bool {
    const NEARBY: [&str; 6] = [
        ".local",
        ".localhost",
        ".lan",
        ".home",
        ".home.arpa",
        ".internal",
    ];
    match url.host() {
        Some(Host::Domain(name)) => {
            !name.contains('.') || NEARBY.iter().any(|ending| name.ends_with(ending))
        }
        Some(Host::Ipv4(ip)) => reach::is_private(ip.into()),
        Some(Host::Ipv6(ip)) => reach::is_private(ip.into()),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn begins_at(typed: &str, username: &str) -> Vec<String> {
        let entry = Entry::parse(typed, username).unwrap();
        entry.addresses().map(Url::to_string).collect()
    }

    #[rstest]
    #[case("example.org", "ann", "https://example.org/.well-known/caldav")]
    #[case("ann@example.org", "ann", "https://example.org/.well-known/caldav")]
    #[case("", "ann@example.org", "https://example.org/.well-known/caldav")]
    #[case("", "ann@icloud.com", "https://caldav.icloud.com/.well-known/caldav")]
    #[case("caldavs://example.org", "", "https://example.org/.well-known/caldav")]
    #[case("https://example.org/dav/", "", "https://example.org/dav/")]
    #[case("http://192.168.1.5:5232/ann/", "", "http://192.168.1.5:5232/ann/")]
    #[case("http://nas:5232", "", "http://nas:5232/.well-known/caldav")]
    #[case("ann@fastmail.com", "", "https://caldav.fastmail.com/dav/")]
    #[case(
        "https://cloud.example.org/apps/calendar/dayGridMonth/now",
        "",
        "https://cloud.example.org/remote.php/dav/"
    )]
    #[case(
        "https://example.org/cloud/index.php/apps/calendar/?view=month#today",
        "",
        "https://example.org/cloud/remote.php/dav/"
    )]
    #[case(
        "cloud.example.org/settings/user/security",
        "",
        "https://cloud.example.org/remote.php/dav/"
    )]
    #[case(
        "https://example.org/remote.php/dav/calendars/ann/personal/",
        "",
        "https://example.org/remote.php/dav/calendars/ann/personal/"
    )]
    fn looking_begins_where_the_person_said(
        #[case] typed: &str,
        #[case] username: &str,
        #[case] first: &str,
    ) {
        assert_eq!(begins_at(typed, username)[0], first);
    }

    #[rstest]
    #[case("https://example.org/dav/", &["dav/", "dav/remote.php/dav/", ".well-known/caldav", "", "remote.php/dav/"])]
    #[case("https://example.org/cloud", &["cloud", "remote.php/dav/", ".well-known/caldav", ""])]
    #[case("example.org", &[".well-known/caldav", "", "remote.php/dav/"])]
    fn the_likely_places_of_a_server_are_looked_at_once_each(
        #[case] typed: &str,
        #[case] places: &[&str],
    ) {
        let places: Vec<_> = places
            .iter()
            .map(|place| format!("https://example.org/{place}"))
            .collect();
        assert_eq!(begins_at(typed, ""), places);
    }

    #[rstest]
    #[case("ann@example.org", Some("example.org"))]
    #[case("Example.ORG.", Some("example.org"))]
    #[case("ann@bücher.example", Some("xn--bcher-kva.example"))]
    #[case("https://example.org", None)]
    #[case("example.org:8443", None)]
    #[case("example.org/dav/", None)]
    #[case("192.168.1.5", None)]
    #[case("ann@icloud.com", None)]
    fn the_name_servers_of_a_domain_are_asked_and_of_a_server_none(
        #[case] typed: &str,
        #[case] domain: Option<&str>,
    ) {
        assert_eq!(Entry::parse(typed, "ann").unwrap().domain(), domain);
    }

    #[rstest]
    #[case("", EntryError::Empty)]
    #[case("https://", EntryError::Malformed)]
    #[case("exa mple.org", EntryError::Malformed)]
    #[case("http://example.org/", EntryError::Unencrypted)]
    #[case("https://ann:pw@example.org/", EntryError::UserInfo)]
    #[case("ann@gmail.com", EntryError::Google)]
    #[case("ftp://example.org", EntryError::Scheme { scheme: "ftp".into() })]
    fn nonsense_is_answered_with_what_to_do(#[case] typed: &str, #[case] error: EntryError) {
        assert_eq!(Entry::parse(typed, "ann"), Err(error));
    }
}
