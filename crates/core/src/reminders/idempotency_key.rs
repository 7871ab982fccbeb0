//! The ledger's key: what makes two reminders the same one.

use sha2::{Digest as _, Sha256};
use storytime_types::notifications::NotificationKind;
use storytime_types::profile::LeadTime;
use storytime_types::{ChannelId, EventId, Instant, UserId};

/// Names the encoding below, so that a later one can never give the same keys.
const ENCODING: &str = "storytime reminder 1";

/// The same in every attempt at one reminder, and different for any two reminders: 64 hexadecimal
/// digits, safe in headers, addresses and file names.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct IdempotencyKey(String);

/// Everything that tells one reminder from another.
#[derive(Clone, Copy, Debug)]
pub struct Identity<'a> {
    /// Whose it is.
    pub profile: &'a UserId,
    /// What it is.
    pub kind: NotificationKind,
    /// The stored event; none for a digest or a test.
    pub event: Option<&'a EventId>,
    /// Which instance of it, as `InstanceKey::to_text` writes it; for what has no event, whatever
    /// tells it apart.
    pub instance: &'a str,
    /// The event's start: a moved event has a new one, and thus new reminders.
    pub start: Option<Instant>,
    /// Which reminder of that event.
    pub turn: Turn,
    /// Where it goes.
    pub channel: &'a ChannelId,
}

/// Which of an event's reminders.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// The planned one, so long before the start.
    Lead(LeadTime),
    /// One of several that the person asked for or a change caused, counted from 0.
    Sequence(u32),
}

impl IdempotencyKey {
    /// The key of a reminder.
    #[must_use]
    pub fn of(identity: &Identity<'_>) -> Self {
        let mut fields = Fields::default();
        fields.add(ENCODING);
        fields.add(identity.profile.as_str());
        fields.add(identity.kind.as_str());
        fields.add_option(identity.event.map(EventId::as_str));
        fields.add(identity.instance);
        fields.add_option(identity.start.map(|at| at.ms().to_string()).as_deref());
        let (which, number) = match identity.turn {
            Turn::Lead(lead) => ("lead", lead.as_minutes()),
            Turn::Sequence(number) => ("sequence", number),
        };
        fields.add(which);
        fields.add(&number.to_string());
        fields.add(identity.channel.as_str());
        Self(fields.into_hex())
    }

    /// A key that [`Self::of`] made earlier, as it was stored.
    #[must_use]
    pub fn from_stored(text: String) -> Self {
        Self(text)
    }

    /// As it is stored and sent.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for IdempotencyKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// Each field goes in behind its length, so that no two lists of fields give the same bytes.
#[derive(Default)]
pub(super) struct Fields(Sha256);

impl Fields {
    pub(super) fn add(&mut self, field: &str) {
        self.0.update((field.len() as u64).to_be_bytes());
        self.0.update(field.as_bytes());
    }

    fn add_option(&mut self, field: Option<&str>) {
        match field {
            None => self.0.update([0]),
            Some(field) => {
                self.0.update([1]);
                self.add(field);
            }
        }
    }

    pub(super) fn into_hex(self) -> String {
        hex::encode(self.0.finalize())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::HashSet;

    fn lead(minutes: u32) -> Turn {
        Turn::Lead(LeadTime::minutes(minutes).unwrap())
    }

    #[test]
    fn the_key_of_a_reminder_never_changes_between_versions() {
        let key = IdempotencyKey::of(&Identity {
            profile: &UserId("u".into()),
            kind: NotificationKind::Reminder,
            event: Some(&EventId("e".into())),
            instance: "2026-01-05T08:00:00Z",
            start: Some(Instant::from_ms(1_767_600_000_000)),
            turn: lead(15),
            channel: &ChannelId("c".into()),
        });
        assert_eq!(
            key.as_str(),
            "4436d58a314f864b2fa86d93205edf2fed386a3877891136be4886204472c446"
        );
    }

    #[test]
    fn every_field_alone_makes_another_key() {
        let (user, other_user) = (UserId("u".into()), UserId("v".into()));
        let (event, other_event) = (EventId("e".into()), EventId("f".into()));
        let (channel, other_channel) = (ChannelId("c".into()), ChannelId("d".into()));
        let one = Identity {
            profile: &user,
            kind: NotificationKind::Reminder,
            event: Some(&event),
            instance: "",
            start: Some(Instant::from_ms(1)),
            turn: lead(15),
            channel: &channel,
        };
        let all = [
            one,
            Identity {
                profile: &other_user,
                ..one
            },
            Identity {
                kind: NotificationKind::Snooze,
                ..one
            },
            Identity { event: None, ..one },
            Identity {
                event: Some(&other_event),
                ..one
            },
            Identity {
                instance: "2026-01-05",
                ..one
            },
            Identity { start: None, ..one },
            Identity {
                start: Some(Instant::from_ms(2)),
                ..one
            },
            Identity {
                turn: lead(16),
                ..one
            },
            Identity {
                turn: Turn::Sequence(15),
                ..one
            },
            Identity {
                channel: &other_channel,
                ..one
            },
        ];
        let keys: HashSet<_> = all.iter().map(IdempotencyKey::of).collect();
        assert_eq!(keys.len(), all.len());
    }

    proptest! {
        #[test]
        fn text_never_slips_from_one_field_into_the_next(
            joined in "[a-c]{2,6}", first in 1usize..5, second in 1usize..5,
        ) {
            let cut = |at: usize| {
                let (event, instance) = joined.split_at(at.min(joined.len()));
                IdempotencyKey::of(&Identity {
                    profile: &UserId("u".into()),
                    kind: NotificationKind::Reminder,
                    event: Some(&EventId(event.into())),
                    instance,
                    start: None,
                    turn: lead(0),
                    channel: &ChannelId("c".into()),
                })
            };
            let same_cut = first.min(joined.len()) == second.min(joined.len());
            prop_assert_eq!(cut(first) == cut(second), same_cut);
        }
    }
}
