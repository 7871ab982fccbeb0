//! A Microsoft Graph that speaks as the real one does, and misbehaves as it is told to. One account
//! with its calendars; series are put into it as the instances that `calendarView` shows.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use serde_json::{Map, Value, json};
use storytime_types::Instant;
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request, Respond, ResponseTemplate};

use super::calendar::at;
use super::graph_events::{local, merge};

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
    /// The calendar is deleted when its first page has been read.
    DeletedBetweenPages,
}

#[derive(Default)]
struct State {
    mood: Mood,
    base: String,
    token: String,
    /// By id: the name, and the events by id.
    calendars: BTreeMap<String, (Value, BTreeMap<String, Value>)>,
    changes: u32,
    page: Option<usize>,
    asked: Vec<String>,
    arrivals: Vec<std::time::Instant>,
}

/// The server.
pub struct GraphFake {
    server: MockServer,
    state: Arc<Mutex<State>>,
}

impl GraphFake {
    /// With one calendar, which is the account's own.
    pub async fn start() -> Self {
        let server = MockServer::start().await;
        let state = Arc::new(Mutex::new(State {
            base: server.uri(),
            token: TOKEN.into(),
            ..State::default()
        }));
        let answering = Answering(Arc::clone(&state));
        Mock::given(any())
            .respond_with(answering)
            .mount(&server)
            .await;
        let fake = Self { server, state };
        fake.make_calendar(WORK, "Calendar");
        fake
    }

    /// The API's base, as `api_url` has it.
    pub fn api(&self) -> String {
        format!("{}/v1.0", self.server.uri())
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

    pub fn delete_calendar(&self, id: &str) {
        self.state().calendars.remove(id);
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
        self.state.lock().unwrap()
    }
}

struct Answering(Arc<Mutex<State>>);

impl Respond for Answering {
    fn respond(&self, request: &Request) -> ResponseTemplate {
        self.0.lock().unwrap().answer(request)
    }
}

/// A refusal, as Graph words it.
type Refusal = (u16, &'static str, &'static str);

impl State {
    fn answer(&mut self, request: &Request) -> ResponseTemplate {
        self.arrivals.push(std::time::Instant::now());
        match self.mood.clone() {
            Mood::WebPage => {
                let page = "<!DOCTYPE html><title>Sign in to your account</title>";
                return ResponseTemplate::new(200).set_body_raw(page, "text/html");
            }
            Mood::AlienJson => return ResponseTemplate::new(200).set_body_json(json!({"d": []})),
            Mood::Fails(status, code) => return error((status, code, "No.")),
            Mood::Throttles(status, retry_after) => {
                let message = "Application is over its MailboxConcurrency limit.";
                let answer = error((status, "ApplicationThrottled", message));
                return match retry_after {
                    Some(text) => answer.insert_header("retry-after", text),
                    None => answer,
                };
            }
            Mood::RedirectsInCircles => {
                let here = request.url.as_str();
                return ResponseTemplate::new(302).insert_header("location", here);
            }
            _ => {}
        }
        match self.listing(request) {
            Err(refusal) => error(refusal),
            Ok(listing) => self.sent(&listing),
        }
    }

    fn sent(&self, listing: &Value) -> ResponseTemplate {
        let whole = listing.to_string();
        let body = match self.mood {
            Mood::HalfAnswers => whole[..whole.len() / 2].to_owned(),
            _ => whole,
        };
        let answer = ResponseTemplate::new(200).set_body_raw(body, "application/json");
        match self.mood {
            Mood::Slow(delay) => answer.set_delay(delay),
            _ => answer,
        }
    }

