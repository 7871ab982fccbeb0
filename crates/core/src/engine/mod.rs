//! The engine: the loops that join the rooms. Sync reads the calendars, the storyteller writes
//! ahead, the delivery sends what is due. It runs whether or not a window is open.

mod backoff;
mod catching_up;
mod delivery;
mod drawing_in;
mod full_sync;
mod import;
mod key_change;
pub mod knock;
mod lock;
mod losses;
mod message;
mod nightly;
mod planning;
mod privacy;
mod reading_times;
mod reopening;
mod restored;
mod rhythm;
mod secrets;
mod set_back;
mod sign_ins;
mod staleness;
mod standstill;
mod storytelling;
mod supervision;
mod sync;
mod tokens;
mod unrecorded;
mod upkeep;
mod veil;
mod wall_clock;
mod whole_meeting;

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use storytime_types::changes::Change;
use storytime_types::local::Hours;
use storytime_types::profile::Profile;
use storytime_types::rest::Limits;
use storytime_types::{Instant, UserId};
use tokio::sync::{Notify, broadcast, watch};
use tokio::task::JoinHandle;

use crate::accounts::{Passwords, Throttle};
use crate::calendars::{BodyCache, CalendarSource, NameServers};
use crate::channels::Channel;
use crate::clock::Clock;
use crate::config::make_private_folder;
use crate::events::zones::Zone;
use crate::io_words::{in_words, what_to_do};
#[cfg(unix)]
use crate::private_file::close_to_others;
use crate::store::profiles::NewProfile;
use crate::store::{Store, StoreError};
use crate::vault::{KeySources, Vault};
pub(crate) use secrets::SecretError;
use secrets::Secrets;
use standstill::Standstill;
use supervision::{Begun, keep_up};

pub(crate) use drawing_in::draw_in;
pub(crate) use import::{ImportError, while_waited_for};
pub use lock::{EngineLock, LockError};
pub(crate) use losses::{few, in_one};
pub(crate) use planning::replan;
pub(crate) use set_back::sentence as clock_sentence;
pub(crate) use sign_ins::{OPEN_MS, TOO_LATE, failed as sign_in_failed};
pub(crate) use staleness::freshness;
pub(crate) use storytelling::{theme_of, write_again, write_ahead, write_missing};
pub(crate) use sync::{
    FirstRead, InVain, begin as begin_sync, between_syncs, connect, hold_back, to_connect,
};
pub(crate) use tokens::{Surrendered, TokenError, Unconfirmed, sealed_tokens};
pub(crate) use whole_meeting::Lenders;

/// What an engine is made of.
pub struct EngineOptions {
    /// Its data directory.
    pub data_dir: PathBuf,
    /// Its time.
    pub clock: Arc<dyn Clock>,
    /// The way to the desktop.
    pub native: Arc<dyn Channel>,
    /// How the person's system writes times.
    pub hours: Hours,
    /// Where the key to what is secret comes from.
    pub keys: KeySources,
    /// Who says where a domain's calendars are.
    pub name_servers: NameServers,
}

/// Why an engine did not start.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// Another one runs on the same data directory.
    #[error(
        "StoryTime Calendar already runs on this data directory, as process {pid}: use that one, or name another folder with --data-dir"
    )]
    AlreadyRunning {
        /// Its process id.
        pid: String,
    },
    /// The data directory cannot be written.
    #[error(
        "the data directory {folder} cannot be written ({why}): {todo}, or choose another one with --data-dir or STORYTIME_DATA_DIR",
        folder = folder.display(),
        why = in_words(source),
        todo = what_to_do(source)
    )]
    DataDir {
        /// Which one.
        folder: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The database cannot be opened.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What the loops and the API share.
pub(crate) struct Shared {
    pub(crate) store: Store,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) native: Arc<dyn Channel>,
    hours: Hours,
    pub(crate) source: CalendarSource,
    pub(crate) bodies: BodyCache,
    pub(crate) secrets: Secrets,
    renewals: tokens::Renewals,
    pub(crate) sign_ins: sign_ins::SignIns,
    pub(crate) data_dir: PathBuf,
    /// When the engine was started.
    pub(crate) since: Instant,
    changes: broadcast::Sender<Change>,
    /// The plan, the pause or an outcome changed: the delivery looks again.
    delivery_wake: Notify,
    /// The machine woke up or the network came back: look at the calendars now.
    sync_wake: Notify,
    /// Who may sync when.
    turns: sync::Turns,
    /// What the polls fail with again and again.
    repeats: sync::Repeats,
    /// Which sources are left alone for a while.
    backoff: backoff::Backoff,
    /// The syncs that run or wait for their turn.
    syncs: sync::ShownSyncs,
    /// What the database refused last, until it takes something again.
    trouble: Mutex<Option<String>>,
    /// Calendars came or went: worth a backup of their own.
    backup_wanted: AtomicBool,
    standstill: Standstill,
    reading_times: reading_times::ReadingTimes,
    /// One change of a profile at a time: each reads all fields and writes them.
    pub(crate) profile_turn: tokio::sync::Mutex<()>,
    pub(crate) passwords: Passwords,
    pub(crate) throttle: Mutex<Throttle>,
    /// How often the API may be called, once it was asked for.
    pub(crate) limits: Mutex<Option<Limits>>,
}

