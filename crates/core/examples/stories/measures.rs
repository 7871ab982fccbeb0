//! What is measured of 200 stories told one after another, and the rules that they keep.

use std::collections::{HashMap, HashSet};

use storytime_core::stories::Facts;
use storytime_core::stories::template::{Storyteller, opening_words};
use storytime_types::profile::Theme;
use unicode_segmentation::UnicodeSegmentation as _;

/// So many stories are told of each kind of event.
pub const STORIES: usize = 200;
/// An opening must not come again within so many stories.
pub const WITHIN: usize = 20;

/// Stories in one theme, told one after another by one storyteller.
pub struct Told {
    stories: Vec<String>,
    /// Word trigrams of each story outside the event's own words.
    trigrams: Vec<HashSet<[String; 3]>>,
}

/// What is measured of them.
#[derive(Debug)]
pub struct Measures {
    /// Different openings (the first four words after the emoji).
    pub openings: usize,
    /// Openings that came again within [`WITHIN`] stories.
    pub repeats: usize,
    /// The largest share of trigrams that two stories have in common, in percent of the one with
    /// fewer.
    pub overlap: usize,
    /// Graphemes of the shortest, the middle and the longest story.
    pub lengths: [usize; 3],
    /// Lines of the longest story.
    pub lines: usize,
    /// Different stories.
    pub distinct: usize,
}

impl Told {
    /// [`STORIES`] stories of these events in turn, with the seeds 0, 1, 2, …
    pub fn of(theme: Theme, events: &[Facts]) -> Self {
        let mut teller = Storyteller::new(theme, &[]);
        let mut told = Self {
            stories: Vec::new(),
            trigrams: Vec::new(),
        };
        for (facts, seed) in events.iter().cycle().take(STORIES).zip(0..) {
            let story = teller.tell(facts, seed).text;
            told.trigrams.push(trigrams(&story, facts));
            told.stories.push(story);
        }
        told
    }

    pub fn measures(&self) -> Measures {
        let openings: Vec<_> = self.stories.iter().map(|s| opening_words(s)).collect();
        let came_again = |at: &usize| {
            let before = &openings[at.saturating_sub(WITHIN - 1)..*at];
            before.contains(&openings[*at])
        };
        let mut lengths: Vec<_> = self
            .stories
            .iter()
            .map(|story| story.graphemes(true).count())
            .collect();
        lengths.sort_unstable();
        Measures {
            openings: openings.iter().collect::<HashSet<_>>().len(),
            repeats: (0..openings.len()).filter(came_again).count(),
            overlap: self.overlap(),
            lengths: [lengths[0], lengths[STORIES / 2], lengths[STORIES - 1]],
            lines: self
                .stories
                .iter()
                .map(|s| s.lines().count())
                .max()
                .unwrap_or(0),
            distinct: self.stories.iter().collect::<HashSet<_>>().len(),
        }
    }

    /// |A ∩ B| / min(|A|, |B|) of the two stories that are most alike.
    fn overlap(&self) -> usize {
        let mut holders: HashMap<&[String; 3], Vec<usize>> = HashMap::new();
        for (story, trigrams) in self.trigrams.iter().enumerate() {
            for trigram in trigrams {
                holders.entry(trigram).or_default().push(story);
            }
        }
        let mut common: HashMap<(usize, usize), usize> = HashMap::new();
        for stories in holders.values() {
            for (at, one) in stories.iter().enumerate() {
                for other in &stories[at + 1..] {
                    *common.entry((*one, *other)).or_default() += 1;
                }
            }
        }
        let size = |story: usize| self.trigrams[story].len();
        common
            .iter()
            .map(|((one, other), common)| 100 * common / size(*one).min(size(*other)).max(1))
            .max()
            .unwrap_or(0)
    }
}

/// The event's own words (titles, place, people, time, weekday) are taken out first, as are the
/// emoji and the punctuation.
fn trigrams(story: &str, facts: &Facts) -> HashSet<[String; 3]> {
    let mut text = String::new();
    for (at, piece) in story.split(['“', '”']).enumerate() {
        // Every other piece stands between quotation marks.
        text.push_str(if at % 2 == 0 { piece } else { " " });
    }
    let mut own = vec![facts.weekday];
    own.extend(facts.starts.as_deref());
    own.extend(facts.location.as_deref());
    for own in own {
        text = text.replace(own, " ");
    }
    let people = match facts.attendee_count {
        2 => "two",
        6 => "six",
        7 => "seven",
        9 => "nine",
        _ => "40",
    };
    let words: Vec<String> = text
        .split_whitespace()
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
        .filter(|word| !word.is_empty() && *word != people)
        .map(str::to_lowercase)
        .collect();
    words
        .windows(3)
        .map(|three| [three[0].clone(), three[1].clone(), three[2].clone()])
        .collect()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::events::kinds;

    fn assert_rules_kept(theme: Theme, events: &[Facts]) {
        let told = Told::of(theme, events);
        let measures = told.measures();
        let of = &events[0].title;
        assert_eq!(measures.repeats, 0, "{theme:?} {of}: {measures:?}");
        assert!(measures.overlap <= 60, "{theme:?} {of}: {measures:?}");
        assert!(measures.lengths[2] <= 280, "{theme:?} {of}: {measures:?}");
        assert!(measures.lines <= 3, "{theme:?} {of}: {measures:?}");
        assert_eq!(measures.distinct, STORIES, "{theme:?} {of}");
    }

    #[rstest]
    fn two_hundred_stories_of_one_kind_of_event_keep_the_rules(
        #[values(Theme::Fantasy, Theme::Genz, Theme::Meme)] theme: Theme,
    ) {
        for kind in kinds() {
            assert_rules_kept(theme, &[kind]);
        }
    }

    #[rstest]
    fn two_hundred_stories_of_a_mixed_calendar_keep_the_rules(
        #[values(Theme::Fantasy, Theme::Genz, Theme::Meme)] theme: Theme,
    ) {
        assert_rules_kept(theme, &kinds());
    }

    #[test]
    fn an_overlap_is_measured_outside_the_events_own_words() {
        let kinds = kinds();
        let story = "⚔️ All roads on Monday bend towards “Team standup”. Ride well, friend.";
        let words = trigrams(story, &kinds[0]);
        assert_eq!(words.len(), 6, "{words:?}");
        assert!(words.contains(&["bend", "towards", "ride"].map(String::from)));
    }
}
