//! What a rule takes from its DTSTART, and what of it does not apply.

use ical::recur::{
    IcalRecurDateTime, IcalRecurFreq, IcalRecurRule, IcalRecurWeekday, IcalRecurWeekdayNum,
};

use super::{is_even, is_short};
use crate::events::moment::{Clock, DAY, Moment};

/// Sorts every list and takes repetitions out of it.
pub(super) fn tidy(rule: &mut IcalRecurRule) {
    unique(&mut rule.by_second);
    unique(&mut rule.by_minute);
    unique(&mut rule.by_hour);
    unique(&mut rule.by_month);
    unique(&mut rule.by_month_day);
    unique(&mut rule.by_week_no);
    unique(&mut rule.by_year_day);
    unique(&mut rule.by_set_pos);
    rule.by_day
        .sort_unstable_by_key(|day| (day.weekday, day.ordinal));
    rule.by_day.dedup();
}

fn unique<T: Ord>(list: &mut Vec<T>) {
    list.sort_unstable();
    list.dedup();
}

/// Writes into the rule what it takes from its DTSTART (RFC 5545, 3.3.10: "Information, not
/// contained in the rule, necessary to determine the various recurrence instance start time and
/// dates are derived from the Start Time").
pub(super) fn complete(rule: &mut IcalRecurRule, start: Moment) {
    if !is_even(rule.freq) {
        // Farther than the last year there is; arithmetic stays in bounds.
        rule.interval = rule.interval.min(120_000);
    }
    let first = IcalRecurDateTime::from_seconds(start.seconds);
    if start.clock == Clock::Date {
        // RFC 5545, 3.3.10: they "MUST be ignored" there.
        rule.by_second.clear();
        rule.by_minute.clear();
        rule.by_hour.clear();
    }
    ignore_misplaced(rule);
    if !is_short(rule.freq) {
        fill(&mut rule.by_hour, first.hour);
        fill(&mut rule.by_minute, first.minute);
        fill(&mut rule.by_second, first.second);
        complete_day(rule, first);
    }
}

/// Leaves out the parts that the rule's frequency does not allow (RFC 5545, 3.3.10).
fn ignore_misplaced(rule: &mut IcalRecurRule) {
    use IcalRecurFreq::{Daily, Monthly, Weekly, Yearly};
    if rule.freq == Weekly {
        rule.by_month_day.clear();
    }
    if matches!(rule.freq, Daily | Weekly | Monthly) {
        rule.by_year_day.clear();
    }
    if rule.freq != Yearly {
        rule.by_week_no.clear();
    }
}

fn complete_day(rule: &mut IcalRecurRule, first: IcalRecurDateTime) {
    let month_day = i8::try_from(first.day).unwrap_or(1);
    let by_week = !rule.by_week_no.is_empty();
    let chooses =
        !rule.by_day.is_empty() || !rule.by_month_day.is_empty() || !rule.by_year_day.is_empty();
    match rule.freq {
        IcalRecurFreq::Weekly if rule.by_day.is_empty() => rule.by_day.push(weekday(first)),
        IcalRecurFreq::Monthly if !chooses => rule.by_month_day.push(month_day),
        IcalRecurFreq::Yearly if by_week && chooses => {}
        IcalRecurFreq::Yearly if by_week => rule.by_day.push(weekday(first)),
        IcalRecurFreq::Yearly if !chooses => {
            fill(&mut rule.by_month, first.month);
            rule.by_month_day.push(month_day);
        }
        IcalRecurFreq::Yearly if rule.by_day.is_empty() && rule.by_year_day.is_empty() => {
            fill(&mut rule.by_month, first.month);
        }
        _ => {}
    }
}

fn fill(part: &mut Vec<u8>, value: u8) {
    if part.is_empty() {
        part.push(value);
    }
}

/// The weekday of a date. 1970-01-01 was a Thursday.
fn weekday(of: IcalRecurDateTime) -> IcalRecurWeekdayNum {
    use IcalRecurWeekday::{Friday, Monday, Saturday, Sunday, Thursday, Tuesday, Wednesday};
    let weekday = match of.seconds().div_euclid(DAY).rem_euclid(7) {
        0 => Thursday,
        1 => Friday,
        2 => Saturday,
        3 => Sunday,
        4 => Monday,
        5 => Tuesday,
        _ => Wednesday,
    };
    IcalRecurWeekdayNum {
        ordinal: None,
        weekday,
    }
}
