//! The window's way in on Windows: a named pipe that only this person's programs can open.

use std::io;
use std::path::Path;
use std::time::Duration;

use axum::Router;
use interprocess::local_socket::tokio::{Listener, Stream};
use interprocess::local_socket::traits::tokio::Listener as _;
use interprocess::local_socket::{GenericFilePath, ListenerOptions, ToFsName as _};
use interprocess::os::windows::local_socket::ListenerOptionsExt as _;
use interprocess::os::windows::security_descriptor::SecurityDescriptor;
use widestring::{U16CStr, u16cstr};

use crate::listen::within;
use crate::stop::Stop;

/// Everything for the pipe's owner and for the system itself, nothing for anybody else. Without it
/// everybody may read from a pipe (Windows, "Named Pipe Security and Access Rights").
const OWNER_ALONE: &U16CStr = u16cstr!("D:P(A;;GA;;;OW)(A;;GA;;;SY)");
/// After an error that is the system's and not a connection's.
const REST: Duration = Duration::from_secs(1);

/// Serves on a named pipe (`\\.\pipe\…`) that nobody but its owner can open and no other computer
/// can reach, until `stop` says so.
///
/// # Errors
/// When another process serves there already, or the pipe cannot be made.
pub async fn serve_pipe(path: &Path, app: Router, stop: Stop) -> io::Result<()> {
    let pipe = Pipe::make(path)?;
    let (mut first, second) = (stop.clone(), stop);
    let serving = axum::serve(pipe, app).with_graceful_shutdown(async move { first.wait().await });
    within(serving.into_future(), second).await
}

struct Pipe(Listener);

impl Pipe {
    fn make(path: &Path) -> io::Result<Self> {
        let options = ListenerOptions::new()
            .name(path.to_fs_name::<GenericFilePath>()?)
            .security_descriptor(SecurityDescriptor::deserialize(OWNER_ALONE)?);
        options.create_tokio().map(Self)
    }
}

impl axum::serve::Listener for Pipe {
    type Io = Stream;
    type Addr = ();

    async fn accept(&mut self) -> (Stream, ()) {
        loop {
            match self.0.accept().await {
                Ok(stream) => return (stream, ()),
                Err(error) => {
                    tracing::warn!(%error, "the window cannot be let in now");
                    tokio::time::sleep(REST).await;
                }
            }
        }
    }

    fn local_addr(&self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use axum::routing::get;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::windows::named_pipe::{ClientOptions, NamedPipeClient};

    use super::*;

    const REQUEST: &[u8] = b"GET / HTTP/1.1\r\nhost: here\r\nconnection: close\r\n\r\n";

    fn path(name: &str) -> String {
        format!(r"\\.\pipe\storytime-{name}-{}", std::process::id())
    }

    /// The pipe, once it is there and not busy with another one's arrival.
    async fn opened(path: &str) -> NamedPipeClient {
        loop {
            match ClientOptions::new().open(path) {
                Ok(stream) => return stream,
                Err(_) => tokio::task::yield_now().await,
            }
        }
    }

    async fn asked(path: &str) -> String {
        let mut stream = opened(path).await;
        stream.write_all(REQUEST).await.unwrap();
        let mut answer = Vec::new();
        // A pipe that its server closed ends with an error where a socket just ends.
        let _ = stream.read_to_end(&mut answer).await;
        String::from_utf8(answer).unwrap()
    }

    #[tokio::test]
    async fn the_window_is_answered_again_and_again_until_the_server_stops() {
        let path = path("answers");
        let app = Router::new().route("/", get(|| async { "hello" }));
        let (stopper, stop) = Stop::channel();
        let serving = tokio::spawn({
            let path = path.clone();
            async move { serve_pipe(Path::new(&path), app, stop).await }
        });

        for _ in 0..3 {
            let answer = asked(&path).await;
            assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
            assert!(answer.ends_with("hello"), "{answer}");
        }

        stopper.stop();
        serving.await.unwrap().unwrap();
        assert!(
            ClientOptions::new().open(&path).is_err(),
            "it is still there"
        );
    }

    #[tokio::test]
    async fn a_second_server_at_the_same_place_is_refused() {
        let path = path("second");
        let _first = Pipe::make(Path::new(&path)).unwrap();

        assert!(Pipe::make(Path::new(&path)).is_err());
    }
}
