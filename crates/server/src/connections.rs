//! Connections from programs that nobody knows yet: so many at most, and none of them may hold its
//! place without asking for anything, or without taking what it asked for.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::Request;
use hyper::body::Incoming;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto;
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tower::ServiceExt as _;

use crate::stop::Stop;
use crate::write_deadline::WriteDeadline;

/// So many are open at once; further ones wait in the system's queue for a place.
pub(crate) const MOST: usize = 256;
/// How long a request's head may take, and the silence before it: a connection that sends a letter
/// now and then (slowloris), or nothing, is closed after that.
pub(crate) const HEAD_WITHIN: Duration = Duration::from_secs(15);
/// So long may nothing of an answer be taken: a connection whose other end does not read is closed
/// then, the stream of changes too. (How long a request's body may take, says the router.)
pub(crate) const TAKEN_WITHIN: Duration = Duration::from_secs(30);
/// After an error that is the system's and not a connection's, as where files run out.
const REST: Duration = Duration::from_secs(1);

/// Serves until `stop` says so, and answers then what was asked for before.
pub(crate) async fn serve(listener: TcpListener, app: Router, mut stop: Stop) {
    let places = Arc::new(Semaphore::new(MOST));
    let ending = GracefulShutdown::new();
    loop {
        let (stream, peer, place) = tokio::select! {
            accepted = accept(&listener, &places) => match accepted {
                Ok(accepted) => accepted,
                Err(error) => {
                    tracing::warn!(%error, "no connection can be taken now");
                    tokio::time::sleep(REST).await;
                    continue;
                }
            },
            () = stop.wait() => break,
        };
        let mut http = auto::Builder::new(TokioExecutor::new()).http1_only();
        http.http1()
            .timer(TokioTimer::new())
            .header_read_timeout(HEAD_WITHIN);
        let app = app
            .clone()
            .map_request(move |mut request: Request<Incoming>| {
                request.extensions_mut().insert(ConnectInfo(peer));
                request.map(Body::new)
            });
        let connection = http
            .serve_connection(
                TokioIo::new(WriteDeadline::new(stream, TAKEN_WITHIN)),
                TowerToHyperService::new(app),
            )
            .into_owned();
        let connection = ending.watch(connection);
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(error, "a connection ended early");
            }
            drop(place);
        });
    }
    drop(listener);
    ending.shutdown().await;
}

type Accepted = (TcpStream, SocketAddr, OwnedSemaphorePermit);

/// The next connection, once there is a place for it.
async fn accept(listener: &TcpListener, places: &Arc<Semaphore>) -> io::Result<Accepted> {
    let place = Arc::clone(places).acquire_owned().await;
    let place = place.map_err(io::Error::other)?;
    loop {
        match listener.accept().await {
            Ok((stream, peer)) => return Ok((stream, peer, place)),
            Err(error) if is_the_connections(&error) => {}
            Err(error) => return Err(error),
        }
    }
}

fn is_the_connections(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::ConnectionRefused
            | io::ErrorKind::ConnectionAborted
            | io::ErrorKind::ConnectionReset
    )
}

#[cfg(test)]
mod tests {
    use axum::body::Bytes;
    use axum::routing::{get, post};
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::time::{Instant, timeout};

    use super::*;
    use crate::access::Access;
    use crate::listen::Loopback;
    use crate::router::{TIME_LIMIT, enclosed};
    use crate::stop::Stopper;

    const WHOLE: &[u8] = b"GET / HTTP/1.1\r\nhost: here\r\n\r\n";
    /// Far longer than anything here takes, in tokio's time.
    const PATIENCE: Duration = Duration::from_secs(600);
    /// More bytes than the system keeps for a connection.
    const MUCH: u64 = 64 * 1024 * 1024;

    /// A server that greets, and where it is.
    async fn greeting() -> (Stopper, SocketAddr) {
        serving(Router::new().route("/", get(|| async { "hello" }))).await
    }

