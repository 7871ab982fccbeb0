//! Events: what a calendar says, as instances with instants. No I/O, and never asks for the time.
//!
//! [`read`] makes a [`Calendar`] of a file's bytes, [`Calendar::expand`] the [`Occurrence`]s that a
//! [`Window`] shows. `docs/recurrence.md` says how rules are read where RFC 5545 leaves it open.

mod clocks;
mod content_hash;
mod event;
mod expansion;
pub mod frequency;
pub mod google;
mod html;
mod ics;
mod layout;
pub mod meeting_link;
pub mod microsoft;
mod moment;
pub mod occurrence;
pub mod own_words;
mod recurrence;
mod series;
mod series_clock;
mod starts;
mod text;
mod triggers;
pub mod zones;

pub use content_hash::ContentHash;
pub use expansion::{Expansion, Instance, Window};
pub use ics::{Calendar, ReadError, Warning, is_derived_uid, read, read_with};
pub use occurrence::Occurrence;
pub use zones::Zone;
