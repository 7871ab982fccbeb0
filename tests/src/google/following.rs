//! What is done at Google is known after the next look.

use rstest::rstest;
use serde_json::json;
use storytime_core::calendars::FetchError;
use storytime_core::calendars::caldav::Look;
use storytime_types::Instant;

use super::{Follower, Looked};
use crate::support::calendar::at;
use crate::support::google_fake::event::{With as _, event, series};
use crate::support::google_fake::{GoogleFake, Mood};

const LISTED: &str = "events ann@example.org";
const SINCE: &str = "events ann@example.org since";
const PAGE: &str = "events ann@example.org page";

fn daily() -> Vec<serde_json::Value> {
    let starts = [
        "2026-11-23T09:00:00Z",
        "2026-11-24T09:00:00Z",
        "2026-11-25T09:00:00Z",
    ];
    series("Daily", &starts)
}

#[tokio::test]
async fn a_look_at_an_unchanged_calendar_and_at_a_change_is_one_request() {
    let mut follower = Follower::with([event("Standup", "2026-11-22T09:00:00Z")]).await;

    assert_eq!(follower.look().await.unwrap(), Looked::Unchanged);
    assert_eq!(follower.fake.asked(), [SINCE]);

    follower.fake.put(event("Retro", "2026-11-22T15:00:00Z"));
    assert_eq!(follower.look().await.unwrap(), Looked::Read);
    assert_eq!(follower.fake.asked(), [SINCE]);
    assert_eq!(
        follower.lines(),
        ["Standup 11-22 09:00", "Retro 11-22 15:00"]
    );
}

#[tokio::test]
async fn what_is_added_moved_and_deleted_there_is_known_here() {
    let mut follower = Follower::with([
        event("Standup", "2026-11-22T09:00:00Z"),
        event("Lunch", "2026-11-22T12:00:00Z"),
    ])
    .await;

    let standup = event("Standup", "2026-11-22T09:00:00Z");
    follower.fake.put(standup.moved_to("2026-11-22T11:00:00Z"));
    follower.fake.put(event("Retro", "2026-11-22T15:00:00Z"));
    follower.fake.delete("lunch");
    follower.look().await.unwrap();

    assert_eq!(
        follower.lines(),
        ["Standup 11-22 11:00", "Retro 11-22 15:00"]
    );
}

#[tokio::test]
async fn an_instance_that_was_cancelled_is_gone_though_little_is_said_of_it() {
    let mut follower = Follower::with(daily()).await;

    follower.fake.delete("daily_20261124T090000Z");
    follower.look().await.unwrap();

    assert_eq!(follower.fake.asked(), [SINCE]);
    assert_eq!(follower.lines(), ["Daily 11-23 09:00", "Daily 11-25 09:00"]);
}

#[tokio::test]
async fn a_moved_instance_stays_the_one_it_was() {
    let mut follower = Follower::with(daily()).await;
    let moved = daily().remove(1).moved_to("2026-11-24T16:00:00Z");

    follower.fake.put(moved);
    follower.look().await.unwrap();

    let lines = follower.lines();
    assert_eq!(lines[1], "Daily 11-24 16:00");
    let keys: Vec<_> = follower
        .occurrences
        .iter()
        .map(|one| one.instance.to_text())
        .collect();
    assert!(
        keys.contains(&"2026-11-24T09:00:00Z".to_owned()),
        "{keys:?}"
    );
}

#[tokio::test]
async fn a_series_goes_with_all_its_instances() {
    let mut follower = Follower::with(daily()).await;
    follower.fake.delete("daily");
    follower.look().await.unwrap();
    assert_eq!(follower.lines(), [""; 0]);
}

#[tokio::test]
async fn a_series_of_which_only_the_end_is_told_goes_with_all_its_instances() {
    let mut follower = Follower::with(daily()).await;
    follower
        .fake
        .put(json!({"id": "daily", "status": "cancelled"}));
    follower.look().await.unwrap();
    assert_eq!(follower.lines(), [""; 0]);
}

#[tokio::test]
async fn an_event_leaves_the_window_and_comes_back() {
    let standup = event("Standup", "2026-11-22T09:00:00Z");
    let mut follower = Follower::with([standup.clone()]).await;

    follower
        .fake
        .put(standup.clone().moved_to("2027-11-22T09:00:00Z"));
    follower.look().await.unwrap();
    assert_eq!(follower.lines(), [""; 0]);

    follower.fake.put(standup);
    follower.look().await.unwrap();
    assert_eq!(follower.lines(), ["Standup 11-22 09:00"]);
}

