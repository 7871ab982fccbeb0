//! What an event is about, as far as its title says so in plain words.

use std::collections::HashMap;
use std::sync::LazyLock;

use unicode_segmentation::UnicodeSegmentation as _;

/// A subject that the themes have phrases for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Topic {
    AllHands,
    Brainstorm,
    Call,
    Celebration,
    Coffee,
    Date,
    Deadline,
    Demo,
    Errands,
    Exercise,
    Focus,
    Games,
    Haircut,
    Holiday,
    Home,
    Kids,
    Learning,
    Meal,
    Meeting,
    Money,
    OneOnOne,
    Planning,
    Release,
    Retro,
    Review,
    Show,
    Standup,
    Travel,
}

/// Words of each topic, in lower case; of several topics in a title the first here wins. Words
/// that often mean something else (`run`, `train`, `party`, `class`, `date`) are left out: a phrase
/// must not be wrong about the event.
const WORDS: &[(Topic, &str)] = &[
    (
        Topic::Celebration,
        "anniversary birthday celebration wedding geburtstag hochzeit anniversaire mariage \
         cumpleaños boda",
    ),
    (
        Topic::Travel,
        "airport departure flight trip flug flughafen vuelo viaje",
    ),
    (Topic::Standup, "huddle scrum standup"),
    (Topic::Retro, "retro retrospective retrospektive"),
    (Topic::OneOnOne, "1on1"),
    (Topic::Release, "deploy deployment launch release rollout"),
    (Topic::Deadline, "deadline abgabe abgabetermin"),
    (
        Topic::Money,
        "accounting budget finance finances invoice invoices payroll tax taxes steuer steuern \
         impôts impuestos",
    ),
    (
        Topic::Show,
        "ballet cinema concert movie musical opera theater theatre kino konzert cinéma \
         théâtre cine concierto",
    ),
    (Topic::Games, "chess boardgames dnd schach"),
    (
        Topic::Haircut,
        "barber haircut hairdresser friseur coiffeur peluquería",
    ),
    (
        Topic::Kids,
        "daycare kids kindergarten playdate kita kinder",
    ),
    (Topic::Coffee, "coffee espresso kaffee"),
    (
        Topic::Meal,
        "breakfast brunch dinner lunch supper barbecue bbq frühstück mittagessen abendessen \
         déjeuner dîner almuerzo cena",
    ),
    (
        Topic::Exercise,
        "gym pilates swimming tennis workout yoga badminton climbing fitness football jogging \
         squash volleyball fußball schwimmen",
    ),
    (
        Topic::Learning,
        "course lecture lesson onboarding seminar tutorial webinar workshop",
    ),
    (
        Topic::Demo,
        "demo keynote pitch presentation showcase präsentation",
    ),
    (Topic::Review, "review feedback"),
    (
        Topic::Planning,
        "kickoff planning refinement roadmap strategy planung",
    ),
    (Topic::Brainstorm, "brainstorm brainstorming ideation"),
    (Topic::AllHands, "townhall"),
    (
        Topic::Holiday,
        "holiday holidays vacation pto urlaub ferien vacances vacaciones",
    ),
    (
        Topic::Home,
        "boiler electrician gardening handyman laundry plumber renovation handwerker klempner \
         elektriker plombier",
    ),
    (
        Topic::Errands,
        "errand errands groceries grocery shopping supermarket einkaufen",
    ),
    (Topic::Call, "call phonecall videocall telefonat anruf"),
    (
        Topic::Meeting,
        "meeting sync catchup weekly besprechung réunion reunión jourfixe",
    ),
];

