//! `storytime serve`: the engine, the REST API and the window for a browser, without a desktop.

mod actions;
mod reminder_lines;
mod run_files;
mod stop_signal;

use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use actions::Actions;
use futures_util::stream::{self, StreamExt as _};
use reminder_lines::ReminderLines;
use run_files::RunFiles;
pub use run_files::running;
use storytime_core::api::Api;
use storytime_core::calendars::NameServers;
use storytime_core::channels::Channel;
use storytime_core::clock::{Clock as _, SystemClock};
use storytime_core::config::data_dir;
use storytime_core::engine::knock::Knocks;
use storytime_core::engine::{Engine, EngineError, EngineOptions};
use storytime_core::io_words::in_words;
use storytime_core::vault::KeySources;
use storytime_desktop::{Keyring, NativeChannel, memory, returns, session};
use storytime_server::{Access, Loopback, OneTimeCode, Stop, Stopper, router};
use storytime_types::{ApiError, Instant};
use tempfile::TempDir;
use tokio::sync::broadcast::error::RecvError;
use tokio::task::JoinHandle;

use crate::output::print;

/// Changes come in bursts (a sync begins, goes on, ends).
const SETTLES_WITHIN_MS: i64 = 250;

/// What to run.
#[derive(clap::Args)]
pub struct Arguments {
    /// Where the data is kept [default: the platform's own folder, or STORYTIME_DATA_DIR]
    #[arg(long, value_name = "DIR")]
    data_dir: Option<PathBuf>,
    /// The port on 127.0.0.1; 0 picks a free one
    #[arg(long, value_name = "N", default_value_t = 0)]
    port: u16,
    /// Try it with a sample day, in a temporary folder unless --data-dir is given
    #[arg(long)]
    demo: bool,
}

impl Arguments {
    /// The data directory, unless it is a temporary one.
    pub fn kept_data_dir(&self) -> Option<PathBuf> {
        if self.demo && self.data_dir.is_none() {
            return None;
        }
        data_dir(self.data_dir.clone())
    }
}

