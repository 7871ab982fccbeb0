//! Title filters: events with these titles do not remind.

use regex::Regex;
use storytime_types::choices::MOST_TITLE_FILTERS;

use crate::events::own_words::{self, LONGEST_PATTERN};

/// What leaves out events by their titles. `lunch` stands for the word in any case, `/^focus/` for a
/// regular expression, which takes time in proportion to the title's length, whatever it says.
#[derive(Clone, Debug, Default)]
pub struct TitleFilters(Vec<Regex>);

/// Why a filter cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FilterError {
    /// Too many of them.
    #[error("there are more than {MOST_TITLE_FILTERS} filters: keep those that you need")]
    TooMany,
    /// Nothing, or more than anybody can read.
    #[error("a filter has 1 to {LONGEST_PATTERN} characters")]
    Length,
    /// Between slashes, and not a regular expression.
    #[error("\"{filter}\" is not a regular expression: {why}")]
    Malformed {
        /// The filter.
        filter: String,
        /// What is wrong with it.
        why: String,
    },
}

impl TitleFilters {
    /// Reads filters.
    ///
    /// # Errors
    /// The first thing that is wrong with them.
    pub fn read(filters: &[String]) -> Result<Self, FilterError> {
        if filters.len() > MOST_TITLE_FILTERS {
            return Err(FilterError::TooMany);
        }
        let read = filters.iter().map(|filter| compile(filter));
        read.collect::<Result<_, _>>().map(Self)
    }

    /// Those that can still be read, for filters that were read once before.
    #[must_use]
    pub fn readable(filters: &[String]) -> Self {
        let read = filters.iter().filter_map(|filter| compile(filter).ok());
        Self(read.take(MOST_TITLE_FILTERS).collect())
    }

    /// Whether an event with this title is left out.
    #[must_use]
    pub fn leave_out(&self, title: &str) -> bool {
        self.0.iter().any(|filter| filter.is_match(title))
    }
}

fn compile(filter: &str) -> Result<Regex, FilterError> {
    let filter = filter.trim();
    if filter.is_empty() || filter.len() > LONGEST_PATTERN {
        return Err(FilterError::Length);
    }
    let between_slashes = filter
        .strip_prefix('/')
        .and_then(|rest| rest.strip_suffix('/'))
        .filter(|pattern| !pattern.is_empty());
    let pattern = between_slashes.map_or_else(|| whole_words(filter), str::to_owned);
    own_words::compile(&pattern).map_err(|why| FilterError::Malformed {
        filter: filter.to_owned(),
        why,
    })
}

/// A pattern for these words in a row: `art` is no part of `Start`. Scripts without spaces between
/// words have no upper and lower case either: there a part of a title is enough.
fn whole_words(words: &str) -> String {
    let at_edge = |letter: Option<char>| {
        let is_of_a_word = |c: &char| c.is_numeric() || c.is_lowercase() || c.is_uppercase();
        letter.filter(is_of_a_word).map_or("", |_| r"\b")
    };
    let escaped: Vec<_> = words.split_whitespace().map(regex::escape).collect();
    format!(
        "{}{}{}",
        at_edge(words.chars().next()),
        escaped.join(r"\s+"),
        at_edge(words.chars().next_back())
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("lunch", "Team LUNCH at noon", true)]
    #[case("lunch", "Luncheon", false)]
    #[case("art", "Start", false)]
    #[case("focus time", "My focus  time!", true)]
    #[case("a.b", "axb", false)]
    #[case("(hold)", "Review (hold)", true)]
    #[case("übung", "ÜBUNG heute", true)]
    #[case("会議", "週次会議", true)]
    #[case("/^focus/", "Focus time", true)]
    #[case("/^focus/", "My focus time", false)]
    #[case("/", "a / b", true)]
    #[case("//", "a // b", true)]
    fn words_are_found_whole_and_patterns_as_they_say(
        #[case] filter: &str,
        #[case] title: &str,
        #[case] left_out: bool,
    ) {
        let filters = TitleFilters::read(&[filter.to_owned()]).unwrap();
        assert_eq!(filters.leave_out(title), left_out);
        assert!(!TitleFilters::default().leave_out(title));
    }

    #[rstest]
    #[case("/(/")]
    #[case("")]
    #[case("  ")]
    #[case(r"/(?:\w{1000}){1000}/")]
    fn what_is_no_filter_is_refused(#[case] filter: &str) {
        assert!(TitleFilters::read(&[filter.to_owned()]).is_err());
        let some = [filter.to_owned(), "lunch".to_owned()];
        assert!(TitleFilters::readable(&some).leave_out("Lunch"));
    }

    #[test]
    fn more_filters_than_anybody_needs_are_refused() {
        let many = vec!["a".to_owned(); MOST_TITLE_FILTERS + 1];
        assert_eq!(TitleFilters::read(&many).unwrap_err(), FilterError::TooMany);
    }
}
