//! What a person may tell of themselves: name, age, and how they are spoken of.

use serde::{Deserialize, Serialize};

/// How the stories speak of the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Gender {
    /// He.
    Male,
    /// She.
    Female,
    /// They.
    NonBinary,
    /// Not told.
    PreferNotToSay,
}

impl Gender {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 4] = [
        Self::Female,
        Self::Male,
        Self::NonBinary,
        Self::PreferNotToSay,
    ];

    /// As it stands in the database and in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Male => "MALE",
            Self::Female => "FEMALE",
            Self::NonBinary => "NON_BINARY",
            Self::PreferNotToSay => "PREFER_NOT_TO_SAY",
        }
    }

    /// The reverse of [`Self::as_str`].
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|gender| gender.as_str() == text)
    }
}

/// The youngest and the oldest a person may be, in years.
pub const AGES: std::ops::RangeInclusive<i64> = 13..=120;
/// The longest name of a person or a token, in characters.
pub const LONGEST_NAME: usize = 100;

/// Checks the name of a person or a token.
///
/// # Errors
/// What it must be.
pub fn check_name(name: &str) -> Result<(), String> {
    if name.chars().count() > LONGEST_NAME {
        return Err(format!("must be at most {LONGEST_NAME} characters"));
    }
    if name.trim().chars().any(char::is_control) {
        return Err("must be on one line, without control characters".to_owned());
    }
    Ok(())
}

/// Checks an age in years.
///
/// # Errors
/// What it must be.
pub fn check_age(age: i64) -> Result<(), String> {
    if AGES.contains(&age) {
        return Ok(());
    }
    let (least, most) = AGES.into_inner();
    Err(format!("must be between {least} and {most}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_beyond_a_limit_is_refused() {
        for age in [i64::MIN, -1, 0, 12, 121, i64::MAX] {
            assert!(check_age(age).is_err(), "{age}");
        }
        assert!(check_name(&"n".repeat(LONGEST_NAME + 1)).is_err());
        assert!(check_name("two\nlines").is_err());
    }

    #[test]
    fn what_stands_in_the_database_is_what_stands_in_json() {
        for gender in Gender::ALL {
            assert_eq!(serde_json::to_value(gender).unwrap(), gender.as_str());
            assert_eq!(Gender::parse(gender.as_str()), Some(gender));
        }
    }
}
