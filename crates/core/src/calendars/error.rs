//! Why a calendar could not be read: what is wrong, where, and what to do, which make one sentence.
//! None of them ever shows more of an address than its host, because private calendar addresses
//! carry their secret in the path or the query.

mod denial;
mod words;

use std::path::PathBuf;
use std::time::Duration;

use super::redacted::is_provider;
use crate::io_words::in_words;
pub use denial::Denial;
use words::{root_cause, speaks_no_tls};

/// Who reads a calendar again after it could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NextTry {
    /// We do, every few minutes: it is connected.
    Ours,
    /// Whoever asked for it just now: nothing of it is kept.
    Yours,
}

/// What was asked: nobody typed the addresses that an account is asked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// A file or an address that somebody gave.
    Given,
    /// An account.
    Account,
}

/// Why a calendar could not be read; [`FetchError::sentence`] also says what to do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FetchError {
    /// There is no such file or folder.
    #[error("{} does not exist", path.display())]
    Missing {
        /// Where it was looked for.
        path: PathBuf,
    },
    /// The system does not let us read it.
    #[error("{} must not be read", path.display())]
    Forbidden {
        /// The file or folder.
        path: PathBuf,
        /// The system's answer.
        source: std::io::Error,
    },
    /// Reading failed.
    #[error("{} could not be read ({})", path.display(), in_words(source))]
    Unreadable {
        /// The file or folder.
        path: PathBuf,
        /// The system's answer.
        source: std::io::Error,
    },
    /// It is a device, a socket or a folder where a file is expected.
    #[error("{} is not a calendar file", path.display())]
    NotAFile {
        /// What was given.
        path: PathBuf,
    },
    /// A folder without a single calendar file.
    #[error("{} holds no file that ends in .ics", path.display())]
    EmptyFolder {
        /// The folder.
        path: PathBuf,
    },
    /// More than we are willing to take in.
    #[error("{place} is larger than {} MB, which is too much for a calendar", limit / 1_048_576)]
    TooLarge {
        /// Where.
        place: String,
        /// In bytes.
        limit: u64,
        /// What was asked.
        asked: Asked,
    },
    /// A page for people, mostly a sign-in page.
    #[error("{place} gave a web page, not a calendar")]
    WebPage {
        /// Where.
        place: String,
    },
    /// Nothing at all. A program that rewrites its file empties it first.
    #[error("{place} is empty")]
    Empty {
        /// Where.
        place: String,
    },
    /// Something else than a calendar.
    #[error("{place} is not a calendar, since it does not begin with BEGIN:VCALENDAR")]
    NotACalendar {
        /// Where.
        place: String,
    },
    /// The end is missing; it may be in the middle of being written.
    #[error("{place} ends in the middle, without END:VCALENDAR")]
    Truncated {
        /// Where.
        place: String,
    },
    /// The server wants a name and a password, or others than it got.
    #[error("{place} wants a sign-in ({status})")]
    SignIn {
        /// Where.
        place: String,
        /// 401 or 403.
        status: u16,
    },
    /// There is no calendar at this address, or not any longer.
    #[error("{place} has no calendar at this address ({status})")]
    Gone {
        /// Where.
        place: String,
        /// 404 or 410.
        status: u16,
    },
    /// The server has trouble, or is asked too often.
    #[error("{place} cannot answer at the moment ({status})")]
    Busy {
        /// Where.
        place: String,
        /// 408, 429, or 500 and up.
        status: u16,
    },
    /// Any other answer.
    #[error("{place} answered with {status} instead of a calendar")]
    Status {
        /// Where.
        place: String,
        /// The status.
        status: u16,
    },
    /// A CalDAV server does not know this name with this password.
    #[error("{place} does not accept this name and password")]
    WrongPassword {
        /// Where.
        place: String,
        /// What most people have to know there.
        advice: &'static str,
    },
    /// Something else than a CalDAV server answers.
    #[error("{place} does not answer like a CalDAV server")]
    NotCalDav {
        /// Where.
        place: String,
    },
    /// A CalDAV server does not want to answer.
    #[error("{place} refuses to show its calendars ({status})")]
    CalDavRefused {
        /// Where.
        place: String,
        /// The status.
        status: u16,
    },
    /// An account without a calendar that could hold events.
    #[error("{place} has no calendar for events in this account")]
    NoCalendars {
        /// Where.
        place: String,
    },
    /// Google or Microsoft does not take the access token (RFC 6750, 3.1).
    #[error("{place} does not accept the sign-in")]
    TokenRefused {
        /// Where.
        place: String,
    },
    /// The account may not see this, or the person did not allow it.
    #[error("{place} {why}")]
    AccessDenied {
        /// Where.
        place: String,
        /// Why, as far as it says so.
        why: Denial,
    },
    /// Asked more often than the provider allows (RFC 6585, 4).
    #[error("{place} has been asked too often")]
    Throttled {
        /// Where.
        place: String,
        /// How long it wants to be left alone, where it says so (RFC 9110, 10.2.3).
        retry_after: Option<Duration>,
    },
    /// A calendar that was listed a moment ago is there no longer.
    #[error("{place} no longer has this calendar in the account")]
    CalendarGone {
        /// Where.
        place: String,
    },
    /// What changed since a sync token can no longer be told: everything is to be read anew.
    #[error("{place} does not know what was read the last time")]
    SyncTokenExpired {
        /// Where.
        place: String,
    },
    /// A web page, half an answer, or something else that its API does not say.
    #[error("{place} gave an answer that makes no sense")]
    NotUnderstood {
        /// Where.
        place: String,
    },
    /// More events than we are willing to take in.
    #[error("{place} holds more than {limit} events in one calendar, which is too much")]
    TooManyEvents {
        /// Where.
        place: String,
        /// How many are taken.
        limit: usize,
    },
    /// The host's name is not known, or there is no network.
    #[error("{place} was not found")]
    UnknownHost {
        /// Where.
        place: String,
        /// The cause.
        source: reqwest::Error,
    },
    /// No connection, or none that can be trusted.
    #[error("{place} could not be reached ({})", root_cause(source))]
    Unreachable {
        /// Where.
        place: String,
        /// The cause.
        source: reqwest::Error,
    },
    /// The answer broke off.
    #[error("the answer of {place} broke off ({})", root_cause(source))]
    Interrupted {
        /// Where.
        place: String,
        /// The cause.
        source: reqwest::Error,
    },
    /// The answer took too long.
    #[error("{place} took longer than {} s", limit.as_secs_f32())]
    TooSlow {
        /// Where.
        place: String,
        /// How long it had.
        limit: Duration,
    },
    /// Redirects without an end.
    #[error("{place} sends us on more than {limit} times")]
    TooManyRedirects {
        /// Where it began.
        place: String,
        /// How many are followed.
        limit: usize,
        /// What was asked.
        asked: Asked,
    },
    /// A redirect that must not be followed.
    #[error("{place} sends us on to {to}, {reason}")]
    RedirectRefused {
        /// Where it began.
        place: String,
        /// Where it leads.
        to: String,
        /// Why not.
        reason: RedirectFault,
    },
    /// No HTTP client can be made, for instance because the system has no certificates.
    #[error("no secure connection can be made on this computer")]
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
    /// A server that a password was not given for.
    #[error("which is another server than the one you gave your password for")]
    AnotherServer,
    /// A server that an access token, or what it is had for, was not given for.
    #[error("which is another server than the one that you are signed in at")]
    NotSignedInThere,
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
            | Self::TooSlow { .. }
            | Self::Throttled { .. }
            | Self::SyncTokenExpired { .. }
            | Self::NotUnderstood { .. } => true,
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
            | Self::WrongPassword { .. }
            | Self::NotCalDav { .. }
            | Self::CalDavRefused { .. }
            | Self::NoCalendars { .. }
            | Self::TokenRefused { .. }
            | Self::AccessDenied { .. }
            | Self::CalendarGone { .. }
            | Self::TooManyEvents { .. }
            | Self::TooManyRedirects { .. }
            | Self::RedirectRefused { .. }
            | Self::NoClient { .. } => false,
        }
    }

    /// What is wrong, and what to do.
    #[must_use]
    pub fn sentence(&self, next: NextTry) -> String {
        format!("{self}: {}", self.advice(next))
    }

    fn advice(&self, next: NextTry) -> &'static str {
        let again = |theirs| match next {
            NextTry::Ours => "it is tried again by itself",
            NextTry::Yours => theirs,
        };
        match self {
            Self::TooLarge {
                asked: Asked::Account,
                ..
            } => "keep old events in another calendar",
            Self::TooManyRedirects {
                asked: Asked::Account,
                ..
            } => again("check the network, and try again in a few minutes"),
            // Nobody typed an address: something in between answers in its place.
            Self::Status { place, .. }
            | Self::UnknownHost { place, .. }
            | Self::Unreachable { place, .. }
            | Self::TooSlow { place, .. }
            | Self::RedirectRefused { place, .. }
                if is_provider(place) =>
            {
                again("check the network, and try again in a few minutes")
            }
            Self::Missing { .. } => "was it moved or deleted, or is its disk not there?",
            Self::Forbidden { .. } => "give yourself permission to read it",
            Self::Unreadable { .. } => again("look whether its disk is well, and try again"),
            Self::NotAFile { .. } => "choose a file that ends in .ics, or a folder of them",
            Self::EmptyFolder { .. } => "choose another folder, or put one in",
            Self::TooLarge { .. } => "choose a smaller one",
            Self::WebPage { .. } => "copy the address that the calendar offers as iCal or ICS",
            Self::Empty { .. } | Self::Truncated { .. } => match next {
                NextTry::Ours => "it is tried again by itself; if it stays so, export it again",
                NextTry::Yours => "wait until it is written, or export it again; then try again",
            },
            Self::NotACalendar { .. } => {
                "choose a file that ends in .ics, or the address that the calendar offers as iCal or ICS"
            }
            Self::SignIn { .. } => {
                "use the calendar's private address, or write it as https://NAME:PASSWORD@…"
            }
            Self::Gone { .. } => "copy the address again from where the calendar is shared",
            Self::Busy { .. }
            | Self::Interrupted { .. }
            | Self::Throttled { .. }
            | Self::SyncTokenExpired { .. }
            | Self::NotUnderstood { .. } => again("try again in a few minutes"),
            Self::TooSlow { .. } => again("check the address, or try again in a few minutes"),
            Self::Status { .. } => "check the address",
            Self::UnknownHost { .. } => "check the address and the network",
            Self::Unreachable { source, .. } if speaks_no_tls(source) => {
                "if it is not encrypted, begin its address with http://"
            }
            Self::Unreachable { .. } => "check the network, and whether the server runs",
            Self::TooManyRedirects { .. } => "give the address that it leads to in the end",
            Self::RedirectRefused {
                reason: RedirectFault::NotSignedInThere,
                ..
            } => {
                "so nothing was told there; if it stays so, look at the addresses in providers.toml"
            }
            Self::RedirectRefused { .. } => "copy a direct address of the calendar",
            Self::WrongPassword { advice, .. } => advice,
            Self::TokenRefused { .. } => "connect the account again",
            Self::CalendarGone { .. } => "switch it off, or have it shared with you again",
            Self::AccessDenied { why, .. } => why.advice(),
            Self::NotCalDav { .. } => "copy the address that its settings show for CalDAV",
            Self::CalDavRefused { .. } => "check the address and what this account may see",
            Self::NoCalendars { .. } => match next {
                NextTry::Ours => "make one there, and it is found by itself",
                NextTry::Yours => "make one there, then connect the account again",
            },
            Self::TooManyEvents { .. } => "keep old ones in another calendar",
            Self::NoClient { .. } => "check that its certificates are installed (ca-certificates)",
        }
    }

    /// The same of an account.
    pub(super) fn of_an_account(mut self) -> Self {
        if let Self::TooLarge { asked, .. } | Self::TooManyRedirects { asked, .. } = &mut self {
            *asked = Asked::Account;
        }
        self
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
