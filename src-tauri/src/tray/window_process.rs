//! The window's process, as the tray sees it: at most one.

use std::io;
use std::path::PathBuf;
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use tokio::io::AsyncWriteExt as _;
use tokio::process::{Child, ChildStdin, Command};

use crate::window::{FOCUS, HELD_BY_TRAY};
use storytime_types::Place;

/// How long a window may take to close when the app quits.
const CLOSES_WITHIN: Duration = Duration::from_secs(3);

/// The window that is open, if one is.
pub struct WindowProcess {
    program: PathBuf,
    data_dir: Option<PathBuf>,
    open: Option<Open>,
}

struct Open {
    process: Child,
    /// Carries [`FOCUS`]; its end is the window's end.
    pipe: ChildStdin,
}

impl WindowProcess {
    /// No window yet. `data_dir` is what the person asked for, if anything.
    pub fn new(program: PathBuf, data_dir: Option<PathBuf>) -> Self {
        Self {
            program,
            data_dir,
            open: None,
        }
    }

    /// Opens a new window, at this place if one is named.
    ///
    /// # Errors
    /// When the program cannot be started.
    pub fn open(&mut self, place: Option<&Place>) -> io::Result<()> {
        let mut command = Command::new(&self.program);
        command
            .arg("--window")
            .env(HELD_BY_TRAY, "1")
            .stdin(Stdio::piped());
        if let Some(place) = place {
            command.arg("--page").arg(place.fragment());
        }
        if let Some(folder) = &self.data_dir {
            command.arg("--data-dir").arg(folder);
        }
        let mut process = command.spawn()?;
        let pipe = process.stdin.take();
        self.open = pipe.map(|pipe| Open { process, pipe });
        Ok(())
    }

    /// Waits until the open window is closed; for ever while there is none.
    ///
    /// # Errors
    /// When its end cannot be learned.
    pub async fn closed(&mut self) -> io::Result<ExitStatus> {
        let Some(open) = &mut self.open else {
            return std::future::pending().await;
        };
        let status = open.process.wait().await;
        self.open = None;
        status
    }

    /// Closes the window that is open; one that does not close in time is ended.
    pub async fn close(&mut self) {
        let Some(Open { mut process, pipe }) = self.open.take() else {
            return;
        };
        drop(pipe);
        let closed = tokio::time::timeout(CLOSES_WITHIN, process.wait()).await;
        if closed.is_err()
            && let Err(error) = process.kill().await
        {
            tracing::warn!(%error, "the window hangs and cannot be ended");
        }
    }

    /// Brings the open window to the front, at this place if one is named. False when there is none,
    /// or it is about to be gone.
    pub async fn come_forward(&mut self, place: Option<&Place>) -> bool {
        let Some(open) = &mut self.open else {
            return false;
        };
        let is_running = matches!(open.process.try_wait(), Ok(None));
        let fragment = place.map_or_else(String::new, Place::fragment);
        let line = format!("{FOCUS} {fragment}\n");
        is_running && open.pipe.write_all(line.as_bytes()).await.is_ok()
    }
}
