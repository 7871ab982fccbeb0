//! One recurrence rule (RFC 5545, 3.3.10), walked from wherever a window begins.
//!
//! `ical-rs` reads and walks rules; here is what it leaves open: what a rule takes from its DTSTART,
//! UNTIL on another clock than DTSTART's, a start long before the window, and rules that never end.

mod completion;

use ical::recur::expand::IcalRecurExpand;
use ical::recur::{IcalRecurDateTime, IcalRecurFreq, IcalRecurRule, IcalRecurRuleError};

use self::completion::{complete, tidy};
use super::moment::{DAY, Moment, day};

/// A rule as it is walked: nothing in it depends on its DTSTART's date any more, so that the walk
/// may begin in any of its periods.
#[derive(Clone, Debug)]
pub(super) struct Rule {
    rule: IcalRecurRule,
    /// UNTIL, on the clock it was written on.
    pub until: Option<Moment>,
    /// No BY-part: every period holds exactly one instance.
    plain: bool,
    /// How many times of day it names.
    times: usize,
    count: Option<u32>,
    /// DTSTART, in seconds on its own clock.
    start: i64,
    /// Where the first period is taken to begin; no instance is before `start` all the same.
    anchor: i64,
}

/// How many instances one period of a rule may have: they are worked out together.
const MOST_A_PERIOD: usize = 600_000;

/// How much later than its bound a walk ends, so that what lies out of its period (the first week
/// of the next year) or on another clock is not lost.
const SLACK: i64 = 8 * DAY;

/// What is left of the effort that one expansion may take, in days looked at or thereabouts.
#[derive(Debug)]
pub(super) struct Effort(u64);

impl Effort {
    /// A share for each series, and about a second's worth for those that take more.
    pub fn for_series(count: usize) -> Self {
        Self(8_000_000 + 2_000 * u64::try_from(count).unwrap_or_default())
    }

    fn spend(&mut self, units: u64) -> Result<(), TooMuch> {
        self.0 = self.0.checked_sub(units).ok_or(TooMuch)?;
        Ok(())
    }
}

/// Why a rule is left out.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum RuleError {
    /// It cannot be read.
    #[error("{}", in_words(.0))]
    Unreadable(IcalRecurRuleError),
    /// RSCALE (RFC 7529) with a calendar other than the Gregorian one.
    #[error("it counts by the {0} calendar")]
    OtherCalendar(String),
    /// More instances in one period than anybody can mean.
    #[error("it has too many instances a day")]
    TooDense,
}

/// What is wrong with a rule's text, for somebody who has never seen one.
fn in_words(error: &IcalRecurRuleError) -> &'static str {
    use IcalRecurRuleError as Fault;
    match error {
        Fault::Freq | Fault::FreqMissing => "it does not say how often (FREQ)",
        Fault::Weekday => "it names no weekday (BYDAY)",
        Fault::Skip => "it does not say what to skip (SKIP)",
        Fault::DateTime => "its end is no date (UNTIL)",
        Fault::Count(_) => "its number of times is no number (COUNT)",
        Fault::Interval(_) => "its interval is no number (INTERVAL)",
        Fault::IntervalZero => "its interval is 0 (INTERVAL)",
        Fault::Ordinal(_) | Fault::Number(_) => "it has letters where a number belongs",
        Fault::Range => "it has a number that no date or time has",
    }
}

/// Too much work.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct TooMuch;

impl Rule {
    /// Reads a rule of a series that starts at `start`.
    pub fn parse(text: &str, start: Moment) -> Result<Self, RuleError> {
        let mut rule = IcalRecurRule::parse(text).map_err(RuleError::Unreadable)?;
        if let Some(scale) = rule.scale.take_if(|scale| scale != "GREGORIAN") {
            return Err(RuleError::OtherCalendar(scale));
        }
        tidy(&mut rule);
        let times = times(&rule);
        if times * days_of(&rule) > MOST_A_PERIOD {
            return Err(RuleError::TooDense);
        }
        let until = part(text, "UNTIL").and_then(|until| Moment::parse(until, start.clock));
        let plain = is_plain(&rule);
        complete(&mut rule, start);
        Ok(Self {
            anchor: anchor(&rule, start.seconds),
            start: start.seconds,
            count: rule.count.take(),
            rule,
            until,
            plain,
            times,
        })
    }

