//! What a theme's storyteller can say: phrases, and when each of them is true.

use super::topic::Topic;

/// A text with slots, and the events of which it is true beyond what its slots ask for.
///
/// Slots: `{title}` (in quotation marks), `{day}` (the weekday), `{time}` (timed events only),
/// `{place}` (only where one is known and short) and `{people}` (only from two on).
pub(super) type Phrase = (When, &'static str);

/// Of which events a phrase is true.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum When {
    /// Of any.
    Always,
    /// From 5 to 11.
    Morning,
    /// From 12 to 13.
    Midday,
    /// From 14 to 17.
    Afternoon,
    /// From 18 to 21.
    Evening,
    /// From 22 to 4.
    Night,
    /// Timed events.
    Timed,
    /// All-day events.
    AllDay,
    /// Mondays.
    Monday,
    /// Fridays.
    Friday,
    /// Saturdays and Sundays.
    Weekend,
    /// Two or more are invited.
    Group,
    /// One of a series.
    Series,
    /// The title is about it.
    About(Topic),
}

impl When {
    /// How much likelier a phrase is drawn: the more it is about this very event, the more.
    pub(super) fn weight(self) -> f64 {
        match self {
            Self::Always | Self::Timed => 1.0,
            Self::About(_) => 24.0,
            _ => 2.0,
        }
    }
}

/// A theme's phrases.
pub(super) struct Voice {
    pub(super) emojis: &'static [&'static str],
    pub(super) openings: &'static [Phrase],
    /// Sentences that name the event.
    pub(super) bodies: &'static [Phrase],
    /// Words that may end a story.
    pub(super) closings: &'static [Phrase],
}

impl Voice {
    /// The closings for every other story, none for the rest.
    pub(super) fn closings_for(&self, dice: &mut fastrand::Rng) -> &'static [Phrase] {
        if dice.bool() { self.closings } else { &[] }
    }
}

pub(super) const SLOTS: [&str; 5] = ["{title}", "{day}", "{time}", "{place}", "{people}"];

/// Whether a phrase fills a slot that one of the others fills already.
pub(super) fn repeats(phrase: &Phrase, others: &[Phrase]) -> bool {
    SLOTS
        .iter()
        .any(|slot| phrase.1.contains(slot) && others.iter().any(|other| other.1.contains(slot)))
}

/// The longest stretch of a phrase without a slot: where it stands, the phrase was used.
pub(super) fn longest_literal(phrase: &Phrase) -> &'static str {
    phrase
        .1
        .split('{')
        .map(|piece| piece.split_once('}').map_or(piece, |(_, literal)| literal))
        .max_by_key(|literal| literal.len())
        .unwrap_or(phrase.1)
}
