//! The wish of the person or the system that we end.

use std::io;

/// Waits for SIGINT or SIGTERM.
#[cfg(unix)]
pub async fn received() -> io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        _ = interrupt.recv() => {}
        _ = terminate.recv() => {}
    }
    Ok(())
}

/// Waits for Ctrl+C.
#[cfg(not(unix))]
pub async fn received() -> io::Result<()> {
    tokio::signal::ctrl_c().await
}
