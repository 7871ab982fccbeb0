//! Addresses of calendars on the network.

use storytime_core::vault::HolderError;
use storytime_types::ErrorCode;
use storytime_types::calendars::{ConnectIcs, IntegrationStatus};
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::support::app::App;
use crate::support::calendar::{calendar, event};

pub const NOW: &str = "2026-11-22T08:00:00Z";

/// A server that offers a calendar with a standup at nine, and a retro in a fortnight and a day.
pub async fn server() -> MockServer {
    let server = MockServer::start().await;
    let text = calendar(&[
        event("Standup", "2026-11-22T09:00:00Z"),
        event("Retro", "2026-12-07T09:00:00Z"),
    ]);
    let answer = ResponseTemplate::new(200).set_body_raw(text, "text/calendar");
    Mock::given(any()).respond_with(answer).mount(&server).await;
    server
}

/// What to connect.
pub fn at(url: String) -> ConnectIcs {
    ConnectIcs {
        url: Some(url),
        path: None,
    }
}

/// Everything that is stored, backups included, as it lies on the disk.
pub fn stored(app: &App) -> Vec<u8> {
    let folder = app.folder.path().join("data");
    let mut paths = vec![folder.join("storytime.db"), folder.join("storytime.db-wal")];
    let backups = std::fs::read_dir(folder.join("backups"))
        .into_iter()
        .flatten();
    paths.extend(backups.flatten().map(|entry| entry.path()));
    let read = paths
        .iter()
        .flat_map(|path| std::fs::read(path).unwrap_or_default());
    read.collect()
}

/// How many backups there are.
fn backups(app: &App) -> usize {
    let folder = app.folder.path().join("data").join("backups");
    std::fs::read_dir(folder).map_or(0, Iterator::count)
}

pub fn has(bytes: &[u8], text: &str) -> bool {
    bytes
        .windows(text.len())
        .any(|part| part == text.as_bytes())
}

#[tokio::test]
async fn an_address_is_sealed_when_it_is_connected_and_opened_for_a_sync() {
    let server = server().await;
    let app = App::start(NOW).await;
    let url = format!("{}/private-c4n4ry/basic.ics", server.uri());

    app.api.connect_ics(at(url.clone())).await.unwrap();
    let app = app.restart("2026-11-22T08:10:00Z").await;
    app.poll().await;

    assert!(!has(&stored(&app), "c4n4ry"));
    assert!(has(&stored(&app), "st1."), "nothing was sealed");
    let found = app.api.calendars().await.unwrap();
    assert_eq!(found[0].status, IntegrationStatus::Active);
    assert_eq!(found[0].address, Some(format!("{}/…", server.uri())));
    assert_eq!(app.events("2026-11-22", "2026-11-23").await.len(), 1);
    let again = app.api.connect_ics(at(url)).await.unwrap_err();
    assert_eq!(again.code, ErrorCode::Conflict);
}

#[tokio::test]
async fn with_no_keyring_a_secret_address_is_refused_and_a_plain_one_waits_for_the_vault() {
    let server = server().await;
    let app = App::start(NOW).await;
    app.keyring.answer_with(Some(HolderError::Absent));

    let secret = format!("{}/private-c4n4ry/basic.ics", server.uri());
    let refused = app.api.connect_ics(at(secret)).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::VaultLocked);
    assert!(refused.message.contains("passphrase"), "{refused}");
    let plain = format!("{}/holidays.ics", server.uri());
    app.api.connect_ics(at(plain)).await.unwrap();
    app.poll().await;
    assert!(has(&stored(&app), "/holidays.ics"));
    assert!(backups(&app) > 0, "a new calendar is worth a backup");

    app.keyring.answer_with(None);
    app.poll().await;

    assert!(!has(&stored(&app), "/holidays.ics"), "it is still there");
    let found = app.api.calendars().await.unwrap();
    assert_eq!(found[0].status, IntegrationStatus::Active);
}
