//! A calendar's server that starts well and then misbehaves, on 127.0.0.1.

use std::sync::Arc;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

use super::inputs::good_calendar;

/// What a server does to whoever asks it for a calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    /// Answers with a good calendar.
    Well,
    /// Takes the question and never answers.
    Hangs,
    /// Sends the head of an answer, half of a calendar, and then nothing.
    FallsSilent,
    /// Sends on to a file of the person's.
    RedirectsToAFile,
    /// Sends on to itself, for ever.
    RedirectsInCircles,
    /// Has a fault of its own.
    Answers500,
    /// Shows a page for people.
    AnswersAPage,
    /// Wants a name and a password.
    WantsASignIn,
    /// Never stops sending.
    Endless,
    /// Breaks off within the calendar.
    BreaksOff,
    /// Speaks something else than HTTP.
    NoHttp,
}

/// The server.
#[derive(Debug)]
pub struct Server {
    /// The calendar's address.
    pub address: String,
    manner: watch::Sender<Manner>,
}

impl Server {
    /// One that behaves well, until it is told otherwise.
    ///
    /// # Errors
    /// When no port can be had.
    pub async fn start() -> std::io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = format!("http://{}/team.ics", listener.local_addr()?);
        let (manner, seen) = watch::channel(Manner::Well);
        let own = Arc::new(address.clone());
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let manner = *seen.borrow();
                // Whoever is misbehaved to hangs up when it has enough.
                tokio::spawn(answer(stream, manner, Arc::clone(&own)));
            }
        });
        Ok(Self { address, manner })
    }

    /// From now on it behaves like this.
    pub fn behave(&self, manner: Manner) {
        self.manner.send_replace(manner);
    }
}

async fn answer(mut stream: TcpStream, manner: Manner, own: Arc<String>) -> std::io::Result<()> {
    let mut asked = [0; 4096];
    let _ = stream.read(&mut asked).await?;
    let calendar = String::from_utf8(good_calendar()).unwrap_or_default();
    let half = &calendar[..calendar.len() / 2];
    let text = match manner {
        Manner::Hangs => String::new(),
        Manner::Well => complete("200 OK", &calendar),
        Manner::FallsSilent | Manner::BreaksOff => head(&calendar) + half,
        Manner::RedirectsToAFile => redirect("file:///etc/passwd"),
        Manner::RedirectsInCircles => redirect(&own),
        Manner::Answers500 => complete("500 Internal Server Error", "Oh dear"),
        Manner::AnswersAPage => complete("200 OK", "<!DOCTYPE html><title>Welcome</title>"),
        Manner::WantsASignIn => complete("401 Unauthorized", ""),
        Manner::Endless => "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n".to_owned() + half,
        Manner::NoHttp => "220 mail.example.com ready\r\n".to_owned(),
    };
    stream.write_all(text.as_bytes()).await?;
    match manner {
        Manner::Endless => {
            let more = vec![b'\n'; 1 << 16];
            loop {
                stream.write_all(&more).await?;
            }
        }
        Manner::Hangs | Manner::FallsSilent => loop {
            // Until the other side hangs up.
            if stream.read(&mut asked).await? == 0 {
                return Ok(());
            }
        },
        _ => stream.shutdown().await,
    }
}

fn head(body: &str) -> String {
    let length = body.len();
    format!("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n")
}

fn complete(status: &str, body: &str) -> String {
    let length = body.len();
    format!("HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n{body}")
}

fn redirect(to: &str) -> String {
    format!(
        "HTTP/1.1 302 Found\r\nConnection: close\r\nLocation: {to}\r\nContent-Length: 0\r\n\r\n"
    )
}

/// A manner, and the sentence that a person must be told.
pub const MANNERS: [(&str, Manner, &str); 10] = [
    (
        "an address that hangs",
        Manner::Hangs,
        "took longer than 10 s",
    ),
    (
        "an address that falls silent",
        Manner::FallsSilent,
        "took longer than 10 s",
    ),
    (
        "redirects to file:",
        Manner::RedirectsToAFile,
        "which is neither http nor https",
    ),
    (
        "redirects in circles",
        Manner::RedirectsInCircles,
        "sends us on more than 5 times",
    ),
    (
        "answers 500",
        Manner::Answers500,
        "cannot answer at the moment (500)",
    ),
    (
        "answers a page",
        Manner::AnswersAPage,
        "gave a web page, not a calendar",
    ),
    (
        "wants a sign-in",
        Manner::WantsASignIn,
        "wants a sign-in (401)",
    ),
    ("answers endlessly", Manner::Endless, "is larger than 50 MB"),
    (
        "breaks off",
        Manner::BreaksOff,
        "broke off (the connection was closed too early)",
    ),
    (
        "speaks no HTTP",
        Manner::NoHttp,
        "could not be reached (it does not speak HTTP)",
    ),
];
