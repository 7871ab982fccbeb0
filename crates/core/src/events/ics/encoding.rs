//! Bytes as they come, made readable: UTF-8 with or without a byte order mark, UTF-16, and the odd
//! line in Windows-1252.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::ReadError;

/// The file without its byte order mark, with line feeds, in an encoding that ASCII is part of.
pub(super) fn readable(bytes: &[u8]) -> Result<Cow<'_, [u8]>, ReadError> {
    let plain = match wide(bytes) {
        Some(encoding) => {
            let (text, _, damaged) = encoding.decode(bytes);
            if damaged {
                return Err(ReadError::Encoding {
                    encoding: encoding.name(),
                });
            }
            Cow::Owned(text.into_owned().into_bytes())
        }
        None => Cow::Borrowed(bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes)),
    };
    Ok(with_line_feeds(plain))
}

/// UTF-16 by its byte order mark, or by how `BE…` of `BEGIN` looks in it.
fn wide(bytes: &[u8]) -> Option<&'static Encoding> {
    match bytes {
        [0xFF, 0xFE, ..] | [b'B', 0, b'E', 0, ..] => Some(UTF_16LE),
        [0xFE, 0xFF, ..] | [0, b'B', 0, b'E', ..] => Some(UTF_16BE),
        _ => None,
    }
}

/// Files of old Macs end their lines with a lone carriage return.
fn with_line_feeds(bytes: Cow<'_, [u8]>) -> Cow<'_, [u8]> {
    let head = bytes.iter().take(1000);
    if bytes.contains(&b'\n') || !head.clone().any(|byte| *byte == b'\r') {
        return bytes;
    }
    let mut bytes = bytes.into_owned();
    for byte in &mut bytes {
        if *byte == b'\r' {
            *byte = b'\n';
        }
    }
    Cow::Owned(bytes)
}

/// The beginning of a file in at most so many bytes, if it is text.
pub(super) fn beginning(bytes: &[u8], most: usize) -> Option<String> {
    let head = &bytes[..bytes.len().min(most)];
    let is_text = |byte: u8| byte >= b' ' && byte != 0x7F || byte.is_ascii_whitespace();
    if !head.iter().all(|byte| is_text(*byte)) {
        return None;
    }
    match std::str::from_utf8(head) {
        Ok(whole) => Some(whole.to_owned()),
        // Only its last letter is cut.
        Err(cut) if cut.error_len().is_none() => {
            Some(text(Cow::Borrowed(&head[..cut.valid_up_to()])))
        }
        Err(_) => Some(text(Cow::Borrowed(head))),
    }
}

/// Text in UTF-8, and where it is not that, in Windows-1252 (of which Latin-1 is a part): the two
/// encodings that calendars come in without saying so.
pub(super) fn text(bytes: Cow<'_, [u8]>) -> String {
    match String::from_utf8(bytes.into_owned()) {
        Ok(text) => text,
        Err(other) => WINDOWS_1252
            .decode_without_bom_handling(other.as_bytes())
            .0
            .into_owned(),
    }
}
