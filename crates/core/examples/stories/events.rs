//! 24 kinds of events, as people have them in their calendars.

use storytime_core::stories::Facts;
use storytime_core::stories::surroundings::{Rhythm, Side, Surroundings};

/// The kinds of events that the table is made of.
pub fn kinds() -> Vec<Facts> {
    at_work().into_iter().chain(elsewhere()).collect()
}

fn at_work() -> [Facts; 12] {
    [
        often(
            Rhythm::Daily,
            group(
                9,
                first(event("Team standup", Some((9, "09:00")), "Monday")),
            ),
        ),
        often(
            Rhythm::Weekly,
            after(
                "Team standup",
                0,
                group(2, event("1:1 with Ana", Some((10, "10:30")), "Tuesday")),
            ),
        ),
        at(
            "Room 4",
            group(6, event("Sprint review", Some((14, "14:00")), "Thursday")),
        ),
        before(
            "Lunch",
            30,
            group(7, event("Sprint planning", Some((10, "10:00")), "Monday")),
        ),
        often(
            Rhythm::Weekly,
            last(group(7, event("Retro", Some((15, "15:00")), "Friday"))),
        ),
        at(
            "Room 4",
            group(
                6,
                event("Budget Planning Meeting", Some((15, "15:00")), "Tuesday"),
            ),
        ),
        before(
            "Team sync",
            90,
            event("Focus time", Some((13, "13:00")), "Tuesday"),
        ),
        last(event(
            "Deadline: grant proposal",
            Some((17, "17:00")),
            "Friday",
        )),
        after(
            "Design review",
            15,
            group(2, event("Call with Jonas", Some((16, "16:00")), "Monday")),
        ),
        at(
            "Auditorium",
            group(40, event("Product demo", Some((11, "11:00")), "Thursday")),
        ),
        at(
            "Lab 2",
            event("Rust workshop", Some((9, "09:30")), "Wednesday"),
        ),
        event("Quarterly numbers", Some((11, "11:30")), "Wednesday"),
    ]
}

fn elsewhere() -> [Facts; 12] {
    [
        at(
            "Café Anna",
            after(
                "Sprint review",
                10,
                event("Lunch with Kim", Some((12, "12:00")), "Friday"),
            ),
        ),
        event("Coffee with Priya", Some((10, "10:00")), "Wednesday"),
        event("Dentist", Some((8, "08:15")), "Tuesday"),
        last(event("Gym", Some((18, "18:30")), "Wednesday")),
        event("Mara’s birthday", None, "Saturday"),
        at(
            "Airport, Terminal 2",
            first(event("Flight to Lisbon", Some((6, "06:40")), "Sunday")),
        ),
        event("Parents’ evening", Some((19, "19:00")), "Thursday"),
        alone(event("Groceries", Some((10, "10:00")), "Saturday")),
        at(
            "Town Hall",
            event("Concert: The Night Owls", Some((20, "20:00")), "Saturday"),
        ),
        first(event("Plumber", Some((8, "08:00")), "Monday")),
        event("Company holiday", None, "Monday"),
        event("Job interview", Some((14, "14:00")), "Tuesday"),
    ]
}

fn event(title: &str, starts: Option<(u8, &str)>, weekday: &'static str) -> Facts {
    Facts {
        title: title.into(),
        starts: starts.map(|(_, time)| time.into()),
        hour: starts.map(|(hour, _)| hour),
        weekday,
        other_day: None,
        location: None,
        attendee_count: 0,
        recurring: false,
        surroundings: Surroundings::default(),
        may_go_to_ai: true,
    }
}

fn at(place: &str, facts: Facts) -> Facts {
    Facts {
        location: Some(place.into()),
        ..facts
    }
}

fn group(attendee_count: u32, facts: Facts) -> Facts {
    Facts {
        attendee_count,
        ..facts
    }
}

fn often(rhythm: Rhythm, facts: Facts) -> Facts {
    let surroundings = Surroundings {
        rhythm: Some(rhythm),
        ..facts.surroundings
    };
    Facts {
        recurring: true,
        surroundings,
        ..facts
    }
}

fn around(before: Side, after: Side, facts: Facts) -> Facts {
    let surroundings = Surroundings {
        before,
        after,
        ..facts.surroundings
    };
    Facts {
        surroundings,
        ..facts
    }
}

fn other(title: &str, minutes: u32) -> Side {
    Side::Event {
        minutes,
        title: title.into(),
    }
}

/// Something later follows.
fn first(facts: Facts) -> Facts {
    around(Side::Free, other("Customer call", 60), facts)
}

/// Something earlier was there.
fn last(facts: Facts) -> Facts {
    around(other("Customer call", 45), Side::Free, facts)
}

fn alone(facts: Facts) -> Facts {
    let facts = around(Side::Free, Side::Free, facts);
    let surroundings = Surroundings {
        alone: true,
        ..facts.surroundings
    };
    Facts {
        surroundings,
        ..facts
    }
}

fn after(title: &str, minutes: u32, facts: Facts) -> Facts {
    around(other(title, minutes), Side::Unknown, facts)
}

fn before(title: &str, minutes: u32, facts: Facts) -> Facts {
    around(Side::Unknown, other(title, minutes), facts)
}
