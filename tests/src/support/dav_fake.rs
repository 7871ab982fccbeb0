//! A CalDAV server that misbehaves as it is told to. It has one calendar, at `/ann/work/`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::{Arc, Mutex, MutexGuard};

use storytime_types::calendars::ConnectCalDav;
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request, Respond, ResponseTemplate};

use super::calendar::{EventText, calendar};

/// How the server answers when it is asked for changes since a token.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sync {
    /// As it should.
    #[default]
    Honest,
    /// Nothing ever changed.
    SaysNothing,
    /// The token is refused with this status.
    Refuses(u16),
    /// Only one change at a time, with the mark that there are more.
    CutsOff,
    /// Always the mark that there are more, and never more.
    CutsOffForEver,
    /// It knows no such thing.
    Unknown,
}

/// How the server writes where things are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Hrefs {
    /// `/ann/work/standup.ics`
    #[default]
    Path,
    /// `standup.ics`
    Relative,
    /// `http://127.0.0.1:1234/ann/work/standup.ics`
    Whole,
    /// The same with a scheme and a port of its own, as behind a proxy that it knows nothing of.
    BehindProxy,
    /// `/ann/work/%73tandup.ics`
    Encoded,
}

/// What else is wrong with it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mood {
    /// Nothing.
    #[default]
    Well,
    /// No entity tags.
    NoTags,
    /// No ctag and no sync token for the calendar.
    NoState,
    /// The state of the calendar stays as it is, whatever happens in it.
    StuckState,
    /// A web page, with status 200.
    WebPage,
    /// Half of every answer.
    HalfAnswers,
    /// This status.
    Fails(u16),
    /// Leaves the texts of events out.
    NoTexts,
    /// The second home is nobody's business.
    SecondHomeForbidden,
}

#[derive(Default)]
struct State {
    address: String,
    sync: Sync,
    mood: Mood,
    hrefs: Hrefs,
    /// Where alone it says who is signed in; anywhere if this is empty.
    entrance: &'static str,
    has_second_home: bool,
    /// By which addresses it knows the person.
    addresses: &'static [&'static str],
    /// By file name: the change it was last altered in, and its text, none when it is gone.
    files: BTreeMap<String, (u32, Option<String>)>,
    changes: u32,
    asked: Vec<String>,
}

/// The server.
pub struct DavFake {
    server: MockServer,
    state: Arc<Mutex<State>>,
}

impl DavFake {
    pub async fn start() -> Self {
        let server = MockServer::start().await;
        let state = Arc::new(Mutex::new(State {
            address: server.uri(),
            ..State::default()
        }));
        let answering = Answering(Arc::clone(&state));
        Mock::given(any())
            .respond_with(answering)
            .mount(&server)
            .await;
        Self { server, state }
    }

    pub fn address(&self) -> String {
        self.server.uri()
    }

    /// What to connect.
    pub fn account(&self) -> ConnectCalDav {
        ConnectCalDav {
            url: self.server.uri(),
            username: "ann".into(),
            password: "pw".into(),
        }
    }

    pub fn sync(&self, sync: Sync) {
        self.state().sync = sync;
    }

    pub fn mood(&self, mood: Mood) {
        self.state().mood = mood;
    }

    pub fn hrefs(&self, hrefs: Hrefs) {
        self.state().hrefs = hrefs;
    }

    /// Only this place leads to the account.
    pub fn entrance(&self, path: &'static str) {
        self.state().entrance = path;
    }

    /// Gives the account another home, with the calendar "Team" in it.
    pub fn add_second_home(&self) {
        self.state().has_second_home = true;
    }

    /// The person is known there by these addresses.
    pub fn knows_person_as(&self, addresses: &'static [&'static str]) {
        self.state().addresses = addresses;
    }

    pub fn port(&self) -> u16 {
        self.server.address().port()
    }

    pub fn put(&self, file: &str, event: EventText) {
        self.put_text(file, calendar(&[event]));
    }

    pub fn put_text(&self, file: &str, text: String) {
        self.state().alter(file, Some(text));
    }

    pub fn delete(&self, file: &str) {
        self.state().alter(file, None);
    }

    /// What was asked since the last time: the method, and of a report its kind.
    pub fn asked(&self) -> Vec<String> {
        std::mem::take(&mut self.state().asked)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }
}

