//! Stories in every theme, and events with a style of their own.

use storytime_types::events::ChooseTheme;
use storytime_types::profile::Theme;

use crate::support::app::App;
use crate::support::calendar::{all_day, event};

#[tokio::test]
async fn a_story_in_every_theme_is_written_when_asked_for() {
    let app = App::start("2026-11-23T08:00:00Z").await;
    app.connect("day.ics", &[event("Standup", "2026-12-01T09:00:00Z")])
        .await;
    let id = app.events("2026-12-01", "2026-12-02").await.remove(0).id;
    assert!(app.api.storylines(id.clone()).await.unwrap().is_empty());

    let stories = app.api.storylines_in_all_themes(id.clone()).await.unwrap();

    let themes: Vec<_> = stories.iter().map(|story| story.theme).collect();
    assert_eq!(themes, Theme::ALL);
    let again = app.api.storylines_in_all_themes(id).await.unwrap();
    assert_eq!(stories, again);
}

#[tokio::test]
async fn an_event_may_have_a_style_of_its_own_and_its_reminder_follows() {
    let app = App::start("2026-11-23T08:00:00Z").await;
    app.connect("day.ics", &[event("Standup", "2026-11-23T09:00:00Z")])
        .await;
    let event = app.events("2026-11-23", "2026-11-24").await.remove(0);
    assert_eq!((event.theme, event.theme_override), (Theme::Fantasy, None));

    let own = ChooseTheme {
        theme: Some(Theme::Meme),
    };
    let chosen = app.api.choose_theme(event.id.clone(), own).await.unwrap();

    assert_eq!(
        (chosen.theme, chosen.theme_override),
        (Theme::Meme, own.theme)
    );
    let story = chosen.storyline.unwrap();
    assert_eq!(story.theme, Theme::Meme);
    app.go_to("2026-11-23T08:45:00Z").await;
    assert_eq!(app.channel.accepted(1).await[0].story, story.story_text);

    let none = ChooseTheme::default();
    let back = app.api.choose_theme(event.id, none).await.unwrap();
    assert_eq!((back.theme, back.theme_override), (Theme::Fantasy, None));
}

#[tokio::test]
async fn the_last_day_of_an_event_is_the_one_within_which_it_ends() {
    let app = App::start("2026-11-23T08:00:00Z").await;
    let fair = all_day("Fair", "2026-11-24").with("DTEND;VALUE=DATE:20261127");
    app.connect("day.ics", &[fair]).await;
    let local = app.events("2026-11-24", "2026-11-25").await.remove(0).local;
    assert_eq!(
        (&*local.date, &*local.end_date),
        ("2026-11-24", "2026-11-26")
    );
}
