use super::*;

#[test]
fn a_date_without_an_end_takes_one_day() {
    let calendar = event("DTSTART;VALUE=DATE:20260505");
    assert_eq!(spans(&calendar), ["2026-05-05/2026-05-06"]);
}

#[test]
fn an_end_date_is_the_day_after_the_last() {
    let calendar = event("DTSTART;VALUE=DATE:20260505\nDTEND;VALUE=DATE:20260508");
    assert_eq!(spans(&calendar), ["2026-05-05/2026-05-08"]);
}

#[test]
fn an_end_that_equals_the_start_is_a_day_all_the_same() {
    let calendar = event("DTSTART;VALUE=DATE:20260505\nDTEND;VALUE=DATE:20260505");
    assert_eq!(spans(&calendar), ["2026-05-05/2026-05-06"]);
}

#[test]
fn days_stay_days_over_the_change_of_clocks() {
    let calendar = event("DTSTART;VALUE=DATE:20260327\nDURATION:P2D\nRRULE:FREQ=DAILY;COUNT=4");
    assert_eq!(
        spans(&calendar),
        [
            "2026-03-27/2026-03-29",
            "2026-03-28/2026-03-30",
            "2026-03-29/2026-03-31",
            "2026-03-30/2026-04-01",
        ]
    );
}

#[test]
fn a_day_is_in_a_window_by_the_zone_of_whoever_looks() {
    let calendar = event("DTSTART;VALUE=DATE:20260505");
    let evening = window("2026-05-05T20:00:00Z", "2026-05-05T23:00:00Z");
    let in_zone = |name: &str| {
        let zone = Zone::find(name).unwrap();
        calendar.expand(evening, &zone, &[]).occurrences.len()
    };
    assert_eq!(in_zone("Europe/Berlin"), 1);
    assert_eq!(in_zone("Asia/Tokyo"), 0);
}

#[test]
fn an_all_day_series_is_told_apart_by_dates() {
    let calendar = event(
        "DTSTART;VALUE=DATE:20260105\nRRULE:FREQ=WEEKLY;UNTIL=20260126\n\
         EXDATE;VALUE=DATE:20260112\nSUMMARY:Bins",
    );
    assert_eq!(
        keys(&calendar),
        ["2026-01-05 Bins", "2026-01-19 Bins", "2026-01-26 Bins"]
    );
}

#[test]
fn an_exception_with_a_time_takes_its_day_out_of_an_all_day_series() {
    let calendar =
        event("DTSTART;VALUE=DATE:20260105\nRRULE:FREQ=WEEKLY;COUNT=2\nEXDATE:20260112T000000Z");
    assert_eq!(spans(&calendar), ["2026-01-05/2026-01-06"]);
}
