use std::collections::HashSet;

use proptest::prelude::*;
use rstest::rstest;
use unicode_segmentation::UnicodeSegmentation as _;

use super::*;
use crate::stories::OtherDay;
use crate::stories::guard::tests::any_text;
use crate::stories::surroundings::{Rhythm, Side, Surroundings};

mod phrases;
mod truth;

fn budget() -> Facts {
    Facts {
        title: "Budget Planning Meeting".into(),
        starts: Some("15:00".into()),
        hour: Some(15),
        weekday: "Tuesday",
        other_day: None,
        location: Some("Room 4".into()),
        attendee_count: 6,
        recurring: false,
        surroundings: Surroundings::default(),
        may_go_to_ai: true,
    }
}

/// An event of which as little as possible is known.
fn bare() -> Facts {
    Facts {
        title: String::new(),
        starts: None,
        hour: None,
        weekday: "Wednesday",
        other_day: None,
        location: None,
        attendee_count: 0,
        recurring: false,
        surroundings: Surroundings::default(),
        may_go_to_ai: true,
    }
}

/// So many stories about these events in turn, each told knowing those before it.
fn told(theme: Theme, events: &[Facts], count: usize) -> Vec<String> {
    let mut teller = Storyteller::new(theme, &[]);
    events
        .iter()
        .cycle()
        .take(count)
        .zip(0..)
        .map(|(facts, seed)| teller.tell(facts, seed).text)
        .collect()
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

#[rstest]
fn it_goes_on_from_texts_as_if_it_had_told_them_itself(
    #[values(Theme::Fantasy, Theme::Genz, Theme::Meme)] theme: Theme,
) {
    let events = [budget(), bare(), heavy()];
    let mut teller = Storyteller::new(theme, &[]);
    let mut recent: Vec<String> = Vec::new();
    for (facts, seed) in events.iter().cycle().take(60).zip(0..) {
        let story = teller.tell(facts, seed).text;
        assert_eq!(story, tell(theme, facts, seed, &recent).text);
        recent.insert(0, story);
    }
}

#[test]
fn when_every_opening_was_told_the_oldest_comes_back() {
    let bare = bare();
    let facets = Facets::of(&bare);
    let fitting = Script::of(Theme::Fantasy).openings.iter();
    let mut recent: Vec<String> = fitting
        .filter(|line| facets.allow(line))
        .map(|line| {
            let mut opening = String::new();
            facets.fill(line.text, 80, &mut opening);
            opening
        })
        .collect();
    recent.rotate_left(7);
    recent.truncate(40);
    let story = tell(Theme::Fantasy, &bare, 5, &recent).text;
    let begins_like = recent
        .iter()
        .position(|told| opening_words(told) == opening_words(&story));
    assert!(
        begins_like.is_none_or(|ago| ago >= 20),
        "{story}: {begins_like:?}"
    );
}

#[test]
fn an_opening_that_somebody_else_told_is_not_told_again() {
    let own = tell(Theme::Genz, &budget(), 1, &[]).text;
    let words = opening_words(&own);
    let strange = format!("✨ {words} and then something quite different");
    let memory = Memory::of(Script::quiet(), &[strange]);
    assert!(memory.knows_opening(|| words.clone()));
    assert!(!memory.knows_opening(|| "something else".into()));
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
fn a_long_title_is_cut_between_graphemes_to_what_there_is_room_for() {
    let facts = Facts {
        title: "👩🏽‍💻".repeat(500),
        ..budget()
    };
    for story in told(Theme::Genz, &[facts], 200) {
        let length = story.graphemes(true).count();
        assert!(length <= guard::STORY_GRAPHEMES, "{story}");
        assert!(story.contains(&format!("“{}", "👩🏽‍💻".repeat(39))), "{story}");
        assert!(story.contains("👩🏽‍💻…”"), "{story}");
    }
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

fn heavy() -> Facts {
    Facts {
        title: "Funeral of Aunt May".into(),
        ..budget()
    }
}

#[rstest]
fn a_sensitive_title_gets_the_plain_tone_in_every_theme(
    #[values(Theme::Fantasy, Theme::Genz, Theme::Meme)] theme: Theme,
) {
    for (seed, story) in (0..).zip(told(theme, &[heavy()], 40)) {
        assert!(story.starts_with("📅 "), "{story}");
        for fact in ["“Funeral of Aunt May”", "Tuesday", "15:00"] {
            assert!(story.contains(fact), "story {seed}: {story}");
        }
        assert!(!story.contains('!'), "{story}");
    }
}

#[rstest]
fn a_sensitive_neighbour_is_not_named(
    #[values(Theme::Fantasy, Theme::Genz, Theme::Meme)] theme: Theme,
) {
    let right_before = |title: &str| Facts {
        surroundings: Surroundings {
            before: Side::Event {
                minutes: 0,
                title: title.into(),
            },
            ..Surroundings::default()
        },
        ..budget()
    };
    let names = |title: &str| {
        let stories = told(theme, &[right_before(title)], 200);
        stories.iter().any(|story| story.contains(title))
    };
    assert!(names("Sprint review"));
    assert!(!names("Funeral of Aunt May"));
}

#[rstest]
fn a_story_says_whether_it_speaks_of_its_surroundings(
    #[values(Theme::Fantasy, Theme::Genz, Theme::Meme)] theme: Theme,
) {
    let facts = Facts {
        surroundings: Surroundings {
            before: Side::Free,
            after: Side::Event {
                minutes: 30,
                title: "Lunch".into(),
            },
            ..Surroundings::default()
        },
        ..budget()
    };
    let mut teller = Storyteller::new(theme, &[]);
    let stories: Vec<Story> = (0..200).map(|seed| teller.tell(&facts, seed)).collect();
    let of_it = |story: &&Story| story.text.contains("half an hour");
    assert!(stories.iter().filter(of_it).count() > 5);
    for story in &stories {
        let key = story.surroundings.as_deref();
        assert!(key.is_none_or(|key| key == facts.surroundings.key()));
        if of_it(&story) {
            assert!(key.is_some(), "{}", story.text);
        }
    }
    let alone = told_keys(theme, &budget());
    assert!(alone.iter().all(Option::is_none), "{alone:?}");
}

fn told_keys(theme: Theme, facts: &Facts) -> Vec<Option<String>> {
    let mut teller = Storyteller::new(theme, &[]);
    (0..100)
        .map(|seed| teller.tell(facts, seed).surroundings)
        .collect()
}

fn any_side() -> impl Strategy<Value = Side> {
    let event =
        (0_u32..200, any_text()).prop_map(|(minutes, title)| Side::Event { minutes, title });
    prop_oneof![Just(Side::Unknown), Just(Side::Free), event]
}

fn any_surroundings() -> impl Strategy<Value = Surroundings> {
    let rhythm = prop::sample::select(vec![None, Some(Rhythm::Daily), Some(Rhythm::Weekly)]);
    (any_side(), any_side(), any::<bool>(), rhythm).prop_map(|(before, after, alone, rhythm)| {
        Surroundings {
            before,
            after,
            alone,
            rhythm,
        }
    })
}

fn any_facts() -> impl Strategy<Value = Facts> {
    let texts = (any_text(), proptest::option::of(any_text()));
    let rest = (
        proptest::option::of(0u8..24),
        0usize..3,
        any::<u32>(),
        any::<bool>(),
        any_surroundings(),
        proptest::option::of(proptest::option::of(1u8..32)),
    );
    (texts, rest).prop_map(
        |((title, location), (hour, day, attendee_count, recurring, surroundings, other_day))| {
            Facts {
                title,
                starts: hour.map(|hour| format!("{hour:02}:00")),
                hour,
                weekday: ["Monday", "Wednesday", "Sunday"][day],
                other_day: other_day.map(|date| match date {
                    None => OtherDay::Tomorrow,
                    Some(day) => OtherDay::On(format!("Wed {day} Dec 2026")),
                }),
                location,
                attendee_count,
                recurring,
                surroundings,
                may_go_to_ai: true,
            }
        },
    )
}

#[rstest]
fn a_story_for_another_day_never_names_its_time_alone(
    #[values(Theme::Fantasy, Theme::Genz, Theme::Meme)] theme: Theme,
    #[values("Budget Planning Meeting", "Job interview")] title: &str,
    #[values(OtherDay::Tomorrow, OtherDay::On("Wed 9 Dec".into()))] day: OtherDay,
) {
    let facts = Facts {
        title: title.into(),
        other_day: Some(day.clone()),
        ..budget()
    };
    let mut with_time = 0;
    for seed in 0..400 {
        let story = tell(theme, &facts, seed, &[]).text;
        if let Some((_, after)) = story.split_once("15:00") {
            let names_the_day = match &day {
                OtherDay::Tomorrow => after.starts_with(" tomorrow") || story.contains("Tuesday"),
                OtherDay::On(date) => story.contains(date.as_str()),
            };
            assert!(names_the_day, "{story}");
            with_time += 1;
        }
    }
    assert!(with_time > 0);
}

proptest! {
    #[test]
    fn no_event_text_can_break_the_guards_rules(
        facts in any_facts(), seed: u64, theme in prop::sample::select(Theme::ALL.to_vec()),
    ) {
        let story = tell(theme, &facts, seed, &[]);
        prop_assert_eq!(guard::check_story(&story.text, &facts), Ok(()), "{}", story.text);
        prop_assert!(story.text.starts_with(&story.emoji));
        prop_assert_eq!(story.theme, theme);
    }

    #[test]
    fn no_text_is_too_strange_to_be_remembered(
        recent in prop::collection::vec(any_text(), 0..5), seed: u64,
    ) {
        let story = tell(Theme::Meme, &budget(), seed, &recent);
        prop_assert_eq!(guard::check(&story.text), Ok(()));
    }
}
