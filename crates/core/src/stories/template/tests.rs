use std::collections::HashSet;

use proptest::prelude::*;
use rstest::rstest;
use unicode_segmentation::UnicodeSegmentation as _;

use super::voice::{SLOTS, When};
use super::*;
use crate::stories::guard::tests::any_text;

fn budget() -> Facts {
    Facts {
        title: "Budget Planning Meeting".into(),
        starts: Some("15:00".into()),
        hour: Some(15),
        weekday: "Tuesday",
        location: Some("Room 4".into()),
        attendee_count: 6,
        recurring: false,
    }
}

/// An event of which as little as possible is known.
fn bare() -> Facts {
    Facts {
        title: String::new(),
        starts: None,
        hour: None,
        weekday: "Wednesday",
        location: None,
        attendee_count: 0,
        recurring: false,
    }
}

/// So many stories about these events in turn, each told knowing the 20 before it.
fn told(theme: Theme, events: &[Facts], count: usize) -> Vec<String> {
    let mut recent = Vec::new();
    let stories = events
        .iter()
        .cycle()
        .take(count)
        .zip(0..)
        .map(|(facts, seed)| {
            let story = tell(theme, facts, seed, &recent).text;
            recent.insert(0, story.clone());
            recent.truncate(20);
            story
        });
    stories.collect()
}

fn voices() -> [(&'static str, &'static Voice); 4] {
    [
        ("fantasy", &fantasy::VOICE),
        ("genz", &genz::VOICE),
        ("meme", &meme::VOICE),
        ("quiet", &quiet::VOICE),
    ]
}

fn all_phrases() -> impl Iterator<Item = (&'static str, Phrase)> {
    voices().into_iter().flat_map(|(name, voice)| {
        let parts = [voice.openings, voice.bodies, voice.closings];
        parts
            .into_iter()
            .flatten()
            .map(move |phrase| (name, *phrase))
    })
}

#[rstest]
fn the_same_seed_tells_the_same_story(
    #[values(Theme::Fantasy, Theme::Genz, Theme::Meme)] theme: Theme,
) {
    let recent = told(theme, &[budget()], 20);
    assert_eq!(
        tell(theme, &budget(), 7, &recent),
        tell(theme, &budget(), 7, &recent)
    );
}

#[rstest]
fn other_seeds_tell_other_stories(
    #[values(Theme::Fantasy, Theme::Genz, Theme::Meme)] theme: Theme,
) {
    let stories: HashSet<_> = (0..100)
        .map(|seed| tell(theme, &budget(), seed, &[]).text)
        .collect();
    assert!(
        stories.len() > 80,
        "{} different stories of 100",
        stories.len()
    );
}

#[test]
fn themes_do_not_share_a_voice() {
    let [fantasy, genz, meme] = Theme::ALL.map(|theme| tell(theme, &budget(), 1, &[]).text);
    assert!(fantasy != genz && genz != meme && meme != fantasy);
}

#[rstest]
fn among_200_stories_none_begins_like_one_of_the_20_before_it(
    #[values(Theme::Fantasy, Theme::Genz, Theme::Meme)] theme: Theme,
    #[values(vec![budget()], vec![bare()], vec![budget(), bare()])] events: Vec<Facts>,
) {
    let openings: Vec<_> = told(theme, &events, 200)
        .iter()
        .map(|s| opening_words(s))
        .collect();
    for (number, opening) in openings.iter().enumerate() {
        let before = &openings[number.saturating_sub(20)..number];
        assert!(
            !before.contains(opening),
            "story {number} begins again with: {opening}"
        );
    }
}

#[test]
fn openings_alone_are_enough_to_know_what_was_told() {
    let stories = told(Theme::Meme, &[budget()], 20);
    let openings: Vec<_> = stories.iter().map(|story| opening_words(story)).collect();
    let next = tell(Theme::Meme, &budget(), 3, &openings).text;
    assert!(!openings.contains(&opening_words(&next)));
}

