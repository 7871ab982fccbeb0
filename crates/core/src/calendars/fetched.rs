//! What a source answers with, and what it remembers until the next time.

use bytes::Bytes;
use serde::{Deserialize, Serialize};
use storytime_types::Instant;

/// The most that is taken in of a calendar, in bytes: 50 MB.
pub const BODY_LIMIT: u64 = 50 * 1024 * 1024;

/// How often an address is asked of which neither the calendar nor its server says how often that
/// makes sense, in milliseconds: 15 minutes. Most feeds are made anew every few hours; one of a
/// colleague's calendar may have moved a meeting half an hour from now.
pub const UNSTATED_REFRESH_MS: i64 = 15 * Instant::MINUTE;

/// What a source says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fetched {
    /// Nothing has changed since the validators that were passed in.
    Unchanged,
    /// The calendar as it is now.
    Body {
        /// Its text, complete and undecoded.
        bytes: Bytes,
        /// To be passed in the next time.
        validators: Validators,
    },
}

/// What tells whether a calendar has changed since it was last read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Validators {
    /// Of an address.
    Http(HttpValidators),
    /// Of a file.
    File(FileState),
    /// Of a calendar on a CalDAV server.
    Dav(DavState),
    /// Of a calendar at Google.
    Google(GoogleState),
    /// Of a calendar at Microsoft.
    Microsoft(MicrosoftState),
}

/// What is remembered of a calendar at Google. Without it everything is read anew.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct GoogleState {
    /// What to ask for changes with; none where Google gave none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
    /// The time that was asked for.
    pub range: TimeRange,
    /// A hash of the copy that was taken in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub digest: Option<String>,
}

/// From a moment up to another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimeRange {
    /// Its beginning.
    pub from: Instant,
    /// Its end.
    pub to: Instant,
}

impl TimeRange {
    /// Whether all of another one lies within it.
    #[must_use]
    pub fn holds(self, other: Self) -> bool {
        self.from <= other.from && other.to <= self.to
    }

    /// One that begins and ends so many milliseconds further out.
    #[must_use]
    pub fn widened(self, before_ms: i64, after_ms: i64) -> Self {
        Self {
            from: self.from.plus_ms(-before_ms),
            to: self.to.plus_ms(after_ms),
        }
    }
}

/// What is remembered of a calendar at Microsoft. Without it everything is read anew.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct MicrosoftState {
    /// A hash over what a quick look shows of its events.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub digest: Option<String>,
}

/// What a CalDAV server said of a calendar's state. Without any of it everything is compared.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct DavState {
    /// The calendar's own tag, which changes with everything in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ctag: Option<String>,
    /// The sync token as the account's list showed it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub listed_token: Option<String>,
    /// The sync token to ask for changes with (RFC 6578, 3.2).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
}

impl DavState {
    /// Whether a list shows the calendar in the same state.
    #[must_use]
    pub fn is_listed_as(&self, listed: &Self) -> bool {
        let says_anything = listed.ctag.is_some() || listed.listed_token.is_some();
        says_anything && self.ctag == listed.ctag && self.listed_token == listed.listed_token
    }
}

/// What a server gave us to ask with (RFC 9110, 8.8).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct HttpValidators {
    /// ETag, to be sent back as If-None-Match.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub etag: Option<String>,
    /// Last-Modified, to be sent back as If-Modified-Since.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_modified: Option<String>,
    /// How often the subscription says that looking makes sense, in milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refresh_ms: Option<i64>,
}

/// A file's state as the file system shows it, taken before the file was read: a change while it
/// is being read shows up the next time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FileState {
    /// When it was last written, in nanoseconds since 1970.
    pub modified_ns: i64,
    /// Its length in bytes.
    pub size: u64,
    /// Its inode number, which changes where an editor replaces the file; 0 where there is none.
    pub inode: u64,
}

impl Validators {
    /// As it stands in the database.
    #[must_use]
    pub fn to_text(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// How often looking makes sense, in milliseconds; none where any poll does.
    #[must_use]
    pub fn refresh_ms(&self) -> Option<i64> {
        match self {
            Self::Http(known) => Some(known.refresh_ms.unwrap_or(UNSTATED_REFRESH_MS)),
            _ => None,
        }
    }

    /// The reverse of [`Self::to_text`]; none for anything else, so that everything is read anew.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn validators_come_back_from_their_text_as_they_were() {
        let all = [
            Validators::Http(HttpValidators {
                etag: Some("W/\"a\"".into()),
                last_modified: None,
                refresh_ms: Some(3_600_000),
            }),
            Validators::Http(HttpValidators::default()),
            Validators::File(FileState {
                modified_ns: 1_767_600_000_123_456_789,
                size: u64::MAX,
                inode: 7,
            }),
            Validators::Google(GoogleState {
                token: Some("CPDA=".into()),
                range: TimeRange::default().widened(1, 7),
                digest: None,
            }),
            Validators::Dav(DavState {
                ctag: None,
                listed_token: Some("http://sync/7".into()),
                token: Some("http://sync/7".into()),
            }),
        ];
        for validators in all {
            assert_eq!(
                Validators::parse(&validators.to_text()),
                Some(validators.clone()),
                "{validators:?}"
            );
        }
    }

    #[test]
    fn an_address_that_says_nothing_is_asked_every_quarter_of_an_hour_and_an_account_at_any_poll() {
        let every_ms = |said| {
            let known = HttpValidators {
                refresh_ms: said,
                ..HttpValidators::default()
            };
            Validators::Http(known).refresh_ms()
        };
        assert_eq!(every_ms(None), Some(15 * Instant::MINUTE));
        assert_eq!(every_ms(Some(Instant::HOUR)), Some(Instant::HOUR));
        assert_eq!(Validators::Dav(DavState::default()).refresh_ms(), None);
    }

    #[test]
    fn a_calendar_without_any_tag_never_counts_as_unchanged() {
        let silent = DavState::default();
        assert!(!silent.is_listed_as(&silent));
        let tagged = DavState {
            ctag: Some("7".into()),
            ..DavState::default()
        };
        assert!(tagged.is_listed_as(&tagged));
        assert!(!silent.is_listed_as(&tagged));
    }

    #[test]
    fn text_that_is_no_validators_means_that_everything_is_read_anew() {
        for text in ["", "{}", "null", "{\"http\":7}", "[]"] {
            assert_eq!(Validators::parse(text), None, "{text}");
        }
    }
}
