//! What is said of times in a zone that nobody knows.

use std::collections::HashMap;

use super::Calendar;
use crate::events::event::{Event, called, quoted};
use crate::events::moment::{Clock, Length};
use crate::events::series::Series;

/// The events whose times a zone tells: the title of the first one, and how many there are.
struct Users<'c> {
    first: &'c str,
    count: usize,
}

/// One sentence for each zone of these numbers and names that says what becomes of whose times.
pub(super) fn sentences(calendar: &Calendar, unknown: &[(usize, String)]) -> Vec<String> {
    let mut users: HashMap<usize, Users<'_>> = HashMap::new();
    for series in &calendar.series {
        for (zone, event) in zones(series) {
            let first = &*event.title;
            let known = users.entry(zone).or_insert(Users { first, count: 0 });
            known.count += 1;
        }
    }
    unknown
        .iter()
        .map(|(zone, name)| sentence(name, users.get(zone)))
        .collect()
}

fn sentence(name: &str, users: Option<&Users<'_>>) -> String {
    let name = quoted(name);
    let (whose, whom) = match users {
        None => {
            return format!("nobody knows the time zone {name}, so its times are read as local");
        }
        Some(Users { first, count: 1 }) => (called(first), "it"),
        Some(Users { first, count: 2 }) => {
            (format!("{} and one other event", called(first)), "them")
        }
        Some(Users { first, count }) => {
            let others = count - 1;
            (
                format!("{} and {others} other events", called(first)),
                "them",
            )
        }
    };
    format!(
        "nobody knows the time zone {name} of {whose}: the times are read as local. Choose another \
         zone for {whom} in the calendar"
    )
}

/// The zones that the times of a series are told in, each once, with the event that comes first.
fn zones(series: &Series) -> Vec<(usize, &Event)> {
    let mut found: Vec<(usize, &Event)> = Vec::new();
    let events = series.base.iter().map(|base| &**base);
    for event in events.chain(&series.overrides) {
        let end = match event.length {
            Length::Until(end) => Some(end.clock),
            Length::For { .. } | Length::Unsaid => None,
        };
        for clock in [Some(event.start.clock), end].into_iter().flatten() {
            if let Clock::Zone(zone) = clock
                && !found.iter().any(|(known, _)| *known == zone)
            {
                found.push((zone, event));
            }
        }
    }
    found
}
