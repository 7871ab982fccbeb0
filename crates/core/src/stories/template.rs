//! The template storyteller: stories made of phrases, offline and deterministic.
//!
//! A story is an opening, a sentence that names the event, and mostly an ending, each drawn from a
//! theme's phrases that are true of the event. What was told before decides with: a phrase rests
//! for a while after it was told, and no two of 200 stories in a row share more than one of their
//! parts. Since no part makes up more than 60 % of its story, no two of them share more of their text. The same facts, seed and recent stories give the same story.

use storytime_types::profile::Theme;
use unicode_segmentation::UnicodeSegmentation as _;

use self::facets::{Facets, TITLE_GRAPHEMES};
use self::memory::{Memory, Part, Telling};
use self::script::{Line, Script};
use self::voice::Matters;
use super::{Facts, Story, guard, sensitive};

mod facets;
mod fantasy;
mod genz;
mod meme;
mod memory;
mod quiet;
mod script;
mod topic;
mod voice;

/// How many words of a story are its opening.
const OPENING_WORDS: usize = 4;
/// The most that a part has of its story's word trigrams, in percent.
const MOST_OF_A_STORY: usize = 60;
/// How often a title's subject decides what is said of it.
const ON_SUBJECT: f64 = 0.65;
/// How often a story ends with what is true of this event, and else with a wish, in percent of all.
const ON_SURROUNDINGS: f64 = 0.55;
const WITH_WISH: f64 = 0.6;
/// A phrase that is true of some events only is so much likelier than one that is true of all.
const SPECIAL_WEIGHT: usize = 3;

/// How many stories the storyteller should know: an opening rests for 20 of them, and the parts of
/// two stories are kept apart over all of them.
pub const REMEMBERED: usize = memory::STORIES;

/// Tells stories in one theme, each unlike those before it.
pub struct Storyteller {
    theme: Theme,
    lively: Memory,
    quiet: Memory,
}

/// Tells one story: [`Storyteller::tell`], knowing these stories, newest first.
#[must_use]
pub fn tell(theme: Theme, facts: &Facts, seed: u64, recent: &[String]) -> Story {
    Storyteller::new(theme, recent).tell(facts, seed)
}

impl Storyteller {
    /// Knows the last stories (or at least their openings), newest first; [`REMEMBERED`] are enough.
    #[must_use]
    pub fn new(theme: Theme, recent: &[String]) -> Self {
        Self {
            theme,
            lively: Memory::of(Script::of(theme), recent),
            quiet: Memory::of(Script::quiet(), recent),
        }
    }

    /// Tells a story and remembers it. `seed` chooses among what is true of the event and was not
    /// told lately; where everything was, what was told longest ago comes again.
    pub fn tell(&mut self, facts: &Facts, seed: u64) -> Story {
        let facets = Facets::of(facts);
        let (memory, other) = if sensitive::is_sensitive(&facts.title) {
            (&mut self.quiet, &mut self.lively)
        } else {
            (&mut self.lively, &mut self.quiet)
        };
        let mut draft = Draft {
            facets: &facets,
            memory,
            dice: fastrand::Rng::with_seed(seed),
            telling: Telling::default(),
            spoken_of: Matters::default(),
        };
        draft.choose();
        let emoji = draft.emoji();
        let (text, telling) = (draft.text(emoji), draft.telling);
        let lines = || telling.lines(memory.script);
        let of_surroundings = lines().any(|line| line.needs.are_of_surroundings());
        memory.remember(telling, None);
        other.remember(Telling::default(), None);
        Story {
            theme: self.theme,
            text,
            emoji: emoji.to_owned(),
            surroundings: of_surroundings.then(|| facts.surroundings.key()),
        }
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

/// A story on its way.
struct Draft<'a> {
    facets: &'a Facets<'a>,
    memory: &'a Memory,
    dice: fastrand::Rng,
    telling: Telling,
    spoken_of: Matters,
}

impl Draft<'_> {
    fn choose(&mut self) {
        self.telling.opening = self.draw(Part::Opening, &[], |_| true);
        self.take(Part::Opening, self.telling.opening);
        let told = self.memory.companions(Part::Body, self.telling);
        let on_subject = self.dice.f64() < ON_SUBJECT;
        let about = |line: &Line| line.topic.is_some();
        self.telling.body = on_subject
            .then(|| self.draw_fresh(Part::Body, &told, about))
            .flatten()
            .or_else(|| self.draw(Part::Body, &told, |line| !about(line)));
        self.take(Part::Body, self.telling.body);
        self.telling.ending = self.ending();
    }

    /// Something true of this event, a wish, or nothing, as long as the parts stay in balance.
    fn ending(&mut self) -> Option<usize> {
        let told = self.memory.companions(Part::Ending, self.telling);
        let parts = self.telling.words(self.memory.script);
        let balances = |line: &Line| are_balanced(&[&parts[..], &[line.words]].concat());
        let (on_surroundings, with_wish) = (self.dice.f64(), self.dice.f64());
        let special = (on_surroundings < ON_SURROUNDINGS)
            .then(|| self.draw_fresh(Part::Ending, &told, |line| line.special && balances(line)))
            .flatten();
        let needed = !are_balanced(&parts);
        special.or_else(|| {
            (needed || with_wish < WITH_WISH)
                .then(|| {
                    self.draw_fresh(Part::Ending, &told, |line| !line.special && balances(line))
                })
                .flatten()
        })
    }

