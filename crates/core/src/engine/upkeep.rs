//! Once a day: stories whose time is over are dropped, and the database is checked and copied.

use super::Shared;

pub(super) async fn run(shared: &Shared) {
    let now = shared.now();
    if let Err(error) = shared.store.drop_expired_stories(now).await {
        tracing::warn!(%error, "expired stories could not be dropped");
    }
    match shared.store.is_sound().await {
        // A damaged database must not replace a sound backup.
        Ok(false) => tracing::error!("the database is damaged; the next start restores a backup"),
        Err(error) => tracing::error!(%error, "the database could not be checked"),
        Ok(true) => {
            if let Err(error) = shared.store.back_up(now).await {
                tracing::warn!(%error, "no backup was written");
            }
        }
    }
}