struct Answering(Arc<Mutex<State>>);

impl Respond for Answering {
    fn respond(&self, request: &Request) -> ResponseTemplate {
        self.0.lock().unwrap().answer(request)
    }
}

impl State {
    fn alter(&mut self, file: &str, text: Option<String>) {
        self.changes += 1;
        self.files.insert(file.to_owned(), (self.changes, text));
    }

    fn answer(&mut self, request: &Request) -> ResponseTemplate {
        let body = String::from_utf8_lossy(&request.body).into_owned();
        let kind = ["sync-collection", "calendar-multiget", "calendar-query"]
            .into_iter()
            .find(|kind| body.contains(kind));
        let asked = kind.map_or_else(|| request.method.to_string(), str::to_owned);
        self.asked.push(asked);
        let answer = match (self.mood, kind) {
            (Mood::Fails(status), _) => return ResponseTemplate::new(status),
            (Mood::WebPage, _) => {
                let page = "<!DOCTYPE html><html><body>Please sign in</body></html>";
                return ResponseTemplate::new(200).set_body_raw(page, "text/html");
            }
            (_, Some(_)) if request.url.path() != "/ann/work/" => String::new(),
            (_, Some("sync-collection")) => match self.changes_since(&body) {
                Ok(answer) => answer,
                Err(status) => return ResponseTemplate::new(status),
            },
            (_, Some("calendar-multiget")) => self.texts(&body),
            (_, Some(_)) => self.tags(),
            (_, None) => match self.properties(request.url.path()) {
                Ok(answer) => answer,
                Err(status) => return ResponseTemplate::new(status),
            },
        };
        let mut answer = format!(
            "<?xml version=\"1.0\"?><d:multistatus xmlns:d=\"DAV:\" \
             xmlns:c=\"urn:ietf:params:xml:ns:caldav\" \
             xmlns:s=\"http://calendarserver.org/ns/\">{answer}</d:multistatus>"
        );
        if self.mood == Mood::HalfAnswers {
            answer.truncate(answer.len() / 2);
        }
        ResponseTemplate::new(207).set_body_raw(answer, "application/xml")
    }

    fn properties(&self, path: &str) -> Result<String, u16> {
        match path {
            "/ann/work/" | "/ann/" => Ok(self.work()),
            "/team/" if self.mood == Mood::SecondHomeForbidden => Err(403),
            "/team/" => Ok(found("/team/plan/", &calendar_called("Team"))),
            _ if self.entrance.is_empty() || self.entrance == path => Ok(self.person()),
            _ => Err(404),
        }
    }

    fn person(&self) -> String {
        let second = match self.has_second_home {
            true => "<d:href>/team/</d:href>",
            false => "",
        };
        let href = |address: &&str| format!("<d:href>{address}</d:href>");
        let addresses: String = self.addresses.iter().map(href).collect();
        found(
            "/",
            &format!(
                "<d:current-user-principal><d:href>/ann/</d:href></d:current-user-principal>\
                 <c:calendar-home-set><d:href>/ann/</d:href>{second}</c:calendar-home-set>\
                 <c:calendar-user-address-set>{addresses}</c:calendar-user-address-set>"
            ),
        )
    }

    fn work(&self) -> String {
        let state = match self.mood {
            Mood::NoState => String::new(),
            Mood::StuckState => self.marks(0),
            _ => self.marks(self.changes),
        };
        found("/ann/work/", &(calendar_called("Work") + &state))
    }

    fn marks(&self, change: u32) -> String {
        let token = match self.sync {
            Sync::Unknown => String::new(),
            _ => format!("<d:sync-token>t:{change}</d:sync-token>"),
        };
        format!("<s:getctag>{change}</s:getctag>{token}")
    }

