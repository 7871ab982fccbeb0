//! A story never says what its event does not say.

use rstest::rstest;

use super::super::voice::When;
use super::super::*;
use super::budget;

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
    let with_place = fantasy::VOICE
        .bodies
        .iter()
        .find(|p| p.1.contains("{place}"));
    assert!(!Facets::of(&facts).allow(with_place.unwrap()));
    assert!(Facets::of(&budget()).allow(with_place.unwrap()));
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
