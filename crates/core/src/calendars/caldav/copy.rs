//! What is known of a calendar from one look to the next: the text of every event with the entity
//! tag it had, and the sync token that all of it belongs to. One file: a line of JSON that lists the
//! events, then their texts, which together can be read as a calendar.

use std::collections::BTreeMap;

use bytes::{Bytes, BytesMut};
use serde::{Deserialize, Serialize};

/// What the texts begin with, so that there is a calendar also where there is no event.
const NO_EVENTS: &[u8] = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n";

/// The events of a calendar, by their place on the server.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Copy {
    pub(super) token: Option<String>,
    pub(super) members: BTreeMap<String, Kept>,
}

/// The text of one event, its series included.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Kept {
    pub(super) etag: Option<String>,
    /// The last one that was whole.
    pub(super) text: Bytes,
    /// What is wrong with the one that the server gives now.
    pub(super) fault: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct Index<'a> {
    #[serde(borrow)]
    token: Option<std::borrow::Cow<'a, str>>,
    members: Vec<Listed>,
}

#[derive(Serialize, Deserialize)]
struct Listed {
    key: String,
    etag: Option<String>,
    length: usize,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    fault: Option<String>,
}

impl Copy {
    /// As it is kept.
    #[must_use]
    pub fn to_bytes(&self) -> Bytes {
        let members = self.members.iter().map(|(key, kept)| Listed {
            key: key.clone(),
            etag: kept.etag.clone(),
            length: kept.text.len(),
            fault: kept.fault.clone(),
        });
        let index = Index {
            token: self.token.as_deref().map(Into::into),
            members: members.collect(),
        };
        let mut bytes = BytesMut::new();
        bytes.extend_from_slice(&serde_json::to_vec(&index).unwrap_or_default());
        bytes.extend_from_slice(b"\n");
        bytes.extend_from_slice(NO_EVENTS);
        for kept in self.members.values() {
            bytes.extend_from_slice(&kept.text);
        }
        bytes.freeze()
    }

    /// The reverse of [`Self::to_bytes`], none for anything else: then everything is read anew.
    #[must_use]
    pub fn parse(bytes: &Bytes) -> Option<Self> {
        let end = line_end(bytes)?;
        let index: Index<'_> = serde_json::from_slice(&bytes[..end]).ok()?;
        let mut at = end + 1 + NO_EVENTS.len();
        let mut members = BTreeMap::new();
        for one in index.members {
            let ends = at.checked_add(one.length)?;
            if ends > bytes.len() {
                return None;
            }
            let text = bytes.slice(at..ends);
            members.insert(
                one.key,
                Kept {
                    etag: one.etag,
                    text,
                    fault: one.fault,
                },
            );
            at = ends;
        }
        (at == bytes.len()).then(|| Self {
            token: index.token.map(std::borrow::Cow::into_owned),
            members,
        })
    }

    /// The texts within the bytes of a copy, as one calendar.
    #[must_use]
    pub fn calendar_in(bytes: &Bytes) -> Bytes {
        match line_end(bytes) {
            Some(end) => bytes.slice(end + 1..),
            None => Bytes::from_static(NO_EVENTS),
        }
    }

    /// What is wrong with texts of the bytes of a copy.
    #[must_use]
    pub fn faults_in(bytes: &Bytes) -> Vec<String> {
        let mark = memchr::memmem::Finder::new(b"\"fault\":");
        let index = line_end(bytes).map_or_else(Bytes::new, |end| bytes.slice(..end));
        // Nearly always there is none, and then nothing of a long index is read.
        if mark.find(&index).is_none() {
            return Vec::new();
        }
        let index: Option<Index<'_>> = serde_json::from_slice(&index).ok();
        let members = index.map(|index| index.members).unwrap_or_default();
        members.into_iter().filter_map(|one| one.fault).collect()
    }

    /// How many bytes of text there are.
    pub(super) fn size(&self) -> u64 {
        let sizes = self.members.values().map(|kept| kept.text.len() as u64);
        sizes.sum()
    }
}

fn line_end(bytes: &[u8]) -> Option<usize> {
    bytes.iter().position(|byte| *byte == b'\n')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn copy(members: &[(&str, &str)]) -> Copy {
        let kept = |text: &str| Kept {
            etag: Some(format!("\"{}\"", text.len())),
            text: Bytes::from(text.to_owned()),
            fault: None,
        };
        Copy {
            token: Some("t\n1".into()),
            members: members
                .iter()
                .map(|(key, text)| ((*key).to_owned(), kept(text)))
                .collect(),
        }
    }

    #[test]
    fn a_copy_comes_back_from_its_bytes_as_it_was() {
        let one = copy(&[("/a\n.ics", "BEGIN:VCALENDAR\nEND:VCALENDAR\n"), ("/b", "")]);
        assert_eq!(Copy::parse(&one.to_bytes()), Some(one));
    }

    #[test]
    fn what_is_wrong_with_a_text_is_kept_with_it() {
        let mut one = copy(&[("/a", "text"), ("/\"fault\":", "")]);
        assert!(Copy::faults_in(&one.to_bytes()).is_empty());
        one.members.get_mut("/a").unwrap().fault = Some("it breaks off".into());

        let bytes = one.to_bytes();

        assert_eq!(Copy::faults_in(&bytes), ["it breaks off"]);
        assert_eq!(Copy::parse(&bytes), Some(one));
    }

    #[test]
    fn the_texts_of_a_copy_are_a_calendar_even_if_there_are_none() {
        let bytes = copy(&[]).to_bytes();
        assert_eq!(Copy::calendar_in(&bytes), NO_EVENTS);
        let bytes = copy(&[("/a", "BEGIN:VCALENDAR\n…")]).to_bytes();
        assert!(Copy::calendar_in(&bytes).ends_with("BEGIN:VCALENDAR\n…".as_bytes()));
    }

    #[test]
    fn half_a_copy_is_none() {
        let bytes = copy(&[("/a", "text"), ("/b", "more")]).to_bytes();
        for length in 0..bytes.len() {
            assert_eq!(Copy::parse(&bytes.slice(..length)), None, "{length}");
        }
    }

    proptest! {
        #[test]
        fn no_bytes_break_the_reader(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let bytes = Bytes::from(bytes);
            let _ = Copy::parse(&bytes);
            let _ = Copy::calendar_in(&bytes);
            let _ = Copy::faults_in(&bytes);
        }
    }
}
