//! Titles that nobody wants to hear a joke about: illness, loss, law, dismissal, interviews.
//!
//! A word too many costs a joke; a word too few can hurt. So stems are wide, and appointments with
//! doctors count whatever they are about.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use unicode_segmentation::UnicodeSegmentation as _;

mod words;

/// The lists, made ready to be asked.
struct Lists {
    /// By their first letter.
    stems: HashMap<char, Vec<&'static str>>,
    words: HashSet<&'static str>,
    phrases: Vec<Vec<&'static str>>,
    parts: Vec<&'static str>,
}

static LISTS: LazyLock<Lists> = LazyLock::new(|| {
    let mut stems: HashMap<char, Vec<&str>> = HashMap::new();
    for stem in words::STEMS.split_whitespace() {
        if let Some(first) = stem.chars().next() {
            stems.entry(first).or_default().push(stem);
        }
    }
    let phrases = words::PHRASES.lines().map(str::split_whitespace);
    Lists {
        stems,
        words: words::WORDS.split_whitespace().collect(),
        phrases: phrases.map(Iterator::collect).collect(),
        parts: words::PARTS.split_whitespace().collect(),
    }
});

/// Whether a title asks for the plain tone, whatever the theme.
#[must_use]
pub fn is_sensitive(title: &str) -> bool {
    let title = folded(title);
    let words: Vec<&str> = title.unicode_words().collect();
    let is_phrase =
        |phrase: &Vec<&str>| words.windows(phrase.len()).any(|window| window == *phrase);
    LISTS.parts.iter().any(|part| title.contains(part))
        || LISTS.phrases.iter().any(is_phrase)
        || (0..words.len()).any(|at| is_sensitive_word(&words, at))
}

fn is_sensitive_word(all: &[&str], at: usize) -> bool {
    let Some(word) = all.get(at).copied() else {
        return false;
    };
    let singular = word.strip_suffix('s').unwrap_or(word);
    let before = at.checked_sub(1).and_then(|at| all.get(at)).copied();
    let is_harmless = |(first, second): &(&str, &str)| {
        Some(*first) == before && (*second == word || *second == singular)
    };
    let has_stem = || {
        let stems = word
            .chars()
            .next()
            .and_then(|first| LISTS.stems.get(&first));
        stems.is_some_and(|stems| stems.iter().any(|stem| word.starts_with(stem)))
    };
    (LISTS.words.contains(word) || LISTS.words.contains(singular) || has_stem())
        && !words::HARMLESS.iter().any(is_harmless)
}

/// Lower case, without the accents of Latin letters: people leave them out in a hurry.
fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase) {
        match c {
            'à'..='å' => folded.push('a'),
            'ç' => folded.push('c'),
            'è'..='ë' => folded.push('e'),
            'ì'..='ï' => folded.push('i'),
            'ñ' => folded.push('n'),
            'ò'..='ö' => folded.push('o'),
            'ù'..='ü' => folded.push('u'),
            // The same letters, written as a letter and a mark.
            '\u{300}'..='\u{36f}' => {}
            '’' => folded.push('\''),
            c => folded.push(c),
        }
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::illness("Chemotherapy, round 3")]
    #[case::doctor("Dr. Meyer")]
    #[case::doctor_possessive("doctor’s appointment")]
    #[case::hospital("Mum: HOSPITAL")]
    #[case::scan("X-ray left knee")]
    #[case::dental("Dental cleaning")]
    #[case::check_up("Check-up")]
    #[case::results("Call: test results")]
    #[case::loss("Funeral of Aunt May")]
    #[case::law("Divorce mediation")]
    #[case::court("Court date")]
    #[case::dismissal("Layoffs briefing")]
    #[case::dismissal_phrase("Notice period talk")]
    #[case::resignation("Hand in resignation")]
    #[case::interview("Job interview @ ACME")]
    #[case::interviews("Interviews")]
    fn a_heavy_title_asks_for_the_plain_tone(#[case] title: &str) {
        assert!(is_sensitive(title));
    }

    #[rstest]
    #[case::german_doctor("Zahnarzttermin")]
    #[case::german_doctor_within("Termin Augenärztin")]
    #[case::german_surgery("OP Knie")]
    #[case::german_loss("Beerdigung Opa")]
    #[case::german_day_of_death("Todestag Oma")]
    #[case::german_law("Termin beim Amtsgericht")]
    #[case::german_lawyer("Rechtsanwältin Schulz")]
    #[case::german_dismissal("Kündigungsgespräch")]
    #[case::german_without_umlauts("Kuendigung besprechen")]
    #[case::german_interview("Bewerbungsgespräch")]
    #[case::french_illness("Rendez-vous chez le médecin")]
    #[case::french_without_accents("Hopital, 3e etage")]
    #[case::french_blood("Prise de sang")]
    #[case::french_loss("Obsèques de Jean")]
    #[case::french_law("Avocat : divorce")]
    #[case::french_dismissal("Entretien préalable au licenciement")]
    #[case::spanish_illness("Cita con la médica")]
    #[case::spanish_therapy("Terapia")]
    #[case::spanish_loss("Entierro del abuelo")]
    #[case::spanish_law("Juzgado nº 3")]
    #[case::spanish_interview("Entrevista de trabajo")]
    #[case::decomposed("Me\u{301}decin")]
    #[case::japanese("面接 15時")]
    #[case::chinese("医院复查")]
    #[case::russian("Собеседование")]
    fn so_does_one_in_another_language(#[case] title: &str) {
        assert!(is_sensitive(title));
    }

    #[rstest]
    #[case("")]
    #[case("Budget Planning Meeting")]
    #[case("Lunch with Will")]
    #[case("Wake up early")]
    #[case("I’ll call Ann")]
    #[case("Skill sharing")]
    #[case("Illustration class")]
    #[case("Three days off")]
    #[case("Tennis courts 3 and 4")]
    #[case("Meditation")]
    #[case("Policy review")]
    #[case("Process mapping")]
    #[case("Operations weekly")]
    #[case("Process review")]
    #[case("Kinetic sculpture")]
    #[case("Diedrich kommt")]
    #[case("Gravel ride")]
    #[case("Total cost review")]
    #[case("Kurt und Anna")]
    #[case("Geburtstag Opa")]
    #[case("Mittagessen mit Jan")]
    #[case("Déjeuner avec Luc")]
    #[case("Reunión semanal")]
    #[case("会議")]
    #[case("🎉")]
    fn an_ordinary_title_does_not(#[case] title: &str) {
        assert!(!is_sensitive(title));
    }

    #[test]
    fn the_lists_are_written_as_titles_are_compared() {
        for list in [words::STEMS, words::WORDS, words::PHRASES, words::PARTS] {
            assert_eq!(folded(list), list);
        }
    }
}
