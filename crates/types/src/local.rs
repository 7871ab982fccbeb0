//! Civil times in the profile's zone. The window formats them in the person's language and converts
//! nothing: the zones that its web engine knows may be old.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What calendar and clock show at a moment, in the profile's zone.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
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
        self.words_in(today, Hours::TwentyFour)
    }

    /// As [`Self::words`], by a clock of these hours.
    #[must_use]
    pub fn words_in(&self, today: &str, hours: Hours) -> String {
        let time = hours.write(&self.time);
        if self.date == today {
            return time;
        }
        match self.date.parse::<NaiveDate>() {
            Ok(date) => format!("{} {time}", date.format("%a %-d %b")),
            Err(_) => self.to_string(),
        }
    }
}

/// How many hours a clock counts before it begins anew.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Hours {
    /// `2:30 PM`.
    #[serde(rename = "H12")]
    Twelve,
    /// `14:30`.
    #[default]
    #[serde(rename = "H24")]
    TwentyFour,
}

impl Hours {
    /// Writes a time of day that is given as `HH:MM`; anything else stays as it is.
    #[must_use]
    pub fn write(self, time: &str) -> String {
        match (self, parse_time_of_day(time)) {
            (Self::Twelve, Some((hour, minute))) => {
                let half = if hour < 12 { "AM" } else { "PM" };
                let hour = (hour + 11) % 12 + 1;
                format!("{hour}:{minute:02} {half}")
            }
            _ => time.to_owned(),
        }
    }
}

/// Hours and minutes of `HH:MM`.
#[must_use]
pub fn parse_time_of_day(text: &str) -> Option<(u8, u8)> {
    let (hours, minutes) = text.split_once(':')?;
    if hours.len() != 2 || minutes.len() != 2 {
        return None;
    }
    let (hours, minutes) = (hours.parse().ok()?, minutes.parse().ok()?);
    (hours < 24 && minutes < 60).then_some((hours, minutes))
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
        assert_eq!(moment.words_in("2026-11-22", Hours::Twelve), "2:05 PM");
    }

    #[test]
    fn a_clock_of_twelve_hours_calls_midnight_and_noon_twelve() {
        let written = ["00:00", "00:59", "11:59", "12:00", "13:05", "23:59"]
            .map(|time| Hours::Twelve.write(time));
        assert_eq!(
            written,
            [
                "12:00 AM", "12:59 AM", "11:59 AM", "12:00 PM", "1:05 PM", "11:59 PM"
            ]
        );
        assert_eq!(Hours::Twelve.write("noon"), "noon");
    }
}