    fn take(&mut self, part: Part, line: Option<usize>) {
        if let Some(line) = line.and_then(|line| self.memory.lines(part).get(line)) {
            self.spoken_of = self.spoken_of.and(line.speaks_of);
        }
    }

    /// A line that is true, says nothing twice, stood beside none of these parts and was not told
    /// lately.
    fn draw_fresh(
        &mut self,
        part: Part,
        told_beside: &[bool],
        fits: impl Fn(&Line) -> bool,
    ) -> Option<usize> {
        let ages = self.memory.ages(part);
        let lines = self.memory.lines(part).iter().enumerate();
        let fresh: Vec<(usize, usize)> = lines
            .filter(|(at, line)| {
                self.is_possible(line)
                    && fits(line)
                    && !told_beside.get(*at).copied().unwrap_or(false)
                    && !Memory::rests(part, ages.get(*at).copied().flatten())
                    && !self.began_like(part, line)
            })
            .map(|(at, line)| (at, if line.special { SPECIAL_WEIGHT } else { 1 }))
            .collect();
        let mut ticket = self
            .dice
            .usize(..fresh.iter().map(|(_, weight)| weight).sum::<usize>().max(1));
        let drawn = fresh
            .iter()
            .find(|(_, weight)| match ticket.checked_sub(*weight) {
                Some(left) => {
                    ticket = left;
                    false
                }
                None => true,
            });
        drawn.map(|(at, _)| *at)
    }

    /// A fresh line; or of those that stood beside none of these parts, the one told longest ago; or
    /// of all of them that one.
    fn draw(
        &mut self,
        part: Part,
        told_beside: &[bool],
        fits: impl Fn(&Line) -> bool,
    ) -> Option<usize> {
        self.draw_fresh(part, told_beside, &fits).or_else(|| {
            let ages = self.memory.ages(part);
            let lines = self.memory.lines(part).iter().enumerate();
            let age = |at: usize| ages.get(at).copied().flatten().unwrap_or(usize::MAX);
            let beside = |at: usize| told_beside.get(at).copied().unwrap_or(false);
            lines
                .filter(|(_, line)| self.is_possible(line) && fits(line))
                .map(|(at, _)| at)
                .max_by_key(|at| (!beside(*at), age(*at)))
        })
    }

    fn is_possible(&self, line: &Line) -> bool {
        self.facets.allow(line) && !self.spoken_of.meet(line.speaks_of)
    }

    fn began_like(&self, part: Part, line: &Line) -> bool {
        part == Part::Opening
            && self.memory.knows_opening(|| {
                let mut opening = String::new();
                self.facets.fill(line.text, TITLE_GRAPHEMES, &mut opening);
                opening_words(&opening)
            })
    }

    fn emoji(&mut self) -> &'static str {
        let emojis = self.memory.script.emojis;
        self.dice.choice(emojis).copied().unwrap_or("📅")
    }

    /// The sentences after the emoji, with as much of the title as there is room for.
    fn text(&self, emoji: &str) -> String {
        let story = |title_graphemes| {
            let mut text = emoji.to_owned();
            for line in self.telling.lines(self.memory.script) {
                text.push(' ');
                self.facets.fill(line.text, title_graphemes, &mut text);
            }
            text
        };
        let whole = story(TITLE_GRAPHEMES);
        if whole.len() <= guard::STORY_GRAPHEMES {
            return whole;
        }
        let too_many = whole
            .graphemes(true)
            .count()
            .saturating_sub(guard::STORY_GRAPHEMES);
        if too_many == 0 {
            return whole;
        }
        let title = self.facets.title_graphemes();
        story(title.saturating_sub(too_many).max(1))
    }
}

impl Telling {
    fn lines(self, script: &Script) -> impl Iterator<Item = &Line> {
        let opening = self.opening.and_then(|at| script.openings.get(at));
        let body = self.body.and_then(|at| script.bodies.get(at));
        let ending = self.ending.and_then(|at| script.endings.get(at));
        [opening, body, ending].into_iter().flatten()
    }

    fn words(self, script: &Script) -> Vec<usize> {
        self.lines(script).map(|line| line.words).collect()
    }
}

/// Whether no part has more of its story's trigrams than [`MOST_OF_A_STORY`]. So many words in a row
/// are two trigrams fewer; a part counts one more, since the word before or after it may be the same
/// in two stories.
fn are_balanced(parts: &[usize]) -> bool {
    let all = parts.iter().sum::<usize>().saturating_sub(2);
    parts
        .iter()
        .all(|words| words.saturating_sub(1) * 100 <= all * MOST_OF_A_STORY)
}

#[cfg(test)]
mod tests;
