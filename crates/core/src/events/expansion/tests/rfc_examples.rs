//! The examples of RFC 5545, 3.8.5.3, in its words: (America/New_York) throughout.

use rstest::rstest;

use super::*;

/// The local starts of a rule, at most `most` of them: `1997-09 2 3 4, 1997-10 1` where all are at
/// nine, as that is how the RFC lists them.
fn days(start: &str, lines: &str, most: usize) -> String {
    let starts = local_starts(start, lines, most);
    let mut text = String::new();
    let mut month = String::new();
    for start in starts {
        let (date, time) = start.split_once(' ').unwrap();
        assert_eq!(time, "09:00");
        let (of, day) = date.rsplit_once('-').unwrap();
        if of != month {
            text.push_str(if month.is_empty() { "" } else { ", " });
            text.push_str(of);
            of.clone_into(&mut month);
        }
        text.push(' ');
        text.push_str(day.trim_start_matches('0'));
    }
    text
}

fn local_starts(start: &str, lines: &str, most: usize) -> Vec<String> {
    let zone = Zone::find("America/New_York").unwrap();
    let calendar = event(&format!("DTSTART;TZID=America/New_York:{start}\n{lines}"));
    assert_eq!(calendar.warnings(), []);
    let window = window("1996-01-01T00:00:00Z", "2040-01-01T00:00:00Z");
    let expansion = calendar.expand(window, &zone, &[]);
    expansion
        .occurrences
        .iter()
        .take(most)
        .map(|one| match &one.span {
            Span::Timed { start, .. } => zone.local(*start).format("%Y-%m-%d %H:%M").to_string(),
            Span::AllDay { first, .. } => first.to_string(),
        })
        .collect()
}

#[rstest]
#[case::daily_for_10("FREQ=DAILY;COUNT=10", "1997-09 2 3 4 5 6 7 8 9 10 11")]
#[case::every_other_day("FREQ=DAILY;INTERVAL=2", "1997-09 2 4 6 8 10 12 14 16 18 20")]
#[case::every_10_days_5_times("FREQ=DAILY;INTERVAL=10;COUNT=5", "1997-09 2 12 22, 1997-10 2 12")]
#[case::weekly_for_10(
    "FREQ=WEEKLY;COUNT=10",
    "1997-09 2 9 16 23 30, 1997-10 7 14 21 28, 1997-11 4"
)]
#[case::weekly_until("FREQ=WEEKLY;UNTIL=19971007T000000Z", "1997-09 2 9 16 23 30")]
#[case::every_other_week(
    "FREQ=WEEKLY;INTERVAL=2;WKST=SU",
    "1997-09 2 16 30, 1997-10 14 28, 1997-11 11 25, 1997-12 9 23, 1998-01 6"
)]
#[case::tuesday_and_thursday_for_5_weeks(
    "FREQ=WEEKLY;UNTIL=19971007T000000Z;WKST=SU;BYDAY=TU,TH",
    "1997-09 2 4 9 11 16 18 23 25 30, 1997-10 2"
)]
#[case::the_same_by_count(
    "FREQ=WEEKLY;COUNT=10;WKST=SU;BYDAY=TU,TH",
    "1997-09 2 4 9 11 16 18 23 25 30, 1997-10 2"
)]
#[case::every_other_week_on_two_days(
    "FREQ=WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH",
    "1997-09 2 4 16 18 30, 1997-10 2 14 16"
)]
#[case::the_2nd_and_15th(
    "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=2,15",
    "1997-09 2 15, 1997-10 2 15, 1997-11 2 15, 1997-12 2 15, 1998-01 2 15"
)]
#[case::tuesdays_of_every_other_month(
    "FREQ=MONTHLY;INTERVAL=2;BYDAY=TU",
    "1997-09 2 9 16 23 30, 1997-11 4 11 18 25, 1998-01 6"
)]
#[case::labor_day_like_weekdays(
    "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2;COUNT=2",
    "1997-09 2 29, 1997-10 30"
)]
fn those_that_start_on_2_september_1997(#[case] rule: &str, #[case] expected: &str) {
    assert_eq!(
        days("19970902T090000", &format!("RRULE:{rule}"), 10),
        expected
    );
}

