//! What every phrase of every theme must keep to.

use std::collections::HashSet;

use unicode_segmentation::UnicodeSegmentation as _;

use super::super::voice::SLOTS;
use super::super::*;
use super::{bare, budget};

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
