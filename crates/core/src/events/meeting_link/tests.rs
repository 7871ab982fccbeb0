use proptest::prelude::*;
use rstest::rstest;

use super::*;

fn find(places: &Places<'_>) -> Option<String> {
    super::find(places, &OwnPatterns::default())
}
fn in_description(text: &str) -> Option<String> {
    find(&Places {
        description: Some(text),
        ..Places::default()
    })
}

#[test]
fn a_conference_field_counts_before_any_text_and_whatever_its_host() {
    let found = find(&Places {
        structured: &[
            "tel:+4930123".into(),
            "https://video.example.com/room".into(),
        ],
        location: Some("https://zoom.us/j/1"),
        ..Places::default()
    });
    assert_eq!(found.as_deref(), Some("https://video.example.com/room"));
}

#[test]
fn then_come_url_location_and_description() {
    let all = Places {
        structured: &[],
        beside: &[],
        url: Some("https://zoom.us/j/1"),
        location: Some("https://zoom.us/j/2"),
        description: Some("https://zoom.us/j/3"),
    };
    assert_eq!(find(&all).as_deref(), Some("https://zoom.us/j/1"));
    let page = Places {
        url: Some("https://example.com/events/7"),
        ..all
    };
    assert_eq!(find(&page).as_deref(), Some("https://zoom.us/j/2"));
}

#[rstest]
#[case(
    "Join: https://meet.google.com/abc-defg-hij.",
    "https://meet.google.com/abc-defg-hij"
)]
#[case(
    "(https://acme.zoom.us/j/123?pwd=x)",
    "https://acme.zoom.us/j/123?pwd=x"
)]
#[case(
    "Agenda https://example.com/doc\nhttps://teams.microsoft.com/l/meetup-join/19%3a/0",
    "https://teams.microsoft.com/l/meetup-join/19%3a/0"
)]
#[case(
    "<a href=\"https://acme.webex.com/meet/ann?a=1&amp;b=2\">Join</a>",
    "https://acme.webex.com/meet/ann?a=1&b=2"
)]
fn a_meeting_is_found_in_text(#[case] text: &str, #[case] link: &str) {
    assert_eq!(in_description(text).as_deref(), Some(link));
}

#[rstest]
#[case("Bring https://example.com/agenda")]
#[case("Get it at https://zoom.us/download")]
#[case("https://meet.google.com/")]
#[case("https://notzoom.us/j/1")]
#[case("https://zoom.us.evil.example/j/1")]
#[case("ftp://zoom.us/j/1")]
#[case("ann@zoom.us/j/1")]
#[case("Read bbb.example.org/b/ann-x7k-q2d and notes.txt/j/1")]
#[case("example.org/zoom.us/j/1")]
#[case("Get it at zoom.us/download or whereby.com.")]
#[case("Prices: https://whereby.com/information/pricing")]
#[case("Help: https://help.whereby.com/article/5")]
fn other_links_are_no_meetings(#[case] text: &str) {
    assert_eq!(in_description(text), None);
}

#[rstest]
#[case("zoom.us/j/123456?pwd=x", "https://zoom.us/j/123456?pwd=x")]
#[case("Room 4 / acme.zoom.us/j/1, then tea", "https://acme.zoom.us/j/1")]
#[case(
    "<p>Join at meet.google.com/abc-defg-hij.</p>",
    "https://meet.google.com/abc-defg-hij"
)]
#[case("Call:whereby.com/myroom", "https://whereby.com/myroom")]
fn a_link_that_was_typed_by_hand_needs_no_scheme_where_its_service_is_known(
    #[case] text: &str,
    #[case] link: &str,
) {
    assert_eq!(in_description(text).as_deref(), Some(link));
    let place = Places {
        location: Some(text),
        ..Places::default()
    };
    assert_eq!(find(&place).as_deref(), Some(link));
}

#[test]
fn a_page_about_the_service_does_not_hide_the_room() {
    let text = "Help: https://help.whereby.com/article/5 Join: https://whereby.com/myroom";
    assert_eq!(
        in_description(text).as_deref(),
        Some("https://whereby.com/myroom")
    );
}

#[test]
fn where_one_signs_up_is_taken_only_where_no_text_leads_in() {
    let sign_up = "Sign up: https://zoom.us/meeting/register/abc";
    assert_eq!(
        in_description(sign_up).as_deref(),
        Some("https://zoom.us/meeting/register/abc")
    );
    let both = Places {
        location: Some(sign_up),
        description: Some("https://zoom.us/j/1"),
        ..Places::default()
    };
    assert_eq!(find(&both).as_deref(), Some("https://zoom.us/j/1"));
}

