//! Accounts of which no calendar is on. Nothing of them is read, but a calendar that was made there
//! since is found.

use futures_util::future::join_all;
use storytime_types::UserId;
use storytime_types::sync::SyncJobType;

use super::integration::adopt_new;
use crate::engine::Shared;
use crate::engine::import::ImportError;
use crate::store::calendars::SourceCalendar;

/// Lists them, and takes up what is new; the next poll reads it. What goes wrong hurts nobody: the
/// person wants nothing of them.
pub(super) async fn take_up_new(shared: &Shared, user: &UserId, kind: SyncJobType) {
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
    let taken_up = join_all(resting.iter().map(|one| take_up(shared, one))).await;
    for error in taken_up.into_iter().filter_map(Result::err) {
        let reason = error.without_names();
        tracing::info!(reason, "an account of which nothing is on cannot be listed");
    }
}

async fn take_up(shared: &Shared, one: &SourceCalendar) -> Result<(), ImportError> {
    if shared
        .backoff
        .holds_back(one.integration.as_str(), shared.now())
    {
        return Ok(());
    }
    let _turn = shared.turns.integrations.acquire().await;
    let Some(_visit) = shared.turns.visits.try_begin(&one.integration) else {
        return Ok(());
    };
    let found = shared.list(one).await?;
    if !adopt_new(shared, one, &[], found.iter()).await?.is_empty() {
        // The next poll must not rest.
        shared.standstill.end();
    }
    Ok(())
}
