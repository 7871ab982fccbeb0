//! What could not be written: outcomes are kept in memory until the disk takes them, and a reserve
//! file is there to be given up for the beginning of an attempt when the disk is full.

use std::collections::{HashMap, HashSet};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use storytime_types::NotificationId;
use storytime_types::changes::Change;

use super::Shared;
use crate::private_file::create_private;
use crate::store::ledger::Outcome;

/// The reserve file's name.
const RESERVE: &str = "reserve";
/// Room for a few thousand rows' changes.
const RESERVE_BYTES: usize = 512 * 1024;

pub(super) struct Unrecorded {
    reserve: PathBuf,
    /// Attempts under way whose beginning is not recorded.
    held: HashSet<NotificationId>,
    outcomes: HashMap<NotificationId, Outcome>,
}

impl Unrecorded {
    /// With its reserve file in this folder.
    pub(super) fn in_folder(folder: &Path) -> Self {
        let unrecorded = Self {
            reserve: folder.join(RESERVE),
            held: HashSet::new(),
            outcomes: HashMap::new(),
        };
        unrecorded.fill_reserve();
        unrecorded
    }

    /// Whether this row must not be begun again although the ledger says that it waits.
    pub(super) fn holds(&self, id: &NotificationId) -> bool {
        self.held.contains(id) || self.outcomes.contains_key(id)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.outcomes.is_empty()
    }

    pub(super) fn hold(&mut self, ids: impl IntoIterator<Item = NotificationId>) {
        self.held.extend(ids);
    }

    /// Keeps outcomes that could not be written.
    pub(super) fn keep(&mut self, outcomes: &[(NotificationId, Outcome)]) {
        for (id, outcome) in outcomes {
            self.held.remove(id);
            self.outcomes.insert(id.clone(), outcome.clone());
        }
    }

    /// Forgets what has been written.
    pub(super) fn settle(&mut self, outcomes: &[(NotificationId, Outcome)]) {
        for (id, _) in outcomes {
            self.held.remove(id);
            self.outcomes.remove(id);
        }
    }

    /// Writes what is kept, if the disk takes it now.
    pub(super) async fn flush(&mut self, shared: &Shared) {
        if self.outcomes.is_empty() {
            return;
        }
        let kept: Vec<_> = self
            .outcomes
            .iter()
            .map(|(id, outcome)| (id.clone(), outcome.clone()))
            .collect();
        if shared
            .store
            .record_outcomes(&kept, shared.now())
            .await
            .is_ok()
        {
            self.settle(&kept);
            self.fill_reserve();
            shared.tell_trouble(None);
            shared.announce(Change::Ledger);
        }
    }

    /// Gives up the reserve file; answers whether there was one.
    pub(super) fn free_reserve(&self) -> bool {
        std::fs::remove_file(&self.reserve).is_ok()
    }

    /// As [`Self::free_reserve`], before there is an engine.
    pub(super) fn free_reserve_of(folder: &Path) -> bool {
        std::fs::remove_file(folder.join(RESERVE)).is_ok()
    }

    fn fill_reserve(&self) {
        if self.reserve.exists() {
            return;
        }
        let written = create_private(&self.reserve)
            .and_then(|mut file| file.write_all(&vec![0; RESERVE_BYTES]));
        if written.is_err() {
            // A partial reserve is none, and on a full disk it is only in the way.
            let _ = std::fs::remove_file(&self.reserve);
        }
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt as _;

    #[test]
    fn the_reserve_is_its_owners_alone() {
        let folder = tempfile::tempdir().unwrap();

        let unrecorded = Unrecorded::in_folder(folder.path());

        let found = std::fs::metadata(folder.path().join(RESERVE)).unwrap();
        assert_eq!(found.permissions().mode() & 0o777, 0o600);
        assert!(unrecorded.free_reserve());
    }
}
