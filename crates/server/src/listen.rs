//! Where the router listens: a socket of the person's own (on Windows a pipe, `pipe.rs`), or
//! 127.0.0.1.

use std::io;
use std::net::Ipv4Addr;
use std::time::Duration;

use axum::Router;
use tokio::net::TcpListener;

use crate::connections;
use crate::stop::Stop;

/// How long answers under way may take once the server stops.
const FINISH_WITHIN: Duration = Duration::from_secs(5);

/// A place on 127.0.0.1, taken but not yet serving: the port is known before anybody is let in.
#[derive(Debug)]
pub struct Loopback {
    listener: TcpListener,
    port: u16,
}

impl Loopback {
    /// Takes a port; 0 picks a free one.
    ///
    /// # Errors
    /// When the port is taken, or none may be taken.
    pub async fn bind(port: u16) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
        let port = listener.local_addr()?.port();
        Ok(Self { listener, port })
    }

    /// The port.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Serves until `stop` says so, then finishes the answers under way (5 s at most).
    ///
    /// # Errors
    /// None so far: what keeps a connection from being taken passes, or is logged.
    pub async fn serve(self, app: Router, stop: Stop) -> io::Result<()> {
        let serving = connections::serve(self.listener, app, stop.clone());
        let serving = async {
            serving.await;
            Ok(())
        };
        within(serving, stop).await
    }
}

/// Serves on a Unix socket that nobody but its owner can open, until `stop` says so. A socket left
/// behind by a process that was killed is replaced.
///
/// # Errors
/// When another process serves there already, or the socket cannot be made.
#[cfg(unix)]
pub async fn serve_unix(path: &std::path::Path, app: Router, stop: Stop) -> io::Result<()> {
    let listener = socket::bind(path).await?;
    let (mut first, second) = (stop.clone(), stop);
    let serving =
        axum::serve(listener, app).with_graceful_shutdown(async move { first.wait().await });
    let ended = within(serving.into_future(), second).await;
    // Gone already is as good.
    let _ = std::fs::remove_file(path);
    ended
}

pub(crate) async fn within(
    serving: impl Future<Output = io::Result<()>>,
    mut stop: Stop,
) -> io::Result<()> {
    let too_long = async {
        stop.wait().await;
        tokio::time::sleep(FINISH_WITHIN).await;
    };
    tokio::select! {
        ended = serving => ended,
        () = too_long => Ok(()),
    }
}

#[cfg(unix)]
mod socket {
    use std::fs::{self, Permissions};
    use std::io;
    use std::os::unix::fs::PermissionsExt as _;
    use std::path::Path;

    use tokio::net::{UnixListener, UnixStream};

    /// Made inside a folder that only the owner can enter, and moved into place once its mode is
    /// right: at no moment can anybody else open it.
    pub(super) async fn bind(path: &Path) -> io::Result<UnixListener> {
        if UnixStream::connect(path).await.is_ok() {
            let message = format!("another process serves at {} already", path.display());
            return Err(io::Error::new(io::ErrorKind::AddrInUse, message));
        }
        let folder = path.parent().unwrap_or(Path::new("."));
        let private = tempfile::Builder::new()
            .prefix(".s")
            .rand_bytes(4)
            .tempdir_in(folder)?;
        let made = private.path().join("s");
        let listener = UnixListener::bind(&made)?;
        fs::set_permissions(&made, Permissions::from_mode(0o600))?;
        fs::rename(&made, path)?;
        Ok(listener)
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[tokio::test]
        async fn a_socket_is_its_owners_alone_and_leaves_nothing_else_behind() {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("door");
            let _listener = bind(&path).await.unwrap();
            let mode = fs::metadata(&path).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
            assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        }

        #[tokio::test]
        async fn a_socket_left_behind_is_replaced_and_one_in_use_is_not() {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("door");
            drop(bind(&path).await.unwrap());
            let _listener = bind(&path).await.unwrap();
            let error = bind(&path).await.unwrap_err();
            assert_eq!(error.kind(), io::ErrorKind::AddrInUse);
        }
    }
}
