use proptest::prelude::*;

use super::*;
use crate::reminders::examples::{desktop, leads, meeting, minute, plan};

const CALENDARS: [&str; 3] = ["work", "home", "team"];

/// An event of the table below, an hour long.
#[derive(Clone, Debug)]
struct Stored {
    id: EventId,
    calendar: CalendarId,
    uid: Option<&'static str>,
    starts: i64,
    organizer: Option<&'static str>,
}

impl Stored {
    fn copy(&self) -> Copy<'_> {
        Copy {
            id: &self.id,
            calendar: &self.calendar,
            uid: self.uid,
            start: minute(self.starts),
            end: minute(self.starts + 60),
            all_day: false,
            title: "Review",
            organizer: self.organizer,
            reminded: false,
        }
    }

    fn said(&self, lead: u32) -> Said {
        Said {
            event: self.id.clone(),
            start: minute(self.starts),
            lead: LeadTime::minutes(lead).unwrap(),
            channel: desktop(),
            calendar: Some(self.calendar.clone()),
            meeting: meeting_marks(&self.copy()),
        }
    }

    /// Whether nothing more is said of it at this lead time.
    fn is_covered(&self, before: &SaidBefore, lead: u32) -> bool {
        let plan = plan(&[meeting(self.id.as_str(), self.starts)], &leads(&[lead]));
        before.covers(&plan.wanted()[0])
    }
}

fn review(id: &str, calendar: &str) -> Stored {
    Stored {
        id: EventId(id.into()),
        calendar: CalendarId(calendar.into()),
        uid: Some("review"),
        starts: 120,
        organizer: None,
    }
}

/// What is known of the events that take place, when these reminders were said.
fn known(events: &[&Stored], said: &[Said]) -> SaidBefore {
    let events: Vec<_> = events.iter().map(|one| one.copy()).collect();
    said_before(&events, said.to_vec())
}

#[test]
fn what_was_said_in_another_calendar_covers_the_same_lead_time_and_longer_ones() {
    let (gone, here) = (review("gone", "work"), review("here", "home"));
    let before = known(&[&here], &[gone.said(15)]);
    assert!(here.is_covered(&before, 15) && here.is_covered(&before, 60));
    assert!(!here.is_covered(&before, 5), "a nearer one is to come yet");
}

#[test]
fn the_same_look_is_the_same_meeting_where_somebody_called_it() {
    let called = |organizer| Stored {
        uid: Some("another"),
        organizer,
        ..review("here", "home")
    };
    let ann = Stored {
        organizer: Some("ann@example.org"),
        ..review("gone", "work")
    };
    for (organizer, covered) in [
        (Some("ann@example.org"), true),
        (Some("bob@example.org"), false),
        (None, false),
    ] {
        let here = called(organizer);
        let before = known(&[&here], &[ann.said(15)]);
        assert_eq!(here.is_covered(&before, 15), covered, "{organizer:?}");
    }
}

#[test]
fn an_event_that_still_takes_place_hands_nothing_on() {
    let (stays, here) = (review("stays", "work"), review("here", "home"));
    let before = known(&[&stays, &here], &[stays.said(15)]);
    assert_eq!(before, SaidBefore::default());
}

#[test]
fn another_instance_in_the_same_calendar_is_another_meeting() {
    let (gone, other) = (review("gone", "work"), review("other", "work"));
    assert!(!other.is_covered(&known(&[&other], &[gone.said(15)]), 15));
}

#[test]
fn of_two_that_look_alike_in_one_calendar_neither_is_taken_for_the_one_that_moved() {
    let gone = review("gone", "work");
    let (one, two) = (review("one", "home"), review("two", "home"));
    let before = known(&[&one, &two], &[gone.said(15)]);
    assert!(!one.is_covered(&before, 15) && !two.is_covered(&before, 15));
}

#[test]
fn an_event_that_nothing_tells_from_others_is_nobodys_heir() {
    let nameless = |id, calendar| Stored {
        uid: None,
        ..review(id, calendar)
    };
    let (gone, here) = (nameless("gone", "work"), nameless("here", "home"));
    assert!(!here.is_covered(&known(&[&here], &[gone.said(15)]), 15));
}

fn any_stored(id: usize) -> impl Strategy<Value = Stored> {
    let uid = prop::option::of(prop::sample::select(vec!["a", "b"]));
    let organizer = prop::option::of(prop::sample::select(vec!["ann", "bob"]));
    (0..CALENDARS.len(), uid, 0i64..3, organizer).prop_map(
        move |(calendar, uid, starts, organizer)| Stored {
            uid,
            starts: 100 + starts,
            organizer,
            ..review(&format!("event-{id}"), CALENDARS[calendar])
        },
    )
}

fn any_table() -> impl Strategy<Value = Vec<(Stored, bool)>> {
    (0usize..8).prop_flat_map(|count| {
        (0..count)
            .map(|id| (any_stored(id), any::<bool>()))
            .collect::<Vec<_>>()
    })
}

proptest! {
    /// No reminder is lost: what is not said again was said of the same start and the same meeting,
    /// in another calendar, and of an event that is gone.
    #[test]
    fn only_the_same_meeting_at_the_same_start_is_not_said_again(table in any_table()) {
        let (here, gone): (Vec<_>, Vec<_>) = table.iter().partition(|(_, stays)| *stays);
        let here: Vec<&Stored> = here.into_iter().map(|(one, _)| one).collect();
        let said: Vec<Said> = table.iter().map(|(one, _)| one.said(15)).collect();
        let before = known(&here, &said);
        for one in here {
            if one.is_covered(&before, 15) {
                let is_it = |other: &Stored| {
                    let by_uid = one.uid.is_some() && one.uid == other.uid;
                    let by_look = one.organizer.is_some() && one.organizer == other.organizer;
                    one.starts == other.starts
                        && one.calendar != other.calendar
                        && (by_uid || by_look)
                };
                prop_assert!(gone.iter().any(|(other, _)| is_it(other)), "{one:?}");
            }
        }
    }
}
