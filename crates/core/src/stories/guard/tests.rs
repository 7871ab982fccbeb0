use proptest::prelude::*;
use rstest::rstest;

use super::*;

/// Titles as they come: words, links, anything Unicode has, and what only a prankster sends.
pub(in crate::stories) fn any_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[a-zA-Z]{1,12}",
        ".{0,40}",
        Just("https://example.org/a?b=c".to_owned()),
        Just("www.example.org".to_owned()),
        Just("example.org/path".to_owned()),
        Just("http://".to_owned()),
        "[a-z./:w-]{1,12}",
        Just("\u{202e}\u{2066}\u{200f}\u{7}\n\r\u{2028}".to_owned()),
        Just("e\u{301}\u{301}\u{301}".repeat(20)),
        Just("👨‍👩‍👧‍👦🏳️‍🌈".to_owned()),
        Just("פגישה שבועית".to_owned()),
    ];
    prop::collection::vec((piece, any::<bool>()), 0..12).prop_map(|pieces| {
        pieces
            .into_iter()
            .map(|(piece, spaced)| if spaced { format!("{piece} ") } else { piece })
            .collect()
    })
}

#[rstest]
#[case::line_breaks("Budget\r\nMeeting\u{2028}now", "Budget Meeting now")]
#[case::controls("Bud\u{0}get\u{1b}[31m", "Budget[31m")]
#[case::right_to_left_override("Invoice \u{202e}fdp.exe", "Invoice fdp.exe")]
#[case::isolates("\u{2066}Budget\u{2069}", "Budget")]
#[case::hidden_tags("Hi\u{e0069}\u{e0067}", "Hi")]
#[case::zero_width("Bud\u{200b}get\u{feff}", "Budget")]
#[case::many_spaces("  Budget \t  Meeting  ", "Budget Meeting")]
#[case::nothing("\u{200e}\n", "")]
fn what_cannot_be_seen_is_taken_out(#[case] text: &str, #[case] shown: &str) {
    assert_eq!(line(text), shown);
}

#[rstest]
#[case("👩🏽‍💻 pairing")]
#[case("פגישה שבועית")]
#[case("نیم‌فاصله")]
#[case("Café naïveté")]
#[case("Node.js & friends: v2.0 (Q3/Q4)")]
#[case("write to ann@example.org")]
#[case("24./25.12. and/or 1.5/2")]
#[case("Awww... cute")]
fn what_people_write_stays_as_it_is(#[case] text: &str) {
    assert_eq!(line(text), text);
    assert_eq!(words(text, 100), text);
}

#[rstest]
#[case("Join https://zoom.example/j/1?pwd=2 now", "Join now")]
#[case("www.example.org", "")]
#[case("WWW.example.org and example.org/login", "and")]
#[case("ftp://a.example x", "x")]
#[case("http://", "")]
#[case("-example.org/path", "")]
#[case("会議https://example.org/a参加", "会議")]
#[case("www.example.orghttps://example.org/a?b=c", "")]
fn links_are_taken_out_of_a_storys_words(#[case] text: &str, #[case] words_of: &str) {
    assert_eq!(words(text, 100), words_of);
}

#[test]
fn a_place_that_is_a_link_stays_one_in_the_facts() {
    assert_eq!(line("https://meet.example/x"), "https://meet.example/x");
}

#[test]
fn a_text_is_cut_between_graphemes_and_says_so() {
    assert_eq!(shortened("👩🏽‍💻👩🏽‍💻👩🏽‍💻", 3), "👩🏽‍💻👩🏽‍💻👩🏽‍💻");
    assert_eq!(shortened("👩🏽‍💻👩🏽‍💻👩🏽‍💻", 2), "👩🏽‍💻…");
    assert_eq!(shortened("Budget meeting", 8), "Budget…");
}

#[test]
fn a_tower_of_accents_is_lowered() {
    let tower = format!("a{}", "\u{301}".repeat(5_000));
    assert_eq!(line(&tower).chars().count(), 16);
}

#[test]
fn a_text_of_many_megabytes_costs_no_more_than_its_beginning() {
    let text = "a long story ".repeat(500_000);
    let beginning: String = text.chars().take(MOST_CHARS).collect();
    assert_eq!(cleaned(&text), cleaned(&beginning));
}

#[test]
fn a_story_within_the_rules_is_fit() {
    assert_eq!(check("⚔️ One.\nTwo.\nThree."), Ok(()));
    assert_eq!(check(&"x".repeat(280)), Ok(()));
}

#[rstest]
#[case("", Unfit::Empty)]
#[case(" \n ", Unfit::Empty)]
#[case(&"x".repeat(281), Unfit::TooLong)]
#[case("a\nb\nc\nd", Unfit::TooManyLines)]
#[case("see https://example.org", Unfit::Link)]
#[case("see example.org/x", Unfit::Link)]
#[case("bell\u{7}", Unfit::Unseen)]
#[case("\u{202e}backwards", Unfit::Unseen)]
fn a_story_outside_the_rules_is_refused_with_the_reason(#[case] text: &str, #[case] why: Unfit) {
    assert_eq!(check(text), Err(why));
}

proptest! {
    #[test]
    fn a_line_is_always_one_short_clean_line(text in any_text()) {
        let line = line(&text);
        prop_assert!(line.graphemes(true).count() <= LINE_GRAPHEMES);
        prop_assert!(!line.chars().any(is_unseen));
        prop_assert_eq!(&super::line(&line), &line);
    }

    #[test]
    fn the_words_of_a_story_never_break_its_rules(text in any_text()) {
        let words = words(&text, STORY_GRAPHEMES);
        let fit = if words.trim().is_empty() { Err(Unfit::Empty) } else { Ok(()) };
        prop_assert_eq!(check(&words), fit);
    }
}
