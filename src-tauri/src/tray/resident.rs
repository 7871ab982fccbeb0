//! What goes on while the app sits in the tray.

use std::path::Path;
use std::sync::Arc;

use futures_util::StreamExt as _;
use storytime_core::api::Api;
use storytime_core::calendars::NameServers;
use storytime_core::channels::Action;
use storytime_core::clock::{Clock, SystemClock};
use storytime_core::engine::knock::Knocks;
use storytime_core::engine::{Engine, EngineError, EngineOptions};
use storytime_core::vault::KeySources;
use storytime_desktop::{InvokedAction, Keyring, NativeChannel, hours, memory, returns, session};
use storytime_server::{Comings, LocalApiSwitch, Stop};
use storytime_types::changes::Change;
use storytime_types::notifications::Snooze;
use storytime_types::profile::ProfileChange;
use storytime_types::status::{Present, Problem};
use storytime_types::{ApiError, Instant};
use tauri::AppHandle;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender};

use super::glance::Glance;
use super::icon::{self, Tray};
use super::look::Look;
use super::window_process::WindowProcess;
use super::{Command, Start, countdown, give_up, menu, tell};
use crate::door::Door;
use crate::links;
use storytime_types::Place;

/// What Snooze on a notification means.
const SNOOZE: Snooze = Snooze { minutes: 5 };
/// Changes come in bursts (a sync begins, goes on, ends); the menu follows once a burst.
const SETTLES_WITHIN_MS: i64 = 250;
/// When the status cannot be read, it is asked again after so long.
const ASK_AGAIN_MS: i64 = 30_000;

/// Runs the app in the tray until it is told to quit.
pub async fn reside(
    app: AppHandle,
    start: Start,
    commands: UnboundedSender<Command>,
    mut commanded: UnboundedReceiver<Command>,
) {
    let tray = tray(&app, &start, &commands).await;
    let show_window = !start.keep_hidden || !is_reachable(tray.as_ref()).await;
    let native = native(&start, &commands);
    let engine = match engine(&start, Arc::clone(&native)).await {
        Ok(engine) => engine,
        Err(error) => {
            // What is said on the way out must not look like a second app in the tray.
            if let Some(tray) = tray {
                tray.take_down();
            }
            return give_up(&app, &start.door, &error);
        }
    };
    let (stopper, stop) = Stop::channel();
    let local_api = LocalApiSwitch::new(engine.api());
    local_api.as_chosen().await;
    let door = tokio::spawn(keep_door(start.door.clone(), local_api.clone(), stop));
    #[cfg(target_os = "linux")]
    hear_the_bell(&start.door, &commands);
    attend(&commands);
    heed(start.door.data_dir(), engine.api());
    if show_window {
        tell(&commands, Command::Open(None));
    }
    let mut resident = Resident {
        is_stale: true,
        changes: engine.api().changes(),
        comings: local_api.comings(),
        clock: SystemClock,
        local_api: local_api.clone(),
        window: WindowProcess::new(start.program, start.data_dir),
        glance: None,
        native,
        hides: false,
        engine,
        tray,
    };
    resident.until_quit(&mut commanded).await;
    resident.window.close().await;
    stopper.stop();
    if let Err(error) = door.await {
        tracing::error!(%error, "the door ended badly");
    }
    local_api.close().await;
    resident.engine.stop().await;
    app.exit(0);
}

/// The tray icon, where there can be one. Where no host shows it yet, the indicator library waits
/// for one by itself.
async fn tray(app: &AppHandle, start: &Start, commands: &UnboundedSender<Command>) -> Option<Tray> {
    if !icon::is_possible() {
        tracing::warn!("no tray icon: libayatana-appindicator3 is not installed");
        return None;
    }
    let tray = Tray::new(app, start.door.key(), Look::starting(), commands.clone());
    tray.inspect_err(|error| tracing::error!(%error, "no tray icon"))
        .ok()
}

/// Whether a person could reach the app by its icon. If nobody can tell, they could not.
async fn is_reachable(tray: Option<&Tray>) -> bool {
    tray.is_some() && session::has_tray_host().await.unwrap_or(false)
}

fn native(start: &Start, commands: &UnboundedSender<Command>) -> Arc<NativeChannel> {
    let commands = commands.clone();
    let on_action = move |invoked| tell(&commands, Command::Notified(invoked));
    Arc::new(match icon::file(&start.door) {
        Ok(picture) => NativeChannel::with_picture(&picture, on_action),
        Err(error) => {
            tracing::warn!(%error, "notifications have only an installed icon");
            NativeChannel::new(on_action)
        }
    })
}

async fn engine(start: &Start, native: Arc<NativeChannel>) -> Result<Engine, EngineError> {
    let (engine, ()) = tokio::join!(
        Engine::start(EngineOptions {
            data_dir: start.door.data_dir().to_owned(),
            clock: Arc::new(SystemClock),
            native: Arc::clone(&native) as _,
            hours: hours::of_system(),
            keys: KeySources::of_system(Arc::new(Keyring::default())),
            name_servers: NameServers::default(),
        }),
        native.warm_up(),
    );
    engine
}

