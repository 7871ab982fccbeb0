//! The same meeting in two calendars.

use storytime_core::channels::Action;
use storytime_types::calendars::SwitchIntegration;
use storytime_types::notifications::{NotificationStatus, Snooze};
use storytime_types::removal::RemoveIntegration;

use crate::support::app::App;
use crate::support::calendar::{EventText, calendar, event, write_calendar};

const NOW: &str = "2026-11-22T08:00:00Z";

fn invitation() -> EventText {
    event("Review", "2026-11-22T09:00:00Z").with("ORGANIZER:mailto:ann@example.org")
}

#[tokio::test]
async fn an_invitation_in_two_calendars_reminds_once_and_says_which_copy_does() {
    let app = App::start(NOW).await;
    app.connect("work.ics", &[invitation()]).await;
    app.connect("home.ics", &[invitation()]).await;

    let events = app.events("2026-11-22", "2026-11-23").await;
    let copies: Vec<_> = events.iter().filter(|one| one.copy_of.is_some()).collect();
    assert_eq!((events.len(), copies.len()), (2, 1));
    let calendars = app.api.calendars().await.unwrap();
    assert_eq!(copies[0].calendar_id, calendars[1].calendars[0].id);
    app.go_to("2026-11-22T08:50:00Z").await;
    app.channel.accepted(1).await;
    assert_eq!(app.channel.titles(), ["Review"]);
    assert_eq!(app.ledger_lines().await, ["Review SENT"]);
}

#[tokio::test]
async fn a_meeting_in_ten_days_is_one_already_and_is_counted_once() {
    let app = App::start(NOW).await;
    let later = || {
        [
            event("Retro", "2026-12-02T09:00:00Z"),
            event("Review", "2026-11-26T09:00:00Z").with("ORGANIZER:mailto:ann@example.org"),
        ]
    };
    let [retro, review] = later();
    let elsewhere = [retro.with("UID:another"), review.with("UID:a third")];
    app.connect("work.ics", &later()).await;
    app.connect("home.ics", &later()).await;
    app.connect("team.ics", &elsewhere).await;

    let copies = async || {
        let events = app.events("2026-11-23", "2026-12-03").await;
        let all = events.iter().filter(|one| one.copy_of.is_some());
        all.map(|one| one.title.clone()).collect::<Vec<_>>()
    };
    // Another UID and no organiser is another meeting.
    assert_eq!(copies().await, ["Review", "Review", "Retro"]);
    let dashboard = app.api.dashboard().await.unwrap();
    assert_eq!(dashboard.stats.upcoming_events, 1);
    let named: Vec<_> = dashboard.recent_events.iter().map(|it| &it.title).collect();
    assert_eq!(named, ["Review", "Retro", "Retro"]);

    // Of what is switched off nothing is counted, and nothing stands for others.
    let first = app.api.calendars().await.unwrap().remove(0);
    let off = SwitchIntegration {
        is_active: Some(false),
    };
    app.api.switch_integration(first.id, off).await.unwrap();
    assert_eq!(copies().await, ["Review"]);
    let counted = app.api.dashboard().await.unwrap().stats.upcoming_events;
    assert_eq!(counted, 1);
}

#[tokio::test]
async fn the_other_copy_reminds_once_the_first_one_is_gone() {
    let app = App::start(NOW).await;
    let path = app.connect("work.ics", &[invitation()]).await;
    app.connect("home.ics", &[invitation()]).await;

    app.rewrite(path.file_name().unwrap().to_str().unwrap(), &[])
        .await;

    assert_eq!(
        app.ledger_lines().await,
        ["Review CANCELLED", "Review PENDING"]
    );
}

#[tokio::test]
async fn a_copy_that_arrives_after_the_reminder_does_not_remind_again() {
    let app = App::start(NOW).await;
    app.connect("work.ics", &[]).await;
    app.connect("home.ics", &[invitation()]).await;
    app.go_to("2026-11-22T08:46:00Z").await;
    app.channel.accepted(1).await;

    app.rewrite("work.ics", &[invitation()]).await;

    assert_eq!(app.ledger_lines().await, ["Review SENT"]);
}

