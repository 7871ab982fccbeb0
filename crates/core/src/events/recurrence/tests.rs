//! Rules against a slow, obvious expander.

mod obvious;

use chrono::{NaiveDate, Weekday};
use ical::recur::IcalRecurFreq::{
    self, Daily, Hourly, Minutely, Monthly, Secondly, Weekly, Yearly,
};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use self::obvious::{End, Spec};
use super::*;
use crate::events::moment::Clock;

const WEEKDAYS: [Weekday; 7] = [
    Weekday::Mon,
    Weekday::Tue,
    Weekday::Wed,
    Weekday::Thu,
    Weekday::Fri,
    Weekday::Sat,
    Weekday::Sun,
];

/// Mostly nothing (parts in plenty leave no day), else one to three of them.
fn some<T: Clone + std::fmt::Debug + 'static>(of: Vec<T>) -> BoxedStrategy<Vec<T>> {
    let most = of.len().min(3);
    prop_oneof![
        4 => Just(Vec::new()),
        1 => subsequence(of, 1..=most),
    ]
    .boxed()
}

/// `1..=most` and the same counted from the end.
fn either_way(most: i32) -> Vec<i32> {
    (1..=most).chain(-most..=-1).collect()
}

fn weekdays(freq: IcalRecurFreq) -> BoxedStrategy<Vec<(Option<i32>, Weekday)>> {
    let ordinal = match freq {
        Monthly => select(either_way(5)).prop_map(Some).boxed(),
        Yearly => select(either_way(53)).prop_map(Some).boxed(),
        _ => Just(None).boxed(),
    };
    let one = (prop_oneof![Just(None), ordinal], select(WEEKDAYS.to_vec()));
    prop_oneof![
        1 => Just(Vec::new()),
        1 => vec(one, 1..4),
    ]
    .boxed()
}

fn end() -> impl Strategy<Value = End> {
    prop_oneof![
        Just(End::Never),
        (1..40_usize).prop_map(End::Count),
        (0..900_i64).prop_map(|days| End::Until(days * DAY / 2)),
    ]
}

prop_compose! {
    fn any_spec()(freq in select(vec![Yearly, Monthly, Weekly, Daily, Hourly, Minutely, Secondly]))(
        interval in prop_oneof![3 => Just(1_i64), 2 => 2..6_i64],
        by_month in some((1..=12).collect()),
        by_week_no in some(either_way(53)),
        by_year_day in some(either_way(366)),
        by_month_day in some(either_way(31)),
        by_day in weekdays(freq),
        by_hour in some((0..24).collect()),
        by_minute in some((0..60).step_by(5).collect()),
        by_second in some((0..60).step_by(10).collect()),
        by_set_pos in some(either_way(4)),
        week_start in select(WEEKDAYS.to_vec()),
        end in end(),
        freq in Just(freq),
    ) -> Spec {
        let mut spec = Spec {
            freq, interval, by_month, by_week_no, by_year_day, by_month_day, by_day, by_hour,
            by_minute, by_second, by_set_pos, week_start, end,
        };
        spec.leave_out_what_is_not_defined();
        spec
    }
}

fn any_start() -> impl Strategy<Value = i64> {
    let days = 0..2500_i64;
    let time = select(vec![
        0,
        9 * 3600,
        17 * 3600 + 35 * 60,
        23 * 3600 + 59 * 60 + 50,
    ]);
    let first = NaiveDate::from_ymd_opt(2018, 12, 20).unwrap();
    let first = first.and_time(chrono::NaiveTime::MIN).and_utc().timestamp();
    (days, time).prop_map(move |(day, time)| first + day * DAY + time)
}

fn walked(text: &str, start: i64, from: i64, to: i64) -> Vec<i64> {
    let clock = Clock::Utc;
    let start = Moment {
        seconds: start,
        clock,
    };
    let rule = Rule::parse(text, start).unwrap();
    let until = rule.until.map_or(i64::MAX, |until| until.seconds);
    let mut found = Vec::new();
    let done = rule.walk(from, to, &mut Effort::for_series(100_000), |local| {
        if local >= from && local <= to && local <= until {
            found.push(local);
        }
        local <= to
    });
    assert_eq!(done, Ok(()));
    found
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn every_rule_hits_what_the_obvious_expander_finds(
        spec in any_spec(),
        start in any_start(),
        skipped in 0.0..0.9_f64,
    ) {
        let horizon = start + spec.horizon();
        #[allow(clippy::cast_possible_truncation)]
        let from = start + (spec.horizon() as f64 * skipped) as i64;
        let text = spec.to_text(start);
        let mut expected = spec.starts(start, horizon);
        expected.retain(|local| *local >= from);
        prop_assert_eq!(walked(&text, start, from, horizon), expected, "{}", text);
    }
}

#[test]
fn a_rule_without_parts_takes_all_from_its_start() {
    let start = 20_454 * DAY + 9 * 3600; // Thursday, 2026-01-01, 09:00
    let starts = |rule: &str, step: i64| {
        let expected: Vec<_> = (0..3).map(|n| start + n * step).collect();
        assert_eq!(
            walked(&format!("{rule};COUNT=3"), start, start, start + 4000 * DAY),
            expected
        );
    };
    starts("FREQ=WEEKLY", 7 * DAY);
    starts("FREQ=DAILY", DAY);
    starts("FREQ=YEARLY", 365 * DAY);
    starts("FREQ=MINUTELY;INTERVAL=7", 420);
}

#[test]
fn other_calendars_and_nonsense_are_no_rules() {
    let start = Moment {
        seconds: 0,
        clock: Clock::Date,
    };
    let error = |text: &str| Rule::parse(text, start).unwrap_err();
    assert_eq!(
        error("RSCALE=HEBREW;FREQ=YEARLY"),
        RuleError::OtherCalendar("HEBREW".into())
    );
    for text in [
        "",
        "FREQ=",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;COUNT=-1",
        "FREQ=DAILY;BYDAY=€",
    ] {
        assert!(matches!(error(text), RuleError::Unreadable(_)), "{text}");
    }
    assert!(Rule::parse("RSCALE=GREGORIAN;FREQ=YEARLY", start).is_ok());
}