    /// Whether it may have many instances a day.
    pub fn is_dense(&self) -> bool {
        const MANY: usize = 24;
        is_short(self.rule.freq) || self.times > MANY
    }

    /// Calls `found` with the local starts (seconds) from a little before `from` up to a little
    /// after `to`, in order, until it returns false. UNTIL is `found`'s to check exactly: here it
    /// only ends the walk some days later.
    pub fn walk(
        &self,
        from: i64,
        to: i64,
        effort: &mut Effort,
        mut found: impl FnMut(i64) -> bool,
    ) -> Result<(), TooMuch> {
        let Some((first, mut count)) = self.leap(from) else {
            return Ok(());
        };
        let last = self.until.map_or(to, |until| to.min(until.seconds)) + SLACK;
        let rule = IcalRecurRule {
            until: Some(IcalRecurDateTime::from_seconds(last)),
            ..self.rule.clone()
        };
        if last < first {
            return Ok(());
        }
        effort.spend(self.barren(last - first))?;
        let mut passed = first;
        for instance in IcalRecurExpand::new(rule, IcalRecurDateTime::from_seconds(first)) {
            let local = instance.seconds();
            effort.spend(self.barren(local - passed))?;
            passed = local;
            if local < self.start {
                continue;
            }
            if count == 0 || !found(local) {
                break;
            }
            count -= 1;
        }
        Ok(())
    }

    /// A start shortly before `from`, in step with the rule's own, and how many instances are left
    /// from there; nothing where COUNT is used up before. A rule that counts and skips must be
    /// walked from its start.
    fn leap(&self, from: i64) -> Option<(i64, u64)> {
        let passed = periods_between(&self.rule, self.anchor, from).max(0);
        let count = match self.count {
            None => u64::MAX,
            Some(count) if self.plain && is_even(self.rule.freq) => {
                u64::from(count).checked_sub(u64::try_from(passed).ok()?)?
            }
            Some(count) => return Some((self.anchor, u64::from(count))),
        };
        if passed == 0 {
            return Some((self.anchor, count));
        }
        Some((period_start(&self.rule, self.anchor, passed), count))
    }

    /// What a stretch without an instance may take. `ical-rs` passes over barren days and hours
    /// whole, only BYSETPOS makes it try every period; and it gives up after a million.
    fn barren(&self, stretch: i64) -> u64 {
        let days = u64::try_from(stretch.div_euclid(DAY) + 1).unwrap_or_default();
        let all = self.rule.by_set_pos.is_empty();
        if is_short(self.rule.freq) {
            let step = unit(self.rule.freq) * i64::from(self.rule.interval);
            let periods = u64::try_from(stretch / step).unwrap_or_default() + 1;
            let tried = if all { periods.min(days * 84) } else { periods };
            return tried.min(1_000_000);
        }
        let tried = if all { 0 } else { self.times / 8 };
        days * (1 + u64::try_from(tried).unwrap_or(u64::MAX / 4))
    }
}

/// Where a walk begins, before `from` is looked at: at the start, but for weeks by their number.
/// The year of these is the one that the start's week belongs to (ISO 8601), where the rule has the
/// start among its instances; and the first week of a year may begin before January.
fn anchor(rule: &IcalRecurRule, start: i64) -> i64 {
    if rule.by_week_no.is_empty() {
        return start;
    }
    let week = start.div_euclid(DAY) * DAY - into_week(rule, start) * DAY;
    let year_of = |local| month_number(local).div_euclid(12);
    let before = |year: i64| month_start((year - i64::from(rule.interval)) * 12);
    let by_week = before(year_of(week + 3 * DAY));
    let bounded = IcalRecurRule {
        until: Some(IcalRecurDateTime::from_seconds(start + SLACK)),
        ..rule.clone()
    };
    let hits = IcalRecurExpand::new(bounded, IcalRecurDateTime::from_seconds(by_week))
        .any(|instance| instance.seconds() == start);
    if hits {
        by_week
    } else {
        before(year_of(start))
    }
}

/// The value of a rule's part.
fn part<'t>(rule: &'t str, name: &str) -> Option<&'t str> {
    rule.split(';')
        .filter_map(|part| part.split_once('='))
        .find(|(known, _)| known.trim().eq_ignore_ascii_case(name))
        .map(|(_, value)| value.trim())
}

