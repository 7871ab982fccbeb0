//! What stays of a calendar that was disconnected: what was sent, and nothing else.

use std::path::Path;

use storytime_types::problems::{PastProblem, ProblemKind};
use storytime_types::removal::{RemoveIntegration, Removed};

use crate::support::app::App;
use crate::support::calendar::{EventText, event, write_calendar};

const NOW: &str = "2026-11-22T08:00:00Z";

/// What only the calendar that is removed tells, one for each thing that it may tell.
const MARKERS: [&str; 4] = ["Quokka", "wombat papers", "numbat room", "bilby@"];

/// An event that tells all of them.
fn telling(start: &str) -> EventText {
    event("Quokka review", start)
        .with(&format!("UID:{start}"))
        .with("DESCRIPTION:Bring the wombat papers")
        .with("LOCATION:The numbat room")
        .with("ORGANIZER:mailto:bilby@example.org")
        .with("ATTENDEE;CN=Quoll:mailto:quoll@example.org")
}

/// Which of the markers are in the files below a folder whose names `counts`.
fn told(folder: &Path, counts: fn(&str) -> bool) -> Vec<&'static str> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if counts(&path.file_name().unwrap().to_string_lossy()) {
                found.extend(markers_in(&std::fs::read(&path).unwrap()));
            }
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

fn markers_in(bytes: &[u8]) -> impl Iterator<Item = &'static str> {
    let is_in = |marker: &&str| {
        bytes
            .windows(marker.len())
            .any(|at| at == marker.as_bytes())
    };
    MARKERS.into_iter().filter(is_in)
}

/// The database with its log and its index.
fn is_database(name: &str) -> bool {
    name.starts_with("storytime.db")
}

async fn disconnect(app: &App, name: &str, asked: RemoveIntegration) -> Removed {
    let all = app.api.calendars().await.unwrap();
    let one = all.into_iter().find(|one| one.name == name).unwrap();
    let removed = app.api.disconnect(one.id, asked).await.unwrap();
    app.settled().await;
    removed
}

/// A calendar with everything in it, and another one that stays.
async fn with_two() -> App {
    let app = App::start(NOW).await;
    app.connect("home.ics", &[event("Standup", "2026-11-22T09:00:00Z")])
        .await;
    let many = ["2026-11-22T09:30:00Z", "2026-11-23T12:00:00Z"].map(telling);
    app.connect("work.ics", &many).await;
    app.poll().await;
    app
}

#[tokio::test]
async fn nothing_of_it_is_left_in_the_database_s_files() {
    let app = with_two().await;
    let data = app.folder.path().join("data");
    let mut all = MARKERS;
    all.sort_unstable();
    assert_eq!(told(&data, is_database), all);

    let removed = disconnect(&app, "work", RemoveIntegration::default()).await;

    assert_eq!(removed, Removed::default());
    assert_eq!(told(&data, is_database), [""; 0]);
    assert_eq!(app.ledger_lines().await, ["Standup PENDING"]);
    app.go_to("2026-11-22T08:45:00Z").await;
    assert_eq!(app.channel.accepted(1).await[0].title, "Standup");
    assert_eq!(told(&data, is_database), [""; 0]);
}

#[tokio::test]
async fn backups_hold_it_until_it_is_taken_out_of_them_and_hold_the_others_still() {
    let app = with_two().await;
    let data = app.folder.path().join("data");
    let backup = app.api.back_up().await.unwrap();
    disconnect(&app, "work", RemoveIntegration::default()).await;
    assert_ne!(told(&data, |_| true), [""; 0]);

    let app = with_two().await;
    let data = app.folder.path().join("data");
    app.api.back_up().await.unwrap();
    let asked = RemoveIntegration {
        with_backups: true,
        ..RemoveIntegration::default()
    };
    let removed = disconnect(&app, "work", asked).await;

    assert_eq!(removed, Removed::default());
    assert_eq!(told(&data, |_| true), [""; 0]);
    app.api.restore(&backup.id).await.unwrap();
    let names = app.api.calendars().await.unwrap();
    let names: Vec<_> = names.iter().map(|one| &one.name).collect();
    assert_eq!(names, ["home"]);
}

/// The first event of each was reminded of.
async fn both_sent(app: &App) {
    app.go_to("2026-11-22T08:45:00Z").await;
    app.channel.accepted(1).await;
    app.go_to("2026-11-22T09:15:00Z").await;
    app.channel.accepted(2).await;
}

#[tokio::test]
async fn what_was_sent_stays_and_what_was_never_tried_goes() {
    let app = with_two().await;
    both_sent(&app).await;
    assert_eq!(app.ledger_lines().await.len(), 3);

    disconnect(&app, "work", RemoveIntegration::default()).await;

    assert_eq!(
        app.ledger_lines().await,
        ["Standup SENT", "Quokka review SENT"]
    );
}

#[tokio::test]
async fn with_its_history_what_was_sent_goes_too_and_what_others_sent_stays() {
    let app = with_two().await;
    both_sent(&app).await;
    let asked = RemoveIntegration {
        with_history: true,
        ..RemoveIntegration::default()
    };

    disconnect(&app, "work", asked).await;

    assert_eq!(app.ledger_lines().await, ["Standup SENT"]);
    assert_eq!(told(&app.folder.path().join("data"), is_database), [""; 0]);
}

fn about_files(problems: &[PastProblem]) -> usize {
    let of_syncs = problems.iter().filter(|one| one.kind == ProblemKind::Sync);
    of_syncs.count()
}

#[tokio::test]
async fn what_was_told_of_its_trouble_goes_with_it_and_that_of_others_stays() {
    let app = App::start(NOW).await;
    for name in ["work.ics", "home.ics"] {
        app.connect(name, &[]).await;
        std::fs::remove_file(app.folder.path().join(name)).unwrap();
    }
    app.poll().await;
    assert_eq!(about_files(&app.api.problems().await.unwrap()), 2);
    let last = async || app.api.sync_status().await.unwrap().last;
    let both = last().await.remove(0).error_message.unwrap();
    assert!(both.contains("work: ") && both.contains("home: "), "{both}");

    disconnect(&app, "work", RemoveIntegration::default()).await;

    assert_eq!(about_files(&app.api.problems().await.unwrap()), 1);
    let told: Vec<_> = last()
        .await
        .into_iter()
        .filter_map(|one| one.error_message)
        .collect();
    assert!(told.iter().any(|one| one.starts_with("home: ")), "{told:?}");
    assert!(!told.iter().any(|one| one.contains("work")), "{told:?}");

    write_calendar(app.folder.path(), "home.ics", &[]);
    disconnect(&app, "home", RemoveIntegration::default()).await;
    assert_eq!(about_files(&app.api.problems().await.unwrap()), 0);
    assert!(last().await.iter().all(|one| one.error_message.is_none()));
}

#[tokio::test]
async fn the_same_failure_is_one_row_of_the_history_however_long_it_goes_on() {
    let app = App::start(NOW).await;
    app.connect("work.ics", &[]).await;
    std::fs::remove_file(app.folder.path().join("work.ics")).unwrap();

    for _ in 0..60 {
        app.poll().await;
    }

    let last = app.api.sync_status().await.unwrap().last;
    let failed: Vec<_> = last
        .iter()
        .filter(|one| one.error_message.is_some())
        .collect();
    let [only] = &failed[..] else {
        panic!("{failed:#?}")
    };
    let ms = only.completed_at.unwrap().ms_since(only.started_at);
    assert!(ms >= 3 * 3_600_000, "it goes on until the last of them");
}
