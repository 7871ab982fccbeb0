//! What a person chooses: lead times of a calendar, reminders that events bring, what is muted or left
//! out.

use storytime_types::CalendarId;
use storytime_types::choices::{ChangeCalendar, Mute, MuteScope, Quiet};
use storytime_types::events::Event;
use storytime_types::profile::ProfileChange;

use crate::support::app::App;
use crate::support::calendar::{EventText, all_day, event};

const NOW: &str = "2026-11-22T08:00:00Z";

fn alarm(minutes: u32) -> String {
    format!("BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-PT{minutes}M\r\nEND:VALARM")
}

async fn calendar(app: &App, place: usize) -> CalendarId {
    let connected = app.api.calendars().await.unwrap();
    connected[place].calendars[0].id.clone()
}

async fn change(app: &App, calendar: CalendarId, change: ChangeCalendar) {
    app.api.change_calendar(calendar, change).await.unwrap();
    app.settled().await;
}

async fn profile(app: &App, change: ProfileChange) {
    app.api.change_profile(change).await.unwrap();
    app.settled().await;
}

async fn mute(app: &App, event: &Event, scope: Option<MuteScope>) -> Event {
    let muted = app.api.mute(event.id.clone(), Mute { scope }).await;
    app.settled().await;
    muted.unwrap()
}

/// Title, lead time and state of each row, and why it is cancelled.
async fn rows(app: &App) -> Vec<String> {
    let row = |row: storytime_types::notifications::Notification| {
        let reason = row.reason.map(|why| format!(": {why}")).unwrap_or_default();
        format!(
            "{} {} {}{reason}",
            row.title,
            row.lead_minutes,
            row.status.as_str()
        )
    };
    let mut rows: Vec<_> = app.ledger().await.into_iter().map(row).collect();
    rows.sort();
    rows
}

#[tokio::test]
async fn a_calendar_s_own_lead_times_count_for_its_events_only_and_can_be_taken_away() {
    let app = App::start(NOW).await;
    app.connect("work.ics", &[event("Review", "2026-11-22T12:00:00Z")])
        .await;
    app.connect("home.ics", &[event("Dinner", "2026-11-22T18:00:00Z")])
        .await;
    let work = calendar(&app, 0).await;

    let leads = |minutes: Option<Vec<u32>>| ChangeCalendar {
        lead_times: Some(minutes),
        ..ChangeCalendar::default()
    };
    change(&app, work.clone(), leads(Some(vec![60, 5]))).await;
    assert_eq!(
        rows(&app).await,
        [
            "Dinner 15 PENDING",
            "Review 15 CANCELLED: The settings no longer ask for this reminder.",
            "Review 5 PENDING",
            "Review 60 PENDING",
        ]
    );

    change(&app, work, leads(None)).await;
    let pending = rows(&app)
        .await
        .into_iter()
        .filter(|row| row.ends_with("PENDING"));
    assert_eq!(
        pending.collect::<Vec<_>>(),
        ["Dinner 15 PENDING", "Review 15 PENDING"]
    );
}

#[tokio::test]
async fn a_calendar_s_long_lead_time_looks_further_ahead_than_its_events_are_kept() {
    let app = App::start(NOW).await;
    app.connect("trips.ics", &[event("Flight", "2026-12-20T12:00:00Z")])
        .await;
    assert!(app.ledger().await.is_empty());

    let choice = ChangeCalendar {
        lead_times: Some(Some(vec![27 * 24 * 60])),
        ..ChangeCalendar::default()
    };
    change(&app, calendar(&app, 0).await, choice).await;
    app.poll().await;

    assert_eq!(rows(&app).await, ["Flight 38880 PENDING"]);
}

#[tokio::test]
async fn the_reminders_that_events_bring_count_once_the_person_wants_them() {
    let app = App::start(NOW).await;
    let events = [
        event("Review", "2026-11-22T12:00:00Z").with(&alarm(45)),
        event("Standup", "2026-11-22T13:00:00Z"),
        all_day("Birthday", "2026-11-23").with(&alarm(6 * 60)),
    ];
    app.connect("work.ics", &events).await;
    assert_eq!(
        rows(&app).await,
        [
            "Birthday 0 PENDING",
            "Review 15 PENDING",
            "Standup 15 PENDING"
        ]
    );

    let choice = ChangeCalendar {
        use_provider_reminders: Some(true),
        ..ChangeCalendar::default()
    };
    change(&app, calendar(&app, 0).await, choice).await;

    let due = app.ledger().await.into_iter();
    let pending = due.filter(|row| row.status.as_str() == "PENDING");
    let mut due: Vec<_> = pending
        .map(|row| format!("{} {}", row.title, row.scheduled_for))
        .collect();
    due.sort();
    assert_eq!(
        due,
        [
            "Birthday 2026-11-22T18:00:00Z",
            "Review 2026-11-22T11:15:00Z",
            "Standup 2026-11-22T12:45:00Z",
        ]
    );
    // Another alarm is another reminder, though nothing else of the event changed.
    let moved = events[0].clone();
    let moved = moved.with(&alarm(45).replace("45", "30"));
    app.rewrite("work.ics", &[moved]).await;
    // The look that the choice asked for may have begun before the file was written.
    app.poll().await;
    assert!(rows(&app).await.contains(&"Review 30 PENDING".to_owned()));
}

