//! When a calendar reminds of an event: what its VALARMs say (RFC 5545, 3.8.6.3 TRIGGER), as minutes
//! before the start of one of its instances.

use storytime_types::Instant;
use storytime_types::profile::LeadTime;

const MINUTE: i64 = 60;

/// How many TRIGGERs of an event are kept.
const MOST: usize = 32;

/// How long before the start of a series' instance a moment of its own may lie, in minutes: it is one
/// moment, and must not remind of a month of instances.
const REACH_IN_A_SERIES: u32 = 24 * 60;

/// When one alarm goes off, in seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trigger {
    /// So long after the start, mostly before it.
    FromStart(i64),
    /// So long after the end.
    FromEnd(i64),
    /// At this moment, counted from 1970.
    At(i64),
}

/// All alarms of an event.
#[derive(Clone, Debug, Default)]
pub(super) struct Triggers {
    all: Vec<Trigger>,
    /// Whether one says that there is none: Apple's calendars write an alarm of no action where the
    /// person took the usual one away.
    says_none: bool,
}

/// An instance, as far as alarms go.
#[derive(Clone, Copy, Debug)]
pub(super) struct Times {
    pub start: Instant,
    pub end: Instant,
    /// Whether there are others of the same event.
    pub is_of_a_series: bool,
}

impl Triggers {
    /// Takes in one more, unless there are too many.
    pub fn take(&mut self, trigger: Trigger) {
        if self.all.len() < MOST && !self.all.contains(&trigger) {
            self.all.push(trigger);
        }
    }

    /// Notes that there is none.
    pub fn note_none(&mut self) {
        self.says_none = true;
    }

    /// Whether anything was taken in. An event without any alarm says nothing: feeds and exports leave
    /// them out.
    pub fn says_something(&self) -> bool {
        self.says_none || !self.all.is_empty()
    }

    /// The minutes before an instance's start, the nearest first; empty where it is said that there are
    /// none, nothing where nothing is said of this instance.
    pub fn minutes_before(&self, times: Times) -> Option<Vec<u32>> {
        let all = self
            .all
            .iter()
            .filter_map(|trigger| minutes(*trigger, times));
        let mut minutes: Vec<u32> = all.collect();
        minutes.sort_unstable();
        minutes.dedup();
        minutes.truncate(LeadTime::MOST);
        (self.says_none || !minutes.is_empty()).then_some(minutes)
    }
}

/// How many minutes before the start an alarm is, seconds rounded up; none after the start, and none
/// longer before it than a lead time may be.
fn minutes(trigger: Trigger, times: Times) -> Option<u32> {
    let (start, end) = (times.start.ms() / 1000, times.end.ms() / 1000);
    let (before, most) = match trigger {
        Trigger::FromStart(offset) => (-offset, LeadTime::MAX_MINUTES),
        Trigger::FromEnd(offset) => (start - end - offset, LeadTime::MAX_MINUTES),
        Trigger::At(moment) if times.is_of_a_series => (start - moment, REACH_IN_A_SERIES - 1),
        Trigger::At(moment) => (start - moment, LeadTime::MAX_MINUTES),
    };
    let minutes = u32::try_from((before + MINUTE - 1).div_euclid(MINUTE)).ok()?;
    (minutes <= most).then_some(minutes)
}