    fn listing(&mut self, request: &Request) -> Result<Value, Refusal> {
        let wanted = format!("Bearer {}", self.token);
        let given = request.headers.get("authorization");
        if given.is_none_or(|given| given.as_bytes() != wanted.as_bytes()) {
            let message = "Access token has expired or is not yet valid.";
            return Err((401, "InvalidAuthenticationToken", message));
        }
        let query: Query = request.url.query_pairs().into_owned().collect();
        let path: Vec<String> = request
            .url
            .path_segments()
            .into_iter()
            .flatten()
            .map(decoded)
            .collect();
        let path: Vec<&str> = path.iter().map(String::as_str).collect();
        match path[..] {
            ["v1.0", "me", "calendars"] => self.calendars(request, &query),
            ["v1.0", "me", "calendars", id, "calendarView"] => self.view(request, id, &query),
            _ => Err((400, "BadRequest", "Resource not found for the segment.")),
        }
    }

    fn calendars(&mut self, request: &Request, query: &Query) -> Result<Value, Refusal> {
        let all = self
            .calendars
            .values()
            .map(|(calendar, _)| calendar.clone());
        let all = all.collect();
        self.page(request, "calendars", all, query)
    }

    /// The events that overlap a stretch of time, those of whole days by their date.
    fn view(&mut self, request: &Request, id: &str, query: &Query) -> Result<Value, Refusal> {
        let bound = |name: &str| {
            let text = query.get(name).map(String::as_str).unwrap_or_default();
            let missing = "This request requires a time window specified by the query string \
                           parameters StartDateTime and EndDateTime.";
            Instant::parse(text).ok_or((400, "ErrorInvalidParameter", missing))
        };
        let (from, to) = (bound("startDateTime")?, bound("endDateTime")?);
        let gone = "The specified object was not found in the store.";
        let Some((_, events)) = self.calendars.get(id) else {
            return Err((404, "ErrorItemNotFound", gone));
        };
        let moment = |event: &Value, field: &str| {
            let text = event[field]["dateTime"].as_str().unwrap_or_default();
            Instant::parse(&format!("{}Z", text.get(..19).unwrap_or_default()))
        };
        let shown = events.values().filter(|event| {
            let start = moment(event, "start");
            let end = moment(event, "end").max(start);
            start.is_none_or(|start| start < to) && end.is_none_or(|end| end > from)
        });
        let shown: Vec<Value> = shown.cloned().collect();
        let light = !query
            .get("$select")
            .is_some_and(|fields| fields.contains("body"));
        let what = if light { "light" } else { "full" };
        let shown = shown
            .into_iter()
            .map(|event| self.as_asked(request, event))
            .collect();
        let page = self.page(request, what, shown, query)?;
        if self.mood == Mood::DeletedBetweenPages && page.get("@odata.nextLink").is_some() {
            self.calendars.remove(id);
        }
        Ok(page)
    }

    /// What the `Prefer` header asks for, as far as the mood allows.
    fn as_asked(&self, request: &Request, mut event: Value) -> Value {
        let prefer: String = request
            .headers
            .get_all("prefer")
            .iter()
            .filter_map(|value| value.to_str().ok())
            .collect();
        assert!(
            prefer.contains("IdType=\"ImmutableId\""),
            "ids that change: {prefer}"
        );
        if self.mood == Mood::OwnZones {
            assert_eq!(event["originalStartTimeZone"], "W. Europe Standard Time");
            for field in ["start", "end"] {
                let winter = at(&format!(
                    "{}Z",
                    &event[field]["dateTime"].as_str().unwrap()[..19]
                ))
                .plus_ms(Instant::HOUR);
                event[field] = local(winter);
                event[field]["timeZone"] = "W. Europe Standard Time".into();
            }
        } else {
            assert!(
                prefer.contains("outlook.timezone=\"UTC\""),
                "another zone: {prefer}"
            );
        }
        let wants_text = prefer.contains("outlook.body-content-type=\"text\"");
        if wants_text && self.mood != Mood::OnlyHtml && event["body"]["contentType"] == "html" {
            let html = event["body"]["content"].as_str().unwrap_or_default();
            let text = html.split('<').filter_map(|piece| piece.split_once('>'));
            let text: String = text.map(|(_, text)| text).collect();
            event["body"] = json!({"contentType": "text", "content": text});
        }
        event
    }

