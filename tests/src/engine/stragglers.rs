//! A sync waits a minute for a slow calendar. Then that one is read without it, and everything else
//! goes its way.

use storytime_types::calendars::{Integration, IntegrationStatus};
use storytime_types::removal::RemoveIntegration;
use storytime_types::sync::{SyncJob, SyncJobStatus, SyncJobType};

use crate::support::app::App;
use crate::support::calendar::{calendar, event, write_calendar};
use crate::support::channel::within_patience;
use crate::support::held_server::HeldServer;

const NOW: &str = "2026-11-22T08:00:00Z";
const STANDUP: &str = "2026-11-22T14:00:00Z";
const LUNCH: &str = "2026-11-22T15:00:00Z";
const STILL_READ: &str = "127.0.0.1 is still being read: what is new there shows by itself.";

/// An app with this many calendars that were read once and hang from now on, and with a file.
async fn with_slow_ones(count: usize) -> (App, Vec<HeldServer>) {
    let app = App::start(NOW).await;
    let mut servers = Vec::new();
    for _ in 0..count {
        let server = HeldServer::start().await;
        server.answer(&calendar(&[event("Standup", STANDUP)]));
        app.api.connect_ics(server.calendar()).await.unwrap();
        servers.push(server);
    }
    app.connect("home.ics", &[event("Lunch", LUNCH)]).await;
    servers.iter().for_each(HeldServer::hold);
    (app, servers)
}

/// An app whose poll hangs at its one slow calendar.
async fn polling() -> (App, HeldServer) {
    let (app, mut servers) = with_slow_ones(1).await;
    let server = servers.remove(0);
    app.clock.advance_ms(30 * 60_000);
    server.asked(2).await;
    (app, server)
}

/// As [`polling`], a minute later: the poll has ended.
async fn left_behind() -> (App, HeldServer) {
    let (app, server) = polling().await;
    wait_to_its_end(&app).await;
    app.settled().await;
    (app, server)
}

/// Lets time pass, step by step, until no sync runs any more.
async fn wait_to_its_end(app: &App) {
    let waiting = async {
        while app.api.sync_status().await.unwrap().current.is_some() {
            app.clock.advance_ms(10_000);
        }
    };
    within_patience(waiting, "the sync to end").await;
}

async fn until(app: &App, what: &str, holds: impl AsyncFn(&App) -> bool) {
    let mut changes = app.api.changes();
    let becomes = async {
        while !holds(app).await {
            // A lagging receiver looks again, too.
            let _ = changes.recv().await;
        }
    };
    within_patience(becomes, what).await;
}

async fn slow(app: &App) -> Integration {
    let all = app.api.calendars().await.unwrap();
    all.into_iter().find(|one| one.name != "home").unwrap()
}

async fn is_read_no_more(app: &App) -> bool {
    slow(app).await.still_read_since.is_none()
}

async fn ended(app: &App) -> Vec<SyncJob> {
    app.api.sync_status().await.unwrap().last
}

/// Whether the sync that runs is done with one of its calendars.
async fn one_is_done(app: &App) -> bool {
    let current = app.api.sync_status().await.unwrap().current;
    current.is_some_and(|job| job.calendars_done == 1)
}

async fn titles(app: &App) -> Vec<String> {
    app.starts("2026-11-22", "2026-11-23").await
}

#[tokio::test]
async fn while_one_calendar_hangs_the_others_are_read_at_their_next_look() {
    let (app, server) = left_behind().await;

    app.rewrite("home.ics", &[event("Supper", LUNCH)]).await;
    assert_eq!(titles(&app).await, ["Standup 14:00", "Supper 15:00"]);
    let since = slow(&app).await.still_read_since.unwrap();
    assert_eq!(since.time, "08:30");
    app.poll().await;
    server.asked_no_more_than(2);

    server.answer(&calendar(&[event("Retro", STANDUP)]));
    until(&app, "the slow one to be read", is_read_no_more).await;

    assert_eq!(titles(&app).await, ["Retro 14:00", "Supper 15:00"]);
    let slow = slow(&app).await;
    assert_eq!(slow.status, IntegrationStatus::Active);
    let found = ended(&app).await;
    let found = found
        .iter()
        .find(|job| job.started_local.as_ref().unwrap().time == "08:30");
    let found = found.unwrap();
    assert_eq!(
        (found.job_type, found.status, found.events_processed),
        (SyncJobType::Poll, SyncJobStatus::Completed, 1),
        "what a slow calendar brought has its place in the history"
    );
}