#[tokio::test]
async fn an_event_whose_calendar_says_that_it_has_no_reminder_has_none_once_those_count() {
    let app = App::start(NOW).await;
    let none = "BEGIN:VALARM\r\nACTION:NONE\r\nTRIGGER;VALUE=DATE-TIME:19760401T005545Z\r\n\
                END:VALARM";
    let events = [
        event("Nap", "2026-11-22T12:00:00Z").with(none),
        event("Standup", "2026-11-22T13:00:00Z"),
    ];
    app.connect("work.ics", &events).await;
    assert_eq!(rows(&app).await, ["Nap 15 PENDING", "Standup 15 PENDING"]);

    let wanted = |wanted| ChangeCalendar {
        use_provider_reminders: Some(wanted),
        ..ChangeCalendar::default()
    };
    change(&app, calendar(&app, 0).await, wanted(true)).await;
    assert_eq!(
        rows(&app).await,
        [
            "Nap 15 CANCELLED: In its calendar the event has no reminder.",
            "Standup 15 PENDING"
        ]
    );
    let nap = &app.events("2026-11-22", "2026-11-23").await[0];
    assert_eq!(nap.quiet, Some(Quiet::NoReminder));

    change(&app, calendar(&app, 0).await, wanted(false)).await;
    assert_eq!(rows(&app).await, ["Nap 15 PENDING", "Standup 15 PENDING"]);
}

fn standups() -> EventText {
    event("Standup", "2026-11-22T09:00:00Z").with("RRULE:FREQ=DAILY;COUNT=4")
}

#[tokio::test]
async fn a_muted_event_is_cancelled_with_that_reason_and_comes_back_when_it_is_not() {
    let app = App::start(NOW).await;
    app.connect("work.ics", &[standups()]).await;
    let events = app.events("2026-11-22", "2026-11-25").await;
    assert!(events[0].is_recurring);

    let muted = mute(&app, &events[0], Some(MuteScope::Event)).await;
    assert_eq!(muted.quiet, Some(Quiet::MutedEvent));
    assert_eq!(
        rows(&app).await,
        [
            "Standup 15 CANCELLED: You muted the event.",
            "Standup 15 PENDING"
        ]
    );

    let again = mute(&app, &events[0], None).await;
    assert_eq!(again.quiet, None);
    assert_eq!(
        rows(&app).await,
        ["Standup 15 PENDING", "Standup 15 PENDING"]
    );
    app.go_to("2026-11-22T08:45:00Z").await;
    app.channel.accepted(1).await;
}

#[tokio::test]
async fn a_muted_series_stays_silent_for_events_to_come_and_across_a_restart() {
    let app = App::start(NOW).await;
    app.connect(
        "work.ics",
        &[standups(), event("Review", "2026-11-24T12:00:00Z")],
    )
    .await;
    let events = app.events("2026-11-22", "2026-11-25").await;
    mute(&app, &events[0], Some(MuteScope::Series)).await;

    let app = app.restart("2026-11-23T10:00:00Z").await;
    let all = rows(&app).await;
    assert!(
        all.iter().all(|row| !row.starts_with("Standup 15 PENDING")),
        "{all:?}"
    );
    assert!(all.contains(&"Review 15 PENDING".to_owned()), "{all:?}");
    let events = app.events("2026-11-24", "2026-11-25").await;
    assert_eq!(events[0].quiet, Some(Quiet::MutedSeries));

    // Letting one of them remind again lets the series.
    mute(&app, &events[0], None).await;
    assert!(rows(&app).await.contains(&"Standup 15 PENDING".to_owned()));
}

#[tokio::test]
async fn whoever_mutes_one_copy_of_a_meeting_mutes_the_meeting() {
    let app = App::start(NOW).await;
    let review = || event("Review", "2026-11-22T09:00:00Z");
    app.connect("work.ics", &[review()]).await;
    app.connect("home.ics", &[review()]).await;
    let events = app.events("2026-11-22", "2026-11-23").await;
    let copy = events.iter().find(|one| one.copy_of.is_some()).unwrap();
    let first = events.iter().find(|one| one.copy_of.is_none()).unwrap();
    assert_eq!(
        (&copy.also_in[..], &first.also_in[..]),
        (&["work".to_owned()][..], &["home".to_owned()][..])
    );

    mute(&app, copy, Some(MuteScope::Event)).await;

    let events = app.events("2026-11-22", "2026-11-23").await;
    assert!(
        events
            .iter()
            .all(|one| one.quiet == Some(Quiet::MutedEvent))
    );
    assert_eq!(
        rows(&app).await,
        ["Review 15 CANCELLED: You muted the event."]
    );
    // Undone it can be at either.
    mute(&app, first, None).await;
    assert_eq!(rows(&app).await, ["Review 15 PENDING"]);
}

