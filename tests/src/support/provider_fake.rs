//! Google and Microsoft in one: it signs people in with PKCE, renews and takes back tokens, and has
//! an account with one calendar. The calendars' own wire formats are held to account elsewhere.

use std::collections::HashMap;
use std::path::Path;
use std::sync::MutexGuard;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use reqwest::Url;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use wiremock::{Request, ResponseTemplate};

use super::fake_server::{Answers, FakeServer};
use super::introspection::Introspection;
use super::sign_in_file::{self, SignInAt};

/// Whose calendars there are.
pub const ACCOUNT: &str = "ann@example.org";

/// How the token endpoint behaves.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Tokens {
    /// As it should.
    #[default]
    Given,
    /// Every request is refused with this word.
    Refused(&'static str),
    /// It has trouble.
    Fails(u16),
    /// It is asked too often, and wants to be left alone for so many seconds.
    Throttles(u32),
    /// A web page.
    WebPage,
    /// A box was left unticked.
    FewerScopes,
}

/// What it knows.
#[derive(Default)]
pub struct State {
    tokens: Tokens,
    /// Each renewal brings another refresh token, and ends the one before.
    rotates: bool,
    /// Whose calendars these are, where they are not [`ACCOUNT`]'s.
    account: Option<String>,
    /// The calendars' part has trouble.
    api_fails: bool,
    /// It lists calendars, but has trouble with their events.
    events_fail: bool,
    /// Calendars beside the account's own.
    others: Vec<String>,
    /// The access token ends as soon as the calendars were listed with it.
    ends_after_the_list: bool,
    /// So long the token endpoint takes.
    thinks_for: Duration,
    /// What was said at sign-in, by code.
    codes: HashMap<String, HashMap<String, String>>,
    access: Option<String>,
    refresh: Option<String>,
    /// Tokens are given out by somebody else, who is asked about each.
    introspection: Option<Introspection>,
    /// The access token that opened the calendars last.
    shown: Option<String>,
    given: u32,
    /// How often tokens were asked for, by grant type.
    grants: Vec<String>,
    revoked: Vec<String>,
    /// How it answers who gives a token back: with another status than 200, and this word.
    revocations: Option<(u16, &'static str)>,
    /// `title, start, end` of the events.
    events: Vec<[String; 3]>,
    /// Every secret that was ever handed out.
    secrets: Vec<String>,
}

/// The provider.
pub struct ProviderFake(FakeServer<State>);

impl ProviderFake {
    pub async fn start() -> Self {
        Self(FakeServer::start(State::default()).await)
    }

    /// Only the calendars are here; tokens are given out elsewhere.
    #[allow(dead_code, reason = "only the tests in a browser have a real provider")]
    pub fn believes(&self, introspection: Introspection) {
        self.state().introspection = Some(introspection);
    }

    /// Where the calendars of Google or Microsoft are.
    pub fn api_url(&self, section: &str) -> String {
        format!("{}/{section}", self.0.uri())
    }

    /// The access token that opened the calendars last.
    #[allow(dead_code, reason = "only the tests in a browser ask for it")]
    pub fn shown(&self) -> String {
        self.state().shown.clone().unwrap()
    }

    /// Makes the app take this for Google and for Microsoft.
    pub fn stand_in(&self, data_dir: &Path) {
        let sections = ["google", "microsoft"].map(|name| {
            let api = self.api_url(name);
            sign_in_file::of_fake(name, &self.0.uri(), CLIENT_SECRET, &api)
        });
        sign_in_file::write(data_dir, &sections);
    }

    /// As [`Self::stand_in`], but nobody is there to take tokens back.
    pub fn stand_in_without_revocation(&self, data_dir: &Path) {
        let here = self.0.uri();
        let at = |path: &str| format!("{here}/{path}");
        let section = sign_in_file::text(SignInAt {
            section: "google",
            client_id: "an-id",
            client_secret: CLIENT_SECRET,
            auth_url: &at("authorize"),
            token_url: &at("token"),
            revoke_url: "http://127.0.0.1:9/revoke",
            api_url: &self.api_url("google"),
        });
        sign_in_file::write(data_dir, &[section]);
    }

    /// The person agrees: where their browser is sent, with a state and a code.
    pub fn agree(&self, auth_url: &str) -> Url {
        let asked: HashMap<_, _> = Url::parse(auth_url)
            .unwrap()
            .query_pairs()
            .into_owned()
            .collect();
        assert_eq!(asked["code_challenge_method"], "S256");
        let mut back = Url::parse(&asked["redirect_uri"]).unwrap();
        let mut state = self.state();
        let code = format!("browser-c0de-{}", state.codes.len());
        back.query_pairs_mut()
            .append_pair("state", &asked["state"])
            .append_pair("code", &code);
        state.codes.insert(code, asked);
        back
    }

