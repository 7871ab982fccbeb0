//! The person takes the access away at Google, or Google has trouble for long.

use serde_json::json;
use storytime_types::calendars::IntegrationStatus;

use super::engine::{following, the_account};
use crate::support::google_fake::event::event;
use crate::support::google_fake::{GoogleFake, Mood, PRIMARY};

const ENDED: &str =
    "Google no longer accepts this sign-in (invalid_grant): connect the account again";

#[tokio::test]
async fn access_that_is_taken_away_in_the_middle_of_a_sync_is_told_once_and_nothing_more_is_asked()
{
    let fake = GoogleFake::start().await;
    fake.put(event("Standup", "2026-11-22T09:00:00Z"));
    for number in 0..4 {
        fake.calendar(&format!("team{number}@group"), json!({}));
    }
    let (app, fake) = following(fake).await;

    fake.mood(Mood::TakenAway);
    app.poll().await;

    let account = the_account(&app).await;
    assert_eq!(account.status, IntegrationStatus::Expired);
    assert_eq!(account.error_message.as_deref(), Some(ENDED));
    let problems = app.api.status().await.unwrap().problems;
    let said = problems.iter().filter(|one| one.text.contains(ENDED));
    assert_eq!(said.count(), 1, "{problems:?}");
    let jobs = app.api.sync_status().await.unwrap().last;
    let told = jobs[0].error_message.as_deref().unwrap();
    assert_eq!(told.matches("no longer accepts").count(), 1, "{told}");
    let asked = fake.asked();
    let events = asked.iter().filter(|one| one.starts_with("events "));
    assert!(
        events.count() <= 2,
        "two at once, and no further: {asked:?}"
    );

    // What is known reminds all the same.
    app.go_to("2026-11-22T08:45:00Z").await;
    let sent = app.channel.accepted(2).await;
    assert!(sent.iter().any(|one| one.title == "Standup"), "{sent:?}");
    let titles = sent.iter().map(|one| &one.title);
    let nudges = titles.filter(|title| title.contains(PRIMARY));
    assert_eq!(nudges.count(), 1, "{sent:?}");
}

#[tokio::test]
async fn an_hour_of_trouble_at_google_costs_a_handful_of_questions_and_heals_by_itself() {
    let fake = GoogleFake::start().await;
    fake.put(event("Supper", "2026-11-22T19:00:00Z"));
    let (app, fake) = following(fake).await;

    fake.mood(Mood::Fails(500));
    for _ in 0..12 {
        app.poll().await;
    }
    let cost = fake.asked().len();
    assert!((3..=5).contains(&cost), "{cost} questions");
    let account = the_account(&app).await;
    assert_eq!(account.status, IntegrationStatus::Error);
    assert!(account.error_message.unwrap().contains("(500)"));
    assert_eq!(
        app.starts("2026-11-22", "2026-11-23").await,
        ["Supper 19:00"]
    );

    fake.mood(Mood::Well);
    fake.put(event("Lunch", "2026-11-22T12:30:00Z"));
    for _ in 0..12 {
        app.poll().await;
    }
    let account = the_account(&app).await;
    assert_eq!(account.status, IntegrationStatus::Active);
    assert_eq!(account.error_message, None);
    assert_eq!(
        app.starts("2026-11-22", "2026-11-23").await,
        ["Lunch 12:30", "Supper 19:00"]
    );
}
