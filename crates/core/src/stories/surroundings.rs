//! What stands around an event: what comes before and after it on its day, and how often it comes.
//! A story may speak of it, and is then told anew when it changes.

use std::collections::BTreeSet;

use chrono::{Datelike as _, NaiveDate, Weekday};
use sha2::{Digest as _, Sha256};
use storytime_types::{EventId, Instant};

/// What is known of an event's surroundings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Surroundings {
    /// What ends before it starts.
    pub before: Side,
    /// What starts after it ends.
    pub after: Side,
    /// Whether it is all there is on its day.
    pub alone: bool,
    /// How often it comes, where that can be told.
    pub rhythm: Option<Rhythm>,
}

/// One side of an event on its day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Side {
    /// Nothing can be said, as where another event overlaps.
    #[default]
    Unknown,
    /// Nothing is there: it is the day's first, or last.
    Free,
    /// Another event.
    Event {
        /// So many minutes in between.
        minutes: u32,
        /// What it is called.
        title: String,
    },
}

/// How often an event of a series comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rhythm {
    /// Every day, or every working day.
    Daily,
    /// Every week on the same day.
    Weekly,
}

/// The time that an event takes of a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    /// Which event.
    pub event: EventId,
    /// Its title.
    pub title: String,
    /// Its start.
    pub start: Instant,
    /// Its end.
    pub end: Instant,
    /// Whether it takes whole days: then it stands behind the others, not between them.
    pub all_day: bool,
}

/// One day, from its first moment to its last, with what is on it.
#[derive(Clone, Copy, Debug)]
pub struct Day<'a> {
    /// Its first moment.
    pub from: Instant,
    /// The next day's first moment.
    pub until: Instant,
    /// Whether nothing that was on it is forgotten by now.
    pub whole: bool,
    /// Every event that takes time around then; those of other days do no harm.
    pub slots: &'a [Slot],
}

impl Surroundings {
    /// What stands around an event on the day of its start. An all-day event has no sides.
    #[must_use]
    pub fn on(day: Day<'_>, event: &EventId, start: Instant, end: Instant) -> Self {
        let others = || {
            let others = day.slots.iter().filter(move |slot| slot.event != *event);
            others.filter(|slot| slot.start < day.until && slot.end > day.from)
        };
        let timed = || others().filter(|slot| !slot.all_day);
        let before = timed()
            .filter(|slot| slot.start < start)
            .max_by_key(|slot| slot.end);
        let after = timed()
            .filter(|slot| slot.start >= start)
            .min_by_key(|slot| slot.start);
        let unknown = if day.whole { Side::Free } else { Side::Unknown };
        Self {
            before: before.map_or(unknown, |slot| Side::of(slot, slot.end, start)),
            after: after.map_or(Side::Free, |slot| Side::of(slot, end, slot.start)),
            alone: day.whole && others().next().is_none(),
            rhythm: None,
        }
    }

    /// The same for the same neighbours. The rhythm has no part in it: it changes with the series.
    #[must_use]
    pub fn key(&self) -> String {
        let neighbours = (&self.before, &self.after, self.alone);
        let hash = Sha256::digest(format!("{neighbours:?}"));
        hex::encode(&hash[..8])
    }
}

impl Side {
    fn of(slot: &Slot, from: Instant, until: Instant) -> Self {
        let ms = until.ms_since(from);
        match u32::try_from(ms / Instant::MINUTE) {
            Ok(minutes) if ms >= 0 => Self::Event {
                minutes,
                title: slot.title.clone(),
            },
            _ => Self::Unknown,
        }
    }

    /// The other event's title.
    #[must_use]
    pub fn title(&self) -> Option<&str> {
        match self {
            Self::Event { title, .. } => Some(title),
            Self::Unknown | Self::Free => None,
        }
    }
}

impl Rhythm {
    /// How often a series comes, from the dates of its known instances: weekly from two on, daily
    /// from three on.
    #[must_use]
    pub fn of(dates: &BTreeSet<NaiveDate>) -> Option<Self> {
        let steps = || dates.iter().zip(dates.iter().skip(1));
        let is_next_day = |(one, next): (&NaiveDate, &NaiveDate)| {
            let days = next.signed_duration_since(*one).num_days();
            days == 1 || (days == 3 && one.weekday() == Weekday::Fri)
        };
        let is_next_week = |(one, next): (&NaiveDate, &NaiveDate)| {
            next.signed_duration_since(*one).num_days() == 7
        };
        match dates.len() {
            2.. if steps().all(is_next_week) => Some(Self::Weekly),
            3.. if steps().all(is_next_day) => Some(Self::Daily),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests;
