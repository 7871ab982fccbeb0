//! A server that hangs until it is told what to answer.

use std::net::SocketAddr;

use storytime_types::calendars::ConnectIcs;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

use super::channel::within_patience;

/// The server. It holds every question until there is an answer.
pub struct HeldServer {
    address: SocketAddr,
    answer: watch::Sender<Option<String>>,
    asked: watch::Receiver<usize>,
}

impl HeldServer {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let answer = watch::Sender::new(None);
        let (asking, asked) = watch::channel(0);
        let answers = answer.subscribe();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                asking.send_modify(|asked| *asked += 1);
                tokio::spawn(serve(stream, answers.clone()));
            }
        });
        Self {
            address,
            answer,
            asked,
        }
    }

    /// What to connect.
    pub fn calendar(&self) -> ConnectIcs {
        ConnectIcs {
            url: Some(format!("http://{}/team.ics", self.address)),
            path: None,
        }
    }

    /// From now on every question is answered with this calendar.
    pub fn answer(&self, calendar: &str) {
        self.say(format!(
            "HTTP/1.1 200 OK\r\ncontent-type: text/calendar\r\ncontent-length: {}\r\n\
             connection: close\r\n\r\n{calendar}",
            calendar.len()
        ));
    }

    /// From now on every question is refused.
    pub fn refuse(&self) {
        self.say(
            "HTTP/1.1 500 Trouble\r\ncontent-length: 0\r\nconnection: close\r\n\r\n".to_owned(),
        );
    }

    /// From now on questions hang again.
    pub fn hold(&self) {
        self.answer.send_replace(None);
    }

    /// Waits until so many questions were asked.
    pub async fn asked(&self, count: usize) {
        let mut asked = self.asked.clone();
        let enough = asked.wait_for(|asked| *asked >= count);
        within_patience(enough, "a question").await.unwrap();
    }

    /// Makes sure that no more questions came.
    pub fn asked_no_more_than(&self, count: usize) {
        assert_eq!(*self.asked.borrow(), count, "questions");
    }

    fn say(&self, answer: String) {
        self.answer.send_replace(Some(answer));
    }
}

/// Who is not answered any more, or hangs up, is of no interest.
async fn serve(mut stream: TcpStream, mut answers: watch::Receiver<Option<String>>) {
    let mut question = [0; 4096];
    let _ = stream.read(&mut question).await;
    let answer = match answers.wait_for(Option::is_some).await {
        Ok(answer) => answer.clone().unwrap_or_default(),
        Err(_) => return,
    };
    let _ = stream.write_all(answer.as_bytes()).await;
}
