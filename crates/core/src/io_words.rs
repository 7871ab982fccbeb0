//! What the system says of a file that it refuses, in words.

/// What the system says, in words that somebody who never saw it understands.
#[must_use]
pub fn in_words(error: &std::io::Error) -> String {
    use std::io::ErrorKind;
    let words = match error.kind() {
        ErrorKind::NotFound => "there is no such file or folder",
        ErrorKind::PermissionDenied => "it is not permitted",
        ErrorKind::AlreadyExists | ErrorKind::NotADirectory => "there is a file in its place",
        ErrorKind::IsADirectory => "there is a folder in its place",
        ErrorKind::ReadOnlyFilesystem => "the disk can only be read",
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => {
            "the disk is full"
        }
        ErrorKind::AddrInUse => "another program uses it",
        _ => return without_number(error.to_string()),
    };
    words.to_owned()
}

/// What to do about a place where nothing can be written.
#[must_use]
pub fn what_to_do(error: &std::io::Error) -> &'static str {
    use std::io::ErrorKind;
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => {
            "free some space"
        }
        ErrorKind::AlreadyExists | ErrorKind::NotADirectory => "move that file away",
        ErrorKind::NotFound => "look whether its disk is there",
        ErrorKind::ReadOnlyFilesystem => "make the disk one that can be written",
        _ => "give yourself permission to write there",
    }
}

/// Without the number that the system has for it.
pub(crate) fn without_number(words: String) -> String {
    match words.split_once(" (os error ") {
        Some((before, _)) => before.to_owned(),
        None => words,
    }
}
