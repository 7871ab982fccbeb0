use super::*;
use crate::events::ics::read;

fn instant_of(text: &str) -> Instant {
    Instant::parse(text).unwrap()
}

fn window(from: &str, to: &str) -> Window {
    Window {
        from: instant_of(from),
        to: instant_of(to),
    }
}

/// A calendar with these lines in it.
fn calendar(lines: &str) -> Calendar {
    let lines: Vec<_> = lines.lines().map(str::trim).collect();
    let text = format!(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\n{}\r\nEND:VCALENDAR\r\n",
        lines.join("\r\n")
    );
    read(text.as_bytes()).unwrap()
}

fn berlin() -> Zone {
    Zone::find("Europe/Berlin").unwrap()
}

#[test]
fn a_weekly_meeting_keeps_its_local_time_over_the_change_of_clocks() {
    let calendar = calendar(
        "BEGIN:VEVENT
        UID:a
        DTSTART;TZID=Europe/Berlin:20261019T090000
        DTEND;TZID=Europe/Berlin:20261019T093000
        SUMMARY:Standup
        RRULE:FREQ=WEEKLY
        END:VEVENT",
    );
    let window = window("2026-10-18T00:00:00Z", "2026-11-01T00:00:00Z");
    let spans: Vec<_> = calendar
        .expand(window, &berlin(), &[])
        .occurrences
        .into_iter()
        .map(|one| one.span)
        .collect();
    let timed = |start: &str, end: &str| Span::Timed {
        start: instant_of(start),
        end: instant_of(end),
    };
    assert_eq!(
        spans,
        [
            timed("2026-10-19T07:00:00Z", "2026-10-19T07:30:00Z"),
            timed("2026-10-26T08:00:00Z", "2026-10-26T08:30:00Z"),
        ]
    );
}
