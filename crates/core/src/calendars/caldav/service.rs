//! Which server holds the calendars of a domain, as the domain's name servers say it (RFC 6764, 3
//! to 6).
//!
//! What they say came over the network unsigned, so it is a hint and no permission: a server of the
//! domain itself is asked over TLS, any other is named to the person first.

use std::net::SocketAddr;
use std::time::Duration;

use domain::base::{Name, Question, Rtype, ToRelativeName as _};
use domain::rdata::Txt;
use domain::resolv::StubResolver;
use domain::resolv::stub::conf::{ResolvConf, ServerConf, Transport};
use libdav::sd::{DiscoverableService, DnsError};
use url::Url;

use super::entry::is_nearby;

/// How long the name servers of a domain are waited for; without them it is looked at itself.
const PATIENCE: Duration = Duration::from_secs(5);

/// The most servers of a domain that are tried.
const MOST_SERVERS: usize = 4;

/// A port that no server has: the resolver's word for a domain of which nothing is said.
const UNTOLD: u16 = 0;

/// Whom to ask where a domain's calendars are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum NameServers {
    /// The system's, as `/etc/resolv.conf` has them; none where a system keeps them elsewhere.
    #[default]
    System,
    /// These and no other.
    At(Vec<SocketAddr>),
}

/// What is said of a domain's calendars.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Said {
    /// Nothing, or nobody could be asked.
    Nothing,
    /// That it has none (RFC 2782: a target that is the root).
    None,
    /// Where they are, in the order in which to try.
    At(Vec<Service>),
}

/// A server that a domain names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Service {
    root: Url,
    /// Where on it to begin (RFC 6764, 4).
    path: Option<Url>,
}

/// Whether a password may go where a domain's name servers point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    /// A server of the same domain, with TLS, or without it in the person's own network.
    Own,
    /// A server of somebody else.
    Elsewhere,
    /// The password would be readable on its way.
    Unencrypted,
}

impl NameServers {
    /// What they say of a domain's calendars.
    pub(super) async fn calendars_of(&self, domain: &str) -> Said {
        let Some(conf) = self.conf() else {
            return Said::Nothing;
        };
        let asking = look_up(domain, StubResolver::from_conf(conf));
        match tokio::time::timeout(PATIENCE, asking).await {
            Ok(Ok(said)) => said,
            Ok(Err(error)) => {
                tracing::info!(%error, "no name server says where a domain has its calendars");
                Said::Nothing
            }
            Err(_) => {
                tracing::info!(
                    "the name servers took too long to say where a domain has its calendars"
                );
                Said::Nothing
            }
        }
    }

    fn conf(&self) -> Option<ResolvConf> {
        let mut conf = ResolvConf::new();
        match self {
            // What can be read of it counts, as in the system's own resolver.
            Self::System => {
                let _ = conf.parse_file("/etc/resolv.conf");
            }
            Self::At(servers) => {
                let servers = servers.iter();
                conf.servers = servers
                    .map(|at| ServerConf::new(*at, Transport::UdpTcp))
                    .collect();
            }
        }
        if conf.servers.is_empty() {
            return None;
        }
        conf.finalize();
        Some(conf)
    }
}

/// TLS first (RFC 6764, 6).
async fn look_up(domain: &str, resolver: StubResolver) -> Result<Said, DnsError> {
    let name = Name::bytes_from_str(domain)
        .map_err(|error| DnsError::MalformedRecord(error.to_string().into()))?;
    let mut is_denied = false;
    for service in [DiscoverableService::CalDavs, DiscoverableService::CalDav] {
        let relative = service.relative_domain();
        let Some(found) = resolver.lookup_srv(relative, &name, UNTOLD).await? else {
            is_denied = true;
            continue;
        };
        let targets = found.into_srvs().filter(|srv| srv.port() != UNTOLD);
        let targets: Vec<_> = targets
            .take(MOST_SERVERS)
            .filter(|srv| !srv.target().is_root())
            .map(|srv| (srv.target().to_string(), srv.port()))
            .collect();
        if targets.is_empty() {
            continue;
        }
        let path = path_of(&resolver, service, &name).await;
        let services = targets
            .iter()
            .filter_map(|(host, port)| Service::new(service, host, *port, path.as_deref()));
        return Ok(Said::At(services.collect()));
    }
    Ok(if is_denied { Said::None } else { Said::Nothing })
}

/// The `path=` of a domain's TXT record; without it the well-known place is looked at.
async fn path_of(
    resolver: &StubResolver,
    service: DiscoverableService,
    domain: &Name<bytes::Bytes>,
) -> Option<String> {
    let name = service.relative_domain().chain(domain).ok()?;
    let question = Question::new_in(name, Rtype::TXT);
    let answer = resolver.query(question).await.ok()?;
    let records = answer.answer().ok()?.limit_to_in::<Txt<_>>();
    records.flatten().find_map(|record| path_in(record.data()))
}

