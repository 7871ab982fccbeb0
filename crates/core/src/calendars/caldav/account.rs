//! What was typed to reach an account, and who may see its password.

use std::sync::Arc;

use reqwest::RequestBuilder;
use storytime_types::secret::Secret;
use url::{Host, Url};

use crate::calendars::redacted::redacted;

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

    /// The same on another server of its own domain.
    pub(super) fn on(&self, url: &Url) -> Self {
        Self {
            origin: Some(url.origin()),
            ..self.clone()
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
        let is_of = |provider| {
            let below = self.domain.strip_suffix(provider);
            below.is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
        };
        if is_of("icloud.com") {
            "iCloud wants an app-specific password: make one at account.apple.com under Sign-In and Security, and use the address of your Apple Account as the name"
        } else if is_of("fastmail.com") {
            "Fastmail wants an app password: make one under Settings, Privacy & Security, Integrations, and use your whole address as the name"
        } else {
            "check both; where you sign in with a second factor, make an app password for this (in Nextcloud under Settings, Security)"
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
    /// The others, where it has several.
    pub more_homes: Vec<Url>,
    /// The e-mail addresses by which the server knows the person, in lower case; none where it was not
    /// asked.
    pub addresses: Vec<String>,
    /// How to sign in.
    pub login: Login,
}

impl Account {
    /// All places where its calendars are.
    pub(super) fn homes(&self) -> impl Iterator<Item = &Url> {
        std::iter::once(&self.home).chain(&self.more_homes)
    }

    /// Its homes, as they are stored: one a line.
    #[must_use]
    pub fn homes_to_text(&self) -> String {
        let homes: Vec<_> = self.homes().map(Url::as_str).collect();
        homes.join("\n")
    }

    /// The reverse of [`Self::homes_to_text`]; none for anything else.
    #[must_use]
    pub fn stored(homes: &str, username: String, password: Secret<String>) -> Option<Self> {
        let mut homes = homes.lines().map(Url::parse);
        let home = homes.next()?.ok()?;
        Some(Self {
            more_homes: homes.collect::<Result<_, _>>().ok()?,
            addresses: Vec::new(),
            login: Login::at(&home, username, password),
            home,
        })
    }
}

impl std::fmt::Display for Account {
    /// For people and logs: only the host.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&redacted(&self.home))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

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

    #[rstest]
    #[case("https://p42-caldav.icloud.com/1/", "account.apple.com")]
    #[case("https://d1.caldav.fastmail.com/", "Fastmail")]
    #[case("https://notfastmail.com/", "Nextcloud")]
    fn who_is_refused_hears_what_their_provider_wants(#[case] url: &str, #[case] says: &str) {
        let login = Login::at(&url.parse().unwrap(), "ann".into(), "pw".into());
        assert!(login.advice().contains(says), "{}", login.advice());
    }

    #[test]
    fn the_homes_of_an_account_come_back_as_they_were_stored() {
        let homes = "https://example.org/ann/\nhttps://dav2.example.org/a%0Ab/";
        let account = Account::stored(homes, "ann".into(), "pw".into()).unwrap();
        assert_eq!(account.homes_to_text(), homes);
        assert_eq!(account.more_homes.len(), 1);
        for nonsense in ["", "nonsense", "https://example.org/\nnonsense"] {
            assert!(Account::stored(nonsense, "ann".into(), "pw".into()).is_none());
        }
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