#[rstest]
#[case::first_friday_for_10(
    "19970905T090000",
    "FREQ=MONTHLY;COUNT=10;BYDAY=1FR",
    "1997-09 5, 1997-10 3, 1997-11 7, 1997-12 5, 1998-01 2, 1998-02 6, 1998-03 6, 1998-04 3, \
     1998-05 1, 1998-06 5"
)]
#[case::first_friday_until_christmas(
    "19970905T090000",
    "FREQ=MONTHLY;UNTIL=19971224T000000Z;BYDAY=1FR",
    "1997-09 5, 1997-10 3, 1997-11 7, 1997-12 5"
)]
#[case::first_and_last_sunday_of_every_other_month(
    "19970907T090000",
    "FREQ=MONTHLY;INTERVAL=2;COUNT=10;BYDAY=1SU,-1SU",
    "1997-09 7 28, 1997-11 2 30, 1998-01 4 25, 1998-03 1 29, 1998-05 3 31"
)]
#[case::second_to_last_monday(
    "19970922T090000",
    "FREQ=MONTHLY;COUNT=6;BYDAY=-2MO",
    "1997-09 22, 1997-10 20, 1997-11 17, 1997-12 22, 1998-01 19, 1998-02 16"
)]
#[case::third_to_last_day(
    "19970928T090000",
    "FREQ=MONTHLY;BYMONTHDAY=-3",
    "1997-09 28, 1997-10 29, 1997-11 28, 1997-12 29, 1998-01 29, 1998-02 26, 1998-03 29, \
     1998-04 28, 1998-05 29, 1998-06 28, 1998-07 29"
)]
#[case::first_and_last_day(
    "19970930T090000",
    "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=1,-1",
    "1997-09 30, 1997-10 1 31, 1997-11 1 30, 1997-12 1 31, 1998-01 1 31, 1998-02 1"
)]
#[case::every_18_months_the_10th_to_15th(
    "19970910T090000",
    "FREQ=MONTHLY;INTERVAL=18;COUNT=10;BYMONTHDAY=10,11,12,13,14,15",
    "1997-09 10 11 12 13 14 15, 1999-03 10 11 12 13"
)]
#[case::june_and_july(
    "19970610T090000",
    "FREQ=YEARLY;COUNT=10;BYMONTH=6,7",
    "1997-06 10, 1997-07 10, 1998-06 10, 1998-07 10, 1999-06 10, 1999-07 10, 2000-06 10, \
     2000-07 10, 2001-06 10, 2001-07 10"
)]
#[case::every_other_year_three_months(
    "19970310T090000",
    "FREQ=YEARLY;INTERVAL=2;COUNT=10;BYMONTH=1,2,3",
    "1997-03 10, 1999-01 10, 1999-02 10, 1999-03 10, 2001-01 10, 2001-02 10, 2001-03 10, \
     2003-01 10, 2003-02 10, 2003-03 10"
)]
#[case::days_of_the_year(
    "19970101T090000",
    "FREQ=YEARLY;INTERVAL=3;COUNT=10;BYYEARDAY=1,100,200",
    "1997-01 1, 1997-04 10, 1997-07 19, 2000-01 1, 2000-04 9, 2000-07 18, 2003-01 1, \
     2003-04 10, 2003-07 19, 2006-01 1"
)]
#[case::twentieth_monday(
    "19970519T090000",
    "FREQ=YEARLY;BYDAY=20MO;COUNT=3",
    "1997-05 19, 1998-05 18, 1999-05 17"
)]
#[case::monday_of_week_20(
    "19970512T090000",
    "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO;COUNT=3",
    "1997-05 12, 1998-05 11, 1999-05 17"
)]
#[case::thursdays_in_march(
    "19970313T090000",
    "FREQ=YEARLY;BYMONTH=3;BYDAY=TH;COUNT=11",
    "1997-03 13 20 27, 1998-03 5 12 19 26, 1999-03 4 11 18 25"
)]
#[case::friday_the_13th_but_not_the_start(
    "19970902T090000",
    "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13\nEXDATE;TZID=America/New_York:19970902T090000",
    "1998-02 13, 1998-03 13, 1998-11 13, 1999-08 13, 2000-10 13, 2001-04 13, 2001-07 13, \
     2002-09 13, 2002-12 13, 2003-06 13, 2004-02 13"
)]
#[case::first_saturday_after_the_first_sunday(
    "19970913T090000",
    "FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13",
    "1997-09 13, 1997-10 11, 1997-11 8, 1997-12 13, 1998-01 10, 1998-02 7, 1998-03 7, \
     1998-04 11, 1998-05 9, 1998-06 13, 1998-07 11"
)]
#[case::election_day(
    "19961105T090000",
    "FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8;COUNT=3",
    "1996-11 5, 2000-11 7, 2004-11 2"
)]
#[case::third_of_three_weekdays(
    "19970904T090000",
    "FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3",
    "1997-09 4, 1997-10 7, 1997-11 6"
)]
#[case::second_to_last_weekday(
    "19970929T090000",
    "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2;COUNT=7",
    "1997-09 29, 1997-10 30, 1997-11 27, 1997-12 30, 1998-01 29, 1998-02 26, 1998-03 30"
)]
#[case::week_start_monday(
    "19970805T090000",
    "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO",
    "1997-08 5 10 19 24"
)]
#[case::week_start_sunday(
    "19970805T090000",
    "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU",
    "1997-08 5 17 19 31"
)]
#[case::days_that_do_not_exist_are_passed_over(
    "20070115T090000",
    "FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5",
    "2007-01 15 30, 2007-02 15, 2007-03 15 30"
)]
fn those_that_start_elsewhere(#[case] start: &str, #[case] rule: &str, #[case] expected: &str) {
    assert_eq!(days(start, &format!("RRULE:{rule}"), 11), expected);
}

