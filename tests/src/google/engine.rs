//! An account at Google in a running engine: connected, followed, and reminded of.

use serde_json::json;
use storytime_server::LoopbackLanding;
use storytime_types::calendars::{CalendarProvider, Integration, IntegrationStatus};
use storytime_types::sign_in::{AccountAnswer, ConnectAccount};

use super::NOW;
use crate::support::app::App;
use crate::support::calendar::event as file_event;
use crate::support::google_fake::event::{With as _, event, series};
use crate::support::google_fake::{GoogleFake, Mood, PRIMARY};

/// An app with the account connected.
pub(super) async fn following(fake: GoogleFake) -> (App, GoogleFake) {
    let app = App::start(NOW).await;
    fake.stand_in(&app.folder.path().join("data"));
    let google = CalendarProvider::Google;
    let begin = ConnectAccount::default();
    let begun = app.api.connect_account(google, begin, &LoopbackLanding);
    let AccountAnswer::Begun(begun) = begun.await.unwrap() else {
        panic!("nobody has signed in yet")
    };
    let finish = ConnectAccount {
        code: Some("c0de".into()),
        state: Some(begun.state),
        ..ConnectAccount::default()
    };
    let finished = app.api.connect_account(google, finish, &LoopbackLanding);
    finished.await.unwrap();
    app.settled().await;
    fake.asked();
    (app, fake)
}

async fn with_standup() -> (App, GoogleFake) {
    let fake = GoogleFake::start().await;
    fake.put(event("Standup", "2026-11-22T09:00:00Z"));
    following(fake).await
}

pub(super) async fn the_account(app: &App) -> Integration {
    let all = app.api.calendars().await.unwrap();
    let mut google = all
        .into_iter()
        .filter(|one| one.provider == CalendarProvider::Google);
    google.next().unwrap()
}

#[tokio::test]
async fn an_event_arrives_and_reminds_with_its_link_to_join() {
    let fake = GoogleFake::start().await;
    let meet = "https://meet.google.com/abc-defg-hij";
    fake.put(event("Standup", "2026-11-22T09:00:00Z").with(json!({"hangoutLink": meet})));
    let (app, _fake) = following(fake).await;

    let known = app.events("2026-11-22", "2026-11-23").await;
    assert_eq!(known[0].meeting_link.as_deref(), Some(meet));
    app.go_to("2026-11-22T08:45:00Z").await;
    assert_eq!(app.channel.accepted(1).await[0].title, "Standup");
}

#[tokio::test]
async fn a_look_at_an_unchanged_account_is_two_requests_also_after_a_restart() {
    let (app, fake) = with_standup().await;
    let expected = ["calendarList".to_owned(), format!("events {PRIMARY} since")];

    app.poll().await;
    assert_eq!(fake.asked(), expected);

    let app = app.restart("2026-11-22T08:10:00Z").await;
    fake.asked();
    app.poll().await;
    assert_eq!(fake.asked(), expected);
}

#[tokio::test]
async fn what_is_moved_and_cancelled_there_has_its_reminders_here() {
    let fake = GoogleFake::start().await;
    fake.put_all(series(
        "Daily",
        &["2026-11-22T10:00:00Z", "2026-11-23T10:00:00Z"],
    ));
    let (app, fake) = following(fake).await;
    assert_eq!(app.ledger_lines().await, ["Daily PENDING", "Daily PENDING"]);

    fake.delete("daily_20261122T100000Z");
    let mut instances = series("Daily", &["2026-11-22T10:00:00Z", "2026-11-23T10:00:00Z"]);
    fake.put(instances.remove(1).moved_to("2026-11-23T11:00:00Z"));
    app.poll().await;

    assert_eq!(
        app.ledger_lines().await,
        ["Daily CANCELLED", "Daily CANCELLED", "Daily PENDING"]
    );
}

#[tokio::test]
async fn an_expired_token_costs_no_reminder_and_what_vanished_is_cancelled() {
    let (app, fake) = with_standup().await;
    fake.put(event("Retro", "2026-11-22T15:00:00Z"));
    fake.delete("standup");
    fake.expire_tokens();

    app.poll().await;

    assert_eq!(
        app.ledger_lines().await,
        ["Standup CANCELLED", "Retro PENDING"]
    );
    assert_eq!(the_account(&app).await.status, IntegrationStatus::Active);
}

