//! Civil times in the profile's zone. The window formats them in the person's language and converts
//! nothing: the zones that its web engine knows may be old.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What calendar and clock show at a moment, in the profile's zone.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct LocalMoment {
    /// `YYYY-MM-DD`.
    pub date: String,
    /// `HH:MM`.
    pub time: String,
}

impl LocalMoment {
    /// `14:05` on the day `today` (`YYYY-MM-DD`), `Sun 22 Nov 14:05` on another one.
    #[must_use]
    pub fn words(&self, today: &str) -> String {
        if self.date == today {
            return self.time.clone();
        }
        match self.date.parse::<NaiveDate>() {
            Ok(date) => format!("{} {}", date.format("%a %-d %b"), self.time),
            Err(_) => self.to_string(),
        }
    }
}

impl std::fmt::Display for LocalMoment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.date, self.time)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_is_named_unless_it_is_today() {
        let moment = LocalMoment {
            date: "2026-11-22".into(),
            time: "14:05".into(),
        };
        assert_eq!(moment.words("2026-11-22"), "14:05");
        assert_eq!(moment.words("2026-11-23"), "Sun 22 Nov 14:05");
    }
}
