//! `storytime serve`, from its first line to its exit.

use reqwest::Method;
use serde_json::{Value, json};
use storytime_core::clock::{Clock as _, SystemClock};
use storytime_types::Instant;
use tempfile::TempDir;

use crate::support::account::{PASSWORD, as_person, login, register_owner};
use crate::support::calendar::{at, event, write_calendar};
use crate::support::channel::within_patience;
#[cfg(target_os = "linux")]
use crate::support::command::storytime_where_core_dumps_are_written;
use crate::support::command::{logged, run, storytime, text};
use crate::support::serving::{Serving, answer};

/// In so many seconds, to the whole second, as calendar files have it.
fn in_seconds(seconds: i64) -> Instant {
    let now = SystemClock.now();
    now.plus_ms(seconds * 1000 - now.ms().rem_euclid(1000))
}

#[tokio::test]
async fn a_calendar_file_becomes_events_changes_and_a_reminder_in_time() {
    let home = TempDir::new().unwrap();
    let mut serving = Serving::start(home.path(), &home.path().join("data")).await;
    let mut changes = serving.changes().await;
    let lead_times = json!({"leadTimes": [0], "timezone": "UTC"});
    let (status, profile) = serving
        .call(Method::PUT, "/api/user/profile", lead_times)
        .await;
    assert_eq!(status, 200, "{profile}");
    changes.hear("settings").await;

    let start = in_seconds(3);
    let path = write_calendar(
        home.path(),
        "work.ics",
        &[event("Standup", &start.to_string())],
    );
    let (status, connected) = serving
        .call(
            Method::POST,
            "/api/calendars/connect/ics",
            json!({"path": path}),
        )
        .await;
    assert_eq!(status, 201, "{connected}");
    changes.hear("events").await;

    let (_, status) = serving.call(Method::GET, "/api/status", Value::Null).await;
    assert_eq!(status["nextEvent"]["title"], "Standup");
    let story = status["nextEvent"]["storyline"]["storyText"]
        .as_str()
        .unwrap();

    let line: Value = serde_json::from_str(&serving.line().await).unwrap();
    let reminder = &line["reminder"];
    assert_eq!(reminder["title"], "Standup");
    assert_eq!(reminder["dueAt"], start.to_string());
    let sent = at(reminder["sentAt"].as_str().unwrap());
    assert!(sent >= start, "{reminder}");
    assert!(
        reminder["message"].as_str().unwrap().starts_with(story),
        "{reminder}"
    );

    changes.hear("ledger").await;
    assert!(serving.stop().await.success());
}

#[tokio::test]
async fn the_printed_code_signs_a_browser_in_once() {
    let home = TempDir::new().unwrap();
    let serving = Serving::start(home.path(), &home.path().join("data")).await;
    let redeem = || async {
        let body = json!({"code": serving.code});
        let request = serving.request(Method::POST, "/api/auth/code").json(&body);
        answer(request.send().await.unwrap()).await
    };

    let (status, body) = redeem().await;
    assert_eq!(status, 200);
    let me = serving.request(Method::GET, "/api/auth/me");
    let me = me.bearer_auth(body["token"].as_str().unwrap());
    assert_eq!(me.send().await.unwrap().status(), 200);

    let (status, body) = redeem().await;
    assert_eq!(status, 401);
    let said = body["error"]["message"].as_str().unwrap();
    assert!(said.contains("run storytime address"), "{said}");
}

#[tokio::test]
async fn another_browser_is_signed_in_by_an_address_of_its_own_while_it_runs() {
    let home = TempDir::new().unwrap();
    let data = home.path().join("data");
    let serving = Serving::start(home.path(), &data).await;
    let folder = data.to_str().unwrap();

    let printed = run(home.path(), &["address", "--data-dir", folder]);

    let said = text(&printed.stdout);
    let code = said.strip_prefix(&format!("open {}/#code=", serving.address));
    let body = json!({"code": code.unwrap().trim()});
    let request = serving.request(Method::POST, "/api/auth/code").json(&body);
    assert_eq!(answer(request.send().await.unwrap()).await.0, 200);

    let lock = json!({"new": "correct horse"});
    let locked = serving.call(Method::PUT, "/api/auth/password", lock).await;
    assert_eq!(locked.0, 204);
    let printed = run(home.path(), &["address", "--data-dir", folder]);
    let said = text(&printed.stdout);
    assert_eq!(said, format!("open {}/#sign-in\n", serving.address));
}

#[test]
fn without_one_that_runs_there_is_no_address_and_it_says_what_to_do() {
    let home = TempDir::new().unwrap();
    let printed = run(home.path(), &["address"]);
    let said = text(&printed.stderr);
    assert!(
        said.starts_with("storytime: no storytime serve runs on "),
        "{said}"
    );
    assert!(
        said.contains("start one") && said.contains("--data-dir"),
        "{said}"
    );
    assert_eq!(printed.status.code(), Some(1));
}

#[tokio::test]
async fn a_signal_ends_it_well_and_takes_its_token_along() {
    let home = TempDir::new().unwrap();
    let data = home.path().join("data");
    let serving = Serving::start(home.path(), &data).await;
    let _listening = serving.changes().await;
    assert_eq!(serving.stop().await.code(), Some(0));
    assert!(!data.join("serve.token").exists());
}

