//! A Microsoft Graph that speaks as the real one does, and misbehaves as it is told to. One account
//! with its calendars; series are put into it as the instances that `calendarView` shows.

mod answering;
pub mod events;

use std::collections::BTreeMap;
use std::sync::MutexGuard;
use std::time::Duration;

use serde_json::{Value, json};

use super::fake_server::FakeServer;
use super::sign_in_file;
use answering::State;
use events::merge;

/// What opens the account at first.
pub const TOKEN: &str = "graph-t0k3n";

/// The account's own calendar.
pub const WORK: &str = "AAMkAGI2work=";

/// What is wrong with the server.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Mood {
    /// Nothing.
    #[default]
    Well,
    /// A web page, with status 200.
    WebPage,
    /// Half of every answer.
    HalfAnswers,
    /// Another JSON than its API's.
    AlienJson,
    /// This status, with an error of the API.
    Fails(u16, &'static str),
    /// Asked too often; with this Retry-After, if any.
    Throttles(u16, Option<&'static str>),
    /// Every next page is on this server.
    PagesAt(String),
    /// Every page says that it is followed by itself.
    PagesInCircles,
    /// Every page is empty and followed by another one.
    EmptyPagesForEver,
    /// Every answer sends on to itself.
    RedirectsInCircles,
    /// Answers only after so long.
    Slow(Duration),
    /// Times come in the zone that the events were made in, whatever was asked for.
    OwnZones,
    /// The descriptions come as HTML, whatever was asked for.
    OnlyHtml,
    /// Before each list that has a second page, this many empty pages.
    EmptyPagesFirst(usize),
    /// The person took the access away after the list was given: events are refused, and so is the
    /// refresh token.
    TakenAway,
    /// The calendar is deleted when its first page has been read.
    DeletedBetweenPages,
}

/// The server.
pub struct GraphFake(FakeServer<State>);

impl GraphFake {
    /// With one calendar, which is the account's own.
    pub async fn start() -> Self {
        let state = State {
            token: TOKEN.into(),
            ..State::default()
        };
        let fake = Self(FakeServer::start(state).await);
        fake.state().base = fake.0.uri();
        fake.make_calendar(WORK, "Calendar");
        fake
    }

    /// The API's base, as `api_url` has it.
    pub fn api(&self) -> String {
        format!("{}/v1.0", self.0.uri())
    }

    /// Makes the app take this for Microsoft, and lets everybody sign in.
    pub fn stand_in(&self, data_dir: &std::path::Path) {
        let section = sign_in_file::of_fake("microsoft", &self.0.uri(), "", &self.api());
        sign_in_file::write(data_dir, &[section]);
    }

    pub fn mood(&self, mood: Mood) {
        self.state().mood = mood;
    }

    /// From now on another token opens the account.
    pub fn change_token(&self, token: &str) {
        self.state().token = token.into();
    }

    /// Pages hold at most so many, whatever is asked for.
    pub fn page_size(&self, most: usize) {
        self.state().page = Some(most);
    }

    pub fn make_calendar(&self, id: &str, name: &str) {
        let calendar = json!({
            "id": id, "name": name, "color": "lightBlue", "hexColor": "",
            "isDefaultCalendar": id == WORK, "changeKey": "ck", "canShare": true,
            "canViewPrivateItems": true, "canEdit": true, "isRemovable": id != WORK,
            "isTallyingResponses": id == WORK,
            "owner": {"name": "Ann", "address": "ann@example.org"},
            "allowedOnlineMeetingProviders": ["teamsForBusiness"],
            "defaultOnlineMeetingProvider": "teamsForBusiness"
        });
        let events = BTreeMap::new();
        let made = (calendar, events);
        self.state().calendars.insert(id.into(), made);
    }

    /// Changes a calendar itself, such as its `name`.
    pub fn change_calendar(&self, id: &str, changes: Value) {
        if let Some((calendar, _)) = self.state().calendars.get_mut(id) {
            merge(calendar, changes);
        }
    }

    /// Puts an event into the account's own calendar, in place of the one with its id.
    pub fn put(&self, event: Value) {
        self.put_into(WORK, event);
    }

    pub fn put_into(&self, calendar: &str, mut event: Value) {
        let mut state = self.state();
        state.changes += 1;
        let key = format!("CQAAABYAA{:06}", state.changes);
        merge(
            &mut event,
            json!({"changeKey": key, "@odata.etag": format!("W/\"{key}\"")}),
        );
        let id = event["id"].as_str().unwrap().to_owned();
        let (_, events) = state.calendars.get_mut(calendar).unwrap();
        events.insert(id, event);
    }

    pub fn delete(&self, id: &str) {
        for (_, events) in self.state().calendars.values_mut() {
            events.remove(id);
        }
    }

    /// What was asked since the last time: `calendars`, `light` and `full` (a look at a calendar),
    /// each page with its number.
    pub fn asked(&self) -> Vec<String> {
        std::mem::take(&mut self.state().asked)
    }

    /// When the questions came.
    pub fn arrivals(&self) -> Vec<std::time::Instant> {
        self.state().arrivals.clone()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state()
    }
}
