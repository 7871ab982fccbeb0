//! A recurrence rule read as RFC 5545, 3.3.10 is written: every day (or hour, minute, second) is
//! looked at, each part asked about it. Slow, and too simple to be wrong in the same way.

use std::fmt::Display;

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, Timelike, Weekday};
use ical::recur::IcalRecurFreq::{
    self, Daily, Hourly, Minutely, Monthly, Secondly, Weekly, Yearly,
};

const DAY: i64 = 86_400;

/// A rule to be.
#[derive(Clone, Debug)]
pub struct Spec {
    pub freq: IcalRecurFreq,
    pub interval: i64,
    pub by_month: Vec<u32>,
    pub by_week_no: Vec<i32>,
    pub by_year_day: Vec<i32>,
    pub by_month_day: Vec<i32>,
    pub by_day: Vec<(Option<i32>, Weekday)>,
    pub by_hour: Vec<u32>,
    pub by_minute: Vec<u32>,
    pub by_second: Vec<u32>,
    pub by_set_pos: Vec<i32>,
    pub week_start: Weekday,
    pub end: End,
}

/// How a rule ends.
#[derive(Clone, Debug)]
pub enum End {
    Never,
    Count(usize),
    /// So many seconds after its start.
    Until(i64),
}

impl Spec {
    /// The RFC forbids numbered weekdays beside week numbers, and says nothing about which years a
    /// start in a week of the year before belongs to.
    pub fn leave_out_what_is_not_defined(&mut self) {
        if self.freq == Yearly && !self.by_week_no.is_empty() {
            self.interval = 1;
            for (ordinal, _) in &mut self.by_day {
                *ordinal = None;
            }
        }
    }

    /// How far it is worth looking.
    pub fn horizon(&self) -> i64 {
        match self.freq {
            Yearly => 6 * 366 * DAY,
            Monthly | Weekly | Daily => 900 * DAY,
            Hourly => 90 * DAY,
            Minutely => 4 * DAY,
            Secondly => DAY / 3,
        }
    }

    pub fn to_text(&self, start: i64) -> String {
        let freq = match self.freq {
            Yearly => "YEARLY",
            Monthly => "MONTHLY",
            Weekly => "WEEKLY",
            Daily => "DAILY",
            Hourly => "HOURLY",
            Minutely => "MINUTELY",
            Secondly => "SECONDLY",
        };
        let by_day: Vec<String> = self
            .by_day
            .iter()
            .map(|(ordinal, day)| {
                format!(
                    "{}{}",
                    ordinal.map_or(String::new(), |n| n.to_string()),
                    letters(*day)
                )
            })
            .collect();
        let mut parts = vec![format!("FREQ={freq};INTERVAL={}", self.interval)];
        parts.extend(part("BYMONTH", &self.by_month));
        parts.extend(part("BYWEEKNO", &self.by_week_no));
        parts.extend(part("BYYEARDAY", &self.by_year_day));
        parts.extend(part("BYMONTHDAY", &self.by_month_day));
        parts.extend(part("BYDAY", &by_day));
        parts.extend(part("BYHOUR", &self.by_hour));
        parts.extend(part("BYMINUTE", &self.by_minute));
        parts.extend(part("BYSECOND", &self.by_second));
        parts.extend(part("BYSETPOS", &self.by_set_pos));
        parts.push(format!("WKST={}", letters(self.week_start)));
        match self.end {
            End::Never => {}
            End::Count(count) => parts.push(format!("COUNT={count}")),
            End::Until(after) => {
                let until = civil(start + after).format("%Y%m%dT%H%M%SZ");
                parts.push(format!("UNTIL={until}"));
            }
        }
        parts.join(";")
    }

    /// Every start from `start` to `horizon`.
    pub fn starts(&self, start: i64, horizon: i64) -> Vec<i64> {
        let mut found = Vec::new();
        let mut period: Vec<i64> = Vec::new();
        let mut key = None;
        for (of, candidate) in self.candidates(civil(start), civil(horizon)) {
            if key != Some(of) {
                found.extend(self.chosen(&period));
                period.clear();
                key = Some(of);
            }
            period.push(candidate);
        }
        found.extend(self.chosen(&period));
        found.retain(|local| *local >= start);
        match self.end {
            End::Never => {}
            End::Count(count) => found.truncate(count),
            End::Until(after) => found.retain(|local| *local <= start + after),
        }
        found.retain(|local| *local <= horizon);
        found
    }

