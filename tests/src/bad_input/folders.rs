//! A folder with bad files among good ones, and files that vanish from it.

use std::path::Path;

use storytime_types::calendars::Calendar;
use tempfile::TempDir;

use crate::support::app::App;
use crate::support::calendar::{event, write_calendar};
use crate::support::command::{run, text};

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
    assert!(said.starts_with("ACTIVE: "), "{said}");
    for sentence in [
        "a.ics gave a web page",
        "b.ics is empty",
        "c is no longer in its folder",
    ] {
        assert!(said.contains(sentence), "{said}");
    }
    assert_eq!(titles(&app).await, ["a", "b", "c", "d, later"]);
}

#[tokio::test]
async fn what_is_left_out_of_one_file_is_told_beside_those_that_cannot_be_read() {
    let app = app_with_folder(&["bomb", "gone", "good", "mars"]).await;
    let folder = app.folder.path().join("calendars");
    let tick = event("Tick", LUNCH).with("RRULE:FREQ=SECONDLY");
    write_calendar(&folder, "bomb.ics", &[event("bomb", LUNCH), tick]);
    let landing = event("Landing", LUNCH).with("DTSTART;TZID=Mars/Olympus:20261123T120000");
    write_calendar(&folder, "mars.ics", &[event("mars", LUNCH), landing]);
    std::fs::remove_file(folder.join("gone.ics")).unwrap();

    app.poll().await;

    let bomb = "\"Tick\" takes place more than 1,000 times within two weeks";
    let gone =
        "gone is no longer in its folder: it is given up in ten minutes, unless it comes back";
    let mars = "nobody knows the time zone \"Mars/Olympus\" of \"Landing\"";
    let integration = app.api.calendars().await.unwrap().remove(0);
    let own: Vec<_> = integration
        .calendars
        .iter()
        .map(Calendar::trouble)
        .collect();
    assert!(own[0].unwrap().contains(bomb), "{own:?}");
    assert_eq!((own[1], own[2]), (Some(gone), None));
    assert!(own[3].unwrap().contains(mars), "{own:?}");
    let said = integration.error_message.unwrap();
    let problems = app.api.status().await.unwrap().problems;
    for (at, (name, sentence)) in [("bomb: ", bomb), ("", gone), ("mars: ", mars)]
        .iter()
        .enumerate()
    {
        let text = &problems[at].text;
        assert!(said.contains(name) && said.contains(sentence), "{said}");
        assert!(
            text.starts_with(&format!("calendars: {name}")) && text.contains(sentence),
            "{text}"
        );
    }
    assert_eq!(problems.len(), 3);
}

#[tokio::test]
async fn of_many_bad_files_three_are_told_of_and_the_others_counted() {
    let app = app_with_folder(&["a", "b", "c", "d", "e", "f"]).await;
    let folder = app.folder.path().join("calendars");
    for name in ["a", "b", "c", "d", "e"] {
        std::fs::remove_file(folder.join(format!("{name}.ics"))).unwrap();
    }

    app.poll().await;

    let said = said(&app).await;
    assert!(said.starts_with("ACTIVE: a is no longer"), "{said}");
    assert!(
        said.contains("c is no longer") && !said.contains("d is no longer"),
        "{said}"
    );
    let more = "2 more of its calendars cannot be used as they stand";
    assert!(said.ends_with(more), "{said}");
    let problems = app.api.status().await.unwrap().problems;
    let texts: Vec<_> = problems.iter().map(|problem| &*problem.text).collect();
    assert_eq!(texts.len(), 4, "{texts:?}");
    assert_eq!(texts[3], format!("calendars: {more}"));
}

#[tokio::test]
async fn a_folder_that_vanished_is_told_of_instead_of_what_was_wrong_in_it() {
    let app = app_with_folder(&["a", "b"]).await;
    let folder = app.folder.path().join("calendars");
    std::fs::write(folder.join("a.ics"), "").unwrap();
    app.poll().await;
    assert!(said(&app).await.contains("a.ics is empty"));

    std::fs::remove_dir_all(&folder).unwrap();
    app.poll().await;

    let said = said(&app).await;
    assert!(
        said.starts_with("ERROR: ") && said.contains("does not exist"),
        "{said}"
    );
    assert!(!said.contains("a.ics"), "{said}");
}

