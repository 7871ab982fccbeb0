//! What the libraries say of a connection that came to nothing, in our words.

use crate::io_words::without_number;

/// Whether https was spoken to a server that answers in plain text.
pub(super) fn speaks_no_tls(error: &reqwest::Error) -> bool {
    innermost(error).contains(NO_TLS)
}

/// What the innermost cause says, which is the one that says something.
fn innermost(error: &reqwest::Error) -> String {
    let mut cause: &dyn std::error::Error = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    cause.to_string()
}

/// The innermost cause ("Connection refused"), without the number that the system has for it.
pub(super) fn root_cause(error: &reqwest::Error) -> String {
    let words = innermost(error);
    match LIBRARY_WORDS.iter().find(|(said, _)| words.contains(said)) {
        Some((_, meant)) => (*meant).to_owned(),
        None => without_number(words),
    }
}

/// What rustls says of bytes that are none of its own.
const NO_TLS: &str = "InvalidContentType";

/// What the libraries say of a server that is not as it should be, and what that means.
const LIBRARY_WORDS: [(&str, &str); 9] = [
    (NO_TLS, "it does not answer as https does"),
    ("invalid HTTP", "it does not speak HTTP"),
    (
        "connection closed before",
        "the connection was closed too early",
    ),
    ("end of file before", "the connection was closed too early"),
    ("Invalid gzip", "it is packed in a way that cannot be read"),
    ("certificate expired", "its certificate has expired"),
    (
        "certificate not valid yet",
        "its certificate is not valid yet",
    ),
    (
        "UnknownIssuer",
        "its certificate is signed by nobody who is trusted here",
    ),
    ("not valid for name", "its certificate is for another name"),
];
