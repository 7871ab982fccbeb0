//! Google and Microsoft in one: it signs people in with PKCE, renews and takes back tokens, and has
//! an account with one calendar. The calendars' own wire formats are held to account elsewhere.

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use reqwest::Url;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request, Respond, ResponseTemplate};

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
    /// A web page.
    WebPage,
    /// A box was left unticked.
    FewerScopes,
}

#[derive(Default)]
struct State {
    tokens: Tokens,
    /// Each renewal brings another refresh token, and ends the one before.
    rotates: bool,
    /// The calendars' part has trouble.
    api_fails: bool,
    /// What was said at sign-in, by code.
    codes: HashMap<String, HashMap<String, String>>,
    access: Option<String>,
    refresh: Option<String>,
    given: u32,
    /// How often tokens were asked for, by grant type.
    grants: Vec<String>,
    revoked: Vec<String>,
    /// `title, start, end` of the events.
    events: Vec<[String; 3]>,
    /// Every secret that was ever handed out.
    secrets: Vec<String>,
}

/// The provider.
pub struct ProviderFake {
    server: MockServer,
    state: Arc<Mutex<State>>,
}

impl ProviderFake {
    pub async fn start() -> Self {
        let server = MockServer::start().await;
        let state = Arc::new(Mutex::new(State::default()));
        let answering = Answering(Arc::clone(&state));
        Mock::given(any())
            .respond_with(answering)
            .mount(&server)
            .await;
        Self { server, state }
    }

    /// Makes the app take this for Google and for Microsoft.
    pub fn stand_in(&self, data_dir: &Path) {
        let here = self.server.uri();
        let section = |name: &str| {
            format!(
                "[{name}]\nclient_id = \"an-id\"\nclient_secret = \"{CLIENT_SECRET}\"\n\
                 auth_url = \"{here}/authorize\"\ntoken_url = \"{here}/token\"\n\
                 revoke_url = \"{here}/revoke\"\napi_url = \"{here}/{name}\"\n"
            )
        };
        let text = section("google") + &section("microsoft");
        std::fs::write(data_dir.join("providers.toml"), text).unwrap();
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

    pub fn api_fails(&self, fails: bool) {
        self.state().api_fails = fails;
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
        self.state.lock().unwrap()
    }
}

/// Of the client: shared with everybody, and shown to nobody all the same.
const CLIENT_SECRET: &str = "shared-with-everybody";

struct Answering(Arc<Mutex<State>>);

impl Respond for Answering {
    fn respond(&self, request: &Request) -> ResponseTemplate {
        let mut state = self.0.lock().unwrap();
        let form: HashMap<String, String> = pairs(&request.body);
        match request.url.path() {
            "/token" => state.token(&form),
            "/revoke" => {
                state.revoked.push(form["token"].clone());
                ResponseTemplate::new(200)
            }
            path => state.api(path, request),
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
        ResponseTemplate::new(200).set_body_json(self.give(&grant_type))
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

    fn api(&self, path: &str, request: &Request) -> ResponseTemplate {
        let shown = request.headers.get("authorization");
        let shown = shown.and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "));
        if self.api_fails {
            return ResponseTemplate::new(500);
        }
        if self.access.is_none() || shown != self.access.as_deref() {
            return ResponseTemplate::new(401);
        }
        let answer = match path {
            "/google/users/me/calendarList" => json!({"kind": "calendar#calendarList", "items": [
                {"id": ACCOUNT, "summary": "Ann", "primary": true, "timeZone": "UTC"},
            ], "nextSyncToken": "list"}),
            "/microsoft/me" => json!({"mail": ACCOUNT, "userPrincipalName": "ann@tenant"}),
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
