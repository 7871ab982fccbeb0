//! Events as Google writes them.

use serde_json::{Value, json};
use storytime_types::Instant;

use crate::support::calendar::at;

/// An event of half an hour; its id is its title in small letters.
pub fn event(title: &str, start: &str) -> Value {
    let id = title.to_lowercase().replace(' ', "");
    let start = at(start);
    json!({
        "kind": "calendar#event",
        "id": id,
        "etag": "\"3481\"",
        "status": "confirmed",
        "htmlLink": "https://www.google.com/calendar/event?eid=x",
        "created": "2026-01-01T00:00:00.000Z",
        "updated": "2026-01-01T00:00:00.000Z",
        "summary": title,
        "creator": {"email": "ann@example.org", "self": true},
        "organizer": {"email": "ann@example.org", "self": true},
        "start": moment(start),
        "end": moment(start.plus_ms(30 * Instant::MINUTE)),
        "iCalUID": format!("{id}@google.com"),
        "sequence": 0,
        "reminders": {"useDefault": true},
        "eventType": "default",
    })
}

/// An event that lasts whole days, the last one exclusive.
pub fn all_day(title: &str, first: &str, end: &str) -> Value {
    event(title, "2026-01-01T00:00:00Z")
        .with(json!({"start": {"date": first}, "end": {"date": end}}))
}

/// The instances of a series, by their original starts.
pub fn series(title: &str, starts: &[&str]) -> Vec<Value> {
    let instance = |start: &&str| {
        let one = event(title, start);
        let series = one["id"].as_str().unwrap().to_owned();
        let original = one["start"].clone();
        let compact = at(start).to_string().replace(['-', ':'], "");
        one.with(json!({
            "id": format!("{series}_{compact}"),
            "recurringEventId": series,
            "originalStartTime": original,
        }))
    };
    starts.iter().map(instance).collect()
}

/// An event that says something else, too.
pub trait With {
    /// With these fields in place of its own; null takes one away.
    #[must_use]
    fn with(self, fields: Value) -> Self;

    /// At another time, as long as before.
    #[must_use]
    fn moved_to(self, start: &str) -> Self;
}

impl With for Value {
    fn with(mut self, fields: Value) -> Self {
        overlay(&mut self, fields);
        self
    }

    fn moved_to(self, start: &str) -> Self {
        let start = at(start);
        let end = start.plus_ms(30 * Instant::MINUTE);
        self.with(json!({"start": moment(start), "end": moment(end)}))
    }
}

/// Lays fields over an object's own; null takes one away.
pub fn overlay(object: &mut Value, fields: Value) {
    let (Value::Object(object), Value::Object(fields)) = (object, fields) else {
        panic!("both are objects");
    };
    for (name, value) in fields {
        if value.is_null() {
            object.remove(&name);
        } else {
            object.insert(name, value);
        }
    }
}

/// What Google guarantees of one that is gone: of an event its id, of an instance also which one it
/// was.
pub fn what_is_left(body: &Value) -> Value {
    let mut left = json!({
        "kind": "calendar#event",
        "etag": "\"3482\"",
        "id": body["id"],
        "status": "cancelled",
    });
    for kept in ["recurringEventId", "originalStartTime"] {
        if !body[kept].is_null() {
            left[kept] = body[kept].clone();
        }
    }
    left
}

fn moment(at: Instant) -> Value {
    json!({"dateTime": at.to_string(), "timeZone": "Europe/Berlin"})
}
