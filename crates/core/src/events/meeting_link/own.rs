//! What the person calls a meeting besides: patterns for links to servers of their own.

use regex::Regex;
use storytime_types::profile::MOST_MEETING_PATTERNS as MOST_PATTERNS;
use url::Url;

use crate::events::own_words::{self, LONGEST_PATTERN};

/// Patterns for links that count as meetings. A pattern is looked for anywhere in a link, and takes
/// time in proportion to the link's length, whatever it says.
#[derive(Clone, Debug, Default)]
pub struct OwnPatterns(Vec<Regex>);

/// Why a pattern cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PatternError {
    /// Too many of them.
    #[error("there are more than {MOST_PATTERNS} patterns: keep those that you need")]
    TooMany,
    /// Nothing, or more than anybody can read.
    #[error("a pattern has 1 to {LONGEST_PATTERN} characters")]
    Length,
    /// Not a regular expression.
    #[error("\"{pattern}\" is not a regular expression: {why}")]
    Malformed {
        /// The pattern.
        pattern: String,
        /// What is wrong with it.
        why: String,
    },
}

impl OwnPatterns {
    /// Reads patterns, each a regular expression.
    ///
    /// # Errors
    /// The first thing that is wrong with them.
    pub fn read(patterns: &[String]) -> Result<Self, PatternError> {
        if patterns.len() > MOST_PATTERNS {
            return Err(PatternError::TooMany);
        }
        let read = patterns.iter().map(|pattern| compile(pattern));
        read.collect::<Result<_, _>>().map(Self)
    }

    /// Those that can still be read, for patterns that were read once before.
    #[must_use]
    pub fn readable(patterns: &[String]) -> Self {
        let read = patterns.iter().filter_map(|pattern| compile(pattern).ok());
        Self(read.take(MOST_PATTERNS).collect())
    }

    pub(super) fn matches(&self, url: &Url) -> bool {
        self.0.iter().any(|pattern| pattern.is_match(url.as_str()))
    }
}

fn compile(pattern: &str) -> Result<Regex, PatternError> {
    if pattern.trim().is_empty() || pattern.len() > LONGEST_PATTERN {
        return Err(PatternError::Length);
    }
    own_words::compile(pattern).map_err(|why| PatternError::Malformed {
        pattern: pattern.to_owned(),
        why,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[test]
    fn a_pattern_is_looked_for_anywhere_in_a_link_whatever_its_case() {
        let own = OwnPatterns::read(&[r"^https://meet\.example\.org/room-\d+".into()]).unwrap();
        let matches = |link: &str| own.matches(&Url::parse(link).unwrap());
        assert!(matches("https://MEET.example.org/Room-7?x=1"));
        assert!(!matches("https://meet.example.org/about"));
        assert!(!matches(
            "https://evil.test/?https://meet.example.org/room-7"
        ));
    }

    #[rstest]
    #[case("(")]
    #[case("")]
    #[case("  ")]
    #[case(r"(?:\w{1000}){1000}")]
    fn what_is_no_pattern_is_refused(#[case] pattern: &str) {
        assert!(OwnPatterns::read(&[pattern.into()]).is_err());
        let some = [pattern.to_owned(), "b".to_owned()];
        assert_eq!(OwnPatterns::readable(&some).0.len(), 1);
    }

    #[test]
    fn more_patterns_than_anybody_needs_are_refused() {
        let many = vec!["a".to_owned(); MOST_PATTERNS + 1];
        assert_eq!(OwnPatterns::read(&many).unwrap_err(), PatternError::TooMany);
    }
}
