//! How many questions an account is asked at once. Graph counts four for an app and a mailbox, and
//! refuses the fifth (`MailboxConcurrency`,
//! <https://learn.microsoft.com/graph/throttling-limits#outlook-service-limits>).

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use sha2::{Digest, Sha256};
use tokio::sync::Semaphore;

use crate::calendars::bearer::Bearer;

/// How many questions at once Graph answers.
const AT_ONCE: usize = 4;

/// The accounts that are being asked, by what opens them. Whoever asks the same account holds the
/// same token.
#[derive(Clone, Debug, Default)]
pub(super) struct Lanes(Arc<Mutex<HashMap<[u8; 32], Weak<Semaphore>>>>);

impl Lanes {
    /// The lane of an account: four may be in it.
    pub(super) fn of(&self, bearer: &Bearer) -> Arc<Semaphore> {
        let mut digest = Sha256::new();
        digest.update(bearer.api.as_str());
        digest.update(b"\n");
        digest.update(bearer.token.expose());
        let key = digest.finalize().into();
        let mut lanes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(lane) = lanes.get(&key).and_then(Weak::upgrade) {
            return lane;
        }
        lanes.retain(|_, lane| lane.strong_count() > 0);
        let lane = Arc::new(Semaphore::new(AT_ONCE));
        lanes.insert(key, Arc::downgrade(&lane));
        lane
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use storytime_types::Secret;

    fn bearer(token: &str) -> Bearer {
        Bearer {
            api: "https://graph.example/v1.0/".parse().unwrap(),
            token: Secret::from(token),
        }
    }

    #[test]
    fn an_account_has_one_lane_for_all_its_calendars_and_another_account_its_own() {
        let lanes = Lanes::default();
        let first = lanes.of(&bearer("a"));
        let again = lanes.clone().of(&bearer("a"));
        assert!(Arc::ptr_eq(&first, &again));
        assert!(!Arc::ptr_eq(&first, &lanes.of(&bearer("b"))));
        assert_eq!(first.available_permits(), 4);
    }

    #[test]
    fn a_lane_that_nobody_is_in_is_forgotten() {
        let lanes = Lanes::default();
        drop(lanes.of(&bearer("a")));
        let _b = lanes.of(&bearer("b"));
        assert_eq!(lanes.0.lock().unwrap().len(), 1);
    }
}
