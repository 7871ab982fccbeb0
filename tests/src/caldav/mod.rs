//! Accounts on CalDAV servers: real ones that are filled, changed and followed, and a fake one that
//! lies.

mod connecting;
mod following;
mod lying;

use storytime_types::calendars::Integration;
use storytime_types::events::{Event, When};

use crate::support::app::App;

const NOW: &str = "2026-11-22T08:00:00Z";

/// What is ahead today, as `title start`, in order.
async fn today(app: &App) -> Vec<String> {
    let events = app.events("2026-11-22", "2026-11-23").await;
    let line = |event: &Event| match event.start_time {
        When::At(at) => format!("{} {}", event.title, &at.to_string()[11..16]),
        When::On(ref date) => format!("{} {date}", event.title),
    };
    events.iter().map(line).collect()
}

/// The one integration.
async fn the_account(app: &App) -> Integration {
    let mut all = app.api.calendars().await.unwrap();
    assert_eq!(all.len(), 1);
    all.remove(0)
}
