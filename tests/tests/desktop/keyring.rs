//! The real keyring of GNOME: open, locked, gone for the time of a restart, and never there.

use std::collections::HashMap;
use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::process::{Child, Stdio};

use reqwest::Method;
use serde_json::{Value, json};
use zbus::zvariant::OwnedObjectPath;

use super::app::App;
use super::desk::{Desk, PATIENCE, until};

const SECRETS: &str = "org.freedesktop.secrets";
const PASSWORD: &str = "desk";
const CANARY: &str = "canary-4c1d";
const CALENDAR: &str = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//desk//EN\r\nEND:VCALENDAR\r\n";

/// A running keyring, killed when it is dropped.
struct Keyring(Child);

impl Keyring {
    /// Starts it and has it unlocked with a password; the first time, that makes its collection.
    fn unlocked(desk: &Desk) -> Self {
        Self::start(desk, &["--unlock"])
    }

    /// Starts it as a session does where nobody typed a password.
    fn locked(desk: &Desk) -> Self {
        Self::start(desk, &[])
    }

    fn start(desk: &Desk, arguments: &[&str]) -> Self {
        let mut child = desk
            .command("gnome-keyring-daemon")
            .args(["--foreground", "--components=secrets"])
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("gnome-keyring-daemon does not start: {error}"));
        let typed = child.stdin.take().unwrap().write_all(PASSWORD.as_bytes());
        if !arguments.is_empty() {
            typed.unwrap();
        }
        until("the keyring on the bus", || {
            desk.has_name(SECRETS).then_some(())
        });
        Self(child)
    }
}

impl Drop for Keyring {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Nothing starts a keyring here by being asked for one.
fn without_activation(desk: &Desk) {
    let folder = desk.folder().join("data/dbus-1/services");
    std::fs::create_dir_all(&folder).unwrap();
    let service = format!("[D-BUS Service]\nName={SECRETS}\nExec=/bin/false\n");
    std::fs::write(folder.join(format!("{SECRETS}.service")), service).unwrap();
    let bus = desk.bus();
    let call = |method| {
        bus.call_method(
            Some("org.freedesktop.DBus"),
            "/org/freedesktop/DBus",
            Some("org.freedesktop.DBus"),
            method,
            &(),
        )
    };
    call("ReloadConfig").unwrap();
}

/// Serves an empty calendar at any address.
fn serve_calendars() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let host = listener.local_addr().unwrap().to_string();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { return };
            let _ = stream.read(&mut [0; 4096]);
            let _ = write!(
                stream,
                "HTTP/1.1 200 OK\r\ncontent-type: text/calendar\r\ncontent-length: {}\r\n\
                 connection: close\r\n\r\n{CALENDAR}",
                CALENDAR.len()
            );
        }
    });
    host
}

fn connect(app: &App<'_>, host: &str) {
    let url = format!("http://{host}/private-{CANARY}/basic.ics");
    app.call(
        Method::POST,
        "/api/calendars/connect/ics",
        &json!({"url": url}),
    );
}

/// The app on a new data folder, with the calendar of the secret address.
fn connected<'a>(desk: &'a Desk, host: &str) -> App<'a> {
    let mut app = App::unused(desk);
    app.start(&["--minimized"]);
    connect(&app, host);
    app
}

/// The vault's state becomes this.
fn state_becomes(app: &App<'_>, state: &str) -> Value {
    until(&format!("the vault to be {state}"), || {
        let vault = app.call(Method::GET, "/api/vault", &Value::Null);
        (vault["state"] == state).then_some(vault)
    })
}

/// The connected calendar's status becomes this.
fn calendar_becomes(app: &App<'_>, status: &str) -> Value {
    until(&format!("the calendar to be {status}"), || {
        let found = app.call(Method::GET, "/api/calendars", &Value::Null);
        (found[0]["status"] == status).then(|| found[0].clone())
    })
}

fn nothing_in_the_open(app: &App<'_>) {
    for name in ["storytime.db", "storytime.db-wal"] {
        let bytes = std::fs::read(app.data.join(name)).unwrap_or_default();
        let found = bytes
            .windows(CANARY.len())
            .any(|part| part == CANARY.as_bytes());
        assert!(!found, "the address stands in {name}");
    }
}

#[test]
#[ignore = "needs a desktop: `cargo xtask test` runs it"]
fn what_is_kept_in_the_keyring_is_read_after_a_restart() {
    let desk = Desk::up();
    let _keyring = Keyring::unlocked(&desk);
    let host = serve_calendars();
    let mut app = connected(&desk, &host);
    let vault = state_becomes(&app, "OPEN");
    assert_eq!(vault["keptIn"], "KEYRING");
    assert_eq!(vault["secrets"], 1);
    app.kill();

    app.start(&["--minimized"]);
    app.sync();

    calendar_becomes(&app, "ACTIVE");
    nothing_in_the_open(&app);
    let changed = app.call(Method::POST, "/api/vault/rotate", &json!({}));
    assert_eq!(changed["state"], "OPEN");
    app.kill();
    app.start(&["--minimized"]);
    app.sync();
    calendar_becomes(&app, "ACTIVE");
}

