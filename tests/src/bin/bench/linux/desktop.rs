//! A desktop on a virtual screen: a bus, a panel with a tray, a notification daemon.

use std::ffi::{OsStr, OsString};
use std::fs::{DirBuilder, create_dir_all};
use std::os::unix::fs::DirBuilderExt as _;
use std::process::{Command, Stdio};
use std::time::{Duration, SystemTime};

use tempfile::TempDir;

use super::bus::{Bus, Monitor};
use super::program::{self, Program};
use crate::failure::Failure;

/// All that is started; `cargo xtask bench` installs what is missing.
const NEEDED: [&str; 4] = ["Xvfb", "dbus-daemon", "xfce4-panel", "dunst"];
/// The name of whoever shows notifications.
const NOTIFICATIONS: &str = "org.freedesktop.Notifications";
/// The name of whoever keeps the list of tray icons.
const TRAY: &str = "org.kde.StatusNotifierWatcher";
/// An icon that has not come by then is not coming.
const REGISTERS_WITHIN: Duration = Duration::from_secs(30);

/// A running desktop with settings of its own; it ends with this.
pub struct Desktop {
    environment: Vec<(&'static str, OsString)>,
    /// In the order of their end: the screen and the bus last.
    programs: Vec<Program>,
    pub bus: Bus,
    _screen: Program,
    _home: TempDir,
}

/// What of a desktop is not installed.
pub fn missing() -> Vec<&'static str> {
    NEEDED
        .into_iter()
        .filter(|name| !program::is_there(name))
        .collect()
}

impl Desktop {
    /// Starts one and waits until it is there.
    pub async fn start() -> Result<Self, Failure> {
        let home = tempfile::tempdir().map_err(Failure::file("a temporary folder"))?;
        let mut screen = Command::new("Xvfb");
        screen.args([
            "-displayfd",
            "1",
            "-screen",
            "0",
            "1280x800x24",
            "-nolisten",
            "tcp",
        ]);
        let mut screen = Program::start(screen.stdout(Stdio::piped()))?;
        let display = format!(":{}", screen.first_line()?);
        let bus = Bus::start()?;
        let mut environment = own_folders(&home)?;
        environment.extend([
            ("DISPLAY", display.into()),
            ("DBUS_SESSION_BUS_ADDRESS", bus.address().into()),
            ("XDG_CURRENT_DESKTOP", "XFCE".into()),
            ("GTK_A11Y", "none".into()),
            ("NO_AT_BRIDGE", "1".into()),
        ]);
        let mut desktop = Self {
            environment,
            programs: Vec::new(),
            bus,
            _screen: screen,
            _home: home,
        };
        desktop.run("dunst", &[])?;
        desktop.run("xfce4-panel", &["--disable-wm-check"])?;
        desktop.bus.appears(NOTIFICATIONS).await?;
        desktop.bus.appears(TRAY).await?;
        Ok(desktop)
    }

    /// A program that is to run on this desktop.
    pub fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        command.env_remove("WAYLAND_DISPLAY");
        command.envs(self.environment.iter().map(|(name, value)| (name, value)));
        command
    }

    /// Starts a program and waits for its icon; answers how long that took, in milliseconds.
    pub async fn shows_icon(&self, command: &mut Command) -> Result<(Program, f64), Failure> {
        let mut monitor = Monitor::of(&self.bus, TRAY, "RegisterStatusNotifierItem").await?;
        let begun = SystemTime::now();
        let program = Program::start(command)?;
        let call = monitor.next(REGISTERS_WITHIN).await;
        let call = call.ok_or_else(|| Failure::Absent {
            what: "a tray icon".into(),
        })?;
        let took = call.at.duration_since(begun).unwrap_or_default();
        Ok((program, took.as_secs_f64() * 1e3))
    }

    fn run(&mut self, name: &str, arguments: &[&str]) -> Result<(), Failure> {
        let mut command = self.command(name);
        command.args(arguments).stdout(Stdio::null());
        self.programs.push(Program::start(&mut command)?);
        Ok(())
    }
}

/// Nothing here reads or writes the settings of whoever runs the bench.
fn own_folders(home: &TempDir) -> Result<Vec<(&'static str, OsString)>, Failure> {
    let runtime = home.path().join("runtime");
    // As the specification asks of XDG_RUNTIME_DIR.
    DirBuilder::new()
        .mode(0o700)
        .create(&runtime)
        .map_err(Failure::file(&runtime))?;
    let mut folders = vec![("XDG_RUNTIME_DIR", runtime.into_os_string())];
    for name in ["HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"] {
        let folder = home.path().join(name);
        create_dir_all(&folder).map_err(Failure::file(&folder))?;
        folders.push((name, folder.into_os_string()));
    }
    Ok(folders)
}
