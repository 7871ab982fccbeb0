//! Story Guard: the rules for every text that leaves, in one place.
//!
//! Event texts are written by others. Before any of them is shown it is made one clean line: no
//! control characters, nothing invisible that reorders or hides text, no endless marks. A story is
//! also short and carries no link.

use linkify::{LinkFinder, LinkKind};
use unicode_segmentation::UnicodeSegmentation as _;

/// The most graphemes (characters as people count them) of a story.
pub const STORY_GRAPHEMES: usize = 280;
/// The most lines of a story.
pub const STORY_LINES: usize = 3;
/// The most graphemes of a line of facts or a title.
pub const LINE_GRAPHEMES: usize = 200;
/// The most code points of one grapheme: enough for a family of four in four skin colours, too few
/// for a tower of accents that climbs over the neighbouring lines.
const GRAPHEME_CHARS: usize = 16;
/// Code points looked at: far more than is shown, and a bound on what a hostile text can cost.
const MOST_CHARS: usize = 4_096;

/// Why a text is not fit to be a story.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// There is nothing to read.
    #[error("the text is empty")]
    Empty,
    /// More than [`STORY_GRAPHEMES`].
    #[error("the text is longer than {STORY_GRAPHEMES} characters")]
    TooLong,
    /// More than [`STORY_LINES`].
    #[error("the text has more than {STORY_LINES} lines")]
    TooManyLines,
    /// It carries a link.
    #[error("the text carries a link")]
    Link,
    /// It holds control characters, or ones that reorder or hide text.
    #[error("the text holds characters that cannot be seen")]
    Unseen,
}

/// Whether a text may be shown as a story.
///
/// # Errors
/// The first rule that it breaks.
pub fn check(story: &str) -> Result<(), Unfit> {
    if story.trim().is_empty() {
        Err(Unfit::Empty)
    } else if story.lines().count() > STORY_LINES {
        Err(Unfit::TooManyLines)
    } else if story.chars().any(|c| c != '\n' && is_unseen(c)) {
        Err(Unfit::Unseen)
    } else if story.graphemes(true).nth(STORY_GRAPHEMES).is_some() {
        Err(Unfit::TooLong)
    } else if story.split_whitespace().any(is_link) {
        Err(Unfit::Link)
    } else {
        Ok(())
    }
}

/// One clean line of at most [`LINE_GRAPHEMES`]: what may be shown of a title, a place or another
/// text of an event. Links stay, since a place may be one.
#[must_use]
pub fn line(text: &str) -> String {
    shortened(&cleaned(text), LINE_GRAPHEMES)
}

/// One clean line without links, for use within a story.
#[must_use]
pub fn words(text: &str, most_graphemes: usize) -> String {
    let text = without_links(&cleaned(text));
    // What is left of a word must not read as a link once a story stands around it.
    let words: Vec<&str> = text
        .split_whitespace()
        .filter(|word| !is_link(word))
        .collect();
    shortened(&words.join(" "), most_graphemes)
}

/// The text cut to so many graphemes, the last of them an ellipsis where something was cut.
#[must_use]
pub fn shortened(text: &str, most_graphemes: usize) -> String {
    if text.graphemes(true).nth(most_graphemes).is_none() {
        return text.to_owned();
    }
    let kept: String = text
        .graphemes(true)
        .take(most_graphemes.saturating_sub(1))
        .collect();
    format!("{}…", kept.trim_end())
}

/// Without what cannot be seen, and with single spaces between words.
fn cleaned(text: &str) -> String {
    let seen: String = text
        .chars()
        .take(MOST_CHARS)
        .map(|c| if is_break(c) { ' ' } else { c })
        .filter(|c| !is_unseen(*c))
        .collect();
    let spaced = seen.split_whitespace().collect::<Vec<_>>().join(" ");
    spaced
        .graphemes(true)
        .flat_map(|grapheme| grapheme.chars().take(GRAPHEME_CHARS))
        .collect()
}

fn is_break(c: char) -> bool {
    matches!(
        c,
        '\t' | '\n' | '\u{b}' | '\u{c}' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}'
    )
}

/// Control characters, line breaks, and format characters that reorder or hide text. Joiners
/// (U+200C, U+200D) and variation selectors stay: emoji and several scripts are written with them.
fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{ad}'                       // soft hyphen
            | '\u{61c}' | '\u{200e}' | '\u{200f}' // direction marks
            | '\u{200b}' | '\u{2060}'..='\u{2064}' | '\u{feff}' // zero width
            | '\u{2028}' | '\u{2029}'      // line and paragraph separator
            | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{206f}' // embeddings, overrides, isolates
            | '\u{fff9}'..='\u{fffb}'      // interlinear annotation
            | '\u{e0000}'..='\u{e007f}'    // tags: letters that nobody sees
        )
}

/// Without links, which may stand in the middle of a word where a script knows no spaces.
fn without_links(text: &str) -> String {
    let mut finder = LinkFinder::new();
    finder.kinds(&[LinkKind::Url]).url_must_have_scheme(false);
    finder
        .spans(text)
        .map(|span| {
            if span.kind().is_some() && is_link(span.as_str()) {
                " "
            } else {
                span.as_str()
            }
        })
        .collect()
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

#[cfg(test)]
pub(in crate::stories) mod tests;
