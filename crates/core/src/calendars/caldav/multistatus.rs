//! Answers of WebDAV servers (RFC 4918, 13): a list of resources with some properties each. What one
//! resource lacks or garbles costs that resource, never the others.

use roxmltree::{Document, Node};

const DAV: &str = "DAV:";
const CALDAV: &str = "urn:ietf:params:xml:ns:caldav";

/// More elements than this are no answer to anything that is asked here.
const MOST_NODES: u32 = 2_000_000;

/// How deep elements may lie in each other.
const DEEPEST: usize = 100;

/// What a server answered.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Multistatus {
    /// One for each resource.
    pub(super) members: Vec<Member>,
    /// Whether something is said of a resource without saying of which.
    pub(super) leaves_one_unnamed: bool,
    /// What to ask with the next time (RFC 6578, 6.4).
    pub(super) sync_token: Option<String>,
}

/// What is said of one resource.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Member {
    /// Where it is, as the server wrote it.
    pub(super) href: String,
    /// Its own status, where it has one: 404 for what is gone, 507 where the list was cut off.
    pub(super) status: Option<u16>,
    /// Whether it is said what kind of resource it is.
    pub(super) kind_is_known: bool,
    pub(super) is_collection: bool,
    pub(super) is_calendar: bool,
    pub(super) display_name: Option<String>,
    /// How its owner has it shown (an extension that nearly every server has).
    pub(super) color: Option<String>,
    /// The name of its zone (RFC 7809, 5.2).
    pub(super) zone_id: Option<String>,
    /// Its zone, as a calendar with a VTIMEZONE (RFC 4791, 5.2.2).
    pub(super) zone: Option<String>,
    /// What a calendar may hold, such as VEVENT; none where it is not said.
    pub(super) components: Option<Vec<String>>,
    pub(super) ctag: Option<String>,
    pub(super) sync_token: Option<String>,
    pub(super) etag: Option<String>,
    pub(super) data: Option<String>,
    /// The signed-in person's own resource (RFC 5397).
    pub(super) principal: Option<String>,
    /// Where that person's calendars are, in one place or several (RFC 4791, 6.2.1).
    pub(super) homes: Vec<String>,
    /// By which addresses that person is invited, as URIs (RFC 6638, 2.4.1).
    pub(super) addresses: Vec<String>,
}

/// The body is no multistatus answer.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct NoMultistatus;

/// Reads an answer's body.
pub(super) fn read(body: &[u8]) -> Result<Multistatus, NoMultistatus> {
    let text = std::str::from_utf8(body).map_err(|_| NoMultistatus)?;
    let text = text.trim_start_matches('\u{FEFF}').trim_start();
    if is_too_deep(text) {
        return Err(NoMultistatus);
    }
    let options = roxmltree::ParsingOptions {
        nodes_limit: MOST_NODES,
        ..roxmltree::ParsingOptions::default()
    };
    let document = Document::parse_with_options(text, options).map_err(|_| NoMultistatus)?;
    let root = document.root_element();
    if !is(root, DAV, "multistatus") {
        return Err(NoMultistatus);
    }
    let responses = root.children().filter(|node| is(*node, DAV, "response"));
    let members: Vec<_> = responses.map(member).collect();
    Ok(Multistatus {
        leaves_one_unnamed: members.iter().any(Option::is_none),
        members: members.into_iter().flatten().collect(),
        sync_token: child(root, DAV, "sync-token").and_then(text_of),
    })
}

/// A parser that calls itself for each level must not be led too deep.
fn is_too_deep(text: &str) -> bool {
    let mut depth = 0_usize;
    for (at, _) in text.match_indices('<') {
        match text.as_bytes().get(at + 1) {
            Some(b'/') => depth = depth.saturating_sub(1),
            Some(b'!' | b'?') | None => {}
            Some(_) => {
                let closes_itself = text[at..]
                    .find('>')
                    .is_some_and(|end| text[at..at + end].ends_with('/'));
                depth += usize::from(!closes_itself);
            }
        }
        if depth > DEEPEST {
            return true;
        }
    }
    false
}

