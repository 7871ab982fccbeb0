//! Links within a text: a story carries none.

use linkify::{LinkFinder, LinkKind};

/// The text without links, which may stand in the middle of a word where a script knows no spaces.
pub(super) fn without_links(text: &str) -> String {
    if !may_hold_a_link(text) {
        return text.to_owned();
    }
    let mut finder = LinkFinder::new();
    finder.kinds(&[LinkKind::Url]).url_must_have_scheme(false);
    let spaced: String = finder
        .spans(text)
        .map(|span| {
            if span.kind().is_some() && is_link(span.as_str()) {
                " "
            } else {
                span.as_str()
            }
        })
        .collect();
    // What is left of a word must not read as a link once a story stands around it.
    let words = spaced.split_whitespace().filter(|word| !is_link(word));
    words.collect::<Vec<_>>().join(" ")
}

/// Whether a text holds a link.
pub(super) fn holds_a_link(text: &str) -> bool {
    may_hold_a_link(text) && text.split_whitespace().any(is_link)
}

/// Quick to ask, and true of every text with a link.
fn may_hold_a_link(text: &str) -> bool {
    text.contains("://")
        || (text.contains('.') && (text.contains('/') || text.contains(['w', 'W'])))
}

/// Whether a word is or holds a link: with a scheme, or written as `www.…` or `host.name/path`.
/// `Node.js` is a word, and so is `24./25.`.
fn is_link(word: &str) -> bool {
    let word = word.to_lowercase();
    let with_www = word
        .match_indices("www.")
        .any(|(at, www)| word[at + www.len()..].starts_with(char::is_alphanumeric));
    let host = word.rsplit_once('/').map_or("", |(host, _)| host);
    let with_path = host.match_indices('.').any(|(at, dot)| {
        host[..at].ends_with(char::is_alphanumeric)
            && host[at + dot.len()..].starts_with(char::is_alphabetic)
    });
    with_www || with_path || word.contains("://")
}
