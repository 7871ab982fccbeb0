//! Real servers: what is done there is known here after the next look.

use rstest::rstest;
use storytime_core::calendars::CalendarSource;
use storytime_core::calendars::caldav::{Entry, Login};
use storytime_core::calendars::source::SourceAddress;
use storytime_types::CalendarId;
use storytime_types::calendars::{Calendar, IntegrationStatus, Presence};
use storytime_types::choices::ChangeCalendar;

use super::{NOW, today};
use crate::support::app::App;
use crate::support::calendar::event;
use crate::support::dav_server::{DavServer, NAME, PASSWORD, Program};

async fn with_standup(program: Program) -> (App, DavServer) {
    let server = DavServer::start(program).await;
    server.make_calendar("work").await;
    let standup = event("Standup", "2026-11-22T09:00:00Z");
    server.put("work", "standup", standup).await;
    let app = App::start(NOW).await;
    app.api.connect_caldav(server.account()).await.unwrap();
    app.settled().await;
    (app, server)
}

#[rstest]
#[case(Program::Radicale)]
#[case(Program::Xandikos)]
#[tokio::test]
async fn events_arrive_and_remind(#[case] program: Program) {
    let (app, _server) = with_standup(program).await;

    assert_eq!(today(&app).await, ["Standup 09:00"]);
    app.go_to("2026-11-22T08:45:00Z").await;
    let sent = app.channel.accepted(1).await;
    assert_eq!(sent[0].title, "Standup");
}

#[rstest]
#[case(Program::Radicale)]
#[case(Program::Xandikos)]
#[tokio::test]
async fn what_is_added_moved_and_deleted_there_is_known_here(#[case] program: Program) {
    let (app, server) = with_standup(program).await;

    let retro = event("Retro", "2026-11-22T15:00:00Z");
    server.put("work", "retro", retro).await;
    app.poll().await;
    assert_eq!(today(&app).await, ["Standup 09:00", "Retro 15:00"]);

    let later = event("Standup", "2026-11-22T11:00:00Z");
    server.put("work", "standup", later).await;
    app.poll().await;
    assert_eq!(today(&app).await, ["Standup 11:00", "Retro 15:00"]);

    server.delete("work", Some("retro")).await;
    app.poll().await;
    let ledger = app.ledger_lines().await;
    assert_eq!(
        ledger,
        ["Standup CANCELLED", "Standup PENDING", "Retro CANCELLED"]
    );
}

#[rstest]
#[case(Program::Radicale)]
#[case(Program::Xandikos)]
#[tokio::test]
async fn a_series_is_expanded_here_without_what_is_over(#[case] program: Program) {
    let server = DavServer::start(program).await;
    server.make_calendar("work").await;
    let series = event("Daily", "2026-11-20T09:00:00Z").with("RRULE:FREQ=DAILY;COUNT=5");
    server.put("work", "daily", series).await;
    let app = App::start(NOW).await;

    app.api.connect_caldav(server.account()).await.unwrap();

    let events = app.events("2026-11-22", "2026-11-30").await;
    assert_eq!(events.len(), 3, "of five, two are over");
}

#[rstest]
#[case(Program::Radicale)]
#[case(Program::Xandikos)]
#[tokio::test]
async fn an_instance_is_where_it_was_moved_and_back_when_that_is_undone(#[case] program: Program) {
    let server = DavServer::start(program).await;
    server.make_calendar("work").await;
    let daily = event("Daily", "2026-11-21T09:00:00Z").with("RRULE:FREQ=DAILY;COUNT=3");
    let moved = event("Daily", "2026-11-22T16:00:00Z").with("RECURRENCE-ID:20261122T090000Z");
    let series = [daily.clone(), moved];
    server.put_series("work", "daily", &series).await;
    let app = App::start(NOW).await;
    app.api.connect_caldav(server.account()).await.unwrap();
    assert_eq!(today(&app).await, ["Daily 16:00"]);

    server.put("work", "daily", daily.clone()).await;
    app.poll().await;
    assert_eq!(today(&app).await, ["Daily 09:00"]);

    let without = daily.with("EXDATE:20261122T090000Z");
    server.put("work", "daily", without).await;
    app.poll().await;
    assert!(today(&app).await.is_empty());
    let tomorrow = app.starts("2026-11-23", "2026-11-24").await;
    assert_eq!(tomorrow, ["Daily 09:00"]);
}

#[rstest]
#[case(Program::Radicale)]
#[case(Program::Xandikos)]
#[tokio::test]
async fn an_event_put_into_another_calendar_is_there_and_no_longer_here(#[case] program: Program) {
    let (app, server) = with_standup(program).await;
    server.make_calendar("home").await;

    let standup = event("Standup", "2026-11-22T09:00:00Z");
    server.put("home", "standup", standup).await;
    server.delete("work", Some("standup")).await;
    app.poll().await;

    assert_eq!(ahead(&app).await, [("work".into(), 0), ("home".into(), 1)]);
}

/// Xandikos knows no MOVE.
#[tokio::test]
async fn an_event_that_the_server_moves_is_moved_here() {
    let (app, server) = with_standup(Program::Radicale).await;
    server.make_calendar("home").await;
    app.poll().await;

    server.move_event("standup", "work", "home").await;
    app.poll().await;

    assert_eq!(ahead(&app).await, [("work".into(), 0), ("home".into(), 1)]);
    let ledger = app.ledger_lines().await;
    assert_eq!(ledger, ["Standup CANCELLED", "Standup PENDING"]);
}

