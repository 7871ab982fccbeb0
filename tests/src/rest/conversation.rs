//! Calls made one after another, and compared with what the API says of itself.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use reqwest::Method;
use serde_json::Value;

use super::shape::Shapes;
use crate::support::serving::{Serving, answer};

/// Calls that a test makes, with what was answered.
pub struct Conversation {
    /// The program that answers.
    pub serving: Serving,
    /// Its data.
    pub data: PathBuf,
    /// `GET /api/openapi.json`
    description: Value,
    /// Which statuses each call has been answered with: `GET /api/events` → 200, 422.
    heard: BTreeMap<String, BTreeSet<u16>>,
}

/// A call that is being put together.
pub struct Call<'talk> {
    talk: &'talk mut Conversation,
    name: String,
    ids: Vec<String>,
    query: String,
    body: Option<Value>,
    token: Option<String>,
}

impl Conversation {
    /// With a new `storytime serve` in `home`.
    pub async fn begin(home: &Path) -> Self {
        let data = home.join("data");
        let serving = Serving::start(home, &data).await;
        let request = serving.request(Method::GET, "/api/openapi.json");
        let (status, description) = answer(request.send().await.unwrap()).await;
        assert_eq!(status, 200, "the description needs no token");
        Self {
            serving,
            data,
            description,
            heard: BTreeMap::new(),
        }
    }

    /// What the API says of itself.
    pub fn description(&self) -> &Value {
        &self.description
    }

    /// A call by its name in the description: `PUT /api/events/{id}/theme`.
    pub fn call(&mut self, name: &str) -> Call<'_> {
        let token = Some(self.serving.token.clone());
        Call {
            talk: self,
            name: name.to_owned(),
            ids: Vec::new(),
            query: String::new(),
            body: None,
            token,
        }
    }

    /// A call was answered so: that it was is noted, and the answer compared with the description.
    pub fn note(&mut self, name: &str, status: u16, body: &Value) {
        let (method, path) = name.split_once(' ').unwrap();
        let operation = &self.description["paths"][path][method.to_lowercase()];
        let answer = &operation["responses"][status.to_string()];
        let schema = &answer["content"]["application/json"]["schema"];
        if schema.is_null() {
            assert!(body.is_null(), "{name}, {status}, undescribed: {body}");
        } else {
            let faults = Shapes(&self.description).faults(schema, body);
            assert!(faults.is_empty(), "{name}, {status}: {faults:#?} in {body}");
        }
        self.heard
            .entry(name.to_owned())
            .or_default()
            .insert(status);
    }

    /// Each call was made well and badly, and every answer had a status that is described.
    pub fn covers_the_description(&self) {
        let mut wanting = Vec::new();
        for (path, item) in self.description["paths"].as_object().unwrap() {
            for (method, operation) in item.as_object().unwrap() {
                let name = format!("{} {path}", method.to_uppercase());
                wanting.extend(self.wanting(&name, operation));
            }
        }
        for name in self.heard.keys() {
            let (method, path) = name.split_once(' ').unwrap();
            let item = &self.description["paths"][path];
            if item[method.to_lowercase()].is_null() {
                wanting.push(format!("{name} is not described"));
            }
        }
        assert!(wanting.is_empty(), "{wanting:#?}");
    }

    fn wanting(&self, name: &str, operation: &Value) -> Vec<String> {
        let none = BTreeSet::new();
        let heard = self.heard.get(name).unwrap_or(&none);
        let mut wanting = Vec::new();
        let is_well = heard.iter().any(|status| (200..300).contains(status));
        if !is_well && !WELL_ELSEWHERE.contains(&name) {
            wanting.push(format!("{name} was never made well"));
        }
        // What takes nothing and needs no token cannot be made badly.
        let may_fail = !operation["security"].is_null() || !operation["requestBody"].is_null();
        if may_fail && !heard.iter().any(|status| *status >= 400) {
            wanting.push(format!("{name} was never made badly"));
        }
        for status in heard {
            if operation["responses"][status.to_string()].is_null() {
                wanting.push(format!("{name} was answered with {status}, undescribed"));
            }
        }
        wanting
    }
}

/// Of what an account's lists leave out for ten minutes, which `google::gone` has a clock for.
const WELL_ELSEWHERE: [&str; 1] = ["DELETE /api/calendars/gone/{calendarId}"];

impl Call<'_> {
    /// Fills in the next `{…}` of the path.
    pub fn of(mut self, id: &Value) -> Self {
        self.ids.push(id.as_str().unwrap().to_owned());
        self
    }

    /// What stands behind `?`.
    pub fn asking(mut self, query: &str) -> Self {
        self.query = format!("?{query}");
        self
    }

    /// The body.
    pub fn saying(mut self, body: Value) -> Self {
        self.body = Some(body);
        self
    }

    /// With this token in place of that of `serve.token`.
    pub fn with_token(mut self, token: &Value) -> Self {
        self.token = Some(token.as_str().unwrap().to_owned());
        self
    }

    /// Without a token.
    pub fn without_token(mut self) -> Self {
        self.token = None;
        self
    }

    /// Makes it and expects an answer with this status, of the shape that is described; a refusal
    /// comes in the envelope.
    pub async fn is(self, expected: u16) -> Value {
        let (method, path) = self.name.split_once(' ').unwrap();
        let mut address = path.to_owned();
        for id in &self.ids {
            let (before, rest) = address.split_once('{').unwrap();
            let (_, after) = rest.split_once('}').unwrap();
            address = format!("{before}{id}{after}");
        }
        address.push_str(&self.query);
        let method = Method::from_bytes(method.as_bytes()).unwrap();
        let mut request = self.talk.serving.request(method, &address);
        if let Some(token) = &self.token {
            request = request.bearer_auth(token);
        }
        if let Some(body) = &self.body {
            request = request.json(body);
        }
        let (status, body) = answer(request.send().await.unwrap()).await;
        assert_eq!(status, expected, "{} {address}: {body}", self.name);
        self.talk.note(&self.name, status, &body);
        body
    }

    /// Makes it without a token and expects to be turned away.
    pub async fn needs_a_token(self) {
        self.without_token().is(401).await;
    }
}
