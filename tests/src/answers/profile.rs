//! The profile and the switches beside it.

use storytime_types::ErrorCode;
use storytime_types::profile::{ProfileChange, TimeFormat};
use storytime_types::status::Present;

use crate::support::app::App;

#[tokio::test]
async fn every_wrong_field_is_named_at_once_the_zone_among_them() {
    let app = App::start("2026-11-23T08:00:00Z").await;
    let change = ProfileChange {
        timezone: Some("Mars/Olympus".into()),
        notification_minutes: Some(0),
        own_addresses: Some(vec!["robin".into()]),
        ..ProfileChange::default()
    };

    let error = app.api.change_profile(change).await.unwrap_err();

    assert_eq!(error.code, ErrorCode::ValidationError);
    let fields = error.details["fields"].as_object().unwrap();
    assert_eq!(
        fields.keys().collect::<Vec<_>>(),
        ["notificationMinutes", "ownAddresses", "timezone"]
    );
}

#[tokio::test]
async fn addresses_and_time_format_survive_a_restart() {
    let app = App::start("2026-11-23T08:00:00Z").await;
    let change = ProfileChange {
        own_addresses: Some(vec![" Robin@Example.org".into()]),
        time_format: Some(TimeFormat::H12),
        ..ProfileChange::default()
    };
    app.api.change_profile(change).await.unwrap();

    let app = app.restart("2026-11-23T08:01:00Z").await;

    let profile = app.api.profile().await.unwrap();
    assert_eq!(profile.own_addresses, ["robin@example.org"]);
    assert_eq!(profile.time_format, TimeFormat::H12);
}

#[tokio::test]
async fn present_mode_lasts_until_it_is_switched_off_also_over_a_restart() {
    let app = App::start("2026-11-23T08:00:00Z").await;
    assert!(!app.api.status().await.unwrap().presenting);
    assert!(
        app.api
            .present(Present { on: true })
            .await
            .unwrap()
            .presenting
    );

    let app = app.restart("2026-11-23T08:01:00Z").await;

    assert!(app.api.status().await.unwrap().presenting);
    let shown = app.api.present(Present { on: false }).await.unwrap();
    assert!(!shown.presenting);
}

#[tokio::test]
async fn it_is_told_what_runs_and_where_the_data_is() {
    let app = App::start("2026-11-23T08:00:00Z").await;
    let about = app.api.about().await.unwrap();
    let data = app.folder.path().join("data");
    assert_eq!(about.data_dir, data.to_str().unwrap());
    assert!(about.database.bytes > 0);
    assert_eq!(about.engine_since.to_string(), "2026-11-23 08:00");
    let files = std::fs::read_dir(data.join("backups")).map_or(0, Iterator::count);
    assert_eq!(about.backups.count, files);
    assert_eq!(about.backups.newest.is_some(), files > 0);
}
