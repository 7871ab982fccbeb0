//! The TZIDs of a calendar.

use std::collections::HashMap;

/// The TZIDs that a calendar uses, each with a number.
#[derive(Default)]
pub(super) struct ZoneNames {
    names: Vec<(String, u32)>,
    last: usize,
    numbers: HashMap<String, usize>,
}

impl ZoneNames {
    /// Each in the order of its number, with the line on which it was first met.
    pub fn take_all(&mut self) -> Vec<(String, u32)> {
        std::mem::take(&mut self.names)
    }

    /// The number of a TZID, first met on `line`.
    pub fn number(&mut self, name: &str, line: u32) -> usize {
        // Times of one file mostly share one zone.
        if self
            .names
            .get(self.last)
            .is_some_and(|(last, _)| last == name)
        {
            return self.last;
        }
        self.last = match self.numbers.get(name) {
            Some(known) => *known,
            None => {
                self.names.push((name.to_owned(), line));
                self.numbers.insert(name.to_owned(), self.names.len() - 1);
                self.names.len() - 1
            }
        };
        self.last
    }
}
