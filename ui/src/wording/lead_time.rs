//! Lead times in words, and back from what a person typed.

use storytime_types::profile::LeadTime;

/// The units in which a lead time is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Sixty seconds.
    Minutes,
    /// Sixty minutes.
    Hours,
    /// Twenty-four hours.
    Days,
}

impl Unit {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Minutes, Self::Hours, Self::Days];

    /// As it is shown and as it stands in the choice's value.
    pub fn name(self) -> &'static str {
        match self {
            Self::Minutes => "minutes",
            Self::Hours => "hours",
            Self::Days => "days",
        }
    }

    /// The reverse of [`Self::name`]; anything else is minutes.
    pub fn named(name: &str) -> Self {
        Self::ALL
            .into_iter()
            .find(|unit| unit.name() == name)
            .unwrap_or(Self::Minutes)
    }

    fn in_minutes(self) -> u32 {
        match self {
            Self::Minutes => 1,
            Self::Hours => 60,
            Self::Days => 1_440,
        }
    }
}

/// A lead time as a person says it: `15 min`, `1 hour 30 min`, `1 day`, `at the start`.
pub fn words(minutes: u32) -> String {
    if minutes == 0 {
        return "at the start".to_owned();
    }
    let (days, hours, rest) = (minutes / 1_440, minutes / 60 % 24, minutes % 60);
    [
        (days, if days == 1 { "day" } else { "days" }),
        (hours, if hours == 1 { "hour" } else { "hours" }),
        (rest, "min"),
    ]
    .into_iter()
    .filter(|(amount, _)| *amount > 0)
    .map(|(amount, unit)| format!("{amount} {unit}"))
    .collect::<Vec<_>>()
    .join(" ")
}

/// The minutes that a typed amount of a unit stands for.
///
/// # Errors
/// The sentence to show when it is no whole number or lies more than 28 days ahead.
pub fn typed(amount: &str, unit: Unit) -> Result<u32, String> {
    let number: u32 = amount
        .trim()
        .parse()
        .map_err(|_| "Type a whole number, like 15.".to_owned())?;
    number
        .checked_mul(unit.in_minutes())
        .filter(|minutes| *minutes <= LeadTime::MAX_MINUTES)
        .ok_or_else(|| "A reminder can come at most 28 days ahead.".to_owned())
}

/// The list with one more lead time.
///
/// # Errors
/// The sentence to show when it is there already or the list is full.
pub fn added(leads: &[u32], minutes: u32) -> Result<Vec<u32>, String> {
    if leads.contains(&minutes) {
        return Err(format!("There is a reminder {} already.", before(minutes)));
    }
    if leads.len() >= LeadTime::MOST {
        return Err(format!(
            "{} reminders are the most. Remove one first.",
            LeadTime::MOST
        ));
    }
    Ok(leads.iter().copied().chain([minutes]).collect())
}

/// A lead time with its relation to the event: `15 min before`, `at the start`.
pub fn before(minutes: u32) -> String {
    if minutes == 0 {
        words(0)
    } else {
        format!("{} before", words(minutes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lead_times_are_said_the_way_people_say_them() {
        for (minutes, said) in [
            (0, "at the start"),
            (1, "1 min"),
            (15, "15 min"),
            (60, "1 hour"),
            (90, "1 hour 30 min"),
            (120, "2 hours"),
            (1_440, "1 day"),
            (40_320, "28 days"),
        ] {
            assert_eq!(words(minutes), said);
        }
    }

    #[test]
    fn what_is_typed_is_counted_in_its_unit_up_to_28_days() {
        assert_eq!(typed(" 15 ", Unit::Minutes), Ok(15));
        assert_eq!(typed("2", Unit::Hours), Ok(120));
        assert_eq!(typed("28", Unit::Days), Ok(LeadTime::MAX_MINUTES));
        assert!(typed("29", Unit::Days).is_err());
        assert!(typed("4000000000", Unit::Days).is_err());
        assert!(typed("-1", Unit::Minutes).is_err());
        assert!(typed("", Unit::Minutes).is_err());
    }

    #[test]
    fn a_lead_time_is_added_once_and_never_a_sixth() {
        assert_eq!(added(&[15], 60), Ok(vec![15, 60]));
        assert_eq!(
            added(&[15], 15),
            Err("There is a reminder 15 min before already.".to_owned())
        );
        assert!(added(&[1, 2, 3, 4, 5], 6).is_err());
    }

    #[test]
    fn a_unit_is_found_by_its_name() {
        for unit in Unit::ALL {
            assert_eq!(Unit::named(unit.name()), unit);
        }
    }
}
