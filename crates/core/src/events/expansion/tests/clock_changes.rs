use rstest::rstest;

use super::*;

/// UTC starts of a daily event around a change of clocks.
fn daily(zone: &str, start: &str) -> Vec<String> {
    let calendar = event(&format!(
        "DTSTART;TZID={zone}:{start}\nRRULE:FREQ=DAILY;COUNT=3"
    ));
    let wide = window("2024-01-01T00:00:00Z", "2028-01-01T00:00:00Z");
    let expansion = calendar.expand(wide, &berlin(), &[]);
    let start = |one: &Occurrence| match &one.span {
        Span::Timed { start, .. } => start.to_string(),
        Span::AllDay { first, .. } => first.to_string(),
    };
    expansion.occurrences.iter().map(start).collect()
}

#[rstest]
#[case::berlin_gap("Europe/Berlin", "20260328T023000",
    ["2026-03-28T01:30:00Z", "2026-03-29T01:30:00Z", "2026-03-30T00:30:00Z"])]
#[case::berlin_fold("Europe/Berlin", "20261024T023000",
    ["2026-10-24T00:30:00Z", "2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z"])]
#[case::new_york_gap("America/New_York", "20260307T023000",
    ["2026-03-07T07:30:00Z", "2026-03-08T07:30:00Z", "2026-03-09T06:30:00Z"])]
#[case::new_york_fold("America/New_York", "20261031T013000",
    ["2026-10-31T05:30:00Z", "2026-11-01T05:30:00Z", "2026-11-02T06:30:00Z"])]
#[case::lord_howe_gap("Australia/Lord_Howe", "20261003T021500",
    ["2026-10-02T15:45:00Z", "2026-10-03T15:45:00Z", "2026-10-04T15:15:00Z"])]
#[case::lord_howe_fold("Australia/Lord_Howe", "20260404T014500",
    ["2026-04-03T14:45:00Z", "2026-04-04T14:45:00Z", "2026-04-05T15:15:00Z"])]
#[case::cairo_gap_at_midnight("Africa/Cairo", "20260423T001500",
    ["2026-04-22T22:15:00Z", "2026-04-23T22:15:00Z", "2026-04-24T21:15:00Z"])]
#[case::cairo_fold_at_midnight("Africa/Cairo", "20261028T233000",
    ["2026-10-28T20:30:00Z", "2026-10-29T20:30:00Z", "2026-10-30T21:30:00Z"])]
#[case::casablanca_for_good("Africa/Casablanca", "20260919T090000",
    ["2026-09-19T08:00:00Z", "2026-09-20T09:00:00Z", "2026-09-21T09:00:00Z"])]
#[case::edmonton_stays("America/Edmonton", "20261031T090000",
    ["2026-10-31T15:00:00Z", "2026-11-01T15:00:00Z", "2026-11-02T15:00:00Z"])]
fn a_series_keeps_its_local_time(#[case] zone: &str, #[case] start: &str, #[case] at: [&str; 3]) {
    assert_eq!(daily(zone, start), at);
}

#[test]
fn an_end_makes_every_instance_take_exactly_as_long() {
    let calendar = event(
        "DTSTART;TZID=Europe/Berlin:20260327T220000\nDTEND;TZID=Europe/Berlin:20260328T060000\n\
         RRULE:FREQ=DAILY;COUNT=2",
    );
    assert_eq!(
        spans(&calendar),
        [
            "2026-03-27T21:00:00Z/2026-03-28T05:00:00Z",
            "2026-03-28T21:00:00Z/2026-03-29T05:00:00Z",
        ]
    );
}

#[test]
fn a_duration_in_days_goes_by_the_calendar() {
    let calendar = event(
        "DTSTART;TZID=Europe/Berlin:20260327T120000\nDURATION:P1DT1H\nRRULE:FREQ=DAILY;COUNT=2",
    );
    assert_eq!(
        spans(&calendar),
        [
            "2026-03-27T11:00:00Z/2026-03-28T12:00:00Z",
            "2026-03-28T11:00:00Z/2026-03-29T11:00:00Z",
        ]
    );
}

#[test]
fn a_flight_may_land_in_another_zone() {
    let calendar = event(
        "DTSTART;TZID=Europe/Berlin:20260601T100000\nDTEND;TZID=America/New_York:20260601T130000",
    );
    assert_eq!(
        spans(&calendar),
        ["2026-06-01T08:00:00Z/2026-06-01T17:00:00Z"]
    );
}

#[rstest]
#[case::utc_before_it("UNTIL=20260329T005959Z", 1)]
#[case::utc_at_it("UNTIL=20260329T010000Z", 2)]
#[case::the_day("UNTIL=20260329", 2)]
#[case::local("UNTIL=20260329T030000", 2)]
#[case::local_before_it("UNTIL=20260329T015959", 1)]
fn until_admits_what_starts_no_later(#[case] until: &str, #[case] count: usize) {
    let calendar = event(&format!(
        "DTSTART;TZID=Europe/Berlin:20260328T030000\nRRULE:FREQ=DAILY;{until}"
    ));
    assert_eq!(spans(&calendar).len(), count);
}

#[test]
fn until_in_utc_holds_for_zones_far_east_and_west_alike() {
    for (zone, until) in [
        ("Pacific/Kiritimati", "20260109T190000Z"),
        ("Pacific/Niue", "20260110T200000Z"),
    ] {
        let calendar = event(&format!(
            "DTSTART;TZID={zone}:20260108T090000\nRRULE:FREQ=DAILY;UNTIL={until}"
        ));
        assert_eq!(spans(&calendar).len(), 3, "{zone}");
    }
}
