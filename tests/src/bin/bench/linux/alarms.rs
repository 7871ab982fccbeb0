//! From the moment a reminder is due to its notification on the session bus: the engine with the
//! machine's clock and the native channel, in a process of its own.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, UNIX_EPOCH};

use storytime_core::calendars::NameServers;
use storytime_core::clock::{Clock as _, SystemClock};
use storytime_core::engine::{Engine, EngineOptions};
use storytime_core::vault::KeySources;
use storytime_desktop::NativeChannel;
use storytime_types::Instant;
use storytime_types::calendars::ConnectIcs;
use storytime_types::local::Hours;
use storytime_types::profile::ProfileChange;
use zbus::Connection;
use zbus::zvariant::OwnedValue;

use super::bus::{Bus, Call, Monitor};
use super::daemon;
use super::desktop::{self, Desktop};
use super::program::Program;
use crate::calendar;
use crate::failure::Failure;
use crate::report::{Report, Row, Unit};

const ALARMS: usize = 200;
/// From its start the engine has so long until the first alarm is due.
const AHEAD_MS: i64 = 10_000;
/// The next notification has so long to come.
const COMES_WITHIN: Duration = Duration::from_secs(30);
/// The design's figures, in milliseconds.
const HALF_WITHIN: f64 = 10.0;
const NEARLY_ALL_WITHIN: f64 = 50.0;

/// Adds the rows of alarms that come one after another, and of alarms at the same moment.
pub async fn measure(report: &mut Report) -> Result<(), Failure> {
    for (how, seconds) in [("ten each second", 20), ("all at the same moment", 1)] {
        let lateness = Lateness::of(ALARMS, seconds).await?;
        let what = |part: &str| format!("due → on the bus, {ALARMS} alarms {how}, {part}");
        let row =
            |part, percent| Row::new(what(part), Unit::Milliseconds, lateness.percentile(percent));
        report.add([
            row("p50", 50).at_most(HALF_WITHIN),
            row("p99", 99).at_most(NEARLY_ALL_WITHIN),
        ]);
    }
    report.note(if has_desktop() {
        "Alarms are shown by dunst on a virtual screen."
    } else {
        "Alarms go to a daemon of the bench's own, which shows nothing."
    });
    Ok(())
}

/// Whoever takes the alarms. Each measurement has one of its own: dunst is busy for seconds after
/// 200 notifications.
enum Receiver {
    Dunst(Desktop),
    Silent { bus: Bus, _daemon: Connection },
}

fn has_desktop() -> bool {
    desktop::missing().is_empty()
}

impl Receiver {
    async fn start() -> Result<Self, Failure> {
        if has_desktop() {
            return Ok(Self::Dunst(Desktop::start().await?));
        }
        let bus = Bus::start()?;
        let _daemon = daemon::serve(&bus).await?;
        Ok(Self::Silent { bus, _daemon })
    }

    fn bus(&self) -> &Bus {
        match self {
            Self::Dunst(desktop) => &desktop.bus,
            Self::Silent { bus, .. } => bus,
        }
    }

    fn command(&self, program: &Path) -> Command {
        match self {
            Self::Dunst(desktop) => desktop.command(program),
            Self::Silent { bus, .. } => {
                let mut command = Command::new(program);
                command.env("DBUS_SESSION_BUS_ADDRESS", bus.address());
                command
            }
        }
    }
}

/// How late each of the alarms was, in milliseconds, in order.
struct Lateness(Vec<f64>);

impl Lateness {
    async fn of(alarms: usize, seconds: usize) -> Result<Self, Failure> {
        let receiver = Receiver::start().await?;
        let folder = tempfile::tempdir().map_err(Failure::file("a temporary folder"))?;
        let file = folder.path().join("alarms.ics");
        let first = whole_second(SystemClock.now().plus_ms(AHEAD_MS));
        let due: HashMap<String, Instant> = (0..alarms)
            .map(|number| {
                let second = i64::try_from(number * seconds / alarms).unwrap_or(0);
                (format!("Alarm {number}"), first.plus_ms(second * 1000))
            })
            .collect();
        std::fs::write(&file, calendar::of(due.iter())).map_err(Failure::file(&file))?;
        let mut monitor =
            Monitor::of(receiver.bus(), "org.freedesktop.Notifications", "Notify").await?;
        let program = std::env::current_exe().map_err(Failure::file("the bench's own program"))?;
        let mut engine = receiver.command(&program);
        engine
            .arg("--engine")
            .arg(folder.path().join("data"))
            .arg(&file);
        let mut engine = Program::start(engine.stdout(Stdio::piped()))?;
        engine.first_line()?;
        if SystemClock.now() >= first {
            return Err(Failure::TooSlow);
        }
        let lateness = gather(&mut monitor, &due).await;
        engine.end()?;
        lateness
    }

    /// The least that so many in a hundred do not exceed.
    fn percentile(&self, percent: usize) -> f64 {
        let rank = (self.0.len() * percent).div_ceil(100);
        self.0
            .get(rank.saturating_sub(1))
            .copied()
            .unwrap_or_default()
    }
}

async fn gather(
    monitor: &mut Monitor,
    due: &HashMap<String, Instant>,
) -> Result<Lateness, Failure> {
    let mut waiting = due.clone();
    let mut lateness = Vec::with_capacity(due.len());
    while !waiting.is_empty() {
        let call = monitor.next(COMES_WITHIN).await;
        let Some(late) = call.and_then(|call| late_ms(&call, &mut waiting)) else {
            break;
        };
        lateness.push(late);
    }
    Failure::unless_equal("alarms on the bus, each once", due.len(), lateness.len())?;
    let early = lateness.iter().filter(|late| **late < 0.0).count();
    Failure::unless_equal("alarms before their time", 0, early)?;
    lateness.sort_by(f64::total_cmp);
    Ok(Lateness(lateness))
}

/// What Notify is called with (Desktop Notifications Specification); the title is the fourth.
type Notify = (
    String,
    u32,
    String,
    String,
    String,
    Vec<String>,
    HashMap<String, OwnedValue>,
    i32,
);

/// How long after its alarm was due a notification came; none for one that nothing waits for.
fn late_ms(call: &Call, waiting: &mut HashMap<String, Instant>) -> Option<f64> {
    let (_, _, _, title, ..): Notify = call.message.body().deserialize().ok()?;
    let due = waiting.remove(&title)?;
    let since_epoch = call.at.duration_since(UNIX_EPOCH).ok()?;
    Some(since_epoch.as_secs_f64() * 1e3 - due.ms() as f64)
}

fn whole_second(at: Instant) -> Instant {
    Instant::from_ms(at.ms().div_euclid(1000) * 1000)
}

/// The other process: reads a calendar file, says so by a line, and delivers until it is ended.
pub async fn engine(data_dir: PathBuf, calendar: &Path) -> Result<(), Failure> {
    let native = Arc::new(NativeChannel::new(|_| ()));
    native.warm_up().await;
    let engine = Engine::start(EngineOptions {
        data_dir,
        clock: Arc::new(SystemClock),
        native,
        hours: Hours::TwentyFour,
        keys: KeySources::none(),
        name_servers: NameServers::default(),
    })
    .await?;
    let change = ProfileChange {
        timezone: Some("UTC".to_owned()),
        lead_times: Some(vec![0]),
        ..ProfileChange::default()
    };
    engine.api().change_profile(change).await?;
    let path = Some(calendar.to_string_lossy().into_owned());
    engine
        .api()
        .connect_ics(ConnectIcs { path, url: None })
        .await?;
    println!("ready");
    std::future::pending().await
}
