//! A running `storytime serve`.

use std::path::{Path, PathBuf};
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use reqwest::{Client, Method, Response};
use serde_json::{Value, json};
use storytime_core::calendars::client::http_client;
use tokio::io::{AsyncBufReadExt as _, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};

use super::channel::within_patience;
use super::command::storytime;

/// How long its stream of changes may say nothing: longer than a server that hangs is waited for.
const SILENT_FOR: Duration = Duration::from_secs(60);

/// A running `storytime serve`, killed when it is dropped.
pub struct Serving {
    /// `http://127.0.0.1:PORT`
    pub address: String,
    /// What stands behind `#code=`; nothing where a password locks the local profile.
    pub code: String,
    /// What stands in `serve.token`.
    pub token: String,
    client: Client,
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
}

impl Serving {
    /// Starts it on `data` and waits until it is ready.
    pub async fn start(home: &Path, data: &Path) -> Self {
        Self::started_by(storytime(home), data).await
    }

    /// Starts what `command` makes ready.
    pub async fn started_by(command: std::process::Command, data: &Path) -> Self {
        let mut command = Command::from(command);
        command.arg("serve").arg("--data-dir").arg(data);
        Self::running(command, |()| data.to_owned()).await
    }

    /// Starts the demo, with `temporary` as the folder of all temporary ones.
    pub async fn start_demo(home: &Path, temporary: &Path) -> Self {
        let mut command = Command::from(storytime(home));
        command.args(["serve", "--demo"]).env("TMPDIR", temporary);
        let only_one = |()| {
            let mut folders = std::fs::read_dir(temporary).unwrap();
            folders.next().unwrap().unwrap().path()
        };
        Self::running(command, only_one).await
    }

    async fn running(mut command: Command, data: impl FnOnce(()) -> PathBuf) -> Self {
        command.stdout(Stdio::piped()).kill_on_drop(true);
        let mut child = command.spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let address = next(&mut lines).await;
        let address = address.strip_prefix("listening on ").unwrap().to_owned();
        let open = next(&mut lines).await;
        let open = open.strip_prefix(&format!("open {address}/#")).unwrap();
        let code = open.strip_prefix("code=").unwrap_or_default();
        let token = std::fs::read_to_string(data(()).join("serve.token")).unwrap();
        Self {
            code: code.to_owned(),
            token,
            client: http_client().read_timeout(SILENT_FOR).build().unwrap(),
            child,
            lines,
            address,
        }
    }

    /// Calls the API with the token, with a JSON body unless it is null.
    pub async fn call(&self, method: Method, path: &str, body: Value) -> (u16, Value) {
        let mut request = self.request(method, path).bearer_auth(&self.token);
        if !body.is_null() {
            request = request.json(&body);
        }
        answer(request.send().await.unwrap()).await
    }

    /// Connects a calendar file.
    pub async fn connect(&self, path: &Path) {
        let body = json!({"path": path});
        let (status, answer) = self
            .call(Method::POST, "/api/calendars/connect/ics", body)
            .await;
        assert_eq!(status, 201, "{answer}");
    }

    /// Lets tests call as often as they like.
    pub async fn raise_limits(&self) {
        let limits =
            json!({"logins": 1_000_000, "syncs": 1_000_000, "ai": 1_000_000, "calls": 1_000_000});
        let (status, answer) = self.call(Method::PUT, "/api/settings/limits", limits).await;
        assert_eq!(status, 200, "{answer}");
    }

    /// Has every calendar looked at, and waits until that is done.
    pub async fn sync(&self) {
        let mut changes = self.changes().await;
        self.begin_sync().await;
        loop {
            changes.hear("sync").await;
            let (_, status) = self
                .call(Method::GET, "/api/sync/status", Value::Null)
                .await;
            if status["current"].is_null() {
                return;
            }
        }
    }

    /// Has every calendar looked at, and waits for nothing but that this begins.
    pub async fn begin_sync(&self) {
        let mut changes = self.changes().await;
        loop {
            let (status, answer) = self
                .call(Method::POST, "/api/sync/manual", Value::Null)
                .await;
            if status == 202 {
                return;
            }
            // One that runs already may have begun before what is to be looked at.
            assert_eq!(answer["error"]["code"], "SYNC_IN_PROGRESS", "{answer}");
            changes.hear("sync").await;
        }
    }

    /// Its process.
    pub fn process_id(&self) -> u32 {
        self.child.id().unwrap()
    }

    /// A request without a token.
    pub fn request(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        self.client
            .request(method, format!("{}{path}", self.address))
    }

    /// Listens for changes from now on.
    pub async fn changes(&self) -> Changes {
        let request = self
            .request(Method::GET, "/api/changes")
            .bearer_auth(&self.token);
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), 200);
        Changes {
            response,
            heard: String::new(),
        }
    }

    /// The next line on standard output.
    pub async fn line(&mut self) -> String {
        next(&mut self.lines).await
    }

    /// The next line on standard output, if it comes in this time.
    #[allow(dead_code, reason = "only the tests in a browser wait that long")]
    pub async fn line_within(&mut self, time: Duration) -> String {
        let line = tokio::time::timeout(time, self.lines.next_line()).await;
        let line = line.unwrap_or_else(|_| panic!("no line within {time:?}"));
        line.unwrap().unwrap()
    }

    /// Has it end at once, as by a fault of its own.
    #[cfg(unix)]
    pub async fn abort(mut self) {
        let pid = self.process_id();
        let kill = std::process::Command::new("sh")
            .args(["-c", &format!("kill -ABRT {pid}")])
            .status();
        assert!(kill.unwrap().success());
        within_patience(self.child.wait(), "storytime serve to break down")
            .await
            .unwrap();
    }

    /// Ends it at once, with no chance to do anything about it.
    pub async fn kill(mut self) {
        within_patience(self.child.kill(), "storytime serve to be killed")
            .await
            .unwrap();
    }

    /// Asks it to stop as the system does, and waits for its end.
    pub async fn stop(mut self) -> ExitStatus {
        let pid = self.process_id();
        let kill = std::process::Command::new("sh")
            .args(["-c", &format!("kill -TERM {pid}")])
            .status();
        assert!(kill.unwrap().success());
        within_patience(self.child.wait(), "storytime serve to end")
            .await
            .unwrap()
    }
}

/// The stream of changes.
pub struct Changes {
    response: Response,
    heard: String,
}

impl Changes {
    /// Waits for the next change of this kind.
    pub async fn hear(&mut self, kind: &str) {
        let event = format!("data: {{\"changed\":\"{kind}\"}}\n\n");
        let heard = async {
            loop {
                if let Some((_, later)) = self.heard.split_once(&event) {
                    return later.to_owned();
                }
                let piece = self.response.chunk().await.unwrap().unwrap();
                self.heard.push_str(std::str::from_utf8(&piece).unwrap());
            }
        };
        self.heard = within_patience(heard, &format!("the change {kind}")).await;
    }
}

/// Status and JSON of an answer; null where it has none.
pub async fn answer(response: Response) -> (u16, Value) {
    let status = response.status().as_u16();
    let body = response.bytes().await.unwrap();
    (status, serde_json::from_slice(&body).unwrap_or(Value::Null))
}

async fn next(lines: &mut Lines<BufReader<ChildStdout>>) -> String {
    let line = within_patience(lines.next_line(), "a line on standard output").await;
    line.unwrap()
        .unwrap_or_else(|| panic!("storytime serve ended instead of saying more"))
}
