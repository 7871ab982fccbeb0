//! How the fake answers.

use std::collections::BTreeMap;

use reqwest::Url;
use serde_json::{Map, Value, json};
use storytime_types::Instant;
use wiremock::{Request, ResponseTemplate};

use super::Mood;
use super::events::local;
use crate::support::calendar::at;
use crate::support::fake_server::Answers;

/// What it knows.
#[derive(Default)]
pub struct State {
    pub(super) mood: Mood,
    pub(super) base: String,
    pub(super) token: String,
    /// By id: the name, and the events by id.
    pub(super) calendars: BTreeMap<String, (Value, BTreeMap<String, Value>)>,
    pub(super) changes: u32,
    pub(super) page: Option<usize>,
    pub(super) asked: Vec<String>,
    pub(super) arrivals: Vec<std::time::Instant>,
}

/// A refusal, as Graph words it.
type Refusal = (u16, &'static str, &'static str);

impl Answers for State {
    fn answer(&mut self, request: &Request) -> ResponseTemplate {
        if request.url.path() == "/token" && self.mood == Mood::TakenAway {
            return ResponseTemplate::new(400).set_body_json(json!({
                "error": "invalid_grant",
                "error_description": "AADSTS50173: The provided grant has expired."
            }));
        }
        if request.url.path() == "/token" {
            return ResponseTemplate::new(200).set_body_json(json!({
                "access_token": self.token, "token_type": "Bearer", "expires_in": 86_400,
                "scope": "Calendars.Read User.Read", "refresh_token": "r3fresh"
            }));
        }
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
                let here = self.absolute(&request.url);
                return ResponseTemplate::new(302).insert_header("location", here.as_str());
            }
            _ => {}
        }
        match self.listing(request) {
            Err(refusal) => error(refusal),
            Ok(listing) => self.sent(&listing),
        }
    }
}

impl State {
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
        if self.mood == Mood::TakenAway && request.url.path().ends_with("/calendarView") {
            self.asked.push("refused".to_owned());
            return Err((
                401,
                "InvalidAuthenticationToken",
                "Access has been revoked.",
            ));
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
            ["v1.0", "me"] => Ok(json!({"mail": "ann@example.org"})),
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

    /// An address as others see it: in a request the host is not told.
    fn absolute(&self, url: &Url) -> String {
        let query = url.query().unwrap_or_default();
        format!("{}{}?{query}", self.base, url.path())
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
            Mood::PagesInCircles => Some(self.absolute(&request.url)),
            Mood::PagesAt(server) => Some(format!("{server}/v1.0/me/calendars?$skip=10")),
            _ => follows.map(|(name, value)| self.absolute(&with(request, name, value))),
        };
        if let Some(next) = next {
            page["@odata.nextLink"] = next.into();
        }
        Ok(page)
    }
}

type Query = BTreeMap<String, String>;

/// The same address with another value of a parameter.
fn with(request: &Request, name: &str, value: usize) -> Url {
    let mut url = request.url.clone();
    let others = request.url.query_pairs().into_owned();
    let others: Vec<_> = others.filter(|(known, _)| known != name).collect();
    url.query_pairs_mut()
        .clear()
        .extend_pairs(others)
        .append_pair(name, &value.to_string());
    url
}

/// A segment of a path as it was meant.
fn decoded(segment: &str) -> String {
    let form = format!("http://host/?x={}", segment.replace('+', "%2B"));
    let url = Url::parse(&form).unwrap();
    let (_, text) = url.query_pairs().next().unwrap();
    text.into_owned()
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
