//! Texts as they are kept of an event, whatever calendar they come from.

/// How much is kept of a description, in bytes: nobody reads more in a reminder's window.
pub(super) const LONGEST_TEXT: usize = 16 << 10;

/// How much is kept of a title, a place or an address, in bytes.
pub(super) const LONGEST_LINE: usize = 2 << 10;

/// The first half of a text's SHA-256, in hexadecimal digits.
pub(super) fn digest(text: &str) -> String {
    use sha2::{Digest, Sha256};
    let digest = Sha256::digest(text.as_bytes());
    hex::encode(&digest[..16])
}

/// Line breaks and other control characters as spaces, none at the ends.
pub(super) fn one_line(text: String) -> String {
    // Numbers instead of truths: the compiler looks at many bytes at once then.
    let control = |byte: u8| u8::from(byte < b' ') | u8::from(byte == 0x7F);
    let controls = text.bytes().fold(0, |found, byte| found | control(byte));
    if controls == 0 && text.trim_ascii().len() == text.len() {
        return text;
    }
    let words = text.split(char::is_control).map(str::trim);
    let words: Vec<_> = words.filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

/// A text that says something.
pub(super) fn some(text: String) -> Option<String> {
    (!text.trim().is_empty()).then_some(text)
}

/// The beginning of a text, in so many bytes or a little less.
pub(super) fn cut(mut text: String, most: usize) -> String {
    if text.len() > most {
        text.truncate(text.floor_char_boundary(most));
        text.shrink_to_fit();
    }
    text
}

/// A UID that is too long for one is told by its hash.
pub(super) fn identifier(uid: String) -> String {
    if uid.len() <= LONGEST_LINE {
        return uid;
    }
    let mut short = String::from("long-uid-");
    short.push_str(&digest(&uid));
    short
}
