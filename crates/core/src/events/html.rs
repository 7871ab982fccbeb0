//! Plain text out of HTML, as descriptions come from Microsoft and Google: what a person would read,
//! line by line. Takes time in proportion to the text, whatever it says.

use html_escape::decode_html_entities;

/// How far a tag's attributes are looked through for quotes, in bytes.
const LONGEST_TAG: usize = 4 << 10;

/// What stands in them is for browsers.
const SILENT: [&str; 4] = ["head", "style", "script", "title"];

/// Tags with an empty line before and after them.
const PARAGRAPHS: [&str; 11] = [
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "table",
    "blockquote",
    "ul",
    "ol",
];

/// Tags that begin a line.
const LINES: [&str; 9] = [
    "div", "tr", "li", "section", "article", "header", "footer", "dt", "dd",
];

/// The text of some HTML, its lines trimmed and at most one empty line between them.
pub(super) fn to_text(html: &str) -> String {
    let reader = Reader {
        html,
        lower: html.to_ascii_lowercase(),
    };
    let mut text = Text::default();
    let mut at = 0;
    while let Some(open) = html[at..].find('<').map(|found| at + found) {
        text.words(&html[at..open]);
        at = reader.markup(open, &mut text);
    }
    text.words(&html[at..]);
    text.written
}

struct Reader<'h> {
    html: &'h str,
    /// The same in small letters, byte for byte.
    lower: String,
}

impl Reader<'_> {
    /// Takes in what begins with this bracket, and answers where it ends.
    fn markup(&self, open: usize, text: &mut Text) -> usize {
        let rest = &self.lower[open..];
        if rest.starts_with("<!--") {
            return self.behind(open, "-->");
        }
        let closes = rest.starts_with("</");
        let inside = &rest[if closes { 2 } else { 1 }..];
        if !inside.starts_with(|c: char| c.is_ascii_alphabetic() || c == '!' || c == '?') {
            text.words("<");
            return open + 1;
        }
        let end = inside.find(|c: char| !c.is_ascii_alphanumeric());
        let name = &inside[..end.unwrap_or(inside.len())];
        if !closes && SILENT.contains(&name) {
            let closing = ["</", name].concat();
            let silent = self.behind(open, &closing);
            return self.behind(silent, ">");
        }
        text.tag(name, closes);
        self.tag_end(open)
    }

    /// Behind the next such mark; at the end where there is none.
    fn behind(&self, from: usize, mark: &str) -> usize {
        let found = self.lower[from..].find(mark);
        found.map_or(self.html.len(), |found| from + found + mark.len())
    }

    /// Behind the bracket that ends a tag: not one within quotes.
    fn tag_end(&self, open: usize) -> usize {
        let mut quote = None;
        for (place, byte) in self.html.bytes().enumerate().skip(open).take(LONGEST_TAG) {
            match (quote, byte) {
                (None, b'>') => return place + 1,
                (None, b'"' | b'\'') => quote = Some(byte),
                (Some(mark), byte) if mark == byte => quote = None,
                _ => {}
            }
        }
        self.behind(open, ">")
    }
}

/// The text so far, and what comes before its next word.
#[derive(Default)]
struct Text {
    written: String,
    lines: usize,
    space: bool,
}

impl Text {
    fn words(&mut self, html: &str) {
        for character in decode_html_entities(html).chars() {
            if character.is_whitespace() {
                self.space = true;
            } else if !character.is_control() && character != '\u{200b}' && character != '\u{feff}'
            {
                self.push(character);
            }
        }
    }

    fn push(&mut self, character: char) {
        if !self.written.is_empty() {
            match self.lines {
                0 if self.space => self.written.push(' '),
                0 => {}
                1 => self.written.push('\n'),
                _ => self.written.push_str("\n\n"),
            }
        }
        (self.lines, self.space) = (0, false);
        self.written.push(character);
    }

    fn tag(&mut self, name: &str, closes: bool) {
        match name {
            "br" => self.lines += 1,
            "hr" => self.lines = self.lines.max(1),
            "td" | "th" => self.space = true,
            name if PARAGRAPHS.contains(&name) => self.lines = self.lines.max(2),
            name if LINES.contains(&name) => self.lines = self.lines.max(1),
            _ => {}
        }
        if name == "li" && !closes {
            self.words("- ");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    #[rstest]
    #[case("Board &amp; budget", "Board & budget")]
    #[case("one<br>two<br/>three", "one\ntwo\nthree")]
    #[case("<p>one</p>\r\n<p>two</p>", "one\n\ntwo")]
    #[case("<div>one</div><div>two</div>", "one\ntwo")]
    #[case("<ul><li>one</li><li>two</li></ul>end", "- one\n- two\n\nend")]
    #[case(
        "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>",
        "a b\nc"
    )]
    #[case(
        "<html><head><style>p { color: red }</style></head><body>Hello</body></html>",
        "Hello"
    )]
    #[case("<STYLE>a</Style >b<!-- c -->d", "bd")]
    #[case("<a href=\"https://example.org/?a>b\">here</a>", "here")]
    #[case("a&nbsp;&nbsp;b &#252;&#x20AC;", "a b ü€")]
    #[case("2 < 3 and 3 > 2", "2 < 3 and 3 > 2")]
    #[case("cut off <a href=\"https://example.org", "cut off")]
    #[case("<br><br><br>one<br><br><br><br>two<br>", "one\n\ntwo")]
    #[case("", "")]
    #[case("no <b>markup</b> at all\nto speak of", "no markup at all to speak of")]
    fn html_is_read_as_a_person_would(#[case] html: &str, #[case] text: &str) {
        assert_eq!(to_text(html), text);
    }

    #[test]
    fn a_megabyte_of_brackets_and_quotes_takes_no_time_to_speak_of() {
        for piece in ["<a\"", "<", "<style>", "<!--", "</", "<a '>"] {
            let text = to_text(&piece.repeat((1 << 20) / piece.len()));
            assert!(text.len() <= 1 << 20, "{piece}");
        }
    }

    proptest! {
        #[test]
        fn no_text_breaks_the_reader(html in "[<>/a-z!\"'&;# é-]{0,60}") {
            let text = to_text(&html);
            prop_assert!(!text.contains("\n\n\n"));
        }
    }
}