#[test]
fn when_every_opening_was_told_the_oldest_comes_back() {
    let mut recent: Vec<String> = fantasy::VOICE
        .openings
        .iter()
        .map(|p| Facets::of(&bare()).fill(p.1))
        .collect();
    recent.rotate_left(7);
    let fitting = recent.iter().rev().find(|story| {
        let phrase = fantasy::VOICE
            .openings
            .iter()
            .find(|p| Facets::of(&bare()).fill(p.1) == **story);
        phrase.is_some_and(|phrase| Facets::of(&bare()).allow(phrase))
    });
    let story = tell(Theme::Fantasy, &bare(), 5, &recent).text;
    assert_eq!(
        Some(opening_words(&story)),
        fitting.map(|story| opening_words(story))
    );
}

#[rstest]
#[case("✨ Okay bestie, calendar check. It’s", "okay bestie, calendar check.")]
#[case("Okay BESTIE,  calendar check. It’s", "okay bestie, calendar check.")]
#[case("🔥 Onward!", "onward!")]
#[case("", "")]
fn an_opening_is_the_first_four_words_after_the_emoji(#[case] story: &str, #[case] words: &str) {
    assert_eq!(opening_words(story), words);
}

#[rstest]
fn a_story_holds_the_whole_title(
    #[values(Theme::Fantasy, Theme::Genz, Theme::Meme)] theme: Theme,
    #[values(
        "Budget Planning Meeting",
        "🎉 Party!!",
        "פגישה שבועית",
        "{time} {place} {",
        "Ready?"
    )]
    title: &str,
) {
    for seed in 0..60 {
        let facts = Facts {
            title: title.into(),
            ..budget()
        };
        let story = tell(theme, &facts, seed, &[]).text;
        assert!(story.contains(&format!("“{title}”")), "{story}");
    }
}

#[test]
fn a_long_title_is_cut_between_graphemes() {
    let facts = Facts {
        title: "👩🏽‍💻".repeat(500),
        ..budget()
    };
    let story = tell(Theme::Genz, &facts, 1, &[]).text;
    assert!(
        story.contains(&format!("“{}…”", "👩🏽‍💻".repeat(79))),
        "{story}"
    );
}

#[rstest]
fn an_event_without_a_title_is_told_as_one(
    #[values(Theme::Fantasy, Theme::Genz, Theme::Meme)] theme: Theme,
    #[values("", " \n\u{202e}", "https://example.org/only/a/link")] title: &str,
) {
    let facts = Facts {
        title: title.into(),
        ..budget()
    };
    let story = tell(theme, &facts, 1, &[]).text;
    assert!(story.contains("an event without a name"), "{story}");
}

#[rstest]
fn an_all_day_event_is_told_without_a_time_of_day(
    #[values(Theme::Fantasy, Theme::Genz, Theme::Meme)] theme: Theme,
) {
    for story in told(theme, &[bare()], 200) {
        assert!(
            !story.contains(|c: char| c.is_ascii_digit()) || story.contains("404"),
            "{story}"
        );
    }
}

#[rstest]
fn a_sensitive_title_gets_the_plain_tone_in_every_theme(
    #[values(Theme::Fantasy, Theme::Genz, Theme::Meme)] theme: Theme,
) {
    let facts = Facts {
        title: "Funeral of Aunt May".into(),
        ..budget()
    };
    for (seed, story) in (0..).zip(told(theme, &[facts], 40)) {
        assert!(story.starts_with("📅 "), "{story}");
        for fact in ["“Funeral of Aunt May”", "Tuesday", "15:00"] {
            assert!(story.contains(fact), "story {seed}: {story}");
        }
        assert!(!story.contains('!'), "{story}");
    }
}

#[test]
fn every_theme_has_plenty_to_say_about_an_event_of_which_little_is_known() {
    for (name, voice) in &voices()[..3] {
        let fitting =
            |part: &[Phrase]| part.iter().filter(|p| Facets::of(&bare()).allow(p)).count();
        // With 21 openings there is always one that the last 20 stories did not use.
        assert!(
            fitting(voice.openings) >= 21,
            "{name}: {}",
            fitting(voice.openings)
        );
        assert!(
            fitting(voice.bodies) >= 12,
            "{name}: {}",
            fitting(voice.bodies)
        );
    }
}

#[test]
fn no_two_openings_of_a_theme_begin_alike() {
    for (name, voice) in &voices()[..3] {
        let openings: HashSet<_> = voice.openings.iter().map(|p| opening_words(p.1)).collect();
        assert_eq!(openings.len(), voice.openings.len(), "{name}");
    }
}

