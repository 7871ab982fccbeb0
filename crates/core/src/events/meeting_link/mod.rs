//! Where to join a meeting.
//!
//! What a calendar says in a field of its own counts first, whatever the service; in free text only
//! links to services that hold meetings do, since a text has many links.
//!
//! - `services`: which links lead into meetings
//! - `wrapping`: links that others are wrapped in
//! - [`own`]: what the person calls a meeting besides

pub mod own;
mod services;
mod wrapping;

use linkify::{LinkFinder, LinkKind};
use url::Url;

pub use own::{OwnPatterns, PatternError};

/// How much of a text is searched, in bytes.
const MOST_TEXT: usize = 64 << 10;

/// How many links of a text are looked at.
const MOST_LINKS: usize = 500;

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
    /// DESCRIPTION, as text or HTML.
    pub description: Option<&'e str>,
}

/// The link to join with, `http` or `https`, or nothing.
#[must_use]
pub fn find(places: &Places<'_>, own: &OwnPatterns) -> Option<String> {
    let structured = places
        .structured
        .iter()
        .find_map(|text| wrapping::web_address(&plain(text.trim())));
    structured
        .or_else(|| {
            [places.url, places.location, places.description]
                .into_iter()
                .flatten()
                .find_map(|text| in_text(text, own))
        })
        .map(String::from)
}

/// The first link to a meeting in a text.
fn in_text(text: &str, own: &OwnPatterns) -> Option<Url> {
    let text = &text[..text.floor_char_boundary(MOST_TEXT)];
    if !text.contains(':') {
        return None;
    }
    let mut finder = LinkFinder::new();
    finder.kinds(&[LinkKind::Url]);
    finder
        .links(text)
        .take(MOST_LINKS)
        .filter_map(|link| wrapping::web_address(&plain(up_to_markup(link.as_str()))))
        .find(|url| services::is_meeting(url) || own.matches(url))
}

/// A link in HTML ends where an escaped bracket, quote or blank begins.
fn up_to_markup(link: &str) -> &str {
    const ENDS: [&str; 6] = ["&lt;", "&gt;", "&quot;", "&#34;", "&#39;", "&nbsp;"];
    // Of the last one the finder of links has taken the semicolon away.
    let closed = format!("{link};");
    let end = ENDS.iter().filter_map(|mark| closed.find(mark)).min();
    &link[..end.unwrap_or(link.len())]
}

/// A link out of HTML, as it was meant.
fn plain(link: &str) -> String {
    const ENTITIES: [(&str, &str); 6] = [
        ("&amp;", "&"),
        ("&#38;", "&"),
        ("&#x26;", "&"),
        ("&#61;", "="),
        ("&#x3D;", "="),
        ("&#x2F;", "/"),
    ];
    if !link.contains('&') {
        return link.to_owned();
    }
    let unescape = |text: String, (entity, sign): &(&str, &str)| text.replace(entity, sign);
    ENTITIES.iter().fold(link.to_owned(), unescape)
}

#[cfg(test)]
mod tests;
