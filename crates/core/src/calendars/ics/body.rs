//! Whether a body is a complete calendar, as far as its first and last line tell. A calendar that
//! breaks off must not be taken for one whose other events were deleted.

use crate::calendars::FetchError;

/// Looks at a body's beginning and end.
///
/// # Errors
/// A web page, something else that is no calendar, or a calendar that breaks off.
pub fn check(bytes: &[u8], place: &str) -> Result<(), FetchError> {
    // UTF-16 is for the reader to decode; it says by itself where such a text breaks off.
    if bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF") {
        return Ok(());
    }
    let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let text = text.trim_ascii();
    let place = || place.to_owned();
    if text.is_empty() {
        // A program that rewrites its file empties it first.
        return Err(FetchError::Truncated { place: place() });
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
        let calendars: [&[u8]; 6] = [
            b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
            b"\xEF\xBB\xBFBEGIN:VCALENDAR\nEND:VCALENDAR",
            b"\n\nbegin:vcalendar\nend:vcalendar \n\n",
            b"BEGIN:VCALENDAR\nEND:VCALENDAR\nBEGIN:VCALENDAR\nEND:VCALENDAR\n",
            b"BEGIN:VCALENDAR\nEND:VCALENDAR\n<!-- made in 0.2 s -->\n",
            b"\xFF\xFEB\0E\0",
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

    #[test]
    fn a_sign_in_page_is_told_from_other_things_that_are_no_calendar() {
        let page = check(b"  <!DOCTYPE html><title>Sign in</title>", "x").unwrap_err();
        assert!(matches!(page, FetchError::WebPage { .. }));
        let json = check(b"{\"error\":\"expired\"}", "x").unwrap_err();
        assert!(matches!(json, FetchError::NotACalendar { .. }));
    }
}