/// How many keys of ours the keyring keeps.
fn kept(desk: &Desk) -> usize {
    let ours = HashMap::from([("service", "storytime-calendar")]);
    let found = desk.bus().call_method(
        Some(SECRETS),
        "/org/freedesktop/secrets",
        Some("org.freedesktop.Secret.Service"),
        "SearchItems",
        &ours,
    );
    let found = found.unwrap().body().deserialize();
    let (unlocked, locked): (Vec<OwnedObjectPath>, Vec<OwnedObjectPath>) = found.unwrap();
    unlocked.len() + locked.len()
}

#[test]
#[ignore = "needs a desktop: `cargo xtask test` runs it"]
fn when_everything_is_deleted_the_keyring_forgets_the_key() {
    let desk = Desk::up();
    let _keyring = Keyring::unlocked(&desk);
    let host = serve_calendars();
    let app = connected(&desk, &host);
    assert_eq!(kept(&desk), 1);

    app.call(Method::DELETE, "/api/user", &json!({}));

    assert_eq!(kept(&desk), 0);
    let vault = app.call(Method::GET, "/api/vault", &Value::Null);
    assert_eq!(vault["secrets"], 0);
    connect(&app, &host);
    assert_eq!(kept(&desk), 1);
}

#[test]
#[ignore = "needs a desktop: `cargo xtask test` runs it"]
fn a_locked_keyring_is_told_of_and_used_again_once_it_is_open() {
    let desk = Desk::up();
    let keyring = Keyring::unlocked(&desk);
    let host = serve_calendars();
    let mut app = connected(&desk, &host);
    app.kill();
    drop(keyring);
    let keyring = Keyring::locked(&desk);

    app.start(&["--minimized"]);
    state_becomes(&app, "LOCKED");
    let status = app.call(Method::GET, "/api/status", &Value::Null);
    let told = status["problems"][0]["text"].as_str().unwrap().to_owned();
    assert!(told.contains("Your keyring is locked"), "{told}");
    desk.picture("desktop-keyring-locked");
    drop(keyring);
    let _keyring = Keyring::unlocked(&desk);

    state_becomes(&app, "OPEN");
    app.sync();
    calendar_becomes(&app, "ACTIVE");
}

#[test]
#[ignore = "needs a desktop: `cargo xtask test` runs it"]
fn a_keyring_that_dies_in_the_middle_of_a_run_costs_nothing() {
    let desk = Desk::up();
    without_activation(&desk);
    let keyring = Keyring::unlocked(&desk);
    let host = serve_calendars();
    let mut app = connected(&desk, &host);
    state_becomes(&app, "OPEN");

    drop(keyring);
    until("the keyring to be gone", || {
        (!desk.has_name(SECRETS)).then_some(())
    });

    app.sync();
    calendar_becomes(&app, "ACTIVE");
    let url = format!("http://{host}/private-{CANARY}/another.ics");
    let path = "/api/calendars/connect/ics";
    app.call(Method::POST, path, &json!({"url": url}));
    let vault = state_becomes(&app, "OPEN");
    assert_eq!(vault["secrets"], 2);
    nothing_in_the_open(&app);

    app.kill();
    app.start(&["--minimized"]);
    let vault = state_becomes(&app, "ABSENT");
    assert_eq!(vault["secrets"], 2, "nothing is given up by itself");
    let _keyring = Keyring::unlocked(&desk);
    state_becomes(&app, "OPEN");
    app.sync();
    calendar_becomes(&app, "ACTIVE");
}

#[test]
#[ignore = "needs a desktop: `cargo xtask test` runs it"]
fn where_there_is_no_keyring_a_passphrase_does() {
    let desk = Desk::up();
    without_activation(&desk);
    let host = serve_calendars();
    let mut app = App::unused(&desk);
    let begun = std::time::Instant::now();
    app.start(&["--minimized"]);
    let vault = state_becomes(&app, "ABSENT");
    assert!(begun.elapsed() < PATIENCE);
    assert!(
        vault["sentence"].as_str().unwrap().contains("passphrase"),
        "{vault}"
    );

    let passphrase = json!({"passphrase": "correct horse battery"});
    app.call(Method::PUT, "/api/vault/passphrase", &passphrase);
    connect(&app, &host);
    nothing_in_the_open(&app);
    app.kill();
    app.start(&["--minimized"]);
    state_becomes(&app, "LOCKED");

    app.call(Method::POST, "/api/vault/unlock", &passphrase);

    state_becomes(&app, "OPEN");
    app.sync();
    calendar_becomes(&app, "ACTIVE");
}