    /// BYSETPOS, out of one period's candidates.
    fn chosen(&self, period: &[i64]) -> Vec<i64> {
        let count = i32::try_from(period.len()).unwrap();
        let is_chosen = |at: usize| {
            let at = i32::try_from(at).unwrap();
            let positions = &self.by_set_pos;
            positions.is_empty()
                || positions.contains(&(at + 1))
                || positions.contains(&(at - count))
        };
        let all = period.iter().enumerate();
        all.filter(|(at, _)| is_chosen(*at))
            .map(|(_, one)| *one)
            .collect()
    }

    /// Candidates in order, each with the number of its period; whole periods at both ends.
    fn candidates(&self, start: NaiveDateTime, horizon: NaiveDateTime) -> Vec<(i64, i64)> {
        let mut found = Vec::new();
        let mut day = start.date() - Days::new(400);
        while day <= horizon.date() + Days::new(400) {
            if self.has_day(day, start.date()) {
                for time in self.times(day, start, horizon) {
                    let of = self.period(day.and_time(time));
                    if (of - self.period(start)).rem_euclid(self.interval) == 0 {
                        found.push((of, day.and_time(time).and_utc().timestamp()));
                    }
                }
            }
            day = day + Days::new(1);
        }
        found
    }

    fn is_part_of_day(&self) -> bool {
        matches!(self.freq, Hourly | Minutely | Secondly)
    }

    fn times(
        &self,
        day: NaiveDate,
        start: NaiveDateTime,
        horizon: NaiveDateTime,
    ) -> Vec<NaiveTime> {
        let near = day >= start.date() - Days::new(1) && day <= horizon.date() + Days::new(1);
        if self.is_part_of_day() && !near {
            return Vec::new();
        }
        let all = |most: u32| (0..most).collect::<Vec<_>>();
        let or =
            |part: &Vec<u32>, other: Vec<u32>| if part.is_empty() { other } else { part.clone() };
        let every_hour = self.is_part_of_day();
        let every_minute = matches!(self.freq, Minutely | Secondly);
        let every_second = self.freq == Secondly;
        let own = |every: bool, most: u32, own: u32| if every { all(most) } else { vec![own] };
        let hours = or(&self.by_hour, own(every_hour, 24, start.hour()));
        let minutes = or(&self.by_minute, own(every_minute, 60, start.minute()));
        let seconds = or(&self.by_second, own(every_second, 60, start.second()));
        let mut times = Vec::new();
        for hour in &hours {
            for minute in &minutes {
                for second in &seconds {
                    times.push(NaiveTime::from_hms_opt(*hour, *minute, *second).unwrap());
                }
            }
        }
        times
    }

    fn period(&self, at: NaiveDateTime) -> i64 {
        let seconds = at.and_utc().timestamp();
        match self.freq {
            Yearly if !self.by_week_no.is_empty() => i64::from(self.week(at.date()).0),
            Yearly => i64::from(at.year()),
            Monthly => i64::from(at.year()) * 12 + i64::from(at.month0()),
            Weekly => week_begin(at.date(), self.week_start)
                .num_days_from_ce()
                .into(),
            Daily => seconds.div_euclid(DAY),
            Hourly => seconds.div_euclid(3600),
            Minutely => seconds.div_euclid(60),
            Secondly => seconds,
        }
        .div_euclid(if self.freq == Weekly { 7 } else { 1 })
    }

    fn has_day(&self, day: NaiveDate, start: NaiveDate) -> bool {
        self.has_month(day, start)
            && self.has_week(day)
            && self.has_year_day(day)
            && self.has_month_day(day, start)
            && self.has_weekday(day, start)
    }

    fn counts_week_no(&self) -> bool {
        self.freq == Yearly && !self.by_week_no.is_empty()
    }

    fn counts_year_day(&self) -> bool {
        !matches!(self.freq, Daily | Weekly | Monthly) && !self.by_year_day.is_empty()
    }

    fn counts_month_day(&self) -> bool {
        self.freq != Weekly && !self.by_month_day.is_empty()
    }

