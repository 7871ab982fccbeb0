//! What the person typed, as an address of calendars.

use std::path::{Path, PathBuf};

use url::{Host, Url};

use crate::calendars::http::reach;
use crate::calendars::redacted::redacted;

/// Where calendars are.
#[derive(Clone, PartialEq, Eq)]
pub enum IcsAddress {
    /// One calendar file.
    File(PathBuf),
    /// A folder of calendar files.
    Folder(PathBuf),
    /// A subscription, `http` or `https`. It may lie on the local network: the person typed it.
    Url(Url),
}

/// Why something typed is no address.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// Nothing was typed.
    #[error("nothing is given: choose a calendar file or folder, or paste a calendar's address")]
    Empty,
    /// A host without `https://`, or a path without its beginning.
    #[error(
        "\"{}\" is neither a whole path nor an address: a path begins with /, an address with https://",
        beginning(typed)
    )]
    Incomplete {
        /// What was typed.
        typed: String,
    },
    /// Another kind of address.
    #[error(
        "addresses that begin with {scheme}: are not read: calendars come from https://, http:// or webcal:// addresses, or from files"
    )]
    Scheme {
        /// What it begins with.
        scheme: String,
    },
    /// Not an address after all.
    #[error("this address cannot be read ({reason}): copy it again")]
    Malformed {
        /// What is wrong with it.
        reason: String,
    },
    /// `~` where nobody's home is known.
    #[error("~ is not known here: give the whole path")]
    NoHome,
    /// `file://host/…`
    #[error("this file is on another computer: give a path on this one")]
    RemoteFile,
}

impl IcsAddress {
    /// Reads what the person typed: a whole path, `~/…`, `file://…`, `http(s)://…`,
    /// `webcal(s)://…`. Looks at the disk to tell a folder from a file.
    ///
    /// # Errors
    /// One sentence that says what is wrong with it.
    pub fn parse(typed: &str) -> Result<Self, AddressError> {
        let home = directories::BaseDirs::new().map(|dirs| dirs.home_dir().to_owned());
        Self::parse_at(typed, home.as_deref())
    }

    fn parse_at(typed: &str, home: Option<&Path>) -> Result<Self, AddressError> {
        let typed = unquoted(typed.trim());
        if typed.is_empty() {
            return Err(AddressError::Empty);
        }
        if let Some(rest) = below_home(typed) {
            let home = home.ok_or(AddressError::NoHome)?;
            return Ok(Self::at_path(home.join(rest)));
        }
        if Path::new(typed).is_absolute() {
            return Ok(Self::at_path(PathBuf::from(typed)));
        }
        match Url::parse(typed) {
            Ok(url) => Self::from_url(url),
            Err(url::ParseError::RelativeUrlWithoutBase) => Err(AddressError::Incomplete {
                typed: typed.to_owned(),
            }),
            Err(error) => Err(AddressError::Malformed {
                reason: error.to_string(),
            }),
        }
    }

    /// A path that is known to be whole, as the command line makes it.
    #[must_use]
    pub fn at_path(path: PathBuf) -> Self {
        let written_as_folder = path.to_string_lossy().ends_with(std::path::is_separator);
        if written_as_folder || path.is_dir() {
            Self::Folder(path)
        } else {
            Self::File(path)
        }
    }

    fn from_url(url: Url) -> Result<Self, AddressError> {
        match url.scheme() {
            "http" | "https" => Ok(Self::Url(url)),
            "webcal" | "webcals" => subscription(&url).map(Self::Url),
            "file" => url
                .to_file_path()
                .map(Self::at_path)
                .map_err(|()| AddressError::RemoteFile),
            // `example.org:8080/x` reads as a scheme named example.org.
            scheme if scheme.contains('.') || scheme == "localhost" => {
                Err(AddressError::Incomplete {
                    typed: url.to_string(),
                })
            }
            scheme => Err(AddressError::Scheme {
                scheme: scheme.to_owned(),
            }),
        }
    }

    /// As it stands in the database, secrets included; [`Self::parse`] reads it again.
    #[must_use]
    pub fn to_text(&self) -> String {
        match self {
            Self::File(path) => path.to_string_lossy().into_owned(),
            // With its separator it stays a folder also while its disk is not there.
            Self::Folder(path) => path.join("").to_string_lossy().into_owned(),
            Self::Url(url) => url.to_string(),
        }
    }

