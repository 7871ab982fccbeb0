//! What the server answers.

use std::collections::{HashMap, VecDeque};

use serde_json::{Value, json};
use storytime_types::Instant;
use wiremock::{Request, ResponseTemplate};

use super::fields::Fields;
use super::{Mood, State, TOKEN};
use crate::support::fake_server::Answers;

/// A sync token may not stand beside these (the reference says so of `events.list`).
const NOT_WITH_A_SYNC_TOKEN: [&str; 8] = [
    "iCalUID",
    "orderBy",
    "privateExtendedProperty",
    "q",
    "sharedExtendedProperty",
    "timeMin",
    "timeMax",
    "updatedMin",
];

/// What of an answer is still to be told.
pub(super) struct Rest {
    calendar: Option<String>,
    items: VecDeque<Value>,
    /// What every page says.
    head: Value,
    /// What the last one says besides.
    sync_token: Option<String>,
    /// The next page is one without anything.
    is_empty_next: bool,
}

type Query = HashMap<String, String>;

impl Answers for State {
    fn answer(&mut self, request: &Request) -> ResponseTemplate {
        let path: Vec<_> = request.url.path_segments().unwrap().map(decoded).collect();
        let path: Vec<_> = path.iter().map(String::as_str).collect();
        if path == ["token"] {
            return match self.mood {
                Mood::TakenAway => ResponseTemplate::new(400).set_body_json(json!({
                    "error": "invalid_grant",
                    "error_description": "Token has been expired or revoked."
                })),
                _ => ResponseTemplate::new(200).set_body_json(tokens()),
            };
        }
        let query: Query = request.url.query_pairs().into_owned().collect();
        let what = match path[..] {
            ["calendar", "v3", "users", "me", "calendarList"] => "calendarList".to_owned(),
            ["calendar", "v3", "calendars", id, "events"] => format!("events {id}"),
            _ => return error(404, "notFound", "Not Found").into(),
        };
        let how = ["pageToken", "syncToken"].map(|name| query.contains_key(name));
        self.asked.push(match how {
            [true, _] => format!("{what} page"),
            [_, true] => format!("{what} since"),
            _ => what,
        });
        let is_signed_in = request
            .headers
            .get("authorization")
            .is_some_and(|value| value.to_str().unwrap() == format!("Bearer {TOKEN}"));
        let is_let_in = match self.mood {
            Mood::SignedOut => false,
            Mood::TakenAway => path.contains(&"calendarList"),
            _ => is_signed_in,
        };
        if !is_let_in {
            return error(401, "authError", "Invalid Credentials").into();
        }
        if let Some(refusal) = self.refusal() {
            return refusal;
        }
        let fields = query.get("fields").map(|text| Fields::parse(text));
        let answer = match path[..] {
            [_, _, "calendars", id, _] => self.events(id, &query),
            _ => self.list(&query),
        };
        match answer {
            Ok(page) => self.page(&fields.unwrap_or_default().of(page)),
            Err(refusal) => refusal.into(),
        }
    }
}

impl State {
    fn refusal(&self) -> Option<ResponseTemplate> {
        match self.mood {
            Mood::Quota(status) => {
                Some(error(status, "rateLimitExceeded", "Rate Limit Exceeded").into())
            }
            Mood::ApiOff => {
                let message = "Google Calendar API has not been used in project 1 before or it is \
                               disabled.";
                Some(error(403, "accessNotConfigured", message).into())
            }
            Mood::Forbidden => Some(error(403, "forbidden", "Forbidden").into()),
            Mood::Fails(status) => {
                Some(ResponseTemplate::new(status).set_body_string("<h1>That's an error.</h1>"))
            }
            _ => None,
        }
    }

