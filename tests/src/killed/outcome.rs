//! What a sync came to: the events and the ledger, read from the database itself.

use std::path::Path;

use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions as _, Connection as _, Row as _};

use super::server::{CALENDARS, EVENTS, GONE, MOVED, NEW, TOKEN};

/// One line an event, and one a row of the ledger. Of an event that was known before the sync its
/// reminders' keys are the same, however the sync went; a new one has an id of its own each time.
#[derive(Debug, PartialEq, Eq)]
pub struct Outcome {
    events: Vec<String>,
    ledger: Vec<String>,
}

impl Outcome {
    /// Reads it, after a look at the database's soundness and at what must not stand in it.
    pub async fn read(data: &Path, known: &[String]) -> Self {
        let mut database = open(data).await;
        let tokens: Vec<(Option<String>, Option<String>)> = sqlx::query_as(
            "SELECT access_token, refresh_token FROM calendar_integrations
             WHERE provider = 'GOOGLE'",
        )
        .fetch_all(&mut database)
        .await
        .unwrap();
        let [(Some(access), Some(refresh))] = &tokens[..] else {
            panic!("the account has lost its tokens")
        };
        assert!(!access.contains(TOKEN) && !refresh.contains(TOKEN));
        let sound: String = sqlx::query_scalar("PRAGMA integrity_check")
            .fetch_one(&mut database)
            .await
            .unwrap();
        assert_eq!(sound, "ok");
        let running: i64 =
            sqlx::query_scalar("SELECT count(*) FROM sync_jobs WHERE status = 'running'")
                .fetch_one(&mut database)
                .await
                .unwrap();
        assert_eq!(running, 0, "a job is left over");
        let events = sqlx::query_scalar(
            "SELECT e.provider_event_id || ' ' || e.title || ' ' || e.start_time || ' '
                 || e.end_time || ' ' || e.status
             FROM events e JOIN calendars c ON c.id = e.calendar_id ORDER BY 1",
        )
        .fetch_all(&mut database)
        .await
        .unwrap();
        let rows = sqlx::query(
            "SELECT title, scheduled_for, status, coalesce(error_message, '') AS why, event_id,
                 idempotency_key
             FROM notification_logs ORDER BY title, scheduled_for, status",
        )
        .fetch_all(&mut database)
        .await
        .unwrap();
        database.close().await.unwrap();
        let ledger = rows.iter().map(|row| {
            let event: &str = row.get("event_id");
            let key: &str = match known.binary_search_by(|id| id.as_str().cmp(event)) {
                Ok(_) => row.get("idempotency_key"),
                Err(_) => "new",
            };
            let [title, status, why] =
                ["title", "status", "why"].map(|name| row.get::<&str, _>(name));
            let due: i64 = row.get("scheduled_for");
            format!("{title} {due} {status} {why} {key}")
        });
        Self {
            events,
            ledger: ledger.collect(),
        }
    }

    /// Whether the sync took in everything: a moved event has a row more, one that is gone stays as
    /// a cancelled one.
    pub fn has_all_that_changed(&self) -> bool {
        let of = |all: &[String], what: &str| {
            let found = all.iter().filter(|line| line.contains(what));
            found.count()
        };
        self.events.len() == CALENDARS * (EVENTS + NEW)
            && of(&self.events, "RESCHEDULED") == CALENDARS * MOVED
            && of(&self.events, "CANCELLED") == CALENDARS * GONE
            && self.ledger.len() == CALENDARS * (EVENTS + NEW + MOVED)
            && of(&self.ledger, "PENDING") == CALENDARS * (EVENTS + NEW - GONE)
    }
}

/// The ids of the events that are stored.
pub async fn known_events(data: &Path) -> Vec<String> {
    let mut database = open(data).await;
    let ids = sqlx::query_scalar("SELECT id FROM events ORDER BY id")
        .fetch_all(&mut database)
        .await
        .unwrap();
    // SQLite's own files beside it go with the connection; the folder is copied next.
    database.close().await.unwrap();
    ids
}

async fn open(data: &Path) -> SqliteConnection {
    let options = SqliteConnectOptions::new().filename(data.join("storytime.db"));
    options.connect().await.unwrap()
}
