//! A folder with bad files among good ones, and files that vanish from it.

use crate::support::app::App;
use crate::support::calendar::{event, write_calendar};

const LUNCH: &str = "2026-11-23T12:00:00Z";

async fn app_with_folder(names: &[&str]) -> App {
    let app = App::start("2026-11-23T08:00:00Z").await;
    let folder = app.folder.path().join("calendars");
    std::fs::create_dir(&folder).unwrap();
    for name in names {
        write_calendar(&folder, &format!("{name}.ics"), &[event(name, LUNCH)]);
    }
    app.connect_path(&folder).await;
    app
}

async fn said(app: &App) -> String {
    let integration = app.api.calendars().await.unwrap().remove(0);
    let status = serde_json::to_value(integration.status).unwrap();
    let said = integration.error_message.unwrap_or_default();
    format!("{}: {said}", status.as_str().unwrap())
}

async fn titles(app: &App) -> Vec<String> {
    let events = app.events("2026-11-23", "2026-11-24").await;
    let mut titles: Vec<_> = events.into_iter().map(|event| event.title).collect();
    titles.sort();
    titles
}

#[tokio::test]
async fn of_several_bad_files_all_are_named_and_the_good_ones_go_on() {
    let app = app_with_folder(&["a", "b", "c", "d"]).await;
    let folder = app.folder.path().join("calendars");

    std::fs::write(folder.join("a.ics"), "<html>").unwrap();
    std::fs::write(folder.join("b.ics"), "").unwrap();
    std::fs::remove_file(folder.join("c.ics")).unwrap();
    write_calendar(&folder, "d.ics", &[event("d, later", LUNCH)]);
    app.poll().await;

    let said = said(&app).await;
    assert!(
        said.starts_with("ACTIVE: 3 calendars here could not be read."),
        "{said}"
    );
    assert!(said.contains("a.ics gave a web page"), "{said}");
    assert!(said.ends_with("Likewise: b, c"), "{said}");
    assert_eq!(titles(&app).await, ["a", "b", "c", "d, later"]);
}

#[tokio::test]
async fn a_file_that_vanished_is_named_until_it_is_back_or_switched_off() {
    let app = app_with_folder(&["a", "b"]).await;
    let file = app.folder.path().join("calendars/a.ics");
    let text = std::fs::read(&file).unwrap();

    std::fs::remove_file(&file).unwrap();
    app.poll().await;
    assert_eq!(
        said(&app).await,
        "ACTIVE: a is no longer in its folder: put it back, or switch it off"
    );
    assert_eq!(titles(&app).await, ["a", "b"]);

    std::fs::write(&file, text).unwrap();
    app.poll().await;
    assert_eq!(said(&app).await, "ACTIVE: ");
}

#[tokio::test]
async fn a_folder_of_nothing_but_bad_files_cannot_be_read_at_all() {
    let app = app_with_folder(&["a", "b"]).await;
    for name in ["a.ics", "b.ics"] {
        std::fs::write(app.folder.path().join("calendars").join(name), "?").unwrap();
    }
    app.poll().await;
    assert!(said(&app).await.starts_with("ERROR: 2 calendars here"));
    assert_eq!(titles(&app).await, ["a", "b"]);
}

#[tokio::test]
async fn what_is_left_out_of_one_calendar_is_told_with_its_name() {
    let app = app_with_folder(&["a", "b"]).await;
    let folder = app.folder.path().join("calendars");
    let tick = event("Tick", LUNCH).with("RRULE:FREQ=SECONDLY");
    write_calendar(&folder, "b.ics", &[event("b", LUNCH), tick]);

    app.poll().await;

    let said = said(&app).await;
    assert!(
        said.starts_with("ACTIVE: b: \"Tick\" takes place"),
        "{said}"
    );
    assert_eq!(titles(&app).await, ["a", "b"]);
    let status = app.api.status().await.unwrap();
    assert!(
        status.problems[0]
            .text
            .starts_with("calendars: b: \"Tick\""),
        "{status:?}"
    );
}
