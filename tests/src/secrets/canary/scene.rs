//! A home with a passphrase's file, the secrets so far, and everything that was written and said.

use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use reqwest::Method;
use serde_json::Value;
use tempfile::TempDir;

use super::READING;
use super::search::Search;
use crate::support::command::{run, storytime};
use crate::support::serving::{Serving, answer};

/// As long as a test lasts.
pub struct Scene {
    home: TempDir,
    /// Each with what it is called.
    secrets: Vec<(String, String)>,
    /// Where something was written or said, and what.
    written: Vec<(String, Vec<u8>)>,
    said: Vec<u8>,
}

impl Scene {
    pub fn new() -> Self {
        Self {
            home: TempDir::new().unwrap(),
            secrets: Vec::new(),
            written: Vec::new(),
            said: Vec::new(),
        }
    }

    /// Something that must be found nowhere.
    pub fn secret(&mut self, name: &str, secret: &str) {
        assert!(secret.len() >= 8, "{name} is too short to be looked for");
        self.secrets.push((name.to_owned(), secret.to_owned()));
    }

    pub fn home(&self) -> &Path {
        self.home.path()
    }

    pub fn data(&self) -> PathBuf {
        self.home.path().join("data")
    }

    fn passphrase_file(&self) -> PathBuf {
        self.home.path().join("passphrase")
    }

    /// What `STORYTIME_KEY_FILE` names holds this from now on.
    pub fn write_passphrase(&self, text: &str) {
        std::fs::write(self.passphrase_file(), text).unwrap();
        let only_mine = std::fs::Permissions::from_mode(0o600);
        std::fs::set_permissions(self.passphrase_file(), only_mine).unwrap();
    }

    /// `storytime serve`, with everything that it and its libraries have to tell in its logs.
    pub async fn serve(&mut self) -> Serving {
        let log = std::fs::File::options()
            .create(true)
            .append(true)
            .open(self.home.path().join("standard-error"))
            .unwrap();
        let mut command = storytime(self.home.path());
        command
            .env("STORYTIME_KEY_FILE", self.passphrase_file())
            .env("RUST_LOG", "trace")
            .env("RUST_BACKTRACE", "full")
            .stderr(Stdio::from(log));
        let serving = Serving::started_by(command, &self.data()).await;
        self.secret("serve.token", &serving.token);
        if !serving.code.is_empty() {
            self.secret("one-time code", &serving.code);
        }
        serving
    }

    /// Calls with `serve.token`, and remembers what is said.
    pub async fn call(
        &mut self,
        serving: &Serving,
        method: Method,
        path: &str,
        body: Value,
    ) -> u16 {
        let token = serving.token.clone();
        self.said_to(serving, method, path, &token, body).await.0
    }

    /// Calls with this token, and remembers what is said.
    pub async fn said_to(
        &mut self,
        serving: &Serving,
        method: Method,
        path: &str,
        token: &str,
        body: Value,
    ) -> (u16, Value) {
        let mut request = serving.request(method, path).bearer_auth(token);
        if !body.is_null() {
            request = request.json(&body);
        }
        self.sent(request).await
    }

    /// Sends this, and remembers the whole answer.
    pub async fn sent(&mut self, request: reqwest::RequestBuilder) -> (u16, Value) {
        let response = request.send().await.unwrap();
        let headers = format!("{:?}", response.headers());
        let (status, body) = answer(response).await;
        self.said.extend(headers.into_bytes());
        self.said.extend(body.to_string().into_bytes());
        (status, body)
    }

    /// As [`Self::sent`], where the answer holds a new secret under `token`: it is a secret from then
    /// on, and this answer alone may tell it.
    pub async fn told(&mut self, name: &str, request: reqwest::RequestBuilder) -> String {
        let (status, body) = answer(request.send().await.unwrap()).await;
        assert!(status < 300, "{name}: {body}");
        let token = body["token"].as_str().unwrap().to_owned();
        self.secret(name, &token);
        token
    }

    /// Every answer there is to read.
    pub async fn read_everything(&mut self, serving: &Serving) {
        for path in READING {
            let status = self.call(serving, Method::GET, path, Value::Null).await;
            assert_eq!(status, 200, "{path}");
        }
    }

    /// Runs `storytime`, and remembers what it says.
    pub fn command(&mut self, arguments: &[&str]) {
        let output = run(self.home.path(), arguments);
        self.said.extend(output.stdout);
        self.said.extend(output.stderr);
    }

    /// Keeps what is written now for the search, as some of it is about to go.
    pub fn remember_files(&mut self) {
        let mut found = Vec::new();
        collect(self.home.path(), &mut found);
        // What the person wrote themselves, and what is there to be read by their scripts.
        found.retain(|(name, _)| !name.ends_with("/passphrase") && !name.ends_with("/serve.token"));
        assert!(found.len() > 2, "there is something to search");
        self.written.extend(found);
    }

    /// What was found, and where.
    pub fn found(&self) -> Vec<String> {
        let search = Search::new(self.secrets.clone());
        let said = ("what was answered".to_owned(), self.said.clone());
        let mut found = Vec::new();
        for (place, bytes) in self.written.iter().chain([&said]) {
            let all = search.found_in(bytes).into_iter();
            found.extend(all.map(|(name, before)| format!("{name} is in {place} behind {before}")));
        }
        found
    }

    pub fn holds_no_secret(&self) {
        let found = self.found();
        assert!(found.is_empty(), "{}", found.join("\n"));
    }
}

fn collect(folder: &Path, found: &mut Vec<(String, Vec<u8>)>) {
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, found);
        } else if let Ok(bytes) = std::fs::read(&path) {
            found.push((path.display().to_string(), bytes));
        }
    }
}