#[tokio::test]
async fn what_ends_every_session_leaves_a_good_token_for_scripts() {
    let home = TempDir::new().unwrap();
    let data = home.path().join("data");
    let serving = Serving::start(home.path(), &data).await;
    register_owner(&serving, "ada@example.org").await;
    for path in ["/api/auth/sessions", "/api/user"] {
        let before = std::fs::read_to_string(data.join("serve.token")).unwrap();
        let (_, signed_in) = login(&serving, "ada@example.org").await;
        let token = signed_in["token"].as_str().unwrap();
        let body = json!({"password": PASSWORD});
        let (status, answer) = as_person(&serving, token, Method::DELETE, path, body).await;
        assert_eq!(status, 204, "{answer}");

        let renewed = async {
            loop {
                let token = std::fs::read_to_string(data.join("serve.token")).unwrap();
                if token != before {
                    return token;
                }
                tokio::task::yield_now().await;
            }
        };
        let renewed = within_patience(renewed, "another token").await;

        let ask = |token| as_person(&serving, token, Method::GET, "/api/auth/me", Value::Null);
        assert_eq!(ask(&renewed).await.0, 200, "after {path}");
        assert_eq!(ask(&before).await.0, 401, "after {path}");
    }
}

#[tokio::test]
async fn a_second_one_on_the_same_data_says_which_process_holds_it() {
    let home = TempDir::new().unwrap();
    let data = home.path().join("data");
    let serving = Serving::start(home.path(), &data).await;
    let pid = serving.process_id().to_string();

    let second = run(
        home.path(),
        &["serve", "--data-dir", data.to_str().unwrap()],
    );

    assert_eq!(second.status.code(), Some(1));
    let said = text(&second.stderr);
    assert_eq!(said.lines().count(), 1, "{said}");
    assert!(said.contains(&pid), "{said}");
}

#[tokio::test]
async fn the_demo_shows_a_sample_day_and_leaves_nothing_behind() {
    let home = TempDir::new().unwrap();
    let temporary = home.path().join("tmp");
    std::fs::create_dir(&temporary).unwrap();
    let serving = Serving::start_demo(home.path(), &temporary).await;

    let (_, calendars) = serving
        .call(Method::GET, "/api/calendars", Value::Null)
        .await;
    assert_eq!(calendars[0]["name"], "Sample day");

    assert!(serving.stop().await.success());
    assert_eq!(std::fs::read_dir(&temporary).unwrap().count(), 0);
}

#[cfg(unix)]
#[tokio::test]
async fn what_it_keeps_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let home = TempDir::new().unwrap();
    let data = home.path().join("data");
    let _serving = Serving::start(home.path(), &data).await;
    let mode = |name: &str| {
        let permissions = std::fs::metadata(data.join(name)).unwrap().permissions();
        format!("{:o}", permissions.mode() & 0o777)
    };
    assert_eq!(mode(""), "700");
    for file in ["storytime.db", "storytime.db-wal", "serve.token"] {
        assert_eq!(mode(file), "600", "{file}");
    }
}

#[cfg(unix)]
#[tokio::test]
async fn a_folder_from_before_that_others_could_look_into_is_closed_to_them_and_that_is_logged() {
    use std::os::unix::fs::PermissionsExt as _;
    let home = TempDir::new().unwrap();
    let data = home.path().join("data");
    assert!(
        Serving::start(home.path(), &data)
            .await
            .stop()
            .await
            .success()
    );
    let set = |name: &str, mode| {
        let permissions = std::fs::Permissions::from_mode(mode);
        std::fs::set_permissions(data.join(name), permissions).unwrap();
    };
    set("", 0o755);
    set("storytime.db", 0o644);

    for _ in 0..2 {
        let serving = Serving::start(home.path(), &data).await;
        for (name, closed) in [("", 0o700), ("storytime.db", 0o600)] {
            let mode = std::fs::metadata(data.join(name))
                .unwrap()
                .permissions()
                .mode();
            assert_eq!(mode & 0o777, closed, "{name}");
        }
        assert!(serving.stop().await.success());
    }

    let told = logged(&data).matches("it is closed to them now").count();
    assert_eq!(told, 1, "at the first of the two starts");
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn it_leaves_no_core_dump_behind() {
    let home = TempDir::new().unwrap();
    let command = storytime_where_core_dumps_are_written(home.path());
    let serving = Serving::started_by(command, &home.path().join("data")).await;
    let limits = format!("/proc/{}/limits", serving.process_id());
    let limits = std::fs::read_to_string(limits).unwrap();
    let core = limits
        .lines()
        .find(|line| line.starts_with("Max core file size"));
    let soft = core.unwrap().split_whitespace().nth(4);
    assert_eq!(soft, Some("0"), "{limits}");
}

#[tokio::test]
async fn a_first_run_takes_the_zone_of_the_computer_and_asks_for_no_password() {
    let home = TempDir::new().unwrap();
    let mut command = storytime(home.path());
    command.env("TZ", "Asia/Tokyo");
    let serving = Serving::started_by(command, &home.path().join("data")).await;
    let (_, me) = serving.call(Method::GET, "/api/auth/me", Value::Null).await;
    assert_eq!(me["timezone"], "Asia/Tokyo");
    assert_eq!(me["email"], Value::Null);
    let lock = serving.request(Method::GET, "/api/auth/lock");
    let (_, lock) = answer(lock.send().await.unwrap()).await;
    assert_eq!(lock["isSet"], false);
}