    /// Nothing in the rule says which day, so that the start does.
    fn is_silent(&self) -> bool {
        self.by_day.is_empty() && !self.counts_year_day() && !self.counts_month_day()
    }

    fn has_month(&self, day: NaiveDate, start: NaiveDate) -> bool {
        if !self.by_month.is_empty() {
            return self.by_month.contains(&day.month());
        }
        let says_month = self.freq != Yearly
            || self.counts_week_no()
            || self.counts_year_day()
            || !self.by_day.is_empty();
        says_month || day.month() == start.month()
    }

    fn has_week(&self, day: NaiveDate) -> bool {
        let (_, week, weeks) = self.week(day);
        !self.counts_week_no()
            || self.by_week_no.contains(&week)
            || self.by_week_no.contains(&(week - weeks - 1))
    }

    /// The year that a day's week belongs to, its number, and how many weeks that year has: week
    /// one is the first with four days in the year.
    fn week(&self, day: NaiveDate) -> (i32, i32, i32) {
        let first_of = |year: i32| {
            let fourth = NaiveDate::from_ymd_opt(year, 1, 4).unwrap();
            week_begin(fourth, self.week_start)
        };
        let begin = week_begin(day, self.week_start);
        let year = (day.year() - 1..=day.year() + 1)
            .rfind(|year| first_of(*year) <= begin)
            .unwrap();
        let weeks_since =
            |from: NaiveDate, to: NaiveDate| i32::try_from((to - from).num_days() / 7).unwrap();
        let number = weeks_since(first_of(year), begin) + 1;
        (
            year,
            number,
            weeks_since(first_of(year), first_of(year + 1)),
        )
    }

    fn has_year_day(&self, day: NaiveDate) -> bool {
        let number = i32::try_from(day.ordinal()).unwrap();
        let length = if day.leap_year() { 366 } else { 365 };
        !self.counts_year_day()
            || self.by_year_day.contains(&number)
            || self.by_year_day.contains(&(number - length - 1))
    }

    fn has_month_day(&self, day: NaiveDate, start: NaiveDate) -> bool {
        if self.counts_month_day() {
            let number = i32::try_from(day.day()).unwrap();
            let length = i32::from(day.num_days_in_month());
            return self.by_month_day.contains(&number)
                || self.by_month_day.contains(&(number - length - 1));
        }
        let by_start = matches!(self.freq, Monthly | Yearly) && !self.counts_week_no();
        !(by_start && self.is_silent()) || day.day() == start.day()
    }

    fn has_weekday(&self, day: NaiveDate, start: NaiveDate) -> bool {
        if self.by_day.is_empty() {
            let by_start = self.freq == Weekly || (self.counts_week_no() && self.is_silent());
            return !by_start || day.weekday() == start.weekday();
        }
        self.by_day
            .iter()
            .any(|(ordinal, weekday)| *weekday == day.weekday() && self.is_nth(*ordinal, day))
    }

    /// Whether a day is that one of its weekday in its month or year.
    fn is_nth(&self, ordinal: Option<i32>, day: NaiveDate) -> bool {
        let Some(ordinal) = ordinal else {
            return true;
        };
        let in_month = self.freq == Monthly || !self.by_month.is_empty();
        let same = |other: NaiveDate| {
            other.year() == day.year() && (!in_month || other.month() == day.month())
        };
        let steps = |sign: i64| {
            (1..)
                .take_while(|n| same(day + chrono::TimeDelta::days(sign * 7 * n)))
                .count()
        };
        let (before, after) = (steps(-1), steps(1));
        ordinal == i32::try_from(before).unwrap() + 1
            || ordinal == -i32::try_from(after).unwrap() - 1
    }
}

fn civil(seconds: i64) -> NaiveDateTime {
    DateTime::from_timestamp(seconds, 0).unwrap().naive_utc()
}

fn week_begin(day: NaiveDate, week_start: Weekday) -> NaiveDate {
    day.week(week_start).first_day()
}

fn letters(day: Weekday) -> String {
    day.to_string()[..2].to_uppercase()
}

fn part<T: Display>(name: &str, values: &[T]) -> Option<String> {
    let values: Vec<_> = values.iter().map(ToString::to_string).collect();
    (!values.is_empty()).then(|| format!("{name}={}", values.join(",")))
}
