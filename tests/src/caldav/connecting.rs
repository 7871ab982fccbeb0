//! Connecting and disconnecting accounts, and what becomes of their passwords.

use storytime_types::ErrorCode;
use storytime_types::calendars::{AccountPassword, IntegrationStatus};
use storytime_types::removal::RemoveIntegration;

use super::{NOW, today};
use crate::secrets::addresses::{has, stored};
use crate::support::app::App;
use crate::support::calendar::event;
use crate::support::dav_fake::DavFake;
use crate::support::dav_server::{DavServer, PASSWORD, Program};

async fn radicale_with_standup() -> DavServer {
    let server = DavServer::start(Program::Radicale).await;
    server.make_calendar("work").await;
    let standup = event("Standup", "2026-11-22T09:00:00Z");
    server.put("work", "standup", standup).await;
    server
}

#[tokio::test]
async fn a_password_lies_sealed_and_opens_after_a_restart() {
    let server = radicale_with_standup().await;
    let app = App::start(NOW).await;

    app.api.connect_caldav(server.account()).await.unwrap();
    assert!(!has(&stored(&app), PASSWORD));
    let app = app.restart("2026-11-22T08:10:00Z").await;
    let later = event("Standup", "2026-11-22T10:00:00Z");
    server.put("work", "standup", later).await;
    app.poll().await;

    assert_eq!(today(&app).await, ["Standup 10:00"]);
    let account = app.the_account().await;
    assert_eq!(account.name, "ann at 127.0.0.1");
    assert_eq!(account.address.unwrap(), format!("{}/…", server.address));
}

#[tokio::test]
async fn a_wrong_password_is_refused_at_its_field_and_nothing_is_kept() {
    let server = radicale_with_standup().await;
    let app = App::start(NOW).await;

    let refused = app.api.connect_caldav(server.account_with("wr0ng")).await;

    let refused = refused.unwrap_err();
    assert_eq!(refused.code, ErrorCode::ValidationError);
    assert!(refused.details["fields"]["password"].is_string());
    assert!(refused.message.contains("app password"), "{refused}");
    assert!(app.api.calendars().await.unwrap().is_empty());
    assert!(!has(&stored(&app), "wr0ng"));
}

#[tokio::test]
async fn an_account_whose_password_changed_waits_for_the_new_one_and_loses_nothing() {
    let server = radicale_with_standup().await;
    let app = App::start(NOW).await;
    let first = app.api.connect_caldav(server.account()).await.unwrap();

    server.change_password("other");
    app.poll().await;
    let expired = app.the_account().await;
    assert_eq!(expired.status, IntegrationStatus::Expired);
    assert_eq!(today(&app).await, ["Standup 09:00"]);

    let again = app.api.connect_caldav(server.account_with("other")).await;
    app.settled().await;

    assert_eq!(again.unwrap().integration.id, first.integration.id);
    let account = app.the_account().await;
    assert_eq!(account.status, IntegrationStatus::Active);
    assert_eq!(account.error_message, None);
}

#[tokio::test]
async fn the_new_password_alone_is_enough_and_a_wrong_one_changes_nothing() {
    let server = radicale_with_standup().await;
    let app = App::start(NOW).await;
    app.api.connect_caldav(server.account()).await.unwrap();
    server.change_password("other");
    app.poll().await;
    let id = app.the_account().await.id;
    let give = |password: &str| {
        let asked = AccountPassword {
            password: password.into(),
        };
        app.api.change_caldav_password(id.clone(), asked)
    };

    let refused = give("wr0ng").await.unwrap_err();
    assert!(refused.details["fields"]["password"].is_string());
    let empty = give("").await.unwrap_err();
    assert!(empty.details["fields"]["password"].is_string());
    assert_eq!(app.the_account().await.status, IntegrationStatus::Expired);

    give("other").await.unwrap();
    app.settled().await;

    let account = app.the_account().await;
    assert_eq!(account.status, IntegrationStatus::Active);
    assert_eq!(account.error_message, None);
    assert!(!has(&stored(&app), "wr0ng"));
}

#[tokio::test]
async fn a_disconnected_account_leaves_nothing_behind() {
    let server = radicale_with_standup().await;
    let app = App::start(NOW).await;
    let connected = app.api.connect_caldav(server.account()).await.unwrap();
    let copies = app.folder.path().join("data/cache/ics");
    let count = || std::fs::read_dir(&copies).unwrap().count();
    assert_eq!(count(), 1, "the calendar's copy");

    app.api
        .disconnect(connected.integration.id, RemoveIntegration::default())
        .await
        .unwrap();

    assert_eq!(count(), 0);
    assert!(app.api.calendars().await.unwrap().is_empty());
    assert!(today(&app).await.is_empty());
    assert_eq!(app.ledger_lines().await, [""; 0]);
}

#[tokio::test]
async fn a_server_without_encryption_says_how_its_address_begins() {
    let server = DavFake::start().await;
    let app = App::start(NOW).await;
    let mut account = server.account();
    account.url = account.url.replace("http://", "");

    let refused = app.api.connect_caldav(account).await.unwrap_err();

    let sentence = &refused.message;
    assert!(
        sentence.contains("begin its address with http://"),
        "{sentence}"
    );
}
