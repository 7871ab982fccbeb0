//! How integrations and their calendars fare.

use storytime_types::calendars::{Freshness, SourceKind};

use crate::support::app::App;
use crate::support::calendar::{event, write_calendar};

const NINE: &str = "2026-11-23T09:00:00Z";

#[tokio::test]
async fn each_integration_says_what_it_reads_and_where() {
    let app = App::start("2026-11-23T08:00:00Z").await;
    let path = app.connect("work.ics", &[event("Standup", NINE)]).await;
    app.api.sample_day().await.unwrap();

    let found = app.api.calendars().await.unwrap();

    let kinds: Vec<_> = found.iter().map(|one| one.kind).collect();
    assert_eq!(kinds, [SourceKind::File, SourceKind::Sample]);
    assert_eq!(found[0].address.as_deref(), path.to_str());
    assert_eq!(found[0].stale, Freshness::Fresh);
    let read = found[0].calendars[0].last_sync_local.as_ref().unwrap();
    assert_eq!(read.to_string(), "2026-11-23 08:00");
}

#[tokio::test]
async fn of_a_folder_the_one_file_that_is_broken_says_so() {
    let app = App::start("2026-11-23T08:00:00Z").await;
    let folder = app.folder.path().join("calendars");
    std::fs::create_dir(&folder).unwrap();
    write_calendar(&folder, "good.ics", &[event("Standup", NINE)]);
    std::fs::write(folder.join("bad.ics"), "no calendar at all").unwrap();
    app.connect_path(&folder).await;

    let errors = |found: &storytime_types::calendars::Integration| {
        let of = |name: &str| {
            let calendar = found.calendars.iter().find(|one| one.name == name);
            calendar.unwrap().error_message.clone()
        };
        (of("good"), of("bad"))
    };
    let found = app.api.calendars().await.unwrap().remove(0);
    assert_eq!(found.kind, SourceKind::Folder);
    let (good, bad) = errors(&found);
    assert_eq!(good, None);
    assert!(bad.is_some());

    write_calendar(&folder, "bad.ics", &[event("Lunch", NINE)]);
    app.poll().await;
    let found = app.api.calendars().await.unwrap().remove(0);
    assert_eq!(errors(&found), (None, None));
}

#[tokio::test]
async fn what_cannot_be_read_for_two_looks_is_amber_and_after_a_day_red() {
    let app = App::start("2026-11-23T08:00:00Z").await;
    let path = app.connect("work.ics", &[event("Standup", NINE)]).await;
    std::fs::remove_file(path).unwrap();
    let stale = async || app.api.calendars().await.unwrap().remove(0).stale;

    app.poll().await;
    assert_eq!(stale().await, Freshness::Fresh);
    app.poll().await;
    app.poll().await;
    assert_eq!(stale().await, Freshness::Amber);
    app.go_to("2026-11-24T08:00:00Z").await;
    assert_eq!(stale().await, Freshness::Red);
}