/// Why it did not start, or ended.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    #[error("no folder for the data is known here: name one with --data-dir")]
    NoDataDir,
    #[error("no temporary folder could be made ({}): name one with --data-dir", in_words(.0))]
    Temporary(#[source] std::io::Error),
    #[error(transparent)]
    Engine(#[from] EngineError),
    #[error("port {port} on 127.0.0.1 cannot be used ({why}): choose another one with --port", why = in_words(source))]
    Port { port: u16, source: std::io::Error },
    #[error(transparent)]
    Api(#[from] ApiError),
    #[error("{path} could not be written ({why})", path = path.display(), why = in_words(source))]
    RunFile {
        path: PathBuf,
        source: std::io::Error,
    },
    #[error("the system gives no random numbers: {0}")]
    Random(#[source] std::io::Error),
    #[error("standard output is closed: {0}")]
    Output(#[source] std::io::Error),
    #[error("signals cannot be waited for: {0}")]
    Signals(#[source] std::io::Error),
    #[error("the server broke: {0}")]
    Server(#[source] std::io::Error),
}

/// The API on 127.0.0.1, open.
struct Door {
    serving: JoinHandle<std::io::Result<()>>,
    stopper: Stopper,
    /// Gone with the door.
    files: RunFiles,
}

/// Runs until it is told to stop.
pub async fn run(asked: Arguments) -> Result<ExitCode, ServeError> {
    let (folder, _temporary) = folder(&asked)?;
    let actions = Actions::default();
    let engine = Engine::start(EngineOptions {
        data_dir: folder.clone(),
        clock: Arc::new(SystemClock),
        native: native(&actions).await,
        hours: storytime_desktop::hours::of_system(),
        keys: KeySources::of_system(Arc::new(Keyring::default())),
        name_servers: NameServers::default(),
    })
    .await?;
    actions.reach(engine.api());
    let opened = open(&asked, &folder, &engine.api()).await;
    let ended = match opened {
        Ok(mut door) => {
            let knocked = spawn_heeding(&folder, engine.api());
            let waited = until_told_to_stop(&engine, &mut door).await;
            knocked.abort();
            door.stopper.stop();
            // Side by side, so that 10 s are enough for both.
            let (_, ()) = tokio::join!(door.finish(), engine.stop());
            waited
        }
        Err(error) => {
            engine.stop().await;
            Err(error)
        }
    };
    ended.map(|()| ExitCode::SUCCESS)
}

/// The data directory, and what removes it in the end if it is only a temporary one.
fn folder(asked: &Arguments) -> Result<(PathBuf, Option<TempDir>), ServeError> {
    if let Some(folder) = asked.kept_data_dir() {
        return Ok((folder, None));
    }
    if !asked.demo {
        return Err(ServeError::NoDataDir);
    }
    let made = tempfile::Builder::new().prefix("storytime-demo-").tempdir();
    let temporary = made.map_err(ServeError::Temporary)?;
    Ok((temporary.path().to_owned(), Some(temporary)))
}

/// Notifications where there is somebody to show them, lines on standard output where not.
async fn native(actions: &Actions) -> Arc<dyn Channel> {
    match session::notification_server().await {
        Ok(Some(server)) => {
            tracing::info!(server = server.name, "reminders are shown as notifications");
            let actions = actions.clone();
            Arc::new(NativeChannel::new(move |invoked| actions.take(invoked)))
        }
        Ok(None) => printed("no program shows notifications here"),
        Err(error) => printed(&error.to_string()),
    }
}

fn printed(why: &str) -> Arc<dyn Channel> {
    tracing::info!(why, "reminders are printed");
    Arc::new(ReminderLines::new(SystemClock))
}

async fn open(asked: &Arguments, folder: &Path, api: &Api) -> Result<Door, ServeError> {
    let loopback = Loopback::bind(asked.port).await;
    let loopback = loopback.map_err(|source| ServeError::Port {
        port: asked.port,
        source,
    })?;
    let port = loopback.port();
    let address = format!("http://127.0.0.1:{port}");
    let files = RunFiles::issue(folder, api, &address).await?;
    let codes = Arc::new(OneTimeCode::default());
    let is_locked = api.lock(false).await?.is_set;
    let way_in = if is_locked {
        tracing::info!("a password locks the local profile: sign in at the address below");
        format!("open http://127.0.0.1:{port}/#sign-in")
    } else {
        let code = codes.issue().map_err(ServeError::Random)?;
        format!("open http://127.0.0.1:{port}/#code={code}")
    };
    if asked.demo && api.calendars().await?.is_empty() {
        api.sample_day().await?;
    }
    let (stopper, stop) = Stop::channel();
    let access = Access::Loopback { port, code: codes };
    let app = router(api.clone(), access, stop.clone());
    let serving = tokio::spawn(loopback.serve(app, stop));
    print(&format!("listening on http://127.0.0.1:{port}\n{way_in}\n"))
        .map_err(ServeError::Output)?;
    if !is_locked && std::io::stderr().is_terminal() {
        let folder = folder.display();
        eprintln!("(it works once; for another browser: storytime address --data-dir {folder})");
    }
    Ok(Door {
        serving,
        stopper,
        files,
    })
}

/// Whatever another process does to the database, like a forgotten password that comes off, is seen.
fn spawn_heeding(folder: &Path, api: Api) -> JoinHandle<()> {
    let heard = Knocks::listen(folder);
    tokio::spawn(async move {
        match heard {
            Ok(mut knocks) => loop {
                knocks.next().await;
                api.changed_from_outside();
            },
            Err(error) => tracing::warn!(%error, "changes from outside will be seen late"),
        }
    })
}

/// Until a signal comes or the server breaks. The engine is told when the machine wakes up, the
/// token of scripts stays a good one, and what a change took of memory goes back to the system.
async fn until_told_to_stop(engine: &Engine, door: &mut Door) -> Result<(), ServeError> {
    let api = engine.api();
    let mut changes = api.changes();
    let clock = SystemClock;
    let mut settled = Instant::MAX;
    let mut told = std::pin::pin!(stop_signal::received());
    let mut wake_ups = match returns::returns().await {
        Ok(wake_ups) => wake_ups,
        Err(error) => {
            tracing::debug!(%error, "waking up is not told of; the clock is watched instead");
            stream::empty().boxed()
        }
    };
    loop {
        tokio::select! {
            signal = &mut told => return signal.map_err(ServeError::Signals),
            Some(()) = wake_ups.next() => engine.woke_up(),
            Ok(_) | Err(RecvError::Lagged(_)) = changes.recv() => {
                if let Err(error) = door.files.keep_good(&api).await {
                    tracing::warn!(%error, "serve.token is no good any more");
                }
                settled = clock.now().plus_ms(SETTLES_WITHIN_MS);
            }
            _ = clock.wait_until(settled) => {
                memory::give_back();
                settled = Instant::MAX;
            }
            broken = &mut door.serving => {
                let ended = broken.unwrap_or_else(|error| Err(std::io::Error::other(error)));
                return ended.map_err(ServeError::Server);
            }
        }
    }
}

impl Door {
    async fn finish(self) {
        // A server that has broken has said so already.
        if !self.serving.is_finished() {
            let _ = self.serving.await;
        }
    }
}