#[tokio::test]
async fn an_expired_token_has_everything_read_anew_and_what_vanished_is_gone() {
    let mut follower = Follower::with([
        event("Standup", "2026-11-22T09:00:00Z"),
        event("Lunch", "2026-11-22T12:00:00Z"),
    ])
    .await;

    follower.fake.delete("lunch");
    follower.fake.expire_tokens();
    follower.look().await.unwrap();

    assert_eq!(follower.fake.asked(), [SINCE, LISTED]);
    assert_eq!(follower.lines(), ["Standup 11-22 09:00"]);
    assert_eq!(follower.look().await.unwrap(), Looked::Unchanged);
    assert_eq!(follower.fake.asked(), [SINCE]);
}

#[tokio::test]
async fn a_calendar_without_sync_tokens_is_polled() {
    let fake = GoogleFake::start().await;
    fake.mood(Mood::NoSyncTokens);
    fake.put(event("Standup", "2026-11-22T09:00:00Z"));
    let mut follower = Follower::of(fake);
    follower.look().await.unwrap();

    follower.now = at("2026-11-22T08:05:00Z");
    assert_eq!(follower.look().await.unwrap(), Looked::Unchanged);
    assert_eq!(follower.fake.asked(), [LISTED]);

    follower.fake.delete("standup");
    follower.fake.put(event("Retro", "2026-11-22T15:00:00Z"));
    follower.look().await.unwrap();
    assert_eq!(follower.lines(), ["Retro 11-22 15:00"]);
}

#[tokio::test]
async fn a_calendar_that_google_makes_up_is_polled_since_it_does_not_tell_what_goes() {
    let birthdays = "addressbook#contacts@group.v.calendar.google.com";
    let fake = GoogleFake::start().await;
    fake.remove_calendar(crate::support::google_fake::PRIMARY);
    fake.calendar(birthdays, json!({"accessRole": "reader"}));
    fake.put_into(birthdays, event("Bob", "2026-11-22T09:00:00Z"));
    let mut follower = Follower::of(fake);
    follower.look().await.unwrap();

    assert_eq!(follower.look().await.unwrap(), Looked::Unchanged);
    assert_eq!(follower.fake.asked(), [format!("events {birthdays}")]);
    assert_eq!(follower.lines(), ["Bob 11-22 09:00"]);
}

#[rstest]
#[case(Mood::Well)]
#[case(Mood::EmptyPages)]
#[tokio::test]
async fn what_fills_several_pages_is_known_in_full(#[case] mood: Mood) {
    let fake = GoogleFake::start().await;
    fake.page_size(2);
    fake.mood(mood);
    fake.put_all(daily());
    fake.put(event("Standup", "2026-11-22T09:00:00Z"));
    fake.put(event("Lunch", "2026-11-22T12:00:00Z"));
    let mut follower = Follower::of(fake);
    follower.look().await.unwrap();
    assert_eq!(follower.lines().len(), 5);

    follower.fake.put(event("Retro", "2026-11-22T15:00:00Z"));
    follower.fake.delete("daily_20261124T090000Z");
    follower.look().await.unwrap();
    assert_eq!(follower.lines().len(), 5);
    assert!(follower.lines().contains(&"Retro 11-22 15:00".to_owned()));
    assert_eq!(follower.look().await.unwrap(), Looked::Unchanged);
}

#[tokio::test]
async fn pages_that_expire_while_they_are_read_are_read_again() {
    let fake = GoogleFake::start().await;
    fake.page_size(2);
    fake.put_all(daily());
    fake.mood(Mood::PagesGo(1));
    let mut follower = Follower::of(fake);

    follower.look().await.unwrap();

    assert_eq!(follower.fake.asked(), [LISTED, PAGE, LISTED, PAGE]);
    assert_eq!(follower.lines().len(), 3);
}

#[tokio::test]
async fn changes_whose_pages_expire_are_found_by_reading_everything() {
    let mut follower = Follower::with(daily()).await;
    follower.fake.page_size(2);
    for title in ["A", "B", "C"] {
        follower.fake.put(event(title, "2026-11-22T15:00:00Z"));
    }
    follower.fake.mood(Mood::PagesGo(1));

    follower.look().await.unwrap();

    assert_eq!(follower.fake.asked(), [SINCE, PAGE, LISTED, PAGE, PAGE]);
    assert_eq!(follower.lines().len(), 6);
}