    /// Whether it visibly carries a secret: user info, a query, or a part of the path that looks
    /// like a token or calls itself private. Nobody can see that of every address; what is plain
    /// here may still be a secret to its owner.
    #[must_use]
    pub fn carries_secret(&self) -> bool {
        let Self::Url(url) = self else { return false };
        let has_user_info = !url.username().is_empty() || url.password().is_some();
        let mut parts = url.path_segments().into_iter().flatten();
        has_user_info || url.query().is_some() || parts.any(looks_secret)
    }

    /// What to call it: a file's name, a folder's name, an address' host.
    #[must_use]
    pub fn name(&self) -> String {
        let name = match self {
            Self::File(path) => path.file_stem().map(|name| name.to_string_lossy().into()),
            Self::Folder(path) => path.file_name().map(|name| name.to_string_lossy().into()),
            Self::Url(url) => url.host_str().map(str::to_owned),
        };
        name.unwrap_or_else(|| self.to_string())
    }
}

impl std::fmt::Display for IcsAddress {
    /// For people and logs: a path, or of an address only its host.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::File(path) | Self::Folder(path) => write!(f, "{}", path.display()),
            Self::Url(url) => f.write_str(&redacted(url)),
        }
    }
}

impl std::fmt::Debug for IcsAddress {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "IcsAddress({self})")
    }
}

/// What was typed, up to where a secret may begin.
fn beginning(typed: &str) -> String {
    let (shown, rest) = typed.split_at(typed.find(['/', '?', '#', '\\']).unwrap_or(typed.len()));
    let shown = shown.rsplit('@').next().unwrap_or_default();
    let hidden = if rest.is_empty() { "" } else { "…" };
    format!("{shown}{hidden}")
}

/// `webcal:` has never been registered; everybody reads it as "subscribe to this over https". On a
/// computer of one's own network, or on port 80, nobody has a certificate: there it is http.
fn subscription(url: &Url) -> Result<Url, AddressError> {
    let (scheme, rest) = url.as_str().split_once(':').unwrap_or_default();
    let read_as = |scheme: &str| {
        Url::parse(&format!("{scheme}:{rest}")).map_err(|error| AddressError::Malformed {
            reason: error.to_string(),
        })
    };
    // Without this, `webcal:///a.ics` would become a host named a.ics.
    if url.host_str().is_none_or(str::is_empty) {
        return Err(AddressError::Malformed {
            reason: url::ParseError::EmptyHost.to_string(),
        });
    }
    let secure = read_as("https")?;
    let plain = scheme == "webcal" && (is_local(&secure) || url.port() == Some(80));
    if plain { read_as("http") } else { Ok(secure) }
}

/// A word for it, or letters and digits mixed at a length that nobody gives to a name.
fn looks_secret(part: &str) -> bool {
    const SAYS_SO: [&str; 3] = ["private", "secret", "token"];
    const TOKEN_LENGTH: usize = 16;
    let small = part.to_ascii_lowercase();
    let stem = small.strip_suffix(".ics").unwrap_or(&small);
    let has = |kind: fn(&u8) -> bool| stem.bytes().any(|byte| kind(&byte));
    let is_mixed = has(u8::is_ascii_digit) && has(u8::is_ascii_alphabetic);
    SAYS_SO.iter().any(|word| stem.contains(word)) || (stem.len() >= TOKEN_LENGTH && is_mixed)
}

fn is_local(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(ip)) => reach::is_private(ip.into()),
        Some(Host::Ipv6(ip)) => reach::is_private(ip.into()),
        None => false,
    }
}

/// What follows `~/`, or nothing for `~` alone.
fn below_home(typed: &str) -> Option<&str> {
    let rest = typed.strip_prefix('~')?;
    if rest.is_empty() {
        return Some(rest);
    }
    rest.strip_prefix(std::path::is_separator)
}

