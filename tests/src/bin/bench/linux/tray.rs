//! What the tray process costs all day, beside an empty Tauri tray on the same desktop at the same
//! time.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Duration;

use super::desktop::{self, Desktop};
use super::process_tree::{ProcessTree, wake_ups};
use super::program::{Program, terminate};
use super::stored::{self, EVENTS};
use crate::failure::Failure;
use crate::report::{Peer, Report, Row, Target, Unit, median};

/// The app, named by `cargo xtask bench`.
pub const APP: &str = "STORYTIME_APP";
/// The empty tray, named by it too.
const EMPTY_TRAY: &str = "STORYTIME_EMPTY_TRAY";
const PEER: &str = "empty tray";

/// The median of so many starts counts.
const STARTS: usize = 5;
/// What a start or a closed window leaves to do is over by then.
const SETTLES_WITHIN: Duration = Duration::from_secs(20);
const WINDOW_WITHIN: Duration = Duration::from_secs(60);
/// The design's figures.
const ICON_WITHIN_MS: f64 = 400.0;
const MORE_THAN_EMPTY_MB: f64 = 20.0;
const WAKE_UPS_A_MINUTE: f64 = 2.0;

/// Adds the rows of the tray process, watched for so many minutes.
pub async fn measure(minutes: u32, report: &mut Report) -> Result<(), Failure> {
    let missing = desktop::missing();
    let (Some(app), Some(empty)) = (std::env::var_os(APP), std::env::var_os(EMPTY_TRAY)) else {
        report.note(format!(
            "The tray was not measured: {APP} and {EMPTY_TRAY} name the programs."
        ));
        return Ok(());
    };
    if !missing.is_empty() {
        report.note(format!(
            "The tray was not measured: {} is missing.",
            missing.join(", ")
        ));
        return Ok(());
    }
    let data = stored::events_ahead().await?;
    let trays = Trays {
        desktop: Desktop::start().await?,
        data: data.path().join("data"),
        app,
        empty,
    };
    trays.starts(report).await?;
    trays.idle(minutes, report).await
}

/// Both programs, and the desktop that they run on.
struct Trays {
    desktop: Desktop,
    data: PathBuf,
    app: OsString,
    empty: OsString,
}

impl Trays {
    /// From the start of the process to its icon's registration.
    async fn starts(&self, report: &mut Report) -> Result<(), Failure> {
        let (mut app, mut empty) = (Vec::new(), Vec::new());
        for _ in 0..STARTS {
            let (program, ms) = self.desktop.shows_icon(&mut self.app(true)).await?;
            program.end()?;
            app.push(ms);
            let (program, ms) = self.desktop.shows_icon(&mut self.empty()).await?;
            program.end()?;
            empty.push(ms);
        }
        let row = Row::new(
            "start → tray icon registered",
            Unit::Milliseconds,
            median(app),
        );
        let peer = Peer {
            name: PEER,
            figure: median(empty),
        };
        report.add([Row {
            peer: Some(peer),
            ..row.at_most(ICON_WITHIN_MS)
        }]);
        report.note(format!(
            "Starts: the median of {STARTS}, with {EVENTS} events stored."
        ));
        Ok(())
    }

    /// Memory and wake-ups with nothing to do, then memory after a window was open.
    async fn idle(&self, minutes: u32, report: &mut Report) -> Result<(), Failure> {
        let (app, _) = self.desktop.shows_icon(&mut self.app(true)).await?;
        let (empty, _) = self.desktop.shows_icon(&mut self.empty()).await?;
        let pss = |program: &Program| ProcessTree::of(program.id()).proportional_mb();
        let sleeps = |program: &Program| ProcessTree::of(program.id()).sleeps();
        tokio::time::sleep(SETTLES_WITHIN).await;
        eprintln!("bench: watching the trays for {minutes} min");
        let before = (sleeps(&app), sleeps(&empty));
        tokio::time::sleep(Duration::from_secs(u64::from(minutes) * 60)).await;
        let ours = wake_ups(&before.0, &sleeps(&app));
        let theirs = wake_ups(&before.1, &sleeps(&empty));
        let what = format!("tray, {EVENTS} events stored: memory (PSS)");
        report.add([memory(what, pss(&app), pss(&empty))]);
        let a_minute = |wake_ups: &[(String, u64)]| {
            wake_ups.iter().map(|(_, count)| count).sum::<u64>() as f64 / f64::from(minutes)
        };
        let what = format!("the same: wake-ups of all its threads, {minutes} min");
        let peer = Some(Peer {
            name: PEER,
            figure: a_minute(&theirs),
        });
        let row = Row::new(what, Unit::PerMinute, a_minute(&ours)).at_most(WAKE_UPS_A_MINUTE);
        report.add([Row { peer, ..row }]);
        report.note(format!(
            "Wake-ups in {minutes} min by thread: {}.",
            listed(&ours)
        ));
        self.open_and_close_window(&app).await?;
        tokio::time::sleep(SETTLES_WITHIN).await;
        report.add([memory(
            "the same after a window was open".into(),
            pss(&app),
            pss(&empty),
        )]);
        app.end()?;
        empty.end()
    }

    fn app(&self, hidden: bool) -> Command {
        let mut command = self.desktop.command(&self.app);
        command
            .arg("--data-dir")
            .arg(&self.data)
            .stdout(Stdio::null());
        command.args(hidden.then_some("--minimized"));
        command
    }

    fn empty(&self) -> Command {
        let mut command = self.desktop.command(&self.empty);
        command.stdout(Stdio::null());
        command
    }

    /// A second start opens the window; then it is closed.
    async fn open_and_close_window(&self, app: &Program) -> Result<(), Failure> {
        let _second = Program::start(&mut self.app(false))?;
        let drawn = |tree: &ProcessTree| {
            tree.runs("WebKitWebProcess")
                .then(|| tree.with_argument("--window"))
                .flatten()
        };
        let window = becomes(app, drawn).await?;
        tokio::time::sleep(SETTLES_WITHIN).await;
        terminate(window);
        becomes(app, |tree| (tree.len() == 1).then_some(())).await
    }
}

/// Waits until a program's tree is as asked for.
async fn becomes<T>(
    program: &Program,
    state: impl Fn(&ProcessTree) -> Option<T>,
) -> Result<T, Failure> {
    let look = async {
        loop {
            if let Some(found) = state(&ProcessTree::of(program.id())) {
                return found;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    };
    let found = tokio::time::timeout(WINDOW_WITHIN, look).await;
    found.map_err(|_| Failure::Absent {
        what: "the window, or its end,".into(),
    })
}

fn memory(what: String, ours: f64, empty: f64) -> Row {
    let peer = Some(Peer {
        name: PEER,
        figure: empty,
    });
    let target = Some(Target::PeerAnd(MORE_THAN_EMPTY_MB));
    Row {
        peer,
        target,
        ..Row::new(what, Unit::Megabytes, ours)
    }
}

fn listed(wake_ups: &[(String, u64)]) -> String {
    let parts: Vec<_> = wake_ups
        .iter()
        .map(|(name, count)| format!("{name} {count}"))
        .collect();
    if parts.is_empty() {
        "none".to_owned()
    } else {
        parts.join(", ")
    }
}
