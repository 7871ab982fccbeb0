//! Tells whether an instance changed in anything that a story or a reminder shows.

use std::fmt::{self, Write as _};

use sha2::{Digest, Sha256};

use super::occurrence::{Certainty, Occurrence, OwnResponse, Span};

/// SHA-256 over everything shown of an [`Occurrence`]; which event and instance it is, when its
/// calendar reminds of it and who may know of it is no part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ContentHash([u8; 32]);

impl ContentHash {
    /// The hash of an instance.
    #[must_use]
    pub fn of(occurrence: &Occurrence) -> Self {
        let mut fields = Fields(Sha256::new());
        fields.span(&occurrence.span);
        fields.text(&occurrence.title);
        for text in [
            &occurrence.description,
            &occurrence.location,
            &occurrence.meeting_link,
        ] {
            fields.optional(text.as_deref());
        }
        fields.number(i64::from(occurrence.attendee_count));
        fields.number(match occurrence.certainty {
            Certainty::Confirmed => 0,
            Certainty::Tentative => 1,
            Certainty::Cancelled => 2,
        });
        fields.number(i64::from(occurrence.busy));
        fields.number(match occurrence.response {
            OwnResponse::Attending => 0,
            OwnResponse::Tentative => 1,
            OwnResponse::NeedsAction => 2,
            OwnResponse::Declined => 3,
        });
        Self(fields.0.finalize().into())
    }

    /// Its 32 bytes.
    #[must_use]
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for ContentHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const DIGITS: [char; 16] = [
            '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f',
        ];
        let digit = |nibble: u8| DIGITS[usize::from(nibble & 0xf)];
        self.0.iter().try_for_each(|byte| {
            f.write_char(digit(byte >> 4))?;
            f.write_char(digit(*byte))
        })
    }
}

/// Every field goes in with its length, so that no text can pass for two.
struct Fields(Sha256);

impl Fields {
    fn number(&mut self, value: i64) {
        self.0.update(value.to_be_bytes());
    }

    fn text(&mut self, text: &str) {
        self.number(i64::try_from(text.len()).unwrap_or(i64::MAX));
        self.0.update(text.as_bytes());
    }

    fn optional(&mut self, text: Option<&str>) {
        match text {
            Some(text) => self.text(text),
            None => self.number(-1),
        }
    }

    fn span(&mut self, span: &Span) {
        match span {
            Span::Timed { start, end } => {
                self.number(0);
                self.number(start.ms());
                self.number(end.ms());
            }
            Span::AllDay { first, end } => {
                self.number(1);
                self.text(&first.to_string());
                self.text(&end.to_string());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use storytime_types::Instant;

    use super::*;
    use crate::events::occurrence::InstanceKey;

    fn standup() -> Occurrence {
        Occurrence {
            uid: "standup@example.com".into(),
            instance: InstanceKey::Single,
            span: Span::Timed {
                start: Instant::from_ms(0),
                end: Instant::from_ms(900_000),
            },
            title: "Standup".into(),
            description: Some("Board".into()),
            location: None,
            meeting_link: None,
            attendee_count: 4,
            organizer: None,
            certainty: Certainty::Confirmed,
            busy: true,
            response: OwnResponse::Attending,
            is_private: false,
            reminders: None,
        }
    }

    #[test]
    fn every_shown_field_changes_the_hash() {
        let changes: [fn(&mut Occurrence); 11] = [
            |o| {
                o.span = Span::Timed {
                    start: Instant::from_ms(1000),
                    end: Instant::from_ms(900_000),
                };
            },
            |o| {
                o.span = Span::Timed {
                    start: Instant::from_ms(0),
                    end: Instant::from_ms(1_800_000),
                };
            },
            |o| o.title = "Stand-up".into(),
            |o| o.description = None,
            |o| o.description = Some(String::new()),
            |o| o.location = Some("Room 4".into()),
            |o| o.meeting_link = Some("https://meet.example.com/x".into()),
            |o| o.attendee_count = 5,
            |o| o.certainty = Certainty::Cancelled,
            |o| o.busy = false,
            |o| o.response = OwnResponse::Declined,
        ];
        let mut hashes = vec![ContentHash::of(&standup())];
        for change in changes {
            let mut changed = standup();
            change(&mut changed);
            hashes.push(ContentHash::of(&changed));
        }
        for (i, hash) in hashes.iter().enumerate() {
            assert!(
                !hashes[i + 1..].contains(hash),
                "change {i} makes no difference"
            );
        }
    }

    #[test]
    fn which_event_it_is_when_its_calendar_reminds_and_who_may_know_it_does_not_count() {
        let mut other = standup();
        other.uid = "another@example.com".into();
        other.reminders = Some(vec![10]);
        other.is_private = true;
        assert_eq!(ContentHash::of(&standup()), ContentHash::of(&other));
    }

    #[test]
    fn text_cannot_wander_from_one_field_to_the_next() {
        let mut one = standup();
        one.description = Some("ab".into());
        one.location = Some("c".into());
        let mut two = standup();
        two.description = Some("a".into());
        two.location = Some("bc".into());
        assert_ne!(ContentHash::of(&one), ContentHash::of(&two));
    }

    #[test]
    fn it_reads_as_64_hexadecimal_digits() {
        let text = ContentHash::of(&standup()).to_string();
        assert_eq!(text.len(), 64);
        assert!(text.bytes().all(|byte| byte.is_ascii_hexdigit()));
    }
}
