//! Forwards the engine's stream of changes to the page, as the event `change`.

use std::time::Duration;

use futures_util::StreamExt as _;
use storytime_types::changes::Change;
use tauri::{AppHandle, Emitter as _};

use super::backend::{Backend, CallError};

/// The event's name in the page.
const EVENT: &str = "change";
/// How long to wait before the stream is opened again, at first and at most.
const PAUSES: (Duration, Duration) = (Duration::from_millis(250), Duration::from_secs(5));
/// A line of the stream that is longer is none of ours.
const LONGEST_LINE: usize = 4_096;
/// Everything a page shows.
const EVERYTHING: [Change; 6] = [
    Change::Events,
    Change::Stories,
    Change::Ledger,
    Change::Sync,
    Change::Settings,
    Change::Looked,
];

/// Runs as long as the window: a stream that breaks is opened again, and the page then asks for
/// everything anew, because nobody knows what it missed.
pub async fn forward(app: AppHandle, backend: Backend) {
    let (mut pause, longest) = PAUSES;
    let mut missed_some = false;
    loop {
        let on_open = || {
            if missed_some {
                EVERYTHING.iter().for_each(|change| emit(&app, *change));
            }
        };
        match follow(&backend, on_open, |change| emit(&app, change)).await {
            Ok(()) => pause = PAUSES.0,
            Err(error) => {
                tracing::debug!(%error, "no stream of changes yet");
                pause = (pause * 2).min(longest);
            }
        }
        missed_some = true;
        tokio::time::sleep(pause).await;
    }
}

/// Follows one stream to its end.
async fn follow(
    backend: &Backend,
    on_open: impl FnOnce(),
    mut on_change: impl FnMut(Change),
) -> Result<(), CallError> {
    let mut stream = backend.changes().await?.bytes_stream();
    on_open();
    let mut lines = Lines::default();
    while let Some(piece) = stream.next().await {
        lines.feed(&piece?, &mut on_change);
    }
    Ok(())
}

fn emit(app: &AppHandle, change: Change) {
    if let Err(error) = app.emit(EVENT, change) {
        tracing::warn!(%error, "the page was not told of a change");
    }
}

/// Puts the lines of a stream of server-sent events together. Each of ours is one `data:` line;
/// comments keep the connection alive (WHATWG HTML, 9.2.6).
#[derive(Default)]
struct Lines(Vec<u8>);

impl Lines {
    fn feed(&mut self, piece: &[u8], mut on_change: impl FnMut(Change)) {
        for byte in piece {
            match byte {
                b'\n' | b'\r' => {
                    if let Some(change) = change_in(&self.0) {
                        on_change(change);
                    }
                    self.0.clear();
                }
                // Not data any more, and never more memory.
                _ if self.0.len() >= LONGEST_LINE => self.0[0] = b':',
                byte => self.0.push(*byte),
            }
        }
    }
}

fn change_in(line: &[u8]) -> Option<Change> {
    serde_json::from_slice(line.strip_prefix(b"data:")?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heard(pieces: &[&str]) -> Vec<Change> {
        let (mut lines, mut heard) = (Lines::default(), Vec::new());
        for piece in pieces {
            lines.feed(piece.as_bytes(), |change| heard.push(change));
        }
        heard
    }

    #[test]
    fn a_change_is_heard_however_the_stream_is_cut() {
        let whole = "data: {\"changed\":\"events\"}\n\ndata: {\"changed\":\"sync\"}\r\n\r\n";
        assert_eq!(heard(&[whole]), [Change::Events, Change::Sync]);
        let bytes: Vec<String> = whole.chars().map(String::from).collect();
        let pieces: Vec<&str> = bytes.iter().map(String::as_str).collect();
        assert_eq!(heard(&pieces), [Change::Events, Change::Sync]);
    }

    #[test]
    fn comments_and_strangers_are_passed_over() {
        assert_eq!(
            heard(&[": still here\n\ndata: {\"changed\":\"weather\"}\n\nid: 4\n"]),
            []
        );
    }

    #[test]
    fn a_line_without_end_takes_no_memory_and_no_later_change() {
        let long = format!("data: {{\"changed\":\"events\"}}{}", " ".repeat(10_000));
        assert_eq!(
            heard(&[&long, "\ndata: {\"changed\":\"ledger\"}\n"]),
            [Change::Ledger]
        );
    }
}