#[tokio::test]
async fn whoever_asks_too_often_waits_and_loses_nothing() {
    let (app, fake) = with_standup().await;
    fake.mood(Mood::Quota(403));
    app.poll().await;

    let account = the_account(&app).await;
    assert_eq!(account.status, IntegrationStatus::Error);
    assert!(account.error_message.unwrap().contains("asked too often"));
    assert_eq!(app.events("2026-11-22", "2026-11-23").await.len(), 1);

    fake.mood(Mood::Well);
    app.go_to("2026-11-22T08:45:00Z").await;
    app.channel.accepted(1).await;
    app.go_to("2026-11-22T12:00:00Z").await;
    app.poll().await;
    assert_eq!(the_account(&app).await.error_message, None);
}

#[tokio::test]
async fn the_calendars_of_others_wait_to_be_switched_on() {
    let fake = GoogleFake::start().await;
    fake.calendar("bob@example.org", json!({"accessRole": "reader"}));
    fake.put_into(
        "bob@example.org",
        event("Bobs lunch", "2026-11-22T12:00:00Z"),
    );
    let (app, fake) = following(fake).await;

    let told: Vec<_> = the_account(&app)
        .await
        .calendars
        .iter()
        .map(|one| (one.name.clone(), one.is_active))
        .collect();
    assert_eq!(
        told,
        [
            (PRIMARY.to_owned(), true),
            ("bob@example.org".to_owned(), false)
        ]
    );

    // One that turns up later is treated alike.
    fake.calendar("eve@example.org", json!({"accessRole": "freeBusyReader"}));
    fake.calendar("team@group", json!({}));
    app.poll().await;
    let mut active: Vec<_> = the_account(&app)
        .await
        .calendars
        .into_iter()
        .filter(|one| one.is_active)
        .map(|one| one.name)
        .collect();
    active.sort();
    assert_eq!(active, [PRIMARY, "team@group"]);
}

#[tokio::test]
async fn a_calendar_that_is_gone_says_so_and_holds_up_no_other() {
    let fake = GoogleFake::start().await;
    fake.calendar("team@group", json!({}));
    fake.put_into("team@group", event("Retro", "2026-11-22T15:00:00Z"));
    let (app, fake) = following(fake).await;

    fake.remove_calendar("team@group");
    fake.put(event("Lunch", "2026-11-22T12:00:00Z"));
    app.poll().await;

    let account = the_account(&app).await;
    assert_eq!(account.status, IntegrationStatus::Active);
    let gone = account
        .calendars
        .iter()
        .find(|one| one.name == "team@group")
        .unwrap();
    let sentence = gone.error_message.as_deref().unwrap();
    assert!(sentence.contains("no longer in its account"), "{sentence}");
    assert!(
        app.ledger_lines()
            .await
            .contains(&"Lunch PENDING".to_owned())
    );
}

#[tokio::test]
async fn the_window_rolls_on_and_what_comes_into_view_reminds() {
    let (app, fake) = with_standup().await;
    fake.put(event("Party", "2026-12-10T20:00:00Z"));
    app.poll().await;
    assert!(app.events("2026-12-10", "2026-12-11").await.is_empty());

    for day in ["11-25", "11-28", "12-01", "12-08", "12-10"] {
        app.go_to(&format!("2026-{day}T08:30:00Z")).await;
    }
    assert_eq!(app.events("2026-12-10", "2026-12-11").await.len(), 1);
    app.go_to("2026-12-10T19:45:00Z").await;
    let sent = app.channel.accepted(1).await;
    assert!(sent.iter().any(|one| one.title == "Party"));
}

#[tokio::test]
async fn the_same_meeting_in_a_calendar_file_is_one_reminder() {
    let (app, _fake) = with_standup().await;
    let copy = file_event("Standup", "2026-11-22T09:00:00Z").with("UID:standup@google.com");
    app.connect("team.ics", &[copy]).await;

    let events = app.events("2026-11-22", "2026-11-23").await;
    assert_eq!(events.iter().filter(|one| one.copy_of.is_some()).count(), 1);
    app.go_to("2026-11-22T08:45:00Z").await;
    assert_eq!(app.channel.accepted(1).await.len(), 1);
}

