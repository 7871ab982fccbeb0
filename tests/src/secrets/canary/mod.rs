//! Known secrets go through every flow; afterwards nothing that was written or answered holds one.

mod search;

use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use reqwest::Method;
use serde_json::{Value, json};
use tempfile::TempDir;
use wiremock::matchers::{any, path_regex};
use wiremock::{Mock, MockServer, ResponseTemplate};

use self::search::holds;
use crate::support::calendar::{calendar, event};
use crate::support::command::{run, storytime};
use crate::support::serving::Serving;

const PASSPHRASE: &str = "canary-passphrase-9f2c";
const NEXT_PASSPHRASE: &str = "canary-passphrase-next-77ab";
const WRONG_PASSPHRASE: &str = "canary-passphrase-wrong-51de";
const USER: &str = "canary-user-3d1f";
const PASSWORD: &str = "canary-password-8842";
const TOKEN: &str = "canary-path-token-6c0e";
const QUERY: &str = "canary-query-key-19f7";
const REFUSED: &str = "canary-refused-key-b3a0";
const BROKEN: &str = "canary-broken-token-e5d4";

const SECRETS: [&str; 9] = [
    PASSPHRASE,
    NEXT_PASSPHRASE,
    WRONG_PASSPHRASE,
    USER,
    PASSWORD,
    TOKEN,
    QUERY,
    REFUSED,
    BROKEN,
];

/// A home with a passphrase's file, and everything that was said so far.
struct Scene {
    home: TempDir,
    said: Vec<u8>,
}

impl Scene {
    fn new() -> Self {
        let home = TempDir::new().unwrap();
        let scene = Self {
            home,
            said: Vec::new(),
        };
        scene.write_passphrase(PASSPHRASE);
        scene
    }

    fn data(&self) -> PathBuf {
        self.home.path().join("data")
    }

    fn passphrase_file(&self) -> PathBuf {
        self.home.path().join("passphrase")
    }

    fn write_passphrase(&self, text: &str) {
        std::fs::write(self.passphrase_file(), text).unwrap();
        let only_mine = std::fs::Permissions::from_mode(0o600);
        std::fs::set_permissions(self.passphrase_file(), only_mine).unwrap();
    }

    /// `storytime serve`, with everything it has to tell in a log.
    async fn serve(&self) -> Serving {
        let log = std::fs::File::options()
            .create(true)
            .append(true)
            .open(self.home.path().join("log"))
            .unwrap();
        let mut command = storytime(self.home.path());
        command
            .env("STORYTIME_KEY_FILE", self.passphrase_file())
            .env("RUST_LOG", "debug,storytime=trace")
            .env("RUST_BACKTRACE", "1")
            .stderr(Stdio::from(log));
        Serving::started_by(command, &self.data()).await
    }

    async fn call(&mut self, serving: &Serving, method: Method, path: &str, body: Value) -> u16 {
        let (status, answer) = serving.call(method, path, body).await;
        self.said.extend(answer.to_string().into_bytes());
        status
    }

    fn command(&mut self, arguments: &[&str]) {
        let output = run(self.home.path(), arguments);
        self.said.extend(output.stdout);
        self.said.extend(output.stderr);
    }

