//! What of an event may leave this computer: the one place where its texts are reduced, by the privacy
//! that was chosen for its calendar.
//!
//! The person's own screen sees all of it: window, tray, native notifications and the API on this
//! computer; stories made here are for that screen and cached whole. What goes elsewhere, to another
//! channel or to an AI, is made of what these functions answer and of nothing else.

use storytime_types::choices::Privacy;

use crate::store::events::StoredEvent;
use crate::store::storylines::ToldSlot;
use crate::stories::surroundings::Slot;

/// What stands where the title of an event would that only says it takes the person's time.
pub(super) const BUSY: &str = "Busy";

/// The event as a channel other than this computer's screen may know it, where that is less than all
/// of it.
pub(super) fn reduced(event: &StoredEvent) -> Option<StoredEvent> {
    match event.privacy {
        Privacy::Full | Privacy::NoAi => None,
        Privacy::TitleOnly => Some(title_only(event)),
        Privacy::BusyOnly => {
            let mut busy = title_only(event);
            BUSY.clone_into(&mut busy.content.title);
            Some(busy)
        }
    }
}

/// A title as another channel may know it, where that is not the title itself.
pub(super) fn reduced_title(event: &StoredEvent) -> Option<&'static str> {
    (event.privacy == Privacy::BusyOnly).then_some(BUSY)
}

/// An event as the stories of those before and after it may know it: one that other channels or an AI
/// must not know by its name has none there, since those stories go where it may not.
pub(super) fn neighbour(told: &ToldSlot) -> Slot {
    let mut slot = told.slot.clone();
    if matches!(told.privacy, Privacy::BusyOnly | Privacy::NoAi) {
        slot.title.clear();
    }
    slot
}

fn title_only(event: &StoredEvent) -> StoredEvent {
    let mut seen = event.clone();
    let content = &mut seen.content;
    content.description = None;
    content.location = None;
    content.meeting_link = None;
    content.organizer = None;
    content.attendee_count = 0;
    seen
}
