use rstest::rstest;

use super::*;
use crate::events::occurrence::Certainty;

/// Three Mondays at nine in Berlin, with further lines of the series and further components.
fn mondays(lines: &str, components: &str) -> Calendar {
    calendar(&format!(
        "BEGIN:VEVENT
        UID:a
        DTSTART;TZID=Europe/Berlin:20260105T090000
        DURATION:PT1H
        RRULE:FREQ=WEEKLY;COUNT=3
        SUMMARY:Plan
        {lines}
        END:VEVENT
        {components}"
    ))
}

fn changed(recurrence_id: &str, start: &str, lines: &str) -> String {
    format!(
        "BEGIN:VEVENT
        UID:a
        RECURRENCE-ID{recurrence_id}
        DTSTART;TZID=Europe/Berlin:{start}
        DURATION:PT30M
        SUMMARY:Changed
        {lines}
        END:VEVENT"
    )
}

#[rstest]
#[case(";TZID=Europe/Berlin:20260112T090000")]
#[case(":20260112T080000Z")]
#[case(";TZID=America/New_York:20260112T030000")]
#[case(";VALUE=DATE:20260112")]
fn a_changed_instance_replaces_the_one_it_names_on_whatever_clock(#[case] id: &str) {
    let calendar = mondays("", &changed(id, "20260113T140000", ""));
    let mut keys = keys(&calendar);
    keys.sort();
    assert_eq!(
        keys,
        [
            "2026-01-05T08:00:00Z Plan",
            "2026-01-12T08:00:00Z Changed",
            "2026-01-19T08:00:00Z Plan",
        ]
    );
    assert!(spans(&calendar).contains(&"2026-01-13T13:00:00Z/2026-01-13T13:30:00Z".to_owned()));
}

#[test]
fn an_instance_is_where_it_was_moved_to_and_not_where_it_was() {
    let moved = changed(";TZID=Europe/Berlin:20260112T090000", "20260302T090000", "");
    let calendar = mondays("", &moved);
    let shown = |from: &str, to: &str| {
        let expansion = calendar.expand(window(from, to), &berlin(), &[]);
        expansion.occurrences.iter().map(span).collect::<Vec<_>>()
    };
    assert!(shown("2026-01-12T00:00:00Z", "2026-01-13T00:00:00Z").is_empty());
    assert_eq!(
        shown("2026-03-02T00:00:00Z", "2026-03-03T00:00:00Z"),
        ["2026-03-02T08:00:00Z/2026-03-02T08:30:00Z"]
    );
}

#[test]
fn a_series_whose_sequence_went_on_keeps_its_changed_instances() {
    let moved = changed(
        ";TZID=Europe/Berlin:20260112T090000",
        "20260112T110000",
        "SEQUENCE:1",
    );
    let calendar = mondays("SEQUENCE:5", &moved);
    assert!(keys(&calendar).contains(&"2026-01-12T08:00:00Z Changed".to_owned()));
}

#[test]
fn of_two_changes_of_one_instance_the_higher_sequence_counts() {
    let id = ";TZID=Europe/Berlin:20260112T090000";
    let later = changed(id, "20260112T110000", "SEQUENCE:3");
    let earlier = changed(id, "20260112T150000", "SEQUENCE:2");
    let calendar = mondays("", &format!("{later}\n{earlier}"));
    let spans = spans(&calendar);
    assert_eq!(spans.len(), 3);
    assert!(spans.contains(&"2026-01-12T10:00:00Z/2026-01-12T10:30:00Z".to_owned()));
}

#[test]
fn a_cancelled_instance_stays_and_says_so() {
    let cancelled = changed(
        ";TZID=Europe/Berlin:20260112T090000",
        "20260112T090000",
        "STATUS:CANCELLED",
    );
    let calendar = mondays("", &cancelled);
    let expansion = calendar.expand(year_2026(), &berlin(), &[]);
    let cancelled: Vec<_> = expansion
        .occurrences
        .iter()
        .filter(|one| one.certainty == Certainty::Cancelled)
        .map(|one| one.instance.to_text())
        .collect();
    assert_eq!(cancelled, ["2026-01-12T08:00:00Z"]);
    assert_eq!(expansion.occurrences.len(), 3);
}

