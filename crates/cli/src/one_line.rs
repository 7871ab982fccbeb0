//! Texts of others on a terminal.

/// A text as one line that does nothing but show: a calendar's text may hold line breaks, and
/// control characters that would steer the terminal.
pub fn one_line(text: &str) -> String {
    let shown = |letter: char| {
        if letter.is_control() || is_bidirectional_control(letter) {
            ' '
        } else {
            letter
        }
    };
    let plain: String = text.chars().map(shown).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Characters that make the text after them run the other way (Unicode Standard Annex 9, 2).
fn is_bidirectional_control(letter: char) -> bool {
    matches!(letter, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{200E}' | '\u{200F}')
}

#[cfg(test)]
mod tests {
    use super::one_line;

    #[test]
    fn a_text_cannot_break_its_line_or_steer_the_terminal() {
        assert_eq!(one_line("a\r\n b\tc"), "a b c");
        assert_eq!(one_line("\u{1b}[31mred\u{7}"), "[31mred");
        assert_eq!(one_line("fdp\u{202E}gpj"), "fdp gpj");
        assert_eq!(one_line("Café 🐉 für Åsa"), "Café 🐉 für Åsa");
    }
}
