//! A calendar's own VTIMEZONE (RFC 5545, 3.6.5), for a TZID that nobody else knows.

use ical::recur::{IcalRecurDateTime, IcalRecurFreq, IcalRecurRule};
use ical::tree::cst::IcalCst;
use ical::tz::{IcalTz, IcalTzObservance};

use crate::events::moment::DAY;
use crate::events::zones::{FileZone, Transition};

/// The last year whose changes are worked out; after it the last offset stays.
const LAST_YEAR: i32 = 2100;

/// The farthest from UTC that an offset can be: beyond it the file is wrong.
const WIDEST: i32 = 26 * 3600;

/// Reads the bytes from BEGIN:VTIMEZONE to its END. Nothing where it names no usable offset.
pub(super) fn read(name: &str, bytes: &[u8]) -> Option<FileZone> {
    let recovered = IcalCst::parse_recovering(bytes);
    let component = recovered.calendars.first()?.decode();
    let observances: Vec<_> = component
        .components
        .iter()
        .filter_map(IcalTzObservance::of_component)
        .filter_map(usable)
        .collect();
    if observances.is_empty() {
        return None;
    }
    let zone = IcalTz {
        id: name.to_owned(),
        observances,
    };
    Some(FileZone {
        name: name.to_owned(),
        transitions: transitions(&zone),
    })
}

/// Only rules that a zone can have: a rule by the second would never be done.
fn usable(mut observance: IcalTzObservance) -> Option<IcalTzObservance> {
    if observance.from.abs() > WIDEST || observance.to.abs() > WIDEST {
        return None;
    }
    observance.onsets.exrules.clear();
    observance
        .onsets
        .rules
        .retain(|rule| matches!(rule.freq, IcalRecurFreq::Yearly | IcalRecurFreq::Monthly));
    for rule in &mut observance.onsets.rules {
        widen_until(rule);
    }
    Some(observance)
}

/// UNTIL stands in UTC here, onsets in local time: a day more admits the last onset in every zone.
fn widen_until(rule: &mut IcalRecurRule) {
    rule.until = rule
        .until
        .map(|until| IcalRecurDateTime::from_seconds(until.seconds() + DAY));
}

fn transitions(zone: &IcalTz) -> Vec<Transition> {
    let mut changes: Vec<Transition> = zone
        .transitions(LAST_YEAR)
        .iter()
        .map(|change| Transition {
            at: change.local.seconds() - i64::from(change.from),
            before: change.from,
            after: change.to,
        })
        .collect();
    changes.sort_unstable_by_key(|change| change.at);
    for next in 1..changes.len() {
        changes[next].before = changes[next - 1].after;
    }
    changes
}
