//! `storytime export`.

use reqwest::Method;
use serde_json::{Value, json};
use storytime_core::clock::{Clock as _, SystemClock};
use storytime_types::Instant;
use tempfile::TempDir;

use crate::support::app::App;
use crate::support::calendar::{event, write_calendar};
use crate::support::command::{run, text};
use crate::support::serving::{Serving, answer};

#[tokio::test]
async fn beside_a_running_engine_everything_is_written_into_one_file() {
    let home = TempDir::new().unwrap();
    let data = home.path().join("data");
    let serving = Serving::start(home.path(), &data).await;
    let now = SystemClock.now();
    let start = now.plus_ms(Instant::HOUR - now.ms().rem_euclid(1_000));
    let path = write_calendar(
        home.path(),
        "team.ics",
        &[event("Standup", &start.to_string())],
    );
    serving.connect(&path).await;
    let file = home.path().join("mine.json");

    let ended = run(
        home.path(),
        &[
            "export",
            "--data-dir",
            data.to_str().unwrap(),
            file.to_str().unwrap(),
        ],
    );

    assert!(ended.status.success(), "{}", text(&ended.stderr));
    let exported = std::fs::read_to_string(&file).unwrap();
    let written: Value = serde_json::from_str(&exported).unwrap();
    assert_eq!(written["format"], "storytime-calendar-export");
    assert_eq!(written["version"], 1);
    assert_eq!(written["events"][0]["title"], "Standup");
    assert_eq!(
        written["integrations"][0]["address"],
        path.to_str().unwrap()
    );
    assert_eq!(written["reminders"][0]["status"], "PENDING");
    assert!(!written["stories"].as_array().unwrap().is_empty());
    assert_eq!(written["sessions"][0]["name"], "serve.token");
    assert!(!exported.contains(&serving.token));

    let answered = serving
        .request(Method::GET, "/api/user/export")
        .bearer_auth(&serving.token)
        .send()
        .await
        .unwrap();
    let (status, body) = answer(answered).await;
    assert_eq!(status, 200);
    for part in ["profile", "events", "stories", "channels", "reminders"] {
        assert_eq!(body[part], written[part], "{part}");
    }
}

#[test]
fn what_cannot_be_exported_or_written_is_one_sentence() {
    let home = TempDir::new().unwrap();
    let data = home.path().join("data");
    let data = data.to_str().unwrap();
    let said = |file: &str| {
        let ended = run(home.path(), &["export", "--data-dir", data, file]);
        assert_eq!(ended.status.code(), Some(1));
        assert!(ended.stdout.is_empty());
        let said = text(&ended.stderr).to_owned();
        assert_eq!(said.lines().count(), 1, "{said}");
        said
    };
    assert!(said("mine.json").contains("start the app once"));

    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        Serving::start(home.path(), data.as_ref())
            .await
            .stop()
            .await;
    });
    let folder = home.path().to_str().unwrap();
    assert!(said(folder).contains("there is a folder in its place"));
    assert!(said("/not/there/mine.json").contains("choose another file"));
    assert!(said("/dev/null").contains("no ordinary file"));
}

#[tokio::test]
async fn more_rows_than_a_page_holds_are_read_page_by_page_and_none_is_lost() {
    let app = App::start("2026-11-23T08:00:00Z").await;
    let rule = event("Standup", "2026-11-23T09:00:00Z").with("RRULE:FREQ=MINUTELY;INTERVAL=30");
    app.connect("team.ics", &[rule]).await;

    let pieces = app.api.export().await.unwrap();
    let pieces: Vec<_> = futures_util::TryStreamExt::try_collect(pieces)
        .await
        .unwrap();

    let written: Value = serde_json::from_slice(&pieces.concat()).unwrap();
    let events = written["events"].as_array().unwrap();
    assert!(events.len() > 600, "{}", events.len());
    let mut ids: Vec<_> = events.iter().map(|event| event["id"].to_string()).collect();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), events.len());
    assert_eq!(written["profile"]["timezone"], json!("UTC"));
}