    pub fn tokens(&self, behave: Tokens) {
        self.state().tokens = behave;
    }

    pub fn rotates(&self) {
        self.state().rotates = true;
    }

    /// Another person signs in from now on.
    pub fn is_account_of(&self, account: &str) {
        self.state().account = Some(account.to_owned());
    }

    pub fn api_fails(&self, fails: bool) {
        self.state().api_fails = fails;
    }

    pub fn events_fail(&self, fail: bool) {
        self.state().events_fail = fail;
    }

    /// Adds a calendar to Google's list, with the same event.
    pub fn another_calendar(&self, id: &str) {
        self.state().others.push(id.to_owned());
    }

    /// The access token ends as soon as the calendars were listed with it, and another one takes its
    /// time, so that all who read them want one at once.
    pub fn ends_after_the_list(&self) {
        self.state().ends_after_the_list = true;
    }

    /// Puts one event into the calendar, of an hour.
    pub fn event(&self, title: &str, start: &str, end: &str) {
        self.state().events = vec![[title.into(), start.into(), end.into()]];
    }

    /// The person takes the app's access token away, and, with `for_good`, the whole access.
    pub fn withdraw(&self, for_good: bool) {
        let mut state = self.state();
        state.access = None;
        if for_good {
            state.refresh = None;
        }
    }

    /// How often tokens were asked for in this way.
    pub fn count(&self, grant_type: &str) -> usize {
        let state = self.state();
        state.grants.iter().filter(|one| *one == grant_type).count()
    }

    /// From now on whoever gives a token back gets this answer.
    pub fn revocations(&self, status: u16, word: &'static str) {
        self.state().revocations = Some((status, word));
    }

    /// The tokens that were given back.
    pub fn revoked(&self) -> Vec<String> {
        self.state().revoked.clone()
    }

    /// The refresh token that is good now.
    pub fn refresh_token(&self) -> String {
        self.state().refresh.clone().unwrap()
    }

    /// Everything that nobody else may see.
    pub fn secrets(&self) -> Vec<String> {
        self.state().secrets.clone()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state()
    }
}

/// Of the client: shared with everybody, and shown to nobody all the same.
const CLIENT_SECRET: &str = "shared-with-everybody";

/// Whoever wants a token at the same time has asked for it by then, if it is asked for twice.
const TIME_FOR_ALL_TO_ASK: Duration = Duration::from_millis(300);

impl Answers for State {
    fn answer(&mut self, request: &Request) -> ResponseTemplate {
        let form: HashMap<String, String> = pairs(&request.body);
        match request.url.path() {
            "/token" => self.token(&form),
            "/revoke" => {
                self.revoked.push(form["token"].clone());
                match self.revocations {
                    Some((status, word)) => {
                        ResponseTemplate::new(status).set_body_json(json!({"error": word}))
                    }
                    None => ResponseTemplate::new(200),
                }
            }
            path => self.api(path, request),
        }
    }
}

fn pairs(body: &[u8]) -> HashMap<String, String> {
    let url = Url::parse(&format!("x:/?{}", String::from_utf8_lossy(body))).unwrap();
    url.query_pairs().into_owned().collect()
}

fn refused(word: &str) -> ResponseTemplate {
    let body = json!({"error": word, "error_description": "It is no good."});
    ResponseTemplate::new(400).set_body_json(body)
}

impl State {
    fn token(&mut self, form: &HashMap<String, String>) -> ResponseTemplate {
        let grant_type = form["grant_type"].clone();
        self.grants.push(grant_type.clone());
        match self.tokens {
            Tokens::Given | Tokens::FewerScopes => {}
            Tokens::Refused(word) => return refused(word),
            Tokens::Fails(status) => return ResponseTemplate::new(status),
            Tokens::Throttles(seconds) => {
                let answer = ResponseTemplate::new(429);
                return answer.insert_header("retry-after", seconds.to_string());
            }
            Tokens::WebPage => {
                return ResponseTemplate::new(200).set_body_raw("<html>", "text/html");
            }
        }
        if form["client_id"] != "an-id" || form["client_secret"] != CLIENT_SECRET {
            return refused("invalid_client");
        }
        let is_good = match grant_type.as_str() {
            "authorization_code" => self.is_good_code(form),
            _ => self.refresh.as_ref() == Some(&form["refresh_token"]),
        };
        if !is_good {
            return refused("invalid_grant");
        }
        let given = ResponseTemplate::new(200).set_body_json(self.give(&grant_type));
        given.set_delay(self.thinks_for)
    }