#[tokio::test]
async fn a_snooze_of_an_event_ends_when_the_event_is_muted() {
    let app = App::start(NOW).await;
    app.connect("work.ics", &[event("Review", "2026-11-22T09:00:00Z")])
        .await;
    app.go_to("2026-11-22T08:45:00Z").await;
    app.channel.accepted(1).await;
    let sent = app
        .row_becomes(
            "Review",
            storytime_types::notifications::NotificationStatus::Sent,
        )
        .await;
    let snooze = storytime_types::notifications::Snooze { minutes: 5 };
    app.api.snooze(sent.id, snooze).await.unwrap();

    let events = app.events("2026-11-22", "2026-11-23").await;
    mute(&app, &events[0], Some(MuteScope::Event)).await;
    app.go_to("2026-11-22T08:55:00Z").await;

    assert_eq!(app.channel.messages().len(), 1);
    assert!(
        rows(&app)
            .await
            .contains(&"Review 0 CANCELLED: You muted the event.".to_owned())
    );
}

#[tokio::test]
async fn title_filters_leave_out_events_and_say_so_until_they_are_taken_away() {
    let app = App::start(NOW).await;
    let events = ["Lunch with Ann", "Focus time", "Review"]
        .map(|title| event(title, "2026-11-22T12:00:00Z"));
    app.connect("work.ics", &events).await;
    let filters = |filters: &[&str]| ProfileChange {
        title_filters: Some(filters.iter().map(|one| (*one).to_owned()).collect()),
        ..ProfileChange::default()
    };

    profile(&app, filters(&["lunch", "/^focus/"])).await;
    let why = "CANCELLED: One of your title filters leaves the event out.";
    assert_eq!(
        rows(&app).await,
        [
            format!("Focus time 15 {why}"),
            format!("Lunch with Ann 15 {why}"),
            "Review 15 PENDING".to_owned(),
        ]
    );
    let shown = app.events("2026-11-22", "2026-11-23").await;
    let quiet = shown
        .iter()
        .filter(|one| one.quiet == Some(Quiet::TitleFilter));
    assert_eq!(quiet.count(), 2);

    profile(&app, filters(&[])).await;
    assert!(rows(&app).await.iter().all(|row| row.ends_with("PENDING")));
    let wrong = app.api.change_profile(filters(&["/(/"])).await.unwrap_err();
    assert!(
        wrong.details["fields"]["titleFilters"].is_string(),
        "{wrong:?}"
    );
}

#[tokio::test]
async fn tentative_events_remind_unless_the_person_says_otherwise() {
    let app = App::start(NOW).await;
    let events = [
        event("Perhaps", "2026-11-22T12:00:00Z").with("STATUS:TENTATIVE"),
        event("Focus", "2026-11-22T14:00:00Z").with("TRANSP:TRANSPARENT"),
    ];
    app.connect("work.ics", &events).await;
    assert_eq!(rows(&app).await, ["Perhaps 15 PENDING"]);

    let change = ProfileChange {
        remind_of_tentative: Some(false),
        remind_of_free: Some(true),
        ..ProfileChange::default()
    };
    profile(&app, change).await;

    assert_eq!(
        rows(&app).await,
        [
            "Focus 15 PENDING",
            "Perhaps 15 CANCELLED: The event is tentative, and you chose not to be reminded of such.",
        ]
    );
    let shown = app.events("2026-11-22", "2026-11-23").await;
    assert_eq!(shown[0].quiet, Some(Quiet::Tentative));
}

#[tokio::test]
async fn what_was_read_far_ahead_goes_when_it_vanishes_also_once_less_is_wanted() {
    let app = App::start(NOW).await;
    let daily = event("Daily", "2026-11-22T12:00:00Z").with("RRULE:FREQ=DAILY;COUNT=40");
    app.connect("work.ics", &[daily]).await;
    let far = async || app.events("2026-12-07", "2026-12-24").await.len();
    let own_times = |on: bool| ChangeCalendar {
        use_provider_reminders: Some(on),
        ..ChangeCalendar::default()
    };
    change(&app, calendar(&app, 0).await, own_times(true)).await;
    app.sync_now().await;
    assert_eq!(far().await, 16, "31 days are read");

    change(&app, calendar(&app, 0).await, own_times(false)).await;
    app.sync_now().await;
    app.rewrite("work.ics", &[]).await;

    assert_eq!(far().await, 0);
}
