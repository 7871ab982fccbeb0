//! How soon the window shows something: from the start of its process, which Open begins with, to
//! the first contentful paint that its web engine reports.

use std::ffi::OsString;
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::Stdio;
use std::time::{Duration, Instant, UNIX_EPOCH};

use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::json;

use super::desktop::{self, Desktop};
use super::process_tree::{ProcessTree, began};
use super::program::{self, Program};
use super::stored::{self, EVENTS, FIRST};
use super::tray::APP;
use crate::failure::Failure;
use crate::report::{Report, Row, Unit, median};

/// Drives the window's web view.
const DRIVER: &str = "WebKitWebDriver";
/// The median of so many windows counts.
const WINDOWS: usize = 5;
/// What has not happened by then does not happen.
const PATIENCE: Duration = Duration::from_secs(60);
const ASKED_EVERY: Duration = Duration::from_millis(100);
/// When the page was first painted, in milliseconds since 1970, once it says what is its argument
/// (Paint Timing, 3; High Resolution Time, 4).
const PAINTED: &str = "\
    const painted = performance.getEntriesByName('first-contentful-paint')[0]; \
    const says = document.body && document.body.textContent.includes(arguments[0]); \
    return painted && says ? performance.timeOrigin + painted.startTime : null;";
/// What the page says.
const SAID: &str = "return document.body ? document.body.innerText : '';";

/// Adds the row of the first paint, or a note that says why there is none.
pub async fn measure(report: &mut Report) -> Result<(), Failure> {
    let mut missing = desktop::missing();
    missing.extend((!program::is_there(DRIVER)).then_some(DRIVER));
    let Some(app) = std::env::var_os(APP) else {
        not_measured(report, format!("{APP} names the program"));
        return Ok(());
    };
    if !missing.is_empty() {
        not_measured(report, format!("{} is missing", missing.join(", ")));
        return Ok(());
    }
    match windows(app).await {
        Ok(figures) => add(figures, report),
        // A window that never shows anything fails the desktop test; here it may only be slow.
        Err(failure) => not_measured(report, failure.to_string()),
    }
    Ok(())
}

fn not_measured(report: &mut Report, why: String) {
    report.note(format!("The first paint was not measured: {why}."));
}

fn add(figures: Vec<f64>, report: &mut Report) {
    let what = "window process started → first contentful paint";
    report.add([Row::new(what, Unit::Milliseconds, median(figures))]);
    report.note(format!(
        "First paint: the median of {WINDOWS} windows after one that is not counted, the tray \
         running with {EVENTS} events. From the fork that Open leads to (10 ms exact) to what the \
         web engine reports: the process, GTK, the web view's processes, the page, its wasm and \
         the first content drawn; not the way from the menu to the tray. Driven by {DRIVER}, so \
         an upper bound."
    ));
}

/// What each window took, in milliseconds.
async fn windows(app: OsString) -> Result<Vec<f64>, Failure> {
    let folder = stored::events_ahead().await?;
    let opening = Opening {
        desktop: Desktop::start().await?,
        data: folder.path().join("data"),
        app,
    };
    let mut tray = opening.desktop.command(&opening.app);
    tray.arg("--minimized").arg("--data-dir").arg(&opening.data);
    let (tray, _) = opening
        .desktop
        .shows_icon(tray.stdout(Stdio::null()))
        .await?;
    // The first one waits for the tray's engine and fills the caches of system and web engine.
    opening.first_paint_ms().await?;
    let mut figures = Vec::with_capacity(WINDOWS);
    for _ in 0..WINDOWS {
        figures.push(opening.first_paint_ms().await?);
    }
    tray.end()?;
    Ok(figures)
}

/// A window is opened on this.
struct Opening {
    desktop: Desktop,
    data: PathBuf,
    app: OsString,
}

impl Opening {
    /// Opens a window, waits until it shows the next event, closes it.
    async fn first_paint_ms(&self) -> Result<f64, Failure> {
        let port = free_port()?;
        let mut driver = self.desktop.command(DRIVER);
        driver
            .arg(format!("--port={port}"))
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .stdout(Stdio::null());
        let driver = Program::start(&mut driver)?;
        let client = self.session(port).await?;
        let began = ProcessTree::of(driver.id())
            .with_argument("--window")
            .and_then(began)
            .and_then(|began| began.duration_since(UNIX_EPOCH).ok());
        let painted = painted(&client).await;
        client.close().await.map_err(unanswered)?;
        driver.end()?;
        let began = began.ok_or_else(|| unanswered("it has no window as its child"))?;
        Ok(painted? - began.as_secs_f64() * 1e3)
    }

    /// The driver's session, which starts the window; the driver may not listen at once.
    async fn session(&self, port: u16) -> Result<Client, Failure> {
        let capabilities = json!({"webkitgtk:browserOptions": {
            "binary": self.app.to_string_lossy(),
            "args": ["--window", "--data-dir", self.data],
        }});
        let capabilities = capabilities.as_object().cloned().unwrap_or_default();
        let begun = Instant::now();
        loop {
            let mut builder = ClientBuilder::new(HttpConnector::new());
            builder.capabilities(capabilities.clone());
            match builder.connect(&format!("http://127.0.0.1:{port}")).await {
                Ok(client) => return Ok(client),
                Err(cause) if begun.elapsed() > PATIENCE => return Err(unanswered(cause)),
                Err(_) => tokio::time::sleep(ASKED_EVERY).await,
            }
        }
    }
}

/// When the page that now shows the next event was first painted, in milliseconds since 1970.
async fn painted(client: &Client) -> Result<f64, Failure> {
    let begun = Instant::now();
    while begun.elapsed() < PATIENCE {
        let answer = client.execute(PAINTED, vec![json!(FIRST)]).await;
        if let Some(at) = answer.map_err(unanswered)?.as_f64() {
            return Ok(at);
        }
        tokio::time::sleep(ASKED_EVERY).await;
    }
    let page = client.execute(SAID, Vec::new()).await.map_err(unanswered)?;
    let words: Vec<_> = page
        .as_str()
        .unwrap_or_default()
        .split_whitespace()
        .collect();
    let said: String = words.join(" ").chars().take(100).collect();
    Err(unanswered(format!(
        "the window does not show the next event but «{said}»"
    )))
}

fn free_port() -> Result<u16, Failure> {
    let listener = TcpListener::bind("127.0.0.1:0").and_then(|bound| bound.local_addr());
    Ok(listener.map_err(Failure::file("a free port"))?.port())
}

fn unanswered(cause: impl std::fmt::Display) -> Failure {
    Failure::Peer {
        name: DRIVER,
        cause: cause.to_string(),
    }
}
