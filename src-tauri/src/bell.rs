//! How a second start reaches the first where there is no session bus for the single-instance
//! plugin: whoever connects to this socket wants to see the window.

use std::fs::Permissions;
use std::io;
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::net::UnixStream;
use std::path::PathBuf;

use tokio::net::UnixListener;

use crate::door::Door;

/// Rings the app that runs on the same data. False when nobody is there to hear it.
pub fn ring(door: &Door) -> bool {
    UnixStream::connect(path(door)).is_ok()
}

/// Hears the bell until the app ends. Only the process that holds the engine's lock may listen, so
/// a socket that is there already is a dead process's.
///
/// # Errors
/// When the socket cannot be made.
pub async fn listen(door: &Door, rung: impl Fn()) -> io::Result<()> {
    let path = path(door);
    match std::fs::remove_file(&path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let listener = UnixListener::bind(&path)?;
    std::fs::set_permissions(&path, Permissions::from_mode(0o600))?;
    loop {
        listener.accept().await?;
        rung();
    }
}

fn path(door: &Door) -> PathBuf {
    door.path().with_extension("bell")
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    #[tokio::test]
    async fn a_second_start_rings_and_the_first_hears_it() {
        let data_dir = tempfile::tempdir().unwrap();
        let door = Door::of(data_dir.path()).unwrap();
        assert!(!ring(&door), "nobody is there yet");

        let (to, from) = mpsc::channel();
        let listening = door.clone();
        let first = tokio::spawn(async move { listen(&listening, || to.send(()).unwrap()).await });
        let heard = tokio::task::spawn_blocking(move || from.recv());
        while !ring(&door) {
            tokio::task::yield_now().await;
        }

        assert_eq!(heard.await.unwrap(), Ok(()));
        first.abort();
        drop(std::fs::remove_file(path(&door)));
    }
}
