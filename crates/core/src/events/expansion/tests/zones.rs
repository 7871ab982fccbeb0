use super::*;

/// An office that keeps UTC+05:15 and one hour more from April to September.
const OFFICE: &str = "BEGIN:VTIMEZONE
    TZID:Office
    BEGIN:STANDARD
    DTSTART:16011001T000000
    TZOFFSETFROM:+0615
    TZOFFSETTO:+0515
    RRULE:FREQ=YEARLY;BYMONTH=10;BYMONTHDAY=1
    END:STANDARD
    BEGIN:DAYLIGHT
    DTSTART:16010401T000000
    TZOFFSETFROM:+0515
    TZOFFSETTO:+0615
    RRULE:FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=1
    END:DAYLIGHT
    END:VTIMEZONE";

fn nine_in(zone: &str, components: &str) -> Calendar {
    calendar(&format!(
        "BEGIN:VEVENT
        UID:a
        DTSTART;TZID={zone}:20260302T090000
        RRULE:FREQ=MONTHLY;COUNT=3
        END:VEVENT
        {components}"
    ))
}

#[test]
fn a_zone_that_only_the_file_knows_is_taken_from_it() {
    assert_eq!(
        spans(&nine_in("Office", OFFICE)),
        [
            "2026-03-02T03:45:00Z/2026-03-02T03:45:00Z",
            "2026-04-02T02:45:00Z/2026-04-02T02:45:00Z",
            "2026-05-02T02:45:00Z/2026-05-02T02:45:00Z",
        ]
    );
}

#[test]
fn the_last_onset_of_a_zone_counts_though_until_stands_in_utc() {
    let zone = "BEGIN:VTIMEZONE
        TZID:Office
        BEGIN:STANDARD
        DTSTART:20200401T000000
        TZOFFSETFROM:+0400
        TZOFFSETTO:+0500
        RRULE:FREQ=YEARLY;UNTIL=20260331T200000Z
        END:STANDARD
        END:VTIMEZONE";
    assert_eq!(
        spans(&nine_in("Office", zone))[1],
        "2026-04-02T04:00:00Z/2026-04-02T04:00:00Z"
    );
}

#[test]
fn a_known_zone_counts_before_what_the_file_says_of_it() {
    let wrong = OFFICE.replace("Office", "Europe/Berlin");
    assert_eq!(
        spans(&nine_in("Europe/Berlin", &wrong)),
        [
            "2026-03-02T08:00:00Z/2026-03-02T08:00:00Z",
            "2026-04-02T07:00:00Z/2026-04-02T07:00:00Z",
            "2026-05-02T07:00:00Z/2026-05-02T07:00:00Z",
        ]
    );
}

#[test]
fn a_windows_name_is_understood_where_the_file_does_not_explain_it() {
    let calendar = nine_in("\"Eastern Standard Time\"", "");
    assert_eq!(calendar.warnings(), []);
    assert_eq!(
        spans(&calendar)[0],
        "2026-03-02T14:00:00Z/2026-03-02T14:00:00Z"
    );
}

#[test]
fn a_zone_that_nobody_knows_is_read_as_local_with_a_warning() {
    let calendar = nine_in("Atlantis", "");
    assert_eq!(calendar.warnings().len(), 1);
    assert_eq!(calendar.warnings()[0].line, 6);
    assert!(calendar.warnings()[0].cause.contains("Atlantis"));
    assert_eq!(
        spans(&calendar)[0],
        "2026-03-02T08:00:00Z/2026-03-02T08:00:00Z"
    );
}

#[test]
fn floating_times_are_local_to_whoever_looks() {
    let calendar = event("DTSTART:20260601T090000\nRRULE:FREQ=DAILY;COUNT=2;UNTIL=20260602T090000");
    for (name, at) in [
        ("Europe/Berlin", "2026-06-01T07:00:00Z"),
        ("Asia/Tokyo", "2026-06-01T00:00:00Z"),
    ] {
        let zone = Zone::find(name).unwrap();
        let expansion = calendar.expand(year_2026(), &zone, &[]);
        assert_eq!(expansion.occurrences.len(), 2);
        assert_eq!(expansion.occurrences[0].instance.to_text(), at);
    }
}

#[test]
fn a_zone_without_usable_offsets_is_as_good_as_none() {
    let broken = "BEGIN:VTIMEZONE
        TZID:Office
        BEGIN:STANDARD
        DTSTART:20200401T000000
        TZOFFSETFROM:+9900
        TZOFFSETTO:+9900
        END:STANDARD
        END:VTIMEZONE";
    assert_eq!(nine_in("Office", broken).warnings().len(), 1);
}

#[test]
fn a_zone_with_a_rule_by_the_second_is_read_without_it() {
    let bomb = "BEGIN:VTIMEZONE
        TZID:Office
        BEGIN:STANDARD
        DTSTART:16010101T000000
        TZOFFSETFROM:+0400
        TZOFFSETTO:+0500
        RRULE:FREQ=SECONDLY
        END:STANDARD
        END:VTIMEZONE";
    assert_eq!(
        spans(&nine_in("Office", bomb))[0],
        "2026-03-02T04:00:00Z/2026-03-02T04:00:00Z"
    );
}
