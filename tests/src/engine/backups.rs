//! Backups, going back to one, and the end of everything.

use storytime_types::ErrorCode;
use storytime_types::backups::BackupCause;
use storytime_types::notifications::NotificationStatus;
use storytime_types::profile::{ProfileChange, Theme};
use storytime_types::removal::{RemoveEverything, RemoveIntegration};

use crate::support::app::App;
use crate::support::calendar::{at, event};

async fn choose(app: &App, theme: Theme) {
    let change = ProfileChange {
        selected_theme: Some(theme),
        ..ProfileChange::default()
    };
    app.api.change_profile(change).await.unwrap();
}

#[tokio::test]
async fn choices_and_calendars_come_back_with_a_backup_and_the_present_is_set_aside() {
    let app = App::start("2026-11-23T08:00:00Z").await;
    app.connect("team.ics", &[event("Standup", "2026-11-23T12:00:00Z")])
        .await;
    choose(&app, Theme::Genz).await;
    let backup = app.api.back_up().await.unwrap();
    assert!(backup.bytes > 0);
    choose(&app, Theme::Meme).await;
    let integration = app.api.calendars().await.unwrap().remove(0);
    app.api
        .disconnect(integration.id, RemoveIntegration::default())
        .await
        .unwrap();
    app.settled().await;

    let restored = app.api.restore(&backup.id).await.unwrap();
    app.settled().await;

    assert!(std::path::Path::new(&restored.set_aside).exists());
    assert_eq!(app.api.profile().await.unwrap().selected_theme, Theme::Genz);
    assert_eq!(app.api.calendars().await.unwrap().len(), 1);
    app.go_to("2026-11-23T11:45:00Z").await;
    app.row_becomes("Standup", NotificationStatus::Sent).await;
    assert_eq!(app.channel.titles(), ["Standup"]);
}

#[tokio::test]
async fn what_a_restore_replaced_is_in_the_list_and_can_be_gone_back_to() {
    let app = App::start("2026-11-23T08:00:00Z").await;
    choose(&app, Theme::Genz).await;
    let backup = app.api.back_up().await.unwrap();
    choose(&app, Theme::Meme).await;

    for minute in 1..=4 {
        app.go_to(&format!("2026-11-23T08:0{minute}:00Z")).await;
        app.api.restore(&backup.id).await.unwrap();
        app.settled().await;
        assert_eq!(app.api.profile().await.unwrap().selected_theme, Theme::Genz);
        choose(&app, Theme::Meme).await;
    }

    let all = app.api.backups().await.unwrap();
    let replaced: Vec<_> = all
        .iter()
        .filter(|one| one.cause == BackupCause::Restored)
        .collect();
    assert_eq!(replaced.len(), 3, "{all:?}");
    assert_eq!(replaced[0].written_at, at("2026-11-23T08:04:00Z"));
    choose(&app, Theme::Genz).await;
    app.api.restore(&replaced[0].id).await.unwrap();
    assert_eq!(app.api.profile().await.unwrap().selected_theme, Theme::Meme);
    let all = app.api.backups().await.unwrap();
    assert!(all.iter().any(|one| one.id == replaced[0].id), "{all:?}");
    assert_eq!(all[0].written_at, at("2026-11-23T08:04:01Z"));
}

#[tokio::test]
async fn nobody_is_reminded_twice_because_an_older_ledger_came_back() {
    let app = App::start("2026-11-23T08:00:00Z").await;
    let events = [
        event("Standup", "2026-11-23T09:00:00Z"),
        event("Review", "2026-11-23T12:00:00Z"),
    ];
    app.connect("team.ics", &events).await;
    let backup = app.api.back_up().await.unwrap();
    let with_a_later_one = [&events[..], &[event("Lunch", "2026-11-23T09:01:00Z")]].concat();
    app.rewrite("team.ics", &with_a_later_one).await;
    app.go_to("2026-11-23T08:45:00Z").await;
    app.channel.accepted(1).await;
    app.go_to("2026-11-23T08:46:00Z").await;
    app.channel.accepted(2).await;
    app.settled().await;

    app.api.restore(&backup.id).await.unwrap();
    app.settled().await;
    app.poll().await;
    app.go_to("2026-11-23T09:05:00Z").await;
    let app = app.restart("2026-11-23T09:06:00Z").await;
    app.settled().await;

    assert_eq!(app.channel.titles(), Vec::<String>::new());
    let mut lines = app.ledger_lines().await;
    lines.sort();
    assert_eq!(lines, ["Lunch SENT", "Review PENDING", "Standup SENT"]);
    app.go_to("2026-11-23T11:45:00Z").await;
    assert_eq!(app.channel.accepted(1).await[0].title, "Review");
}