#[test]
fn what_only_accompanies_a_meeting_is_taken_where_nothing_else_is_there() {
    let beside = ["https://chat.example.org/x".to_owned()];
    let chat = Places {
        beside: &beside,
        ..Places::default()
    };
    assert_eq!(find(&chat).as_deref(), Some("https://chat.example.org/x"));
    let with_text = Places {
        location: Some("https://zoom.us/j/1"),
        ..chat
    };
    assert_eq!(find(&with_text).as_deref(), Some("https://zoom.us/j/1"));
}

fn wrapped(link: &str) -> String {
    Url::parse_with_params(
        "https://eur01.safelinks.protection.outlook.com/",
        [("url", link), ("data", "05")],
    )
    .unwrap()
    .into()
}

#[test]
fn a_wrapped_link_is_unwrapped() {
    let link = "https://zoom.us/j/123?pwd=a%2Bb";
    assert_eq!(
        in_description(&wrapped(&wrapped(link))).as_deref(),
        Some(link)
    );
    let google = "https://www.google.com/url?q=https://zoom.us/j/1&sa=D";
    assert_eq!(
        in_description(google).as_deref(),
        Some("https://zoom.us/j/1")
    );
}

#[test]
fn a_link_wrapped_over_and_over_is_left_alone() {
    let deep = (0..=wrapping::MOST_WRAPPINGS)
        .fold("https://zoom.us/j/1".to_owned(), |link, _| wrapped(&link));
    assert_eq!(in_description(&deep), None);
}

#[rstest]
#[case(
    "<p>Join <b>here</b>: &lt;https://acme.zoom.us/j/1?pwd=a&amp;b=2&gt;</p>",
    "https://acme.zoom.us/j/1?pwd=a&b=2"
)]
#[case(
    "<a href=\"https://x.safelinks.protection.outlook.com/?url=https%3A%2F%2Fmeet.google.com%2Fabc-defg-hij&amp;data=1\">Meet</a>",
    "https://meet.google.com/abc-defg-hij"
)]
#[case(
    "Zimmer 4 oder https://bbb.uni.example/b/ann-x7k-q2d, ganz wie ihr wollt",
    "https://bbb.uni.example/b/ann-x7k-q2d"
)]
fn a_meeting_is_found_in_html_and_on_servers_of_ones_own(#[case] text: &str, #[case] link: &str) {
    assert_eq!(in_description(text).as_deref(), Some(link));
}

#[test]
fn a_pattern_of_ones_own_makes_a_link_a_meeting() {
    let own = OwnPatterns::read(&["video\\.example\\.org/r/".into()]).unwrap();
    let places = Places {
        location: Some("Room 4, https://video.example.org/r/7"),
        ..Places::default()
    };
    assert_eq!(find(&places), None);
    let found = super::find(&places, &own);
    assert_eq!(found.as_deref(), Some("https://video.example.org/r/7"));
}

/// Pieces of links and of what stands around them.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("https://zoom.us/j/1"),
        Just("zoom.us/j/1"),
        Just("@"),
        Just("https://teams.microsoft.com/_#/l/meetup-join/1"),
        Just("zoommtg://zoom.us/join?confno=1"),
        Just("msteams:"),
        Just("javascript:alert(1)//https://zoom.us/j/1"),
        Just("data:text/html,https://meet.google.com/abc"),
        Just("https://eur01.safelinks.protection.outlook.com/?url="),
        Just("https://urldefense.proofpoint.com/v2/url?u="),
        Just("https://urldefense.com/v3/__"),
        Just("https://www.google.com/url?q="),
        Just("file:///etc/passwd"),
        Just("<a href=\""),
        Just("&lt;"),
        Just("&amp;"),
        Just("%"),
        Just("-3A__"),
        Just("__;"),
        Just("\u{0}"),
        Just("ü𝄞\u{202e}"),
        Just(" "),
    ]
    .prop_map(str::to_owned);
    let any = prop_oneof![piece, ".{0,12}"];
    proptest::collection::vec(any, 0..8).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn whatever_an_event_says_only_a_web_address_comes_out(
        structured in proptest::collection::vec(text(), 0..3),
        url in proptest::option::of(text()),
        location in proptest::option::of(text()),
        description in proptest::option::of(text()),
    ) {
        let found = find(&Places {
            structured: &structured,
            beside: &[],
            url: url.as_deref(),
            location: location.as_deref(),
            description: description.as_deref(),
        });
        if let Some(link) = found {
            let url = Url::parse(&link).unwrap();
            prop_assert!(matches!(url.scheme(), "http" | "https"), "{link}");
            prop_assert!(url.host_str().is_some_and(|host| !host.is_empty()), "{link}");
        }
    }
}