    async fn serving(app: Router) -> (Stopper, SocketAddr) {
        let place = Loopback::bind(0).await.unwrap();
        let address = SocketAddr::from(([127, 0, 0, 1], place.port()));
        let (stopper, stop) = Stop::channel();
        tokio::spawn(place.serve(app, stop));
        (stopper, address)
    }

    async fn connected(address: SocketAddr, sent: &[u8]) -> TcpStream {
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(sent).await.unwrap();
        stream
    }

    async fn is_answered(stream: &mut TcpStream) -> bool {
        let mut answer = [0; 12];
        stream.read_exact(&mut answer).await.is_ok() && answer == *b"HTTP/1.1 200"
    }

    #[tokio::test]
    async fn one_that_sends_half_a_request_or_nothing_is_closed_after_fifteen_seconds() {
        for sent in [&b""[..], &WHOLE[..WHOLE.len() - 2]] {
            let (_stopper, address) = greeting().await;
            let mut stream = connected(address, sent).await;
            tokio::time::pause();
            let begun = Instant::now();

            let ended = timeout(PATIENCE, stream.read_to_end(&mut Vec::new())).await;

            assert!(ended.is_ok(), "it is still open");
            let lasted = begun.elapsed();
            assert!(lasted <= HEAD_WITHIN + REST, "{lasted:?}");
            tokio::time::resume();
        }
    }

    #[tokio::test]
    async fn one_that_never_takes_its_answer_is_closed_after_half_a_minute() {
        let endless = || async {
            let piece = || Ok::<_, io::Error>(vec![7_u8; 65_536]);
            Body::from_stream(futures_util::stream::repeat_with(piece))
        };
        let (_stopper, address) = serving(Router::new().route("/", get(endless))).await;
        let mut stream = connected(address, WHOLE).await;
        assert!(is_answered(&mut stream).await);
        tokio::time::pause();

        tokio::time::sleep(TAKEN_WITHIN + REST).await;

        // What the system had taken on for it is left, and then it ends.
        let mut left = stream.take(MUCH);
        let _ = tokio::io::copy(&mut left, &mut tokio::io::sink()).await;
        assert!(left.limit() > 0, "it is still being sent");
    }

    #[tokio::test]
    async fn one_that_sends_a_body_letter_by_letter_is_answered_and_closed_once_its_time_is_over() {
        let app = Router::new().route("/", post(|_: Bytes| async { "thanks" }));
        let (_stopper, address) = serving(enclosed(app, Access::owner())).await;
        let head = b"POST / HTTP/1.1\r\nhost: here\r\ncontent-length: 1000\r\n\r\n";
        let (mut from, mut to) = connected(address, head).await.into_split();
        let letters = tokio::spawn(async move {
            while to.write_all(b"x").await.is_ok() {
                tokio::time::sleep(REST).await;
            }
        });
        tokio::time::pause();
        let begun = Instant::now();

        let mut answer = Vec::new();
        let ended = timeout(PATIENCE, from.read_to_end(&mut answer)).await;

        assert!(ended.is_ok(), "it is still open");
        assert!(answer.starts_with(b"HTTP/1.1 503"), "{answer:?}");
        assert!(begun.elapsed() <= TIME_LIMIT + 2 * REST);
        letters.abort();
    }

    #[tokio::test]
    async fn those_that_ask_for_nothing_leave_their_places_to_the_next_one() {
        let (_stopper, address) = greeting().await;
        let mut idle = Vec::new();
        for _ in 0..MOST {
            let mut one = connected(address, WHOLE).await;
            assert!(is_answered(&mut one).await);
            idle.push(one);
        }
        let mut next = connected(address, WHOLE).await;
        tokio::time::pause();
        let begun = Instant::now();

        let answered = timeout(PATIENCE, is_answered(&mut next)).await;

        assert_eq!(answered, Ok(true));
        let waited = begun.elapsed();
        assert!(waited <= HEAD_WITHIN + REST, "{waited:?}");
    }
}
