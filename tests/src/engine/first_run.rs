//! A first start: a profile, a sample day, and clear words for what cannot be connected.

use storytime_types::ErrorCode;
use storytime_types::calendars::ConnectIcs;
use storytime_types::profile::{ProfileChange, Theme};

use crate::support::app::App;
use crate::support::calendar::at;

#[tokio::test]
async fn a_sample_day_brings_a_reminder_within_a_minute() {
    let app = App::start("2026-11-23T08:12:34Z").await;
    assert!(app.api.status().await.unwrap().first_run);

    app.api.sample_day().await.unwrap();
    app.go_to("2026-11-23T08:13:34Z").await;

    let message = app.channel.accepted(1).await.remove(0);
    assert_eq!(message.title, "Team standup");
    let status = app.api.status().await.unwrap();
    assert!(!status.first_run);
    assert_eq!(status.next_event.unwrap().title, "Team standup");
}

#[tokio::test]
async fn a_sample_day_begun_half_an_hour_before_midnight_has_a_whole_day_ahead() {
    let app = App::start("2026-11-23T23:30:00Z").await;

    app.api.sample_day().await.unwrap();

    let events = app.events("2026-11-23", "2026-11-25").await;
    let begins = events.iter().map(|it| {
        let start = it.local.start.as_deref().unwrap();
        format!("{} {start}", it.local.date)
    });
    assert_eq!(
        begins.collect::<Vec<_>>(),
        [
            "2026-11-23 23:46",
            "2026-11-24 09:30",
            "2026-11-24 12:30",
            "2026-11-24 15:00",
            "2026-11-24 18:00"
        ]
    );
}

#[tokio::test]
async fn what_is_no_calendar_is_refused_in_one_sentence_and_nothing_is_kept() {
    let app = App::start("2026-11-23T08:00:00Z").await;
    let path = app.folder.path().join("letter.ics");
    std::fs::write(&path, "Dear Sir or Madam,").unwrap();

    let path = Some(path.to_str().unwrap().to_owned());
    let error = app
        .api
        .connect_ics(ConnectIcs { path, url: None })
        .await
        .unwrap_err();

    assert_eq!(error.code, ErrorCode::ValidationError);
    assert!(error.message.contains("letter.ics"), "{}", error.message);
    assert!(app.api.calendars().await.unwrap().is_empty());
}

#[tokio::test]
async fn the_same_calendar_is_not_connected_twice() {
    let app = App::start("2026-11-23T08:00:00Z").await;
    let path = app.connect("day.ics", &[]).await;

    let path = Some(path.to_str().unwrap().to_owned());
    let error = app
        .api
        .connect_ics(ConnectIcs { path, url: None })
        .await
        .unwrap_err();

    assert_eq!(error.code, ErrorCode::Conflict);
}

#[tokio::test]
async fn the_zone_must_be_one_that_exists() {
    let app = App::start("2026-11-23T08:00:00Z").await;
    let zone = |name: &str| ProfileChange {
        timezone: Some(name.into()),
        ..Default::default()
    };

    let error = app
        .api
        .change_profile(zone("Mars/Olympus"))
        .await
        .unwrap_err();
    assert!(error.details["fields"].get("timezone").is_some());

    let profile = app
        .api
        .change_profile(zone("America/Edmonton"))
        .await
        .unwrap();
    assert_eq!(profile.timezone, "America/Edmonton");
}

#[tokio::test]
async fn another_theme_tells_the_same_events_in_another_way() {
    let app = App::start("2026-11-23T08:12:34Z").await;
    app.api.sample_day().await.unwrap();
    let before = app
        .events("2026-11-23", "2026-11-24")
        .await
        .remove(0)
        .storyline
        .unwrap();

    let change = ProfileChange {
        selected_theme: Some(Theme::Meme),
        ..Default::default()
    };
    app.api.change_profile(change).await.unwrap();

    let after = app
        .events("2026-11-23", "2026-11-24")
        .await
        .remove(0)
        .storyline
        .unwrap();
    assert_eq!((before.theme, after.theme), (Theme::Fantasy, Theme::Meme));
    assert_ne!(before.story_text, after.story_text);
    assert_eq!(after.expires_at, at("2026-11-24T08:43:00Z"));
}
