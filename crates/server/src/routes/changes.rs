//! `GET /api/changes`: what changed, as server-sent events.

use std::collections::VecDeque;
use std::time::Duration;

use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::stream::{self, Stream};
use storytime_types::changes::Change;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;

use crate::access::Me;
use crate::stop::Stop;

/// How often something is sent where nothing changes, so that a listener that is gone is noticed.
const KEEP_ALIVE: Duration = Duration::from_secs(30);

const ALL: [Change; 6] = [
    Change::Events,
    Change::Stories,
    Change::Ledger,
    Change::Sync,
    Change::Settings,
    Change::Looked,
];

/// What changes from now on, as server-sent events.
#[utoipa::path(get, path = "/changes", tag = "changes",
    responses((status = 200, description = "A stream that does not end by itself: each event's data is one change.", content_type = "text/event-stream", body = Change)))]
pub(super) async fn stream(
    Me(api): Me,
    State(stop): State<Stop>,
) -> Sse<impl Stream<Item = Result<Event, axum::Error>>> {
    let changes = Changes {
        heard: api.changes(),
        waiting: VecDeque::new(),
        stop,
    };
    let events = stream::unfold(
        (changes, api, true),
        |(mut changes, api, stands)| async move {
            if !stands {
                return None;
            }
            let change = changes.next().await?;
            // Whoever was signed out is told so by this last change, and asks in vain from then on.
            let stands = change != Change::Settings || api.still_stands().await.unwrap_or(false);
            Some((Event::default().json_data(change), (changes, api, stands)))
        },
    );
    Sse::new(events).keep_alive(KeepAlive::new().interval(KEEP_ALIVE))
}

struct Changes {
    heard: Receiver<Change>,
    /// Still to be told.
    waiting: VecDeque<Change>,
    stop: Stop,
}

impl Changes {
    /// The next change; none once the server stops.
    async fn next(&mut self) -> Option<Change> {
        if let Some(change) = self.waiting.pop_front() {
            return Some(change);
        }
        let heard = tokio::select! {
            heard = self.heard.recv() => heard,
            () = self.stop.wait() => return None,
        };
        match heard {
            Ok(change) => Some(change),
            // What was missed may have been anything.
            Err(RecvError::Lagged(_)) => {
                self.waiting = ALL.into();
                self.waiting.pop_front()
            }
            Err(RecvError::Closed) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::sync::broadcast;

    #[tokio::test]
    async fn who_cannot_keep_up_is_told_that_everything_may_have_changed() {
        let tell = broadcast::Sender::new(2);
        let (_stopper, stop) = Stop::channel();
        let mut changes = Changes {
            heard: tell.subscribe(),
            waiting: VecDeque::new(),
            stop,
        };
        for _ in 0..3 {
            tell.send(Change::Ledger).unwrap();
        }
        for expected in ALL {
            assert_eq!(changes.next().await, Some(expected));
        }
        assert_eq!(changes.next().await, Some(Change::Ledger));
    }

    #[tokio::test]
    async fn the_stream_ends_when_the_server_stops() {
        let tell = broadcast::Sender::new(2);
        let (stopper, stop) = Stop::channel();
        let mut changes = Changes {
            heard: tell.subscribe(),
            waiting: VecDeque::new(),
            stop,
        };
        stopper.stop();
        assert_eq!(changes.next().await, None);
    }
}
