//! Events that take place so often that nobody can want to hear of each time.

use std::collections::{HashMap, HashSet};
use std::fmt;

use storytime_types::Instant;

use super::event::called;
use super::occurrence::{Occurrence, Span};

/// Nobody wants to be reminded of one event more often than this within two weeks: it is every
/// twenty minutes, day and night.
const MOST: usize = 1_000;

const TWO_WEEKS_MS: i64 = 14 * Instant::DAY;

/// An event that takes place more than a thousand times within two weeks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TooFrequent {
    uid: String,
    title: String,
}

impl TooFrequent {
    /// Which event.
    #[must_use]
    pub fn uid(&self) -> &str {
        &self.uid
    }
}

impl fmt::Display for TooFrequent {
    /// What becomes of it, and what to do.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} takes place more than 1,000 times within two weeks, so the app leaves it out: make \
             it repeat less often, or give it an end",
            called(&self.title)
        )
    }
}

/// Those events among the instances of a window, in the order of their titles.
#[must_use]
pub fn too_frequent(occurrences: &[Occurrence]) -> Vec<TooFrequent> {
    if occurrences.len() <= MOST {
        return Vec::new();
    }
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for occurrence in occurrences {
        *counts.entry(&occurrence.uid).or_default() += 1;
    }
    counts.retain(|_, count| *count > MOST);
    let mut starts: HashMap<&str, Vec<i64>> = HashMap::new();
    for occurrence in occurrences {
        if counts.contains_key(&*occurrence.uid) {
            let starts = starts.entry(&occurrence.uid).or_default();
            starts.push(start_ms(&occurrence.span));
        }
    }
    starts.retain(|_, starts| is_too_dense(starts));
    let mut left: HashSet<&str> = starts.into_keys().collect();
    let mut found: Vec<_> = occurrences
        .iter()
        .filter(|occurrence| left.remove(&*occurrence.uid))
        .map(|occurrence| TooFrequent {
            uid: occurrence.uid.clone(),
            title: occurrence.title.clone(),
        })
        .collect();
    found.sort_by(|a, b| (&a.title, &a.uid).cmp(&(&b.title, &b.uid)));
    found
}

/// Days as those of UTC, which is near enough for counting.
fn start_ms(span: &Span) -> i64 {
    match span {
        Span::Timed { start, .. } => start.ms(),
        Span::AllDay { first, .. } => first
            .and_time(chrono::NaiveTime::MIN)
            .and_utc()
            .timestamp_millis(),
    }
}

fn is_too_dense(starts: &mut [i64]) -> bool {
    starts.sort_unstable();
    starts
        .windows(MOST + 1)
        .any(|some| some[MOST] - some[0] < TWO_WEEKS_MS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::events::{Window, Zone, read};

    fn found(rule: &str, from: &str, to: &str) -> Vec<String> {
        let text = format!(
            "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:tick\nSUMMARY:Tick\nDTSTART:20260101T000000Z\n\
             RRULE:{rule}\nEND:VEVENT\nBEGIN:VEVENT\nUID:lunch\nSUMMARY:Lunch\n\
             DTSTART:20260101T120000Z\nRRULE:FREQ=DAILY\nEND:VEVENT\nEND:VCALENDAR\n"
        );
        let at = |text| Instant::parse(text).unwrap();
        let window = Window {
            from: at(from),
            to: at(to),
        };
        let calendar = read(text.as_bytes()).unwrap();
        let found = too_frequent(&calendar.expand(window, &Zone::utc(), &[]).occurrences);
        found.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn an_event_of_every_second_is_too_frequent_whatever_the_window() {
        for to in [
            "2026-11-23T00:20:00Z",
            "2026-12-06T00:00:00Z",
            "2027-11-22T00:00:00Z",
        ] {
            assert_eq!(
                found("FREQ=SECONDLY", "2026-11-22T00:00:00Z", to),
                [
                    "\"Tick\" takes place more than 1,000 times within two weeks, so the app leaves it \
                  out: make it repeat less often, or give it an end"
                ],
                "{to}"
            );
        }
    }

    #[test]
    fn an_event_of_every_hour_is_not_too_frequent_however_long_the_window() {
        let (from, to) = ("2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z");
        assert_eq!(found("FREQ=HOURLY", from, to), [""; 0]);
        assert_eq!(found("FREQ=MINUTELY;INTERVAL=20", from, to).len(), 1);
        assert_eq!(found("FREQ=MINUTELY;INTERVAL=21", from, to), [""; 0]);
    }
}
