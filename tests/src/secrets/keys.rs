//! The master key over time: changed while there are backups, and removed with everything else.

use storytime_core::vault::{HolderError, KeyRing};
use storytime_types::calendars::IntegrationStatus;
use storytime_types::profile::{ProfileChange, Theme};
use storytime_types::removal::RemoveEverything;
use storytime_types::vault::{ChoosePassphrase, UnlockVault, VaultState};

use super::addresses::{NOW, at, has, server, stored};
use crate::support::app::App;

/// An app with one secret address, connected.
async fn connected(server: &wiremock::MockServer) -> App {
    let app = App::start(NOW).await;
    let url = format!("{}/private-c4n4ry/basic.ics", server.uri());
    app.api.connect_ics(at(url)).await.unwrap();
    app.settled().await;
    app
}

/// The keys that the keyring keeps.
fn kept(app: &App) -> Vec<String> {
    let kept = app.keyring.kept();
    let rings = kept.iter().map(|text| KeyRing::parse(text).unwrap());
    rings
        .flat_map(|ring| ring.ids())
        .map(|id| id.as_str().to_owned())
        .collect()
}

async fn change_key(app: &App) {
    let changed = app.api.change_vault_key(UnlockVault::default()).await;
    assert_eq!(changed.unwrap().state, VaultState::Open);
}

async fn only_calendar(app: &App) -> storytime_types::calendars::Integration {
    let mut found = app.api.calendars().await.unwrap();
    assert_eq!(found.len(), 1, "{found:?}");
    found.remove(0)
}

#[tokio::test]
async fn a_backup_from_before_a_change_of_the_key_is_restored_with_its_secrets() {
    let server = server().await;
    let app = connected(&server).await;
    let backup = app.api.back_up().await.unwrap();
    change_key(&app).await;
    change_key(&app).await;

    let restored = app.api.restore(&backup.id).await.unwrap();

    assert_eq!(restored.notice, None);
    app.poll().await;
    let calendar = only_calendar(&app).await;
    assert_eq!(calendar.status, IntegrationStatus::Active, "{calendar:?}");
    assert!(!has(&stored(&app), "c4n4ry"));
    // It is under today's key: those of then may go with the backups.
    std::fs::remove_dir_all(app.folder.path().join("data/backups")).unwrap();
    app.go_to("2026-11-23T04:00:00Z").await;
    assert_eq!(kept(&app).len(), 1);
    let app = app.restart("2026-11-23T05:00:00Z").await;
    let calendar = only_calendar(&app).await;
    assert_eq!(calendar.status, IntegrationStatus::Active, "{calendar:?}");
}

#[tokio::test]
async fn the_key_of_then_is_dropped_in_the_night_after_the_last_backup_that_needs_it() {
    let server = server().await;
    let app = connected(&server).await;
    app.api.back_up().await.unwrap();
    let old = kept(&app);
    change_key(&app).await;
    assert_eq!(kept(&app).len(), 2);

    app.go_to("2026-11-23T04:00:00Z").await;
    assert!(kept(&app).starts_with(&old), "a backup needs it still");
    for day in 24..=30 {
        app.go_to(&format!("2026-11-{day}T09:00:00Z")).await;
    }
    app.go_to("2026-12-01T04:00:00Z").await;

    let left = kept(&app);
    assert_eq!(left.len(), 1);
    assert_ne!(left, old);
}

#[tokio::test]
async fn a_backup_whose_key_is_gone_says_so_and_brings_everything_else_back() {
    let server = server().await;
    let app = connected(&server).await;
    let theme = ProfileChange {
        selected_theme: Some(Theme::Meme),
        ..ProfileChange::default()
    };
    app.api.change_profile(theme).await.unwrap();
    let backup = app.api.back_up().await.unwrap();
    let file = format!("data/backups/{}.db", backup.id);
    let file = app.folder.path().join(file);
    let saved = std::fs::read(&file).unwrap();
    let nothing = RemoveEverything::default();
    app.api.remove_everything(nothing).await.unwrap();
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    std::fs::write(&file, saved).unwrap();

    let restored = app.api.restore(&backup.id).await.unwrap();
    app.settled().await;

    let notice = restored.notice.unwrap();
    assert!(notice.contains("connect again"), "{notice}");
    let calendar = only_calendar(&app).await;
    assert_eq!(calendar.status, IntegrationStatus::Expired);
    assert!(calendar.error_message.unwrap().contains("connect"));
    let profile = app.api.profile().await.unwrap();
    assert_eq!(profile.selected_theme, Theme::Meme);
    assert_eq!(app.events("2026-11-22", "2026-11-23").await.len(), 1);
}

#[tokio::test]
async fn while_the_keyring_is_locked_a_backup_of_an_older_key_changes_nothing() {
    let server = server().await;
    let app = connected(&server).await;
    let backup = app.api.back_up().await.unwrap();
    change_key(&app).await;
    app.keyring.answer_with(Some(HolderError::Locked));
    let app = app.restart("2026-11-22T08:20:00Z").await;

    let refused = app.api.restore(&backup.id).await.unwrap_err();

    assert!(refused.message.contains("locked"), "{}", refused.message);
    app.api.unlock_vault(UnlockVault::default()).await.unwrap();
    app.api.restore(&backup.id).await.unwrap();
    app.poll().await;
    let calendar = only_calendar(&app).await;
    assert_eq!(calendar.status, IntegrationStatus::Active, "{calendar:?}");
}

#[tokio::test]
async fn when_everything_is_deleted_the_keyring_keeps_no_key() {
    let server = server().await;
    let app = connected(&server).await;
    assert_eq!(kept(&app).len(), 1);

    let nothing = RemoveEverything::default();
    app.api.remove_everything(nothing).await.unwrap();

    assert!(app.keyring.kept().is_empty());
    let url = format!("{}/private-c4n4ry/basic.ics", server.uri());
    app.api.connect_ics(at(url)).await.unwrap();
    assert_eq!(kept(&app).len(), 1, "a new vault has a new key");
}

#[tokio::test]
async fn a_locked_keyring_keeps_nothing_from_being_deleted_and_loses_the_key_in_a_later_night() {
    let server = server().await;
    let app = connected(&server).await;
    app.keyring.answer_with(Some(HolderError::Locked));

    let nothing = RemoveEverything::default();
    app.api.remove_everything(nothing).await.unwrap();

    assert!(app.api.status().await.unwrap().first_run);
    assert_eq!(kept(&app).len(), 1);
    app.keyring.answer_with(None);
    let app = app.restart("2026-11-22T20:00:00Z").await;
    app.go_to("2026-11-23T04:00:00Z").await;
    assert!(app.keyring.kept().is_empty());
}

#[tokio::test]
async fn when_everything_is_deleted_the_key_file_goes_too() {
    let app = App::start(NOW).await;
    app.keyring.answer_with(Some(HolderError::Absent));
    let passphrase = ChoosePassphrase {
        passphrase: "correct horse battery".into(),
    };
    app.api.choose_passphrase(passphrase).await.unwrap();
    let file = app.folder.path().join("data/vault.key");
    assert!(file.exists());

    let nothing = RemoveEverything::default();
    app.api.remove_everything(nothing).await.unwrap();

    assert!(!file.exists());
}