impl Shared {
    /// Tells every surface that something changed.
    pub(crate) fn announce(&self, change: Change) {
        match change {
            Change::Events | Change::Sync | Change::Settings => self.standstill.end(),
            Change::Stories | Change::Ledger | Change::Looked => {}
        }
        self.tell(change);
    }

    /// As [`Self::announce`], of a sync's own doing.
    fn tell(&self, change: Change) {
        // Nobody listening is fine.
        let _ = self.changes.send(change);
    }

    pub(crate) fn subscribe(&self) -> broadcast::Receiver<Change> {
        self.changes.subscribe()
    }

    /// Makes the delivery look at the ledger and the pause again.
    pub(crate) fn wake_delivery(&self) {
        self.delivery_wake.notify_one();
    }

    /// Makes the rhythm look at the calendars now.
    pub(crate) fn look_at_calendars(&self) {
        self.standstill.end();
        self.backoff.try_again();
        self.sync_wake.notify_one();
    }

    /// Has the database copied once the calendars have been looked at again.
    pub(crate) fn want_backup(&self) {
        self.backup_wanted.store(true, Ordering::Relaxed);
    }

    /// What is wrong with the database, in one sentence.
    pub(crate) fn trouble(&self) -> Option<String> {
        self.trouble
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// The database refused, or took something again.
    fn tell_trouble(&self, error: Option<&StoreError>) {
        let sentence = error.map(|error| format!("Nothing can be saved: {error}."));
        let mut trouble = self.trouble.lock().unwrap_or_else(PoisonError::into_inner);
        if *trouble != sentence {
            *trouble = sentence;
            drop(trouble);
            self.announce(Change::Sync);
        }
    }

    /// How times are written for this profile.
    pub(crate) fn hours_of(&self, profile: &Profile) -> Hours {
        profile.time_format.hours(self.hours)
    }

    /// How the system's region writes times.
    pub(crate) fn usual_hours(&self) -> Hours {
        self.hours
    }

    pub(crate) fn now(&self) -> Instant {
        self.clock.now()
    }
}

/// The zone of a profile; UTC for a name that no catalogue knows any more.
pub(crate) fn zone_of(profile: &Profile) -> Zone {
    Zone::find(&profile.timezone).unwrap_or_else(Zone::utc)
}

/// A running engine.
pub struct Engine {
    shared: Arc<Shared>,
    user: UserId,
    stop: watch::Sender<bool>,
    loops: Vec<JoinHandle<()>>,
    _lock: EngineLock,
}

/// How long [`Engine::stop`] waits for what is in flight.
const STOP_WITHIN: Duration = Duration::from_secs(10);

impl Engine {
    /// Opens the data directory and starts the loops.
    ///
    /// # Errors
    /// When another engine runs there, or the directory or the database cannot be used.
    pub async fn start(options: EngineOptions) -> Result<Self, EngineError> {
        let EngineOptions {
            data_dir,
            clock,
            native,
            hours,
            keys,
            name_servers,
        } = options;
        let lock = take_lock(&data_dir)?;
        #[cfg(unix)]
        close_to_others(&data_dir);
        let now = clock.now();
        let (store, opened) = Store::open(&data_dir, now).await?;
        if opened.set_aside.is_some() {
            restored::go_on(&store, &opened, now).await?;
        }
        let user = local_profile(&store, now).await?;
        reopen_interrupted(&store, &data_dir, now).await?;
        let shared = Arc::new(Shared {
            bodies: BodyCache::new(&data_dir),
            secrets: Secrets::new(Vault::new(keys, &data_dir, Arc::clone(&clock))),
            renewals: tokens::Renewals::default(),
            sign_ins: sign_ins::SignIns::default(),
            source: CalendarSource::asking(name_servers),
            store,
            clock,
            native,
            hours,
            data_dir,
            since: now,
            changes: broadcast::Sender::new(64),
            delivery_wake: Notify::new(),
            sync_wake: Notify::new(),
            turns: sync::Turns::default(),
            repeats: sync::Repeats::default(),
            backoff: backoff::Backoff::default(),
            syncs: sync::ShownSyncs::default(),
            trouble: Mutex::new(None),
            backup_wanted: AtomicBool::new(false),
            standstill: Standstill::default(),
            reading_times: reading_times::ReadingTimes::default(),
            profile_turn: tokio::sync::Mutex::new(()),
            passwords: Passwords::default(),
            throttle: Mutex::new(Throttle::default()),
            limits: Mutex::default(),
        });
        if let Err(error) = sync::close_abandoned(&shared).await {
            tracing::error!(%error, "what a sync left behind is closed by the next one");
        }
        backoff::take_up(&shared).await;
        let stop = watch::Sender::new(false);
        let loops = vec![
            tokio::spawn(deliver(Arc::clone(&shared), stop.subscribe())),
            tokio::spawn(look(Arc::clone(&shared), stop.subscribe())),
        ];
        Ok(Self {
            shared,
            user,
            stop,
            loops,
            _lock: lock,
        })
    }

