//! Regular expressions that a person types: patterns of meeting links, filters of titles.

use regex::{Regex, RegexBuilder};

/// The longest one, in bytes.
pub const LONGEST_PATTERN: usize = 300;

/// How much memory one may take once it is compiled.
const LARGEST: usize = 256 << 10;

/// Reads one, for any case. It takes time in proportion to what it is looked for in, whatever it
/// says.
///
/// # Errors
/// What is wrong with it, in words.
pub fn compile(pattern: &str) -> Result<Regex, String> {
    RegexBuilder::new(pattern)
        .case_insensitive(true)
        .size_limit(LARGEST)
        .build()
        .map_err(|error| match error {
            regex::Error::CompiledTooBig(_) => "it is too large".to_owned(),
            // The lines before the last one draw where it is.
            error => {
                let text = error.to_string();
                let last = text.lines().last().unwrap_or_default();
                last.trim_start_matches("error: ").to_owned()
            }
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_is_told_in_one_line() {
        assert_eq!(compile("(").unwrap_err(), "unclosed group");
        assert_eq!(
            compile(r"(?:\w{1000}){1000}").unwrap_err(),
            "it is too large"
        );
        assert!(compile("^team").unwrap().is_match("TEAM meeting"));
    }
}
