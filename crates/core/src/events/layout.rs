//! Where one instance of a series comes to lie.

use chrono::Days;

use super::event::Event;
use super::moment::{self, DAY, instant};
use super::occurrence::Span;
use super::series_clock::SeriesClock;
use super::zones::{Steady, Zone};

/// How instances from some original start on are laid out: the base event, or a THISANDFUTURE.
pub(super) struct Layout<'c> {
    pub event: &'c Event,
    /// The original start from which on it holds.
    pub from: i64,
    /// What it adds to the original local start.
    pub shift: i64,
    pub zone: Option<&'c Zone>,
    pub length: Fixed,
    pub steady: Steady,
}

/// A length that is worked out: days by the calendar, then seconds.
#[derive(Clone, Copy)]
pub(super) struct Fixed {
    pub days: i64,
    pub seconds: i64,
}

impl Fixed {
    pub fn total(self) -> i64 {
        self.days * DAY + self.seconds
    }
}

impl Layout<'_> {
    /// The span of the instance with this original start.
    pub fn span_of(&mut self, start: i64, clock: SeriesClock<'_>, length: Fixed) -> Span {
        // The common case: the layout is the series' own.
        if self.from == i64::MIN {
            return self.starting(start, length);
        }
        self.starting_local(clock.local(start) + self.shift, length)
    }

    /// The span of an instance that starts at a local time.
    pub fn span(&mut self, local: i64) -> Span {
        let length = self.length;
        self.starting_local(local, length)
    }

    fn starting_local(&mut self, local: i64, length: Fixed) -> Span {
        match self.zone {
            None => all_day(moment::day(local), length),
            Some(zone) => {
                let start = zone.to_utc_near(local, &mut self.steady);
                self.starting(start, length)
            }
        }
    }

    fn starting(&mut self, start: i64, length: Fixed) -> Span {
        let Some(zone) = self.zone else {
            return all_day(start, length);
        };
        let end = if length.days == 0 {
            start + length.seconds
        } else {
            let local = zone.to_local(start) + length.days * DAY;
            zone.to_utc_near(local, &mut self.steady) + length.seconds
        };
        let start = instant(start);
        Span::Timed {
            start,
            end: instant(end).max(start),
        }
    }
}

fn all_day(day: i64, length: Fixed) -> Span {
    let first = moment::date(day);
    let days = u64::try_from(length.days.max(1)).unwrap_or(1);
    Span::AllDay {
        first,
        end: first
            .checked_add_days(Days::new(days))
            .unwrap_or(chrono::NaiveDate::MAX),
    }
}

/// How far instances lie from their original starts: (how much later they may end, how much
/// earlier they may start), in seconds.
pub(super) fn reach(layouts: &[Layout<'_>], lengths: &[(i64, Fixed)]) -> (i64, i64) {
    let longest = lengths.iter().map(|(_, length)| length.total()).max();
    layouts
        .iter()
        .fold((longest.unwrap_or(0), 0), |(later, earlier), layout| {
            (
                later.max(layout.length.total() + layout.shift),
                earlier.max(-layout.shift),
            )
        })
}
