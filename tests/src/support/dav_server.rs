//! Real CalDAV servers on this computer: Radicale and Xandikos, each on a folder and a port of its
//! own. `cargo xtask setup` installs both.

use std::net::TcpListener;
use std::path::Path;
use std::process::Stdio;

use reqwest::{Client, Method, StatusCode};
use storytime_core::calendars::client::http_client;
use storytime_types::calendars::ConnectCalDav;
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, AsyncRead, BufReader};
use tokio::process::{Child, Command};

use super::calendar::{EventText, calendar};
use super::channel::within_patience;

/// Who has an account there.
pub const NAME: &str = "ann";
/// Their password at first.
pub const PASSWORD: &str = "c4n4ry-p4ss";

/// Which program answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Program {
    /// Asks for a password.
    Radicale,
    /// Lets everybody in.
    Xandikos,
}

impl Program {
    /// What it says once it takes calls.
    fn ready(self) -> &'static str {
        match self {
            Self::Radicale => "Radicale server ready",
            Self::Xandikos => "Running on",
        }
    }
}

/// A running server; it ends with this.
pub struct DavServer {
    pub address: String,
    program: Program,
    folder: TempDir,
    client: Client,
    _process: Child,
}

impl DavServer {
    pub async fn start(program: Program) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("users"), format!("{NAME}:{PASSWORD}\n")).unwrap();
        let port = free_port();
        let mut command = match program {
            Program::Radicale => radicale(folder.path(), port),
            Program::Xandikos => xandikos(folder.path(), port),
        };
        let mut process = command
            .env("PYTHONUNBUFFERED", "1")
            .kill_on_drop(true)
            .spawn()
            .unwrap_or_else(|error| panic!("{program:?} ({error}): run cargo xtask setup"));
        let said: Box<dyn AsyncRead + Unpin + Send> = match program {
            Program::Radicale => Box::new(process.stderr.take().unwrap()),
            Program::Xandikos => Box::new(process.stdout.take().unwrap()),
        };
        within_patience(says(said, program.ready()), "the server to be ready").await;
        let server = Self {
            address: format!("http://127.0.0.1:{port}"),
            program,
            folder,
            client: http_client().build().unwrap(),
            _process: process,
        };
        if program == Program::Radicale {
            server.send("PROPFIND", "/ann/", "").await;
        }
        server
    }

    pub fn port(&self) -> u16 {
        self.address.rsplit(':').next().unwrap().parse().unwrap()
    }

    /// What to connect.
    pub fn account(&self) -> ConnectCalDav {
        self.account_with(PASSWORD)
    }

    pub fn account_with(&self, password: &str) -> ConnectCalDav {
        ConnectCalDav {
            url: self.address.clone(),
            username: NAME.into(),
            password: password.into(),
        }
    }

    /// Makes a calendar of this name.
    pub async fn make_calendar(&self, name: &str) {
        let path = self.path_of(name);
        let asked = format!(
            "<C:mkcalendar xmlns:D=\"DAV:\" xmlns:C=\"urn:ietf:params:xml:ns:caldav\"><D:set>\
             <D:prop><D:displayname>{name}</D:displayname></D:prop></D:set></C:mkcalendar>"
        );
        let made = self.send("MKCALENDAR", &path, &asked).await;
        assert_eq!(made, StatusCode::CREATED, "{path}");
    }

    /// Gives a calendar another name; where it is stays.
    pub async fn rename_calendar(&self, name: &str, shown: &str) {
        let shown = format!("<D:displayname>{shown}</D:displayname>");
        self.describe_calendar(name, &shown).await;
    }

    /// Gives a calendar other properties, of the namespaces `D`, `C` and Apple's `A`.
    pub async fn describe_calendar(&self, name: &str, properties: &str) {
        let asked = format!(
            "<D:propertyupdate xmlns:D=\"DAV:\" xmlns:C=\"urn:ietf:params:xml:ns:caldav\" \
             xmlns:A=\"http://apple.com/ns/ical/\"><D:set><D:prop>{properties}</D:prop></D:set>\
             </D:propertyupdate>"
        );
        let path = self.path_of(name);
        let done = self.send("PROPPATCH", &path, &asked).await;
        assert_eq!(done, StatusCode::MULTI_STATUS, "{path}");
    }

    /// Puts one event into a calendar, in the place of one that has its name.
    pub async fn put(&self, calendar_name: &str, file: &str, event: EventText) {
        self.put_series(calendar_name, file, &[event]).await;
    }

    /// Puts a series and its instances that differ into a calendar.
    pub async fn put_series(&self, calendar_name: &str, file: &str, events: &[EventText]) {
        let path = format!("{}{file}.ics", self.path_of(calendar_name));
        let put = self.send("PUT", &path, &calendar(events)).await;
        assert!(put.is_success(), "{path}: {put}");
    }

    /// Moves an event to another calendar (RFC 4918, 9.9).
    pub async fn move_event(&self, file: &str, from: &str, to: &str) {
        let [from, to] =
            [from, to].map(|name| format!("{}{}{file}.ics", self.address, self.path_of(name)));
        let request = self
            .client
            .request(Method::from_bytes(b"MOVE").unwrap(), &from)
            .basic_auth(NAME, Some(PASSWORD))
            .header("destination", &to);
        let moved = request.send().await.unwrap().status();
        assert!(moved.is_success(), "{from}: {moved}");
    }

    /// Deletes an event, or with no file the whole calendar.
    pub async fn delete(&self, calendar_name: &str, file: Option<&str>) {
        let file = file.map(|file| format!("{file}.ics")).unwrap_or_default();
        let path = format!("{}{file}", self.path_of(calendar_name));
        let gone = self.send("DELETE", &path, "").await;
        assert!(gone.is_success(), "{path}: {gone}");
    }

    /// From now on the account has another password.
    pub fn change_password(&self, password: &str) {
        let users = self.folder.path().join("users");
        std::fs::write(users, format!("{NAME}:{password}\n")).unwrap();
    }

    fn path_of(&self, calendar_name: &str) -> String {
        match self.program {
            Program::Radicale => format!("/ann/{calendar_name}/"),
            Program::Xandikos => format!("/ann/calendars/{calendar_name}/"),
        }
    }

    async fn send(&self, method: &str, path: &str, body: &str) -> StatusCode {
        let method = Method::from_bytes(method.as_bytes()).unwrap();
        let request = self
            .client
            .request(method, format!("{}{path}", self.address))
            .basic_auth(NAME, Some(PASSWORD));
        let kind = match body.get(..1) {
            None => return request.send().await.unwrap().status(),
            Some("<") => "application/xml",
            Some(_) => "text/calendar; charset=utf-8",
        };
        let request = request.header("content-type", kind).body(body.to_owned());
        request.send().await.unwrap().status()
    }
}

