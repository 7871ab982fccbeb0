//! Stories: a short text about a coming event, in a theme.
//!
//! ```text
//! Facts ──► sensitive? ──► template (a theme's phrases, or the quiet ones) ──► guard ──► Story
//!   └─────► plain (the facts themselves, beside every story)
//! ```
//!
//! The facts (title, local time, place, join link) are rendered by us beside the story, so that no
//! story can falsify them; a story that names one names it as it is.

pub mod guard;
pub mod plain;
pub mod sensitive;
pub mod surroundings;
pub mod template;

use self::surroundings::Surroundings;
use storytime_types::profile::Theme;

/// What a storyteller may know about an event. Its texts are untrusted: they are data, whatever
/// they say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// The event's title.
    pub title: String,
    /// Local start as `HH:MM`, or none for an all-day event.
    pub starts: Option<String>,
    /// Local hour of the start, 0 to 23, or none for an all-day event.
    pub hour: Option<u8>,
    /// The local weekday's English name.
    pub weekday: &'static str,
    /// The day of a timed event, where the story is told on another one and stands alone.
    pub other_day: Option<OtherDay>,
    /// Where.
    pub location: Option<String>,
    /// How many are invited.
    pub attendee_count: u32,
    /// Whether it is one of a series.
    pub recurring: bool,
    /// What stands around it.
    pub surroundings: Surroundings,
    /// Whether these facts may be told to an AI; where not, only what is made on this computer may
    /// tell of them.
    pub may_go_to_ai: bool,
}

/// A day that is not the one on which it is spoken of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OtherDay {
    /// The next one.
    Tomorrow,
    /// This one: `Wed 9 Dec`.
    On(String),
}

impl OtherDay {
    /// A time of day on it: `15:00 tomorrow`, `15:00 on Wed 9 Dec`.
    #[must_use]
    pub fn at(&self, time: &str) -> String {
        match self {
            Self::Tomorrow => format!("{time} tomorrow"),
            Self::On(date) => format!("{time} on {date}"),
        }
    }
}

/// A story.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Story {
    /// The style it is told in.
    pub theme: Theme,
    /// Plain text that [`guard::check`] accepts, beginning with `emoji`.
    pub text: String,
    /// One emoji.
    pub emoji: String,
    /// The key of the surroundings it speaks of; none where it speaks of the event alone.
    pub surroundings: Option<String>,
}
