//! Who reads an integration: one visit of each at a time, which ends early when somebody wants the
//! integration for something else, as to remove it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use storytime_types::IntegrationId;
use tokio::sync::{OwnedMutexGuard, watch};

/// The visits of all integrations.
#[derive(Debug, Default)]
pub(in crate::engine) struct Visits {
    turns: Mutex<HashMap<IntegrationId, Arc<tokio::sync::Mutex<()>>>>,
    wanted: watch::Sender<Wanted>,
}

/// Which integrations somebody wants for something else, and how many do.
#[derive(Debug, Default)]
struct Wanted {
    all: usize,
    each: HashMap<IntegrationId, usize>,
}

impl Wanted {
    fn contains(&self, id: &IntegrationId) -> bool {
        self.all > 0 || self.each.contains_key(id)
    }
}

/// While it lives nobody else reads the integration.
pub(super) type VisitTurn = OwnedMutexGuard<()>;

/// While it lives visits of an integration, or of all, give way.
#[derive(Debug)]
pub(super) struct Want<'a> {
    visits: &'a Visits,
    id: Option<IntegrationId>,
}

/// While it lives nobody reads the integration.
#[derive(Debug)]
pub(super) struct Ended<'a> {
    _turn: VisitTurn,
    _want: Want<'a>,
}

impl Visits {
    /// Whoever gets it may read the integration; nobody while another one does or wants it.
    pub(super) fn try_begin(&self, id: &IntegrationId) -> Option<VisitTurn> {
        if self.wanted.borrow().contains(id) {
            return None;
        }
        self.turn_of(id).try_lock_owned().ok()
    }

    /// Whether somebody wants the integration for something else than to read it.
    pub(super) fn is_wanted(&self, id: &IntegrationId) -> bool {
        self.wanted.borrow().contains(id)
    }

    /// Has the visit of an integration end, and waits for that.
    pub(super) async fn end(&self, id: &IntegrationId) -> Ended<'_> {
        let want = self.want(Some(id.clone()));
        Ended {
            _turn: self.turn_of(id).lock_owned().await,
            _want: want,
        }
    }

    /// Has every visit end, without waiting for that.
    pub(super) fn end_all(&self) -> Want<'_> {
        self.want(None)
    }

    /// What a source answers; nothing where somebody wants the integration meanwhile.
    pub(in crate::engine) async fn unless_wanted<T>(
        &self,
        id: &IntegrationId,
        asking: impl Future<Output = T>,
    ) -> Option<T> {
        tokio::select! {
            biased;
            () = self.wanted(id) => None,
            answer = asking => Some(answer),
        }
    }

    async fn wanted(&self, id: &IntegrationId) {
        // The sender lives as long as this does.
        let _ = self
            .wanted
            .subscribe()
            .wait_for(|wanted| wanted.contains(id))
            .await;
    }

    fn want(&self, id: Option<IntegrationId>) -> Want<'_> {
        self.wanted.send_modify(|wanted| match &id {
            Some(id) => *wanted.each.entry(id.clone()).or_default() += 1,
            None => wanted.all += 1,
        });
        Want { visits: self, id }
    }

    fn turn_of(&self, id: &IntegrationId) -> Arc<tokio::sync::Mutex<()>> {
        let mut turns = self.turns.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(turns.entry(id.clone()).or_default())
    }
}

impl Drop for Want<'_> {
    fn drop(&mut self) {
        self.visits.wanted.send_modify(|wanted| match &self.id {
            Some(id) => {
                let left = wanted.each.get(id).map_or(0, |many| many.saturating_sub(1));
                if left == 0 {
                    wanted.each.remove(id);
                } else {
                    wanted.each.insert(id.clone(), left);
                }
            }
            None => wanted.all = wanted.all.saturating_sub(1),
        });
    }
}

#[cfg(test)]
mod tests {
    use std::future::{pending, ready};

    use super::*;

    fn work() -> IntegrationId {
        IntegrationId("work".into())
    }

    #[tokio::test]
    async fn an_integration_is_read_by_one_at_a_time_and_others_beside_it() {
        let visits = Visits::default();
        let turn = visits.try_begin(&work()).unwrap();

        assert!(visits.try_begin(&work()).is_none());
        assert!(visits.try_begin(&IntegrationId("home".into())).is_some());
        drop(turn);
        assert!(visits.try_begin(&work()).is_some());
    }

    #[tokio::test]
    async fn whoever_waits_for_a_source_that_hangs_gives_way_to_whoever_wants_the_integration() {
        let visits = Arc::new(Visits::default());
        let turn = visits.try_begin(&work()).unwrap();
        let visiting = tokio::spawn({
            let visits = Arc::clone(&visits);
            async move {
                let answer = visits.unless_wanted(&work(), pending::<()>()).await;
                drop(turn);
                answer
            }
        });

        let ended = visits.end(&work()).await;

        assert_eq!(visiting.await.unwrap(), None);
        assert!(visits.try_begin(&work()).is_none());
        assert_eq!(visits.unless_wanted(&work(), ready(1)).await, None);
        drop(ended);
        assert_eq!(visits.unless_wanted(&work(), ready(1)).await, Some(1));
        assert!(visits.try_begin(&work()).is_some());
    }

    #[tokio::test]
    async fn everybody_gives_way_until_the_last_one_who_wants_that_is_done() {
        let visits = Visits::default();
        let (first, second) = (visits.end_all(), visits.end_all());
        drop(first);
        assert!(visits.try_begin(&work()).is_none());
        drop(second);
        assert!(visits.try_begin(&work()).is_some());
    }
}
