//! Copies of the database: making one, and going back to one.

use storytime_types::backups::{Backup, BackupCause, Restored};
use storytime_types::changes::Change;
use storytime_types::{ApiError, ErrorCode};

use super::{Api, answers};
use crate::engine::{between_syncs, replan, write_ahead};
use crate::events::zones::Zone;
use crate::store::StoreError;
use crate::store::backups::{Cause, FoundBackup};
use crate::store::restoring::RestoreError;
use crate::vault::Place;

impl Api {
    /// Every backup, the newest first.
    ///
    /// # Errors
    /// When the store refuses.
    pub async fn backups(&self) -> Result<Vec<Backup>, ApiError> {
        let zone = self.zone().await?;
        let store = self.shared.store.clone();
        let found = tokio::task::spawn_blocking(move || store.backup_list()).await;
        let found = found.map_err(broken_off)?;
        Ok(found.into_iter().map(|one| backup(one, &zone)).collect())
    }

    /// Writes a backup now. Only seven that were asked for are kept, so it is this computer's own
    /// profile that asks for them.
    ///
    /// # Errors
    /// When the disk refuses, or another profile asks.
    pub async fn back_up(&self) -> Result<Backup, ApiError> {
        let otherwise = "Backups are made by the profile of this computer, and each day by \
                         themselves: yours is in all of them.";
        self.owner_only(otherwise).await?;
        let path = self
            .shared
            .store
            .back_up_as_asked(self.shared.now())
            .await?;
        self.shared.announce(Change::Settings);
        let id = path.file_stem().unwrap_or_default().to_string_lossy();
        let all = self.backups().await?;
        all.into_iter()
            .find(|one| one.id == id)
            .ok_or_else(|| super::not_found("backup"))
    }

    /// Takes everything that this profile keeps from a backup; what is there now becomes a
    /// backup of its own, of which the last three are kept. What was sent since is not sent again. Secrets from before a change of the key
    /// are sealed anew.
    ///
    /// # Errors
    /// When there is no such backup, or it is damaged, written by a newer version or without this
    /// profile, or has secrets whose key cannot be had now; nothing is changed then. `FORBIDDEN` to a
    /// script's token.
    pub async fn restore(&self, id: &str) -> Result<Restored, ApiError> {
        self.person_only()?;
        let (store, now) = (&self.shared.store, self.shared.now());
        let restoring = async {
            let reopening = self.shared.reopening().await?;
            let reopen = |place: Place<'_>, text: &str| reopening.reopen(place, text);
            store.restore_backup(id, &self.user, &reopen, now).await
        };
        let taken = between_syncs(&self.shared, restoring)
            .await
            .map_err(refused)?;
        tracing::info!("a backup was restored at the person's wish");
        let profile = self.me().await?;
        replan(&self.shared, &profile, None).await?;
        write_ahead(&self.shared, &profile).await?;
        self.shared.look_at_calendars();
        self.shared.wake_delivery();
        for change in Change::OF_EVERYTHING {
            self.shared.announce(change);
        }
        Ok(Restored {
            set_aside: taken.set_aside.display().to_string(),
            notice: gone(taken.secrets_gone),
        })
    }
}

fn backup(found: FoundBackup, zone: &Zone) -> Backup {
    Backup {
        id: found.id,
        written_local: Some(answers::moment(found.written_at, zone)),
        written_at: found.written_at,
        cause: match found.cause {
            Cause::Daily => BackupCause::Daily,
            Cause::Asked => BackupCause::Asked,
            Cause::Restored | Cause::RestoredByOther => BackupCause::Restored,
        },
        bytes: found.bytes,
    }
}

/// What the person has to do about secrets that are gone.
fn gone(secrets: u32) -> Option<String> {
    let what = match secrets {
        0 => return None,
        1 => "The key to one secret of this backup is gone".to_owned(),
        more => format!("The key to {more} secrets of this backup is gone"),
    };
    Some(format!(
        "{what}: connect again what Calendars names. Everything else is there."
    ))
}

fn refused(error: RestoreError) -> ApiError {
    let (code, message) = match error {
        RestoreError::Absent => return super::not_found("backup"),
        RestoreError::Damaged => (
            ErrorCode::Conflict,
            "This backup is damaged: choose another one. Nothing was changed.",
        ),
        RestoreError::WithoutProfile => (
            ErrorCode::Conflict,
            "This backup was written before your profile began: choose a later one. Nothing was \
             changed.",
        ),
        RestoreError::Store(StoreError::Migration(error)) => {
            tracing::warn!(%error, "a backup is of another version");
            (
                ErrorCode::Conflict,
                "This backup was written by a newer version of the app: install that one, then \
                 restore it. Nothing was changed.",
            )
        }
        RestoreError::Vault(error) => return error.into(),
        RestoreError::Store(error) => return error.into(),
    };
    ApiError::new(code, message)
}

pub(super) fn broken_off(error: tokio::task::JoinError) -> ApiError {
    tracing::error!(%error, "looking at the data directory was broken off");
    ApiError::new(
        ErrorCode::Internal,
        "The data folder could not be looked at; the log says why.",
    )
}
