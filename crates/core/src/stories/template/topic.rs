//! What an event is about, as far as its title says so in plain words.

use unicode_segmentation::UnicodeSegmentation as _;

/// A subject that the themes have a phrase for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Topic {
    Money,
    Standup,
    Planning,
    Review,
    Retro,
    OneOnOne,
    Meal,
    Exercise,
    Travel,
    Celebration,
    Learning,
    Release,
    Focus,
}

/// Words of each topic, in lower case; of several topics in a title the first here wins. Words
/// that often mean something else (`run`, `train`, `party`, `class`) are left out: a phrase must
/// not be wrong about the event.
const WORDS: &[(Topic, &[&str])] = &[
    (
        Topic::Celebration,
        &["anniversary", "birthday", "celebration", "wedding"],
    ),
    (Topic::Travel, &["airport", "departure", "flight", "trip"]),
    (Topic::Standup, &["huddle", "scrum", "standup"]),
    (Topic::Retro, &["retro", "retrospective"]),
    (Topic::OneOnOne, &["1on1"]),
    (
        Topic::Release,
        &["deploy", "deployment", "launch", "release", "rollout"],
    ),
    (
        Topic::Money,
        &[
            "accounting",
            "budget",
            "finance",
            "finances",
            "invoices",
            "taxes",
        ],
    ),
    (
        Topic::Meal,
        &["breakfast", "brunch", "coffee", "dinner", "lunch", "supper"],
    ),
    (
        Topic::Exercise,
        &["gym", "pilates", "swimming", "tennis", "workout", "yoga"],
    ),
    (
        Topic::Learning,
        &[
            "course", "lecture", "lesson", "seminar", "tutorial", "webinar", "workshop",
        ],
    ),
    (Topic::Review, &["demo", "review", "showcase"]),
    (
        Topic::Planning,
        &["kickoff", "planning", "roadmap", "strategy"],
    ),
];

/// Topics written in several words, or with signs.
const PHRASES: &[(Topic, &str)] = &[
    (Topic::OneOnOne, "1:1"),
    (Topic::OneOnOne, "1-on-1"),
    (Topic::OneOnOne, "one on one"),
    (Topic::OneOnOne, "one-on-one"),
    (Topic::Standup, "stand-up"),
    (Topic::Standup, "daily sync"),
    (Topic::Release, "go-live"),
    (Topic::Focus, "deep work"),
    (Topic::Focus, "focus time"),
];

impl Topic {
    /// The topic of a title, if it has one.
    pub(super) fn of(title: &str) -> Option<Self> {
        let title = title.to_lowercase();
        Self::of_phrases(&title).or_else(|| Self::of_words(&title))
    }

    fn of_phrases(title: &str) -> Option<Self> {
        let words = title
            .split_whitespace()
            .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
            .collect::<Vec<_>>()
            .join(" ");
        let padded = format!(" {words} ");
        PHRASES
            .iter()
            .find(|(_, phrase)| padded.contains(&format!(" {phrase} ")))
            .map(|(topic, _)| *topic)
    }

    fn of_words(title: &str) -> Option<Self> {
        let words: Vec<&str> = title.unicode_words().collect();
        WORDS
            .iter()
            .find(|(_, of_topic)| words.iter().any(|word| of_topic.contains(word)))
            .map(|(topic, _)| *topic)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("Budget Planning Meeting", Some(Topic::Money))]
    #[case("1:1: Ann / Bob", Some(Topic::OneOnOne))]
    #[case("Team stand-up!", Some(Topic::Standup))]
    #[case("LUNCH w/ Kim", Some(Topic::Meal))]
    #[case("Sprint review", Some(Topic::Review))]
    #[case("Focus time", Some(Topic::Focus))]
    #[case("Mara’s birthday dinner", Some(Topic::Celebration))]
    fn a_title_says_what_it_is_about(#[case] title: &str, #[case] topic: Option<Topic>) {
        assert_eq!(Topic::of(title), topic);
    }

    #[rstest]
    #[case("Dry run")]
    #[case("Train the new model")]
    #[case("Third-party audit")]
    #[case("Focus group")]
    #[case("11:15 call")]
    #[case("")]
    fn a_word_with_another_meaning_is_not_taken_for_a_topic(#[case] title: &str) {
        assert_eq!(Topic::of(title), None);
    }
}
