//! The VEVENTs of one UID.

use std::cmp::Reverse;

use super::event::Event;
use super::recurrence::Rule;

/// All VEVENTs of one UID.
#[derive(Debug, Default)]
pub(super) struct Series {
    /// The one without RECURRENCE-ID; absent where a file holds only some changed instances.
    pub base: Option<Box<Event>>,
    /// Those with RECURRENCE-ID.
    pub overrides: Vec<Event>,
}

impl Series {
    /// Whether it may take place many times a day.
    pub fn is_dense(&self) -> bool {
        let recurrence = self.base.as_ref().and_then(|base| base.recurrence.as_ref());
        recurrence.is_some_and(|recurrence| recurrence.rules.iter().any(Rule::is_dense))
    }

    /// Of two VEVENTs for the same instance the later revision stays (RFC 5545, 3.8.7.4 SEQUENCE,
    /// then DTSTAMP, then the file's order). A SEQUENCE says nothing about other instances or the
    /// series itself.
    pub fn settle(&mut self) {
        let instance = |event: &Event| event.replaces.map(|replaced| replaced.instance);
        self.overrides.sort_by_key(|event| {
            let start = instance(event).map(|start| start.seconds);
            (start, Reverse(event.revision), Reverse(event.line))
        });
        self.overrides
            .dedup_by(|later, kept| instance(later) == instance(kept));
    }
}