/// A look costs as many requests as there are calendars and pages of their list, and no write.
#[tokio::test]
async fn hundreds_of_calendars_are_followed_and_what_is_wrong_with_them_is_told_in_few_words() {
    let fake = GoogleFake::start().await;
    for number in 0..299 {
        fake.calendar(&format!("team-{number}@example.org"), json!({}));
    }
    let (app, fake) = following(fake).await;
    let account = the_account(&app).await;
    assert_eq!(account.calendars.len(), 300);
    assert_eq!(account.status, IntegrationStatus::Active);
    app.poll().await;
    let before = app.on_disk();
    fake.asked();

    app.poll().await;
    let asked = fake.asked();
    let of_calendars = asked.iter().filter(|one| one.ends_with(" since"));
    assert_eq!(of_calendars.count(), 300);
    assert!(asked.len() <= 302, "{} questions", asked.len());
    assert!(app.on_disk() == before, "something was written");

    for number in 0..298 {
        fake.remove_calendar(&format!("team-{number}@example.org"));
    }
    app.poll().await;
    let account = the_account(&app).await;
    assert_eq!(account.status, IntegrationStatus::Active);
    let why = account.error_message.unwrap();
    assert!(
        why.contains("is no longer in its account") && why.contains("295 more of its calendars"),
        "{why}"
    );
    assert!(app.api.status().await.unwrap().problems.len() <= 4);
}

#[tokio::test]
async fn an_account_whose_last_calendar_is_gone_says_so_and_what_is_known_of_it_stays() {
    let (app, fake) = with_standup().await;

    fake.remove_calendar(PRIMARY);
    app.poll().await;

    let account = the_account(&app).await;
    assert_eq!(account.status, IntegrationStatus::Error);
    let why = account.error_message.unwrap();
    assert!(
        why.ends_with("make one there, and it is found by itself"),
        "{why}"
    );
    assert_eq!(app.ledger_lines().await, ["Standup PENDING"]);

    fake.calendar(PRIMARY, json!({"primary": true}));
    fake.put(event("Standup", "2026-11-22T09:00:00Z"));
    app.sync_now().await;
    assert_eq!(the_account(&app).await.status, IntegrationStatus::Active);
}

#[tokio::test]
async fn an_account_of_which_nothing_is_on_is_well_and_is_asked_for_new_calendars_only() {
    let fake = GoogleFake::start().await;
    fake.calendar(PRIMARY, json!({"primary": false, "accessRole": "reader"}));
    let (app, fake) = following(fake).await;

    app.poll().await;

    assert_eq!(fake.asked(), [""; 0]);
    let account = the_account(&app).await;
    assert_eq!(account.status, IntegrationStatus::Active);
    assert_eq!(account.error_message, None);
    assert!(account.calendars.iter().all(|one| !one.is_active));

    let own = "own@example.org";
    fake.calendar(own, json!({}));
    fake.put_into(own, event("Standup", "2026-11-22T09:00:00Z"));
    app.sync_now().await;
    assert_eq!(fake.asked(), ["calendarList"]);
    app.poll().await;
    assert_eq!(app.ledger_lines().await, ["Standup PENDING"]);
}

#[tokio::test]
async fn an_account_of_which_nothing_is_on_may_fail_without_a_word() {
    let fake = GoogleFake::start().await;
    fake.calendar(PRIMARY, json!({"primary": false, "accessRole": "reader"}));
    let (app, fake) = following(fake).await;

    fake.mood(Mood::Fails(500));
    app.sync_now().await;

    assert_eq!(fake.asked().len(), 1);
    assert_eq!(the_account(&app).await.error_message, None);
    assert!(app.api.status().await.unwrap().problems.is_empty());
}

#[tokio::test]
async fn an_account_with_too_many_calendars_says_so_until_it_has_fewer() {
    let fake = GoogleFake::start().await;
    fake.put(event("Standup", "2026-11-22T09:00:00Z"));
    let seen_only = json!({"accessRole": "reader"});
    (0..500).for_each(|number| fake.calendar(&format!("c{number}"), seen_only.clone()));
    let (app, fake) = following(fake).await;

    let account = the_account(&app).await;
    assert_eq!(account.status, IntegrationStatus::Active);
    assert_eq!(account.calendars.len(), 500);
    let told = "This account has more than 500 calendars, of which the first 500 are taken: remove \
                those there that you do not look at.";
    assert_eq!(account.error_message.as_deref(), Some(told));
    let problems = app.api.status().await.unwrap().problems;
    assert!(
        problems.iter().any(|one| one.text.ends_with(told)),
        "{problems:?}"
    );

    fake.remove_calendar("c0");
    app.poll().await;
    assert_eq!(the_account(&app).await.error_message, None);
}