/// Topics written in several words, or with signs.
const PHRASES: &[(Topic, &str)] = &[
    (Topic::OneOnOne, "1:1"),
    (Topic::OneOnOne, "1-on-1"),
    (Topic::OneOnOne, "one on one"),
    (Topic::OneOnOne, "one-on-one"),
    (Topic::Standup, "stand-up"),
    (Topic::Standup, "stand up"),
    (Topic::Standup, "daily sync"),
    (Topic::Planning, "planning poker"),
    (Topic::Planning, "kick-off"),
    (Topic::Release, "go-live"),
    (Topic::Focus, "deep work"),
    (Topic::Focus, "focus time"),
    (Topic::Focus, "focus block"),
    (Topic::Focus, "no meetings"),
    (Topic::AllHands, "all hands"),
    (Topic::AllHands, "all-hands"),
    (Topic::AllHands, "town hall"),
    (Topic::Celebration, "birthday party"),
    (Topic::Celebration, "christmas party"),
    (Topic::Celebration, "holiday party"),
    (Topic::Celebration, "office party"),
    (Topic::Celebration, "summer party"),
    (Topic::Celebration, "team party"),
    (Topic::Date, "date night"),
    (Topic::Date, "dinner date"),
    (Topic::Date, "first date"),
    (Topic::Travel, "train to"),
    (Topic::Travel, "bus to"),
    (Topic::Travel, "drive to"),
    (Topic::Travel, "zug nach"),
    (Topic::Travel, "train pour"),
    (Topic::Kids, "school run"),
    (Topic::Kids, "school play"),
    (Topic::Kids, "school pickup"),
    (Topic::Games, "board games"),
    (Topic::Games, "game night"),
    (Topic::Games, "poker night"),
    (Topic::Games, "quiz night"),
    (Topic::Games, "pub quiz"),
    (Topic::Games, "d&d"),
    (Topic::Home, "house cleaning"),
    (Topic::Home, "spring cleaning"),
    (Topic::Home, "washing machine"),
    (Topic::Errands, "post office"),
    (Topic::Holiday, "day off"),
    (Topic::Learning, "safety training"),
    (Topic::Learning, "security training"),
    (Topic::Learning, "staff training"),
    (Topic::Learning, "team training"),
    (Topic::Exercise, "football training"),
    (Topic::Exercise, "strength training"),
    (Topic::Exercise, "swim training"),
    (Topic::Meeting, "catch-up"),
    (Topic::Meeting, "catch up"),
    (Topic::Meeting, "jour fixe"),
];

/// Which topic each word is of, and how early it stands in [`WORDS`].
static TOPIC_OF: LazyLock<HashMap<&'static str, (usize, Topic)>> = LazyLock::new(|| {
    let ranked = WORDS.iter().enumerate();
    ranked
        .flat_map(|(rank, (topic, words))| {
            words
                .split_whitespace()
                .map(move |word| (word, (rank, *topic)))
        })
        .collect()
});

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
        let stands_alone = |phrase: &str| {
            words.match_indices(phrase).any(|(at, _)| {
                let (before, after) = (&words[..at], &words[at + phrase.len()..]);
                (before.is_empty() || before.ends_with(' '))
                    && (after.is_empty() || after.starts_with(' '))
            })
        };
        PHRASES
            .iter()
            .find(|(_, phrase)| stands_alone(phrase))
            .map(|(topic, _)| *topic)
    }

    fn of_words(title: &str) -> Option<Self> {
        title
            .unicode_words()
            .filter_map(|word| TOPIC_OF.get(word))
            .min_by_key(|(rank, _)| *rank)
            .map(|(_, topic)| *topic)
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
    #[case("Flight to Lisbon", Some(Topic::Travel))]
    #[case("Train to Bern", Some(Topic::Travel))]
    #[case("Planning poker", Some(Topic::Planning))]
    #[case("Pub quiz!", Some(Topic::Games))]
    #[case("Geburtstag Oma", Some(Topic::Celebration))]
    #[case("Weekly sync", Some(Topic::Meeting))]
    #[case("11:15 call", Some(Topic::Call))]
    #[case("Holiday party", Some(Topic::Celebration))]
    fn a_title_says_what_it_is_about(#[case] title: &str, #[case] topic: Option<Topic>) {
        assert_eq!(Topic::of(title), topic);
    }

    #[rstest]
    #[case("Dry run")]
    #[case("Train the new model")]
    #[case("Third-party audit")]
    #[case("Focus group")]
    #[case("Business school")]
    #[case("Model training")]
    #[case("Update")]
    #[case("")]
    fn a_word_with_another_meaning_is_not_taken_for_a_topic(#[case] title: &str) {
        assert_eq!(Topic::of(title), None);
    }
}