#[tokio::test]
async fn a_backup_that_is_damaged_or_absent_changes_nothing() {
    let app = App::start("2026-11-23T08:00:00Z").await;
    app.connect("team.ics", &[event("Standup", "2026-11-23T12:00:00Z")])
        .await;
    let backup = app.api.back_up().await.unwrap();
    let file = format!("data/backups/{}.db", backup.id);
    std::fs::write(app.folder.path().join(file), "no database at all").unwrap();

    let damaged = app.api.restore(&backup.id).await.unwrap_err();
    let absent = app.api.restore("../storytime").await.unwrap_err();

    assert_eq!(damaged.code, ErrorCode::Conflict);
    assert!(damaged.message.contains("damaged"), "{}", damaged.message);
    assert_eq!(absent.code, ErrorCode::NotFound);
    assert_eq!(app.api.calendars().await.unwrap().len(), 1);
    app.go_to("2026-11-23T11:45:00Z").await;
    app.channel.accepted(1).await;
}

#[tokio::test]
async fn after_damage_what_was_due_before_it_is_listed_and_not_sent_again() {
    let app = App::start("2026-11-22T08:00:00Z").await;
    let events = [
        event("Sent already", "2026-11-23T12:00:00Z"),
        event("Due after it", "2026-11-23T12:20:00Z"),
    ];
    app.connect("team.ics", &events).await;
    app.go_to("2026-11-23T08:00:00Z").await;
    app.go_to("2026-11-23T11:46:00Z").await;
    app.channel.accepted(1).await;
    app.settled().await;
    let folder = app.stop().await;
    let database = folder.path().join("data/storytime.db");
    std::fs::write(&database, "no database at all").unwrap();
    let written = std::time::UNIX_EPOCH
        + std::time::Duration::from_millis(at("2026-11-23T11:50:00Z").ms().try_into().unwrap());
    let file = std::fs::File::options()
        .write(true)
        .open(&database)
        .unwrap();
    file.set_modified(written).unwrap();
    for ending in ["-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{ending}", database.display()));
    }

    let app = App::start_in(folder, "2026-11-23T12:10:00Z").await;
    app.settled().await;

    assert_eq!(app.channel.accepted(1).await[0].title, "Due after it");
    assert_eq!(app.channel.titles(), ["Due after it"]);
    let lines = app.ledger_lines().await;
    assert_eq!(lines, ["Sent already MISSED", "Due after it SENT"]);
    let problems = app.api.problems().await.unwrap();
    assert!(problems[0].text.contains("damaged"), "{problems:?}");
}

#[tokio::test]
async fn when_everything_is_deleted_nothing_is_left_and_the_app_begins_anew() {
    let app = App::start("2026-11-23T08:00:00Z").await;
    app.connect(
        "team.ics",
        &[event("Canary meeting", "2026-11-23T12:00:00Z")],
    )
    .await;
    choose(&app, Theme::Meme).await;
    app.api.back_up().await.unwrap();
    let backup = app.api.backups().await.unwrap().remove(0);
    app.api.restore(&backup.id).await.unwrap();
    app.settled().await;

    app.api
        .remove_everything(RemoveEverything::default())
        .await
        .unwrap();
    app.settled().await;

    assert!(app.api.status().await.unwrap().first_run);
    assert_eq!(
        app.api.profile().await.unwrap().selected_theme,
        Theme::Fantasy
    );
    assert!(app.api.backups().await.unwrap().is_empty());
    assert!(app.ledger().await.is_empty());
    assert_eq!(app.api.dashboard().await.unwrap().stats.active_channels, 1);
    assert_eq!(
        files_with(&app.folder.path().join("data"), "Canary"),
        Vec::<String>::new()
    );
    app.go_to("2026-11-23T12:00:00Z").await;
    assert!(app.channel.titles().is_empty());
    app.connect("team.ics", &[event("Another", "2026-11-23T13:00:00Z")])
        .await;
    app.go_to("2026-11-23T12:45:00Z").await;
    assert_eq!(app.channel.accepted(1).await[0].title, "Another");
}

/// The files below `folder` in which this stands.
fn files_with(folder: &std::path::Path, canary: &str) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(files_with(&path, canary));
        } else if let Ok(bytes) = std::fs::read(&path)
            && bytes
                .windows(canary.len())
                .any(|part| part == canary.as_bytes())
        {
            found.push(path.display().to_string());
        }
    }
    found
}
