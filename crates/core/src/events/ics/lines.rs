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
    pub content: Content<'a>,
}

/// What a content line is.
pub(super) enum Content<'a> {
    /// The BEGIN of a component.
    Begin(Component),
    /// The END of one.
    End(Component),
    /// Anything else, after unfolding.
    Property(IcalLine<'a>),
    /// No content line.
    Damaged,
}

/// The components that a calendar is read for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Component {
    Calendar,
    Event,
    Zone,
    Alarm,
    /// VTODO and whatever else.
    Other,
}

impl Component {
    fn named(name: &[u8]) -> Self {
        const READ: [(&[u8], Component); 4] = [
            (b"VEVENT", Component::Event),
            (b"VALARM", Component::Alarm),
            (b"VTIMEZONE", Component::Zone),
            (b"VCALENDAR", Component::Calendar),
        ];
        READ.iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map_or(Self::Other, |(_, component)| *component)
    }
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
        let breaks = memchr::memchr_iter(b'\n', passed).count();
        self.pass(passed.len(), u32::try_from(breaks).unwrap_or(u32::MAX));
    }

    fn pass(&mut self, length: usize, breaks: u32) {
        self.position += length;
        self.number = self.number.saturating_add(breaks);
    }

    fn skip_blank(&mut self) {
        let blank = |byte: &&u8| matches!(byte, b'\r' | b'\n');
        let blanks = self.rest().iter().take_while(blank).count();
        if blanks > 0 {
            self.skip(blanks);
        }
    }

    /// Past a line that is none, and past what was folded onto it.
    fn skip_damaged(&mut self) {
        loop {
            let (line, rest) = IcalLine::take_physical(self.rest());
            self.pass(line.len(), 1);
            if !is_fold(rest) {
                break;
            }
        }
    }

    /// A component's BEGIN or END, told without taking the line apart.
    fn component(&mut self) -> Option<Content<'a>> {
        let (begins, length) = match self.rest() {
            [b'B' | b'b', ..] => (true, "BEGIN:".len()),
            [b'E' | b'e', ..] => (false, "END:".len()),
            _ => return None,
        };
        let (line, rest) = IcalLine::take_physical(self.rest());
        let (head, name) = line.split_at_checked(length)?;
        let expected: &[u8] = if begins { b"BEGIN:" } else { b"END:" };
        if !head.eq_ignore_ascii_case(expected) || is_fold(rest) {
            return None;
        }
        self.pass(line.len(), 1);
        let component = Component::named(name.trim_ascii());
        Some(if begins {
            Content::Begin(component)
        } else {
            Content::End(component)
        })
    }

    fn property(&mut self) -> Content<'a> {
        let rest = self.rest();
        let Ok((line, tail)) = IcalLine::take(rest) else {
            self.skip_damaged();
            return Content::Damaged;
        };
        let length = rest.len() - tail.len();
        if line.wire.is_empty() {
            self.pass(length, 1);
        } else {
            self.skip(length);
        }
        Content::Property(line)
    }
}

impl<'a> Iterator for Lines<'a> {
    type Item = Line<'a>;

    fn next(&mut self) -> Option<Line<'a>> {
        self.skip_blank();
        if self.rest().is_empty() {
            return None;
        }
        Some(Line {
            number: self.number,
            begins: self.position,
            content: match self.component() {
                Some(component) => component,
                None => self.property(),
            },
        })
    }
}

/// Whether what follows a line belongs to it.
fn is_fold(rest: &[u8]) -> bool {
    matches!(rest.first(), Some(b' ' | b'\t'))
}

/// The line's name, in capitals.
pub(super) fn name<'l>(line: &'l IcalLine<'_>) -> Cow<'l, str> {
    capitals(line.name.get())
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
        .map(|value| unquoted(value.get()))
}

/// All values of a parameter, without the quotes around them.
pub(super) fn parameter_values<'l>(
    line: &'l IcalLine<'_>,
    name: &str,
) -> impl Iterator<Item = &'l str> {
    line.params
        .iter()
        .filter(move |parameter| parameter.name.get().eq_ignore_ascii_case(name))
        .flat_map(|parameter| parameter.values.iter())
        .map(|value| unquoted(value.get()))
}

fn unquoted(text: &str) -> &str {
    text.strip_prefix('"')
        .and_then(|text| text.strip_suffix('"'))
        .unwrap_or(text)
}

/// The value as it stands, for what is not TEXT.
pub(super) fn raw<'l>(line: &'l IcalLine<'_>) -> Cow<'l, str> {
    line.raw_value_str()
}

/// The value of a TEXT property: escapes, QUOTED-PRINTABLE and charset resolved.
pub(super) fn text(line: &IcalLine<'_>) -> String {
    if !line.params.is_empty()
        && (parameter(line, "CHARSET").is_some() || is_quoted_printable(line))
    {
        // Rare enough for a copy; the library's cursor wants to be able to write.
        let line = &mut line.clone();
        return IcalValueCursor { line }.charset();
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