    /// One page of a list, with the fields that were asked for.
    fn page(
        &mut self,
        request: &Request,
        what: &str,
        all: Vec<Value>,
        query: &Query,
    ) -> Result<Value, Refusal> {
        let number_of = |name: &str, default: usize| {
            let text = query.get(name);
            text.map_or(Some(default), |text| text.parse().ok()).ok_or((
                400,
                "BadRequest",
                "Invalid value.",
            ))
        };
        let (top, skip) = (number_of("$top", 10)?, number_of("$skip", 0)?);
        if !(1..=1000).contains(&top) {
            return Err((
                400,
                "BadRequest",
                "The limit of '1000' for Top query has been exceeded.",
            ));
        }
        let top = top.min(self.page.unwrap_or(top));
        self.asked.push(match skip {
            0 => what.to_owned(),
            _ => format!("{what} from {skip}"),
        });
        let empty = match self.mood {
            Mood::EmptyPagesFirst(empty) => number_of("empty", 0)? < empty,
            Mood::EmptyPagesForEver => true,
            _ => false,
        };
        let values: Vec<_> = match empty {
            true => Vec::new(),
            false => all
                .iter()
                .skip(skip)
                .take(top)
                .map(|one| selected(one, query))
                .collect(),
        };
        let context = format!("{}/v1.0/$metadata#users('ann')/{what}", self.base);
        let mut page = json!({"@odata.context": context, "value": values});
        let follows = if empty {
            Some(("empty", number_of("empty", 0)? + 1))
        } else {
            (skip + top < all.len()).then_some(("$skip", skip + top))
        };
        let next = match &self.mood {
            Mood::PagesInCircles => Some(request.url.to_string()),
            Mood::PagesAt(server) => Some(format!("{server}/v1.0/me/calendars?$skip=10")),
            _ => follows.map(|(name, value)| with(request, name, value)),
        };
        if let Some(next) = next {
            page["@odata.nextLink"] = next.into();
        }
        Ok(page)
    }
}

type Query = BTreeMap<String, String>;

/// The same address with another value of a parameter.
fn with(request: &Request, name: &str, value: usize) -> String {
    let mut url = request.url.clone();
    let others = request.url.query_pairs().into_owned();
    let others: Vec<_> = others.filter(|(known, _)| known != name).collect();
    url.query_pairs_mut()
        .clear()
        .extend_pairs(others)
        .append_pair(name, &value.to_string());
    url.to_string()
}

fn decoded(segment: &str) -> String {
    let form = format!("x={}", segment.replace('+', "%2B"));
    let url = format!("http://host/?{form}").parse::<wiremock::http::Url>();
    let url = url.unwrap();
    url.query_pairs()
        .next()
        .map(|(_, text)| text.into_owned())
        .unwrap_or_default()
}

/// The fields of `$select`, and those that come in any case.
fn selected(one: &Value, query: &Query) -> Value {
    let Some(fields) = query.get("$select") else {
        return one.clone();
    };
    let fields: Vec<&str> = fields.split(',').chain(["id", "@odata.etag"]).collect();
    let all = one.as_object().cloned().unwrap_or_default();
    let kept = all
        .into_iter()
        .filter(|(name, _)| fields.contains(&name.as_str()));
    Value::Object(kept.collect::<Map<_, _>>())
}

fn error((status, code, message): Refusal) -> ResponseTemplate {
    let id = "0f1d0c7a-0000-4000-8000-000000000000";
    ResponseTemplate::new(status).set_body_json(json!({"error": {
        "code": code,
        "message": message,
        "innerError": {"date": "2026-11-23T08:00:00", "request-id": id, "client-request-id": id}
    }}))
}
