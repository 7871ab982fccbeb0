//! What of a text can be seen: everything else is taken out, since it hides, reorders or piles up
//! text, or steers the terminal that it is printed on.

use icu_properties::CodePointSetData;
use icu_properties::props::{
    BidiControl, DefaultIgnorableCodePoint, EnumeratedProperty as _, ExtendedPictographic,
    GeneralCategory,
};
use unicode_segmentation::UnicodeSegmentation as _;

/// Code points looked at: far more than is shown, and a bound on what a hostile text can cost.
const MOST_CHARS: usize = 4_096;
/// The most code points of one grapheme: enough for a family of four in four skin colours.
const GRAPHEME_CHARS: usize = 16;
/// The most marks on one letter: enough for pointed and chanted Hebrew, too few for a tower of
/// accents that climbs over the neighbouring lines.
const MARKS: usize = 5;

pub(super) const NON_JOINER: char = '\u{200c}';
pub(super) const JOINER: char = '\u{200d}';
/// Looks like a space and counts as a symbol.
const BLANK_BRAILLE: char = '\u{2800}';
/// England, Scotland and Wales (UTS #51, Annex C): the only emoji that are spelled with tags.
const TAG_FLAGS: [&str; 3] = [
    "🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}",
    "🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}",
    "🏴\u{e0067}\u{e0062}\u{e0077}\u{e006c}\u{e0073}\u{e007f}",
];

/// One line of what can be seen, with single spaces between words. Cleaning it again changes
/// nothing.
pub(super) fn cleaned(text: &str) -> String {
    let mut text = visible(text);
    // What was taken out may have stood between two things that together are one too many.
    while !text.is_ascii() {
        let lower = visible(&with_lower_towers(&text));
        if lower == text {
            break;
        }
        text = lower;
    }
    text
}

/// Whether a renderer obeys this character while a reader cannot see it: controls, marks of
/// direction, and what Unicode calls default-ignorable (of which some have their place: see
/// [`cleaned`]).
#[must_use]
pub fn is_unseen(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_control();
    }
    c.is_control()
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{fff9}'..='\u{fffb}')
        || CodePointSetData::new::<BidiControl>().contains(c)
        || CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(c)
}

fn visible(text: &str) -> String {
    let mut seen = String::with_capacity(text.len().min(MOST_CHARS));
    let mut marks = 0;
    let mut chars = text.char_indices().take(MOST_CHARS);
    while let Some((at, c)) = chars.next() {
        if c.is_whitespace() || c == BLANK_BRAILLE {
            if !seen.is_empty() && !seen.ends_with(' ') {
                seen.push(' ');
            }
            marks = 0;
        } else if let Some(flag) = tag_flag(c, &text[at..]) {
            seen.push_str(flag);
            chars.nth(flag.chars().count().saturating_sub(2));
            marks = 0;
        } else if !is_unseen(c) || has_its_place(c, &seen, &text[at + c.len_utf8()..]) {
            marks = if is_mark(c) { marks + 1 } else { 0 };
            if marks <= MARKS {
                seen.push(c);
            }
        }
    }
    seen.truncate(seen.trim_end().len());
    seen
}

fn tag_flag(c: char, text: &str) -> Option<&'static str> {
    let is_black_flag = c == '🏴';
    let mut flags = TAG_FLAGS.into_iter();
    flags.find(|flag| is_black_flag && text.starts_with(flag))
}

/// Joiners between emoji and within the scripts that are written with them, and variation selectors
/// after what they vary.
fn has_its_place(c: char, before: &str, after: &str) -> bool {
    let Some(before) = before.chars().next_back() else {
        return false;
    };
    let after = after.chars().next();
    match c {
        JOINER => after.is_some_and(|after| {
            joins_emoji(before, after) || (is_joined(before) && is_joined(after))
        }),
        NON_JOINER => after.is_some_and(|after| is_joined(before) && is_joined(after)),
        _ => is_variation_selector(c) && !before.is_whitespace() && !is_unseen(before),
    }
}

fn joins_emoji(before: char, after: char) -> bool {
    let pictures = CodePointSetData::new::<ExtendedPictographic>();
    let is_skin_colour = matches!(before, '\u{1f3fb}'..='\u{1f3ff}');
    (pictures.contains(before) || is_skin_colour || is_variation_selector(before))
        && pictures.contains(after)
}

/// Letters and marks of the blocks from Arabic to Vedic, of Indic and Arabic extensions, and of the
/// scripts beyond the first plane: there a joiner decides how a word looks.
fn is_joined(c: char) -> bool {
    matches!(c, '\u{600}'..='\u{1cff}' | '\u{a840}'..='\u{abff}' | '\u{10a00}'..='\u{11fff}' | '\u{1e900}'..='\u{1e95f}')
        && (c.is_alphanumeric() || is_mark(c))
}

/// Of emoji and symbols, of ideographs, and of Mongolian.
fn is_variation_selector(c: char) -> bool {
    matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}' | '\u{180b}'..='\u{180d}' | '\u{180f}')
}

fn is_mark(c: char) -> bool {
    !c.is_ascii()
        && matches!(
            GeneralCategory::for_char(c),
            GeneralCategory::NonspacingMark | GeneralCategory::EnclosingMark
        )
}

/// The text with its longest graphemes cut.
fn with_lower_towers(text: &str) -> String {
    let graphemes = text.graphemes(true);
    graphemes
        .flat_map(|grapheme| grapheme.chars().take(GRAPHEME_CHARS))
        .collect()
}
