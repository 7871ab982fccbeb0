//! Accounts of which no calendar is on. Nothing of them is read, but a calendar that was made there
//! since is found.

use std::sync::Arc;

use futures_util::future::join_all;
use storytime_types::UserId;
use storytime_types::sync::SyncJobType;

use super::attendance::waited_for_long;
use super::following::follow;
use super::turns::BesideOthers;
use crate::engine::Shared;
use crate::engine::import::ImportError;
use crate::store::calendars::SourceCalendar;

/// Lists them, and takes up what is new; the next poll reads it. What goes wrong hurts nobody: the
/// person wants nothing of them. One that hangs is not waited for.
pub(super) async fn take_up_new(
    shared: &Arc<Shared>,
    user: &UserId,
    kind: SyncJobType,
    beside: &BesideOthers,
) {
    if kind == SyncJobType::Poll {
        return;
    }
    let resting = match shared.store.accounts_at_rest(user).await {
        Ok(resting) => resting,
        Err(error) => {
            tracing::error!(%error, "accounts of which nothing is on could not be read");
            return;
        }
    };
    let all = resting.into_iter().map(|one| {
        let (shared, beside) = (Arc::clone(shared), Arc::clone(beside));
        tokio::spawn(async move {
            let taking_up = take_up(&shared, &one);
            let taken_up = shared.turns.at_a_place(&*shared.clock, taking_up).await;
            if let Err(error) = taken_up {
                let reason = error.without_names();
                tracing::info!(reason, "an account of which nothing is on cannot be listed");
            }
            drop(beside);
        })
    });
    tokio::select! {
        _ = join_all(all) => {}
        () = waited_for_long(&*shared.clock) => {}
    }
}

async fn take_up(shared: &Shared, one: &SourceCalendar) -> Result<(), ImportError> {
    if shared
        .backoff
        .holds_back(one.integration.as_str(), shared.now())
    {
        return Ok(());
    }
    let Some(_visit) = shared.turns.visits.try_begin(&one.integration) else {
        return Ok(());
    };
    let listing = shared.list(one).await?;
    let (on, _) = follow(shared, one, &[], &listing).await?;
    if !on.is_empty() {
        // The next poll must not rest.
        shared.standstill.end();
    }
    Ok(())
}
