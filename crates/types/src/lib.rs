//! What crosses the one API: ids, enums, requests, responses, error codes and their validation.
//!
//! Both sides compile this crate, the backend natively and the window to WebAssembly, so it stays
//! light: no regex, no clock, no I/O. JSON is camelCase, instants are RFC 3339 in UTC.

pub mod about;
pub mod accounts;
pub mod backups;
pub mod calendars;
pub mod changes;
pub mod choices;
pub mod dashboard;
pub mod email;
pub mod error;
pub mod events;
pub mod fields;
pub mod ids;
pub mod instant;
pub mod lead_time;
pub mod local;
pub mod notifications;
pub mod page;
pub mod person;
pub mod place;
pub mod problems;
pub mod profile;
pub mod removal;
pub mod rest;
pub mod secret;
pub mod sign_in;
pub mod status;
pub mod sync;
pub mod vault;

pub use error::{ApiError, ErrorCode};
pub use ids::{
    CalendarId, ChannelId, EventId, IntegrationId, NotificationId, SessionId, StorylineId,
    SyncJobId, UserId,
};
pub use instant::Instant;
pub use local::LocalMoment;
pub use page::Page;
pub use place::{Place, Section};
pub use secret::Secret;
