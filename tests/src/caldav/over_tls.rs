//! A domain names a server over TLS (`_caldavs._tcp`, RFC 6764): its certificate has to be that of the
//! host that was named (RFC 6764, 8; RFC 6125), or no password goes there.

use storytime_core::calendars::NameServers;
use storytime_core::calendars::caldav::{Account, CalDavSource, DiscoveryError, Entry, Login};

use crate::support::dav_fake::DavFake;
use crate::support::name_server::{NameServer, Zone};
use crate::support::tls_server::{Authority, TlsServer};

/// What `ann@localhost` leads to, where name servers say these servers of `_caldavs._tcp.localhost`.
async fn found(
    client: impl Fn(NameServers) -> CalDavSource,
    servers: &[(&str, u16)],
) -> Result<Account, DiscoveryError> {
    let zone = servers.iter().fold(Zone::default(), |zone, (host, port)| {
        zone.service("_caldavs._tcp.localhost", host, *port)
    });
    let names = NameServer::start(zone).await;
    let entry = Entry::parse("ann@localhost", "ann").unwrap();
    let login = Login::at(entry.first(), "ann".into(), "pw".into());
    client(names.alone()).discover(&entry, login).await
}

fn trusting(authority: &Authority) -> impl Fn(NameServers) -> CalDavSource {
    let certificate = authority.certificate();
    move |names| CalDavSource::trusting(names, &certificate).unwrap()
}

#[tokio::test]
async fn the_account_is_found_on_the_server_over_tls_that_the_domain_names() {
    let (server, authority) = (DavFake::start().await, Authority::new());
    let tls = TlsServer::before(server.port(), &authority, "localhost").await;

    let account = found(trusting(&authority), &[("localhost", tls.port)])
        .await
        .unwrap();

    let home = account.home.as_str();
    let place = format!("https://localhost:{}/", tls.port);
    assert!(home.starts_with(&place), "{home}");
    assert!(!server.asked().is_empty());
}

#[tokio::test]
async fn a_certificate_for_another_name_gets_no_password() {
    let (server, authority) = (DavFake::start().await, Authority::new());
    let tls = TlsServer::before(server.port(), &authority, "calendars.example.org").await;

    let refused = found(trusting(&authority), &[("localhost", tls.port)]).await;

    let refused = refused.unwrap_err().to_string();
    assert!(
        refused.contains(&format!("https://localhost:{}", tls.port)),
        "{refused}"
    );
    assert!(server.asked().is_empty());
}

#[tokio::test]
async fn a_certificate_of_an_authority_that_nobody_trusts_gets_no_password() {
    let (server, authority) = (DavFake::start().await, Authority::new());
    let tls = TlsServer::before(server.port(), &authority, "localhost").await;

    let refused = found(trusting(&Authority::new()), &[("localhost", tls.port)]).await;

    assert!(refused.is_err());
    assert!(server.asked().is_empty());
}

#[tokio::test]
async fn a_server_of_another_domain_is_told_of_though_its_certificate_is_its_own() {
    let (server, authority) = (DavFake::start().await, Authority::new());
    let tls = TlsServer::before(server.port(), &authority, "127.0.0.1").await;

    let refused = found(trusting(&authority), &[("dav.elsewhere.test", tls.port)]).await;

    assert!(
        matches!(refused, Err(DiscoveryError::Elsewhere { .. })),
        "{refused:?}"
    );
    assert!(server.asked().is_empty());
}
