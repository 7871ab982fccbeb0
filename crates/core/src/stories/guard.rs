//! Story Guard: the rules for every text that leaves, in one place.
//!
//! Event texts are written by others. Before any of them is shown (in a notification, a menu, a
//! message, on a terminal) it is made one clean line: no control characters, nothing invisible that
//! reorders or hides text, no endless marks, no endless bytes. A story is also short, carries no
//! link and names no time but its event's.

mod clock_times;
mod links;
mod seen;

use unicode_segmentation::UnicodeSegmentation as _;

use self::clock_times::ClockTime;
use super::Facts;
pub use seen::is_unseen;

/// The most graphemes (characters as people count them) of a story.
pub const STORY_GRAPHEMES: usize = 280;
/// The most lines of a story.
pub const STORY_LINES: usize = 3;
/// The most graphemes of a line of facts or a title.
pub const LINE_GRAPHEMES: usize = 200;
/// The most bytes a text may take for each grapheme that it may have. One grapheme can be thousands
/// of bytes; emoji of families, the longest that mean something, have 25, letters of any script
/// rarely 12.
const BYTES_A_GRAPHEME: usize = 16;
/// Lines looked at of a text that has lines of its own.
const MOST_LINES: usize = 100;
/// What stands where something was cut.
const ELLIPSIS: &str = "…";

/// Why a text is not fit to be a story.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// There is nothing to read.
    #[error("the text is empty")]
    Empty,
    /// More than [`STORY_GRAPHEMES`], or more bytes than so many should take.
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
    /// It names a time that is not the event's.
    #[error("the text names another time than the event’s")]
    OtherTime,
}

/// Whether a text names a time of day.
#[must_use]
pub fn names_a_time(text: &str) -> bool {
    !clock_times::named_in(text).is_empty()
}

/// Whether a text may be shown as a story of this event.
///
/// # Errors
/// The first rule that it breaks.
pub fn check_story(story: &str, facts: &Facts) -> Result<(), Unfit> {
    check(story)?;
    let named = clock_times::named_in(story);
    if named.is_empty() {
        return Ok(());
    }
    let own = [
        Some(facts.title.as_str()),
        facts.location.as_deref(),
        facts.starts.as_deref(),
        facts.surroundings.before.title(),
        facts.surroundings.after.title(),
    ];
    let own: Vec<ClockTime> = own
        .into_iter()
        .flatten()
        .flat_map(|own| {
            [
                clock_times::held_by(own),
                clock_times::held_by(&seen::cleaned(own)),
            ]
        })
        .flatten()
        .collect();
    let is_own = |named: &ClockTime| own.iter().any(|own| own.agrees(*named));
    if named.iter().all(is_own) {
        Ok(())
    } else {
        Err(Unfit::OtherTime)
    }
}

/// Whether a text may be shown as a story, whatever its event.
///
/// # Errors
/// The first rule that it breaks.
pub fn check(story: &str) -> Result<(), Unfit> {
    if story.trim().is_empty() {
        Err(Unfit::Empty)
    } else if story.split('\n').count() > STORY_LINES {
        Err(Unfit::TooManyLines)
    } else if story.len() > STORY_GRAPHEMES * BYTES_A_GRAPHEME
        || story.graphemes(true).nth(STORY_GRAPHEMES).is_some()
    {
        Err(Unfit::TooLong)
    } else if !story.split('\n').all(is_clean) {
        Err(Unfit::Unseen)
    } else if links::holds_a_link(story) {
        Err(Unfit::Link)
    } else {
        Ok(())
    }
}

/// Whether cleaning would take nothing away but spaces.
fn is_clean(line: &str) -> bool {
    let breaks = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
    let cleaned = seen::cleaned(line);
    !line.contains(breaks) && cleaned.split_whitespace().eq(line.split_whitespace())
}

/// One clean line of at most [`LINE_GRAPHEMES`]: what may be shown of a title, a place or another
/// text of an event. Links stay, since a place may be one.
#[must_use]
pub fn line(text: &str) -> String {
    line_within(text, LINE_GRAPHEMES)
}

/// One clean line of at most so many graphemes, for where there is less room, or (on a terminal,
/// with [`usize::MAX`]) more.
#[must_use]
pub fn line_within(text: &str, most_graphemes: usize) -> String {
    cut(seen::cleaned(text), most_graphemes)
}

/// Clean lines of at most so many graphemes together: what may be shown of a text that has lines of
/// its own. Empty ones are left out.
#[must_use]
pub fn lines_within(text: &str, most_graphemes: usize) -> String {
    let lines: Vec<String> = text
        .split(['\n', '\u{2028}', '\u{2029}'])
        .take(MOST_LINES)
        .map(seen::cleaned)
        .filter(|line| !line.is_empty())
        .collect();
    cut(lines.join("\n"), most_graphemes)
}

/// Clean lines, however many and long: what is shown of a text as a whole.
#[must_use]
pub fn text(text: &str) -> String {
    let lines: Vec<String> = text.split('\n').map(seen::cleaned).collect();
    lines.join("\n")
}

/// One clean line without links, for use within a story.
#[must_use]
pub fn words(text: &str, most_graphemes: usize) -> String {
    cut(links::without_links(&seen::cleaned(text)), most_graphemes)
}

/// The text cut to so many graphemes, the last of them an ellipsis where something was cut.
#[must_use]
pub fn shortened(text: &str, most_graphemes: usize) -> String {
    cut(text.to_owned(), most_graphemes)
}

fn cut(mut text: String, most_graphemes: usize) -> String {
    let most_bytes = most_graphemes.saturating_mul(BYTES_A_GRAPHEME);
    if text.len() <= most_graphemes || fits(&text, most_graphemes, most_bytes) {
        return text;
    }
    let kept: usize = text
        .grapheme_indices(true)
        .take(most_graphemes.saturating_sub(1))
        .map(|(at, grapheme)| at + grapheme.len())
        .take_while(|end| *end <= most_bytes.saturating_sub(ELLIPSIS.len()))
        .last()
        .unwrap_or(0);
    text.truncate(kept);
    let joins_nothing = |c: char| c.is_whitespace() || matches!(c, seen::JOINER | seen::NON_JOINER);
    text.truncate(text.trim_end_matches(joins_nothing).len());
    text.push_str(ELLIPSIS);
    text
}

fn fits(text: &str, most_graphemes: usize, most_bytes: usize) -> bool {
    text.len() <= most_bytes && text.graphemes(true).nth(most_graphemes).is_none()
}

#[cfg(test)]
pub(in crate::stories) mod tests;
