//! Texts on their way to a terminal.

use std::io::{self, Write as _};

use storytime_desktop::text;

/// A text of somebody else as one line, without what would steer the terminal.
pub fn one_line(text: &str) -> String {
    text::one_line(text, usize::MAX)
}

/// Prints a text. A reader that has seen enough and is gone (`| head`) is no fault.
pub fn print(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(gone) if gone.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        printed => printed,
    }
}
