//! Stories: written ahead, about what stands around an event too, and always there in time.

use storytime_types::events::{Event, RegenerateStory};

use crate::support::app::App;
use crate::support::calendar::{EventText, event};

const DAY: (&str, &str) = ("2026-11-24", "2026-11-25");

async fn story_of(app: &App, title: &str) -> String {
    let events = app.events(DAY.0, DAY.1).await;
    let event = events.into_iter().find(|event| event.title == title);
    event.and_then(|event| event.storyline).unwrap().story_text
}

/// A review at 10:00, right behind another event.
fn review_after(title: &str) -> [EventText; 2] {
    [
        event(title, "2026-11-24T09:30:00Z"),
        event("Review of plans", "2026-11-24T10:00:00Z"),
    ]
}

/// Asks for other stories until one speaks of the event before.
async fn review_that_names(app: &App, before: &str) -> Event {
    for _ in 0..200 {
        let mut events = app.events(DAY.0, DAY.1).await;
        let review = events.remove(1);
        let story = review.storyline.as_ref().unwrap();
        if story.story_text.contains(before) {
            return review;
        }
        app.api
            .regenerate_story(review.id.clone(), RegenerateStory { theme: None })
            .await
            .unwrap();
    }
    panic!("no story names {before}");
}

#[tokio::test]
async fn a_story_that_speaks_of_a_neighbour_is_told_anew_when_that_moves() {
    let app = App::start("2026-11-23T08:00:00Z").await;
    app.connect("day.ics", &review_after("Breakfast club"))
        .await;
    review_that_names(&app, "Breakfast club").await;
    app.poll().await;
    assert!(
        story_of(&app, "Review of plans")
            .await
            .contains("Breakfast club")
    );

    app.rewrite("day.ics", &review_after("Breakfast club")[1..])
        .await;

    let story = story_of(&app, "Review of plans").await;
    assert!(!story.contains("Breakfast club"), "{story}");
}

#[tokio::test]
async fn another_story_is_asked_for_and_comes() {
    let app = App::start("2026-11-23T08:00:00Z").await;
    app.connect("day.ics", &review_after("Breakfast club"))
        .await;
    let mut told = vec![story_of(&app, "Review of plans").await];
    for _ in 0..10 {
        let review = app.events(DAY.0, DAY.1).await.remove(1);
        app.api
            .regenerate_story(review.id, RegenerateStory { theme: None })
            .await
            .unwrap();
        told.push(story_of(&app, "Review of plans").await);
    }
    assert!(told.windows(2).all(|two| two[0] != two[1]), "{told:#?}");
}

#[tokio::test]
async fn of_many_events_the_nearest_are_told_first_and_none_reminds_without_a_story() {
    let app = App::start("2026-11-24T08:00:00Z").await;
    let minute = |n: usize| format!("2026-11-24T{:02}:{:02}:00Z", 9 + n / 60, n % 60);
    let events: Vec<EventText> = (0..300)
        .map(|n| event(&format!("Event {n}"), &minute(n)))
        .collect();

    app.connect("many.ics", &events).await;
    let told = |events: &[Event]| -> Vec<bool> {
        events
            .iter()
            .map(|event| event.storyline.is_some())
            .collect()
    };
    let first = told(&app.events(DAY.0, DAY.1).await);
    app.poll().await;
    let then = told(&app.events(DAY.0, DAY.1).await);

    assert_eq!(first.iter().filter(|told| **told).count(), 250);
    assert!(first[..250].iter().all(|told| *told));
    assert!(then.iter().all(|told| *told));
}

#[tokio::test]
async fn a_reminder_long_ahead_has_its_story_too() {
    let app = App::start("2026-11-23T08:00:00Z").await;
    app.lead_times(&[5 * 24 * 60]).await;
    app.connect("later.ics", &[event("Summit", "2026-12-01T09:00:00Z")])
        .await;

    app.go_to("2026-11-26T09:00:00Z").await;

    let message = app.channel.accepted(1).await.remove(0);
    assert!(message.story.contains("“Summit”"), "{message:?}");
}