/// Lets the window in until it is time to stop.
async fn keep_door(door: Door, local_api: LocalApiSwitch, stop: Stop) {
    let app = local_api.window_router(stop.clone());
    #[cfg(unix)]
    let served = storytime_server::serve_unix(door.path(), app, stop).await;
    #[cfg(windows)]
    let served = storytime_server::serve_pipe(door.path(), app, stop).await;
    if let Err(error) = served {
        tracing::error!(%error, "the window cannot reach the engine");
    }
}

/// A second start rings where no session bus tells of it.
#[cfg(target_os = "linux")]
fn hear_the_bell(door: &Door, commands: &UnboundedSender<Command>) {
    let (door, commands) = (door.clone(), commands.clone());
    tokio::spawn(async move {
        let rung = || tell(&commands, Command::Open(None));
        if let Err(error) = crate::bell::listen(&door, rung).await {
            tracing::warn!(%error, "a second start will not open the window by the bell");
        }
    });
}

/// Begins to listen to all who may tell the tray something.
fn attend(commands: &UnboundedSender<Command>) {
    let told = commands.clone();
    tokio::spawn(async move {
        match returns::returns().await {
            Ok(mut wake_ups) => {
                while wake_ups.next().await.is_some() {
                    tell(&told, Command::WokeUp);
                }
            }
            Err(error) => {
                tracing::warn!(%error, "the end of a sleep and the network's return will not be noticed")
            }
        }
    });
    tokio::spawn(quit_when_asked_by_the_system(commands.clone()));
}

/// Whatever another process does to the database, like a forgotten password that comes off, is seen.
fn heed(data_dir: &Path, api: Api) {
    match Knocks::listen(data_dir) {
        Ok(mut knocks) => drop(tokio::spawn(async move {
            loop {
                knocks.next().await;
                api.changed_from_outside();
            }
        })),
        Err(error) => tracing::warn!(%error, "changes from outside will be seen late"),
    }
}

#[cfg(unix)]
async fn quit_when_asked_by_the_system(commands: UnboundedSender<Command>) {
    use tokio::signal::unix::{SignalKind, signal};

    let signals = [
        SignalKind::terminate(),
        SignalKind::interrupt(),
        SignalKind::hangup(),
    ];
    for kind in signals {
        let commands = commands.clone();
        match signal(kind) {
            Ok(mut signal) => drop(tokio::spawn(async move {
                if signal.recv().await.is_some() {
                    tell(&commands, Command::Quit);
                }
            })),
            Err(error) => tracing::warn!(%error, "a signal will end the app at once"),
        }
    }
}

#[cfg(not(unix))]
async fn quit_when_asked_by_the_system(commands: UnboundedSender<Command>) {
    if tokio::signal::ctrl_c().await.is_ok() {
        tell(&commands, Command::Quit);
    }
}

struct Resident {
    /// Something changed since the status was read.
    is_stale: bool,
    engine: Engine,
    changes: Receiver<Change>,
    /// Who is signed in in the window may read titles in the tray.
    comings: Comings,
    clock: SystemClock,
    tray: Option<Tray>,
    local_api: LocalApiSwitch,
    window: WindowProcess,
    glance: Option<Glance>,
    native: Arc<NativeChannel>,
    /// Whether titles were hidden when the status was last read.
    hides: bool,
}

impl Resident {
    async fn until_quit(&mut self, commanded: &mut UnboundedReceiver<Command>) {
        let mut look_again = self.refresh().await;
        loop {
            tokio::select! {
                command = commanded.recv() => match command {
                    None | Some(Command::Quit) => return,
                    Some(command) => self.obey(command).await,
                },
                change = self.changes.recv() => {
                    if change == Err(RecvError::Closed) {
                        return;
                    }
                    if change == Ok(Change::Looked) {
                        self.note_look().await;
                    } else if !self.is_stale {
                        self.is_stale = true;
                        look_again = self.clock.now().plus_ms(SETTLES_WITHIN_MS);
                    }
                }
                () = self.comings.next() => look_again = self.refresh().await,
                _ = self.clock.wait_until(look_again) => look_again = self.tick().await,
                closed = self.window.closed() => {
                    tracing::debug!(?closed, "the window is closed");
                    self.local_api.window_closed().await;
                    memory::give_back();
                }
            }
        }
    }

    /// Time has passed, and nothing else: a countdown goes on without asking the store.
    async fn tick(&mut self) -> Instant {
        let now = self.clock.now();
        match self.glance.take() {
            Some(glance) if !self.is_stale && glance.holds_until(now) => {
                self.present(glance.at(now))
            }
            _ => self.refresh().await,
        }
    }

