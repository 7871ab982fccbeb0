//! Calendar sources: where events come from.
//!
//! A source hands over what its calendar says now, or that nothing has changed since the
//! [`Validators`] of the last time. It knows nothing of events: reading the text is `events`' work.
//!
//! - [`client`]: the one place where HTTP clients come from
//! - [`fetched`]: what a source answers with, and what it remembers until the next time
//! - [`found`]: what lists of calendars consist of, and what is asked of one of them
//! - [`error`]: why it could not
//! - [`body_cache`]: the last good body of each calendar, because the window of 14 days rolls also
//!   while a server says "unchanged" or nothing at all
//! - [`bearer`], `json`: a way into an account at Google or Microsoft, and questions put there
//! - [`google`], [`microsoft`]: the calendars of such an account
//! - `http`: questions to servers, within limits
//! - [`ics`]: a calendar file, a folder of them, or a subscription address
//! - [`caldav`]: the calendars of an account on a CalDAV server (RFC 4791)
//! - `appearance`: colours and zones of calendars
//! - [`oauth`]: signing in at Google and Microsoft (RFC 8252)
//! - `redacted`: addresses as they may be shown
//! - [`source`]: all of them as one, for the engine

pub(crate) mod appearance;
pub mod bearer;
pub mod body_cache;
pub mod caldav;
pub mod client;
pub mod error;
pub mod fetched;
pub mod found;
pub mod google;
mod http;
pub mod ics;
mod json;
pub mod microsoft;
pub mod oauth;
mod redacted;
pub mod source;

pub use body_cache::{BodyCache, LastBody};
pub use caldav::NameServers;
pub use error::{FetchError, NextTry};
pub use fetched::{
    BODY_LIMIT, DavState, Fetched, FileState, GoogleState, HttpValidators, MicrosoftState,
    TimeRange, Validators,
};
pub use source::CalendarSource;