#[tokio::test]
async fn meetings_of_the_same_name_without_an_organiser_are_two() {
    let app = App::start(NOW).await;
    app.connect(
        "work.ics",
        &[event("Lunch", "2026-11-22T12:00:00Z").with("UID:a")],
    )
    .await;
    app.connect(
        "home.ics",
        &[event("Lunch", "2026-11-22T12:00:00Z").with("UID:b")],
    )
    .await;

    assert_eq!(app.ledger_lines().await, ["Lunch PENDING", "Lunch PENDING"]);
}

#[tokio::test]
async fn calendars_of_the_same_name_are_told_apart_by_what_they_come_through() {
    let app = App::start(NOW).await;
    let mut names = Vec::new();
    for folder in ["ann", "bob"] {
        let path = app.folder.path().join(folder);
        std::fs::create_dir(&path).unwrap();
        std::fs::write(path.join("Work.ics"), calendar(&[invitation()])).unwrap();
        app.connect_path(&path).await;
        names.push(format!("Work ({folder})"));
    }

    let events = app.events("2026-11-22", "2026-11-23").await;

    let first = events.iter().find(|one| one.copy_of.is_none()).unwrap();
    let copy = events.iter().find(|one| one.copy_of.is_some()).unwrap();
    assert_eq!(first.reminds_from.as_ref(), Some(&names[0]));
    assert_eq!(first.also_in, [names[1].clone()]);
    // The copy says so, too.
    assert_eq!(copy.reminds_from, first.reminds_from);
    assert_eq!(copy.also_in, [names[0].clone()]);
}

fn with_a_link() -> EventText {
    invitation()
        .with("LOCATION:Room 4")
        .with("CONFERENCE;FEATURE=VIDEO:https://video.example.org/review")
}

#[tokio::test]
async fn the_link_and_the_place_of_a_meeting_come_from_whichever_copy_has_them() {
    let app = App::start(NOW).await;
    app.connect("work.ics", &[invitation()]).await;
    app.connect("home.ics", &[with_a_link()]).await;

    let events = app.events("2026-11-22", "2026-11-23").await;
    let first = events.iter().find(|one| one.copy_of.is_none()).unwrap();
    let link = Some("https://video.example.org/review");
    assert_eq!(first.meeting_link.as_deref(), link);
    assert_eq!(first.location.as_deref(), Some("Room 4"));
    let next = app.api.status().await.unwrap().next_event.unwrap();
    assert_eq!(next.meeting_link.as_deref(), link);
    app.go_to("2026-11-22T08:45:00Z").await;
    let sent = app.channel.accepted(1).await.remove(0);
    assert_eq!(sent.join_link.as_deref(), link);
    assert!(sent.actions.contains(&Action::Join));
    assert!(
        sent.facts.contains(&"Room 4".to_owned()),
        "{:?}",
        sent.facts
    );
}

#[tokio::test]
async fn what_the_first_copy_says_itself_stays() {
    let app = App::start(NOW).await;
    let own = invitation().with("URL:https://meet.jit.si/own");
    app.connect("work.ics", &[own]).await;
    app.connect("home.ics", &[with_a_link()]).await;

    app.go_to("2026-11-22T08:45:00Z").await;

    let sent = app.channel.accepted(1).await.remove(0);
    assert_eq!(sent.join_link.as_deref(), Some("https://meet.jit.si/own"));
}

/// Work and Home, of which Work has the review, at 08:46: the person was reminded of it at 08:45.
async fn reminded_of_the_review() -> App {
    let app = App::start(NOW).await;
    app.connect("work.ics", &[invitation()]).await;
    app.connect("home.ics", &[]).await;
    app.go_to("2026-11-22T08:46:00Z").await;
    app.channel.accepted(1).await;
    app
}

/// Writes Work and Home anew; both are looked at by the next poll.
async fn rewrite_both(app: &App, work: &[EventText], home: &[EventText]) {
    write_calendar(app.folder.path(), "work.ics", work);
    app.rewrite("home.ics", home).await;
}

