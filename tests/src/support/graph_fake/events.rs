//! Events as Microsoft Graph shows them, built field by field.

use serde_json::{Value, json};
use storytime_types::Instant;

use crate::support::calendar::at;

/// A meeting of half an hour, with every field that Graph v1.0 shows of one.
pub fn meeting(id: &str, subject: &str, start: &str) -> Value {
    let start = at(start);
    let head = json!({
        "id": id,
        "createdDateTime": "2026-11-01T08:00:00.0000000Z",
        "lastModifiedDateTime": "2026-11-01T08:00:00.0000000Z",
        "categories": [],
        "transactionId": null,
        "originalStartTimeZone": "UTC",
        "originalEndTimeZone": "UTC",
        "iCalUId": format!("{id}@example.org"),
        "reminderMinutesBeforeStart": 15,
        "isReminderOn": true,
        "hasAttachments": false,
        "subject": subject,
        "bodyPreview": "Agenda",
        "importance": "normal",
        "sensitivity": "normal"
    });
    let rest = json!({
        "originalStart": null,
        "isAllDay": false,
        "isCancelled": false,
        "isOrganizer": false,
        "responseRequested": true,
        "seriesMasterId": null,
        "showAs": "busy",
        "type": "singleInstance",
        "webLink": "https://outlook.example/owa/?itemid=1",
        "onlineMeetingUrl": null,
        "isOnlineMeeting": false,
        "onlineMeetingProvider": "unknown",
        "allowNewTimeProposals": true,
        "isDraft": false,
        "hideAttendees": false,
        "recurrence": null,
        "onlineMeeting": null,
        "responseStatus": {"response": "accepted", "time": "2026-11-01T08:00:00Z"},
        "body": {"contentType": "html", "content": "<html><body><p>Agenda</p></body></html>"},
        "start": local(start),
        "end": local(start.plus_ms(30 * Instant::MINUTE)),
        "location": {"displayName": "Room 4", "locationType": "default", "uniqueId": "Room 4",
                     "uniqueIdType": "private"},
        "locations": [],
        "attendees": [{"type": "required", "status": {"response": "accepted"},
                       "emailAddress": {"name": "Ann", "address": "ann@example.org"}}],
        "organizer": {"emailAddress": {"name": "Bob", "address": "bob@example.org"}}
    });
    changed(head, rest)
}

/// One instance of the series with this id, which has it begin at `original`.
pub fn occurrence(series: &str, subject: &str, original: &str) -> Value {
    let date = at(original).to_string()[..10].replace('-', "");
    let (year, rest) = date.split_at(4);
    let day = format!(
        "{:04X}{:02X}{:02X}",
        number(year),
        number(&rest[..2]),
        number(&rest[2..])
    );
    let global = format!(
        "040000008200E00074C5B7101A82E008{day}F0B9F727763DD601{}10000000{}",
        "0".repeat(16),
        hex_of(series)
    );
    let id = format!("{series}-{date}");
    let instance = json!({
        "iCalUId": global, "type": "occurrence", "seriesMasterId": series,
        "originalStart": at(original).to_string()
    });
    changed(meeting(&id, subject, original), instance)
}

/// An event with other values of some of its fields.
pub fn changed(mut event: Value, changes: Value) -> Value {
    merge(&mut event, changes);
    event
}

/// A local time in UTC, with the seven digits of a second that Graph writes.
pub fn local(at: Instant) -> Value {
    let text = at.to_string();
    json!({"dateTime": format!("{}.0000000", &text[..19]), "timeZone": "UTC"})
}

fn number(text: &str) -> u32 {
    text.parse().unwrap()
}

/// 16 bytes, in hexadecimal digits, that are another one's for another text.
fn hex_of(text: &str) -> String {
    let mut digits: String = text.bytes().map(|byte| format!("{byte:02X}")).collect();
    digits.push_str(&"0".repeat(32));
    digits.truncate(32);
    digits
}

/// Takes over other values of some fields.
pub fn merge(into: &mut Value, changes: Value) {
    if let (Value::Object(fields), Value::Object(changes)) = (into, changes) {
        fields.extend(changes);
    }
}
