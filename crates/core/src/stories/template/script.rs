//! A voice made ready: what is asked of each phrase again and again is worked out once.

use std::sync::LazyLock;

use storytime_types::profile::Theme;

use super::topic::Topic;
use super::voice::{Matters, Phrases, Topics, Voice, When};
use super::{fantasy, genz, meme, opening_words, quiet};

/// A theme's phrases, made ready.
pub(super) struct Script {
    pub(super) emojis: &'static [&'static str],
    pub(super) openings: Vec<Line>,
    pub(super) bodies: Vec<Line>,
    pub(super) endings: Vec<Line>,
}

/// A phrase, made ready.
pub(super) struct Line {
    pub(super) text: &'static str,
    /// What must be true of an event.
    pub(super) needs: Matters,
    /// What it speaks of; a story speaks of nothing twice.
    pub(super) speaks_of: Matters,
    /// Only for events about this.
    pub(super) topic: Option<Topic>,
    /// True of some events only: likelier, since it says more about those.
    pub(super) special: bool,
    /// Words that are its own, not the event's.
    pub(super) words: usize,
    /// What stands between its slots, in order, and the longest piece of it, by which most stories
    /// that are of other phrases are told apart at once.
    pieces: Vec<&'static str>,
    longest: &'static str,
    /// Its first words, as [`opening_words`] has them.
    first_words: Vec<String>,
}

impl Script {
    pub(super) fn of(theme: Theme) -> &'static Self {
        static FANTASY: LazyLock<Script> = LazyLock::new(|| Script::ready(&fantasy::VOICE));
        static GENZ: LazyLock<Script> = LazyLock::new(|| Script::ready(&genz::VOICE));
        static MEME: LazyLock<Script> = LazyLock::new(|| Script::ready(&meme::VOICE));
        match theme {
            Theme::Fantasy => &FANTASY,
            Theme::Genz => &GENZ,
            Theme::Meme => &MEME,
        }
    }

    /// The plain tone.
    pub(super) fn quiet() -> &'static Self {
        static QUIET: LazyLock<Script> = LazyLock::new(|| Script::ready(&quiet::VOICE));
        &QUIET
    }

    fn ready(voice: &Voice) -> Self {
        let mut bodies = lines(voice.bodies);
        bodies.extend(topical(voice.topics));
        Self {
            emojis: voice.emojis,
            openings: lines(voice.openings),
            bodies,
            endings: lines(voice.endings),
        }
    }
}

fn lines(phrases: Phrases) -> Vec<Line> {
    let each = |(when, texts): &(When, &'static [&'static str])| {
        let when = *when;
        texts.iter().map(move |text| Line::new(when, text))
    };
    phrases.iter().flat_map(each).collect()
}

fn topical(topics: Topics) -> impl Iterator<Item = Line> {
    let each = |(topic, texts): &'static (Topic, &'static [&'static str])| {
        texts.iter().map(|text| Line {
            topic: Some(*topic),
            ..Line::new(When::Always, text)
        })
    };
    topics.iter().flat_map(each)
}

impl Line {
    fn new(when: When, text: &'static str) -> Self {
        let needs = Matters::needed(when, text);
        Self {
            text,
            needs,
            speaks_of: Matters::spoken_of(when, text),
            topic: None,
            special: needs != Matters::of(When::Always),
            words: own_words(text),
            longest: pieces(text).max_by_key(|piece| piece.len()).unwrap_or(text),
            pieces: pieces(text).collect(),
            first_words: opening_words(text).split(' ').map(Into::into).collect(),
        }
    }

    /// Whether a story holds it.
    pub(super) fn stands_in(&self, story: &str) -> bool {
        let mut rest = Some(story).filter(|story| story.contains(self.longest));
        for piece in &self.pieces {
            rest = rest
                .and_then(|rest| rest.split_once(piece))
                .map(|(_, rest)| rest);
        }
        rest.is_some()
    }

    /// Whether a story with these opening words begins with it, whatever fills its slots.
    pub(super) fn begins(&self, words: &str) -> bool {
        let mut told = words.split(' ');
        let as_told = |own: &String| {
            told.next()
                .is_some_and(|told| own == told || own.contains('{'))
        };
        self.first_words.iter().all(as_told) && told.next().is_none()
    }
}

fn own_words(text: &str) -> usize {
    let words = text.split_whitespace();
    words.filter(|word| !word.contains('{')).count()
}

/// What stands between the slots.
fn pieces(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.split('{')
        .map(|piece| piece.split_once('}').map_or(piece, |(_, literal)| literal))
        .filter(|piece| !piece.is_empty())
}
