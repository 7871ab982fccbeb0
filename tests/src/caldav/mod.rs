//! Accounts on CalDAV servers: real ones that are filled, changed and followed, and a fake one that
//! lies.

mod connecting;
mod damaged;
mod domain;
mod following;
mod homes;
mod invitations;
mod lying;
mod over_tls;

use crate::support::app::App;
use crate::support::calendar::event;
use crate::support::dav_fake::DavFake;

const NOW: &str = "2026-11-22T08:00:00Z";

/// What is ahead today, as `title start`, in order.
async fn today(app: &App) -> Vec<String> {
    app.starts("2026-11-22", "2026-11-23").await
}

/// An account at the fake with one event today, connected and read.
async fn with_standup() -> (App, DavFake) {
    let server = DavFake::start().await;
    server.put("standup", event("Standup", "2026-11-22T09:00:00Z"));
    let app = App::start(NOW).await;
    app.api.connect_caldav(server.account()).await.unwrap();
    app.settled().await;
    (app, server)
}