    /// What the use cases work with, and the local profile.
    pub(crate) fn shared(&self) -> (Arc<Shared>, UserId) {
        (Arc::clone(&self.shared), self.user.clone())
    }

    /// Tells the engine that the machine woke up or the network came back: it looks at the clock
    /// and at the calendars at once.
    pub fn woke_up(&self) {
        self.shared.backoff.network_is_back();
        self.shared.sync_wake.notify_one();
        self.shared.wake_delivery();
    }

    /// Ends the loops, after what is in flight (10 s at most), and closes the database.
    pub async fn stop(self) {
        self.stop.send_replace(true);
        self.shared.sign_ins.end_all();
        let ended = tokio::time::timeout(STOP_WITHIN, async {
            for one in self.loops {
                if let Err(error) = one.await {
                    tracing::error!(%error, "a loop of the engine ended badly");
                }
            }
            // What is still being read gives way.
            sync::between_syncs(&self.shared, std::future::ready(())).await;
        });
        if ended.await.is_err() {
            tracing::warn!("something in flight did not end in time; the next start takes it up");
        }
        reading_times::keep_all(&self.shared).await;
        self.shared.store.close().await;
    }
}

/// The delivery, kept up.
async fn deliver(shared: Arc<Shared>, stop: watch::Receiver<bool>) {
    let begin = |begun| {
        let (shared, stop) = (Arc::clone(&shared), stop.clone());
        async move {
            if begun == Begun::Again {
                let (now, folder) = (shared.now(), &shared.data_dir);
                if let Err(error) = reopen_interrupted(&shared.store, folder, now).await {
                    tracing::error!(%error, "interrupted attempts wait for the next start");
                }
            }
            delivery::run(shared, stop).await;
        }
    };
    keep_up(Arc::clone(&shared), stop.clone(), "delivery", begin).await;
}

/// The rhythm, kept up.
async fn look(shared: Arc<Shared>, stop: watch::Receiver<bool>) {
    let begin = |_| rhythm::run(Arc::clone(&shared), stop.clone());
    keep_up(Arc::clone(&shared), stop.clone(), "rhythm", begin).await;
}

/// Ends when the engine is told to stop, or is gone.
async fn stopped(stop: &mut watch::Receiver<bool>) {
    let _ = stop.wait_for(|stop| *stop).await;
}

fn take_lock(data_dir: &std::path::Path) -> Result<EngineLock, EngineError> {
    let refused = |source| EngineError::DataDir {
        folder: data_dir.to_owned(),
        source,
    };
    make_private_folder(data_dir).map_err(refused)?;
    EngineLock::take(data_dir).map_err(|error| match error {
        LockError::Held { pid } => EngineError::AlreadyRunning { pid },
        LockError::File(source) => refused(source),
    })
}

async fn local_profile(store: &Store, now: Instant) -> Result<UserId, StoreError> {
    if let Some(profile) = store.local_profile().await? {
        return Ok(profile.id);
    }
    store.create_profile(&new_local_profile(), now).await
}

/// A profile that nobody typed anything into yet: the system's name and zone.
pub(crate) fn new_local_profile() -> NewProfile {
    NewProfile {
        name: crate::config::person_name(),
        timezone: crate::config::machine_zone(),
    }
}

/// Interrupted attempts are taken up again. A full disk gives up the reserve for that; where that
/// does not help, the engine starts all the same: other reminders do not wait for it.
async fn reopen_interrupted(
    store: &Store,
    data_dir: &std::path::Path,
    now: Instant,
) -> Result<(), StoreError> {
    let mut reopened = store.reopen_interrupted(now).await;
    let wants_room = reopened.as_ref().is_err_and(StoreError::wants_room);
    if wants_room && unrecorded::Unrecorded::free_reserve_of(data_dir) {
        reopened = store.reopen_interrupted(now).await;
    }
    match reopened {
        Err(error) if error.wants_room() => {
            tracing::error!(%error, "interrupted attempts wait for the next start");
            Ok(())
        }
        done => done.map(drop),
    }
}
