//! Everything goes: the profile's rows, the backups that hold them, what lies beside the database.

use storytime_types::changes::Change;
use storytime_types::removal::{RemoveEverything, Removed};
use storytime_types::{ApiError, ErrorCode};

use super::Api;
use super::backups::broken_off;
use crate::config::sample_day_path;
use crate::engine::{between_syncs, new_local_profile};
use crate::logging;
use crate::store::StoreError;
use crate::store::removal::Others;

impl Api {
    /// Removes everything that this profile owns. The local profile begins anew as at the first run,
    /// and backups and logs go with it, since they are this computer's own; another profile is gone,
    /// from the backups too.
    ///
    /// # Errors
    /// `FORBIDDEN` to a script's token. When the password is wrong, or the database refuses: nothing is
    /// removed then. When a file
    /// beside it cannot be removed: the message names it.
    pub async fn remove_everything(&self, asked: RemoveEverything) -> Result<Removed, ApiError> {
        self.person_only()?;
        self.proven(asked.password, "password").await?;
        let (store, now) = (&self.shared.store, self.shared.now());
        let is_owner = self.me().await?.is_owner;
        let anew = is_owner.then(new_local_profile);
        let calendars = store.calendar_ids(&self.user).await?;
        let tokens = self.shared.all_to_surrender(&self.user).await?;
        let removing = store.remove_all_of(&self.user, anew.as_ref(), self.session(), now);
        let removing = self.shared.removing_with_keys(removing);
        let others = between_syncs(&self.shared, removing).await?;
        self.forget_limits();
        for calendar in calendars {
            if let Err(error) = self.shared.bodies.forget(&calendar).await {
                tracing::warn!(%error, "a copy of a removed calendar could not be removed");
            }
        }
        if !is_owner {
            store.remove_from_backups(&self.user).await?;
        }
        self.remove_files(is_owner).await?;
        // After the log of before was forgotten.
        tracing::info!("everything of a profile was removed at the person's wish");
        let mut notices = Vec::new();
        for token in tokens {
            let given = self.shared.surrender(token).await;
            notices.extend(given.err().map(|unconfirmed| format!("{unconfirmed}.")));
        }
        notices.dedup();
        store.forget_what_was_removed().await?;
        if is_owner && others == Others::Some {
            store.back_up(now).await?;
        }
        self.shared.wake_delivery();
        self.shared.look_at_calendars();
        for change in Change::OF_EVERYTHING {
            self.shared.announce(change);
        }
        Ok(Removed { notices })
    }

    async fn remove_files(&self, is_owner: bool) -> Result<(), ApiError> {
        let (store, data_dir) = (self.shared.store.clone(), self.shared.data_dir.clone());
        let sample_day = sample_day_path(&data_dir, (!is_owner).then_some(&self.user));
        let removed = tokio::task::spawn_blocking(move || {
            if is_owner {
                store.remove_backups()?;
                logging::forget(&data_dir);
            }
            // Absent unless the person asked for it.
            let _ = std::fs::remove_file(sample_day);
            Ok::<(), StoreError>(())
        });
        removed.await.map_err(broken_off)?.map_err(|error| {
            ApiError::new(
                ErrorCode::Internal,
                format!("Your data is gone from the database, but not yet this copy: {error}. Remove it by hand."),
            )
        })
    }
}
