//! Google's Calendar API as far as this app asks for it: the list of calendars, and events with
//! pages, sync tokens, cancelled instances and partial answers. It misbehaves as it is told to.

mod answers;
pub mod event;
mod fields;

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::sync::MutexGuard;

use serde_json::{Value, json};
use storytime_core::calendars::bearer::Bearer;
use storytime_types::Secret;

use super::fake_server::FakeServer;
use super::sign_in_file;

/// The access token that it accepts.
pub const TOKEN: &str = "ya29.a-token";

/// The id of the account's own calendar.
pub const PRIMARY: &str = "ann@example.org";

/// What is wrong with the server.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mood {
    /// Nothing.
    #[default]
    Well,
    /// The last page has no sync token.
    NoSyncTokens,
    /// Every second page is empty.
    EmptyPages,
    /// The next so many pages after a first one are gone.
    PagesGo(u32),
    /// A page leads to itself.
    StuckPages,
    /// The access token is no longer good.
    SignedOut,
    /// The person took the access away after the list was given: events are refused, and so is the
    /// refresh token.
    TakenAway,
    /// Asked too often, with this status.
    Quota(u16),
    /// This account may not see it.
    Forbidden,
    /// The Calendar API is not switched on for the client id.
    ApiOff,
    /// This status, with a body for people.
    Fails(u16),
    /// A web page, with status 200.
    WebPage,
    /// Half of every answer.
    HalfAnswers,
    /// Something else in JSON.
    AlienJson,
    /// Nothing but an empty object.
    NothingAtAll,
}

/// An event as it was left by a change.
#[derive(Clone, Debug)]
struct Entry {
    change: u64,
    /// As it is answered, or what is left of one that is gone.
    body: Value,
}

/// What it knows.
#[derive(Default)]
pub struct State {
    mood: Mood,
    /// Each as its entry in the list.
    calendars: Vec<Value>,
    /// By calendar, then by id.
    events: BTreeMap<String, BTreeMap<String, Entry>>,
    changes: u64,
    /// Older sync tokens are no longer good.
    oldest: u64,
    page_size: usize,
    /// By page token: what is still to be told.
    pages: HashMap<String, answers::Rest>,
    page_tokens: u64,
    /// What happens between a first page and the next.
    between_pages: Option<String>,
    asked: Vec<String>,
}

/// The server.
pub struct GoogleFake(FakeServer<State>);

impl GoogleFake {
    /// With one calendar, the account's own.
    pub async fn start() -> Self {
        let state = State {
            page_size: 250,
            ..State::default()
        };
        let fake = Self(FakeServer::start(state).await);
        fake.calendar(PRIMARY, json!({"primary": true}));
        fake
    }

    /// What stands for its base and its version.
    pub fn api_url(&self) -> String {
        format!("{}/calendar/v3", self.0.uri())
    }

    /// The way into the account.
    pub fn bearer(&self) -> Bearer {
        Bearer {
            api: format!("{}/", self.api_url()).parse().unwrap(),
            token: Secret::from(TOKEN),
        }
    }

    /// Makes an app with this data folder take this for Google; any code signs in.
    pub fn stand_in(&self, data_dir: &Path) {
        let section = sign_in_file::of_fake("google", &self.0.uri(), "", &self.api_url());
        sign_in_file::write(data_dir, &[section]);
    }

    pub fn mood(&self, mood: Mood) {
        self.state().mood = mood;
    }

    /// How many events a page holds at most.
    pub fn page_size(&self, size: usize) {
        self.state().page_size = size;
    }

    /// Adds a calendar, or changes its entry: `fields` are those of the list.
    pub fn calendar(&self, id: &str, fields: Value) {
        let mut entry = json!({
            "kind": "calendar#calendarListEntry",
            "id": id,
            "summary": id,
            "timeZone": "Europe/Berlin",
            "colorId": "14",
            "backgroundColor": "#9FE1E7",
            "selected": true,
            "accessRole": "owner",
            "defaultReminders": [{"method": "popup", "minutes": 10}],
        });
        event::overlay(&mut entry, fields);
        let mut state = self.state();
        state.calendars.retain(|known| known["id"] != id);
        state.calendars.push(entry);
        state.events.entry(id.to_owned()).or_default();
    }

    pub fn remove_calendar(&self, id: &str) {
        self.state().remove_calendar(id);
    }

    /// The calendar goes when the first page of an answer was given.
    pub fn remove_between_pages(&self, id: &str) {
        self.state().between_pages = Some(id.to_owned());
    }

    /// Puts an event into the account's own calendar, in place of the one with its id.
    pub fn put(&self, event: Value) {
        self.put_into(PRIMARY, event);
    }

    pub fn put_into(&self, calendar: &str, event: Value) {
        let id = event["id"].as_str().unwrap().to_owned();
        self.state().alter(calendar, &id, event);
    }

    /// Puts all instances of a series.
    pub fn put_all(&self, instances: Vec<Value>) {
        instances.into_iter().for_each(|one| self.put(one));
    }

    /// Deletes an event, an instance, or a series with all its instances: what is left of each is
    /// what Google guarantees.
    pub fn delete(&self, id: &str) {
        self.state().delete(PRIMARY, id);
    }

    /// All sync tokens that were given out are no longer good.
    pub fn expire_tokens(&self) {
        let mut state = self.state();
        state.changes += 1;
        state.oldest = state.changes;
    }

    /// What was asked since the last time, such as `events ann@example.org since`.
    pub fn asked(&self) -> Vec<String> {
        std::mem::take(&mut self.state().asked)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state()
    }
}

impl State {
    fn alter(&mut self, calendar: &str, id: &str, body: Value) {
        self.changes += 1;
        let change = self.changes;
        let events = self.events.get_mut(calendar).unwrap();
        events.insert(id.to_owned(), Entry { change, body });
    }

    fn delete(&mut self, calendar: &str, id: &str) {
        let events = &self.events[calendar];
        let gone: Vec<_> = events
            .iter()
            .filter(|(own, entry)| *own == id || entry.body["recurringEventId"] == id)
            .map(|(own, entry)| (own.clone(), event::what_is_left(&entry.body)))
            .collect();
        for (id, left) in gone {
            self.alter(calendar, &id, left);
        }
    }

    fn remove_calendar(&mut self, id: &str) {
        self.calendars.retain(|known| known["id"] != id);
        self.events.remove(id);
    }
}
