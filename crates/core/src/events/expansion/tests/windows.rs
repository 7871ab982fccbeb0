use super::*;

fn count(calendar: &Calendar, from: &str, to: &str) -> usize {
    let expansion = calendar.expand(window(from, to), &berlin(), &[]);
    expansion.occurrences.len()
}

#[test]
fn what_overlaps_the_window_is_in_it_and_what_touches_it_is_not() {
    let calendar = event("DTSTART:20260105T090000Z\nDTEND:20260105T100000Z");
    let nine = "2026-01-05T09:00:00Z";
    let half_past = "2026-01-05T09:30:00Z";
    let ten = "2026-01-05T10:00:00Z";
    let eleven = "2026-01-05T11:00:00Z";
    assert_eq!(count(&calendar, nine, ten), 1);
    assert_eq!(count(&calendar, half_past, eleven), 1);
    assert_eq!(count(&calendar, ten, eleven), 0);
    assert_eq!(count(&calendar, "2026-01-05T08:00:00Z", nine), 0);
}

#[test]
fn a_moment_without_length_belongs_to_the_window_that_begins_with_it() {
    let calendar = event("DTSTART:20260105T090000Z");
    let nine = "2026-01-05T09:00:00Z";
    assert_eq!(count(&calendar, nine, "2026-01-05T09:00:01Z"), 1);
    assert_eq!(count(&calendar, "2026-01-05T08:00:00Z", nine), 0);
}

#[test]
fn a_long_instance_that_began_before_the_window_is_in_it() {
    let series = event("DTSTART:20260105T090000Z\nDURATION:P10D\nRRULE:FREQ=MONTHLY;COUNT=12");
    let single = event("DTSTART:20260105T090000Z\nDURATION:P10D");
    for calendar in [series, single] {
        assert_eq!(
            count(&calendar, "2026-01-14T00:00:00Z", "2026-01-15T00:00:00Z"),
            1
        );
        assert_eq!(
            count(&calendar, "2026-01-16T00:00:00Z", "2026-01-17T00:00:00Z"),
            0
        );
    }
}

#[test]
fn neighbouring_windows_share_no_start_and_miss_none() {
    let calendar =
        event("DTSTART;TZID=America/New_York:20250106T233000\nRRULE:FREQ=WEEKLY;BYDAY=MO,TH,SA");
    let whole = count(&calendar, "2026-01-01T00:00:00Z", "2026-12-31T00:00:00Z");
    let mut parts = 0;
    let mut from = instant("2026-01-01T00:00:00Z");
    for _ in 0..26 {
        let to = from.plus_ms(14 * Instant::DAY);
        parts += calendar
            .expand(Window { from, to }, &berlin(), &[])
            .occurrences
            .len();
        from = to;
    }
    assert_eq!(parts, whole);
    assert_eq!(whole, 156);
}

#[test]
fn an_end_before_the_start_is_taken_to_be_the_start() {
    let calendar = event("DTSTART:20260105T090000Z\nDTEND:20260105T080000Z");
    assert_eq!(
        spans(&calendar),
        ["2026-01-05T09:00:00Z/2026-01-05T09:00:00Z"]
    );
    assert_eq!(calendar.warnings().len(), 1);
    assert_eq!(calendar.warnings()[0].line, 4);
}

#[test]
fn the_first_and_the_last_year_there_is_can_be_shown() {
    let calendar = calendar(
        "BEGIN:VEVENT
        UID:a
        DTSTART:00010101T000000Z
        RRULE:FREQ=YEARLY;INTERVAL=9998
        DURATION:P1D
        END:VEVENT
        BEGIN:VEVENT
        UID:b
        DTSTART;VALUE=DATE:99991231
        END:VEVENT",
    );
    let all = Window {
        from: Instant::MIN,
        to: Instant::MAX,
    };
    assert_eq!(calendar.expand(all, &berlin(), &[]).occurrences.len(), 3);
}
