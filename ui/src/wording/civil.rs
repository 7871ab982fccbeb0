//! Civil dates as the API writes them, taken apart. No time zone is known here.

/// A day of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CivilDate {
    year: i32,
    month: u32,
    day: u32,
}

impl CivilDate {
    /// The date in `2026-11-22`.
    pub fn parse(text: &str) -> Option<Self> {
        let (year, rest) = text.split_once('-')?;
        let (month, day) = rest.split_once('-')?;
        let date = Self {
            year: year.parse().ok()?,
            month: month.parse().ok()?,
            day: day.parse().ok()?,
        };
        let known = (1..=9999).contains(&date.year)
            && (1..=12).contains(&date.month)
            && (1..=31).contains(&date.day);
        known.then_some(date)
    }

    /// Days since 1970-01-01 in the proleptic Gregorian calendar, by Howard Hinnant's
    /// `days_from_civil`.
    pub fn day_number(self) -> i32 {
        let (month, day) = (self.month.cast_signed(), self.day.cast_signed());
        let year = self.year - i32::from(month <= 2);
        let era = year.div_euclid(400);
        let year_of_era = year.rem_euclid(400);
        let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        era * 146_097 + day_of_era - 719_468
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_from_1970_over_leap_years_and_before_it() {
        let number = |text| CivilDate::parse(text).map(CivilDate::day_number);
        assert_eq!(number("1970-01-01"), Some(0));
        assert_eq!(number("1969-12-31"), Some(-1));
        assert_eq!(number("2000-03-01"), Some(11_017));
        assert_eq!(number("2026-11-22"), Some(20_779));
        assert_eq!(number("2026-12-01"), Some(20_788));
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in ["", "2026-13-01", "2026-11", "22.11.2026", "2026-11-00"] {
            assert_eq!(CivilDate::parse(text), None, "{text}");
        }
    }
}
