use proptest::prelude::*;
use rstest::rstest;

use super::*;
use crate::stories::surroundings::Surroundings;

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
        Just(format!("a{}", "\u{489}\u{301}".repeat(3_000))),
        "[\u{200b}-\u{200f}\u{fe0f}\u{34f}\u{ad}\u{3164}\u{2800}\u{e0020}-\u{e007f}🏴👩❤क्षيa ]{1,30}",
        "[0-2]?[0-9]:[0-5][0-9]( ?[ap]m)?",
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
#[case::terminal_escapes("\u{9b}2J\u{1b}]0;title\u{7}Budget", "2J]0;titleBudget")]
#[case::fillers("\u{3164}Budget\u{34f}\u{ad}\u{115f}", "Budget")]
#[case::blank_braille("\u{2800}Budget\u{2800}\u{2800}now", "Budget now")]
#[case::joiners_of_nothing("Bud\u{200d}get\u{200c} x\u{200d}", "Budget x")]
#[case::selectors_of_nothing("\u{fe0f}Budget \u{fe0f}\u{fe0f}", "Budget")]
#[case::a_flag_that_hides_letters("🏴\u{e0068}\u{e0069}\u{e007f}", "🏴")]
fn what_cannot_be_seen_is_taken_out(#[case] text: &str, #[case] shown: &str) {
    assert_eq!(line(text), shown);
}

#[rstest]
#[case("👩🏽‍💻 pairing")]
#[case("👨‍👩‍👧‍👦 ❤️‍🔥 🏳️‍🌈 👨🏾‍🤝‍👨🏻 1️⃣")]
#[case("🏴󠁧󠁢󠁥󠁮󠁧󠁿 – 🏴󠁧󠁢󠁳󠁣󠁴󠁿 19/6")]
#[case("क्‍ष, শ্রী, ශ්‍රී ලංකා")]
#[case("葛󠄀城市")]
#[case("בְּרֵאשִׁ֖ית בָּרָ֣א")]
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
    let tower = format!("a{} b", "\u{301}\u{489}".repeat(1_000));
    assert_eq!(line(&tower), "a\u{301}\u{489}\u{301}\u{489}\u{301} b");
}

/// Spacing marks are no accents, and a grapheme may hold any number of them.
#[test]
fn a_grapheme_of_thousands_of_bytes_is_cut() {
    let endless = format!("क{}", "ा".repeat(3_000));
    assert_eq!(line(&endless).chars().count(), 16);
}

#[test]
fn a_line_of_the_widest_graphemes_is_cut_by_its_bytes() {
    let widest = "👨🏻‍👩🏼‍👧🏽‍👦🏾".repeat(LINE_GRAPHEMES);
    let line = line(&widest);
    assert!(line.len() <= 16 * LINE_GRAPHEMES, "{}", line.len());
    assert!(line.ends_with("👨🏻‍👩🏼‍👧🏽‍👦🏾…"));
}

#[test]
fn a_text_of_many_megabytes_costs_no_more_than_its_beginning() {
    let text = "a long story ".repeat(500_000);
    let beginning: String = text.chars().take(4_096).collect();
    assert_eq!(
        line_within(&text, usize::MAX),
        line_within(&beginning, usize::MAX)
    );
}

#[test]
fn a_text_with_lines_of_its_own_keeps_them() {
    let text = "⚔️ Onward!\r\n\n 15:00\t–  16:00 \u{2028}\u{1b}[2JRoom\u{200b} 4\n";
    assert_eq!(
        lines_within(text, 100),
        "⚔️ Onward!\n15:00 – 16:00\n[2JRoom 4"
    );
    assert_eq!(lines_within(text, 12), "⚔️ Onward!\n1…");
}

