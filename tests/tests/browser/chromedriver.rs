//! Chromium without a screen, driven through chromedriver.

use std::process::Stdio;

use fantoccini::wd::WebDriverCompatibleCommand;
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use reqwest::{Method, Url};
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, Command};

use crate::support::channel::within_patience;

/// A chromedriver takes its port in two steps, between which another program may take it.
const STARTS: u32 = 3;

/// Starts a chromedriver; it ends when the child is dropped, and Chromium with it.
pub async fn start() -> (Child, Client) {
    let (driver, port) = listening().await;
    let mut builder = ClientBuilder::new(HttpConnector::new());
    builder.capabilities(capabilities().as_object().unwrap().clone());
    let client = builder.connect(&format!("http://127.0.0.1:{port}")).await;
    (driver, client.expect("Chromium does not start"))
}

/// A chromedriver and its port.
async fn listening() -> (Child, String) {
    for _ in 0..STARTS {
        let mut driver = driver();
        if let Some(port) = port_of(&mut driver).await {
            return (driver, port);
        }
    }
    panic!("chromedriver ended at once, {STARTS} times");
}

fn driver() -> Child {
    Command::new("chromedriver")
        .arg("--port=0")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .expect("chromedriver does not start: `cargo xtask setup` installs it")
}

/// The port that it says to listen on; none where it ends without.
async fn port_of(driver: &mut Child) -> Option<String> {
    let mut lines = BufReader::new(driver.stdout.take().unwrap()).lines();
    let port = loop {
        let line = within_patience(lines.next_line(), "chromedriver's port").await;
        if let Some((_, port)) = line.unwrap()?.split_once("started successfully on port ") {
            break port.trim_end_matches('.').to_owned();
        }
    };
    // Read to the end, so that the pipe never fills.
    tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
    Some(port)
}

fn capabilities() -> Value {
    // Over a pipe, Chromium ends when chromedriver does, however that ends.
    let mut arguments = vec![
        "--headless=new",
        "--remote-debugging-pipe",
        "--disable-dev-shm-usage",
    ];
    if is_root() {
        // Chromium refuses to run as root with its sandbox.
        arguments.push("--no-sandbox");
    }
    json!({
        "goog:chromeOptions": {"args": arguments},
        "goog:loggingPrefs": {"browser": "ALL"},
    })
}

fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt as _;
    std::fs::metadata("/proc/self").is_ok_and(|process| process.uid() == 0)
}

/// A command that only chromedriver knows.
#[derive(Debug)]
pub struct Extension {
    path: &'static str,
    body: Value,
}

impl Extension {
    /// A command of the Chrome DevTools Protocol.
    pub fn devtools(command: &str, params: &Value) -> Self {
        Self {
            path: "goog/cdp/execute",
            body: json!({"cmd": command, "params": params}),
        }
    }

    /// What the console said since it was asked last.
    pub fn console() -> Self {
        Self {
            path: "se/log",
            body: json!({"type": "browser"}),
        }
    }
}

impl WebDriverCompatibleCommand for Extension {
    fn endpoint(
        &self,
        base: &Url,
        session: Option<&str>,
    ) -> Result<Url, <Url as std::str::FromStr>::Err> {
        base.join(&format!(
            "session/{}/{}",
            session.unwrap_or_default(),
            self.path
        ))
    }

    fn method_and_body(&self, _url: &Url) -> (Method, Option<String>) {
        (Method::POST, Some(self.body.to_string()))
    }
}
