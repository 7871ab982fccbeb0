//! Twenty subscriptions of 2,500 events each, on a server of our own: what a sync of all of them
//! takes, and how often it asks.

use std::fmt::Write as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use storytime_types::Instant;
use storytime_types::calendars::ConnectIcs;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use crate::failure::Failure;
use crate::report::{Report, Row, Unit, median};
use crate::still_engine::{StillEngine, now};

const CALENDARS: usize = 20;
const EVENTS_EACH: usize = 2_500;
/// A year of events in each calendar, in minutes from one to the next.
const APART: usize = 210;
/// The median of so many runs counts: each writes to the disk.
const RUNS: usize = 3;

/// Adds the rows of a first sync and of those after it.
pub async fn measure(report: &mut Report) -> Result<(), Failure> {
    let mut runs = Vec::new();
    for _ in 0..RUNS {
        runs.push(Run::measure().await?);
    }
    let events = CALENDARS * EVENTS_EACH;
    let what = format!("{events} events over {CALENDARS} subscriptions");
    add_rows(report, &what, &runs);
    report.note(format!(
        "Subscriptions: the median of {RUNS} runs, each in a new data folder, from a server on \
         this machine that knows entity tags."
    ));
    Ok(())
}

/// Adds the rows of what several runs took: their medians.
pub fn add_rows(report: &mut Report, what: &str, runs: &[Run]) {
    let parts: [(String, CostOf); 3] = [
        (format!("{what}, first sync"), |run| run.first),
        ("the same, nothing changed".to_owned(), |run| run.unchanged),
        ("the same, one event changed".to_owned(), |run| {
            run.one_change
        }),
    ];
    for (what, cost) in parts {
        let took = median(runs.iter().map(|run| cost(run).ms).collect());
        let asked = median(runs.iter().map(|run| cost(run).asked).collect());
        report.add([
            Row::new(&what, Unit::Milliseconds, took),
            Row::new(format!("{what}: asked"), Unit::Requests, asked),
        ]);
    }
}

/// What one sync took.
#[derive(Clone, Copy)]
pub struct Cost {
    ms: f64,
    asked: f64,
}

/// The cost of one of a run's syncs.
type CostOf = fn(&Run) -> Cost;

/// What one data folder took, from its first sync on.
pub struct Run {
    pub first: Cost,
    pub unchanged: Cost,
    pub one_change: Cost,
}

impl Run {
    async fn measure() -> Result<Self, Failure> {
        let server = Server::start().await?;
        let folder = tempfile::tempdir().map_err(Failure::file("a temporary folder"))?;
        let engine = StillEngine::start(folder.path()).await?;
        let asked = &server.0.asked;
        let first = cost(&engine, asked, connect(&engine, &server)).await?;
        // The import wrote the nearest stories only.
        engine.settled().await;
        engine.sync().await?;
        let unchanged = cost(&engine, asked, engine.sync()).await?;
        server.0.changed.store(1, Ordering::SeqCst);
        let one_change = cost(&engine, asked, engine.sync()).await?;
        engine.stop().await;
        Ok(Self {
            first,
            unchanged,
            one_change,
        })
    }
}

/// What some work takes, and how many questions a server counts meanwhile.
pub async fn cost(
    engine: &StillEngine,
    asked: &AtomicUsize,
    work: impl Future<Output = Result<(), Failure>>,
) -> Result<Cost, Failure> {
    engine.settled().await;
    asked.store(0, Ordering::SeqCst);
    let ms = engine.timed(work).await?;
    let asked = u32::try_from(asked.load(Ordering::SeqCst)).unwrap_or(u32::MAX);
    Ok(Cost {
        ms,
        asked: f64::from(asked),
    })
}

async fn connect(engine: &StillEngine, server: &Server) -> Result<(), Failure> {
    for number in 0..CALENDARS {
        let url = Some(format!("{}/{number}.ics", server.0.address));
        let asked = ConnectIcs { url, path: None };
        engine.api.connect_ics(asked).await?;
    }
    Ok(())
}

/// A server of calendars that knows entity tags.
struct Server(Arc<State>);

struct State {
    address: String,
    asked: AtomicUsize,
    /// How many of its calendars have changed.
    changed: AtomicUsize,
}

impl Server {
    async fn start() -> Result<Self, Failure> {
        let refused = Failure::file("127.0.0.1");
        let listener = TcpListener::bind("127.0.0.1:0").await.map_err(refused)?;
        let own = listener.local_addr().map_err(Failure::file("127.0.0.1"))?;
        let state = Arc::new(State {
            address: format!("http://{own}"),
            asked: AtomicUsize::new(0),
            changed: AtomicUsize::new(0),
        });
        let answering = Arc::clone(&state);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                // Whoever hangs up has what it wanted.
                tokio::spawn(answer(stream, Arc::clone(&answering)));
            }
        });
        Ok(Self(state))
    }
}

async fn answer(mut stream: TcpStream, state: Arc<State>) -> std::io::Result<()> {
    let mut asked = [0; 4096];
    let length = stream.read(&mut asked).await?;
    let question = String::from_utf8_lossy(&asked[..length]);
    state.asked.fetch_add(1, Ordering::SeqCst);
    let number = question.split(['/', '.']).nth(1);
    let number: usize = number.and_then(|text| text.parse().ok()).unwrap_or(0);
    let has_changed = number < state.changed.load(Ordering::SeqCst);
    let tag = format!("\"{number}-{has_changed}\"");
    let answer = if question.contains(&tag) {
        "HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n".to_owned()
    } else {
        let body = calendar(number, has_changed);
        format!(
            "HTTP/1.1 200 OK\r\nConnection: close\r\nETag: {tag}\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        )
    };
    stream.write_all(answer.as_bytes()).await?;
    stream.shutdown().await
}

fn calendar(of: usize, has_changed: bool) -> String {
    let first = now();
    let mut text = String::from("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//bench//EN\r\n");
    for number in 0..EVENTS_EACH {
        let minutes = i64::try_from(60 + number * APART + of * 7).unwrap_or_default();
        let start = first.plus_ms(minutes * Instant::MINUTE).to_string();
        let start = start.replace(['-', ':'], "");
        let title = if has_changed && number == 0 {
            "Moved upstairs".to_owned()
        } else {
            format!("Meeting {number} of {of}")
        };
        // Writing into a string cannot fail.
        let _ = write!(
            text,
            "BEGIN:VEVENT\r\nUID:{of}-{number}\r\nDTSTAMP:20260101T000000Z\r\nSUMMARY:{title}\r\n\
             DTSTART:{start}\r\nDURATION:PT30M\r\nLOCATION:Room {of}\r\nEND:VEVENT\r\n"
        );
    }
    text + "END:VCALENDAR\r\n"
}
