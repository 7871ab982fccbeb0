//! A keyring that is missing, locked, silent or forgetful.

use storytime_core::vault::HolderError;
use storytime_types::calendars::IntegrationStatus;
use storytime_types::notifications::NotificationStatus;
use storytime_types::vault::{UnlockVault, VaultState};

use super::addresses::{NOW, at, server};
use crate::support::app::App;

/// An app that was restarted after it had connected a secret address.
async fn restarted(server: &wiremock::MockServer) -> App {
    let app = App::start(NOW).await;
    let url = format!("{}/private-c4n4ry/basic.ics", server.uri());
    app.api.connect_ics(at(url)).await.unwrap();
    app.settled().await;
    app.restart("2026-11-22T08:10:00Z").await
}

#[tokio::test]
async fn a_locked_keyring_is_told_once_and_a_click_puts_it_right() {
    let server = server().await;
    let app = restarted(&server).await;
    let keyring = app.keyring.clone();
    keyring.answer_with(Some(HolderError::Locked));
    let app = app.restart("2026-11-22T08:20:00Z").await;

    let problems = app.api.status().await.unwrap().problems;
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert!(problems[0].text.contains("locked"), "{problems:?}");
    assert_eq!(app.api.vault().await.unwrap().state, VaultState::Locked);

    let open = app.api.unlock_vault(UnlockVault::default()).await.unwrap();
    assert_eq!(open.state, VaultState::Open);
    app.poll().await;
    assert!(app.api.status().await.unwrap().problems.is_empty());
}

#[tokio::test]
async fn a_silent_keyring_holds_up_no_reminder() {
    let server = server().await;
    let app = restarted(&server).await;
    app.keyring.fall_silent();
    let app = app.restart("2026-11-22T08:20:00Z").await;

    app.go_to("2026-11-22T08:45:00Z").await;

    app.row_becomes("Standup", NotificationStatus::Sent).await;
}

#[tokio::test]
async fn while_the_vault_is_shut_the_window_of_its_calendars_rolls_on() {
    let server = server().await;
    let app = restarted(&server).await;
    let in_a_fortnight = ("2026-12-07", "2026-12-08");
    let found = app.events(in_a_fortnight.0, in_a_fortnight.1).await;
    assert!(found.is_empty(), "{found:?}");
    app.keyring.answer_with(Some(HolderError::Locked));

    let app = app.restart("2026-11-24T08:10:00Z").await;

    let found = app.events(in_a_fortnight.0, in_a_fortnight.1).await;
    assert_eq!(found.len(), 1, "{found:?}");
}

#[tokio::test]
async fn a_lost_key_costs_the_secrets_and_nothing_else() {
    let server = server().await;
    let app = restarted(&server).await;
    app.keyring.forget();
    let app = app.restart("2026-11-22T08:20:00Z").await;

    let found = app.api.calendars().await.unwrap();
    assert_eq!(found[0].status, IntegrationStatus::Expired);
    let why = found[0].error_message.as_deref().unwrap();
    assert!(why.contains("connect"), "{why}");
    assert_eq!(app.api.vault().await.unwrap().state, VaultState::Lost);
    assert_eq!(app.events("2026-11-22", "2026-11-23").await.len(), 1);
    app.go_to("2026-11-22T08:45:00Z").await;
    app.row_becomes("Standup", NotificationStatus::Sent).await;
}