#[test]
fn the_command_line_names_each_bad_file_of_a_folder() {
    let home = TempDir::new().unwrap();
    let folder = home.path().join("calendars");
    std::fs::create_dir(&folder).unwrap();
    let tick = event("Tick", LUNCH).with("RRULE:FREQ=SECONDLY");
    let landing = event("Landing", LUNCH).with("DTSTART;TZID=Mars/Olympus:20261123T120000");
    write_calendar(&folder, "bomb.ics", &[event("b", LUNCH), tick]);
    write_calendar(&folder, "mars.ics", &[landing]);
    std::fs::write(folder.join("page.ics"), "<html>").unwrap();

    let said = agenda(&home, &folder);

    for warning in [
        "bomb.ics: \"Tick\" takes place more than 1,000 times within two weeks",
        "mars.ics: line 9, VEVENT: nobody knows the time zone \"Mars/Olympus\" of \"Landing\"",
        "page.ics: line 1: this is a web page",
    ] {
        let warned = said
            .lines()
            .any(|line| line.starts_with("warning: ") && line.contains(warning));
        assert!(warned, "{warning}: {said}");
    }
}

#[test]
fn a_folder_of_nothing_but_bad_files_is_one_line_on_the_command_line() {
    let home = TempDir::new().unwrap();
    let folder = home.path().join("calendars");
    std::fs::create_dir(&folder).unwrap();
    for name in ["a.ics", "b.ics", "c.ics", "d.ics"] {
        std::fs::write(folder.join(name), "<html>").unwrap();
    }

    let said = agenda(&home, &folder);

    assert!(
        said.starts_with("storytime: ") && said.lines().count() == 1,
        "{said}"
    );
    assert!(
        said.contains("a.ics: ") && said.contains("c.ics: "),
        "{said}"
    );
    assert!(
        said.trim_end().ends_with("; 1 more cannot be read"),
        "{said}"
    );
}

fn agenda(home: &TempDir, folder: &Path) -> String {
    let days = ["--from", "2026-11-22", "--to", "2026-11-24"];
    let folder = folder.to_str().unwrap();
    let output = run(home.path(), &[&["agenda", folder][..], &days].concat());
    text(&output.stderr).to_owned()
}

#[tokio::test]
async fn a_file_that_vanished_is_named_for_a_while_and_then_given_up_until_it_is_back() {
    let app = app_with_folder(&["a", "b"]).await;
    let file = app.folder.path().join("calendars/a.ics");
    let text = std::fs::read(&file).unwrap();

    std::fs::remove_file(&file).unwrap();
    app.poll().await;
    assert_eq!(
        said(&app).await,
        "ACTIVE: a is no longer in its folder: it is given up in ten minutes, unless it comes back"
    );
    assert_eq!(titles(&app).await, ["a", "b"]);

    app.poll().await;
    app.poll().await;
    assert_eq!(said(&app).await, "ACTIVE: ");
    assert_eq!(titles(&app).await, ["b"]);

    std::fs::write(&file, text).unwrap();
    app.poll().await;
    assert_eq!(said(&app).await, "ACTIVE: ");
    assert_eq!(titles(&app).await, ["a", "b"]);
}

#[tokio::test]
async fn a_folder_of_nothing_but_bad_files_cannot_be_read_at_all() {
    let app = app_with_folder(&["a", "b"]).await;
    for name in ["a.ics", "b.ics"] {
        std::fs::write(app.folder.path().join("calendars").join(name), "?").unwrap();
    }
    app.poll().await;
    let said = said(&app).await;
    assert!(said.starts_with("ERROR: "), "{said}");
    assert!(
        said.contains("a.ics is not") && said.contains("b.ics is not"),
        "{said}"
    );
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
