//! An e-mail address leads to the server that its domain names (RFC 6764), and the password only
//! where it may go.

use rstest::rstest;
use storytime_core::vault::memory::InMemoryHolder;
use storytime_types::ErrorCode;
use storytime_types::calendars::ConnectCalDav;
use tempfile::tempdir;

use super::{NOW, today};
use crate::support::app::App;
use crate::support::calendar::event;
use crate::support::dav_fake::DavFake;
use crate::support::dav_server::{DavServer, NAME, PASSWORD, Program};
use crate::support::name_server::{NameServer, Zone};

async fn app_asking(names: &NameServer) -> App {
    App::start_asking(
        tempdir().unwrap(),
        NOW,
        InMemoryHolder::default(),
        names.alone(),
    )
    .await
}

fn account(address: &str) -> ConnectCalDav {
    ConnectCalDav {
        url: address.into(),
        username: NAME.into(),
        password: PASSWORD.into(),
    }
}

async fn fake_with_standup() -> DavFake {
    let server = DavFake::start().await;
    server.put("standup", event("Standup", "2026-11-22T09:00:00Z"));
    server
}

#[tokio::test]
async fn an_address_leads_to_the_server_and_the_path_that_its_domain_names() {
    let server = fake_with_standup().await;
    server.entrance("/deep/inside/");
    let zone = Zone::default()
        .service("_caldav._tcp.localhost", "localhost", server.port())
        .text("_caldav._tcp.localhost", "path=/deep/inside/");
    let names = NameServer::start(zone).await;
    let app = app_asking(&names).await;

    app.api
        .connect_caldav(account("ann@localhost"))
        .await
        .unwrap();

    assert_eq!(today(&app).await, ["Standup 09:00"]);
    assert_eq!(
        names.asked(),
        [
            "_caldavs._tcp.localhost SRV",
            "_caldav._tcp.localhost SRV",
            "_caldav._tcp.localhost TXT"
        ],
        "TLS comes first"
    );
}

#[rstest]
#[case(Program::Radicale)]
#[case(Program::Xandikos)]
#[tokio::test]
async fn without_a_path_the_well_known_place_of_that_server_is_asked(#[case] program: Program) {
    let server = DavServer::start(program).await;
    server.make_calendar("work").await;
    let standup = event("Standup", "2026-11-22T09:00:00Z");
    server.put("work", "standup", standup).await;
    let zone = Zone::default().service("_caldav._tcp.localhost", "localhost", server.port());
    let names = NameServer::start(zone).await;
    let app = app_asking(&names).await;

    app.api
        .connect_caldav(account("ann@localhost"))
        .await
        .unwrap();

    assert_eq!(today(&app).await, ["Standup 09:00"]);
}

#[tokio::test]
async fn a_server_of_another_name_is_told_of_and_gets_no_password() {
    let zone = Zone::default()
        .service("_caldavs._tcp.example.test", "dav.elsewhere.test", 443)
        .text("_caldavs._tcp.example.test", "path=/dav/");
    let names = NameServer::start(zone).await;
    let app = app_asking(&names).await;

    let refused = app.api.connect_caldav(account("ann@example.test")).await;

    let refused = refused.unwrap_err();
    assert_eq!(refused.code, ErrorCode::ValidationError);
    assert!(refused.details["fields"]["url"].is_string());
    let address = "https://dav.elsewhere.test/dav/";
    assert!(refused.message.contains(address), "{refused}");
}

#[tokio::test]
async fn a_server_that_shall_speak_tls_gets_no_password_without_it() {
    let server = fake_with_standup().await;
    let zone = Zone::default().service("_caldavs._tcp.localhost", "localhost", server.port());
    let names = NameServer::start(zone).await;
    let app = app_asking(&names).await;

    let refused = app.api.connect_caldav(account("ann@localhost")).await;

    let refused = refused.unwrap_err();
    let place = format!("https://localhost:{}", server.port());
    assert!(refused.message.contains(&place), "{refused}");
    assert!(server.asked().is_empty());
}

#[tokio::test]
async fn a_domain_without_encryption_is_refused_beyond_ones_own_network() {
    let zone = Zone::default().service("_caldav._tcp.example.test", "dav.example.test", 80);
    let names = NameServer::start(zone).await;
    let app = app_asking(&names).await;

    let refused = app.api.connect_caldav(account("ann@example.test")).await;

    let refused = refused.unwrap_err();
    assert!(
        refused.message.contains("without encryption only"),
        "{refused}"
    );
}

#[tokio::test]
async fn a_domain_that_says_it_has_no_calendars_is_believed() {
    let zone = Zone::default().service("_caldavs._tcp.example.test", ".", 0);
    let names = NameServer::start(zone).await;
    let app = app_asking(&names).await;

    let refused = app.api.connect_caldav(account("ann@example.test")).await;

    let refused = refused.unwrap_err();
    assert!(refused.message.contains("has no calendars"), "{refused}");
}

#[tokio::test]
async fn where_name_servers_fail_the_domain_itself_is_asked() {
    let names = NameServer::start(Zone::default().broken()).await;
    let app = app_asking(&names).await;

    let refused = app.api.connect_caldav(account("ann@localhost")).await;

    let refused = refused.unwrap_err();
    assert_eq!(refused.code, ErrorCode::SourceFailed);
    assert!(refused.message.contains("https://localhost/"), "{refused}");
    assert!(!names.asked().is_empty());
}

#[tokio::test]
async fn an_address_copied_from_nextcloud_finds_its_way() {
    let server = fake_with_standup().await;
    server.entrance("/cloud/remote.php/dav/");
    let app = App::start(NOW).await;
    let page = format!("{}/cloud/apps/calendar/dayGridMonth/now", server.address());

    app.api.connect_caldav(account(&page)).await.unwrap();

    assert_eq!(today(&app).await, ["Standup 09:00"]);
}
