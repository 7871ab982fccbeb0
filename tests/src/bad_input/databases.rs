//! Databases that are damaged in every way, backups that are damaged, too, and a data folder that
//! cannot be written.

use std::io::{Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use rstest::rstest;
use tempfile::TempDir;

use crate::support::app::App;
use crate::support::calendar::event;
use crate::support::command::{run, text};

/// Two days of use: the second one's backup holds the calendar.
async fn used_folder() -> TempDir {
    let app = App::start("2026-11-22T08:00:00Z").await;
    let events: Vec<_> = (10..60)
        .map(|minute| {
            event(
                &format!("Standup {minute}"),
                &format!("2026-11-24T09:{minute}:00Z"),
            )
        })
        .collect();
    app.connect("day.ics", &events).await;
    app.go_to("2026-11-23T08:00:00Z").await;
    app.stop().await
}

fn overwrite(path: &Path, at: u64, bytes: &[u8]) {
    let mut file = std::fs::File::options().write(true).open(path).unwrap();
    file.seek(SeekFrom::Start(at)).unwrap();
    file.write_all(bytes).unwrap();
}

fn cut(path: &Path, length: u64) {
    let file = std::fs::File::options().write(true).open(path).unwrap();
    file.set_len(length).unwrap();
}

fn length(path: &Path) -> u64 {
    path.metadata().unwrap().len()
}

/// What stands in the data folder beside the database.
fn set_aside(data: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(data).unwrap().flatten();
    let paths = entries.map(|entry| entry.path());
    paths
        .filter(|path| path.to_string_lossy().contains("storytime-damaged-"))
        .collect()
}

#[rstest]
#[case::the_header(|path: &Path| overwrite(path, 0, &[0xAA; 100]))]
#[case::everything(|path: &Path| std::fs::write(path, "no database at all").unwrap())]
#[case::the_middle(|path: &Path| overwrite(path, 4096, &vec![0xAA; 64 * 1024]))]
#[case::the_end_gone(|path: &Path| cut(path, length(path) / 2))]
#[case::emptied(|path: &Path| cut(path, 0))]
#[case::garbage_beside_it(|path: &Path| {
    overwrite(path, 8192, &vec![0x55; 32 * 1024]);
    std::fs::write(path.with_extension("db-wal"), vec![0x55; 100_000]).unwrap();
})]
#[tokio::test]
async fn a_damaged_database_is_set_aside_and_the_newest_backup_takes_its_place(
    #[case] damage: impl Fn(&Path),
) {
    let folder = used_folder().await;
    let data = folder.path().join("data");
    damage(&data.join("storytime.db"));

    let app = App::start_in(folder, "2026-11-24T08:00:00Z").await;

    let events = app.events("2026-11-24", "2026-11-25").await;
    assert_eq!(events.len(), 50);
    let problems = app.api.status().await.unwrap().problems;
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert!(
        problems[0].text.starts_with(
            "The database was damaged on 2026-11-24, and the backup of 2026-11-23 took its place"
        ),
        "{problems:?}"
    );
    let aside = set_aside(&data);
    assert!(
        !aside.is_empty() && problems[0].text.contains("storytime-damaged-"),
        "{problems:?}"
    );
    app.go_to("2026-11-24T08:55:00Z").await;
    app.channel.accepted(1).await;
}

#[tokio::test]
async fn a_damaged_backup_is_passed_over_for_an_older_one() {
    let folder = used_folder().await;
    let data = folder.path().join("data");
    let backups = data.join("backups");
    let sound = backups.join("storytime-20261123T080000Z.db");
    std::fs::copy(&sound, backups.join("storytime-20261101T080000Z.db")).unwrap();
    std::fs::write(sound, "no backup at all").unwrap();
    std::fs::remove_file(backups.join("storytime-20261122T080000Z.db")).unwrap();
    std::fs::write(data.join("storytime.db"), "no database at all").unwrap();

    let app = App::start_in(folder, "2026-11-24T08:00:00Z").await;

    let problems = app.api.status().await.unwrap().problems;
    assert!(
        problems[0]
            .text
            .contains("the backup of 2026-11-01 took its place"),
        "{problems:?}"
    );
    assert_eq!(app.events("2026-11-24", "2026-11-25").await.len(), 50);
}