#[tokio::test]
async fn a_meeting_that_moves_to_another_calendar_after_its_reminder_does_not_remind_again() {
    let app = reminded_of_the_review().await;

    rewrite_both(&app, &[], &[invitation()]).await;
    assert_eq!(app.ledger_lines().await, ["Review SENT"]);

    // Nor when it goes on to a third one, or back.
    rewrite_both(&app, &[invitation()], &[]).await;
    assert_eq!(app.ledger_lines().await, ["Review SENT"]);
}

#[tokio::test]
async fn a_meeting_that_is_in_its_new_calendar_first_does_not_remind_again_when_it_leaves_the_old_one()
 {
    let app = reminded_of_the_review().await;
    app.rewrite("home.ics", &[invitation()]).await;

    app.rewrite("work.ics", &[]).await;

    assert_eq!(app.ledger_lines().await, ["Review SENT"]);
}

#[tokio::test]
async fn a_calendar_that_is_removed_and_connected_again_does_not_remind_again() {
    let app = App::start(NOW).await;
    let path = app.connect("work.ics", &[invitation()]).await;
    app.go_to("2026-11-22T08:46:00Z").await;
    app.channel.accepted(1).await;

    let account = app.the_account().await;
    let asked = RemoveIntegration::default();
    app.api.disconnect(account.id, asked).await.unwrap();
    app.connect_path(&path).await;

    assert_eq!(app.ledger_lines().await, ["Review SENT"]);
}

#[tokio::test]
async fn what_is_not_the_same_meeting_reminds_though_one_like_it_is_gone() {
    let app = reminded_of_the_review().await;
    let another = event("Review", "2026-11-22T09:00:00Z").with("UID:another");
    let later = event("Review", "2026-11-22T09:05:00Z");

    rewrite_both(&app, &[], &[another]).await;
    assert_eq!(
        app.ledger_lines().await,
        ["Review SENT", "Review SENT"],
        "another UID and no organiser"
    );
    rewrite_both(&app, &[later], &[]).await;
    assert_eq!(
        app.ledger_lines().await.len(),
        3,
        "the same at another time"
    );
}

#[tokio::test]
async fn a_meeting_that_moved_still_reminds_at_the_lead_time_to_come() {
    let app = App::start(NOW).await;
    app.lead_times(&[15, 5]).await;
    app.connect("work.ics", &[invitation()]).await;
    app.connect("home.ics", &[]).await;
    app.go_to("2026-11-22T08:46:00Z").await;
    app.channel.accepted(1).await;

    rewrite_both(&app, &[], &[invitation()]).await;
    app.go_to("2026-11-22T08:55:00Z").await;

    app.channel.accepted(2).await;
    let sent = app.ledger().await;
    let leads = sent
        .iter()
        .filter(|row| row.status == NotificationStatus::Sent);
    assert_eq!(
        leads.map(|row| row.lead_minutes).collect::<Vec<_>>(),
        [15, 5]
    );
}

#[tokio::test]
async fn a_meeting_that_moved_before_its_reminder_was_sent_reminds() {
    let app = App::start(NOW).await;
    app.connect("work.ics", &[invitation()]).await;
    app.connect("home.ics", &[]).await;
    app.go_to("2026-11-22T08:38:00Z").await;
    app.rewrite("work.ics", &[]).await;

    app.rewrite("home.ics", &[invitation()]).await;

    app.channel.accepted(1).await;
    assert_eq!(
        app.ledger_lines().await,
        ["Review CANCELLED", "Review SENT"]
    );
}

#[tokio::test]
async fn a_snooze_is_not_lost_with_the_calendar_that_its_meeting_leaves() {
    let app = reminded_of_the_review().await;
    let sent = app.ledger().await.remove(0);
    app.api
        .snooze(sent.id, Snooze { minutes: 20 })
        .await
        .unwrap();

    rewrite_both(&app, &[], &[invitation()]).await;
    let lines = ["Review SENT", "Review PENDING"];
    assert_eq!(app.ledger_lines().await, lines);
    // Nor when the new calendar is looked at later than the old one.
    app.rewrite("home.ics", &[]).await;
    app.rewrite("work.ics", &[invitation()]).await;

    app.go_to("2026-11-22T09:06:00Z").await;
    app.channel.accepted(2).await;
    assert_eq!(app.ledger_lines().await, ["Review SENT", "Review SENT"]);
}
