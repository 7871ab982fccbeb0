//! What every phrase of every theme must keep to.

use std::collections::{HashMap, HashSet};

use unicode_segmentation::UnicodeSegmentation as _;

use super::super::voice::SLOTS;
use super::super::*;
use super::{bare, budget};
use crate::stories::surroundings::{Side, Surroundings};

fn scripts() -> [(&'static str, &'static Script); 4] {
    [
        ("fantasy", Script::of(Theme::Fantasy)),
        ("genz", Script::of(Theme::Genz)),
        ("meme", Script::of(Theme::Meme)),
        ("quiet", Script::quiet()),
    ]
}

fn themes() -> impl Iterator<Item = (&'static str, &'static Script)> {
    scripts().into_iter().take(3)
}

fn all_lines(script: &'static Script) -> impl Iterator<Item = &'static Line> {
    let parts = [&script.openings, &script.bodies, &script.endings];
    parts.into_iter().flatten()
}

#[test]
fn every_theme_has_forty_openings_and_bodies_for_an_event_of_which_little_is_known() {
    let bare = bare();
    let facets = Facets::of(&bare);
    let fitting = |part: &[Line]| part.iter().filter(|line| facets.allow(line)).count();
    for (name, script) in themes() {
        let (openings, bodies) = (fitting(&script.openings), fitting(&script.bodies));
        assert!(
            openings >= 40 && bodies >= 40,
            "{name}: {openings}, {bodies}"
        );
        assert!(fitting(&script.endings) >= 20, "{name}");
    }
}

#[test]
fn every_theme_has_three_bodies_for_every_topic() {
    for (name, script) in themes() {
        let mut of_topic: HashMap<topic::Topic, usize> = HashMap::new();
        for topic in script.bodies.iter().filter_map(|line| line.topic) {
            *of_topic.entry(topic).or_default() += 1;
        }
        assert_eq!(of_topic.len(), 28, "{name}");
        assert!(
            of_topic.values().all(|count| *count >= 3),
            "{name}: {of_topic:?}"
        );
    }
}

#[test]
fn no_two_openings_of_a_script_begin_alike() {
    for (name, script) in scripts() {
        for (at, line) in script.openings.iter().enumerate() {
            let words = opening_words(line.text);
            assert_eq!(words.split(' ').count(), OPENING_WORDS, "{name}: {words}");
            let same = |other: &&Line| other.begins(&words);
            let first = script.openings.iter().position(|other| same(&other));
            assert_eq!(first, Some(at), "{name}: {words}");
        }
    }
}

#[test]
fn every_body_names_the_event_once_and_nothing_else_does() {
    for (name, script) in scripts() {
        for line in &script.bodies {
            assert_eq!(
                line.text.matches("{title}").count(),
                1,
                "{name}: {}",
                line.text
            );
        }
        for line in script.openings.iter().chain(&script.endings) {
            assert!(!line.text.contains("{title}"), "{name}: {}", line.text);
        }
    }
}

#[test]
fn phrases_hold_only_known_slots_and_end_as_sentences() {
    for (name, script) in scripts() {
        for Line { text, .. } in all_lines(script) {
            let rest = SLOTS
                .iter()
                .fold((*text).to_owned(), |rest, (slot, _)| rest.replace(slot, ""));
            assert!(!rest.contains(['{', '}']), "{name}: {text}");
            assert!(text.ends_with(['.', '!', '?']), "{name}: {text}");
            assert!(!text.starts_with('{'), "{name}: {text}");
            // Double quotation marks stand around titles only.
            assert!(!rest.contains(['"', '“', '”', '\'']), "{name}: {text}");
        }
    }
}

/// In a left-to-right sentence, a number next to a right-to-left title would be drawn on its other
/// side (Unicode Bidirectional Algorithm, rule N1); a letter between them keeps it in its place.
#[test]
fn no_number_stands_next_to_a_title() {
    for (name, script) in scripts() {
        for Line { text, .. } in &script.bodies {
            let (_, after) = text.split_once("{title}").unwrap();
            let next = after
                .find(|c: char| c.is_alphanumeric() || c == '{')
                .map_or("", |at| &after[at..]);
            let is_number = ["{time}", "{place}", "{people}"]
                .iter()
                .any(|slot| next.starts_with(slot));
            assert!(!is_number, "{name}: {text}");
        }
    }
}

#[test]
fn a_phrase_is_recognised_in_its_story_and_in_no_other() {
    for (name, script) in scripts() {
        for line in script.bodies.iter().chain(&script.endings) {
            let holders = all_lines(script).filter(|other| line.stands_in(other.text));
            let texts: Vec<_> = holders.map(|other| other.text).collect();
            assert_eq!(texts, [line.text], "{name}");
        }
    }
}

/// Or else two stories that share one part would share more of their text than that part.
#[test]
fn phrases_of_a_theme_have_no_three_words_in_a_row_in_common() {
    for (name, script) in themes() {
        let mut holders: HashMap<String, &str> = HashMap::new();
        for line in all_lines(script) {
            let words = own_words(line.text);
            let trigrams: HashSet<_> = words.windows(3).map(|three| three.join(" ")).collect();
            for trigram in trigrams {
                if let Some(other) = holders.insert(trigram.clone(), line.text) {
                    panic!("{name}: {trigram:?} is in {other:?} and in {:?}", line.text);
                }
            }
        }
    }
}

fn own_words(text: &str) -> Vec<String> {
    text.split_whitespace()
        .filter(|word| !word.contains('{'))
        .map(|word| {
            word.trim_matches(|c: char| !c.is_alphanumeric())
                .to_lowercase()
        })
        .filter(|word| !word.is_empty())
        .collect()
}

#[test]
fn no_two_openings_end_with_the_same_two_words() {
    for (name, script) in scripts() {
        let mut ends: HashMap<Vec<String>, &str> = HashMap::new();
        for line in &script.openings {
            let words = own_words(line.text);
            let end = words[words.len() - 2..].to_vec();
            if let Some(other) = ends.insert(end, line.text) {
                panic!("{name}: {other:?} ends like {:?}", line.text);
            }
        }
    }
}

#[test]
fn whatever_an_opening_and_a_body_are_an_ending_brings_them_into_balance() {
    for (name, script) in scripts() {
        for (opening, body) in script
            .openings
            .iter()
            .flat_map(|opening| script.bodies.iter().map(move |body| (opening, body)))
        {
            let parts = [opening.words, body.words];
            let endings = script.endings.iter().filter(|line| !line.special);
            let fitting = endings
                .filter(|line| are_balanced(&[parts[0], parts[1], line.words]))
                .count();
            assert!(
                are_balanced(&parts) || fitting >= 5,
                "{name}: {} {}",
                opening.text,
                body.text
            );
        }
    }
}

#[test]
fn the_longest_story_leaves_room_for_half_a_long_title() {
    let widest = Facts {
        title: "W".repeat(500),
        location: Some("P".repeat(facets::PLACE_GRAPHEMES)),
        weekday: "Wednesday",
        attendee_count: u32::MAX,
        surroundings: Surroundings {
            before: Side::Event {
                minutes: 0,
                title: "B".repeat(500),
            },
            ..Surroundings::default()
        },
        ..budget()
    };
    let facets = Facets::of(&widest);
    let longest = |part: &[Line]| {
        part.iter()
            .map(|line| {
                let mut text = String::new();
                facets.fill(line.text, 1, &mut text);
                text.graphemes(true).count() + 1
            })
            .max()
            .unwrap_or(0)
    };
    for (name, script) in scripts() {
        let all =
            2 + longest(&script.openings) + longest(&script.bodies) + longest(&script.endings);
        let room = guard::STORY_GRAPHEMES - all;
        assert!(room >= facets::TITLE_GRAPHEMES / 2, "{name}: {room}");
    }
}
