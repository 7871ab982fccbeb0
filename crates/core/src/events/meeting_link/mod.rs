//! Where to join a meeting.
//!
//! What a calendar says in a field of its own counts first, whatever the service; in free text only
//! links to services that hold meetings do, since a text has many links. Where to sign up for a meeting,
//! and the chat or the telephone beside it, are taken only where nothing better is found.
//!
//! - [`conference`]: what a CONFERENCE of an event is for
//! - `services`: which links lead into meetings
//! - `pages`: what of a service's own pages is no meeting
//! - `wrapping`: links that others are wrapped in
//! - [`own`]: what the person calls a meeting besides

pub mod conference;
pub mod own;
mod pages;
mod services;
mod wrapping;

use linkify::{LinkFinder, LinkKind};
use url::{ParseError, Url};

pub use own::{OwnPatterns, PatternError};
use services::Way;

/// How much of a text is searched, in bytes.
const MOST_TEXT: usize = 64 << 10;

/// How many links of a text are looked at.
const MOST_LINKS: usize = 500;

/// Where a link may stand in an event.
#[derive(Clone, Copy, Debug, Default)]
pub struct Places<'e> {
    /// CONFERENCE (RFC 7986, 5.11), X-GOOGLE-CONFERENCE and their kin, or what a provider's API has in
    /// their place; the best first.
    pub structured: &'e [String],
    /// What stands in the same fields, but only accompanies a meeting: a chat, a feed, a telephone
    /// number, the moderator's own entrance.
    pub beside: &'e [String],
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
    let first = |fields: &[String]| {
        let mut links = fields.iter().map(|text| plain(text.trim()));
        links.find_map(|link| wrapping::web_address(&link))
    };
    first(places.structured)
        .or_else(|| in_texts([places.url, places.location, places.description], own))
        .or_else(|| first(places.beside))
        .map(String::from)
}

/// The first link into a meeting in some texts, else the first to where one signs up for it.
fn in_texts(texts: [Option<&str>; 3], own: &OwnPatterns) -> Option<Url> {
    let mut finder = LinkFinder::new();
    finder.kinds(&[LinkKind::Url]).url_must_have_scheme(false);
    let mut registration = None;
    // No link leads into a meeting without a path.
    let may_link = |text: &&str| text.contains('/');
    for text in texts.into_iter().flatten().filter(may_link) {
        let text = &text[..text.floor_char_boundary(MOST_TEXT)];
        for link in finder.links(text).take(MOST_LINKS) {
            match leads_to(up_to_markup(link.as_str()), own) {
                Some((url, Way::In)) => return Some(url),
                Some((url, Way::Registration)) => {
                    registration.get_or_insert(url);
                }
                None => {}
            }
        }
    }
    registration
}

/// Where a link of a text leads, if that has to do with a meeting. Without `https://` only what a
/// known service would have there is taken for one: a text has many words with a dot in them.
fn leads_to(link: &str, own: &OwnPatterns) -> Option<(Url, Way)> {
    let link = plain(link);
    if matches!(Url::parse(&link), Err(ParseError::RelativeUrlWithoutBase)) {
        let url = wrapping::web_address(&format!("https://{link}"))?;
        let way = services::way_of_a_service(&url)?;
        return Some((url, way));
    }
    let url = wrapping::web_address(&link)?;
    let way = services::way(&url).or_else(|| own.matches(&url).then_some(Way::In))?;
    Some((url, way))
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
