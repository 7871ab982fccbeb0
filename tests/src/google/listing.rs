//! Which calendars an account has, and which of them remind at first.

use serde_json::json;
use storytime_core::calendars::FetchError;

use super::Follower;
use crate::support::google_fake::{GoogleFake, PRIMARY};

#[tokio::test]
async fn calendars_come_with_name_colour_zone_and_whether_they_remind_at_first() {
    let fake = GoogleFake::start().await;
    fake.calendar(
        "team@group",
        json!({"summary": "Team", "summaryOverride": "My team"}),
    );
    fake.calendar("bob@example.org", json!({"accessRole": "freeBusyReader"}));
    fake.calendar("old@group", json!({"hidden": true, "selected": null}));
    fake.calendar("gone@group", json!({"deleted": true}));

    let found = Follower::of(fake).calendars().await.unwrap();

    let told: Vec<_> = found
        .iter()
        .map(|one| {
            (
                &*one.provider_id,
                &*one.name,
                one.is_primary,
                one.is_on_at_first,
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            (PRIMARY, PRIMARY, true, true),
            ("team@group", "My team", false, true),
            ("bob@example.org", "bob@example.org", false, false),
            ("old@group", "old@group", false, false),
        ]
    );
    assert_eq!(found[0].color.as_deref(), Some("#9fe1e7"));
    assert_eq!(found[0].zone.as_deref(), Some("Europe/Berlin"));
}

#[tokio::test]
async fn a_list_of_several_pages_is_read_in_full() {
    let fake = GoogleFake::start().await;
    fake.page_size(3);
    (0..10).for_each(|number| fake.calendar(&format!("c{number}"), json!({})));
    let follower = Follower::of(fake);

    assert_eq!(follower.calendars().await.unwrap().len(), 11);
    assert_eq!(follower.fake.asked().len(), 4);
}

#[tokio::test]
async fn an_id_of_any_letters_leads_to_its_calendar() {
    let fake = GoogleFake::start().await;
    let id = "../a b+c/d?e#f%40@group.calendar.google.com";
    fake.remove_calendar(PRIMARY);
    fake.calendar(id, json!({}));
    let mut follower = Follower::of(fake);

    follower.look().await.unwrap();

    assert_eq!(follower.fake.asked(), [format!("events {id}")]);
}

#[tokio::test]
async fn an_entry_that_cannot_be_read_costs_no_other() {
    let fake = GoogleFake::start().await;
    fake.calendar("odd@group", json!({"primary": "yes"}));
    let found = Follower::of(fake).calendars().await.unwrap();
    assert_eq!(found.len(), 1);
}

#[tokio::test]
async fn an_account_without_calendars_says_so() {
    let fake = GoogleFake::start().await;
    fake.remove_calendar(PRIMARY);
    let error = Follower::of(fake).calendars().await.unwrap_err();
    assert!(matches!(error, FetchError::NoCalendars { .. }), "{error}");
}

#[tokio::test]
async fn of_more_calendars_than_are_taken_one_is_listed_to_tell_that_there_are_more() {
    let fake = GoogleFake::start().await;
    (0..600).for_each(|number| fake.calendar(&format!("c{number}"), json!({})));
    let follower = Follower::of(fake);

    assert_eq!(follower.calendars().await.unwrap().len(), 501);
}
