//! `GET /api/backups`: copies of the database, and going back to one.

use serde::{Deserialize, Serialize};

use crate::{Instant, LocalMoment};

/// Why a backup was made.
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum BackupCause {
    /// By itself: once a day, and after calendars came or went.
    Daily,
    /// The person asked for it.
    Asked,
    /// Somebody went back to another backup: this one holds how things were before.
    Restored,
}

/// One copy of the database.
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Backup {
    /// Names it among the others.
    pub id: String,
    /// When it was written.
    pub written_at: Instant,
    /// `written_at` in the profile's zone.
    pub written_local: Option<LocalMoment>,
    /// Why it was made.
    pub cause: BackupCause,
    /// How large it is.
    pub bytes: u64,
}

/// `POST /api/backups/{id}/restore`: what was done.
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Restored {
    /// The file of the backup that keeps everything as it was just before.
    pub set_aside: String,
    /// What has to be connected again because the key to it is gone, in one sentence; absent where
    /// nothing has to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notice: Option<String>,
}
