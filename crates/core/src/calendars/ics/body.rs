//! Whether a body is a complete calendar, as far as its first and last line tell. A calendar that
//! breaks off must not be taken for one whose other events were deleted.

use std::borrow::Cow;

use crate::calendars::FetchError;

/// Looks at a body's beginning and end.
///
/// # Errors
/// A web page, something else that is no calendar, or a calendar that breaks off.
pub fn check(bytes: &[u8], place: &str) -> Result<(), FetchError> {
    let edges = edges(bytes);
    let text = edges.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&edges);
    let text = text.trim_ascii();
    let place = || place.to_owned();
    if text.is_empty() {
        return Err(FetchError::Empty { place: place() });
    }
    if text.starts_with(b"<") {
        return Err(FetchError::WebPage { place: place() });
    }
    if !starts_with_ignoring_case(text, b"BEGIN:VCALENDAR") {
        return Err(FetchError::NotACalendar { place: place() });
    }
    if !is_complete(text) {
        return Err(FetchError::Truncated { place: place() });
    }
    Ok(())
}

/// The text, and of UTF-16 (told by its byte order mark, or by how `BE…` looks in it) only what is
/// looked at: its beginning and its end, with a question mark for whatever is not ASCII.
fn edges(bytes: &[u8]) -> Cow<'_, [u8]> {
    const EDGE: usize = 64 << 10;
    let low = match bytes {
        [0xFF, 0xFE, ..] | [b'B', 0, b'E', 0, ..] => 0,
        [0xFE, 0xFF, ..] | [0, b'B', 0, b'E', ..] => 1,
        _ => return Cow::Borrowed(bytes),
    };
    let marked = matches!(bytes, [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..]);
    let units = || bytes.chunks_exact(2).skip(usize::from(marked));
    let narrow = |unit: &[u8]| match (unit[low], unit[1 - low]) {
        (byte, 0) if byte.is_ascii() => byte,
        _ => b'?',
    };
    let count = units().len();
    let head = units().take(EDGE.min(count));
    let tail = units().skip(count.saturating_sub(EDGE).max(EDGE));
    Cow::Owned(head.chain(tail).map(narrow).collect())
}

/// Whether the last component to begin or end is a VCALENDAR's end. What follows it is of no
/// matter: some servers add a comment of their own to everything they send.
fn is_complete(text: &[u8]) -> bool {
    text.rsplit(|byte| matches!(byte, b'\n' | b'\r'))
        .find(|line| {
            starts_with_ignoring_case(line, b"BEGIN:") || starts_with_ignoring_case(line, b"END:")
        })
        .is_some_and(|line| line.trim_ascii().eq_ignore_ascii_case(b"END:VCALENDAR"))
}

fn starts_with_ignoring_case(text: &[u8], prefix: &[u8]) -> bool {
    text.get(..prefix.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(prefix))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_calendar_passes_whatever_its_line_ends_case_or_byte_order_mark() {
        let calendars: [&[u8]; 5] = [
            b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
            b"\xEF\xBB\xBFBEGIN:VCALENDAR\nEND:VCALENDAR",
            b"\n\nbegin:vcalendar\nend:vcalendar \n\n",
            b"BEGIN:VCALENDAR\nEND:VCALENDAR\nBEGIN:VCALENDAR\nEND:VCALENDAR\n",
            b"BEGIN:VCALENDAR\nEND:VCALENDAR\n<!-- made in 0.2 s -->\n",
        ];
        for calendar in calendars {
            assert!(
                check(calendar, "x").is_ok(),
                "{}",
                String::from_utf8_lossy(calendar)
            );
        }
    }

    #[test]
    fn a_calendar_that_breaks_off_is_not_complete() {
        let whole = b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nEND:VEVENT\nEND:VCALENDAR";
        for length in b"BEGIN:VCALENDAR".len()..whole.len() {
            let error = check(&whole[..length], "x").unwrap_err();
            assert!(
                matches!(error, FetchError::Truncated { .. }),
                "{length}: {error}"
            );
        }
    }

    fn utf_16(text: &str, mark: &[u8], bytes_of: fn(u16) -> [u8; 2]) -> Vec<u8> {
        let text = text.encode_utf16().flat_map(bytes_of);
        mark.iter().copied().chain(text).collect()
    }

    #[test]
    fn a_calendar_in_utf_16_is_complete_or_breaks_off_like_any_other() {
        let whole = format!(
            "BEGIN:VCALENDAR\r\nX-A:{}\r\nEND:VCALENDAR\r\n",
            "ü𝄞".repeat(99_999)
        );
        let half = &whole[..whole.len() - "CALENDAR\r\n".len()];
        for mark in [&b"\xFF\xFE"[..], b""] {
            assert!(check(&utf_16(&whole, mark, u16::to_le_bytes), "x").is_ok());
            let error = check(&utf_16(half, mark, u16::to_le_bytes), "x").unwrap_err();
            assert!(matches!(error, FetchError::Truncated { .. }), "{error}");
        }
        assert!(check(&utf_16(&whole, b"\xFE\xFF", u16::to_be_bytes), "x").is_ok());
        let page = check(&utf_16("<html>", b"\xFF\xFE", u16::to_le_bytes), "x").unwrap_err();
        assert!(matches!(page, FetchError::WebPage { .. }), "{page}");
    }

    #[test]
    fn a_sign_in_page_is_told_from_other_things_that_are_no_calendar() {
        let page = check(b"  <!DOCTYPE html><title>Sign in</title>", "x").unwrap_err();
        assert!(matches!(page, FetchError::WebPage { .. }));
        let json = check(b"{\"error\":\"expired\"}", "x").unwrap_err();
        assert!(matches!(json, FetchError::NotACalendar { .. }));
    }
}
