//! The data folder that the app's processes are measured on.

use std::sync::Arc;

use storytime_core::api::EventQuery;
use storytime_core::calendars::NameServers;
use storytime_core::clock::{Clock as _, SystemClock};
use storytime_core::engine::{Engine, EngineOptions};
use storytime_core::vault::KeySources;
use storytime_types::Instant;
use storytime_types::calendars::ConnectIcs;
use storytime_types::local::Hours;
use tempfile::TempDir;

use crate::calendar;
use crate::failure::Failure;
use crate::silence::Silence;

/// How many events it holds.
pub const EVENTS: usize = 10_000;
/// What the first of them is called.
pub const FIRST: &str = "Meeting 0";

/// The first of them is so far ahead: nothing is due while something is measured.
const FIRST_AHEAD_MS: i64 = 2 * Instant::HOUR;
/// All lie within what the engine keeps.
const SPREAD_OVER_MS: i64 = 13 * Instant::DAY;

/// A folder with [`EVENTS`] events ahead in its `data`.
pub async fn events_ahead() -> Result<TempDir, Failure> {
    let folder = tempfile::tempdir().map_err(Failure::file("a temporary folder"))?;
    // A calendar file knows whole seconds only (RFC 5545, 3.3.12).
    let now_ms = SystemClock.now().ms() / 1000 * 1000;
    let first = Instant::from_ms(now_ms + FIRST_AHEAD_MS);
    let apart = SPREAD_OVER_MS / i64::try_from(EVENTS).unwrap_or(1);
    let events: Vec<(String, Instant)> = (0_i64..)
        .take(EVENTS)
        .map(|number| {
            (
                format!("Meeting {number}"),
                first.plus_ms(number * apart / 1000 * 1000),
            )
        })
        .collect();
    let file = folder.path().join("calendar.ics");
    let text = calendar::of(events.iter().map(|(title, start)| (title, start)));
    std::fs::write(&file, text).map_err(Failure::file(&file))?;
    let engine = Engine::start(EngineOptions {
        data_dir: folder.path().join("data"),
        clock: Arc::new(SystemClock),
        native: Arc::new(Silence),
        hours: Hours::TwentyFour,
        keys: KeySources::none(),
        name_servers: NameServers::default(),
    })
    .await?;
    let path = Some(file.to_string_lossy().into_owned());
    engine
        .api()
        .connect_ics(ConnectIcs { path, url: None })
        .await?;
    let all = EventQuery {
        from: Some(first.to_string()),
        to: Some(first.plus_ms(SPREAD_OVER_MS).to_string()),
        limit: None,
    };
    let stored = engine.api().events(all).await?.len();
    engine.stop().await;
    // What of a file cannot be read is left out.
    Failure::unless_equal("events stored", EVENTS, stored)?;
    Ok(folder)
}