#[test]
fn from_this_instance_on_all_move_by_as_much_and_take_as_long() {
    let moved = changed(
        ";RANGE=THISANDFUTURE;TZID=Europe/Berlin:20260112T090000",
        "20260113T100000",
        "",
    );
    let calendar = mondays("", &moved);
    let mut spans = spans(&calendar);
    spans.sort();
    assert_eq!(
        spans,
        [
            "2026-01-05T08:00:00Z/2026-01-05T09:00:00Z",
            "2026-01-13T09:00:00Z/2026-01-13T09:30:00Z",
            "2026-01-20T09:00:00Z/2026-01-20T09:30:00Z",
        ]
    );
    assert!(keys(&calendar).contains(&"2026-01-19T08:00:00Z Changed".to_owned()));
}

#[test]
fn all_that_move_keep_their_local_time_over_the_change_of_clocks() {
    let calendar = calendar(
        "BEGIN:VEVENT
        UID:a
        DTSTART;TZID=Europe/Berlin:20260316T090000
        RRULE:FREQ=WEEKLY;COUNT=3
        END:VEVENT
        BEGIN:VEVENT
        UID:a
        RECURRENCE-ID;RANGE=THISANDFUTURE:20260323T080000Z
        DTSTART:20260323T090000Z
        END:VEVENT",
    );
    let mut starts: Vec<_> = spans(&calendar);
    starts.sort();
    assert_eq!(
        starts,
        [
            "2026-03-16T08:00:00Z/2026-03-16T08:00:00Z",
            "2026-03-23T09:00:00Z/2026-03-23T09:00:00Z",
            "2026-03-30T08:00:00Z/2026-03-30T08:00:00Z",
        ]
    );
}

#[test]
fn a_single_change_counts_before_one_of_all_after() {
    let all = changed(
        ";RANGE=THISANDFUTURE;TZID=Europe/Berlin:20260112T090000",
        "20260112T100000",
        "",
    );
    let one = changed(
        ";TZID=Europe/Berlin:20260119T090000",
        "20260119T170000",
        "LOCATION:Roof",
    );
    let calendar = mondays("", &format!("{one}\n{all}"));
    let mut spans = spans(&calendar);
    spans.sort();
    assert_eq!(
        spans,
        [
            "2026-01-05T08:00:00Z/2026-01-05T09:00:00Z",
            "2026-01-12T09:00:00Z/2026-01-12T09:30:00Z",
            "2026-01-19T16:00:00Z/2026-01-19T16:30:00Z",
        ]
    );
}

#[test]
fn a_changed_instance_without_its_series_stands_alone() {
    let calendar = calendar(&changed(
        ";TZID=Europe/Berlin:20260112T090000",
        "20260113T140000",
        "",
    ));
    assert_eq!(keys(&calendar), ["2026-01-12T08:00:00Z Changed"]);
}

#[rstest]
#[case("EXDATE;TZID=Europe/Berlin:20260112T090000")]
#[case("EXDATE:20260112T080000Z")]
#[case("EXDATE;VALUE=DATE:20260112")]
#[case("EXDATE;TZID=Europe/Berlin:20251229T090000,20260112T090000")]
#[case("EXRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=MO;COUNT=1\nEXDATE:20260112T080000Z")]
fn an_exception_takes_its_instance_out(#[case] exception: &str) {
    let starts = keys(&mondays(exception, ""));
    assert!(!starts.contains(&"2026-01-12T08:00:00Z Plan".to_owned()));
    assert!(starts.contains(&"2026-01-19T08:00:00Z Plan".to_owned()));
}

#[test]
fn further_dates_and_periods_add_instances() {
    let calendar = mondays(
        "RDATE;TZID=Europe/Berlin:20260114T120000\n\
         RDATE;VALUE=PERIOD:20260115T120000Z/PT15M,20260116T120000Z/20260116T140000Z\n\
         RDATE;TZID=Europe/Berlin:20260105T090000",
        "",
    );
    assert_eq!(
        spans(&calendar),
        [
            "2026-01-05T08:00:00Z/2026-01-05T09:00:00Z",
            "2026-01-12T08:00:00Z/2026-01-12T09:00:00Z",
            "2026-01-14T11:00:00Z/2026-01-14T12:00:00Z",
            "2026-01-15T12:00:00Z/2026-01-15T12:15:00Z",
            "2026-01-16T12:00:00Z/2026-01-16T14:00:00Z",
            "2026-01-19T08:00:00Z/2026-01-19T09:00:00Z",
        ]
    );
}

#[test]
fn a_calendar_that_cancels_cancels_all_in_it() {
    let calendar =
        calendar("METHOD:CANCEL\nBEGIN:VEVENT\nUID:a\nDTSTART:20260105T090000Z\nEND:VEVENT");
    let expansion = calendar.expand(year_2026(), &berlin(), &[]);
    assert_eq!(expansion.occurrences[0].certainty, Certainty::Cancelled);
}
