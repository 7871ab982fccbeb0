//! What a copy of a meeting knows and the one that stands for all does not: where to join it, and its
//! place. The same invitation has a link in one calendar and none in another.
//!
//! Its story stays what it is: it is written of the one that stands for all, and nothing else.

use std::collections::HashMap;

use storytime_types::{EventId, UserId};

use super::{Shared, privacy};
use crate::store::StoreError;
use crate::store::events::{EventContent, StoredEvent};

/// The copies of some events, by the event that stands for them, the calendar connected first coming
/// first.
#[derive(Default)]
pub(crate) struct Lenders(HashMap<EventId, Vec<StoredEvent>>);

impl Lenders {
    /// Those of the events that lack a link or a place.
    pub(crate) async fn of(
        shared: &Shared,
        user: &UserId,
        events: &[StoredEvent],
    ) -> Result<Self, StoreError> {
        let lacking = events
            .iter()
            .filter(|event| event.copy_of.is_none() && lacks_something(&event.content));
        let ids: Vec<EventId> = lacking.map(|event| event.id.clone()).collect();
        let mut lenders: HashMap<EventId, Vec<StoredEvent>> = HashMap::new();
        if !ids.is_empty() {
            for copy in shared.store.copies_of(user, &ids).await? {
                if let Some(first) = copy.copy_of.clone() {
                    lenders.entry(first).or_default().push(copy);
                }
            }
        }
        Ok(Self(lenders))
    }

    /// The event as this computer's own screen shows it: with what any copy knows.
    pub(crate) fn on_own_screen(&self, event: &StoredEvent) -> StoredEvent {
        self.completed(event, |_| true)
    }

    /// The event as it may leave this computer, where all of it may: with what those copies know of
    /// which all may leave it, too. A link out of a calendar that says no more than "Busy" elsewhere
    /// does not leave in another one's message.
    pub(super) fn elsewhere(&self, event: &StoredEvent) -> StoredEvent {
        self.completed(event, |copy| privacy::reduced(copy).is_none())
    }

    fn completed(&self, event: &StoredEvent, lends: impl Fn(&StoredEvent) -> bool) -> StoredEvent {
        let mut whole = event.clone();
        let copies = self.0.get(&event.id).map_or(&[][..], Vec::as_slice);
        for copy in copies.iter().filter(|copy| lends(copy)) {
            let (content, known) = (&mut whole.content, &copy.content);
            fill(&mut content.meeting_link, known.meeting_link.as_ref());
            fill(&mut content.location, known.location.as_ref());
        }
        whole
    }
}

fn lacks_something(content: &EventContent) -> bool {
    content.meeting_link.is_none() || content.location.is_none()
}

fn fill(field: &mut Option<String>, other: Option<&String>) {
    if field.is_none() {
        *field = other.cloned();
    }
}
