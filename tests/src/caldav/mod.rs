//! Accounts on CalDAV servers: real ones that are filled, changed and followed, and a fake one that
//! lies.

mod connecting;
mod damaged;
mod domain;
mod following;
mod homes;
mod lying;

use crate::support::app::App;

const NOW: &str = "2026-11-22T08:00:00Z";

/// What is ahead today, as `title start`, in order.
async fn today(app: &App) -> Vec<String> {
    app.starts("2026-11-22", "2026-11-23").await
}
