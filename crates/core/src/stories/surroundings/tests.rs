use rstest::rstest;

use super::*;

fn at(text: &str) -> Instant {
    Instant::parse(&format!("2026-11-23T{text}:00Z")).unwrap()
}

fn slot(title: &str, start: &str, end: &str) -> Slot {
    Slot {
        event: EventId(title.into()),
        title: title.into(),
        start: at(start),
        end: at(end),
        all_day: false,
    }
}

fn monday(slots: &[Slot]) -> Day<'_> {
    Day {
        from: at("00:00"),
        until: at("00:00").plus_ms(Instant::DAY),
        whole: true,
        slots,
    }
}

/// What stands around the review from 10:00 to 11:00.
fn around_the_review(slots: &[Slot]) -> Surroundings {
    let review = slot("Review", "10:00", "11:00");
    let all = [slots, std::slice::from_ref(&review)].concat();
    Surroundings::on(monday(&all), &review.event, review.start, review.end)
}

fn event(title: &str, minutes: u32) -> Side {
    Side::Event {
        minutes,
        title: title.into(),
    }
}

#[test]
fn an_event_knows_its_neighbours_and_the_minutes_between() {
    let around = around_the_review(&[
        slot("Standup", "09:00", "09:15"),
        slot("Planning", "09:15", "10:00"),
        slot("Lunch", "11:30", "12:30"),
        slot("Retro", "13:00", "14:00"),
    ]);
    assert_eq!(around.before, event("Planning", 0));
    assert_eq!(around.after, event("Lunch", 30));
    assert!(!around.alone);
}

#[test]
fn the_only_event_of_a_day_has_nothing_around_it() {
    let around = around_the_review(&[]);
    assert_eq!((&around.before, &around.after), (&Side::Free, &Side::Free));
    assert!(around.alone);
}

#[test]
fn an_all_day_event_stands_behind_but_the_other_is_not_alone() {
    let holiday = Slot {
        all_day: true,
        ..slot("Holiday", "00:00", "23:59")
    };
    let around = around_the_review(&[holiday]);
    assert_eq!((&around.before, &around.after), (&Side::Free, &Side::Free));
    assert!(!around.alone);
}

#[rstest]
#[case::runs_into_it(slot("Long", "09:00", "10:30"), Side::Unknown, Side::Free)]
#[case::starts_with_it(slot("Twin", "10:00", "10:30"), Side::Free, Side::Unknown)]
#[case::starts_within(slot("Inner", "10:30", "12:00"), Side::Free, Side::Unknown)]
fn where_another_event_overlaps_nothing_is_said(
    #[case] other: Slot,
    #[case] before: Side,
    #[case] after: Side,
) {
    let around = around_the_review(&[other]);
    assert_eq!((around.before, around.after), (before, after));
}

#[test]
fn on_a_day_that_is_not_wholly_known_nothing_is_called_the_first() {
    let review = slot("Review", "10:00", "11:00");
    let day = Day {
        whole: false,
        ..monday(&[])
    };
    let around = Surroundings::on(day, &review.event, review.start, review.end);
    assert_eq!((around.before, around.after), (Side::Unknown, Side::Free));
    assert!(!around.alone);
}

#[test]
fn events_of_other_days_do_not_count() {
    let tomorrow = Slot {
        start: at("08:00").plus_ms(Instant::DAY),
        end: at("09:00").plus_ms(Instant::DAY),
        ..slot("Tomorrow", "08:00", "09:00")
    };
    assert!(around_the_review(&[tomorrow]).alone);
}

#[test]
fn the_key_changes_with_the_neighbours_only() {
    let alone = around_the_review(&[]);
    let weekly = Surroundings {
        rhythm: Some(Rhythm::Weekly),
        ..alone.clone()
    };
    let with_lunch = around_the_review(&[slot("Lunch", "11:30", "12:30")]);
    assert_eq!(alone.key(), weekly.key());
    assert_ne!(alone.key(), with_lunch.key());
}

#[rstest]
#[case::every_day(&["23", "24", "25"], Some(Rhythm::Daily))]
#[case::working_days(&["19", "20", "23", "24"], Some(Rhythm::Daily))]
#[case::every_week(&["16", "23", "30"], Some(Rhythm::Weekly))]
#[case::two_days(&["23", "24"], None)]
#[case::every_other_day(&["23", "25", "27"], None)]
#[case::tuesdays_and_thursdays(&["24", "26"], None)]
#[case::once(&["23"], None)]
fn a_series_is_called_daily_or_weekly_where_its_instances_say_so(
    #[case] days: &[&str],
    #[case] rhythm: Option<Rhythm>,
) {
    let dates = days
        .iter()
        .map(|day| format!("2026-11-{day}").parse().unwrap())
        .collect();
    assert_eq!(Rhythm::of(&dates), rhythm);
}
