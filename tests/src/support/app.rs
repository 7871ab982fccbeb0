//! An engine on a data folder of its own, with a clock that is moved by hand and a channel that
//! keeps what it is handed.

use std::path::PathBuf;
use std::sync::Arc;

use storytime_core::api::{Api, EventQuery, NotificationQuery};
use storytime_core::calendars::NameServers;
use storytime_core::clock::Clock as _;
use storytime_core::clock::manual::ManualClock;
use storytime_core::engine::{Engine, EngineError, EngineOptions};
use storytime_core::vault::KeySources;
use storytime_core::vault::memory::InMemoryHolder;
use storytime_types::calendars::{ConnectIcs, Integration};
use storytime_types::events::{Event, When};
use storytime_types::local::Hours;
use storytime_types::notifications::{Notification, NotificationStatus};
use storytime_types::profile::ProfileChange;
use tempfile::TempDir;

use super::breakable_clock::{BreakableClock, Defects};
use super::calendar::{EventText, at, write_calendar};
use super::channel::{RecordingChannel, within_patience};

/// The loops that wait on the clock: the delivery and the rhythm.
const LOOPS: usize = 2;

/// A running engine and all that is around it.
pub struct App {
    pub folder: TempDir,
    pub clock: ManualClock,
    pub channel: Arc<RecordingChannel>,
    pub keyring: InMemoryHolder,
    pub api: Api,
    defects: Defects,
    engine: Engine,
}

impl App {
    /// A first start, at this time, in UTC.
    pub async fn start(now: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let app = Self::start_in(folder, now).await;
        let change = ProfileChange {
            timezone: Some("UTC".into()),
            ..ProfileChange::default()
        };
        app.api.change_profile(change).await.unwrap();
        app.settled().await;
        app
    }

    /// A start on a data folder that may have been used before.
    pub async fn start_in(folder: TempDir, now: &str) -> Self {
        Self::start_with(folder, now, InMemoryHolder::default()).await
    }

    /// A start on a data folder, in a session with this keyring. No name server is asked.
    pub async fn start_with(folder: TempDir, now: &str, keyring: InMemoryHolder) -> Self {
        Self::start_asking(folder, now, keyring, NameServers::At(Vec::new())).await
    }

    /// A start where these name servers say where a domain's calendars are.
    pub async fn start_asking(
        folder: TempDir,
        now: &str,
        keyring: InMemoryHolder,
        name_servers: NameServers,
    ) -> Self {
        let clock = ManualClock::at(at(now));
        let channel = Arc::new(RecordingChannel::default());
        let defects = Defects::default();
        let breakable = BreakableClock::new(&clock, &defects);
        let engine = start_engine(&folder, breakable, &channel, &keyring, name_servers)
            .await
            .unwrap();
        let api = engine.api();
        let app = Self {
            folder,
            clock,
            channel,
            keyring,
            api,
            defects,
            engine,
        };
        app.settled().await;
        app
    }

    /// Ends this engine properly and starts another one on the same folder, at this time.
    pub async fn restart(self, now: &str) -> Self {
        let Self {
            folder,
            engine,
            keyring,
            ..
        } = self;
        engine.stop().await;
        Self::start_with(folder, now, keyring).await
    }

    /// Tries to start a second engine on the same folder.
    pub async fn second_engine(&self) -> Result<Engine, EngineError> {
        let clock = BreakableClock::new(&self.clock, &self.defects);
        let nobody = NameServers::At(Vec::new());
        start_engine(&self.folder, clock, &self.channel, &self.keyring, nobody).await
    }

    /// Writes a calendar file of this name and connects it.
    pub async fn connect(&self, name: &str, events: &[EventText]) -> PathBuf {
        let path = write_calendar(self.folder.path(), name, events);
        self.connect_path(&path).await;
        path
    }

    pub async fn connect_path(&self, path: &std::path::Path) {
        let path = Some(path.to_str().unwrap().to_owned());
        self.api
            .connect_ics(ConnectIcs { path, url: None })
            .await
            .unwrap();
        self.settled().await;
    }

    /// Changes a calendar file and has the calendars looked at.
    pub async fn rewrite(&self, name: &str, events: &[EventText]) {
        write_calendar(self.folder.path(), name, events);
        self.poll().await;
    }

    /// Has the calendars looked at, by letting the next poll come.
    pub async fn poll(&self) {
        self.clock.advance_ms(5 * 60_000);
        self.settled().await;
    }

    /// Has the calendars looked at as the person asks for it, to its end.
    pub async fn sync_now(&self) {
        let mut changes = self.api.changes();
        self.api.sync_now().await.unwrap();
        let ended = async {
            while self.api.sync_status().await.unwrap().current.is_some() {
                // A lagging receiver looks again, too.
                let _ = changes.recv().await;
            }
        };
        within_patience(ended, "the sync to end").await;
    }

