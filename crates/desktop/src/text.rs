//! Texts from calendars, made fit for menus and notifications.

use unicode_segmentation::UnicodeSegmentation;

/// A text as one visible line of at most so many graphemes, the last of them `…` if it was cut.
#[must_use]
pub fn one_line(text: &str, graphemes: usize) -> String {
    let line = visible(text)
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    cut(&line, graphemes)
}

/// Removes what a reader cannot see but a renderer obeys: control characters but the line break,
/// and the marks that turn the direction of writing (a title must not mirror what follows it).
pub(crate) fn visible(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\u{2028}' | '\u{2029}' => '\n',
            '\t' => ' ',
            other => other,
        })
        .filter(|c| *c == '\n' || !(c.is_control() || turns_direction(*c)))
        .collect()
}

/// Cuts between graphemes, so that no emoji is torn.
pub(crate) fn cut(text: &str, graphemes: usize) -> String {
    if text.graphemes(true).nth(graphemes).is_none() {
        return text.to_owned();
    }
    let kept: String = text
        .graphemes(true)
        .take(graphemes.saturating_sub(1))
        .collect();
    format!("{}…", kept.trim_end())
}

/// Unicode's explicit directional formatting characters (UAX #9, section 2), and the byte-order
/// mark that some calendars carry along.
fn turns_direction(c: char) -> bool {
    matches!(
        c,
        '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}'
            | '\u{FEFF}'
    )
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case::line_breaks("Stand\r\n\tup\u{2028}now", "Stand up now")]
    #[case::bells_and_escapes("\u{7}Stand\u{1b}[31mup\u{0}", "Stand[31mup")]
    #[case::direction_marks("\u{202e}pudnatS\u{2066}\u{200f}", "pudnatS")]
    #[case::joined_emoji_stay_whole("Family 👨‍👩‍👧", "Family 👨‍👩‍👧")]
    fn a_title_is_one_visible_line(#[case] given: &str, #[case] shown: &str) {
        assert_eq!(one_line(given, 80), shown);
    }

    #[test]
    fn what_is_too_long_is_cut_between_graphemes() {
        assert_eq!(one_line(&"👨‍👩‍👧".repeat(5), 3), "👨‍👩‍👧👨‍👩‍👧…");
        assert_eq!(one_line("one two three", 5), "one…");
        assert_eq!(one_line("exact", 5), "exact");
    }
}
