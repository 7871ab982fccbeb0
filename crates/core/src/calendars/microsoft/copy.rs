//! What is known of a calendar from one look to the next: its events within a stretch of time, all
//! of them, in the order of their ids.

use std::collections::BTreeMap;

use bytes::Bytes;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::event::Event;

/// The events of a calendar.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Copy {
    /// Each once.
    pub events: Vec<Event>,
}

impl Copy {
    /// Of what was listed. What comes twice (a list that moved while it was read) counts once, as it
    /// came last; what has no id is kept as it is.
    #[must_use]
    pub(super) fn of(listed: Vec<Event>) -> Self {
        let mut nameless = Vec::new();
        let mut by_id = BTreeMap::new();
        for event in listed {
            if event.id.is_empty() {
                nameless.push(event);
            } else {
                by_id.insert(event.id.clone(), event);
            }
        }
        Self {
            events: nameless.into_iter().chain(by_id.into_values()).collect(),
        }
    }

    /// As it is kept.
    #[must_use]
    pub fn to_bytes(&self) -> Bytes {
        serde_json::to_vec(self).unwrap_or_default().into()
    }

    /// The reverse of [`Self::to_bytes`]; none for anything else.
    #[must_use]
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        serde_json::from_slice(bytes).ok()
    }

    /// Tells whether anything changed, from what a quick look shows of each event.
    #[must_use]
    pub(super) fn digest(&self) -> String {
        let mut digest = Sha256::new();
        for event in &self.events {
            digest.update(serde_json::to_vec(&event.light()).unwrap_or_default());
            digest.update(b"\n");
        }
        hex::encode(digest.finalize())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn copy_of(json: serde_json::Value) -> Copy {
        Copy::of(serde_json::from_value(json).unwrap())
    }

    #[test]
    fn a_copy_comes_back_from_its_bytes_as_it_was() {
        let copy = copy_of(serde_json::json!([
            {"id": "b", "subject": "Standup", "attendees": [{}, {}], "type": "occurrence",
             "start": {"dateTime": "2026-11-23T09:00:00.0000000", "timeZone": "UTC"}},
            {"id": "a", "subject": null}
        ]));
        assert_eq!(copy.events[1].attendee_count, 2);
        assert_eq!(Copy::parse(&copy.to_bytes()), Some(copy));
    }

    #[test]
    fn what_comes_twice_counts_once_and_the_order_does_not_matter() {
        let one = copy_of(serde_json::json!([
            {"id": "a", "subject": "old"}, {"id": "b"}, {"id": "a", "subject": "new"}
        ]));
        let two = copy_of(serde_json::json!([{"id": "b"}, {"id": "a", "subject": "new"}]));
        assert_eq!(one, two);
        assert_eq!(one.digest(), two.digest());
    }

    #[test]
    fn the_digest_changes_with_what_a_quick_look_shows_and_with_nothing_else() {
        let event = |key: &str, body: &str| {
            copy_of(serde_json::json!([{
                "id": "a", "changeKey": key, "body": {"contentType": "text", "content": body}
            }]))
            .digest()
        };
        assert_eq!(event("1", "long"), event("1", ""));
        assert_ne!(event("1", "long"), event("2", "long"));
        assert_ne!(
            copy_of(serde_json::json!([{"id": "a"}])).digest(),
            Copy::default().digest()
        );
    }

    #[test]
    fn odd_fields_cost_themselves_and_nothing_else() {
        let copy = copy_of(serde_json::json!([{
            "id": "a", "subject": 7, "start": "now", "end": null, "isAllDay": "yes",
            "attendees": null, "type": "unheardOf", "body": {"content": ["x"]},
            "organizer": {"emailAddress": 1}, "location": {"displayName": "Room 4"}
        }]));
        let event = &copy.events[0];
        assert_eq!((&event.start, &event.subject), (&None, &None));
        assert_eq!(
            event.location.as_ref().unwrap().display_name.as_deref(),
            Some("Room 4")
        );
    }

    #[test]
    fn of_a_long_text_the_beginning_is_kept() {
        let copy = copy_of(serde_json::json!([{
            "id": "a", "body": {"content": "é".repeat(1 << 19)}
        }]));
        let kept = copy.events[0]
            .body
            .as_ref()
            .unwrap()
            .content
            .as_ref()
            .unwrap();
        assert_eq!(kept.len(), 64 << 10);
    }

    proptest! {
        #[test]
        fn no_bytes_break_the_reader(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = Copy::parse(&bytes);
        }
    }
}