fn radicale(folder: &Path, port: u16) -> Command {
    // The system's own Python: only that one knows what the system's packages brought.
    let mut command = Command::new("/usr/bin/python3");
    command.args(["-m", "radicale"]).args([
        // None of the system's own settings.
        "--config=".to_owned(),
        format!("--server-hosts=127.0.0.1:{port}"),
        format!("--storage-filesystem-folder={}", folder.display()),
        "--auth-type=htpasswd".to_owned(),
        format!(
            "--auth-htpasswd-filename={}",
            folder.join("users").display()
        ),
        "--auth-htpasswd-encryption=plain".to_owned(),
        "--auth-delay=0".to_owned(),
        "--web-type=none".to_owned(),
        "--logging-level=info".to_owned(),
    ]);
    command.stderr(Stdio::piped()).stdout(Stdio::null());
    command
}

fn xandikos(folder: &Path, port: u16) -> Command {
    let mut command = Command::new("xandikos");
    command
        .args(["--listen-address=127.0.0.1", "--autocreate"])
        .args(["--current-user-principal=/ann/", "-d"])
        .arg(folder.join("dav"))
        .arg(format!("--port={port}"))
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    command
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

/// Waits until a program has said this, and lets it go on talking.
async fn says(said: impl AsyncRead + Unpin + Send + 'static, awaited: &str) {
    let mut lines = BufReader::new(said).lines();
    let mut heard = Vec::new();
    loop {
        match lines.next_line().await.unwrap() {
            Some(line) if line.contains(awaited) => break,
            Some(line) => heard.push(line),
            None => panic!("the server ended: {}", heard.join("\n")),
        }
    }
    tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
}