    /// The calendars were looked at and nothing was new: only the time of that is shown anew.
    async fn note_look(&mut self) {
        let Some(mut glance) = self.glance.take() else {
            return;
        };
        match self.engine.api().last_read().await {
            Ok(at) => glance.status.last_sync_local = at,
            Err(error) => tracing::debug!(%error, "the time of the last look could not be read"),
        }
        let now = self.clock.now();
        self.present(glance.at(now));
    }

    /// Shows the present state in the tray and answers when it will read differently.
    async fn refresh(&mut self) -> Instant {
        // All changes so far are in what is read now.
        self.changes = self.changes.resubscribe();
        self.is_stale = false;
        let look_again = match Glance::read(&self.engine.api(), &self.local_api).await {
            Ok(glance) => {
                self.withdraw_when_hiding_begins(&glance).await;
                self.present(glance)
            }
            Err(error) => {
                tracing::warn!(%error, "the status could not be read");
                self.clock.now().plus_ms(ASK_AGAIN_MS)
            }
        };
        // Whatever has changed, as by a sync, is done with its memory.
        memory::give_back();
        // Without an icon no countdown has to go on.
        self.tray.as_ref().map_or(Instant::MAX, |_| look_again)
    }

    /// Notifications that are on the screen when present mode begins show titles.
    async fn withdraw_when_hiding_begins(&mut self, glance: &Glance) {
        let hid = std::mem::replace(&mut self.hides, glance.status.presenting);
        if glance.status.presenting && !hid {
            self.native.withdraw().await;
        }
    }

    /// Shows a glance and answers when it will read differently.
    fn present(&mut self, glance: Glance) -> Instant {
        let shown = self.tray.as_mut().map(|tray| tray.show(Look::of(&glance)));
        if let Some(Err(error)) = shown {
            tracing::warn!(%error, "the tray could not be changed");
        }
        let look_again = countdown::look_again_at(&glance);
        self.glance = Some(glance);
        look_again
    }

    async fn obey(&mut self, command: Command) {
        let api = self.engine.api();
        match command {
            Command::Open(place) => self.show_window(place).await,
            Command::Mend(problem) => self.show_window(self.place_of(problem)).await,
            Command::Join => {
                open_link(self.glance.as_ref().and_then(menu::join_link));
            }
            Command::SyncNow => told("sync", api.sync_now().await),
            Command::Pause(pause) => told("pause", api.pause(pause).await),
            Command::SwitchPresentMode => self.switch_present_mode().await,
            Command::Theme(theme) => {
                let change = ProfileChange {
                    selected_theme: Some(theme),
                    ..ProfileChange::default()
                };
                told("theme", api.change_profile(change).await);
                self.restore_marks();
            }
            Command::Notified(invoked) => self.act(invoked).await,
            Command::WokeUp => self.engine.woke_up(),
            Command::Quit => {}
        }
    }

    /// Does what a notification's button says.
    async fn act(&mut self, invoked: InvokedAction) {
        let api = self.engine.api();
        let id = invoked.notification_id;
        match invoked.action {
            Action::Open | Action::Reconnect => {
                let place = api.place_of(&id).await.unwrap_or_default();
                self.show_window(place).await;
            }
            Action::Join => open_link(invoked.join_link.as_deref()),
            Action::Snooze => told("snooze", api.snooze(id, SNOOZE).await),
            Action::Done => told("dismiss", api.dismiss(id).await),
            Action::Retry => told("retry", api.retry(id).await),
        }
    }

    async fn switch_present_mode(&mut self) {
        let is_on = self.glance.as_ref().is_some_and(|it| it.status.presenting);
        let asked = Present { on: !is_on };
        told("present mode", self.engine.api().present(asked).await);
        self.restore_marks();
    }

    /// A click has changed a mark by itself; it shows again what is so.
    fn restore_marks(&mut self) {
        if let Some(Err(error)) = self.tray.as_ref().map(Tray::restore_marks) {
            tracing::warn!(%error, "the menu's marks may be wrong");
        }
    }

    /// Where a problem that the menu shows can be mended.
    fn place_of(&self, problem: usize) -> Option<Place> {
        let problems = &self.glance.as_ref()?.status.problems;
        problems.get(problem).map(Problem::place)
    }

    async fn show_window(&mut self, place: Option<Place>) {
        if self.window.come_forward(place.as_ref()).await {
            return;
        }
        // The last one may have closed just now, and somebody may have signed in while it did.
        self.local_api.window_closed().await;
        if let Err(error) = self.window.open(place.as_ref()) {
            tracing::error!(%error, "the window could not be opened");
        }
    }
}

fn open_link(link: Option<&str>) {
    if let Some(Err(error)) = link.map(links::open) {
        tracing::error!(%error, "the meeting could not be joined");
    }
}

/// A menu has no place for an answer; the log has.
fn told<T>(what: &str, answer: Result<T, ApiError>) {
    if let Err(error) = answer {
        tracing::warn!(%error, what, "the tray was refused");
    }
}
