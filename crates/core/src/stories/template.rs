//! The template storyteller: stories made of phrases, offline and deterministic.
//!
//! A story is an opening, a sentence that names the event, and sometimes a closing word, each drawn
//! from a theme's phrases that are true of the event. The same facts, seed and recent stories give
//! the same story.

use storytime_types::profile::Theme;

use self::facets::Facets;
use self::voice::{Phrase, Voice};
use super::{Facts, Story, guard, sensitive};

mod facets;
mod fantasy;
mod genz;
mod meme;
mod quiet;
mod topic;
mod voice;

/// How many words of a story are its opening.
const OPENING_WORDS: usize = 4;

/// Tells a story.
///
/// `seed` chooses among what is true of the event. `recent` holds the last stories (or their
/// openings), newest first: the story begins like none of them, unless every opening that fits is
/// among them, and then like the one told longest ago.
#[must_use]
pub fn tell(theme: Theme, facts: &Facts, seed: u64, recent: &[String]) -> Story {
    let facets = Facets::of(facts);
    let voice = if sensitive::is_sensitive(&facts.title) {
        &quiet::VOICE
    } else {
        voice_of(theme)
    };
    let mut dice = fastrand::Rng::with_seed(seed);
    let openings: Vec<String> = recent.iter().map(|story| opening_words(story)).collect();
    let told = |phrase: &Phrase| {
        let trace = voice::longest_literal(phrase);
        Told::at(recent.iter().position(|story| story.contains(trace)))
    };
    let mut phrases: Vec<Phrase> = Vec::new();
    phrases.extend(draw(&mut dice, voice.openings, &facets, |phrase| {
        let opening = opening_words(&facets.fill(phrase.1));
        told(phrase).max(Told::at(openings.iter().position(|told| *told == opening)))
    }));
    for part in [voice.bodies, voice.closings_for(&mut dice)] {
        let fitting: Vec<Phrase> = part
            .iter()
            .filter(|phrase| !voice::repeats(phrase, &phrases))
            .copied()
            .collect();
        phrases.extend(draw(&mut dice, &fitting, &facets, told));
    }
    let emoji = dice.choice(voice.emojis).copied().unwrap_or("📅");
    let sentences = phrases.iter().map(|phrase| facets.fill(phrase.1));
    let text = std::iter::once(emoji.to_owned())
        .chain(sentences)
        .collect::<Vec<_>>()
        .join(" ");
    Story {
        theme,
        text: guard::shortened(&text, guard::STORY_GRAPHEMES),
        emoji: emoji.to_owned(),
    }
}

/// The first four words of a story after its emoji, in lower case.
#[must_use]
pub fn opening_words(story: &str) -> String {
    story
        .split_whitespace()
        .skip_while(|word| !word.chars().any(char::is_alphanumeric))
        .take(OPENING_WORDS)
        .map(str::to_lowercase)
        .collect::<Vec<_>>()
        .join(" ")
}

fn voice_of(theme: Theme) -> &'static Voice {
    match theme {
        Theme::Fantasy => &fantasy::VOICE,
        Theme::Genz => &genz::VOICE,
        Theme::Meme => &meme::VOICE,
    }
}

/// Draws a phrase that is true of the event: one not told before if there is one, or else the one
/// told longest ago. What says more about the event is likelier.
fn draw(
    dice: &mut fastrand::Rng,
    phrases: &[Phrase],
    facets: &Facets,
    told: impl Fn(&Phrase) -> Told,
) -> Option<Phrase> {
    phrases
        .iter()
        .filter(|phrase| facets.allow(phrase))
        // A weighted draw without replacement (Efraimidis and Spirakis): the highest u^(1/w) wins.
        .map(|phrase| {
            (
                told(phrase),
                dice.f64().powf(1.0 / phrase.0.weight()),
                phrase,
            )
        })
        .min_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)))
        .map(|(_, _, phrase)| *phrase)
}

/// How long ago something was told; what was never told, or longest ago, comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Told {
    Never,
    /// So many stories ago, counted from 0.
    Ago(std::cmp::Reverse<usize>),
}

impl Told {
    fn at(ago: Option<usize>) -> Self {
        ago.map_or(Self::Never, |ago| Self::Ago(std::cmp::Reverse(ago)))
    }
}

#[cfg(test)]
mod tests;