    /// A code is good once, with its verifier and for the place it was given for.
    fn is_good_code(&mut self, form: &HashMap<String, String>) -> bool {
        let Some(asked) = self.codes.remove(&form["code"]) else {
            return false;
        };
        let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(&form["code_verifier"]));
        asked["code_challenge"] == challenge && asked["redirect_uri"] == form["redirect_uri"]
    }

    fn give(&mut self, grant_type: &str) -> Value {
        self.given += 1;
        let access = format!("access-t0ken-{}-of-somebody", self.given);
        self.secrets.push(access.clone());
        self.access = Some(access.clone());
        let scope = match self.tokens {
            Tokens::FewerScopes => "https://www.googleapis.com/auth/calendar.events.readonly",
            _ => {
                "https://www.googleapis.com/auth/calendar.events.readonly \
                 https://www.googleapis.com/auth/calendar.calendarlist.readonly \
                 Calendars.Read User.Read"
            }
        };
        let mut answer = json!({
            "access_token": access, "token_type": "Bearer", "expires_in": 3599, "scope": scope,
        });
        if grant_type == "authorization_code" || self.rotates {
            let refresh = format!("refresh-t0ken-{}-of-somebody", self.given);
            self.secrets.push(refresh.clone());
            self.refresh = Some(refresh.clone());
            answer["refresh_token"] = refresh.into();
        }
        answer
    }

    /// Whether this opens the calendars.
    fn opens(&self, token: &str) -> bool {
        match &self.introspection {
            Some(elsewhere) => {
                let scopes = elsewhere.scopes(token);
                scopes
                    .iter()
                    .any(|one| one.to_lowercase().contains("calendar"))
            }
            None => self.access.as_deref() == Some(token),
        }
    }

    fn api(&mut self, path: &str, request: &Request) -> ResponseTemplate {
        let shown = request.headers.get("authorization");
        let shown = shown.and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "));
        if self.api_fails {
            return ResponseTemplate::new(500);
        }
        let Some(shown) = shown.filter(|token| self.opens(token)) else {
            return ResponseTemplate::new(401);
        };
        self.shown = Some(shown.to_owned());
        let is_about_events = path.ends_with("/events") || path.ends_with("/calendarView");
        if self.events_fail && is_about_events {
            return ResponseTemplate::new(500);
        }
        let answer = match path {
            "/google/users/me/calendarList" => {
                if std::mem::take(&mut self.ends_after_the_list) {
                    self.access = None;
                    self.thinks_for = TIME_FOR_ALL_TO_ASK;
                }
                json!({"kind": "calendar#calendarList", "items": self.google_calendars(),
                    "nextSyncToken": "list"})
            }
            "/microsoft/me" => json!({"mail": self.account(), "userPrincipalName": "ann@tenant"}),
            "/microsoft/me/calendars" => json!({"value": [
                {"id": "main", "name": "Calendar", "isDefaultCalendar": true},
            ]}),
            path if path.ends_with("/events") => {
                json!({"kind": "calendar#events", "items": self.google_events()})
            }
            path if path.ends_with("/calendarView") => json!({"value": self.microsoft_events()}),
            _ => return ResponseTemplate::new(404),
        };
        ResponseTemplate::new(200).set_body_json(answer)
    }

    fn account(&self) -> &str {
        self.account.as_deref().unwrap_or(ACCOUNT)
    }

    fn google_calendars(&self) -> Vec<Value> {
        let own =
            json!({"id": self.account(), "summary": "Ann", "primary": true, "timeZone": "UTC"});
        let others = self.others.iter().map(|id| {
            json!({"id": id, "summary": id, "timeZone": "UTC", "selected": true,
                "accessRole": "owner"})
        });
        std::iter::once(own).chain(others).collect()
    }

    fn google_events(&self) -> Vec<Value> {
        let events = self.events.iter().map(|[title, start, end]| {
            json!({"id": title, "iCalUID": title, "status": "confirmed", "summary": title,
                "start": {"dateTime": start}, "end": {"dateTime": end}})
        });
        events.collect()
    }

    fn microsoft_events(&self) -> Vec<Value> {
        let local = |at: &str| json!({"dateTime": at.trim_end_matches('Z'), "timeZone": "UTC"});
        let events = self.events.iter().map(|[title, start, end]| {
            json!({"id": title, "iCalUId": title, "subject": title, "isAllDay": false,
                "isCancelled": false, "showAs": "busy", "start": local(start), "end": local(end)})
        });
        events.collect()
    }
}
