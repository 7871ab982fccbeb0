//! The same meeting in two calendars: which events are copies of one another, and which of them stands
//! for all. In doubt they are two: a reminder too many is less of a loss than one too few.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use storytime_types::{CalendarId, EventId, Instant};

/// An event as far as its identity goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copy<'e> {
    /// The stored event.
    pub id: &'e EventId,
    /// Its calendar; what lies in one calendar twice is two events.
    pub calendar: &'e CalendarId,
    /// Its UID (RFC 5545, 3.8.4.7), none where its calendar gives none. It is the same in every
    /// calendar that an invitation went to.
    pub uid: Option<&'e str>,
    /// Its start.
    pub start: Instant,
    /// Its end.
    pub end: Instant,
    /// Whether it lasts whole days.
    pub all_day: bool,
    /// What it is called.
    pub title: &'e str,
    /// Who called it, an address in lower case.
    pub organizer: Option<&'e str>,
    /// Whether somebody was reminded of it already: then it goes on standing for the others.
    pub reminded: bool,
}

impl Copy<'_> {
    /// What it is called and who called it, where both say something.
    pub(super) fn look(&self) -> Option<(&str, &str)> {
        let (title, organizer) = (self.title.trim(), self.organizer?);
        let says_something = !title.is_empty() && !organizer.is_empty();
        says_something.then_some((title, organizer))
    }
}

/// Each copy, with the event that stands for it.
///
/// Two events are one meeting when they begin at the same moment in two calendars and have the same
/// UID, or the same title, end and organiser. Where that would make two events of one calendar the
/// same, it is not believed. Of the copies the one stands for all that was reminded of already, else
/// that of the calendar that was connected first. The order of `events` does not matter.
#[must_use]
pub fn copies(events: &[Copy<'_>]) -> HashMap<EventId, EventId> {
    let mut stands_for = HashMap::new();
    let by_uid = events.iter().filter_map(|one| {
        let uid = one.uid?;
        Some(((one.start, one.all_day, uid), one))
    });
    note(by_uid, &mut stands_for);
    let by_look = events.iter().filter_map(|one| {
        let look = one.look()?;
        Some(((one.start, one.end, one.all_day, look), one))
    });
    note(by_look, &mut stands_for);
    resolved(&stands_for)
}

/// Notes the copies among events with the same key; what was noted before stays.
fn note<'a, 'e: 'a, K: Ord>(
    keyed: impl Iterator<Item = (K, &'a Copy<'e>)>,
    stands_for: &mut HashMap<&'e EventId, &'e EventId>,
) {
    let mut groups: BTreeMap<K, Vec<&Copy<'e>>> = BTreeMap::new();
    for (key, one) in keyed {
        groups.entry(key).or_default().push(one);
    }
    for mut group in groups.into_values() {
        let calendars: BTreeSet<_> = group.iter().map(|one| one.calendar).collect();
        if calendars.len() < group.len() {
            continue;
        }
        // Ids grow with time, so the calendar connected first comes first.
        group.sort_by_key(|one| (!one.reminded, one.calendar, one.id));
        let mut group = group.into_iter();
        if let Some(first) = group.next() {
            for copy in group {
                stands_for.entry(copy.id).or_insert(first.id);
            }
        }
    }
}

/// Who stands for a copy may be a copy itself: the last of the row stands for all.
fn resolved(stands_for: &HashMap<&EventId, &EventId>) -> HashMap<EventId, EventId> {
    let all = stands_for.iter();
    all.map(|(copy, first)| ((*copy).clone(), last(stands_for, first).clone()))
        .collect()
}