#[test]
fn a_story_within_the_rules_is_fit() {
    assert_eq!(check("⚔️ One.\nTwo.\nThree."), Ok(()));
    assert_eq!(
        check("⚔️ Two  spaces, and\u{a0}one that breaks no line."),
        Ok(())
    );
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
#[case("tab\tand\u{2028}break", Unfit::Unseen)]
#[case("pass\u{200d}word", Unfit::Unseen)]
#[case(&"👨🏻‍👩🏼‍👧🏽‍👦🏾".repeat(280), Unfit::TooLong)]
fn a_story_outside_the_rules_is_refused_with_the_reason(#[case] text: &str, #[case] why: Unfit) {
    assert_eq!(check(text), Err(why));
}

fn budget_at(starts: Option<&str>) -> Facts {
    Facts {
        title: "Budget, not before 14:30".into(),
        starts: starts.map(Into::into),
        hour: None,
        weekday: "Tuesday",
        other_day: None,
        location: Some("Gate 7 pm".into()),
        attendee_count: 0,
        recurring: false,
        surroundings: Surroundings::default(),
        may_go_to_ai: true,
    }
}

#[rstest]
#[case::as_it_is("The bell rings at 15:00.")]
#[case::in_twelve_hours("It is 3:00 when it begins, 3 pm sharp, three o’clock.")]
#[case::in_other_words("15h00, 15.00 Uhr, 15 Uhr, 3 P.M., 03:00PM")]
#[case::of_the_title("Not before 14:30, nor at 2:30 pm.")]
#[case::of_the_place("See you at 7 pm.")]
#[case::no_times("1:1, 16:9, 3 ways, 1.5 hours, v2.10, 90:00, 5 amps, 24/7, 3:0, 12:345")]
fn a_story_may_name_its_events_times(#[case] story: &str) {
    assert_eq!(
        check_story(story, &budget_at(Some("15:00"))),
        Ok(()),
        "{story}"
    );
}

#[rstest]
#[case::behind_a_long_link(&format!("https://example.org/{} 13:00", "x".repeat(300)))]
#[case::cut_from_more("13:005")]
#[case::cut_from_less("13:00pm0:02")]
#[case::held_apart_by_what_is_not_seen("13\u{200b}:00")]
fn what_is_left_of_a_title_in_a_story_is_its_own(#[case] title: &str) {
    let facts = Facts {
        title: title.into(),
        ..budget_at(None)
    };
    assert_eq!(check_story("A page is kept for “13:00…”.", &facts), Ok(()));
}

#[rstest]
#[case("At 15:30.")]
#[case("At 3:00 am.")]
#[case("At 4pm!")]
#[case("Be there at nine o'clock.")]
#[case("See you at noon.")]
#[case("Um 9 Uhr.")]
#[case("À 14h00.")]
#[case("9.15 a.m. it is")]
#[case("(08:00)")]
fn a_story_that_names_another_time_is_refused(#[case] story: &str) {
    assert_eq!(
        check_story(story, &budget_at(Some("15:00"))),
        Err(Unfit::OtherTime)
    );
    assert_eq!(check_story(story, &budget_at(None)), Err(Unfit::OtherTime));
}

/// What may stand in no text, wherever it stands; the joiners, selectors and tags that emoji and
/// scripts are written with are judged where they stand.
fn is_forbidden(c: char) -> bool {
    let has_a_place = matches!(c, '\u{200c}' | '\u{200d}' | '\u{180b}'..='\u{180f}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{e0000}'..='\u{e01ef}');
    is_unseen(c) && !has_a_place
}

proptest! {
    #[test]
    fn a_line_is_always_one_short_clean_line(text in any_text(), most in 1_usize..300) {
        let line = line_within(&text, most);
        prop_assert!(line.graphemes(true).count() <= most);
        prop_assert!(line.len() <= most * BYTES_A_GRAPHEME);
        prop_assert!(!line.chars().any(is_forbidden), "{:?}", line);
        prop_assert!(line.is_empty() || is_clean(&line), "{:?}", line);
        prop_assert_eq!(&line_within(&line, most), &line);
    }

    #[test]
    fn lines_are_always_clean_and_short_together(text in any_text(), most in 1_usize..300) {
        let lines = lines_within(&text, most);
        prop_assert!(lines.graphemes(true).count() <= most);
        prop_assert!(lines.split('\n').all(|line| lines.is_empty() || !line.is_empty()));
        prop_assert!(!lines.chars().any(|c| c != '\n' && is_forbidden(c)), "{:?}", lines);
        prop_assert_eq!(&lines_within(&lines, most), &lines);
    }

    #[test]
    fn no_text_is_too_strange_to_be_checked(text in any_text(), title in any_text()) {
        let facts = Facts { title: title.clone(), ..budget_at(None) };
        // What the title says may be said of it.
        let words = words(&title, STORY_GRAPHEMES);
        prop_assert_ne!(check_story(&words, &facts), Err(Unfit::Unseen));
        let _ = check_story(&text, &facts);
    }

    #[test]
    fn the_words_of_a_story_never_break_its_rules(text in any_text()) {
        let words = words(&text, STORY_GRAPHEMES);
        let fit = if words.trim().is_empty() { Err(Unfit::Empty) } else { Ok(()) };
        prop_assert_eq!(check(&words), fit);
    }
}
