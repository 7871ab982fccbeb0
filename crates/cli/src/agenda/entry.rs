//! One line of the agenda.

use serde::Serialize;
use storytime_core::events::Zone;
use storytime_core::events::occurrence::{Certainty, InstanceKey, Occurrence, Span};
use storytime_types::Instant;

/// One instance of an event, as the agenda's JSON has it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Entry {
    pub uid: String,
    /// The instance's original start, in the form of `start`; null outside a series.
    pub recurrence_id: Option<String>,
    pub title: String,
    /// RFC 3339 in UTC, or a date.
    pub start: String,
    /// As `start`; exclusive for dates.
    pub end: String,
    pub all_day: bool,
    pub status: &'static str,
    pub location: Option<String>,
    pub meeting_link: Option<String>,
    #[serde(skip)]
    pub span: Span,
    /// Where it stands among the others.
    #[serde(skip)]
    begins: Instant,
}

impl Entry {
    pub fn new(occurrence: Occurrence, zone: &Zone) -> Self {
        let (start, end, begins) = match &occurrence.span {
            Span::Timed { start, end } => (start.to_string(), end.to_string(), *start),
            Span::AllDay { first, end } => {
                (first.to_string(), end.to_string(), zone.midnight(*first))
            }
        };
        let in_series = occurrence.instance != InstanceKey::Single;
        Self {
            uid: occurrence.uid,
            recurrence_id: in_series.then(|| occurrence.instance.to_text()),
            title: occurrence.title,
            start,
            end,
            all_day: matches!(occurrence.span, Span::AllDay { .. }),
            status: status(occurrence.certainty),
            location: occurrence.location,
            meeting_link: occurrence.meeting_link,
            span: occurrence.span,
            begins,
        }
    }

    /// By start, then UID; instances that share both, by their original start.
    pub fn order(&self) -> impl Ord + '_ {
        (self.begins, &self.uid, &self.recurrence_id)
    }

    pub fn is_cancelled(&self) -> bool {
        self.status == status(Certainty::Cancelled)
    }
}

/// RFC 5545, 3.8.1.11.
fn status(certainty: Certainty) -> &'static str {
    match certainty {
        Certainty::Confirmed => "CONFIRMED",
        Certainty::Tentative => "TENTATIVE",
        Certainty::Cancelled => "CANCELLED",
    }
}
