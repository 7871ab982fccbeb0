//! How things stand, in a few figures.

use storytime_types::profile::Theme;

use crate::support::app::App;
use crate::support::calendar::{all_day, event};

#[tokio::test]
async fn a_new_profile_has_a_way_to_be_reached_and_nothing_else() {
    let app = App::start("2026-11-23T08:00:00Z").await;

    let dashboard = app.api.dashboard().await.unwrap();

    assert_eq!(dashboard.stats.active_channels, 1);
    assert_eq!(dashboard.stats.connected_calendars, 0);
    assert_eq!(dashboard.stats.upcoming_events, 0);
    assert!(dashboard.recent_events.is_empty());
    assert_eq!(dashboard.user.ai_provider, "GEMINI");
}

#[tokio::test]
async fn what_begins_is_counted_by_day_and_the_next_five_are_named_with_their_stories() {
    let app = App::start("2026-11-23T08:00:00Z").await;
    let events = [
        event("Over already", "2026-11-23T06:00:00Z"),
        event("Standup", "2026-11-23T09:00:00Z"),
        event("Review", "2026-11-23T15:00:00Z"),
        all_day("Holiday", "2026-11-25"),
        event("Called off", "2026-11-26T09:00:00Z").with("STATUS:CANCELLED"),
        event("On the last day", "2026-11-29T23:30:00Z"),
        event("A week later", "2026-11-30T09:00:00Z"),
    ];
    app.connect("team.ics", &events).await;

    let dashboard = app.api.dashboard().await.unwrap();

    let days: Vec<_> = dashboard.days.iter().map(|day| day.events).collect();
    assert_eq!(days, [2, 0, 1, 0, 0, 0, 1]);
    assert_eq!(dashboard.days[0].date, "2026-11-23");
    assert_eq!(dashboard.days[6].date, "2026-11-29");
    assert_eq!(dashboard.stats.upcoming_events, 4);
    assert_eq!(dashboard.stats.connected_calendars, 1);
    assert!(dashboard.stats.stories_generated > 0);
    let named: Vec<_> = dashboard.recent_events.iter().map(|it| &it.title).collect();
    assert_eq!(
        named,
        [
            "Standup",
            "Review",
            "Holiday",
            "On the last day",
            "A week later"
        ]
    );
    let by_theme = dashboard.by_theme.iter();
    let told: Vec<_> = by_theme.map(|it| (it.theme, it.stories > 0)).collect();
    assert_eq!(
        told,
        [
            (Theme::Fantasy, true),
            (Theme::Genz, false),
            (Theme::Meme, false)
        ]
    );
    assert!(dashboard.recent_events[0].storyline.is_some());
    assert!(dashboard.last_sync.is_some());
}

#[tokio::test]
async fn a_reminder_that_came_on_time_is_told_from_one_that_was_caught_up() {
    let app = App::start("2026-11-23T08:00:00Z").await;
    let events = [
        event("Standup", "2026-11-23T09:00:00Z"),
        event("Over by then", "2026-11-24T09:00:00Z"),
    ];
    app.connect("team.ics", &events).await;
    app.go_to("2026-11-23T08:45:00Z").await;
    app.channel.accepted(1).await;
    app.settled().await;

    let app = app.restart("2026-11-24T20:00:00Z").await;

    let dashboard = app.api.dashboard().await.unwrap();
    let week = dashboard.last_week;
    assert_eq!((week.sent, week.on_time), (1, 1));
    assert_eq!((week.missed, week.failed), (1, 0));
    let days = dashboard.days_behind;
    assert_eq!(days.len(), 7);
    assert_eq!(days[5].date, "2026-11-23");
    assert_eq!((days[5].reminders.sent, days[5].reminders.missed), (1, 0));
    assert_eq!((days[6].reminders.sent, days[6].reminders.missed), (0, 1));
    let ways: Vec<_> = dashboard
        .by_channel
        .iter()
        .map(|way| way.reminders)
        .collect();
    assert_eq!(ways, [1]);
    assert!(dashboard.by_channel[0].channel_name.is_some());
}
