//! The original starts of a series: its DTSTART, what its rules and RDATEs add, without what
//! EXDATEs and EXRULEs take away (RFC 5545, 3.8.5).

use super::clocks::Clocks;
use super::event::{Event, Recurrence};
use super::ics::Warnings;
use super::moment::{self, DAY};
use super::recurrence::{Effort, Rule};
use super::series_clock::SeriesClock;
use super::zones::Steady;

/// How many instances a rule may have before the window begins, where they must be counted.
const MOST_BEFORE: usize = 400_000;

/// How many a rule may have in the window and what reaches into it.
const MOST_KEPT: usize = 200_000;

/// Local times lie within this many seconds of UTC.
pub(super) const APART: i64 = 2 * DAY;

/// Gathers the original starts of one series after the other.
pub(super) struct Gathering<'c> {
    pub clocks: Clocks<'c>,
    pub effort: Effort,
    pub warnings: Warnings,
}

/// From one original start to another, both included.
#[derive(Clone, Copy)]
pub(super) struct Range {
    pub from: i64,
    pub to: i64,
}

impl Range {
    fn holds(self, start: i64) -> bool {
        start >= self.from && start <= self.to
    }
}

impl<'c> Gathering<'c> {
    /// The original starts of `base` within a range, in order, into `starts`.
    pub fn starts(
        &mut self,
        base: &Event,
        clock: SeriesClock<'c>,
        range: Range,
        starts: &mut Vec<i64>,
    ) {
        starts.clear();
        let first = clock.start(base.start.seconds, &mut Steady::unknown());
        starts.extend(Some(first).filter(|start| range.holds(*start)));
        let Some(recurrence) = &base.recurrence else {
            return;
        };
        for rule in &recurrence.rules {
            self.walk(base, rule, clock, range, starts);
        }
        let dates = recurrence.dates.iter();
        let dates = dates.map(|extra| self.clocks.original(extra.start, clock));
        starts.extend(dates.filter(|start| range.holds(*start)));
        if !starts.is_sorted_by(|one, next| one < next) {
            starts.sort_unstable();
            starts.dedup();
        }
        self.except(base, recurrence, clock, range, starts);
    }

    fn walk(
        &mut self,
        base: &Event,
        rule: &Rule,
        clock: SeriesClock<'c>,
        range: Range,
        starts: &mut Vec<i64>,
    ) {
        let until = rule
            .until
            .map_or(i64::MAX, |until| self.clocks.until(until, clock));
        let (mut before, mut kept) = (0, 0);
        let mut steady = Steady::unknown();
        let (from, to) = (range.from - APART, range.to + APART);
        let walked = rule.walk(from, to, &mut self.effort, |local| {
            let start = clock.start(local, &mut steady);
            if start > until || start > range.to {
                return false;
            }
            if start < range.from {
                before += 1;
                return before < MOST_BEFORE;
            }
            starts.push(start);
            kept += 1;
            kept < MOST_KEPT
        });
        if walked.is_err() || before == MOST_BEFORE {
            let cause = format!(
                "{} repeats too often to be shown in full: make it repeat less often, or give it an \
                 end",
                base.called()
            );
            self.warnings.add_once(base.line, "VEVENT", cause);
        }
    }

    fn except(
        &mut self,
        base: &Event,
        recurrence: &Recurrence,
        clock: SeriesClock<'c>,
        range: Range,
        starts: &mut Vec<i64>,
    ) {
        let mut gone = Vec::new();
        let mut days = Vec::new();
        for exception in &recurrence.exceptions {
            // Of a date in a timed series the whole day goes.
            if exception.is_date() && clock.zone.is_some() {
                days.push(exception.seconds);
            } else {
                gone.push(self.clocks.original(*exception, clock));
            }
        }
        for rule in &recurrence.exception_rules {
            self.walk(base, rule, clock, range, &mut gone);
        }
        gone.sort_unstable();
        days.sort_unstable();
        if !gone.is_empty() {
            starts.retain(|start| gone.binary_search(start).is_err());
        }
        if !days.is_empty() {
            let day = |start: &i64| moment::day(clock.local(*start));
            starts.retain(|start| days.binary_search(&day(start)).is_err());
        }
    }
}