    /// Every file that was written, but the one that the person wrote; and all that was said.
    fn searched(&self) -> Vec<(String, Vec<u8>)> {
        let mut found = vec![("what was answered".to_owned(), self.said.clone())];
        collect(self.home.path(), &mut found);
        let own = self.passphrase_file().display().to_string();
        found.retain(|(name, _)| *name != own);
        found
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

/// Offers a calendar at most addresses; some are refused and some are broken.
async fn server() -> MockServer {
    let server = MockServer::start().await;
    let answers =
        |pattern: &str, answer| Mock::given(path_regex(pattern.to_owned())).respond_with(answer);
    let broken = ResponseTemplate::new(500).set_body_string("no");
    answers("broken", broken).mount(&server).await;
    let page = ResponseTemplate::new(200).set_body_raw("<html>sign in</html>", "text/html");
    answers("page", page).mount(&server).await;
    let refused = ResponseTemplate::new(403);
    answers("refused", refused).mount(&server).await;
    let text = calendar(&[event("Standup", "2026-11-22T09:00:00Z")]);
    let good = ResponseTemplate::new(200).set_body_raw(text, "text/calendar");
    Mock::given(any()).respond_with(good).mount(&server).await;
    server
}

#[tokio::test]
async fn no_secret_is_found_in_anything_that_was_written_or_answered() {
    let mut scene = Scene::new();
    let server = server().await;
    let host = server.address().to_string();
    let serving = scene.serve().await;
    serving.raise_limits().await;

    keep_and_read(&mut scene, &serving, &host).await;
    let serving = change_keys(&mut scene, serving).await;
    look_around(&mut scene, &serving).await;
    let token = serving.token.clone();
    serving.stop().await;
    write_and_report(&mut scene, &host);

    for (place, bytes) in scene.searched() {
        for secret in SECRETS.into_iter().chain([token.as_str()]) {
            assert!(!holds(&bytes, secret), "{secret} is in {place}");
        }
    }
}

/// Addresses that are taken, refused, broken, known already and removed again.
async fn keep_and_read(scene: &mut Scene, serving: &Serving, host: &str) {
    let chosen = json!({"passphrase": PASSPHRASE});
    let status = scene
        .call(serving, Method::PUT, "/api/vault/passphrase", chosen)
        .await;
    assert_eq!(status, 200, "{}", String::from_utf8_lossy(&scene.said));
    let connect = "/api/calendars/connect/ics";
    let good = format!("http://{USER}:{PASSWORD}@{host}/{TOKEN}/a.ics?key={QUERY}");
    for (url, expected) in [
        (good.clone(), 201),
        (good.clone(), 409),
        (format!("webcal://{host}/{TOKEN}/b.ics"), 201),
        (
            format!("http://{host}/refused/{REFUSED}?key={REFUSED}"),
            502,
        ),
        (format!("http://{host}/broken/{BROKEN}.ics"), 502),
        (format!("http://{host}/page/{BROKEN}.ics"), 502),
        (format!("http://nowhere.invalid/{BROKEN}"), 502),
        (format!("ftp://{host}/{REFUSED}"), 422),
        (format!("http://[{REFUSED}"), 422),
        (format!("{host}/{REFUSED}/basic.ics"), 422),
        (format!("calendars.example/{REFUSED}/basic.ics"), 422),
    ] {
        let body = json!({"url": url});
        let status = scene.call(serving, Method::POST, connect, body).await;
        assert_eq!(status, expected, "{url}");
    }
    serving.sync().await;
}

/// A wrong passphrase, a new key, a new passphrase, a restart.
async fn change_keys(scene: &mut Scene, serving: Serving) -> Serving {
    let post = |passphrase: &str| json!({"passphrase": passphrase});
    for (path, passphrase) in [
        ("/api/vault/unlock", WRONG_PASSPHRASE),
        ("/api/vault/rotate", WRONG_PASSPHRASE),
        ("/api/vault/rotate", PASSPHRASE),
    ] {
        scene
            .call(&serving, Method::POST, path, post(passphrase))
            .await;
    }
    let put = "/api/vault/passphrase";
    let status = scene
        .call(&serving, Method::PUT, put, post(NEXT_PASSPHRASE))
        .await;
    assert_eq!(status, 200);
    scene.write_passphrase(NEXT_PASSPHRASE);
    serving.stop().await;
    let serving = scene.serve().await;
    serving.sync().await;
    serving
}

/// Every answer there is to read.
async fn look_around(scene: &mut Scene, serving: &Serving) {
    for path in [
        "/api/auth/me",
        "/api/user/profile",
        "/api/calendars",
        "/api/sync/status",
        "/api/events",
        "/api/notifications",
        "/api/notifications/channels",
        "/api/status",
        "/api/vault",
        "/api/about",
        "/api/user/export",
        "/api/user/dashboard",
    ] {
        scene.call(serving, Method::GET, path, Value::Null).await;
    }
    let (_, calendars) = serving
        .call(Method::GET, "/api/calendars", Value::Null)
        .await;
    assert_eq!(calendars.as_array().unwrap().len(), 2, "{calendars}");
    for one in calendars.as_array().unwrap() {
        assert_eq!(one["status"], "ACTIVE", "{one}");
    }
    let one = format!("/api/calendars/{}", calendars[1]["id"].as_str().unwrap());
    scene.call(serving, Method::DELETE, &one, Value::Null).await;
}

/// What the command line writes and says.
fn write_and_report(scene: &mut Scene, host: &str) {
    let data = scene.data().display().to_string();
    let export = scene.home.path().join("export.json").display().to_string();
    scene.command(&["export", "--data-dir", &data, &export]);
    scene.command(&["doctor", "--json", "--data-dir", &data]);
    let url = format!("http://{host}/broken/{BROKEN}?key={QUERY}");
    scene.command(&["agenda", &url, "--from", "2026-11-22", "--to", "2026-11-23"]);
}

#[tokio::test]
async fn the_search_finds_a_secret_that_was_planted_in_the_database() {
    let mut scene = Scene::new();
    let serving = scene.serve().await;
    let change = json!({"name": format!("I am {TOKEN}")});
    let status = scene
        .call(&serving, Method::PUT, "/api/user/profile", change)
        .await;
    assert!(status < 300, "{status}");
    serving.stop().await;

    let found = scene.searched();
    let places: Vec<_> = found
        .iter()
        .filter(|(_, bytes)| holds(bytes, TOKEN))
        .map(|(place, _)| place.rsplit('/').next().unwrap_or_default())
        .collect();
    assert!(
        places.iter().any(|place| place.starts_with("storytime.db")),
        "{places:?}"
    );
}
