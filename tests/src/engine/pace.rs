//! How often calendars are looked at and how far ahead events are kept, as the person chooses.

use storytime_types::ErrorCode;
use storytime_types::calendars::Freshness;
use storytime_types::choices::{Mute, MuteScope};
use storytime_types::notifications::NotificationStatus;
use storytime_types::profile::ProfileChange;
use storytime_types::sync::SyncJobType;

use crate::support::app::App;
use crate::support::calendar::event;
use crate::support::channel::within_patience;
use crate::support::dav_fake::{DavFake, Mood};

const NOW: &str = "2026-11-23T10:00:00Z";

async fn poll_every(app: &App, minutes: u32) {
    let change = ProfileChange {
        poll_minutes: Some(minutes),
        ..ProfileChange::default()
    };
    change_to(app, change).await;
}

async fn keep(app: &App, days: u32) {
    let change = ProfileChange {
        window_days: Some(days),
        ..ProfileChange::default()
    };
    change_to(app, change).await;
}

/// Changes the profile and lets the look end that follows at once.
async fn change_to(app: &App, change: ProfileChange) {
    let mut changes = app.api.changes();
    app.api.change_profile(change).await.unwrap();
    let looked = async {
        // A lagging receiver looks again, too.
        while app.api.sync_now().await.is_err() {
            let _ = changes.recv().await;
        }
        while app.api.sync_status().await.unwrap().current.is_some() {
            let _ = changes.recv().await;
        }
    };
    within_patience(looked, "the calendars to be looked at").await;
    app.settled().await;
}

/// An app at rest with an account, of which every look is a question.
async fn following() -> (App, DavFake) {
    let (server, app) = (DavFake::start().await, App::start(NOW).await);
    server.put("standup", event("Standup", "2026-11-24T09:00:00Z"));
    app.api.connect_caldav(server.account()).await.unwrap();
    app.settled().await;
    (app, server)
}

/// How often the account was looked at in so many minutes.
async fn looks_in(app: &App, server: &DavFake, minutes: u32) -> usize {
    server.asked();
    for _ in 0..minutes {
        app.clock.advance_ms(60_000);
        app.settled().await;
    }
    server.asked().len()
}

async fn titles(app: &App) -> Vec<String> {
    let events = app.events("2026-11-23", "2027-03-01").await;
    events.into_iter().map(|event| event.title).collect()
}

#[tokio::test]
async fn calendars_are_looked_at_as_often_as_the_person_wants() {
    let (app, server) = following().await;
    assert_eq!(looks_in(&app, &server, 30).await, 6, "every five minutes");

    poll_every(&app, 1).await;
    assert_eq!(looks_in(&app, &server, 10).await, 10);

    poll_every(&app, 30).await;
    assert_eq!(looks_in(&app, &server, 60).await, 2);

    let app = app.restart("2026-11-23T12:00:00Z").await;
    assert_eq!(looks_in(&app, &server, 60).await, 2, "also after a restart");
}

#[tokio::test]
async fn a_calendar_is_late_after_two_looks_whatever_their_pace() {
    let (app, server) = following().await;
    let is_late = async || app.the_account().await.stale == Freshness::Amber;

    server.mood(Mood::Fails(500));
    looks_in(&app, &server, 10).await;
    assert!(!is_late().await);
    looks_in(&app, &server, 2).await;
    assert!(is_late().await, "twice five minutes");

    poll_every(&app, 30).await;
    assert!(!is_late().await);
    looks_in(&app, &server, 50).await;
    assert!(is_late().await, "twice thirty");
}

#[tokio::test]
async fn the_daily_sync_waits_for_no_poll() {
    let app = App::start("2026-11-23T07:30:00Z").await;
    poll_every(&app, 60).await;
    let syncs = async || app.api.sync_status().await.unwrap().last;
    let before = syncs().await.len();

    app.go_to("2026-11-23T08:00:00Z").await;

    let after = syncs().await;
    assert_eq!(after.len(), before + 1);
    assert_eq!(after[0].job_type, SyncJobType::DailySync);
}

#[tokio::test]
async fn who_wants_more_days_gets_them_at_once_and_who_wants_fewer_loses_the_others() {
    let app = App::start(NOW).await;
    let events = [
        event("Tomorrow", "2026-11-24T09:00:00Z"),
        event("Next week", "2026-12-01T09:00:00Z"),
        event("Next year", "2027-01-10T09:00:00Z"),
    ];
    app.connect("day.ics", &events).await;
    assert_eq!(titles(&app).await, ["Tomorrow", "Next week"]);

    keep(&app, 60).await;
    assert_eq!(titles(&app).await, ["Tomorrow", "Next week", "Next year"]);

    keep(&app, 2).await;
    assert_eq!(titles(&app).await, ["Tomorrow"]);

    keep(&app, 14).await;
    assert_eq!(titles(&app).await, ["Tomorrow", "Next week"]);
    app.go_to("2026-12-01T08:45:00Z").await;
    app.row_becomes("Next week", NotificationStatus::Sent).await;
}

#[tokio::test]
async fn what_the_ledger_tells_of_and_what_is_muted_stays_also_with_fewer_days() {
    let app = App::start(NOW).await;
    let nine_days = 9 * 24 * 60;
    app.lead_times(&[nine_days]).await;
    keep(&app, 60).await;
    let events = [
        event("Conference", "2026-12-02T10:00:00Z"),
        event("Workshop", "2026-12-23T11:00:00Z"),
        event("Party", "2026-12-23T12:00:00Z"),
    ];
    app.connect("day.ics", &events).await;
    app.row_becomes("Conference", NotificationStatus::Sent)
        .await;
    let workshop = app.events("2026-12-23", "2026-12-24").await.remove(0);
    let this_one = Mute {
        scope: Some(MuteScope::Event),
    };
    app.api.mute(workshop.id, this_one).await.unwrap();
    app.lead_times(&[15]).await;
    let before = app.ledger_lines().await;

    keep(&app, 2).await;

    assert_eq!(titles(&app).await, ["Conference", "Workshop"]);
    assert_eq!(app.ledger_lines().await, before);
}

#[tokio::test]
async fn numbers_out_of_bounds_are_refused_with_what_they_must_be() {
    let app = App::start(NOW).await;
    for (minutes, days) in [(0, 1), (61, 61)] {
        let change = ProfileChange {
            poll_minutes: Some(minutes),
            window_days: Some(days),
            ..ProfileChange::default()
        };

        let refused = app.api.change_profile(change).await.unwrap_err();

        assert_eq!(refused.code, ErrorCode::ValidationError);
        let fields = &refused.details["fields"];
        assert_eq!(fields["pollMinutes"], "must be between 1 and 60 minutes");
        assert_eq!(fields["windowDays"], "must be between 2 and 60 days");
    }
    let profile = app.api.profile().await.unwrap();
    assert_eq!((profile.poll_minutes, profile.window_days), (5, 14));
}
