//! Titles that nobody wants to hear a joke about: illness, loss, law, dismissal, interviews.
//!
//! A word too many costs a joke; a word too few can hurt. So stems are wide, and appointments with
//! doctors count whatever they are about.

use unicode_segmentation::UnicodeSegmentation as _;

/// Beginnings of words, in lower case: a compound or an ending counts too.
const STEMS: &[&str] = &[
    // Illness.
    "abortion",
    "accident",
    "biops",
    "cancer",
    "cardiolog",
    "chemo",
    "clinic",
    "colonoscop",
    "counsell",
    "counselor",
    "counseling",
    "dentist",
    "depress",
    "diagnos",
    "dialys",
    "doctor",
    "endoscop",
    "fertility",
    "gynec",
    "gynaec",
    "hospital",
    "illness",
    "mammogra",
    "medical",
    "midwif",
    "midwiv",
    "miscarr",
    "neurolog",
    "oncolog",
    "orthop",
    "patholog",
    "physio",
    "psych",
    "radiolog",
    "radiother",
    "rehab",
    "surgeon",
    "surger",
    "surgic",
    "therap",
    "transplant",
    "trauma",
    "tumor",
    "tumour",
    "ultrasound",
    "urolog",
    "vaccin",
    "arzt",
    "ärzt",
    "chirurg",
    "hausarzt",
    "zahnarzt",
    "frauenarzt",
    "klinik",
    "krank",
    "krebs",
    "hôpital",
    "médecin",
    "médic",
    "cirug",
    "enferm",
    // Loss.
    "bereave",
    "burial",
    "cemeter",
    "condolence",
    "cremat",
    "death",
    "died",
    "euthan",
    "funeral",
    "grave",
    "grief",
    "griev",
    "hospice",
    "memorial",
    "mourn",
    "obituar",
    "palliativ",
    "remembrance",
    "suicid",
    "widow",
    "beerdigung",
    "beisetzung",
    "trauer",
    "bestattung",
    "enterrement",
    "obsèques",
    "entierro",
    // Law.
    "alimony",
    "arbitrat",
    "arrest",
    "asylum",
    "attorney",
    "bailiff",
    "bankrupt",
    "court",
    "custod",
    "deport",
    "deposition",
    "divorce",
    "evict",
    "foreclos",
    "immigration",
    "insolven",
    "jury",
    "lawsuit",
    "lawyer",
    "legal",
    "litigat",
    "mediation",
    "parole",
    "police",
    "probation",
    "prosecut",
    "restraining",
    "solicitor",
    "subpoena",
    "testif",
    "testimon",
    "tribunal",
    "anwalt",
    "anwält",
    "gericht",
    "scheidung",
    "polizei",
    "avocat",
    "abogad",
    "juzgado",
    "juicio",
    // Dismissal.
    "disciplin",
    "dismiss",
    "downsiz",
    "firing",
    "grievance",
    "layoff",
    "offboard",
    "redundanc",
    "severance",
    "terminat",
    "kündig",
    "entlass",
    "abmahnung",
    "licenciement",
    "despid",
    // Interviews.
    "interview",
    "bewerbung",
    "vorstellungsgespräch",
    "entrevista",
];

/// Whole words, where their beginning would catch too much.
const WORDS: &[&str] = &[
    "dead", "dr", "fired", "gp", "hearing", "hiv", "hr", "ill", "injury", "ivf", "law", "loss",
    "mri", "pip", "scan", "sick", "stroke", "trial", "vet", "ward",
];

/// Several words in a row.
const PHRASES: &[&[&str]] = &[
    &["blood", "test"],
    &["blood", "work"],
    &["lay", "off"],
    &["laid", "off"],
    &["let", "go"],
    &["notice", "period"],
    &["last", "day"],
    &["passed", "away"],
    &["performance", "improvement"],
    &["performance", "review"],
    &["x", "ray"],
];

/// Whether a title asks for the plain tone, whatever the theme.
#[must_use]
pub fn is_sensitive(title: &str) -> bool {
    let title = title.to_lowercase();
    let words: Vec<&str> = title.unicode_words().collect();
    words.iter().any(|word| is_sensitive_word(word))
        || PHRASES
            .iter()
            .any(|phrase| words.windows(phrase.len()).any(|window| window == *phrase))
}

fn is_sensitive_word(word: &str) -> bool {
    let singular = word.strip_suffix('s').unwrap_or(word);
    WORDS.contains(&word)
        || WORDS.contains(&singular)
        || STEMS.iter().any(|stem| word.starts_with(stem))
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
    #[case::compound("Zahnarzttermin")]
    #[case::loss("Funeral of Aunt May")]
    #[case::loss_french("Obsèques de Jean")]
    #[case::law("Divorce mediation")]
    #[case::court("Court date")]
    #[case::dismissal("Layoffs briefing")]
    #[case::dismissal_phrase("Notice period talk")]
    #[case::interview("Job interview @ ACME")]
    #[case::interviews("Interviews")]
    #[case::interview_german("Bewerbungsgespräch")]
    fn a_heavy_title_asks_for_the_plain_tone(#[case] title: &str) {
        assert!(is_sensitive(title));
    }

    #[rstest]
    #[case("")]
    #[case("Budget Planning Meeting")]
    #[case("Lunch with Will")]
    #[case("Wake up early")]
    #[case("Skill sharing")]
    #[case("Illustration class")]
    #[case("Three days off")]
    #[case("🎉")]
    fn an_ordinary_title_does_not(#[case] title: &str) {
        assert!(!is_sensitive(title));
    }
}
