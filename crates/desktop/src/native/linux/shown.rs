//! Which notification on the screen belongs to which reminder.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use storytime_core::channels::{Action, Message};
use storytime_types::NotificationId;

use crate::InvokedAction;

/// More than this many are never on a screen; the oldest are forgotten first.
const KEPT: usize = 512;

/// The id that the server gave to a notification; void once that server is gone.
pub(super) type ServerId = u32;

struct Reminder {
    id: NotificationId,
    join_link: Option<String>,
}

/// The notifications that the present server shows for us.
#[derive(Default)]
pub(super) struct Shown(Mutex<BTreeMap<ServerId, Reminder>>);

impl Shown {
    pub(super) fn remember(&self, id: ServerId, message: &Message) {
        let reminder = Reminder {
            id: message.id.clone(),
            join_link: message.join_link.clone(),
        };
        let mut shown = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        shown.insert(id, reminder);
        if shown.len() > KEPT {
            shown.pop_first();
        }
    }

    /// What a click on one of ours means; nothing for other programs' notifications.
    pub(super) fn invoked(&self, id: ServerId, action: Action) -> Option<InvokedAction> {
        let shown = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        shown.get(&id).map(|reminder| InvokedAction {
            notification_id: reminder.id.clone(),
            action,
            join_link: reminder.join_link.clone(),
        })
    }

    pub(super) fn closed(&self, id: ServerId) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(&id);
    }

    /// All of them; none is known afterwards.
    pub(super) fn taken(&self) -> Vec<ServerId> {
        let mut shown = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut *shown).into_keys().collect()
    }

    pub(super) fn clear(&self) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clear();
    }
}