/// Paths copied from a file manager or a shell come in quotes.
fn unquoted(typed: &str) -> &str {
    ['"', '\'']
        .into_iter()
        .find_map(|quote| typed.strip_prefix(quote)?.strip_suffix(quote))
        .unwrap_or(typed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn parse(typed: &str) -> Result<IcsAddress, AddressError> {
        IcsAddress::parse_at(typed, Some(Path::new("/home/ann")))
    }

    #[rstest]
    #[case("/srv/cal/work.ics", "/srv/cal/work.ics")]
    #[case("  \"/srv/my cal.ics\"\n", "/srv/my cal.ics")]
    #[case("~/work.ics", "/home/ann/work.ics")]
    #[case("file:///srv/my%20cal.ics", "/srv/my cal.ics")]
    #[case("file://localhost/srv/a.ics", "/srv/a.ics")]
    fn a_path_may_be_written_in_several_ways(#[case] typed: &str, #[case] path: &str) {
        assert_eq!(parse(typed), Ok(IcsAddress::File(path.into())));
    }

    #[rstest]
    #[case("https://example.org/a.ics", "https://example.org/a.ics")]
    #[case("HTTP://Example.org", "http://example.org/")]
    #[case("webcal://example.org/a?k=1", "https://example.org/a?k=1")]
    #[case("webcal://u:p@example.org/a", "https://u:p@example.org/a")]
    #[case("webcals://127.0.0.1:8443/a", "https://127.0.0.1:8443/a")]
    #[case("webcal://localhost:8080/a", "http://localhost:8080/a")]
    #[case("webcal://192.168.1.9/a", "http://192.168.1.9/a")]
    #[case("webcal://[::1]:81/a", "http://[::1]:81/a")]
    #[case("webcal://example.org:80/a", "http://example.org/a")]
    fn a_subscription_is_read_over_https_unless_its_server_is_local(
        #[case] typed: &str,
        #[case] url: &str,
    ) {
        assert_eq!(
            parse(typed).unwrap().to_text(),
            IcsAddress::Url(Url::parse(url).unwrap()).to_text()
        );
    }

    #[rstest]
    #[case("https://calendar.example.org/team/work.ics", false)]
    #[case("https://example.org/company-holidays-germany.ics", false)]
    #[case("https://example.org/", false)]
    #[case("/srv/private/token.ics", false)]
    #[case("https://ann:pass@example.org/a.ics", true)]
    #[case("https://ann@example.org/a.ics", true)]
    #[case("https://example.org/a.ics?key=1", true)]
    #[case("https://example.org/ical/private-0a1b/basic.ics", true)]
    #[case("https://example.org/3f786850e387550fdab836ed7e6dc881.ics", true)]
    #[case("https://example.org/feed/SECRET/a.ics", true)]
    fn an_address_that_visibly_carries_a_secret_is_known_by_it(
        #[case] typed: &str,
        #[case] carries: bool,
    ) {
        assert_eq!(parse(typed).unwrap().carries_secret(), carries);
    }

    #[rstest]
    #[case("example.org/private-c4n4ry/a.ics")]
    #[case("c4n4ry@example.org/a.ics")]
    #[case("example.org?key=c4n4ry")]
    fn what_may_be_a_secret_is_not_repeated_in_a_refusal(#[case] typed: &str) {
        let told = parse(typed).unwrap_err().to_string();
        assert!(told.contains("example.org…"), "{told}");
        assert!(!told.contains("c4n4ry"), "{told}");
    }

    #[rstest]
    #[case("", "nothing is given")]
    #[case("   ", "nothing is given")]
    #[case("work.ics", "a path begins with /")]
    #[case("example.org/a.ics", "an address with https://")]
    #[case("example.org:8080/a.ics", "an address with https://")]
    #[case("ftp://example.org/a.ics", "begin with ftp:")]
    #[case("javascript:alert(1)", "begin with javascript:")]
    #[case("https://", "empty host")]
    #[case("webcal:///a.ics", "empty host")]
    #[case("https://exa mple.org/", "invalid international domain name")]
    #[case("file://elsewhere/a.ics", "another computer")]
    fn nonsense_is_answered_with_a_sentence_that_says_what_to_do(
        #[case] typed: &str,
        #[case] says: &str,
    ) {
        let error = parse(typed).unwrap_err().to_string();
        assert!(error.contains(says), "{typed}: {error}");
    }

    #[test]
    fn a_folder_stays_a_folder_when_its_disk_is_gone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("cals");
        std::fs::create_dir(&path).unwrap();
        let address = parse(path.to_str().unwrap()).unwrap();
        assert_eq!(address, IcsAddress::Folder(path));

        let stored = address.to_text();
        drop(folder);

        assert!(matches!(parse(&stored), Ok(IcsAddress::Folder(_))));
        assert_eq!(address.name(), "cals");
    }

    #[test]
    fn an_address_never_shows_its_secrets() {
        let typed = "https://ann:secret1@example.org:8443/secret2/basic.ics?key=secret3";
        let address = parse(typed).unwrap();
        for shown in [address.to_string(), format!("{address:?}"), address.name()] {
            assert!(!shown.contains("secret"), "{shown}");
        }
        assert_eq!(address.to_string(), "https://example.org:8443/…");
        assert_eq!(parse(&address.to_text()), Ok(address));
    }
}
