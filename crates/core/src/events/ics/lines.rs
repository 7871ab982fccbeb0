//! Content lines, one after the other, with their places in the file (RFC 5545, 3.1).

use std::borrow::Cow;

use ical::tree::line::IcalLine;
use ical::tree::value::cursor::IcalValueCursor;

use super::encoding;

/// A content line and where it stands.
pub(super) struct Line<'a> {
    /// Counted from 1.
    pub number: u32,
    /// Where its bytes begin.
    pub begins: usize,
    /// The line after unfolding, or nothing where it is no content line.
    pub content: Option<IcalLine<'a>>,
}

/// Walks the content lines of a file.
pub(super) struct Lines<'a> {
    file: &'a [u8],
    position: usize,
    number: u32,
}

impl<'a> Lines<'a> {
    pub fn of(file: &'a [u8]) -> Self {
        Self {
            file,
            position: 0,
            number: 1,
        }
    }

    /// Where the next line begins.
    pub fn position(&self) -> usize {
        self.position
    }

    fn rest(&self) -> &'a [u8] {
        self.file.get(self.position..).unwrap_or_default()
    }

    fn skip(&mut self, length: usize) {
        let passed = self.rest().get(..length).unwrap_or_default();
        let breaks = passed.iter().filter(|byte| **byte == b'\n').count();
        self.number = self
            .number
            .saturating_add(u32::try_from(breaks).unwrap_or(u32::MAX));
        self.position += passed.len();
    }

    fn skip_blank(&mut self) {
        let blank = |byte: &&u8| matches!(byte, b'\r' | b'\n');
        self.skip(self.rest().iter().take_while(blank).count());
    }

    /// Past a line that is none, and past what was folded onto it.
    fn skip_damaged(&mut self) {
        loop {
            let (line, _) = IcalLine::take_physical(self.rest());
            self.skip(line.len());
            if !matches!(self.rest().first(), Some(b' ' | b'\t')) {
                break;
            }
        }
    }
}

impl<'a> Iterator for Lines<'a> {
    type Item = Line<'a>;

    fn next(&mut self) -> Option<Line<'a>> {
        self.skip_blank();
        let rest = self.rest();
        if rest.is_empty() {
            return None;
        }
        let (number, begins) = (self.number, self.position);
        let content = match IcalLine::take(rest) {
            Ok((line, tail)) => {
                self.skip(rest.len() - tail.len());
                Some(line)
            }
            Err(_) => {
                self.skip_damaged();
                None
            }
        };
        Some(Line {
            number,
            begins,
            content,
        })
    }
}

/// The line's name, in capitals.
pub(super) fn name<'l>(line: &'l IcalLine<'_>) -> Cow<'l, str> {
    capitals(line.name.get().trim())
}

/// In capitals; borrowed where it is already.
pub(super) fn capitals(text: &str) -> Cow<'_, str> {
    if text.bytes().any(|byte| byte.is_ascii_lowercase()) {
        Cow::Owned(text.to_ascii_uppercase())
    } else {
        Cow::Borrowed(text)
    }
}

/// A parameter's first value, without the quotes around it.
pub(super) fn parameter<'l>(line: &'l IcalLine<'_>, name: &str) -> Option<&'l str> {
    line.params
        .iter()
        .find(|parameter| parameter.name.get().eq_ignore_ascii_case(name))
        .and_then(|parameter| parameter.values.first())
        .map(|value| value.get().trim_matches('"'))
}

/// The value as it stands, for what is not TEXT.
pub(super) fn raw<'l>(line: &'l IcalLine<'_>) -> Cow<'l, str> {
    line.raw_value_str()
}

/// The value of a TEXT property: escapes, QUOTED-PRINTABLE and charset resolved.
pub(super) fn text(mut line: IcalLine<'_>) -> String {
    if parameter(&line, "CHARSET").is_some() || is_quoted_printable(&line) {
        return IcalValueCursor { line: &mut line }.charset();
    }
    encoding::text(line.value.decode_bytes())
}

/// vCalendar 1.0 knows a short form without `ENCODING=`.
fn is_quoted_printable(line: &IcalLine<'_>) -> bool {
    const NAME: &str = "QUOTED-PRINTABLE";
    parameter(line, "ENCODING").is_some_and(|value| value.eq_ignore_ascii_case(NAME))
        || line
            .params
            .iter()
            .any(|parameter| parameter.name.get().eq_ignore_ascii_case(NAME))
}