fn member(response: Node<'_, '_>) -> Option<Member> {
    let mut member = Member {
        href: child(response, DAV, "href").and_then(text_of)?,
        status: child(response, DAV, "status").and_then(status),
        ..Member::default()
    };
    for propstat in response
        .children()
        .filter(|node| is(*node, DAV, "propstat"))
    {
        let status = child(propstat, DAV, "status").and_then(status);
        if status.is_none_or(|status| (200..300).contains(&status)) {
            let props = propstat.children().filter(|node| is(*node, DAV, "prop"));
            for property in props.flat_map(|prop| prop.children()) {
                member.take(property);
            }
        }
    }
    Some(member)
}

impl Member {
    fn take(&mut self, property: Node<'_, '_>) {
        // Some servers answer with a property in a wrong namespace, so only its name counts.
        match property.tag_name().name() {
            "resourcetype" => {
                self.kind_is_known = true;
                self.is_collection = child(property, DAV, "collection").is_some();
                self.is_calendar = child(property, CALDAV, "calendar").is_some();
            }
            "displayname" => self.display_name = text_of(property),
            "calendar-color" => self.color = text_of(property),
            "calendar-timezone-id" => self.zone_id = text_of(property),
            "calendar-timezone" => self.zone = text_of(property),
            "supported-calendar-component-set" => {
                let components = property.children().filter(|node| is(*node, CALDAV, "comp"));
                let names = components.filter_map(|comp| comp.attribute("name"));
                self.components = Some(names.map(str::to_owned).collect());
            }
            "getctag" => self.ctag = text_of(property),
            "sync-token" => self.sync_token = text_of(property),
            "getetag" => self.etag = text_of(property),
            "calendar-data" => self.data = text_of(property),
            "current-user-principal" => self.principal = hrefs_in(property).next(),
            "calendar-home-set" => self.homes = hrefs_in(property).collect(),
            "calendar-user-address-set" => self.addresses = hrefs_in(property).collect(),
            _ => {}
        }
    }
}

fn is(node: Node<'_, '_>, namespace: &str, name: &str) -> bool {
    node.has_tag_name((namespace, name))
}

fn child<'a, 'input>(
    node: Node<'a, 'input>,
    namespace: &str,
    name: &str,
) -> Option<Node<'a, 'input>> {
    node.children().find(|child| is(*child, namespace, name))
}

