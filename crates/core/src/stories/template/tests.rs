use std::collections::HashSet;

use proptest::prelude::*;
use rstest::rstest;

use super::*;
use crate::stories::guard::tests::any_text;

mod phrases;
mod truth;

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
