//! A server of twenty calendars to subscribe to, and of an account as Google has them. It stops
//! answering in the middle when it is told to.

mod account;

use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use storytime_core::clock::{Clock as _, SystemClock};
use storytime_types::Instant;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

pub use account::TOKEN;

use crate::support::channel::within_patience;

/// How many calendars there are to subscribe to.
pub const SUBSCRIPTIONS: usize = 20;
/// All of them, with those of the account.
pub const CALENDARS: usize = SUBSCRIPTIONS + account::CALENDARS.len();
/// What a sync asks: each calendar, and of the account a token and its list besides.
pub const QUESTIONS: usize = CALENDARS + 2;
/// How many events each has at first.
pub const EVENTS: usize = 30;
/// Of these, the first ones move and the next ones vanish; some are new.
pub const MOVED: usize = 10;
pub const GONE: usize = 5;
pub const NEW: usize = 5;

/// What it does.
#[derive(Debug)]
struct State {
    base: Instant,
    has_changed: watch::Sender<bool>,
    /// Questions so far.
    asked: watch::Sender<usize>,
    /// From this question on answers break off in the middle and the connection stays open.
    silent_from: AtomicUsize,
}

/// The server.
pub struct Server {
    state: Arc<State>,
    address: String,
}

impl Server {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let state = Arc::new(State {
            // Nothing is due while the test runs, and everything is planned already.
            base: SystemClock.now().plus_ms(6 * Instant::HOUR),
            has_changed: watch::Sender::new(false),
            asked: watch::Sender::new(0),
            silent_from: AtomicUsize::new(usize::MAX),
        });
        let answering = Arc::clone(&state);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                // Whoever is killed hangs up.
                tokio::spawn(answer(stream, Arc::clone(&answering)));
            }
        });
        Self { state, address }
    }

    pub fn addresses(&self) -> impl Iterator<Item = String> + '_ {
        (0..SUBSCRIPTIONS).map(|number| format!("{}/{number}.ics", self.address))
    }

    /// Makes an app with this data folder take this for Google; any code signs in.
    pub fn stand_in(&self, data: &Path) {
        account::stand_in(&self.address, data);
    }

    /// From now on every calendar has changed.
    pub fn change(&self) {
        self.state.has_changed.send_replace(true);
    }

    /// Answers until this question, counted from now on.
    pub fn fall_silent_at(&self, question: usize) {
        self.state.asked.send_replace(0);
        self.state.silent_from.store(question, Ordering::SeqCst);
    }

    /// Answers everything again.
    pub fn answer_all(&self) {
        self.state.silent_from.store(usize::MAX, Ordering::SeqCst);
    }

    /// Waits until so many questions were asked.
    pub async fn asked(&self, questions: usize) {
        let mut asked = self.state.asked.subscribe();
        let enough = asked.wait_for(|asked| *asked >= questions);
        let _ = within_patience(enough, "the server to be asked")
            .await
            .unwrap();
    }
}

async fn answer(mut stream: TcpStream, state: Arc<State>) -> std::io::Result<()> {
    let question = read_question(&mut stream).await?;
    let target = question.split(' ').nth(1).unwrap_or_default();
    let has_changed = *state.has_changed.borrow();
    let name = target.trim_start_matches('/').trim_end_matches(".ics");
    let body = account::answer(target, state.base, has_changed)
        .unwrap_or_else(|| calendar(name, state.base, has_changed));
    let mut number = 0;
    state.asked.send_modify(|asked| {
        *asked += 1;
        number = *asked;
    });
    let head = format!(
        "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).await?;
    if number < state.silent_from.load(Ordering::SeqCst) {
        stream.write_all(body.as_bytes()).await?;
        return stream.shutdown().await;
    }
    stream.write_all(&body.as_bytes()[..body.len() / 2]).await?;
    while stream.read(&mut [0; 4096]).await? > 0 {}
    Ok(())
}

/// The whole of it, also where a form follows its head.
async fn read_question(stream: &mut TcpStream) -> std::io::Result<String> {
    let mut question = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&question).to_ascii_lowercase();
        if let Some((head, form)) = text.split_once("\r\n\r\n") {
            let length = head.split("content-length: ").nth(1);
            let length = length.and_then(|rest| rest.lines().next()?.parse().ok());
            if form.len() >= length.unwrap_or(0) {
                return Ok(String::from_utf8_lossy(&question).into_owned());
            }
        }
        if stream.read_buf(&mut question).await? == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
    }
}

/// One event at a time: which, and how many minutes after the first.
fn plan(has_changed: bool) -> impl Iterator<Item = (usize, i64)> {
    let numbers = if has_changed {
        0..EVENTS + NEW
    } else {
        0..EVENTS
    };
    numbers.filter_map(move |number| {
        let is_gone = has_changed && (MOVED..MOVED + GONE).contains(&number);
        let later = if has_changed && number < MOVED { 20 } else { 0 };
        let minutes = i64::try_from(number).unwrap() * 40 + later;
        (!is_gone).then_some((number, minutes))
    })
}

fn calendar(name: &str, base: Instant, has_changed: bool) -> String {
    let mut text = String::from("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//tests//EN\r\n");
    for (number, minutes) in plan(has_changed) {
        let start = base.plus_ms(minutes * Instant::MINUTE);
        let start = start.to_string().replace(['-', ':'], "");
        let start = start.split('.').next().unwrap().trim_end_matches('Z');
        let _ = write!(
            text,
            "BEGIN:VEVENT\r\nUID:{name}-{number}\r\nDTSTAMP:20260101T000000Z\r\n\
             SUMMARY:Meeting {number} of {name}\r\nDTSTART:{start}Z\r\nDURATION:PT30M\r\n\
             END:VEVENT\r\n"
        );
    }
    text + "END:VCALENDAR\r\n"
}
