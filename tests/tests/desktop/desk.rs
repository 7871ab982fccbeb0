//! A real desktop on a virtual screen, ended when it is dropped.

use std::io::{BufRead as _, BufReader};
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;
use zbus::blocking::{Connection, connection, fdo::DBusProxy};

/// How long anything on the desktop may take before a test gives up on it.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// A screen that has not changed for so long is at rest.
const STILL_FOR: Duration = Duration::from_millis(700);

/// The colours of every dot on the screen.
pub struct Screen(Vec<u8>);

impl Screen {
    /// All but a few dots are the same: a clock in the panel may go on, and a countdown.
    fn is_like(&self, other: &Self) -> bool {
        const FEW_IN: usize = 500;
        let pairs = self.0.iter().zip(&other.0);
        let different = pairs.filter(|(one, another)| one != another).count();
        self.0.len() == other.0.len() && different * FEW_IN < self.0.len()
    }
}

/// A screen, a session bus, a window manager, a panel with a tray host, a notification daemon.
pub struct Desk {
    home: TempDir,
    environment: Vec<(&'static str, String)>,
    bus_address: String,
    processes: Vec<Child>,
}

impl Desk {
    /// Starts it and waits until tray host and notification daemon are there.
    pub fn up() -> Self {
        let home = tempfile::tempdir().unwrap();
        for folder in ["runtime", "config", "data", "cache"] {
            let path = home.path().join(folder);
            std::fs::create_dir(&path).unwrap();
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o700)).unwrap();
        }
        let within = |folder: &str| home.path().join(folder).display().to_string();
        let mut desk = Self {
            environment: vec![
                ("HOME", within("")),
                ("XDG_RUNTIME_DIR", within("runtime")),
                ("XDG_CONFIG_HOME", within("config")),
                ("XDG_DATA_HOME", within("data")),
                ("XDG_CACHE_HOME", within("cache")),
                ("XDG_CURRENT_DESKTOP", "XFCE".into()),
                ("GTK_A11Y", "none".into()),
                ("NO_AT_BRIDGE", "1".into()),
            ],
            bus_address: String::new(),
            processes: Vec::new(),
            home,
        };
        desk.start_screen();
        desk.start_bus();
        desk.start("xfwm4", &[]);
        desk.start("xfce4-panel", &["--disable-wm-check"]);
        desk.start("dunst", &[]);
        desk.wait_for_name("org.kde.StatusNotifierWatcher");
        desk.wait_for_name("org.freedesktop.Notifications");
        desk
    }

    /// A folder that goes with the desktop.
    pub fn folder(&self) -> &Path {
        self.home.path()
    }

    /// A program that will run on this desktop.
    pub fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        command.envs(self.environment.iter().map(|(name, value)| (name, value)));
        command.stdin(Stdio::null());
        command
    }

    /// A connection to its session bus.
    pub fn bus(&self) -> Connection {
        connection::Builder::address(self.bus_address.as_str())
            .unwrap()
            .build()
            .unwrap()
    }

    /// Whether someone on the bus has this name.
    pub fn has_name(&self, name: &str) -> bool {
        let bus = DBusProxy::new(&self.bus()).unwrap();
        bus.name_has_owner(name.try_into().unwrap()).unwrap()
    }

    /// Saves the whole screen as a picture under this name, once it is at rest.
    pub fn picture(&self, name: &str) {
        self.rest();
        self.save("root", name);
    }

    /// Saves a window as a picture under this name, once the screen is at rest.
    pub fn picture_of(&self, window: &str, name: &str) {
        self.rest();
        self.save(window, name);
    }

    /// Waits until nothing on the screen changes.
    fn rest(&self) {
        let mut last = self.screen();
        until("the screen to be at rest", || {
            // A page takes about as long from its first paint to its words.
            std::thread::sleep(STILL_FOR);
            let now = self.screen();
            let at_rest = now.is_like(&last);
            last = now;
            at_rest.then_some(())
        });
    }

    fn save(&self, window: &str, name: &str) {
        let folder = std::env::var_os("STORYTIME_SCREENSHOTS")
            .map_or_else(|| PathBuf::from("target/screenshots"), PathBuf::from);
        std::fs::create_dir_all(&folder).unwrap();
        let file = folder.join(format!("{name}.png"));
        let mut shot = self.command("import");
        let saved = shot.args(["-window", window]).arg(&file).status().unwrap();
        assert!(saved.success(), "no picture of the screen");
    }

    /// As [`Desk::picture`], once the screen shows something else than `before`.
    pub fn picture_unlike(&self, name: &str, before: &Screen) {
        until("something new on the screen", || {
            (!self.screen().is_like(before)).then_some(())
        });
        self.picture(name);
    }

    /// What the screen shows now.
    pub fn screen(&self) -> Screen {
        let mut shot = self.command("import");
        shot.args(["-window", "root", "-depth", "8", "rgb:-"]);
        let shot = shot.output().unwrap();
        assert!(shot.status.success(), "no picture of the screen");
        Screen(shot.stdout)
    }

    /// Notifications are taken and not shown.
    pub fn hold_notifications_back(&self) {
        let mut pause = self.command("dunstctl");
        assert!(
            pause
                .args(["set-paused", "true"])
                .status()
                .unwrap()
                .success()
        );
    }

    /// Sends keys or clicks, as `xdotool` takes them.
    pub fn input(&self, arguments: &[&str]) {
        assert!(
            self.command("xdotool")
                .args(arguments)
                .status()
                .unwrap()
                .success()
        );
    }

    /// The visible windows whose name contains this.
    pub fn windows(&self, name: &str) -> Vec<String> {
        let found = self
            .command("xdotool")
            .args(["search", "--onlyvisible", "--name", name])
            .output()
            .unwrap();
        String::from_utf8_lossy(&found.stdout)
            .lines()
            .map(str::to_owned)
            .collect()
    }

    /// Process ids and names of the programs of this desktop whose name contains `name`.
    pub fn running(&self, name: &str) -> Vec<String> {
        let mine = format!("DBUS_SESSION_BUS_ADDRESS={}", self.bus_address);
        let processes = std::fs::read_dir("/proc").unwrap().flatten();
        processes
            .filter_map(|process| {
                let program = std::fs::read_link(process.path().join("exe")).ok()?;
                let environment = std::fs::read(process.path().join("environ")).ok()?;
                let is_mine = environment
                    .split(|byte| *byte == 0)
                    .any(|v| v == mine.as_bytes());
                let program = program.file_name()?.to_str()?.to_owned();
                (is_mine && program.contains(name))
                    .then(|| format!("{} {program}", process.file_name().to_string_lossy()))
            })
            .collect()
    }

    fn start_screen(&mut self) {
        let mut screen = self.command("Xvfb");
        screen.args([
            "-displayfd",
            "1",
            "-screen",
            "0",
            "1440x960x24",
            "-nolisten",
            "tcp",
        ]);
        let number = self.first_line(screen);
        self.environment.push(("DISPLAY", format!(":{number}")));
    }

    fn start_bus(&mut self) {
        let mut bus = self.command("dbus-daemon");
        bus.args(["--session", "--nofork", "--print-address=1"]);
        self.bus_address = self.first_line(bus);
        self.environment
            .push(("DBUS_SESSION_BUS_ADDRESS", self.bus_address.clone()));
    }

    /// Starts a server that says in its first line where it is.
    fn first_line(&mut self, mut command: Command) -> String {
        command
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .process_group(0);
        let mut child = command
            .spawn()
            .unwrap_or_else(|error| missing(&command, &error));
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        self.processes.push(child);
        line.trim().to_owned()
    }

    fn start(&mut self, program: &str, arguments: &[&str]) {
        let mut command = self.command(program);
        command
            .args(arguments)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .process_group(0);
        let child = command
            .spawn()
            .unwrap_or_else(|error| missing(&command, &error));
        self.processes.push(child);
    }

    fn wait_for_name(&self, name: &str) {
        until(&format!("{name} on the bus"), || {
            self.has_name(name).then_some(())
        });
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        for child in self.processes.iter_mut().rev() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

fn missing(command: &Command, error: &std::io::Error) -> ! {
    let program = command.get_program().to_string_lossy();
    panic!("{program} does not start ({error}): `cargo xtask setup` installs what is missing")
}

/// Asks again and again until there is an answer.
pub fn until<T>(what: &str, mut ask: impl FnMut() -> Option<T>) -> T {
    let begun = Instant::now();
    loop {
        if let Some(answer) = ask() {
            return answer;
        }
        assert!(begun.elapsed() < PATIENCE, "waited in vain for {what}");
        std::thread::sleep(Duration::from_millis(50));
    }
}
