//! An account whose calendars lie in several places (RFC 4791, 6.2.1).

use super::NOW;
use crate::support::app::App;
use crate::support::calendar::event;
use crate::support::dav_fake::{DavFake, Mood};

async fn with_two_homes() -> DavFake {
    let server = DavFake::start().await;
    server.put("standup", event("Standup", "2026-11-22T09:00:00Z"));
    server.add_second_home();
    server
}

async fn calendars(app: &App) -> Vec<String> {
    let account = app.the_account().await;
    let names = account.calendars.into_iter().map(|one| one.name);
    names.collect()
}

#[tokio::test]
async fn the_calendars_of_all_homes_are_there_and_stay_after_a_restart() {
    let server = with_two_homes().await;
    let app = App::start(NOW).await;

    app.api.connect_caldav(server.account()).await.unwrap();
    assert_eq!(calendars(&app).await, ["Work", "Team"]);

    let app = app.restart("2026-11-22T08:10:00Z").await;
    app.poll().await;
    let account = app.the_account().await;
    assert_eq!(account.error_message, None);
    let errors: Vec<_> = account
        .calendars
        .iter()
        .map(|one| &one.error_message)
        .collect();
    assert_eq!(errors, [&None, &None]);
}

#[tokio::test]
async fn a_home_that_may_not_be_seen_costs_only_itself() {
    let server = with_two_homes().await;
    server.mood(Mood::SecondHomeForbidden);
    let app = App::start(NOW).await;

    app.api.connect_caldav(server.account()).await.unwrap();

    assert_eq!(calendars(&app).await, ["Work"]);
}
