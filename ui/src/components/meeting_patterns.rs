//! What the person calls a meeting link besides those that everybody knows.

use storytime_types::profile::{MOST_MEETING_PATTERNS, ProfileChange};
use yew::prelude::*;

use super::text_list::TextList;

/// The patterns that are kept, to take away and to add.
pub fn meeting_patterns(patterns: &[String]) -> Html {
    let change = |patterns| ProfileChange {
        meeting_patterns: Some(patterns),
        ..ProfileChange::default()
    };
    html! {
        <TextList
            id="meeting-pattern"
            name="Meeting links of your own"
            hint="Zoom, Meet, Teams, Webex, Jitsi, BigBlueButton and some seventy others are known. A link that one of these patterns (regular expressions) is found in counts as a meeting, too."
            another="Another pattern"
            example="video\\.example\\.org/room/"
            takes="text"
            most={MOST_MEETING_PATTERNS}
            texts={patterns.to_vec()}
            {change}
        />
    }
}
