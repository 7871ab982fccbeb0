//! What is known of a calendar from one look to the next: every event of a stretch of time, and the
//! sync token that all of it belongs to.

use std::collections::{BTreeMap, BTreeSet};

use bytes::Bytes;
use serde::{Deserialize, Serialize};
use storytime_types::Instant;

use super::event::{Event, Reminder, Time};
use super::wire::{AccessRole, EventPage};
use crate::calendars::TimeRange;

/// Which form a copy has; another program's is read anew.
const FORM: u32 = 1;

/// How far from a range's edges an event may lie and still be kept: dates and times without an
/// offset are not resolved here.
const ABOUT_MS: i64 = 2 * Instant::DAY;

/// The events of a calendar within a range of time, by their id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Copy {
    form: u32,
    /// What to ask for changes with; none where Google gave none.
    pub(super) token: Option<String>,
    /// What was asked for: all that overlaps it.
    pub(super) range: TimeRange,
    /// The calendar's zone, an IANA name.
    pub zone: Option<String>,
    /// Only when something is, not what, may be seen.
    pub is_busy_only: bool,
    /// The calendar's own reminders.
    pub default_reminders: Vec<Reminder>,
    /// What there is.
    pub events: BTreeMap<String, Event>,
    /// The ids of what there is and cannot be read; what was known of it before stays.
    pub damaged: BTreeSet<String>,
}

impl Copy {
    pub(super) fn of(range: TimeRange) -> Self {
        Self {
            form: FORM,
            token: None,
            range,
            zone: None,
            is_busy_only: false,
            default_reminders: Vec::new(),
            events: BTreeMap::new(),
            damaged: BTreeSet::new(),
        }
    }

    /// As it is kept.
    #[must_use]
    pub fn to_bytes(&self) -> Bytes {
        serde_json::to_vec(self).unwrap_or_default().into()
    }

    /// The reverse of [`Self::to_bytes`], none for anything else: then everything is read anew.
    #[must_use]
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        let read: Option<Self> = serde_json::from_slice(bytes).ok();
        read.filter(|copy| copy.form == FORM)
    }

    /// Takes an event in, or away where it now lies outside the range: Google tells of changes at
    /// any time, of a series for years ahead.
    pub(super) fn put(&mut self, id: String, event: Event) {
        self.damaged.remove(&id);
        if is_about(self.range, &event) {
            self.events.insert(id, event);
        } else {
            self.events.remove(&id);
        }
    }

    /// Takes away an event, or a series with all its instances.
    pub(super) fn remove(&mut self, id: &str) {
        self.damaged.remove(id);
        self.events.remove(id);
        self.events
            .retain(|_, event| event.series.as_deref() != Some(id));
    }

    /// Takes over what a page says of its calendar.
    pub(super) fn head(&mut self, page: &EventPage) {
        self.zone.clone_from(&page.time_zone);
        self.is_busy_only = page.access_role == AccessRole::FreeBusyReader;
        self.default_reminders.clone_from(&page.default_reminders);
    }

    /// Notes that something cannot be read; what was known of it before stays.
    pub(super) fn keep_damaged(&mut self, id: String, before: Option<&Self>) {
        if let Some(event) = before.and_then(|before| before.events.get(&id)) {
            self.events.insert(id.clone(), event.clone());
        }
        self.damaged.insert(id);
    }

    /// About how many bytes it takes.
    pub(super) fn size(&self) -> usize {
        let events = self.events.iter();
        events.map(|(id, event)| id.len() + event.size()).sum()
    }
}

/// Whether an event overlaps a range or nearly does. In doubt it does.
fn is_about(range: TimeRange, event: &Event) -> bool {
    let (start, end) = (moment(&event.start), moment(&event.end));
    let is_late = start.is_some_and(|start| start > range.to.plus_ms(ABOUT_MS));
    let is_early = end.is_some_and(|end| end < range.from.plus_ms(-ABOUT_MS));
    !is_late && !is_early
}

fn moment(time: &Time) -> Option<Instant> {
    match (&time.date, &time.date_time) {
        (Some(date), _) => Instant::parse(&format!("{date}T00:00:00Z")),
        (None, Some(time)) => Instant::parse(time),
        (None, None) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn range() -> TimeRange {
        TimeRange {
            from: Instant::parse("2026-11-22T00:00:00Z").unwrap(),
            to: Instant::parse("2026-12-06T00:00:00Z").unwrap(),
        }
    }

    fn event(start: &str) -> Event {
        let time = Time {
            date_time: Some(start.to_owned()),
            ..Time::default()
        };
        Event {
            start: time.clone(),
            end: time,
            title: Some("Standup".into()),
            ..Event::default()
        }
    }

    fn copy() -> Copy {
        let mut copy = Copy::of(range());
        copy.token = Some("t1".into());
        copy.put("a".into(), event("2026-11-23T09:00:00Z"));
        copy.put("b".into(), event("2026-11-24T09:00:00+01:00"));
        copy
    }

    #[test]
    fn a_copy_comes_back_from_its_bytes_as_it_was() {
        assert_eq!(Copy::parse(&copy().to_bytes()), Some(copy()));
    }

    #[test]
    fn half_a_copy_is_none_and_so_is_one_of_another_form() {
        let bytes = copy().to_bytes();
        for length in 0..bytes.len() {
            assert_eq!(Copy::parse(&bytes[..length]), None, "{length}");
        }
        let other = Copy { form: 7, ..copy() };
        assert_eq!(Copy::parse(&other.to_bytes()), None);
    }

    #[test]
    fn an_event_that_moved_out_of_the_range_is_no_longer_there() {
        let mut copy = copy();
        copy.put("a".into(), event("2040-11-23T09:00:00Z"));
        copy.put("b".into(), event("2020-11-23T09:00:00Z"));
        assert!(copy.events.is_empty());
    }

    #[test]
    fn with_a_series_all_its_instances_go() {
        let mut copy = copy();
        for day in ["s_1", "s_2"] {
            let instance = Event {
                series: Some("s".into()),
                ..event("2026-11-25T09:00:00Z")
            };
            copy.put(day.into(), instance);
        }
        copy.remove("s");
        assert_eq!(copy.events.keys().collect::<Vec<_>>(), ["a", "b"]);
    }

    proptest! {
        #[test]
        fn no_bytes_break_the_reader(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = Copy::parse(&bytes);
        }
    }
}
