use std::time::{Duration, Instant as Stopwatch};

use rstest::rstest;

use super::*;

/// Far more than any of these take, far less than what they would take without limits.
const LONG: Duration = Duration::from_secs(20);

fn two_weeks() -> Window {
    window("2026-06-01T00:00:00Z", "2026-06-15T00:00:00Z")
}

#[test]
fn a_series_by_the_second_shows_its_first_ten_thousand_and_warns() {
    let calendar = event("DTSTART:20260601T000000Z\nRRULE:FREQ=SECONDLY");
    let expansion = calendar.expand(two_weeks(), &berlin(), &[]);
    assert_eq!(expansion.occurrences.len(), MOST_OF_A_SERIES);
    assert_eq!(expansion.warnings.len(), 1);
    assert_eq!(expansion.warnings[0].component, "VEVENT");
}

#[rstest]
#[case("DTSTART:19700101T090000Z\nRRULE:FREQ=DAILY", 14)]
#[case("DTSTART:00010101T090000Z\nRRULE:FREQ=DAILY", 14)]
#[case("DTSTART:19700101T090000Z\nRRULE:FREQ=SECONDLY;INTERVAL=86400", 14)]
#[case(
    "DTSTART:19700101T090000Z\nRRULE:FREQ=SECONDLY;INTERVAL=86400;COUNT=40000000",
    14
)]
#[case("DTSTART:19700101T090000Z\nRRULE:FREQ=DAILY;COUNT=20608", 3)]
#[case("DTSTART:19700101T090000Z\nRRULE:FREQ=HOURLY;BYHOUR=9", 14)]
#[case("DTSTART:19700105T090000Z\nRRULE:FREQ=WEEKLY;INTERVAL=2", 1)]
#[case("DTSTART:19700602T090000Z\nRRULE:FREQ=YEARLY", 1)]
#[case("DTSTART:19700602T090000Z\nRRULE:FREQ=MONTHLY;COUNT=10000", 1)]
fn a_series_that_began_long_ago_is_in_step(#[case] lines: &str, #[case] count: usize) {
    let expansion = event(lines).expand(two_weeks(), &berlin(), &[]);
    assert_eq!(expansion.warnings, []);
    assert_eq!(expansion.occurrences.len(), count);
}

#[rstest]
#[case("FREQ=SECONDLY;BYSETPOS=2")]
#[case("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30")]
#[case("FREQ=SECONDLY;COUNT=4000000000;BYSECOND=1")]
#[case("FREQ=MINUTELY;COUNT=4000000000;BYDAY=MO")]
#[case("FREQ=SECONDLY;INTERVAL=4294967295;BYMONTH=2;BYMONTHDAY=30")]
#[case("FREQ=YEARLY;INTERVAL=4294967295")]
#[case("FREQ=YEARLY;INTERVAL=4294967295;BYWEEKNO=1")]
#[case("FREQ=MONTHLY;INTERVAL=4294967295;BYDAY=1MO")]
#[case("FREQ=WEEKLY;INTERVAL=4294967295")]
fn a_rule_that_never_hits_is_done_soon(#[case] rule: &str) {
    let begun = Stopwatch::now();
    let calendar = event(&format!("DTSTART:19700101T000000Z\nRRULE:{rule}"));
    let shown = calendar.expand(two_weeks(), &berlin(), &[]).occurrences;
    assert!(shown.is_empty(), "{shown:?}");
    assert!(begun.elapsed() < LONG, "{:?}", begun.elapsed());
}

#[test]
fn a_rule_that_names_every_second_of_a_year_is_left_out() {
    let all = |to: u32| (0..to).map(|n| n.to_string()).collect::<Vec<_>>().join(",");
    let calendar = event(&format!(
        "DTSTART:20260105T000000Z\nRRULE:FREQ=YEARLY;BYHOUR={};BYMINUTE={};BYSECOND={}",
        all(24),
        all(60),
        all(60)
    ));
    assert_eq!(calendar.warnings().len(), 1);
    assert_eq!(spans(&calendar).len(), 1);
}

#[test]
fn thousands_of_hopeless_rules_end_with_warnings() {
    let begun = Stopwatch::now();
    let events: String = (0..2000)
        .map(|n| {
            format!(
                "BEGIN:VEVENT\nUID:{n}\nDTSTART:20260601T000000Z\n\
                 RRULE:FREQ=SECONDLY;BYSETPOS=2\nEND:VEVENT\n"
            )
        })
        .collect();
    let expansion = calendar(&events).expand(two_weeks(), &berlin(), &[]);
    assert_eq!(expansion.occurrences.len(), 2000);
    assert!(!expansion.warnings.is_empty() && expansion.warnings.len() < 300);
    assert!(begun.elapsed() < 3 * LONG, "{:?}", begun.elapsed());
}

#[test]
fn long_texts_of_a_dense_series_do_not_fill_the_memory() {
    let text = "x".repeat(1 << 20);
    let calendar = event(&format!(
        "DTSTART:20260601T000000Z\nDESCRIPTION:{text}\nRRULE:FREQ=MINUTELY"
    ));
    let expansion = calendar.expand(two_weeks(), &berlin(), &[]);
    let texts = expansion.occurrences.iter();
    let bytes: usize = texts
        .map(|one| one.description.as_ref().unwrap().len())
        .sum();
    assert!(bytes <= MOST_BYTES, "{bytes}");
    assert!(!expansion.warnings.is_empty());
}
