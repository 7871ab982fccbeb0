//! Events whose text is damaged on the server: the others go on, what was known stays, and the
//! calendar says so for as long as it is so.

use storytime_types::calendars::IntegrationStatus;

use super::{today, with_standup};
use crate::support::app::App;
use crate::support::calendar::{calendar, event};
use crate::support::dav_fake::DavFake;

/// An event that breaks off after its title.
fn broken(title: &str) -> String {
    format!("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:{title}\r\nSUMMARY:{title}\r\n")
}

async fn notice(app: &App) -> Option<String> {
    let account = app.the_account().await;
    assert_eq!(account.status, IntegrationStatus::Active);
    account.calendars[0].notice.clone()
}

#[tokio::test]
async fn an_event_that_breaks_off_is_named_and_costs_no_other() {
    let (app, server) = with_standup().await;

    server.put_text("page", "<html>".into());
    server.put_text("broken", broken("Lunch"));
    server.put("retro", event("Retro", "2026-11-22T15:00:00Z"));
    app.poll().await;

    assert_eq!(today(&app).await, ["Standup 09:00", "Retro 15:00"]);
    assert_eq!(
        notice(&app).await.unwrap(),
        "\"Lunch\" ends in the middle, without END:VCALENDAR: it is left out until it is saved \
         there again. One more part of this calendar could not be used."
    );
}

#[tokio::test]
async fn later_looks_do_not_forget_what_is_damaged_until_it_is_mended() {
    let (app, server) = with_standup().await;
    server.put_text("broken", broken("Lunch"));
    app.poll().await;
    let told = notice(&app).await;
    assert!(told.is_some());

    app.poll().await;
    assert_eq!(notice(&app).await, told, "nothing changed");
    server.put("retro", event("Retro", "2026-11-22T15:00:00Z"));
    app.poll().await;
    assert_eq!(notice(&app).await, told, "something else changed");
    let app = app.restart("2026-11-23T08:30:00Z").await;
    app.settled().await;
    assert_eq!(notice(&app).await, told, "everything was compared again");

    server.put("broken", event("Lunch", "2026-11-23T12:00:00Z"));
    app.poll().await;
    assert_eq!(notice(&app).await, None);
    let ahead = app.starts("2026-11-23", "2026-11-24").await;
    assert_eq!(ahead, ["Lunch 12:00"]);
}

#[tokio::test]
async fn an_event_that_was_whole_before_stays_as_it_was() {
    let (app, server) = with_standup().await;

    server.put_text("standup", broken("Standup"));
    app.poll().await;

    assert_eq!(today(&app).await, ["Standup 09:00"]);
    let told = notice(&app).await.unwrap();
    assert!(told.contains("it stays as it was before"), "{told}");
    app.go_to("2026-11-22T08:45:00Z").await;
    assert_eq!(app.channel.accepted(1).await[0].title, "Standup");
}

#[tokio::test]
async fn an_event_without_its_own_end_swallows_none_of_the_next() {
    let (app, server) = with_standup().await;

    let endless = broken("Alpha") + "DTSTART:20261122T110000Z\r\nEND:VCALENDAR\r\n";
    server.put_text("alpha", endless);
    server.put_text("beta", calendar(&[event("Beta", "2026-11-22T14:00:00Z")]));
    app.poll().await;

    assert_eq!(today(&app).await, ["Standup 09:00", "Beta 14:00"]);
    assert_eq!(
        notice(&app).await.unwrap(),
        "\"Alpha\" is left out: its end is missing."
    );
}

#[tokio::test]
async fn the_only_event_of_a_calendar_is_named_where_it_cannot_be_read_and_no_line_of_our_copy() {
    let server = DavFake::start().await;
    let text = calendar(&[event("Standup", "2026-11-22T09:00:00Z")]);
    server.put_text("standup", text.replace("T090000Z", "T090000.5Z"));
    let app = App::start("2026-11-22T08:00:00Z").await;

    let refused = app.api.connect_caldav(server.account()).await.unwrap_err();

    let expected = "none of its events can be read: cannot read DTSTART \"20261122T090000.5Z\", the \
                    start of \"Standup\": set it again in the calendar";
    assert!(refused.message.ends_with(expected), "{}", refused.message);
    assert!(!refused.message.contains("line"), "{}", refused.message);
}
