//! A day as a person types it.

use std::str::FromStr;

use chrono::{Days, NaiveDate, Weekday};

/// A date, or a word for one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Day {
    /// `2026-01-05`
    On(NaiveDate),
    /// `yesterday`, `today` and `tomorrow`: so many days from today.
    FromToday(i8),
    /// `Monday`: today, or the next one.
    Next(Weekday),
}

/// What was typed is no day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DayError {
    /// Like 2026-02-30.
    #[error("there is no such day in the calendar")]
    NoSuchDay,
    /// Anything else.
    #[error("write it like 2026-01-05, or as today, tomorrow or the name of a weekday")]
    NotUnderstood,
}

impl FromStr for Day {
    type Err = DayError;

    fn from_str(typed: &str) -> Result<Self, DayError> {
        let typed = typed.trim();
        match &*typed.to_lowercase() {
            "yesterday" => return Ok(Self::FromToday(-1)),
            "today" | "now" => return Ok(Self::FromToday(0)),
            "tomorrow" => return Ok(Self::FromToday(1)),
            _ => {}
        }
        if let Ok(weekday) = typed.parse() {
            return Ok(Self::Next(weekday));
        }
        match NaiveDate::parse_from_str(typed, "%Y-%m-%d") {
            Ok(date) => Ok(Self::On(date)),
            Err(error) if error.kind() == chrono::format::ParseErrorKind::OutOfRange => {
                Err(DayError::NoSuchDay)
            }
            Err(_) => Err(DayError::NotUnderstood),
        }
    }
}

impl Day {
    /// Which date that is.
    pub fn seen_on(self, today: NaiveDate) -> NaiveDate {
        let later = |days: u64| today.checked_add_days(Days::new(days)).unwrap_or(today);
        match self {
            Self::On(date) => date,
            Self::FromToday(days) if days < 0 => today.pred_opt().unwrap_or(today),
            Self::FromToday(days) => later(u64::from(days.unsigned_abs())),
            Self::Next(weekday) => later(u64::from(
                weekday.days_since(chrono::Datelike::weekday(&today)),
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on_a_monday(typed: &str) -> Result<String, DayError> {
        let today = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
        let day: Day = typed.parse()?;
        Ok(day.seen_on(today).to_string())
    }

    #[test]
    fn a_day_may_be_a_date_or_a_word() {
        for (typed, date) in [
            ("2026-01-05", "2026-01-05"),
            ("today", "2026-11-23"),
            ("Tomorrow", "2026-11-24"),
            ("yesterday", "2026-11-22"),
            ("monday", "2026-11-23"),
            ("Sun", "2026-11-29"),
            (" friday ", "2026-11-27"),
        ] {
            assert_eq!(on_a_monday(typed).as_deref(), Ok(date), "{typed}");
        }
    }

    #[test]
    fn what_is_no_day_says_how_to_write_one() {
        assert_eq!(on_a_monday("2026-02-30"), Err(DayError::NoSuchDay));
        for typed in ["", "soon", "5.1.2026", "2026-01", "next week"] {
            assert_eq!(on_a_monday(typed), Err(DayError::NotUnderstood), "{typed}");
        }
    }
}
