//! Where to join a meeting.
//!
//! What a calendar says in a field of its own counts first, whatever the service; in free text only
//! links to services that hold meetings do, since a text has many links.

use linkify::{LinkFinder, LinkKind};
use url::Url;

/// How often a link may be wrapped in another.
const MOST_WRAPPINGS: usize = 5;

/// How much of a text is searched, in bytes.
const MOST_TEXT: usize = 64 << 10;

/// Services that hold meetings: the host (with all below it) and how the paths of their meetings
/// begin. `/` alone stands for any path that names something.
const SERVICES: &[(&str, &[&str])] = &[
    ("zoom.us", &["/j/", "/my/", "/w/", "/wc/", "/s/"]),
    ("zoomgov.com", &["/j/", "/my/", "/w/", "/wc/", "/s/"]),
    ("meet.google.com", &["/"]),
    ("teams.microsoft.com", &["/l/meetup-join/", "/meet/"]),
    ("teams.microsoft.us", &["/l/meetup-join/", "/meet/"]),
    ("teams.live.com", &["/meet/", "/l/meetup-join/"]),
    (
        "webex.com",
        &["/meet", "/join", "/m/", "/wbxmjs/", "/webappng/"],
    ),
    ("meet.goto.com", &["/"]),
    ("gotomeet.me", &["/"]),
    ("global.gotomeeting.com", &["/join/"]),
    ("join.skype.com", &["/"]),
    ("meet.lync.com", &["/"]),
    ("meet.jit.si", &["/"]),
    ("8x8.vc", &["/"]),
    ("whereby.com", &["/"]),
    ("bluejeans.com", &["/"]),
    ("chime.aws", &["/"]),
    ("v.ringcentral.com", &["/join/"]),
    ("discord.gg", &["/"]),
    ("discord.com", &["/invite/", "/channels/"]),
    ("app.slack.com", &["/huddle/"]),
    ("facetime.apple.com", &["/join"]),
    ("meeting.zoho.com", &["/meeting/", "/join"]),
    ("app.gather.town", &["/"]),
];

/// Where a link may stand in an event.
#[derive(Clone, Copy, Debug, Default)]
pub struct Places<'e> {
    /// CONFERENCE (RFC 7986, 5.11), X-GOOGLE-CONFERENCE, X-MICROSOFT-SKYPETEAMSMEETINGURL, or what
    /// a provider's API has in their place.
    pub structured: &'e [String],
    /// URL.
    pub url: Option<&'e str>,
    /// LOCATION.
    pub location: Option<&'e str>,
    /// DESCRIPTION.
    pub description: Option<&'e str>,
}

/// The link to join with, `http` or `https`, or nothing.
#[must_use]
pub fn find(places: &Places<'_>) -> Option<String> {
    let structured = places.structured.iter().find_map(|text| web_address(text));
    structured
        .or_else(|| {
            [places.url, places.location, places.description]
                .into_iter()
                .flatten()
                .find_map(in_text)
        })
        .map(String::from)
}

/// The first link to a meeting in a text.
fn in_text(text: &str) -> Option<Url> {
    let text = &text[..text.floor_char_boundary(MOST_TEXT)];
    if !text.contains("://") {
        return None;
    }
    let mut finder = LinkFinder::new();
    finder.kinds(&[LinkKind::Url]);
    finder
        .links(text)
        .filter_map(|link| web_address(link.as_str()))
        .find(is_meeting)
}

fn web_address(text: &str) -> Option<Url> {
    // A description may be HTML.
    let mut url = Url::parse(&text.trim().replace("&amp;", "&")).ok()?;
    for _ in 0..MOST_WRAPPINGS {
        match unwrapped(&url) {
            Some(inner) => url = inner,
            None => break,
        }
    }
    let usable = matches!(url.scheme(), "http" | "https") && url.host_str().is_some();
    usable.then_some(url)
}

/// What a mail filter's or a search engine's link leads to.
fn unwrapped(url: &Url) -> Option<Url> {
    let host = url.host_str()?;
    let field = if is_at(host, "safelinks.protection.outlook.com") {
        "url"
    } else if is_at(host, "google.com") && url.path() == "/url" {
        "q"
    } else {
        return None;
    };
    let (_, inner) = url.query_pairs().find(|(name, _)| name == field)?;
    Url::parse(&inner).ok()
}

fn is_meeting(url: &Url) -> bool {
    let Some(host) = url.host_str() else {
        return false;
    };
    SERVICES.iter().any(|(service, paths)| {
        is_at(host, service)
            && paths
                .iter()
                .any(|path| url.path().starts_with(path) && url.path().len() > 1)
    })
}

fn is_at(host: &str, domain: &str) -> bool {
    host.strip_suffix(domain)
        .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

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
    #[case("zoom.us/j/1")]
    #[case("ftp://zoom.us/j/1")]
    fn other_links_are_no_meetings(#[case] text: &str) {
        assert_eq!(in_description(text), None);
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
        let deep =
            (0..=MOST_WRAPPINGS).fold("https://zoom.us/j/1".to_owned(), |link, _| wrapped(&link));
        assert_eq!(in_description(&deep), None);
    }
}
