//! What was told before, so that a story is like none of the others.

use std::collections::VecDeque;

use super::opening_words;
use super::script::{Line, Script};

/// A story shares at most one of its parts with any of so many before it.
pub(super) const STORIES: usize = 200;

/// Parts of a story that stories share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Opening,
    Body,
    Ending,
}

impl Part {
    /// A phrase is not told for so many stories after it was.
    fn rest(self) -> usize {
        match self {
            Self::Opening => 20,
            Self::Body => 12,
            Self::Ending => 8,
        }
    }
}

/// Which phrases of a script a story was told with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Telling {
    pub(super) opening: Option<usize>,
    pub(super) body: Option<usize>,
    pub(super) ending: Option<usize>,
}

/// The last stories told from one script. A story from another one counts as told, without parts.
pub(super) struct Memory {
    pub(super) script: &'static Script,
    /// Newest first.
    tellings: VecDeque<Telling>,
    /// Openings of the last stories that are none of the script's, newest first.
    strange: VecDeque<Option<String>>,
}

impl Memory {
    /// What can be recognised of these stories, newest first.
    pub(super) fn of(script: &'static Script, stories: &[String]) -> Self {
        let mut memory = Self {
            script,
            tellings: VecDeque::with_capacity(STORIES),
            strange: VecDeque::new(),
        };
        for story in stories.iter().take(STORIES).rev() {
            let words = opening_words(story);
            let telling = recognised(script, story, &words);
            let strange = telling.opening.is_none().then_some(words);
            memory.remember(telling, strange);
        }
        memory
    }

    pub(super) fn remember(&mut self, telling: Telling, strange: Option<String>) {
        self.tellings.push_front(telling);
        self.tellings.truncate(STORIES);
        self.strange.push_front(strange);
        self.strange.truncate(Part::Opening.rest());
    }

    /// How many stories ago each line of a part was told, counted from 0.
    pub(super) fn ages(&self, part: Part) -> Vec<Option<usize>> {
        let mut ages = vec![None; self.lines(part).len()];
        for (ago, telling) in self.tellings.iter().enumerate().rev() {
            if let Some(age) = part_of(telling, part).and_then(|line| ages.get_mut(line)) {
                *age = Some(ago);
            }
        }
        ages
    }

    /// Whether a line that was told so long ago is to rest still.
    pub(super) fn rests(part: Part, age: Option<usize>) -> bool {
        age.is_some_and(|ago| ago < part.rest())
    }

    /// Which lines of a part stood beside one of these phrases.
    pub(super) fn companions(&self, part: Part, of: Telling) -> Vec<bool> {
        let mut companions = vec![false; self.lines(part).len()];
        for telling in &self.tellings {
            let shares = (of.opening.is_some() && telling.opening == of.opening)
                || (of.body.is_some() && telling.body == of.body);
            let line = part_of(telling, part).filter(|_| shares);
            if let Some(is_companion) = line.and_then(|line| companions.get_mut(line)) {
                *is_companion = true;
            }
        }
        companions
    }

    /// Whether one of the last stories began with these words, though not from this script.
    pub(super) fn knows_opening(&self, words: impl FnOnce() -> String) -> bool {
        if self.strange.iter().all(Option::is_none) {
            return false;
        }
        let words = words();
        self.strange.iter().flatten().any(|told| *told == words)
    }

    pub(super) fn lines(&self, part: Part) -> &'static [Line] {
        match part {
            Part::Opening => &self.script.openings,
            Part::Body => &self.script.bodies,
            Part::Ending => &self.script.endings,
        }
    }
}

fn part_of(telling: &Telling, part: Part) -> Option<usize> {
    match part {
        Part::Opening => telling.opening,
        Part::Body => telling.body,
        Part::Ending => telling.ending,
    }
}

fn recognised(script: &Script, story: &str, words: &str) -> Telling {
    let opening = script.openings.iter().position(|line| line.begins(words));
    if opening.is_none() {
        return Telling::default();
    }
    let find = |lines: &[Line]| lines.iter().position(|line| line.stands_in(story));
    Telling {
        opening,
        body: find(&script.bodies),
        ending: find(&script.endings),
    }
}