    fn page(&self, page: &Value) -> ResponseTemplate {
        let text = page.to_string();
        let json = "application/json; charset=UTF-8";
        let answer = ResponseTemplate::new(200);
        match self.mood {
            Mood::WebPage => {
                answer.set_body_raw("<!DOCTYPE html><title>Sign in</title>", "text/html")
            }
            Mood::HalfAnswers => answer.set_body_raw(&text[..text.len() / 2], json),
            Mood::AlienJson => answer.set_body_raw(r#"{"kind":"drive#fileList","items":[]}"#, json),
            Mood::NothingAtAll => answer.set_body_raw("{}", json),
            _ => answer.set_body_raw(text, json),
        }
    }

    fn list(&mut self, query: &Query) -> Result<Value, Refusal> {
        if let Some(token) = query.get("pageToken") {
            return self.next_page(token);
        }
        let shows_hidden = query.get("showHidden").is_some_and(|value| value == "true");
        let is_shown = |entry: &&Value| shows_hidden || entry["hidden"] != true;
        let items = self.calendars.iter().filter(is_shown).cloned().collect();
        Ok(self.first_page(Rest {
            calendar: None,
            items,
            head: json!({"kind": "calendar#calendarList", "etag": "\"p33\""}),
            sync_token: Some("list".to_owned()),
            is_empty_next: false,
        }))
    }

    fn events(&mut self, id: &str, query: &Query) -> Result<Value, Refusal> {
        let entry = self.calendars.iter().find(|entry| entry["id"] == id);
        let Some(entry) = entry.cloned() else {
            return Err(error(404, "notFound", "Not Found"));
        };
        assert_eq!(query["singleEvents"], "true", "no series is expanded here");
        if let Some(token) = query.get("pageToken") {
            return self.next_page(token);
        }
        let items = match query.get("syncToken") {
            Some(token) => self.changes_since(id, token, query)?,
            None => self.window(id, query),
        };
        let gives_tokens = self.mood != Mood::NoSyncTokens;
        Ok(self.first_page(Rest {
            calendar: Some(id.to_owned()),
            items: items.into_iter().collect(),
            head: json!({
                "kind": "calendar#events",
                "etag": "\"p32\"",
                "summary": entry["summary"],
                "updated": "2026-01-01T00:00:00.000Z",
                "timeZone": entry["timeZone"],
                "accessRole": entry["accessRole"],
                "defaultReminders": entry["defaultReminders"],
            }),
            sync_token: gives_tokens.then(|| format!("since-{}", self.changes)),
            is_empty_next: false,
        }))
    }

    /// Whatever changed, at any time, as Google tells it: the window of the first question does not
    /// bound it.
    fn changes_since(&self, id: &str, token: &str, query: &Query) -> Result<Vec<Value>, Refusal> {
        if let Some(name) = NOT_WITH_A_SYNC_TOKEN
            .iter()
            .find(|name| query.contains_key(**name))
        {
            let message = format!("{name} cannot be specified together with syncToken");
            return Err(error(400, "invalid", &message));
        }
        let since = token
            .strip_prefix("since-")
            .and_then(|text| text.parse().ok());
        let since: u64 = since.filter(|since| *since >= self.oldest).ok_or_else(|| {
            let message = "Sync token is no longer valid, a full sync is required.";
            error(410, "fullSyncRequired", message)
        })?;
        let entries = self.events[id].values();
        let mut changed: Vec<_> = entries.filter(|entry| entry.change > since).collect();
        changed.sort_by_key(|entry| entry.change);
        Ok(changed
            .into_iter()
            .map(|entry| entry.body.clone())
            .collect())
    }

    fn window(&self, id: &str, query: &Query) -> Vec<Value> {
        let bound = |name: &str| query.get(name).map(|text| Instant::parse(text).unwrap());
        let (from, to) = (bound("timeMin"), bound("timeMax"));
        let is_within = |body: &Value| {
            let start = moment(&body["start"]).unwrap_or(Instant::MIN);
            let end = moment(&body["end"]).unwrap_or(start);
            from.is_none_or(|from| end > from) && to.is_none_or(|to| start < to)
        };
        let bodies = self.events[id].values().map(|entry| &entry.body);
        bodies
            .filter(|body| body["status"] != "cancelled")
            .filter(|body| is_within(body))
            .cloned()
            .collect()
    }

    fn first_page(&mut self, rest: Rest) -> Value {
        let page = self.cut(rest);
        if let Some(id) = self
            .between_pages
            .take_if(|_| page["nextPageToken"].is_string())
        {
            self.remove_calendar(&id);
        }
        page
    }

    fn next_page(&mut self, token: &str) -> Result<Value, Refusal> {
        if let Mood::PagesGo(times) = &mut self.mood
            && *times > 0
        {
            *times -= 1;
            return Err(error(410, "fullSyncRequired", "Gone"));
        }
        let rest = self.pages.remove(token);
        let rest = rest.ok_or_else(|| error(400, "invalid", "Invalid page token value."))?;
        let is_there = |id: &String| self.events.contains_key(id);
        if !rest.calendar.as_ref().is_none_or(is_there) {
            return Err(error(404, "notFound", "Not Found"));
        }
        let page = self.cut(rest);
        if self.mood == Mood::StuckPages {
            let mut page = page;
            page["nextPageToken"] = json!(token);
            return Ok(page);
        }
        Ok(page)
    }

    /// The next page of an answer; what is left of it can be asked for.
    fn cut(&mut self, mut rest: Rest) -> Value {
        let mut page = rest.head.clone();
        let is_empty = rest.is_empty_next;
        rest.is_empty_next = !is_empty;
        let count = match self.mood {
            Mood::EmptyPages if is_empty => 0,
            _ => rest.items.len().min(self.page_size),
        };
        page["items"] = rest.items.drain(..count).collect();
        let wants_more = self.mood == Mood::EmptyPages && !is_empty;
        if rest.items.is_empty() && !wants_more {
            if let Some(token) = rest.sync_token {
                page["nextSyncToken"] = json!(token);
            }
        } else {
            self.page_tokens += 1;
            let token = format!("page-{}", self.page_tokens);
            page["nextPageToken"] = json!(token);
            self.pages.insert(token, rest);
        }
        page
    }
}

fn tokens() -> Value {
    json!({
        "access_token": TOKEN,
        "expires_in": 3599,
        "refresh_token": "1//a-refresh-token",
        "scope": "https://www.googleapis.com/auth/calendar.calendarlist.readonly \
                  https://www.googleapis.com/auth/calendar.events.readonly",
        "token_type": "Bearer",
    })
}

/// Dates as in UTC, which is near enough for a window's edge.
fn moment(time: &Value) -> Option<Instant> {
    match time["date"].as_str() {
        Some(date) => Instant::parse(&format!("{date}T00:00:00Z")),
        None => Instant::parse(time["dateTime"].as_str()?),
    }
}

/// An answer that is an error envelope.
struct Refusal {
    status: u16,
    reason: &'static str,
    message: String,
}

impl From<Refusal> for ResponseTemplate {
    fn from(refusal: Refusal) -> Self {
        let Refusal {
            status,
            reason,
            message,
        } = refusal;
        let domain = match reason {
            "rateLimitExceeded" => "usageLimits",
            _ => "global",
        };
        Self::new(status).set_body_json(json!({"error": {
            "errors": [{"domain": domain, "reason": reason, "message": message}],
            "code": status,
            "message": message,
        }}))
    }
}

fn error(status: u16, reason: &'static str, message: &str) -> Refusal {
    Refusal {
        status,
        reason,
        message: message.to_owned(),
    }
}

fn decoded(segment: &str) -> String {
    let read = format!("https://localhost/?s={}", segment.replace('+', "%2B"));
    let url: reqwest::Url = read.parse().unwrap();
    url.query_pairs().next().unwrap().1.into_owned()
}