#[tokio::test]
async fn a_slow_calendar_that_fails_in_the_end_says_so_and_is_looked_at_again() {
    let (app, server) = left_behind().await;

    server.refuse();
    until(&app, "the slow one to fail", is_read_no_more).await;

    let failed = slow(&app).await;
    assert_eq!(failed.status, IntegrationStatus::Error);
    assert!(failed.error_message.unwrap().contains("(500)"));
    let last = ended(&app).await.remove(0);
    assert_eq!(last.status, SyncJobStatus::Failed);
    assert_eq!((last.calendars_done, last.calendars_total), (1, 1));

    server.answer(&calendar(&[event("Retro", STANDUP)]));
    app.clock.advance_ms(30 * 60_000);
    app.settled().await;
    assert_eq!(titles(&app).await, ["Retro 14:00", "Lunch 15:00"]);
    assert_eq!(slow(&app).await.status, IntegrationStatus::Active);
}

#[tokio::test]
async fn a_sync_that_was_asked_for_says_what_it_did_not_wait_for() {
    let (app, mut servers) = with_slow_ones(1).await;
    let server = servers.remove(0);
    // Too early for a subscription.
    app.poll().await;
    app.api.sync_now().await.unwrap();
    server.asked(2).await;
    until(&app, "the other one to be read", one_is_done).await;

    wait_to_its_end(&app).await;

    let first = ended(&app).await.remove(0);
    assert_eq!(first.status, SyncJobStatus::Completed);
    assert_eq!(first.notice.as_deref(), Some(STILL_READ));
    assert_eq!((first.calendars_done, first.calendars_total), (1, 2));

    app.poll().await;
    app.sync_now().await;
    let again = ended(&app).await.remove(0);
    assert_eq!(
        again.notice.as_deref(),
        Some(STILL_READ),
        "nor does the next one wait"
    );
    server.asked_no_more_than(2);

    server.answer(&calendar(&[event("Standup", STANDUP)]));
    until(&app, "the slow one to be read", is_read_no_more).await;
    app.poll().await;
    app.sync_now().await;
    let last = ended(&app).await.remove(0);
    assert_eq!(last.notice, None);
    assert_eq!((last.calendars_done, last.calendars_total), (2, 2));
}

#[tokio::test]
async fn a_calendar_that_is_still_being_read_is_removed_at_once_and_leaves_no_trace() {
    let (app, _server) = left_behind().await;
    let before = ended(&app).await.len();

    let removing = app
        .api
        .disconnect(slow(&app).await.id, RemoveIntegration::default());
    within_patience(removing, "it to be removed").await.unwrap();

    assert_eq!(titles(&app).await, ["Lunch 15:00"]);
    app.poll().await;
    assert_eq!(app.the_account().await.name, "home");
    assert_eq!(ended(&app).await.len(), before);
}

#[tokio::test]
async fn slow_calendars_however_many_keep_no_quick_one_waiting_for_a_place() {
    let (app, servers) = with_slow_ones(9).await;
    write_calendar(app.folder.path(), "home.ics", &[event("Supper", LUNCH)]);
    app.clock.advance_ms(30 * 60_000);

    for begun in [4, 8, 9] {
        for server in &servers[..begun] {
            server.asked(2).await;
        }
        if begun < servers.len() {
            app.clock.advance_ms(10_000);
        }
    }

    until(&app, "the quick one to be read", one_is_done).await;
    assert!(titles(&app).await.contains(&"Supper 15:00".to_owned()));
}

#[tokio::test]
async fn what_is_read_late_follows_what_the_person_chose_meanwhile() {
    let (app, server) = left_behind().await;

    app.lead_times(&[30]).await;
    server.answer(&calendar(&[event("Retro", STANDUP)]));
    until(&app, "the slow one to be read", is_read_no_more).await;

    let rows = app.ledger().await;
    let retro = rows.iter().find(|row| row.title == "Retro").unwrap();
    assert_eq!(retro.scheduled_for.to_string(), "2026-11-22T13:30:00Z");
}