#[test]
fn daily_until_christmas_has_113_instances() {
    let rule = "RRULE:FREQ=DAILY;UNTIL=19971224T000000Z";
    let starts = local_starts("19970902T090000", rule, 1000);
    assert_eq!(starts.len(), 113);
    assert_eq!(starts.last().unwrap(), "1997-12-23 09:00");
}

#[rstest]
#[case("FREQ=YEARLY;UNTIL=20000131T140000Z;BYMONTH=1;BYDAY=SU,MO,TU,WE,TH,FR,SA")]
#[case("FREQ=DAILY;UNTIL=20000131T140000Z;BYMONTH=1")]
fn every_day_in_january_for_three_years(#[case] rule: &str) {
    let starts = local_starts("19980101T090000", &format!("RRULE:{rule}"), 1000);
    assert_eq!(starts.len(), 93);
    assert_eq!(starts.last().unwrap(), "2000-01-31 09:00");
}

#[test]
fn three_days_a_week_every_other_week_until_christmas() {
    let rule = "RRULE:FREQ=WEEKLY;INTERVAL=2;UNTIL=19971224T000000Z;WKST=SU;BYDAY=MO,WE,FR";
    assert_eq!(
        days("19970901T090000", rule, 100),
        "1997-09 1 3 5 15 17 19 29, 1997-10 1 3 13 15 17 27 29 31, 1997-11 10 12 14 24 26 28, \
         1997-12 8 10 12 22"
    );
}

#[test]
fn thursdays_in_june_july_and_august() {
    let rule = "RRULE:FREQ=YEARLY;BYDAY=TH;BYMONTH=6,7,8";
    assert_eq!(
        days("19970605T090000", rule, 15),
        "1997-06 5 12 19 26, 1997-07 3 10 17 24 31, 1997-08 7 14 21 28, 1998-06 4 11"
    );
}

#[rstest]
#[case("FREQ=HOURLY;INTERVAL=3;UNTIL=19970902T210000Z", "09:00 12:00 15:00")]
#[case(
    "FREQ=MINUTELY;INTERVAL=15;COUNT=6",
    "09:00 09:15 09:30 09:45 10:00 10:15"
)]
#[case("FREQ=MINUTELY;INTERVAL=90;COUNT=4", "09:00 10:30 12:00 13:30")]
#[case(
    "FREQ=DAILY;BYHOUR=9,10,11,12,13,14,15,16;BYMINUTE=0,20,40",
    "09:00 09:20 09:40 10:00 10:20 10:40"
)]
#[case(
    "FREQ=MINUTELY;INTERVAL=20;BYHOUR=9,10,11,12,13,14,15,16",
    "09:00 09:20 09:40 10:00 10:20 10:40"
)]
fn parts_of_a_day(#[case] rule: &str, #[case] expected: &str) {
    let starts = local_starts("19970902T090000", &format!("RRULE:{rule}"), 6);
    let times: Vec<_> = starts
        .iter()
        .filter_map(|one| one.split(' ').nth(1))
        .collect();
    assert_eq!(times.join(" "), expected);
}
