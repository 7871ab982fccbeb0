//! An account of twenty calendars on Radicale: what a sync takes, and how often it asks. Most of the
//! time is the server's own; the requests are ours.

use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use storytime_core::calendars::client::http_client;
use storytime_types::Instant;
use storytime_types::calendars::ConnectCalDav;
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, ChildStderr, Command};
use tokio::sync::oneshot;

use crate::failure::Failure;
use crate::report::Report;
use crate::still_engine::{StillEngine, now};
use crate::syncing::{Run, add_rows, cost};

const CALENDARS: usize = 20;
const EVENTS_EACH: usize = 250;
/// A year of events in each calendar, in minutes from one to the next.
const APART: usize = 2_100;
const NAME: &str = "Radicale";

/// Adds the rows of a first sync and of those after it.
pub async fn measure(report: &mut Report) -> Result<(), Failure> {
    let run = run().await?;
    let events = CALENDARS * EVENTS_EACH;
    add_rows(
        report,
        &format!("{events} events over {CALENDARS} calendars of a CalDAV account"),
        &[run],
    );
    report.note("CalDAV: one run, with Radicale on this machine; most of the time is its own.");
    Ok(())
}

async fn run() -> Result<Run, Failure> {
    let server = Server::start().await?;
    for number in 0..CALENDARS {
        let events: Vec<_> = (0..EVENTS_EACH).map(|one| event(number, one)).collect();
        server.put(&format!("c{number}/"), &events).await?;
    }
    let folder = tempfile::tempdir().map_err(Failure::file("a temporary folder"))?;
    let engine = StillEngine::start(folder.path()).await?;
    let asked = &*server.asked;
    let connecting = async {
        engine.api.connect_caldav(server.account()).await?;
        Ok(())
    };
    let first = cost(&engine, asked, connecting).await?;
    // The import wrote the nearest stories only.
    engine.settled().await;
    engine.sync().await?;
    let unchanged = cost(&engine, asked, engine.sync()).await?;
    let one_more = event(0, EVENTS_EACH);
    server.put("c0/new.ics", &[one_more]).await?;
    let one_change = cost(&engine, asked, engine.sync()).await?;
    engine.stop().await;
    Ok(Run {
        first,
        unchanged,
        one_change,
    })
}

/// The server; it ends with this.
struct Server {
    address: String,
    /// How many questions it says it heard.
    asked: Arc<AtomicUsize>,
    _folder: TempDir,
    _process: Child,
}

impl Server {
    async fn start() -> Result<Self, Failure> {
        let folder = tempfile::tempdir().map_err(Failure::file("a temporary folder"))?;
        let address = free_address().map_err(Failure::file("127.0.0.1"))?;
        // The system's own Python: only that one knows what the system's packages brought.
        let mut process = Command::new("/usr/bin/python3")
            .args(["-m", "radicale", "--config=", "--auth-type=none"])
            .args(["--web-type=none", "--logging-level=info"])
            .arg(format!("--server-hosts={address}"))
            .arg(format!(
                "--storage-filesystem-folder={}",
                folder.path().display()
            ))
            .env("PYTHONUNBUFFERED", "1")
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .map_err(|cause| Failure::Program {
                name: NAME.to_owned(),
                cause,
            })?;
        let asked = Arc::new(AtomicUsize::new(0));
        let (ready, is_ready) = oneshot::channel();
        if let Some(said) = process.stderr.take() {
            tokio::spawn(listen(said, ready, Arc::clone(&asked)));
        }
        is_ready
            .await
            .map_err(|_| silent("it ended: python3-radicale must be installed"))?;
        Ok(Self {
            address: format!("http://{address}"),
            asked,
            _folder: folder,
            _process: process,
        })
    }

    fn account(&self) -> ConnectCalDav {
        ConnectCalDav {
            url: self.address.clone(),
            username: "ann".into(),
            password: "bench".into(),
        }
    }

    /// Puts an event, or a whole calendar, into Ann's account.
    async fn put(&self, path: &str, events: &[String]) -> Result<(), Failure> {
        let text = format!(
            "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//bench//EN\r\n{}END:VCALENDAR\r\n",
            events.concat()
        );
        let client = http_client().build().map_err(silent)?;
        let answer = client
            .put(format!("{}/ann/{path}", self.address))
            .basic_auth("ann", Some("bench"))
            .header("content-type", "text/calendar; charset=utf-8")
            .body(text)
            .send()
            .await;
        answer
            .and_then(reqwest::Response::error_for_status)
            .map_err(silent)?;
        Ok(())
    }
}

fn silent(cause: impl ToString) -> Failure {
    Failure::Peer {
        name: NAME,
        cause: cause.to_string(),
    }
}

fn free_address() -> std::io::Result<std::net::SocketAddr> {
    std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()
}

/// Counts what the server says it is asked, from when it is ready.
async fn listen(said: ChildStderr, ready: oneshot::Sender<()>, asked: Arc<AtomicUsize>) {
    let (mut lines, mut ready) = (BufReader::new(said).lines(), Some(ready));
    while let Ok(Some(line)) = lines.next_line().await {
        if line.contains("Radicale server ready") {
            // Whoever waited may have given up.
            ready.take().map(|ready| ready.send(()));
        }
        if line.contains(" request for ") {
            asked.fetch_add(1, Ordering::SeqCst);
        }
    }
}

fn event(of: usize, number: usize) -> String {
    let first = now();
    let minutes = i64::try_from(60 + number * APART + of * 7).unwrap_or_default();
    let start = first.plus_ms(minutes * Instant::MINUTE).to_string();
    let start = start.replace(['-', ':'], "");
    format!(
        "BEGIN:VEVENT\r\nUID:{of}-{number}\r\nDTSTAMP:20260101T000000Z\r\n\
         SUMMARY:Meeting {number} of {of}\r\nDTSTART:{start}\r\nDURATION:PT30M\r\n\
         LOCATION:Room {of}\r\nEND:VEVENT\r\n"
    )
}
