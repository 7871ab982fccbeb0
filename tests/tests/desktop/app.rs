//! The built app on a desk, and its way in.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use storytime_core::calendars::client::http_client;
use storytime_core::clock::{Clock as _, SystemClock};
use storytime_types::Instant;
use tokio::runtime::Runtime;

use super::desk::{Desk, until};

/// What the window is called.
pub const TITLE: &str = "StoryTime Calendar";

/// The app's data folder on a desk, and the process that serves it, if one does.
pub struct App<'a> {
    desk: &'a Desk,
    pub data: PathBuf,
    calendar: PathBuf,
    /// What else its processes find in their environment.
    environment: Vec<(&'static str, String)>,
    process: Option<Child>,
    runtime: Runtime,
}

impl<'a> App<'a> {
    /// A data folder that was never used.
    pub fn unused(desk: &'a Desk) -> Self {
        Self {
            desk,
            data: desk.folder().join("storytime"),
            calendar: desk.folder().join("calendar.ics"),
            environment: Vec::new(),
            process: None,
            runtime: tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .unwrap(),
        }
    }

    /// A data folder that was used before: lead time zero, and a calendar with these events of half
    /// an hour, by title and start.
    pub fn with_calendar(desk: &'a Desk, events: &[(&str, Instant)]) -> Self {
        let mut app = Self::unused(desk);
        app.write(events);
        app.start(&["--minimized"]);
        app.call(Method::PUT, "/api/user/profile", &json!({"leadTimes": [0]}));
        let path = app.calendar.display().to_string();
        app.call(
            Method::POST,
            "/api/calendars/connect/ics",
            &json!({"path": path}),
        );
        app.kill();
        app
    }

    /// Replaces what is in the calendar.
    pub fn write(&self, events: &[(&str, Instant)]) {
        let mut text = String::from("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//desk//EN\r\n");
        for (title, start) in events {
            let start = start.to_string().replace(['-', ':'], "");
            write!(
                text,
                "BEGIN:VEVENT\r\nUID:{title}\r\nSUMMARY:{title}\r\nDTSTART:{start}\r\n\
                 DURATION:PT30M\r\nLOCATION:Room 4\r\nEND:VEVENT\r\n"
            )
            .unwrap();
        }
        text.push_str("END:VCALENDAR\r\n");
        std::fs::write(&self.calendar, text).unwrap();
    }

    /// Starts the tray process and waits until it answers.
    pub fn start(&mut self, arguments: &[&str]) {
        self.process = Some(self.launch(arguments));
        until("the app to answer", || {
            self.try_call(Method::GET, "/api/status", &Value::Null)
        });
    }

    /// Starts the app once more and hands back that process.
    pub fn launch(&self, arguments: &[&str]) -> Child {
        let log = std::fs::File::options()
            .create(true)
            .append(true)
            .open(self.desk.folder().join("app.log"))
            .unwrap();
        let mut command = self.command();
        command
            .args(arguments)
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .unwrap()
    }

    /// From its next start on, its tray opens windows that can be driven at this address.
    pub fn let_windows_be_driven_at(&mut self, address: &str) {
        self.environment = vec![
            ("TAURI_WEBVIEW_AUTOMATION", "true".to_owned()),
            ("WEBKIT_INSPECTOR_SERVER", address.to_owned()),
        ];
    }

    /// The app on this data folder.
    pub fn command(&self) -> Command {
        let mut command = self.desk.command(program());
        let more = self.environment.iter().map(|(name, value)| (name, value));
        command.envs(more).arg("--data-dir").arg(&self.data);
        command
    }

    /// kill -9.
    pub fn kill(&mut self) {
        if let Some(mut process) = self.process.take() {
            process.kill().unwrap();
            process.wait().unwrap();
        }
    }

    /// Whether the tray process still runs.
    pub fn is_running(&mut self) -> bool {
        self.process
            .as_mut()
            .is_some_and(|process| process.try_wait().unwrap().is_none())
    }

    /// Calls the API through the app's socket.
    pub fn call(&self, method: Method, path: &str, body: &Value) -> Value {
        self.try_call(method, path, body)
            .unwrap_or_else(|| panic!("{path} was refused"))
    }

    fn try_call(&self, method: Method, path: &str, body: &Value) -> Option<Value> {
        let (status, text) = self.answer(method, path, body)?;
        assert!(status.is_success(), "{path}: {text}");
        Some(serde_json::from_str(&text).unwrap_or(Value::Null))
    }

    /// What the app answers, if it does.
    fn answer(&self, method: Method, path: &str, body: &Value) -> Option<(StatusCode, String)> {
        let socket = self.socket()?;
        self.runtime.block_on(async {
            let client = http_client().unix_socket(socket).build().ok()?;
            let mut request = client.request(method, format!("http://storytime{path}"));
            if !body.is_null() {
                request = request.json(body);
            }
            let answer = request.send().await.ok()?;
            Some((answer.status(), answer.text().await.ok()?))
        })
    }

    fn socket(&self) -> Option<PathBuf> {
        let folder = std::fs::read_dir(self.desk.folder().join("runtime")).unwrap();
        let mut paths = folder.flatten().map(|entry| entry.path());
        paths.find(|path| path.extension().is_some_and(|ending| ending == "sock"))
    }

    /// Has the calendars looked at now; waits for a sync that runs already.
    pub fn sync(&self) {
        let path = "/api/sync/manual";
        until("a sync to begin", || {
            let (status, text) = self.answer(Method::POST, path, &json!({}))?;
            let is_busy = status == StatusCode::CONFLICT;
            assert!(is_busy || status.is_success(), "{path}: {text}");
            (!is_busy).then_some(())
        });
    }

    /// The stored event of this title with its story.
    pub fn event(&self, title: &str) -> Value {
        let events = until(title, || {
            let path = "/api/events?from=2020-01-01&to=2100-01-01";
            let events = self.call(Method::GET, path, &Value::Null);
            let found = events
                .as_array()
                .unwrap()
                .iter()
                .find(|event| event["title"] == title);
            found.cloned()
        });
        assert!(events["storyline"].is_object(), "{title} has no story");
        events
    }

    /// The ledger as `title STATUS`, in the order of the due moments.
    pub fn ledger(&self) -> Vec<String> {
        let rows = self.call(Method::GET, "/api/notifications", &Value::Null);
        let line = |row: &Value| {
            format!(
                "{} {}",
                row["title"].as_str().unwrap(),
                row["status"].as_str().unwrap()
            )
        };
        rows.as_array().unwrap().iter().rev().map(line).collect()
    }
}

impl Drop for App<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let log = std::fs::read_to_string(self.desk.folder().join("app.log"));
            eprintln!("the app's log:\n{}", log.unwrap_or_default());
        }
        if let Some(mut process) = self.process.take() {
            let _ = process.kill();
            let _ = process.wait();
        }
    }
}

/// A whole second, so many seconds from now.
pub fn seconds_from_now(seconds: i64) -> Instant {
    let now = SystemClock.now().ms();
    Instant::from_ms(now - now.rem_euclid(1000) + (seconds + 1) * 1000)
}

/// The program that was just built.
pub fn program() -> PathBuf {
    let built = std::env::var_os("STORYTIME_APP")
        .map(PathBuf::from)
        .unwrap_or_else(|| {
            let target = std::env::current_exe().unwrap();
            target
                .ancestors()
                .nth(2)
                .unwrap()
                .join("storytime-calendar")
        });
    assert!(
        Path::new(&built).exists(),
        "{} is not built",
        built.display()
    );
    built
}
