//! What was typed to reach an account, and who may see its password.

use std::sync::Arc;

use reqwest::RequestBuilder;
use storytime_types::secret::Secret;
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
        "https://caldav.fastmail.com/",
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

/// First parts of a host's name that say what it does, not whose it is.
const SERVICE_NAMES: [&str; 8] = [
    "caldav", "dav", "webdav", "calendar", "cal", "mail", "cloud", "www",
];

/// A name, its password, and the hosts that may see them.
#[derive(Clone)]
pub struct Login {
    username: String,
    password: Arc<Secret<String>>,
    /// The host that was given, and the domain it belongs to.
    domain: String,
    origin: Option<url::Origin>,
}

impl Login {
    /// For the server at this address and those of the same domain.
    #[must_use]
    pub fn at(url: &Url, username: String, password: Secret<String>) -> Self {
        let host = url.host_str().unwrap_or_default();
        let domain = match host.split_once('.') {
            Some((first, rest)) if says_what_it_does(first) && rest.contains('.') => rest,
            _ => host,
        };
        Self {
            username,
            password: Arc::new(password),
            domain: domain.to_owned(),
            origin: Some(url.origin()),
        }
    }

    /// The name.
    #[must_use]
    pub fn username(&self) -> &str {
        &self.username
    }

    /// The password, for the vault.
    #[must_use]
    pub fn password(&self) -> &Secret<String> {
        &self.password
    }

    /// Whether this address may see them: the same server, or one of the same domain over TLS.
    pub(super) fn is_for(&self, url: &Url) -> bool {
        let Some(Host::Domain(host)) = url.host() else {
            return self.origin.as_ref() == Some(&url.origin());
        };
        let below = host.strip_suffix(self.domain.as_str());
        let same_domain = below.is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
        self.origin.as_ref() == Some(&url.origin()) || (url.scheme() == "https" && same_domain)
    }

    /// Signs a request (RFC 7617).
    pub(super) fn sign(&self, request: RequestBuilder) -> RequestBuilder {
        request.basic_auth(&self.username, Some(self.password.expose()))
    }

    /// What most people have to know whose password is not accepted.
    pub(super) fn advice(&self) -> &'static str {
        match self.domain.as_str() {
            "icloud.com" => {
                "iCloud wants an app-specific password: make one at account.apple.com under Sign-In and Security, and use the address of your Apple Account as the name"
            }
            "fastmail.com" => {
                "Fastmail wants an app password: make one under Settings, Privacy & Security, and use your whole address as the name"
            }
            _ => {
                "check both; where you sign in with a second factor, make an app password for this (in Nextcloud under Settings, Security)"
            }
        }
    }
}

impl std::fmt::Debug for Login {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Login(…@{})", self.domain)
    }
}

/// `caldav`, and iCloud's `p42-caldav`.
fn says_what_it_does(part: &str) -> bool {
    SERVICE_NAMES.contains(&part) || part.ends_with("-caldav")
}

/// An account on a server: where its calendars are, and how to sign in.
#[derive(Clone, Debug)]
pub struct Account {
    /// Its home set (RFC 4791, 6.2.1), or a single calendar on a server that tells of none.
    pub home: Url,
    /// How to sign in.
    pub login: Login,
}

impl std::fmt::Display for Account {
    /// For people and logs: only the host.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&redacted(&self.home))
    }
}

/// Where to begin looking for an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    first: Url,
    more: Vec<Url>,
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
        Ok(beginnings(url))
    }

    /// Where the password goes first.
    #[must_use]
    pub fn first(&self) -> &Url {
        &self.first
    }

    /// All addresses to try, in this order.
    pub(super) fn addresses(&self) -> impl Iterator<Item = &Url> {
        std::iter::once(&self.first).chain(&self.more)
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

/// What was given itself if it names something on the server, then the well-known place (RFC 6764,
/// 5), then the server's root.
fn beginnings(url: Url) -> Entry {
    let host = url.host_str().unwrap_or_default();
    let is_bare = url.path() == "/" && url.query().is_none();
    let known = KNOWN
        .iter()
        .find(|(domains, _)| is_bare && url.port().is_none() && domains.contains(&host))
        .and_then(|(_, address)| Url::parse(address).ok());
    let base = known.unwrap_or(url);
    let [well_known, root] = ["/.well-known/caldav", "/"].map(|path| {
        let mut url = base.clone();
        url.set_path(path);
        url.set_query(None);
        url.set_fragment(None);
        url
    });
    if base.path() == "/" {
        Entry {
            first: well_known,
            more: vec![root],
        }
    } else {
        Entry {
            first: base,
            more: vec![well_known, root],
        }
    }
}

/// In a person's own network nobody has a certificate.
fn is_nearby(url: &Url) -> bool {
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
    fn looking_begins_where_the_person_said(
        #[case] typed: &str,
        #[case] username: &str,
        #[case] first: &str,
    ) {
        assert_eq!(begins_at(typed, username)[0], first);
    }

    #[test]
    fn the_root_is_looked_at_last() {
        let all = begins_at("https://example.org/dav/", "");
        assert_eq!(
            all,
            [
                "https://example.org/dav/",
                "https://example.org/.well-known/caldav",
                "https://example.org/"
            ]
        );
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

    #[rstest]
    #[case("https://caldav.icloud.com/", "https://p42-caldav.icloud.com/1/", true)]
    #[case(
        "https://p42-caldav.icloud.com/1/",
        "https://p7-caldav.icloud.com/",
        true
    )]
    #[case("https://example.org/", "https://dav.example.org/", true)]
    #[case("https://example.org/", "https://example.org:8443/", true)]
    #[case("https://example.org/", "http://example.org/", false)]
    #[case("https://example.org/", "https://example.org.evil.test/", false)]
    #[case("https://example.org/", "https://notexample.org/", false)]
    #[case("https://dav.co/", "https://other.co/", false)]
    #[case("http://10.0.0.5:5232/", "http://10.0.0.5:5232/a/", true)]
    #[case("http://10.0.0.5:5232/", "http://10.0.0.5:80/", false)]
    #[case("http://nas:5232/", "http://nas:5232/a/", true)]
    fn a_password_goes_to_its_own_servers_only(
        #[case] given: &str,
        #[case] asks: &str,
        #[case] may_see: bool,
    ) {
        let login = Login::at(&given.parse().unwrap(), "ann".into(), "pw".into());
        assert_eq!(login.is_for(&asks.parse().unwrap()), may_see);
    }

    #[test]
    fn a_login_does_not_show_when_it_is_printed() {
        let url = "https://example.org/".parse().unwrap();
        let login = Login::at(&url, "ann.n4m3".into(), "c4n4ry".into());
        let shown = format!("{login:?}");
        assert!(
            !shown.contains("c4n4ry") && !shown.contains("n4m3"),
            "{shown}"
        );
    }
}