/// Or else the words of what follows would decide whether it was told before.
#[test]
fn every_opening_has_the_words_to_be_told_apart_by() {
    for (name, voice) in &voices() {
        for (_, text) in voice.openings {
            let words = opening_words(text).split(' ').count();
            assert_eq!(words, OPENING_WORDS, "{name}: {text}");
        }
    }
}

#[test]
fn every_body_names_the_event_once_and_no_opening_of_a_theme_does() {
    for (name, voice) in &voices()[..3] {
        for (_, text) in voice.bodies {
            assert_eq!(text.matches("{title}").count(), 1, "{name}: {text}");
        }
        for (_, text) in voice.openings.iter().chain(voice.closings) {
            assert!(!text.contains("{title}"), "{name}: {text}");
        }
    }
}

#[test]
fn phrases_hold_only_known_slots_and_end_as_sentences() {
    for (name, (_, text)) in all_phrases() {
        let rest = SLOTS
            .iter()
            .fold(text.to_owned(), |rest, slot| rest.replace(slot, ""));
        assert!(!rest.contains(['{', '}']), "{name}: {text}");
        assert!(text.ends_with(['.', '!', '?', ':']), "{name}: {text}");
        assert!(!text.starts_with("{title}"), "{name}: {text}");
    }
}

/// In a left-to-right sentence, a number next to a right-to-left title would be drawn on its other
/// side (Unicode Bidirectional Algorithm, rule N1); a letter between them keeps it in its place.
#[test]
fn no_number_stands_next_to_a_title() {
    for (name, (_, text)) in all_phrases() {
        let Some((_, after)) = text.split_once("{title}") else {
            continue;
        };
        let next = after
            .find(|c: char| c.is_alphanumeric() || c == '{')
            .map(|at| &after[at..]);
        let number = ["{time}", "{place}", "{people}"];
        assert!(
            !next.is_some_and(|n| number.iter().any(|s| n.starts_with(s))),
            "{name}: {text}"
        );
    }
}

#[test]
fn the_longest_story_still_fits() {
    let widest = Facts {
        title: "W".repeat(500),
        location: Some("P".repeat(facets::PLACE_GRAPHEMES)),
        weekday: "Wednesday",
        attendee_count: u32::MAX,
        ..budget()
    };
    let facets = Facets::of(&widest);
    let longest = |part: &[Phrase]| {
        part.iter()
            .map(|p| facets.fill(p.1).graphemes(true).count() + 1)
            .max()
            .unwrap_or(0)
    };
    for (name, voice) in &voices() {
        let all = 2 + longest(voice.openings) + longest(voice.bodies) + longest(voice.closings);
        assert!(all <= guard::STORY_GRAPHEMES, "{name}: {all}");
    }
}

/// Words that a story may use only of some events, and the events of which they are true.
#[rstest]
#[case::people(&["fellowship", "squad", "multiplayer", "crossover", "invite"], |f: &Facts| f.attendee_count >= 2)]
#[case::series(&["franchise", "series", "sagas", "chapters"], |f: &Facts| f.recurring)]
#[case::morning(&["morning", "rooster", "coffee.exe"], |f: &Facts| f.hour.is_some_and(|h| (5..12).contains(&h)))]
#[case::evening(&["evening", "prime time"], |f: &Facts| f.hour.is_some_and(|h| (18..22).contains(&h)))]
#[case::night(&["late night", "owls"], |f: &Facts| f.hour.is_some_and(|h| !(5..22).contains(&h)))]
#[case::all_day(&["all day", "whole day", "lasts all day"], |f: &Facts| f.starts.is_none())]
#[case::monday(&["monday"], |f: &Facts| f.weekday == "Monday")]
#[case::weekend(&["weekend", "saturday"], |f: &Facts| f.weekday == "Saturday")]
#[case::never(&["today", "tomorrow", "tonight", "soon", "in a minute", "again", "weekly", "daily"], |_: &Facts| false)]
fn a_story_claims_only_what_is_true(#[case] claims: &[&str], #[case] is_true: fn(&Facts) -> bool) {
    for facts in many_kinds_of_events() {
        if is_true(&facts) {
            continue;
        }
        for (theme, seed) in Theme::ALL
            .iter()
            .flat_map(|theme| (0..15).map(move |s| (*theme, s)))
        {
            let story = tell(theme, &facts, seed, &[]).text.to_lowercase();
            for claim in claims {
                assert!(
                    !contains_word(&story, claim),
                    "{claim:?} is not true of {facts:?}: {story}"
                );
            }
        }
    }
}