/// A TXT record is a list of `key=value`, whose keys know no case (RFC 6763, 6.4).
fn path_in(record: &Txt<impl AsRef<[u8]>>) -> Option<String> {
    record.iter().find_map(|text| {
        let text = std::str::from_utf8(text).ok()?;
        let (key, path) = text.split_once('=')?;
        let is_path = key.eq_ignore_ascii_case("path") && path.starts_with('/');
        is_path.then(|| path.to_owned())
    })
}

impl Service {
    fn new(kind: DiscoverableService, host: &str, port: u16, path: Option<&str>) -> Option<Self> {
        let scheme = kind.scheme();
        let root = Url::parse(&format!("{scheme}://{host}:{port}/")).ok()?;
        let path = path.and_then(|path| root.join(path).ok());
        Some(Self {
            // A path like `//elsewhere/` is none.
            path: path.filter(|url| url.origin() == root.origin()),
            root,
        })
    }

    /// Whether a password for the domain may go there.
    pub(super) fn reach(&self, domain: &str) -> Reach {
        let host = self.root.host_str().unwrap_or_default();
        let below = host.strip_suffix(domain);
        let is_own = below.is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
        match (self.root.scheme(), is_own) {
            ("https", true) => Reach::Own,
            ("https", false) => Reach::Elsewhere,
            (_, true) if is_nearby(&self.root) => Reach::Own,
            _ => Reach::Unencrypted,
        }
    }

    /// What a person types to begin there.
    pub(super) fn address(&self) -> &Url {
        self.path.as_ref().unwrap_or(&self.root)
    }

    /// Where on it to look, in this order.
    pub(super) fn places(&self) -> Vec<Url> {
        let mut well_known = self.root.clone();
        well_known.set_path("/.well-known/caldav");
        let path = self.path.iter().cloned();
        path.chain([well_known, self.root.clone()]).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn service(host: &str, port: u16, path: Option<&str>) -> Service {
        Service::new(DiscoverableService::CalDavs, host, port, path).unwrap()
    }

    #[rstest]
    #[case("example.org", Reach::Own)]
    #[case("dav.example.org", Reach::Own)]
    #[case("DAV.Example.org", Reach::Own)]
    #[case("d1.caldav.fastmail.com", Reach::Elsewhere)]
    #[case("notexample.org", Reach::Elsewhere)]
    #[case("example.org.evil.test", Reach::Elsewhere)]
    #[case("10.0.0.1", Reach::Elsewhere)]
    fn a_password_goes_to_servers_of_the_domain_itself(#[case] host: &str, #[case] reach: Reach) {
        assert_eq!(service(host, 443, None).reach("example.org"), reach);
    }

    #[rstest]
    #[case("dav.example.org", "example.org", Reach::Unencrypted)]
    #[case("nas.home.arpa", "home.arpa", Reach::Own)]
    #[case("evil.lan", "home.lan", Reach::Unencrypted)]
    fn without_tls_it_goes_nowhere_but_into_ones_own_network(
        #[case] host: &str,
        #[case] domain: &str,
        #[case] reach: Reach,
    ) {
        let service = Service::new(DiscoverableService::CalDav, host, 80, None).unwrap();
        assert_eq!(service.reach(domain), reach);
    }

    #[rstest]
    #[case(
        Some("/dav/principals/"),
        "https://dav.example.org:8443/dav/principals/"
    )]
    #[case(
        Some("//evil.test/"),
        "https://dav.example.org:8443/.well-known/caldav"
    )]
    #[case(None, "https://dav.example.org:8443/.well-known/caldav")]
    fn looking_begins_at_the_path_that_the_domain_names(
        #[case] path: Option<&str>,
        #[case] first: &str,
    ) {
        let service = service("dav.example.org", 8443, path);
        assert_eq!(service.places()[0].as_str(), first);
    }

    #[rstest]
    #[case(&["path=/dav/"], Some("/dav/"))]
    #[case(&["txtvers=1", "PATH=/dav/"], Some("/dav/"))]
    #[case(&["path=dav"], None)]
    #[case(&["v=spf1 -all"], None)]
    fn the_path_is_one_of_several_values(#[case] values: &[&str], #[case] path: Option<&str>) {
        let mut record = Vec::new();
        for value in values {
            record.push(u8::try_from(value.len()).unwrap());
            record.extend_from_slice(value.as_bytes());
        }
        let record = Txt::from_octets(record).unwrap();
        assert_eq!(path_in(&record).as_deref(), path);
    }
}