/// Each step leads to an event that comes earlier in the order, so this ends; the bound says so to
/// whoever reads it.
fn last<'e>(stands_for: &HashMap<&'e EventId, &'e EventId>, first: &'e EventId) -> &'e EventId {
    let mut id = first;
    for _ in 0..stands_for.len() {
        match stands_for.get(id) {
            Some(next) => id = next,
            None => break,
        }
    }
    id
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::sync::LazyLock;

    static IDS: LazyLock<Vec<EventId>> =
        LazyLock::new(|| (0..12).map(|n| EventId(format!("e{n:02}"))).collect());
    static CALENDARS: LazyLock<Vec<CalendarId>> =
        LazyLock::new(|| (0..4).map(|n| CalendarId(format!("c{n}"))).collect());

    fn copy(id: usize, calendar: usize) -> Copy<'static> {
        Copy {
            id: &IDS[id],
            calendar: &CALENDARS[calendar],
            uid: Some("uid"),
            start: Instant::from_ms(0),
            end: Instant::from_ms(60_000),
            all_day: false,
            title: "Standup",
            organizer: Some("ann@example.org"),
            reminded: false,
        }
    }

    fn found(events: &[Copy<'_>]) -> Vec<(usize, usize)> {
        let place = |id: &EventId| IDS.iter().position(|known| known == id).unwrap();
        let mut found: Vec<_> = copies(events)
            .iter()
            .map(|(copy, first)| (place(copy), place(first)))
            .collect();
        found.sort_unstable();
        found
    }

    #[test]
    fn an_invitation_in_three_calendars_is_one_and_the_first_calendar_stands_for_it() {
        assert_eq!(
            found(&[copy(0, 2), copy(1, 0), copy(2, 1)]),
            [(0, 1), (2, 1)]
        );
    }

    #[test]
    fn the_copy_that_was_reminded_of_goes_on_standing_for_the_others() {
        let reminded = Copy {
            reminded: true,
            ..copy(0, 2)
        };
        assert_eq!(found(&[reminded, copy(1, 0)]), [(1, 0)]);
    }

    #[test]
    fn with_other_uids_title_times_and_organiser_have_to_be_the_same() {
        let one = Copy {
            uid: Some("another"),
            ..copy(0, 0)
        };
        let same = copy(1, 1);
        assert_eq!(found(&[one.clone(), same.clone()]), [(1, 0)]);
        for other in [
            Copy {
                title: "Retro",
                ..same.clone()
            },
            Copy {
                end: Instant::from_ms(1),
                ..same.clone()
            },
            Copy {
                organizer: Some("bob@example.org"),
                ..same.clone()
            },
            Copy {
                organizer: None,
                ..same.clone()
            },
        ] {
            assert_eq!(found(&[one.clone(), other]), []);
        }
    }

    #[test]
    fn a_copy_at_another_time_is_a_meeting_of_its_own() {
        let later = Copy {
            start: Instant::from_ms(1),
            ..copy(1, 1)
        };
        assert_eq!(found(&[copy(0, 0), later]), []);
    }

    #[test]
    fn two_in_one_calendar_are_two_and_make_the_others_doubtful() {
        assert_eq!(found(&[copy(0, 0), copy(1, 0)]), []);
        assert_eq!(found(&[copy(0, 0), copy(1, 0), copy(2, 1)]), []);
    }

    fn any_copy() -> impl Strategy<Value = (usize, Option<&'static str>, i64, bool, bool)> {
        let uid = proptest::option::of(prop_oneof![Just("a"), Just("b"), Just("c")]);
        (0..4_usize, uid, 0..2_i64, any::<bool>(), any::<bool>())
    }

    fn events() -> impl Strategy<Value = Vec<Copy<'static>>> {
        let some = proptest::collection::vec(any_copy(), 0..12);
        some.prop_map(|all| {
            let numbered = all.into_iter().enumerate();
            numbered
                .map(|(id, (calendar, uid, start, titled, reminded))| Copy {
                    uid,
                    start: Instant::from_ms(start),
                    title: if titled { "Standup" } else { "" },
                    reminded,
                    ..copy(id, calendar)
                })
                .collect()
        })
    }

    proptest! {
        #[test]
        fn who_stands_for_others_stands_for_itself_and_begins_when_they_do(events in events()) {
            let of = |id: &EventId| events.iter().find(|one| one.id == id).unwrap();
            let found = copies(&events);
            for (copy, first) in &found {
                prop_assert!(!found.contains_key(first), "{copy:?} {first:?}");
                prop_assert_eq!(of(copy).start, of(first).start);
            }
        }

        #[test]
        fn the_order_does_not_matter(events in events(), turn in 0..12_usize) {
            let mut turned = events.clone();
            turned.rotate_left(turn % events.len().max(1));
            turned.reverse();
            prop_assert_eq!(copies(&events), copies(&turned));
        }

        #[test]
        fn events_of_one_calendar_never_stand_for_each_other(events in events()) {
            let one: Vec<_> = events.into_iter().filter(|one| one.calendar == &CALENDARS[0]).collect();
            prop_assert!(copies(&one).is_empty());
        }
    }
}