fn contains_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, found)| {
        let (before, after) = (&text[..at], &text[at + found.len()..]);
        !before.ends_with(char::is_alphanumeric) && !after.starts_with(char::is_alphanumeric)
    })
}

fn many_kinds_of_events() -> Vec<Facts> {
    let mut events = Vec::new();
    for hour in [
        None,
        Some(3),
        Some(9),
        Some(12),
        Some(15),
        Some(20),
        Some(23),
    ] {
        for (weekday, attendee_count, recurring) in [
            ("Monday", 0, true),
            ("Thursday", 1, false),
            ("Friday", 2, true),
            ("Saturday", 30, false),
        ] {
            let location = (attendee_count > 1).then(|| "Room 4".to_owned());
            let starts = hour.map(|hour| format!("{hour:02}:30"));
            let title = "Quarterly numbers".to_owned();
            events.push(Facts {
                title,
                starts,
                hour,
                weekday,
                location,
                attendee_count,
                recurring,
            });
        }
    }
    events
}

#[test]
fn a_story_names_no_other_time_place_day_or_number_of_people() {
    const DAYS: [&str; 7] = [
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
    ];
    for facts in many_kinds_of_events() {
        for (theme, seed) in Theme::ALL
            .iter()
            .flat_map(|theme| (0..15).map(move |s| (*theme, s)))
        {
            let story = tell(theme, &facts, seed, &[]).text;
            let own_time = facts.starts.clone().unwrap_or_else(|| "no time".into());
            let without = story
                .replace(&own_time, "")
                .replace("Room 4", "")
                .replace("404", "");
            let without = without.replace("30", "");
            assert!(!without.contains(|c: char| c.is_ascii_digit()), "{story}");
            for day in DAYS.iter().filter(|day| **day != facts.weekday) {
                assert!(!story.contains(day), "{story}");
            }
        }
    }
}

#[rstest]
#[case("https://meet.example/abc")]
#[case("Conference centre East, Hall 7, third floor, next to the lifts")]
#[case("\u{202e}")]
#[case("—")]
fn a_place_that_does_not_fit_into_a_sentence_is_left_to_the_facts(#[case] place: &str) {
    let facts = Facts {
        location: Some(place.into()),
        ..budget()
    };
    let with_place = all_phrases()
        .map(|(_, phrase)| phrase)
        .find(|p| p.1.contains("{place}"));
    assert!(!Facets::of(&facts).allow(&with_place.unwrap()));
    assert!(Facets::of(&budget()).allow(&with_place.unwrap()));
}

#[rstest]
#[case(When::Timed, true)]
#[case(When::AllDay, false)]
#[case(When::Afternoon, true)]
#[case(When::Morning, false)]
#[case(When::Group, true)]
#[case(When::Series, false)]
#[case(When::About(topic::Topic::Money), true)]
#[case(When::About(topic::Topic::Meal), false)]
fn a_phrase_waits_for_an_event_of_which_it_is_true(#[case] when: When, #[case] is_true: bool) {
    assert_eq!(Facets::of(&budget()).allow(&(when, "")), is_true);
}

fn any_facts() -> impl Strategy<Value = Facts> {
    let texts = (any_text(), proptest::option::of(any_text()));
    let rest = (
        proptest::option::of(0u8..24),
        0usize..3,
        any::<u32>(),
        any::<bool>(),
    );
    (texts, rest).prop_map(
        |((title, location), (hour, day, attendee_count, recurring))| Facts {
            title,
            starts: hour.map(|hour| format!("{hour:02}:00")),
            hour,
            weekday: ["Monday", "Wednesday", "Sunday"][day],
            location,
            attendee_count,
            recurring,
        },
    )
}

proptest! {
    #[test]
    fn no_event_text_can_break_the_guards_rules(
        facts in any_facts(), seed: u64, theme in prop::sample::select(Theme::ALL.to_vec()),
    ) {
        let story = tell(theme, &facts, seed, &[]);
        prop_assert_eq!(guard::check(&story.text), Ok(()), "{}", story.text);
        prop_assert!(story.text.starts_with(&story.emoji));
        prop_assert_eq!(story.theme, theme);
    }
}
