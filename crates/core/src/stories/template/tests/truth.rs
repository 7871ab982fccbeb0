//! A story never says what its event does not say.

use rstest::rstest;

use super::super::*;
use super::{budget, told};
use crate::stories::surroundings::{Rhythm, Side, Surroundings};

/// Words that a story may use only of some events, and the events of which they are true.
#[rstest]
#[case::people(&["fellowship", "squad", "multiplayer", "crossover", "guest list", "ensemble", "round table"], |f: &Facts| f.attendee_count >= 2)]
#[case::series(&["franchise", "sagas", "chapters", "episodes", "season", "sequel", "binged", "returned"], |f: &Facts| f.recurring)]
#[case::daily(&["daily"], |f: &Facts| f.surroundings.rhythm == Some(Rhythm::Daily))]
#[case::weekly(&["weekly", "week", "week’s"], |f: &Facts| f.surroundings.rhythm == Some(Rhythm::Weekly))]
#[case::morning(&["morning", "rooster", "coffee.exe"], |f: &Facts| f.hour.is_some_and(|h| (5..12).contains(&h)))]
#[case::midday(&["midday", "noon-ish"], |f: &Facts| f.hour.is_some_and(|h| (12..14).contains(&h)))]
#[case::afternoon(&["afternoon"], |f: &Facts| f.hour.is_some_and(|h| (14..18).contains(&h)))]
#[case::evening(&["evening", "prime time", "golden hour"], |f: &Facts| f.hour.is_some_and(|h| (18..22).contains(&h)))]
#[case::night(&["night", "owls keep", "sleepy"], |f: &Facts| f.hour.is_some_and(|h| !(5..22).contains(&h)))]
#[case::all_day(&["all day", "from sunrise", "from dawn", "endless mode"], |f: &Facts| f.starts.is_none())]
#[case::monday(&["monday", "mondays"], |f: &Facts| f.weekday == "Monday")]
#[case::friday(&["friday"], |f: &Facts| f.weekday == "Friday")]
#[case::weekend(&["weekend", "saturday"], |f: &Facts| f.weekday == "Saturday")]
#[case::first(&["day’s first", "first event", "first cutscene", "nothing earlier", "scene one"], |f: &Facts| f.surroundings.before == Side::Free && f.starts.is_some())]
#[case::last(&["last quest", "last deed", "last plan", "final scene", "final boss", "post-credits"], |f: &Facts| f.surroundings.after == Side::Free && f.starts.is_some())]
#[case::only(&["only one", "single quest", "only plan", "no other quest"], |f: &Facts| f.surroundings.alone && f.starts.is_some())]
#[case::neighbour(&["straight from", "right after", "right behind", "half an hour", "quick outfit change"], |f: &Facts| matches!(f.surroundings.before, Side::Event { .. }))]
#[case::never(&["today", "tomorrow", "tonight", "yesterday", "soon", "in a minute"], |_: &Facts| false)]
fn a_story_claims_only_what_is_true(#[case] claims: &[&str], #[case] is_true: fn(&Facts) -> bool) {
    for facts in many_kinds_of_events() {
        if is_true(&facts) {
            continue;
        }
        for theme in Theme::ALL {
            for story in told(theme, std::slice::from_ref(&facts), 30) {
                let story = story.to_lowercase();
                for claim in claims {
                    assert!(
                        !contains_word(&story, claim),
                        "{claim:?} is not true of {facts:?}: {story}"
                    );
                }
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
        for (weekday, attendee_count, recurring, surroundings) in [
            ("Monday", 0, true, around(Side::Free, Side::Unknown, None)),
            ("Thursday", 1, false, Surroundings::default()),
            (
                "Friday",
                2,
                true,
                around(event(30), Side::Free, Some(Rhythm::Weekly)),
            ),
            (
                "Wednesday",
                0,
                true,
                around(event(0), event(0), Some(Rhythm::Daily)),
            ),
            ("Saturday", 30, false, alone()),
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
                surroundings,
                other_day: None,
                may_go_to_ai: true,
            });
        }
    }
    events
}

fn event(minutes: u32) -> Side {
    Side::Event {
        minutes,
        title: "Tea".into(),
    }
}

fn around(before: Side, after: Side, rhythm: Option<Rhythm>) -> Surroundings {
    Surroundings {
        before,
        after,
        rhythm,
        alone: false,
    }
}

fn alone() -> Surroundings {
    Surroundings {
        alone: true,
        ..around(Side::Free, Side::Free, None)
    }
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
        for theme in Theme::ALL {
            for story in told(theme, std::slice::from_ref(&facts), 30) {
                assert_eq!(guard::check_story(&story, &facts), Ok(()), "{story}");
                let own_time = facts.starts.clone().unwrap_or_else(|| "no time".into());
                let without = story
                    .replace(&own_time, "")
                    .replace("Room 4", "")
                    .replace("Error 404", "")
                    .replace("30", "");
                assert!(!without.contains(|c: char| c.is_ascii_digit()), "{story}");
                for day in DAYS.iter().filter(|day| **day != facts.weekday) {
                    assert!(!story.contains(day), "{story}");
                }
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
    let with_place = Script::of(Theme::Fantasy)
        .bodies
        .iter()
        .find(|line| line.text.contains("{place}"))
        .unwrap();
    assert!(!Facets::of(&facts).allow(with_place));
    assert!(Facets::of(&budget()).allow(with_place));
}

#[test]
fn a_place_of_a_story_is_its_own_however_long_its_bytes() {
    let facts = Facts {
        location: Some("👨🏻‍👩🏼‍👧🏽‍👦🏾".repeat(30)),
        ..budget()
    };
    for story in told(Theme::Meme, &[facts], 50) {
        assert!(story.len() <= 280 * 16, "{}", story.len());
    }
}