/// How many times of day a rule names.
fn times(rule: &IcalRecurRule) -> usize {
    [&rule.by_second, &rule.by_minute, &rule.by_hour]
        .iter()
        .map(|list| list.len().max(1))
        .product()
}

/// How many days a period has at most.
fn days_of(rule: &IcalRecurRule) -> usize {
    match rule.freq {
        IcalRecurFreq::Yearly => 366,
        IcalRecurFreq::Monthly => 31,
        IcalRecurFreq::Weekly => 7,
        _ => 1,
    }
}

fn is_plain(rule: &IcalRecurRule) -> bool {
    rule.by_second.is_empty()
        && rule.by_minute.is_empty()
        && rule.by_hour.is_empty()
        && rule.by_day.is_empty()
        && rule.by_month_day.is_empty()
        && rule.by_year_day.is_empty()
        && rule.by_week_no.is_empty()
        && rule.by_month.is_empty()
        && rule.by_set_pos.is_empty()
}

/// Periods shorter than a day.
fn is_short(freq: IcalRecurFreq) -> bool {
    use IcalRecurFreq::{Hourly, Minutely, Secondly};
    matches!(freq, Hourly | Minutely | Secondly)
}

/// Periods that are all of one length.
fn is_even(freq: IcalRecurFreq) -> bool {
    !matches!(freq, IcalRecurFreq::Monthly | IcalRecurFreq::Yearly)
}

/// The length of a period in seconds, for those of one length.
fn unit(freq: IcalRecurFreq) -> i64 {
    match freq {
        IcalRecurFreq::Secondly => 1,
        IcalRecurFreq::Minutely => 60,
        IcalRecurFreq::Hourly => 3600,
        IcalRecurFreq::Weekly => 7 * DAY,
        _ => DAY,
    }
}

/// Where the period of a local time begins. Periods shorter than a day have no need of it.
fn period(rule: &IcalRecurRule, local: i64) -> i64 {
    if is_short(rule.freq) {
        return local;
    }
    match rule.freq {
        IcalRecurFreq::Weekly => day(local) - into_week(rule, local) * DAY,
        _ => day(local),
    }
}

/// How many days of its week (WKST) have passed before a local time's day.
fn into_week(rule: &IcalRecurRule, local: i64) -> i64 {
    let since_sunday = (local.div_euclid(DAY) + 4).rem_euclid(7);
    (since_sunday - rule.week_start as i64).rem_euclid(7)
}

/// Months since year 0.
fn month_number(local: i64) -> i64 {
    let date = IcalRecurDateTime::from_seconds(local);
    i64::from(date.year) * 12 + i64::from(date.month) - 1
}

/// How many of the rule's steps lie between two times; one step less, so that an instance that
/// reaches out of its period (a week at a year's edge, a SKIP) is not lost.
fn periods_between(rule: &IcalRecurRule, start: i64, from: i64) -> i64 {
    let interval = i64::from(rule.interval);
    let steps = match rule.freq {
        IcalRecurFreq::Monthly => (month_number(from) - month_number(start)).div_euclid(interval),
        IcalRecurFreq::Yearly => {
            let years = month_number(from).div_euclid(12) - month_number(start).div_euclid(12);
            years.div_euclid(interval)
        }
        freq => (from - period(rule, start)).div_euclid(interval * unit(freq)),
    };
    steps - 1
}

/// Where the period that lies so many steps after the start's begins.
fn period_start(rule: &IcalRecurRule, start: i64, steps: i64) -> i64 {
    let ahead = steps * i64::from(rule.interval);
    match rule.freq {
        IcalRecurFreq::Monthly => month_start(month_number(start) + ahead),
        IcalRecurFreq::Yearly => month_start((month_number(start).div_euclid(12) + ahead) * 12),
        freq => period(rule, start) + ahead * unit(freq),
    }
}

fn month_start(number: i64) -> i64 {
    let year = i32::try_from(number.div_euclid(12)).unwrap_or(9999);
    let month = u8::try_from(number.rem_euclid(12) + 1).unwrap_or(1);
    IcalRecurDateTime::date(year, month, 1).seconds()
}

#[cfg(test)]
mod tests;
