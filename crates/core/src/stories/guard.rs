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
/// What makes a word a link, whatever stands around it.
const SCHEME: &str = "://";

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
    } else if links(story).next().is_some() {
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
    let mut text = cleaned(text);
    // A scheme alone is no link, but with what stands behind it in a story it may read as one. And
    // what is left of a text may read as another link, so it is read until there is none.
    while text.contains(SCHEME) || links(&text).next().is_some() {
        text = cleaned(&without_links(&text).replace(SCHEME, " "));
    }
    shortened(&text, most_graphemes)
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

/// Where links are: with a scheme, or written as `www.…` or `host.name/path`. `Node.js` is a word.
fn links(text: &str) -> impl Iterator<Item = std::ops::Range<usize>> {
    let mut finder = LinkFinder::new();
    finder.kinds(&[LinkKind::Url]).url_must_have_scheme(false);
    finder
        .links(text)
        .filter(|link| {
            let link = link.as_str();
            link.contains('/')
                || link
                    .get(..4)
                    .is_some_and(|w| w.eq_ignore_ascii_case("www."))
        })
        .map(|link| link.start()..link.end())
        .collect::<Vec<_>>()
        .into_iter()
}

fn without_links(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut from = 0;
    for link in links(text) {
        kept.push_str(text.get(from..link.start).unwrap_or_default());
        kept.push(' ');
        from = link.end;
    }
    kept.push_str(text.get(from..).unwrap_or_default());
    kept
}

#[cfg(test)]
pub(in crate::stories) mod tests;