/// The text of an element, whole, without the blanks around it; none where nothing remains.
fn text_of(node: Node<'_, '_>) -> Option<String> {
    let pieces = node.children().filter_map(|child| child.text());
    let text: String = pieces.collect();
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

fn hrefs_in(property: Node<'_, '_>) -> impl Iterator<Item = String> {
    let hrefs = property.children().filter(|node| is(*node, DAV, "href"));
    hrefs.filter_map(text_of)
}

/// `HTTP/1.1 404 Not Found`.
fn status(node: Node<'_, '_>) -> Option<u16> {
    let text = text_of(node)?;
    text.split_ascii_whitespace().nth(1)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_calendar_is_told_from_the_folder_that_it_lies_in() {
        let body = br#"<?xml version="1.0"?>
<d:multistatus xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav" xmlns:s="http://calendarserver.org/ns/">
  <d:response><d:href>/ann/</d:href><d:propstat><d:prop>
    <d:resourcetype><d:collection/></d:resourcetype></d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>
  <d:response><d:href>/ann/work/</d:href>
    <d:propstat><d:prop><d:resourcetype><d:collection/><c:calendar/></d:resourcetype>
      <d:displayname>Work &amp; play</d:displayname><s:getctag>"7"</s:getctag><d:sync-token>t:7</d:sync-token>
      <a:calendar-color xmlns:a="http://apple.com/ns/ical/" symbolic-color="custom">#FF2968FF</a:calendar-color>
      <c:calendar-timezone>BEGIN:VCALENDAR&#13;
TZID:Europe/Berlin&#13;
END:VCALENDAR</c:calendar-timezone>
      <c:supported-calendar-component-set><c:comp name="VEVENT"/><c:comp name="VTODO"/></c:supported-calendar-component-set>
    </d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat>
    <d:propstat><d:prop><d:getetag>none</d:getetag></d:prop><d:status>HTTP/1.1 404 Not Found</d:status></d:propstat>
  </d:response>
</d:multistatus>"#;

        let read = read(body).unwrap();

        let [folder, calendar] = &read.members[..] else {
            panic!("{read:?}")
        };
        assert!(!read.leaves_one_unnamed);
        assert!(folder.kind_is_known && folder.is_collection && !folder.is_calendar);
        assert!(calendar.is_calendar);
        assert_eq!(calendar.display_name.as_deref(), Some("Work & play"));
        assert_eq!(calendar.ctag.as_deref(), Some("\"7\""));
        assert_eq!(calendar.sync_token.as_deref(), Some("t:7"));
        assert_eq!(calendar.components.as_ref().unwrap(), &["VEVENT", "VTODO"]);
        assert_eq!(calendar.color.as_deref(), Some("#FF2968FF"));
        assert!(calendar.zone.as_ref().unwrap().contains("Europe/Berlin"));
        assert_eq!(calendar.etag, None, "a property that is not found");
    }

    #[test]
    fn what_is_gone_and_where_a_list_was_cut_off_is_seen() {
        let body = br#"<multistatus xmlns="DAV:">
            <response><href>/a.ics</href><status>HTTP/1.1 404 Not Found</status></response>
            <response><href>/</href><status>HTTP/1.1 507 Insufficient Storage</status></response>
            <response><status>HTTP/1.1 200 OK</status></response>
            <sync-token>next</sync-token></multistatus>"#;

        let read = read(body).unwrap();

        let statuses: Vec<_> = read.members.iter().map(|one| one.status).collect();
        assert_eq!(statuses, [Some(404), Some(507)], "and one has no place");
        assert!(read.leaves_one_unnamed);
        assert_eq!(read.sync_token.as_deref(), Some("next"));
    }

    #[test]
    fn a_calendar_within_several_pieces_of_text_is_whole() {
        let body = br#"<multistatus xmlns="DAV:"><response><href>/a</href><propstat><prop>
            <calendar-data xmlns="urn:ietf:params:xml:ns:caldav">BEGIN:VCALENDAR
<![CDATA[SUMMARY:a & b]]>
END:VCALENDAR</calendar-data></prop></propstat></response></multistatus>"#;

        let read = read(body).unwrap();

        let data = read.members[0].data.as_deref().unwrap();
        assert_eq!(data, "BEGIN:VCALENDAR\nSUMMARY:a & b\nEND:VCALENDAR");
    }

    #[test]
    fn a_web_page_and_half_an_answer_are_no_answers() {
        let deep = format!("<multistatus xmlns='DAV:'>{}", "<a>".repeat(500_000));
        for body in [
            "<!DOCTYPE html><html><body>Sign in</body></html>",
            "<html></html>",
            "",
            "{}",
            "<multistatus xmlns='DAV:'><response>",
            "<!DOCTYPE m [<!ENTITY a 'b'>]><multistatus xmlns='DAV:'>&a;</multistatus>",
            &deep,
        ] {
            assert_eq!(read(body.as_bytes()), Err(NoMultistatus));
        }
        assert_eq!(read(b"\xFF\xFE<"), Err(NoMultistatus));
    }

    proptest! {
        #[test]
        fn no_answer_breaks_the_reader(body in ".{0,200}", inside in "[<>/&;!a-z:=\"' \\[\\]-]{0,120}") {
            let _ = read(body.as_bytes());
            let _ = read(format!("<multistatus xmlns='DAV:'><response>{inside}</response></multistatus>").as_bytes());
        }
    }
}