    fn changes_since(&self, body: &str) -> Result<String, u16> {
        let token = between(body, "sync-token>", "<").and_then(|text| text.strip_prefix("t:"));
        let since: u32 = token.and_then(|text| text.parse().ok()).unwrap_or_default();
        let mut changed: Vec<_> = self.files.iter().collect();
        changed.retain(|(_, (change, _))| *change > since);
        changed.sort_by_key(|(_, (change, _))| *change);
        let mut next = self.changes;
        let mut answer = String::new();
        match self.sync {
            Sync::Unknown => return Err(501),
            Sync::Refuses(status) => return Err(status),
            Sync::SaysNothing => changed.clear(),
            Sync::CutsOff if changed.len() > 1 => {
                changed.truncate(1);
                next = changed[0].1.0;
                answer.push_str(&status("/ann/work/", "507 Insufficient Storage"));
            }
            Sync::CutsOffForEver => {
                changed.clear();
                next = since;
                answer.push_str(&status("/ann/work/", "507 Insufficient Storage"));
            }
            Sync::CutsOff | Sync::Honest => {}
        }
        for (file, (change, text)) in changed {
            answer.push_str(&match text {
                Some(_) => self.tag(file, *change),
                None => status(&self.href(file), "404 Not Found"),
            });
        }
        let _ = write!(answer, "<d:sync-token>t:{next}</d:sync-token>");
        Ok(answer)
    }

    fn tags(&self) -> String {
        let there = self.files.iter().filter(|(_, (_, text))| text.is_some());
        there
            .map(|(file, (change, _))| self.tag(file, *change))
            .collect()
    }

    fn tag(&self, file: &str, change: u32) -> String {
        let etag = match self.mood {
            Mood::NoTags => String::new(),
            _ => format!("<d:getetag>\"{change}\"</d:getetag>"),
        };
        found(&self.href(file), &etag)
    }

    fn texts(&self, body: &str) -> String {
        let asked = self
            .files
            .iter()
            .filter(|(file, _)| body.contains(&self.href(file)));
        asked
            .map(|(file, (change, text))| match text {
                None => status(&self.href(file), "404 Not Found"),
                Some(_) if self.mood == Mood::NoTexts => {
                    status(&self.href(file), "500 Internal Server Error")
                }
                Some(text) => found(
                    &self.href(file),
                    &format!(
                        "<d:getetag>\"{change}\"</d:getetag>\
                         <c:calendar-data><![CDATA[{text}]]></c:calendar-data>"
                    ),
                ),
            })
            .collect()
    }

    fn href(&self, file: &str) -> String {
        let path = format!("/ann/work/{file}.ics");
        match self.hrefs {
            Hrefs::Path => path,
            Hrefs::Relative => format!("{file}.ics"),
            Hrefs::Whole => format!("{}{path}", self.address),
            Hrefs::BehindProxy => format!("https://127.0.0.1:1{path}"),
            Hrefs::Encoded => {
                let (first, rest) = file.split_at(1);
                format!("/ann/work/%{:02x}{rest}.ics", first.as_bytes()[0])
            }
        }
    }
}

fn calendar_called(name: &str) -> String {
    format!(
        "<d:resourcetype><d:collection/><c:calendar/></d:resourcetype>\
         <d:displayname>{name}</d:displayname>"
    )
}

fn found(href: &str, properties: &str) -> String {
    format!(
        "<d:response><d:href>{href}</d:href><d:propstat><d:prop>{properties}</d:prop>\
         <d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>"
    )
}

fn status(href: &str, status: &str) -> String {
    format!(
        "<d:response><d:href>{href}</d:href><d:status>HTTP/1.1 {status}</d:status></d:response>"
    )
}

fn between<'t>(text: &'t str, before: &str, after: &str) -> Option<&'t str> {
    let (_, rest) = text.split_once(before)?;
    rest.split_once(after).map(|(inside, _)| inside)
}
