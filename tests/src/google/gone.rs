//! A calendar is deleted at Google: what becomes of its events here, and when it comes back.

use serde_json::json;
use storytime_types::ErrorCode;
use storytime_types::calendars::{Calendar, IntegrationStatus, Presence};
use storytime_types::choices::{ChangeCalendar, Privacy};

use super::engine::{following, the_account};
use crate::support::app::App;
use crate::support::calendar::event as file_event;
use crate::support::google_fake::GoogleFake;
use crate::support::google_fake::event::event;

const TEAM: &str = "team@group";

/// The account with a second calendar, of which the person chose that only its titles go elsewhere.
async fn with_team() -> (App, GoogleFake) {
    let fake = GoogleFake::start().await;
    put_team(&fake);
    let (app, fake) = following(fake).await;
    let only_titles = ChangeCalendar {
        privacy: Some(Privacy::TitleOnly),
        ..ChangeCalendar::default()
    };
    let id = team(&app).await.id;
    app.api.change_calendar(id, only_titles).await.unwrap();
    app.settled().await;
    (app, fake)
}

fn put_team(fake: &GoogleFake) {
    fake.calendar(TEAM, json!({}));
    fake.put_into(TEAM, event("Retro", "2026-11-22T15:00:00Z"));
}

async fn team(app: &App) -> Calendar {
    let all = the_account(app).await.calendars;
    all.into_iter().find(|one| one.name == TEAM).unwrap()
}

async fn polls(app: &App, many: usize) {
    for _ in 0..many {
        app.poll().await;
    }
}

async fn retro(app: &App) -> (String, Option<String>) {
    let rows = app.ledger().await;
    let row = rows.into_iter().find(|row| row.title == "Retro").unwrap();
    (row.status.as_str().to_owned(), row.error_message)
}

#[tokio::test]
async fn one_odd_list_or_two_cost_no_reminder() {
    let (app, fake) = with_team().await;

    fake.remove_calendar(TEAM);
    polls(&app, 2).await;
    assert_eq!(retro(&app).await.0, "PENDING");
    assert_eq!(team(&app).await.presence, Presence::Missing);
    put_team(&fake);
    polls(&app, 4).await;

    let back = team(&app).await;
    assert_eq!(
        (back.presence, back.missing_since),
        (Presence::Listed, None)
    );
    assert_eq!(back.error_message, None);
    app.go_to("2026-11-22T14:45:00Z").await;
    assert_eq!(app.channel.accepted(1).await[0].title, "Retro");
}

#[tokio::test]
async fn a_calendar_that_stays_away_reminds_no_more_and_complains_no_more() {
    let (app, fake) = with_team().await;

    fake.remove_calendar(TEAM);
    polls(&app, 3).await;

    let why = Some("Its calendar is no longer there.".to_owned());
    assert_eq!(retro(&app).await, ("CANCELLED".to_owned(), why));
    let account = the_account(&app).await;
    assert_eq!(account.status, IntegrationStatus::Active);
    assert_eq!(account.error_message, None);
    let gone = team(&app).await;
    assert_eq!(gone.presence, Presence::Gone);
    assert!(gone.is_active && gone.error_message.is_none(), "{gone:?}");
    assert!(gone.missing_since_local.is_some());
    assert!(app.events("2026-11-22", "2026-11-23").await.is_empty());
    assert!(app.api.status().await.unwrap().problems.is_empty());

    let before = app.on_disk();
    polls(&app, 2).await;
    assert!(app.on_disk() == before, "something was written");
    let jobs = app.api.sync_status().await.unwrap().last;
    let failed = jobs.iter().filter(|one| one.error_message.is_some());
    assert_eq!(failed.count(), 1);
}

#[tokio::test]
async fn the_same_meeting_in_another_calendar_reminds_from_then_on() {
    let (app, fake) = with_team().await;
    let copy = file_event("Retro", "2026-11-22T15:00:00Z").with("UID:retro@google.com");
    app.connect("team.ics", &[copy]).await;

    fake.remove_calendar(TEAM);
    polls(&app, 3).await;

    let left = app.events("2026-11-22", "2026-11-23").await;
    assert_eq!(left.len(), 1);
    assert_eq!(left[0].copy_of, None);
    app.go_to("2026-11-22T14:45:00Z").await;
    assert_eq!(app.channel.accepted(1).await[0].title, "Retro");
}

#[tokio::test]
async fn one_that_comes_back_has_what_was_chosen_for_it_and_reminds_again() {
    let (app, fake) = with_team().await;
    fake.remove_calendar(TEAM);
    polls(&app, 3).await;
    assert_eq!(retro(&app).await.0, "CANCELLED");

    put_team(&fake);
    app.poll().await;

    assert_eq!(retro(&app).await.0, "PENDING");
    let back = team(&app).await;
    assert_eq!(back.presence, Presence::Listed);
    assert_eq!(back.privacy, Privacy::TitleOnly);
    app.go_to("2026-11-22T14:45:00Z").await;
    assert_eq!(app.channel.accepted(1).await.len(), 1);
}

#[tokio::test]
async fn only_what_is_gone_can_be_removed_by_itself_and_leaves_nothing_behind() {
    let (app, fake) = with_team().await;
    let id = team(&app).await.id;
    let refused = app.api.remove_gone_calendar(id.clone()).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::Conflict);
    fake.remove_calendar(TEAM);
    polls(&app, 3).await;

    app.api.remove_gone_calendar(id.clone()).await.unwrap();
    app.settled().await;

    assert_eq!(the_account(&app).await.calendars.len(), 1);
    assert_eq!(app.ledger_lines().await, [""; 0]);
    let jobs = app.api.sync_status().await.unwrap().last;
    assert!(
        jobs.iter().all(|one| one.error_message.is_none()),
        "{jobs:?}"
    );
    for name in ["Retro", TEAM] {
        let is_told = |bytes: &Vec<u8>| bytes.windows(name.len()).any(|at| at == name.as_bytes());
        assert!(!app.on_disk().iter().any(is_told), "{name} is on the disk");
    }
    let again = app.api.remove_gone_calendar(id).await.unwrap_err();
    assert_eq!(again.code, ErrorCode::NotFound);
}

#[tokio::test]
async fn a_list_with_something_unreadable_in_it_says_of_nothing_that_it_is_gone() {
    let (app, fake) = with_team().await;
    fake.calendar(TEAM, json!({"id": {"this": "is none"}}));
    fake.remove_calendar(TEAM);

    polls(&app, 8).await;

    assert_eq!(team(&app).await.presence, Presence::Listed);
    assert_eq!(retro(&app).await.0, "PENDING");
}

#[tokio::test]
async fn what_is_off_is_gone_without_a_word_and_can_be_removed_as_well() {
    let (app, fake) = with_team().await;
    let id = team(&app).await.id;
    let off = ChangeCalendar {
        is_active: Some(false),
        ..ChangeCalendar::default()
    };
    app.api.change_calendar(id.clone(), off).await.unwrap();
    fake.remove_calendar(TEAM);

    polls(&app, 4).await;

    let account = the_account(&app).await;
    assert_eq!(account.error_message, None);
    let jobs = app.api.sync_status().await.unwrap().last;
    assert!(
        jobs.iter().all(|one| one.error_message.is_none()),
        "{jobs:?}"
    );
    app.api.remove_gone_calendar(id).await.unwrap();
}