/// Each calendar, and how many events are ahead in it.
async fn ahead(app: &App) -> Vec<(String, u32)> {
    let account = app.the_account().await;
    let calendars = account.calendars.into_iter();
    calendars
        .map(|one| (one.name, one.upcoming_events))
        .collect()
}

#[rstest]
#[case(Program::Radicale)]
#[case(Program::Xandikos)]
#[tokio::test]
async fn a_calendar_that_is_renamed_there_is_called_so_here(#[case] program: Program) {
    let (app, server) = with_standup(program).await;

    server.rename_calendar("work", "Office").await;
    app.poll().await;

    let names: Vec<_> = app.the_account().await.calendars;
    let names: Vec<_> = names.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(names, ["Office"]);
    assert_eq!(today(&app).await, ["Standup 09:00"]);
}

#[tokio::test]
async fn a_calendar_that_is_off_looks_here_as_it_does_there() {
    let (app, server) = with_standup(Program::Radicale).await;
    server.make_calendar("home").await;
    app.poll().await;
    let home = |all: Vec<Calendar>| all.into_iter().find(|one| one.name != "work").unwrap();
    switch_off(&app, &home(app.the_account().await.calendars).id).await;

    let looks = "<A:calendar-color>#FF2968FF</A:calendar-color>\
        <D:displayname>Family</D:displayname>";
    server.describe_calendar("home", looks).await;
    app.poll().await;

    let home = home(app.the_account().await.calendars);
    assert_eq!(home.name, "Family");
    assert_eq!(home.color.as_deref(), Some("#ff2968"));
    assert!(!home.is_active);
}

#[tokio::test]
async fn what_appears_in_an_account_whose_calendars_are_all_off_is_found() {
    let (app, server) = with_standup(Program::Radicale).await;
    switch_off(&app, &app.the_account().await.calendars[0].id).await;
    assert_eq!(today(&app).await, [""; 0]);

    server.make_calendar("new").await;
    let review = event("Review", "2026-11-22T15:00:00Z");
    server.put("new", "review", review).await;
    app.sync_now().await;
    app.poll().await;

    assert_eq!(today(&app).await, ["Review 15:00"]);
}

async fn switch_off(app: &App, id: &CalendarId) {
    let off = ChangeCalendar {
        is_active: Some(false),
        ..ChangeCalendar::default()
    };
    app.api.change_calendar(id.clone(), off).await.unwrap();
    // To the end of the look that this brings about, which may be under way already.
    app.poll().await;
}

#[tokio::test]
async fn a_calendar_comes_with_its_colour_and_zone() {
    let server = DavServer::start(Program::Radicale).await;
    let zone = "<C:calendar-timezone>BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//t//\r\n\
        BEGIN:VTIMEZONE\r\nTZID:Europe/Berlin\r\nBEGIN:STANDARD\r\nDTSTART:19701025T030000\r\n\
        TZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n\
        END:VCALENDAR\r\n</C:calendar-timezone>";
    let looks = format!("<A:calendar-color>#FF2968FF</A:calendar-color>{zone}");
    server.make_calendar("work").await;
    server.describe_calendar("work", &looks).await;
    let url = server.address.parse().unwrap();
    let login = Login::at(&url, NAME.into(), PASSWORD.into());
    let entry = Entry::parse(&server.address, NAME).unwrap();
    let source = CalendarSource::new();
    let account = source.caldav().discover(&entry, login).await.unwrap();

    let found = source.list(&SourceAddress::CalDav(account)).await.unwrap();
    assert!(found.is_complete);
    let found = found.calendars;

    let work = found.iter().find(|one| one.name == "work").unwrap();
    assert_eq!(work.color.as_deref(), Some("#ff2968"));
    assert_eq!(work.zone.as_deref(), Some("Europe/Berlin"));
}

#[rstest]
#[case(Program::Radicale)]
#[case(Program::Xandikos)]
#[tokio::test]
async fn a_calendar_that_is_gone_says_so_and_holds_up_no_other(#[case] program: Program) {
    let (app, server) = with_standup(program).await;
    server.make_calendar("home").await;
    let dinner = event("Dinner", "2026-11-22T18:00:00Z");
    server.put("home", "dinner", dinner).await;
    app.poll().await;

    server.delete("work", None).await;
    let later = event("Dinner", "2026-11-22T19:00:00Z");
    server.put("home", "dinner", later).await;
    app.poll().await;

    assert!(today(&app).await.contains(&"Dinner 19:00".to_owned()));
    let account = app.the_account().await;
    assert_eq!(account.status, IntegrationStatus::Active);
    let gone = account.calendars[0].error_message.as_deref().unwrap();
    assert!(gone.contains("no longer on its server"), "{gone}");

    app.poll().await;
    app.poll().await;
    let account = app.the_account().await;
    assert_eq!(account.calendars[0].presence, Presence::Gone);
    assert_eq!(account.error_message, None);
    assert_eq!(today(&app).await, ["Dinner 19:00"]);
}

#[rstest]
#[case(Program::Radicale)]
#[case(Program::Xandikos)]
#[tokio::test]
async fn a_server_that_is_down_costs_nothing_that_is_known(#[case] program: Program) {
    let (app, server) = with_standup(program).await;

    drop(server);
    app.poll().await;

    let account = app.the_account().await;
    assert_eq!(account.status, IntegrationStatus::Error);
    assert_eq!(today(&app).await, ["Standup 09:00"]);
    app.go_to("2026-11-22T08:45:00Z").await;
    app.channel.accepted(1).await;
}
