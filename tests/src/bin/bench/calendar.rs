//! A large calendar such as a company's shared one: 10,000 events in Berlin's time, every tenth of
//! them a series. The same in every run.

use std::fmt::Write as _;

use chrono::{Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use storytime_types::Instant;

/// How many VEVENTs it has.
pub const EVENTS: usize = 10_000;
/// How many instances of them lie in [`YEAR`], whoever counts.
pub const INSTANCES: usize = 199_200;
/// The year that is expanded, in UTC; its end is not part of it.
pub const YEAR: (&str, &str) = ("2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z");

/// What [`with_one_change`] calls its first series, which has four instances in 14 days.
pub const CHANGED_TITLE: &str = "Team meeting, moved upstairs";
/// How many of them are kept.
pub const CHANGED_IN_14_DAYS: usize = 4;

const SERIES_EVERY: usize = 10;
const EXCEPTION_EVERY: usize = 50;

/// The whole calendar's text.
pub fn big() -> String {
    let mut text = String::with_capacity(3_200_000);
    lines(
        &mut text,
        &[
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//storytime//bench//EN",
        ],
    );
    lines(&mut text, &BERLIN);
    for number in 0..EVENTS {
        event(&mut text, number);
    }
    lines(&mut text, &["END:VCALENDAR"]);
    text
}

/// The same calendar after somebody gave one of its series another title.
pub fn with_one_change() -> String {
    big().replacen(
        &title(0),
        &format!("SUMMARY:{}", CHANGED_TITLE.replace(',', "\\,")),
        1,
    )
}

/// A calendar of these titles and starts, half an hour each.
pub fn of<'a>(events: impl Iterator<Item = (&'a String, &'a Instant)>) -> String {
    let mut text = String::new();
    lines(
        &mut text,
        &[
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//storytime//bench//EN",
        ],
    );
    for (number, (title, start)) in events.enumerate() {
        lines(
            &mut text,
            &[
                "BEGIN:VEVENT",
                &format!("UID:s{number}@bench"),
                "DTSTAMP:20250101T000000Z",
                &format!("DTSTART:{}", start.to_string().replace(['-', ':'], "")),
                "DURATION:PT30M",
                &format!("SUMMARY:{title}"),
                "END:VEVENT",
            ],
        );
    }
    lines(&mut text, &["END:VCALENDAR"]);
    text
}

const BERLIN: [&str; 17] = [
    "BEGIN:VTIMEZONE",
    "TZID:Europe/Berlin",
    "BEGIN:DAYLIGHT",
    "DTSTART:19810329T020000",
    "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
    "TZNAME:CEST",
    "TZOFFSETFROM:+0100",
    "TZOFFSETTO:+0200",
    "END:DAYLIGHT",
    "BEGIN:STANDARD",
    "DTSTART:19961027T030000",
    "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
    "TZNAME:CET",
    "TZOFFSETFROM:+0200",
    "TZOFFSETTO:+0100",
    "END:STANDARD",
    "END:VTIMEZONE",
];

fn event(text: &mut String, number: usize) {
    let rule = rule(number);
    let start = start(number, rule.is_some());
    lines(
        text,
        &[
            "BEGIN:VEVENT",
            &format!("UID:u{number}@bench"),
            "DTSTAMP:20250101T000000Z",
            &local("DTSTART", start),
            &local("DTEND", start + TimeDelta::minutes(30)),
            &title(number),
            "LOCATION:Room 4\\, Building B",
            "DESCRIPTION:Agenda\\n1. Review\\n2. Plan the next sprint and assign",
            " the tasks to everyone",
        ],
    );
    if let Some(rule) = rule {
        lines(text, &[&format!("RRULE:{rule}")]);
        if number.is_multiple_of(EXCEPTION_EVERY) {
            lines(text, &[&local("EXDATE", start + Days::new(7))]);
        }
    }
    lines(text, &["END:VEVENT"]);
}

fn title(number: usize) -> String {
    format!("SUMMARY:Team meeting number {number}")
}

/// Of ten series five are on two days a week, four daily, and one is on a day of the month.
fn rule(number: usize) -> Option<&'static str> {
    if !number.is_multiple_of(SERIES_EVERY) {
        return None;
    }
    Some(match number / SERIES_EVERY % 10 {
        0..=4 => "FREQ=WEEKLY;BYDAY=MO,WE",
        5..=8 => "FREQ=DAILY",
        _ => "FREQ=MONTHLY;BYDAY=2TU",
    })
}

/// Series begin on the first day of 2025, the rest are spread over that year; all in office hours.
fn start(number: usize, is_series: bool) -> NaiveDateTime {
    let hour = TimeDelta::hours(9 + i64::try_from(number % 8).unwrap_or(0));
    let day = if is_series { 0 } else { number % 360 };
    let first = NaiveDate::from_ymd_opt(2025, 1, 1).unwrap_or_default();
    (first + Days::new(day as u64)).and_time(NaiveTime::MIN) + hour
}

fn local(property: &str, at: NaiveDateTime) -> String {
    format!(
        "{property};TZID=Europe/Berlin:{}",
        at.format("%Y%m%dT%H%M%S")
    )
}

fn lines(text: &mut String, lines: &[&str]) {
    for line in lines {
        // Writing into a String does not fail.
        let _ = write!(text, "{line}\r\n");
    }
}
