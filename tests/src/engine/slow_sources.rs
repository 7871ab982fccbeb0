//! A source that hangs keeps only itself waiting: others are connected, read and removed meanwhile.

use futures_util::future::join_all;
use storytime_types::ErrorCode;
use storytime_types::calendars::{ConnectIcs, Integration, IntegrationStatus};
use storytime_types::removal::RemoveIntegration;
use storytime_types::vault::UnlockVault;

use crate::support::app::App;
use crate::support::calendar::{calendar, event, write_calendar};
use crate::support::channel::within_patience;
use crate::support::dav_fake::DavFake;
use crate::support::held_server::HeldServer;

const NOW: &str = "2026-11-22T08:00:00Z";
const STANDUP: &str = "2026-11-22T09:00:00Z";
/// The delivery, the rhythm, and whoever waits for a first reading.
const WAITERS: usize = 3;

async fn integration(app: &App, name: &str) -> Integration {
    let all = app.api.calendars().await.unwrap();
    all.into_iter().find(|one| one.name == name).unwrap()
}

/// An app that was told that a calendar is connected which still hangs.
async fn connected_to_one_that_hangs() -> (App, HeldServer) {
    let (server, app) = (HeldServer::start().await, App::start(NOW).await);
    let connecting = tokio::spawn({
        let (api, calendar) = (app.api.clone(), server.calendar());
        async move { api.connect_ics(calendar).await }
    });
    server.asked(1).await;
    let waiting = app.clock.settled(WAITERS);
    within_patience(waiting, "the first reading to be waited for").await;
    app.clock.advance_ms(12_000);
    connecting.await.unwrap().unwrap();
    (app, server)
}

/// An app with a calendar that was read once and hangs in the middle of a poll.
async fn polling_one_that_hangs() -> (App, HeldServer) {
    let (server, app) = (HeldServer::start().await, App::start(NOW).await);
    server.answer(&calendar(&[event("Standup", STANDUP)]));
    app.api.connect_ics(server.calendar()).await.unwrap();
    app.settled().await;
    server.hold();
    app.clock.advance_ms(30 * 60_000);
    server.asked(2).await;
    (app, server)
}

async fn connect_file(app: &App) {
    let path = write_calendar(app.folder.path(), "home.ics", &[event("Lunch", STANDUP)]);
    let path = Some(path.to_str().unwrap().to_owned());
    let connecting = app.api.connect_ics(ConnectIcs { path, url: None });
    let connected = within_patience(connecting, "a file to be connected").await;
    connected.unwrap();
}

async fn disconnect(app: &App, name: &str) {
    let id = integration(app, name).await.id;
    let removing = app.api.disconnect(id, RemoveIntegration::default());
    within_patience(removing, "a calendar to be removed")
        .await
        .unwrap();
}

/// Waits until nothing is read any more.
async fn read_to_its_end(app: &App) {
    let mut changes = app.api.changes();
    let ended = async {
        while app.api.sync_status().await.unwrap().current.is_some() {
            // A lagging receiver looks again, too.
            let _ = changes.recv().await;
        }
    };
    within_patience(ended, "the reading to end").await;
}

#[tokio::test]
async fn what_is_slow_is_answered_for_goes_on_and_shows_how_far_it_is() {
    let (app, server) = connected_to_one_that_hangs().await;
    let current = app.api.sync_status().await.unwrap().current.unwrap();
    assert_eq!((current.calendars_done, current.calendars_total), (0, 1));

    server.answer(&calendar(&[event("Standup", STANDUP)]));
    read_to_its_end(&app).await;

    assert_eq!(
        app.starts("2026-11-22", "2026-11-23").await,
        ["Standup 09:00"]
    );
    let slow = app.the_account().await;
    assert_eq!(slow.status, IntegrationStatus::Active);
    assert_eq!(slow.error_message, None);
}

#[tokio::test]
async fn what_fails_after_it_was_answered_for_stays_and_says_why() {
    let (app, server) = connected_to_one_that_hangs().await;

    server.refuse();
    read_to_its_end(&app).await;

    let slow = app.the_account().await;
    assert_eq!(slow.status, IntegrationStatus::Error);
    assert!(slow.error_message.unwrap().contains("(500)"));
}

#[tokio::test]
async fn of_what_nobody_waits_for_any_more_nothing_stays_where_it_fails() {
    let (server, app) = (HeldServer::start().await, App::start(NOW).await);
    let connecting = app.api.connect_ics(server.calendar());
    tokio::select! {
        _ = connecting => panic!("the server hangs"),
        () = server.asked(1) => {}
    }

    server.refuse();
    read_to_its_end(&app).await;

    assert!(app.api.calendars().await.unwrap().is_empty());
}

#[tokio::test]
async fn while_one_is_read_for_the_first_time_others_are_connected_synced_and_removed() {
    let (app, _server) = connected_to_one_that_hangs().await;

    connect_file(&app).await;
    app.api.sync_now().await.unwrap();
    app.settled().await;
    disconnect(&app, "home").await;

    disconnect(&app, "127.0.0.1").await;
    read_to_its_end(&app).await;
    assert!(app.api.calendars().await.unwrap().is_empty());
}

#[tokio::test]
async fn while_a_poll_hangs_others_are_connected_and_what_hangs_is_removed_at_once() {
    let (app, _server) = polling_one_that_hangs().await;

    connect_file(&app).await;
    disconnect(&app, "127.0.0.1").await;
    app.settled().await;

    let events = app.events("2026-11-22", "2026-11-23").await;
    assert_eq!(events.len(), 1);
    let home = app.the_account().await;
    assert_eq!(
        (&*home.name, home.status),
        ("home", IntegrationStatus::Active)
    );
}

#[tokio::test]
async fn while_a_poll_hangs_the_key_is_changed_and_the_poll_comes_again() {
    let (app, server) = polling_one_that_hangs().await;

    let changing = app.api.change_vault_key(UnlockVault::default());
    within_patience(changing, "the key to be changed")
        .await
        .unwrap();

    server.answer(&calendar(&[event("Retro", STANDUP)]));
    app.poll().await;
    let account = app.the_account().await;
    assert_eq!(account.status, IntegrationStatus::Active);
    assert_eq!(account.error_message, None);
    assert_eq!(
        app.starts("2026-11-22", "2026-11-23").await,
        ["Retro 09:00"]
    );
}

#[tokio::test]
async fn the_same_address_connected_by_many_at_once_is_connected_once() {
    let (server, app) = (HeldServer::start().await, App::start(NOW).await);
    server.answer(&calendar(&[event("Standup", STANDUP)]));

    let connecting = (0..4).map(|_| app.api.connect_ics(server.calendar()));
    let outcomes = join_all(connecting).await;

    let refused: Vec<_> = outcomes.into_iter().filter_map(Result::err).collect();
    assert_eq!(refused.len(), 3);
    assert!(refused.iter().all(|one| one.code == ErrorCode::Conflict));
    app.the_account().await;
}

#[tokio::test]
async fn the_same_account_connected_by_many_at_once_is_one_account() {
    let (server, app) = (DavFake::start().await, App::start(NOW).await);
    server.put("standup", event("Standup", STANDUP));

    let connecting = (0..6).map(|_| app.api.connect_caldav(server.account()));
    let outcomes = join_all(connecting).await;
    app.settled().await;

    let account = app.the_account().await;
    let ids = outcomes.into_iter().map(|one| one.unwrap().integration.id);
    assert!(ids.into_iter().all(|id| id == account.id));
    assert_eq!(
        app.starts("2026-11-22", "2026-11-23").await,
        ["Standup 09:00"]
    );
}