#[tokio::test]
async fn without_a_backup_a_new_database_is_begun_and_the_damaged_one_kept() {
    let folder = used_folder().await;
    let data = folder.path().join("data");
    std::fs::remove_dir_all(data.join("backups")).unwrap();
    std::fs::write(data.join("storytime.db"), "no database at all").unwrap();

    let app = App::start_in(folder, "2026-11-24T08:00:00Z").await;

    let status = app.api.status().await.unwrap();
    assert!(status.first_run);
    assert!(
        status.problems[0]
            .text
            .contains("connect your calendars again"),
        "{status:?}"
    );
    assert_eq!(set_aside(&data).len(), 1);
}

#[tokio::test]
async fn that_a_backup_took_its_place_is_said_for_a_week() {
    let folder = used_folder().await;
    std::fs::write(folder.path().join("data/storytime.db"), "no database").unwrap();
    let app = App::start_in(folder, "2026-11-24T08:00:00Z").await;

    app.go_to("2026-11-30T08:00:00Z").await;
    let problems = app.api.status().await.unwrap().problems;
    assert!(
        problems.iter().any(|one| one.text.contains("damaged")),
        "{problems:?}"
    );

    app.go_to("2026-12-01T08:00:01Z").await;
    let problems = app.api.status().await.unwrap().problems;
    assert!(
        !problems.iter().any(|one| one.text.contains("damaged")),
        "{problems:?}"
    );
}

#[tokio::test]
async fn a_calendar_that_was_just_connected_is_in_the_newest_backup() {
    let app = App::start("2026-11-22T08:00:00Z").await;
    app.connect("day.ics", &[event("Standup", "2026-11-24T09:00:00Z")])
        .await;
    app.poll().await;
    let folder = app.stop().await;
    std::fs::write(folder.path().join("data/storytime.db"), "no database").unwrap();

    let app = App::start_in(folder, "2026-11-22T09:00:00Z").await;

    assert_eq!(app.events("2026-11-24", "2026-11-25").await.len(), 1);
}

#[test]
fn the_command_line_says_that_a_database_is_damaged_and_what_to_do() {
    let home = TempDir::new().unwrap();
    let data = home.path().join("data");
    std::fs::create_dir(&data).unwrap();
    std::fs::write(data.join("storytime.db"), "no database at all".repeat(100)).unwrap();

    let output = run(
        home.path(),
        &["doctor", "--data-dir", data.to_str().unwrap()],
    );

    let said = text(&output.stdout);
    assert!(
        said.contains(
            "storytime.db is damaged: restart the app, and it restores the newest backup"
        ),
        "{said}"
    );
    assert_eq!(output.status.code(), Some(1));
}

#[rstest]
#[case("serve", "storytime: the data directory ")]
#[case("doctor", "PROBLEM  data directory: ")]
fn a_data_folder_that_cannot_be_written_is_named_with_what_to_do(
    #[case] command: &str,
    #[case] begins: &str,
) {
    let home = TempDir::new().unwrap();
    std::fs::write(home.path().join("file"), "in the way").unwrap();
    // Permissions do not bind root, a file in a folder's place binds everybody.
    let data = home.path().join("file/data");

    let output = run(
        home.path(),
        &[command, "--data-dir", data.to_str().unwrap()],
    );

    let said = [text(&output.stderr), text(&output.stdout)].concat();
    let line = said.lines().find(|line| line.starts_with(begins)).unwrap();
    assert!(line.contains("file/data cannot be written"), "{line}");
    assert!(
        line.contains("--data-dir") && !line.contains("os error"),
        "{line}"
    );
    assert_eq!(output.status.code(), Some(1));
}