#[tokio::test]
async fn pages_that_expire_again_and_again_cost_nothing_that_is_known() {
    let mut follower = Follower::with(daily()).await;
    follower.fake.page_size(1);
    follower.fake.put(event("Retro", "2026-11-22T15:00:00Z"));
    follower.fake.expire_tokens();
    follower.fake.mood(Mood::PagesGo(2));

    let error = follower.look().await.unwrap_err();
    assert!(
        matches!(error, FetchError::SyncTokenExpired { .. }),
        "{error}"
    );
    assert!(error.is_transient());

    follower.fake.mood(Mood::Well);
    follower.look().await.unwrap();
    assert_eq!(follower.lines().len(), 4);
}

#[tokio::test]
async fn a_page_that_leads_to_itself_ends() {
    let fake = GoogleFake::start().await;
    fake.page_size(1);
    fake.put_all(daily());
    fake.mood(Mood::StuckPages);
    let error = Follower::of(fake).look().await.unwrap_err();
    assert!(matches!(error, FetchError::NotUnderstood { .. }), "{error}");
}

#[tokio::test]
async fn a_touched_series_of_a_thousand_instances_is_not_read_to_its_end() {
    let mut follower = Follower::with([event("Standup", "2026-11-22T09:00:00Z")]).await;
    let first = at("2026-11-23T10:00:00Z");
    let starts = (0..1000).map(|day| first.plus_ms(day * Instant::DAY).to_string());
    let starts: Vec<_> = starts.collect();
    let starts: Vec<_> = starts.iter().map(String::as_str).collect();

    follower.fake.put_all(series("Gym", &starts));
    follower.look().await.unwrap();

    assert_eq!(follower.fake.asked(), [SINCE, PAGE, PAGE, LISTED]);
    assert_eq!(follower.lines().len(), 1 + 13);
}

#[tokio::test]
async fn the_window_moves_on_once_a_day_though_nothing_changes() {
    let mut follower = Follower::with([
        event("Standup", "2026-11-22T09:00:00Z"),
        event("Party", "2026-12-08T06:00:00Z"),
    ])
    .await;
    assert_eq!(follower.lines(), ["Standup 11-22 09:00"]);

    let mut listings = 0;
    for poll in 1..=12 * 48 {
        follower.now = at(super::NOW).plus_ms(poll * 5 * Instant::MINUTE);
        follower.look().await.unwrap();
        let asked = follower.fake.asked();
        assert_eq!(asked.len(), 1);
        listings += usize::from(asked == [LISTED]);
    }

    assert_eq!(follower.lines(), ["Party 12-08 06:00"]);
    assert_eq!(listings, 1, "in two days, without the daily sync");
}

#[tokio::test]
async fn the_daily_sync_lists_everything() {
    let mut follower = Follower::with(daily()).await;
    follower.look_closely(Look::Thorough).await.unwrap();
    assert_eq!(follower.fake.asked(), [LISTED]);
    assert_eq!(follower.look().await.unwrap(), Looked::Unchanged);
}

#[tokio::test]
async fn a_calendar_that_is_deleted_between_two_pages_is_told_of() {
    let mut follower = Follower::with(daily()).await;
    follower.fake.page_size(1);
    follower.fake.expire_tokens();
    follower
        .fake
        .remove_between_pages(crate::support::google_fake::PRIMARY);

    let error = follower.look().await.unwrap_err();

    assert!(matches!(error, FetchError::CalendarGone { .. }), "{error}");
}

#[tokio::test]
async fn an_event_that_cannot_be_read_stays_as_it_was_and_costs_no_other() {
    let standup = event("Standup", "2026-11-22T09:00:00Z");
    let mut follower = Follower::with([standup.clone()]).await;

    follower
        .fake
        .put(standup.clone().with(json!({"attendees": "many"})));
    follower.fake.put(event("Retro", "2026-11-22T15:00:00Z"));
    follower.look().await.unwrap();
    assert_eq!(
        follower.lines(),
        ["Standup 11-22 09:00", "Retro 11-22 15:00"]
    );
    assert!(follower.warnings[0].contains("cannot be read"));

    follower.look_closely(Look::Thorough).await.unwrap();
    assert_eq!(follower.lines().len(), 2, "what was known stays");

    follower.fake.put(standup.moved_to("2026-11-22T10:00:00Z"));
    follower.look().await.unwrap();
    assert_eq!(follower.lines()[0], "Standup 11-22 10:00");
    assert!(follower.warnings.is_empty());
}
