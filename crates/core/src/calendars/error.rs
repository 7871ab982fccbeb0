//! Why a calendar could not be read: one sentence each that says what is wrong, where, and what to
//! do. None of them ever shows more of an address than its host, because private calendar addresses
//! carry their secret in the path or the query.

use crate::io_words::{in_words, without_number};
use std::path::PathBuf;
use std::time::Duration;

/// Why a calendar could not be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FetchError {
    /// There is no such file or folder.
    #[error("{} does not exist: was it moved or deleted, or is its disk not there?", path.display())]
    Missing {
        /// Where it was looked for.
        path: PathBuf,
    },
    /// The system does not let us read it.
    #[error("{} must not be read: give yourself permission to read it", path.display())]
    Forbidden {
        /// The file or folder.
        path: PathBuf,
        /// The system's answer.
        source: std::io::Error,
    },
    /// Reading failed.
    #[error("{} could not be read ({}): it is tried again by itself", path.display(), in_words(source))]
    Unreadable {
        /// The file or folder.
        path: PathBuf,
        /// The system's answer.
        source: std::io::Error,
    },
    /// It is a device, a socket or a folder where a file is expected.
    #[error("{} is not a calendar file: choose a file that ends in .ics, or a folder of them", path.display())]
    NotAFile {
        /// What was given.
        path: PathBuf,
    },
    /// A folder without a single calendar file.
    #[error("{} holds no file that ends in .ics: choose another folder, or put one in", path.display())]
    EmptyFolder {
        /// The folder.
        path: PathBuf,
    },
    /// More than we are willing to take in.
    #[error("{place} is larger than {} MB, which is too much for a calendar: choose a smaller one", limit / 1_048_576)]
    TooLarge {
        /// Where.
        place: String,
        /// In bytes.
        limit: u64,
    },
    /// A page for people, mostly a sign-in page.
    #[error(
        "{place} gave a web page, not a calendar: copy the address that the calendar offers as iCal or ICS"
    )]
    WebPage {
        /// Where.
        place: String,
    },
    /// Nothing at all. A program that rewrites its file empties it first.
    #[error("{place} is empty: it is tried again by itself; if it stays so, export it again")]
    Empty {
        /// Where.
        place: String,
    },
    /// Something else than a calendar.
    #[error(
        "{place} is not a calendar, since it does not begin with BEGIN:VCALENDAR: choose a file that ends in .ics, or the address that the calendar offers as iCal or ICS"
    )]
    NotACalendar {
        /// Where.
        place: String,
    },
    /// The end is missing; it may be in the middle of being written.
    #[error(
        "{place} ends in the middle, without END:VCALENDAR: it is tried again by itself; if it stays so, export it again"
    )]
    Truncated {
        /// Where.
        place: String,
    },
    /// The server wants a name and a password, or others than it got.
    #[error(
        "{place} wants a sign-in ({status}): use the calendar's private address, or write it as https://NAME:PASSWORD@…"
    )]
    SignIn {
        /// Where.
        place: String,
        /// 401 or 403.
        status: u16,
    },
    /// There is no calendar at this address, or not any longer.
    #[error(
        "{place} has no calendar at this address ({status}): copy the address again from where the calendar is shared"
    )]
    Gone {
        /// Where.
        place: String,
        /// 404 or 410.
        status: u16,
    },
    /// The server has trouble, or is asked too often.
    #[error("{place} cannot answer at the moment ({status}): it is tried again by itself")]
    Busy {
        /// Where.
        place: String,
        /// 408, 429, or 500 and up.
        status: u16,
    },
    /// Any other answer.
    #[error("{place} answered with {status} instead of a calendar: check the address")]
    Status {
        /// Where.
        place: String,
        /// The status.
        status: u16,
    },
    /// The host's name is not known, or there is no network.
    #[error("{place} was not found: check the address and the network")]
    UnknownHost {
        /// Where.
        place: String,
        /// The cause.
        source: reqwest::Error,
    },
    /// No connection, or none that can be trusted.
    #[error(
        "{place} could not be reached ({}): check the network, and whether the server runs",
        root_cause(source)
    )]
    Unreachable {
        /// Where.
        place: String,
        /// The cause.
        source: reqwest::Error,
    },
    /// The answer broke off.
    #[error(
        "the answer of {place} broke off ({}): it is tried again by itself",
        root_cause(source)
    )]
    Interrupted {
        /// Where.
        place: String,
        /// The cause.
        source: reqwest::Error,
    },
    /// The answer took too long.
    #[error("{place} took longer than {} s: it is tried again by itself", limit.as_secs_f32())]
    TooSlow {
        /// Where.
        place: String,
        /// How long it had.
        limit: Duration,
    },
    /// Redirects without an end.
    #[error(
        "{place} sends us on more than {limit} times: copy the address that it finally shows in a browser"
    )]
    TooManyRedirects {
        /// Where it began.
        place: String,
        /// How many are followed.
        limit: usize,
    },
    /// A redirect that must not be followed.
    #[error("{place} sends us on to {to}, {reason}: copy a direct address of the calendar")]
    RedirectRefused {
        /// Where it began.
        place: String,
        /// Where it leads.
        to: String,
        /// Why not.
        reason: RedirectFault,
    },
    /// No HTTP client can be made, for instance because the system has no certificates.
    #[error(
        "no secure connection can be made on this computer: check that its certificates are installed (ca-certificates)"
    )]
    NoClient {
        /// The cause.
        source: reqwest::Error,
    },
}

/// Why a redirect is not followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RedirectFault {
    /// From the internet into the person's own network: a way to make us read what is not public.
    #[error("which is inside a private network")]
    IntoPrivateNetwork,
    /// From https to http.
    #[error("which is not encrypted while the first address was")]
    Downgrade,
    /// Neither http nor https.
    #[error("which is neither http nor https")]
    Scheme,
    /// Not an address at all.
    #[error("which is not an address")]
    NotAnAddress,
}

impl FetchError {
    /// Whether the next try may succeed without the person doing anything.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        match self {
            Self::Unreadable { .. }
            | Self::Empty { .. }
            | Self::Truncated { .. }
            | Self::Busy { .. }
            | Self::UnknownHost { .. }
            | Self::Unreachable { .. }
            | Self::Interrupted { .. }
            | Self::TooSlow { .. } => true,
            Self::Missing { .. }
            | Self::Forbidden { .. }
            | Self::NotAFile { .. }
            | Self::EmptyFolder { .. }
            | Self::TooLarge { .. }
            | Self::WebPage { .. }
            | Self::NotACalendar { .. }
            | Self::SignIn { .. }
            | Self::Gone { .. }
            | Self::Status { .. }
            | Self::TooManyRedirects { .. }
            | Self::RedirectRefused { .. }
            | Self::NoClient { .. } => false,
        }
    }

    /// What the system said about a path, in our words.
    pub(crate) fn of_path(path: PathBuf, source: std::io::Error) -> Self {
        match source.kind() {
            std::io::ErrorKind::NotFound => Self::Missing { path },
            std::io::ErrorKind::PermissionDenied => Self::Forbidden { path, source },
            _ => Self::Unreadable { path, source },
        }
    }
}

/// The innermost cause, which is the one that says something ("Connection refused"), without the
/// number that the system has for it.
fn root_cause(error: &reqwest::Error) -> String {
    let mut cause: &dyn std::error::Error = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    without_number(cause.to_string())
}
