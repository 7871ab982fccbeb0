//! Texts on their way to a terminal.

use std::io::{self, Write as _};

use serde::Serialize;
use storytime_core::stories::guard;

/// A text of somebody else as one line, without what would steer the terminal.
pub fn one_line(text: &str) -> String {
    guard::line_within(text, usize::MAX)
}

/// A line of JSON in which everything that cannot be seen is escaped: it means the same, and steers
/// no terminal.
pub fn json_line(value: &impl Serialize) -> serde_json::Result<String> {
    let json = serde_json::to_string(value)?;
    let mut line = String::with_capacity(json.len() + 1);
    for c in json.chars() {
        if guard::is_unseen(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                line.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            line.push(c);
        }
    }
    line.push('\n');
    Ok(line)
}

/// Prints a text. A reader that has seen enough and is gone (`| head`) is no fault.
pub fn print(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(gone) if gone.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        printed => printed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_means_the_same_and_steers_no_terminal() {
        let text = "\u{9b}2J\u{1b}[31m \u{202e}fdp\u{e0069} 👩‍💻\u{7f}";

        let line = json_line(&text).unwrap();

        assert!(!line.trim_end().chars().any(guard::is_unseen), "{line:?}");
        assert_eq!(line.matches('\n').count(), 1);
        let read: String = serde_json::from_str(&line).unwrap();
        assert_eq!(read, text);
    }

    #[test]
    fn a_long_line_is_printed_whole() {
        let link = format!("https://example.org/{}", "x".repeat(3_000));
        assert_eq!(one_line(&link), link);
    }
}