    /// Moves the clock there and lets everything happen that is due by then.
    pub async fn go_to(&self, now: &str) {
        assert!(
            at(now) >= self.clock.now(),
            "time only goes forwards: use set_back_to"
        );
        self.clock.set(at(now));
        self.settled().await;
    }

    /// Tells the engine that the machine woke up or the network is back.
    pub async fn wake_up(&self) {
        let mut changes = self.api.changes();
        self.engine.woke_up();
        // It has begun to look, and is not only about to.
        let begun = within_patience(changes.recv(), "a look at the calendars");
        let _ = begun.await.unwrap();
        self.settled().await;
    }

    /// The loop of the engine that next begins to wait breaks down instead.
    pub fn break_the_next_wait(&self) {
        self.defects.add();
    }

    /// Waits until nothing is left to do at the present time.
    pub async fn settled(&self) {
        within_patience(self.clock.settled(LOOPS), "the engine to settle").await;
    }

    pub async fn lead_times(&self, minutes: &[u32]) {
        let lead_times = Some(minutes.to_vec());
        let change = ProfileChange {
            lead_times,
            ..ProfileChange::default()
        };
        self.api.change_profile(change).await.unwrap();
    }

    /// The whole ledger, in the order in which its rows are due.
    pub async fn ledger(&self) -> Vec<Notification> {
        let query = NotificationQuery {
            from: Some("2000-01-01".into()),
            ..Default::default()
        };
        let mut rows = self.api.notifications(query).await.unwrap();
        rows.reverse();
        rows
    }

    /// What is ahead between two dates, as `title start`, in order.
    pub async fn starts(&self, from: &str, to: &str) -> Vec<String> {
        let events = self.events(from, to).await;
        let line = |event: &Event| match event.start_time {
            When::At(at) => format!("{} {}", event.title, &at.to_string()[11..16]),
            When::On(ref date) => format!("{} {date}", event.title),
        };
        events.iter().map(line).collect()
    }

    /// The one integration.
    pub async fn the_account(&self) -> Integration {
        let mut all = self.api.calendars().await.unwrap();
        assert_eq!(all.len(), 1);
        all.remove(0)
    }

    /// The ledger once none of its rows is being worked on, as `title STATUS`.
    pub async fn ledger_lines(&self) -> Vec<String> {
        let rows = self.ledger().await;
        rows.iter()
            .map(|row| format!("{} {}", row.title, row.status.as_str()))
            .collect()
    }

    /// Waits until the only row of this title has this status.
    pub async fn row_becomes(&self, title: &str, status: NotificationStatus) -> Notification {
        let mut changes = self.api.changes();
        let wanted = async {
            loop {
                let rows = self.ledger().await;
                let found = rows
                    .into_iter()
                    .find(|row| row.title == title && row.status == status);
                if let Some(row) = found {
                    return row;
                }
                // A lagging receiver looks again, too.
                let _ = changes.recv().await;
            }
        };
        within_patience(wanted, &format!("{title} to become {}", status.as_str())).await
    }

    pub async fn events(&self, from: &str, to: &str) -> Vec<Event> {
        let query = EventQuery {
            from: Some(from.into()),
            to: Some(to.into()),
            limit: None,
        };
        self.api.events(query).await.unwrap()
    }

    /// What the disk holds of the database at this moment: the file and its write-ahead log.
    pub fn on_disk(&self) -> [Vec<u8>; 2] {
        let read = |name| std::fs::read(self.folder.path().join("data").join(name)).unwrap();
        ["storytime.db", "storytime.db-wal"].map(read)
    }

    /// As if the machine had lost its power at this moment: what is on the disk, elsewhere.
    pub fn left_behind(&self) -> TempDir {
        let elsewhere = tempfile::tempdir().unwrap();
        let data = elsewhere.path().join("data");
        std::fs::create_dir(&data).unwrap();
        for (name, bytes) in ["storytime.db", "storytime.db-wal"]
            .iter()
            .zip(self.on_disk())
        {
            std::fs::write(data.join(name), bytes).unwrap();
        }
        elsewhere
    }

    /// Ends the engine and hands back its folder.
    pub async fn stop(self) -> TempDir {
        self.engine.stop().await;
        self.folder
    }
}

async fn start_engine(
    folder: &TempDir,
    clock: BreakableClock,
    channel: &Arc<RecordingChannel>,
    keyring: &InMemoryHolder,
    name_servers: NameServers,
) -> Result<Engine, EngineError> {
    Engine::start(EngineOptions {
        data_dir: folder.path().join("data"),
        clock: Arc::new(clock),
        native: Arc::clone(channel) as _,
        hours: Hours::TwentyFour,
        keys: KeySources {
            holder: Arc::new(keyring.clone()),
            passphrase_file: None,
        },
        name_servers,
    })
    .await
}
